"""The admin of users and of the groups that give them their permissions."""

from allauth.account.admin import EmailAddress, EmailConfirmation
from allauth.mfa.admin import Authenticator
from allauth.usersessions.admin import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

from catalogue.errors import FieldErrorsMixin
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
    "is_active": _("Untick to lock the account instead of deleting it."),
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


class PersonForm(UsernameMixin, UserChangeForm):
    pass


class NewPersonForm(UsernameMixin, AdminUserCreationForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["usable_password"].help_text = _("If disabled, the person cannot log in.")


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
class StaffAdmin(SecondFactorResetMixin, ConfirmedAdmin, UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    change_password_form = PasswordForm
    filter_horizontal = ()
    autocomplete_fields = ("groups",)
    readonly_fields = ("second_factor", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "second_factor")}),
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

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if text := HELP_TEXTS.get(db_field.name):
            kwargs["help_text"] = text
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @confirm_identity
    def user_change_password(self, request, id, form_url=""):
        return super().user_change_password(request, id, form_url)

    def get_readonly_fields(self, request, obj=None):
        """Only superusers can create superusers; otherwise administrators could make themselves one."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, "is_superuser")

    def has_change_permission(self, request, obj=None):
        """Only superusers can change superusers: with a new password anybody could log in as one."""
        return super().has_change_permission(request, obj) and may_change_user(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and may_change_user(request.user, obj)


def may_change_user(person: User, other: User | None) -> bool:
    return person.is_superuser or other is None or not other.is_superuser
