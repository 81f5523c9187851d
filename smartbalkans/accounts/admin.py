"""Who may work in the back office: people, and the groups from which they have their permissions."""

from allauth.account.admin import EmailAddress, EmailConfirmation
from allauth.mfa.admin import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

from catalogue.errors import FieldErrorsMixin
from smartbalkans.accounts.second_factor_reset import SecondFactorResetMixin

admin.site.unregister((User, Group))
# Addresses for mail that is not sent, and the secrets of authenticators, which nobody is to read.
for model in (EmailAddress, EmailConfirmation, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class GroupForm(FieldErrorsMixin, forms.ModelForm):
    pass


class UsernameMixin(FieldErrorsMixin):
    """A form that says which characters a username may have."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("username"):
            field.error_messages["invalid"] = _("Use only letters, digits and the characters @ . + - _")


class PersonForm(UsernameMixin, UserChangeForm):
    pass


class NewPersonForm(UsernameMixin, AdminUserCreationForm):
    pass


class PasswordForm(FieldErrorsMixin, AdminPasswordChangeForm):
    pass


@admin.register(Group)
class StaffGroupAdmin(GroupAdmin):
    form = GroupForm
    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        return super().formfield_for_manytomany(
            db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs
        )


@admin.register(User)
class StaffAdmin(SecondFactorResetMixin, UserAdmin):
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

    def get_readonly_fields(self, request, obj=None):
        """Only a superuser makes superusers; whoever administers people could make themselves one else."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, "is_superuser")

    def has_change_permission(self, request, obj=None):
        """A superuser is for superusers to change; a new password is enough to become one."""
        return super().has_change_permission(request, obj) and may_touch(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and may_touch(request.user, obj)


def may_touch(person: User, other: User | None) -> bool:
    return person.is_superuser or other is None or not other.is_superuser
