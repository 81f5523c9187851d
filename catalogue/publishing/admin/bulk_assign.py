"""The action that assigns many entries to a person, who is to work on them."""

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.permissions import has_permission
from catalogue.errors import FieldErrorsMixin
from catalogue.publishing.admin.bulk import BulkAction, ValueChange
from catalogue.publishing.status import ActionRefused
from catalogue.review.admin import PersonField
from catalogue.review.models import Assignment
from catalogue.review.people import name_of
from catalogue.review.records import assign_many, notify_of_assignments

NAMES = ("pk", "first_name", "last_name", "username")


class BulkAssignmentForm(FieldErrorsMixin, forms.Form):
    person = PersonField(
        label=gettext_lazy("Assign to"), queryset=None, required=False, empty_label=gettext_lazy("Nobody")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        staff = get_user_model()._default_manager.filter(is_active=True, is_staff=True)
        self.fields["person"].queryset = staff.order_by("last_name", "first_name", "username")


class AssignAction(BulkAction):
    """An action that assigns entries, which do not change, to a person or to nobody."""

    name = "assign"
    label = gettext_lazy("Assign …")
    question_class = BulkAssignmentForm
    is_change = False

    def prefetched(self, queryset):
        assigned = Assignment.objects.of_kind(queryset.model).filter(entry_id=OuterRef("pk"))
        names = {f"assignee_{name}": Subquery(assigned.values(f"person__{name}")[:1]) for name in NAMES}
        return queryset.annotate(**names)

    def apply(self, entry, missing, answers):
        person, before = answers["person"], assignee_of(entry)
        if person == before:
            refusal = _("Already assigned to this person.") if person else _("Already assigned to nobody.")
            raise ActionRefused(refusal)
        needed = "change" if entry.published_at is None else "publish"
        if person and not has_permission(person, needed, entry):
            refusal = _("{name} does not have permission to edit this entry.")
            raise ActionRefused(refusal.format(name=name_of(person)))
        return ValueChange(name_of(before), name_of(person))

    def save_all(self, entries, answers, user):
        assign_many(entries, answers["person"], user)

    def notify(self, model, user, since):
        notify_of_assignments(model, user, since)

    def comment_on(self, answers):
        person = answers["person"]
        return _("Assigned to {name}").format(name=name_of(person)) if person else _("Assigned to nobody")


def assignee_of(entry):
    """Return whom an entry that `prefetched` has read is assigned to, with only a key and a name."""
    if entry.assignee_pk is None:
        return None
    return get_user_model()(**{name: getattr(entry, f"assignee_{name}") for name in NAMES})
