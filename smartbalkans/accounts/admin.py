"""The admin of users and of the groups that give them their permissions."""

from allauth.account.admin import EmailAddress, EmailConfirmation
from allauth.mfa.admin import Authenticator
from allauth.usersessions.admin import UserSession
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UsernameField
from django.contrib.auth.models import Group, User
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue.admin.tools import Tool
from catalogue.errors import FieldErrorsMixin
from smartbalkans.accounts.invitation_admin import InvitationMixin, end_access
from smartbalkans.accounts.notices import ADDRESS_CHANGED, PASSWORD_CHANGED, notify_of_change
from smartbalkans.accounts.reauthentication import ConfirmedAdmin, ConfirmedForm, confirm_identity
from smartbalkans.accounts.second_factor_reset import SecondFactorResetMixin
from smartbalkans.accounts.usernames import validate_username, validate_without_invisible

admin.site.unregister((User, Group))
# Addresses of e-mail that is not sent, the secrets of authenticators, and the sessions of others.
for model in (EmailAddress, EmailConfirmation, Authenticator, UserSession):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


NAMES = {"name", "username", "first_name", "last_name"}
HELP_TEXTS = {
    "username": _("At most 150 letters, digits and the characters @ . + - _"),
    "email": _("For notices and invitations by mail, and to reset the password."),
    "is_active": _(
        "Untick when the person leaves. Their sessions, their invitation and their assignments end; their "
        "unsaved changes are deleted after 30 days. Entries, comments and history stay."
    ),
    "is_staff": _("Tick so that the person can log in to the back office."),
    "is_superuser": _("Has all permissions, without any group."),
    "groups": _("The person has the permissions of all these groups."),
}


class NamesMixin(ConfirmedForm):
    """Refuses names with invisible characters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in NAMES & self.fields.keys():
            self.fields[name].validators.append(validate_without_invisible)


class GroupForm(NamesMixin):
    pass


class UsernameMixin(NamesMixin):
    """Refuses a username that misleads those who read it, and lists the characters allowed in it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("username"):
            field.error_messages["invalid"] = _("Use only letters, digits and the characters @ . + - _")

    def clean_username(self):
        username = self.cleaned_data["username"]
        validate_username(username, self.instance)
        return username


class PersonForm(UsernameMixin):
    class Meta:
        model = User
        fields = "__all__"
        field_classes = {"username": UsernameField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if groups := self.fields.get("groups"):
            groups.widget.can_add_related = False  # groups are added on their own page

    def clean_email(self):
        return self.cleaned_data["email"].lower()  # as allauth looks for it


class NewPersonForm(PersonForm):
    """A person without a password, who sets it by an invitation link."""

    by_mail = forms.BooleanField(
        label=_("Send the invitation by mail"),
        required=False,
        help_text=_("Otherwise you get a link to copy."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["groups"].required = True
        self.fields["is_active"].initial = True
        if not settings.SENDS_MAIL:
            del self.fields["by_mail"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("by_mail") and not cleaned.get("email"):
            self.add_error("email", _("Enter an address, or untick “Send the invitation by mail”."))
        return cleaned

    def save(self, commit=True):
        self.instance.set_unusable_password()
        self.instance.is_staff = True
        return super().save(commit)


class PasswordForm(FieldErrorsMixin, AdminPasswordChangeForm):
    pass


@admin.register(Group)
class StaffGroupAdmin(ConfirmedAdmin, GroupAdmin):
    form = GroupForm
    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        return super().formfield_for_manytomany(
            db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs
        )


@admin.register(User)
class StaffAdmin(InvitationMixin, SecondFactorResetMixin, ConfirmedAdmin, UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    change_password_form = PasswordForm
    filter_horizontal = ()
    readonly_fields = ("password_status", "second_factor", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password_status", "second_factor")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (
            _("Permissions"),
            {
                "fields": ("is_active", "is_staff", "is_superuser", "groups"),
                "description": _("Groups determine what a person can see and edit."),
            },
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )

    def get_fieldsets(self, request, obj=None):
        if obj is not None:
            return self.fieldsets
        fields = ["first_name", "last_name", "username", "email", "groups", "is_active"]
        return [(None, {"fields": [*fields, "by_mail"] if settings.SENDS_MAIL else fields})]

    def get_form(self, request, obj=None, **kwargs):
        if obj is None:  # `by_mail` is not a field of the model
            kwargs["fields"] = ["first_name", "last_name", "username", "email", "groups", "is_active"]
        return super().get_form(request, obj, **kwargs)

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def entry_tools(self, request, obj):
        tools = super().entry_tools(request, obj)
        if self.has_change_permission(request, obj):
            address = reverse("admin:auth_user_password_change", args=[obj.pk])
            tools.append(Tool(gettext("Set a password"), address))
        return tools

    def response_add(self, request, obj, post_url_continue=None):
        """Return the page with the invitation link of the new person, or send it by mail."""
        if IS_POPUP_VAR in request.POST or not obj.is_active:
            return super().response_add(request, obj, post_url_continue)
        if request.POST.get("by_mail") and settings.SENDS_MAIL:
            self.mail_invitation(request, obj)
            return redirect(self.page_address("change", obj.pk))
        return self.link_page(request, obj)

    def save_model(self, request, obj, form, change):
        before = User.objects.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)
        if before and before.email != obj.email:
            notify_of_change(obj, ADDRESS_CHANGED, request.user, before.email)
        if before and before.is_active and not obj.is_active and (count := end_access(obj, request.user)):
            text = ngettext(
                "{count} entry that was assigned to {name} is now assigned to nobody.",
                "{count} entries that were assigned to {name} are now assigned to nobody.",
                count,
            )
            self.message_user(request, text.format(count=count, name=obj), messages.WARNING)

    def get_actions(self, request):
        """Return the actions without the deletion of many: accounts are deactivated."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if text := HELP_TEXTS.get(db_field.name):
            kwargs["help_text"] = text
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @confirm_identity
    def user_change_password(self, request, id, form_url=""):
        person = self.get_object(request, id)
        response = super().user_change_password(request, id, form_url)
        if person and User.objects.filter(pk=person.pk).exclude(password=person.password).exists():
            notify_of_change(person, PASSWORD_CHANGED, request.user)
        return response

    def get_readonly_fields(self, request, obj=None):
        """Only superusers can create superusers; otherwise administrators could make themselves one."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, "is_superuser")

    def has_change_permission(self, request, obj=None):
        """Only superusers can change superusers: with a new password anybody could log in as one."""
        return super().has_change_permission(request, obj) and may_change_user(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        """Only who never logged in can be deleted. Others are deactivated: their work keeps its name."""
        is_unused = obj is None or obj.last_login is None
        return (
            super().has_delete_permission(request, obj) and may_change_user(request.user, obj) and is_unused
        )


def may_change_user(person: User, other: User | None) -> bool:
    return person.is_superuser or other is None or not other.is_superuser
