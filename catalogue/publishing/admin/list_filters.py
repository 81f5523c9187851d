"""Filters of the lists of entries by what remains to be done. The dashboard links to them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalogue.entries import Publishable
from catalogue.proposals.models import ProposedVersion
from catalogue.review.models import Assignment

ANY = "any"
PROPOSED, IN_REVIEW = "proposed", "proposed-review"  # values of the filter by status


class PublicationFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "publication"

    def lookups(self, request, model_admin):
        return [
            *Publishable.Status.choices,
            (PROPOSED, _("Published, changes waiting")),
            (IN_REVIEW, _("Published, changes in review")),
        ]

    def value(self):
        """Return the status; in older links, "public" stands for "published"."""
        return {"public": "published"}.get(super().value(), super().value())

    def queryset(self, request, queryset):
        if self.value() in (PROPOSED, IN_REVIEW):
            return proposed(queryset, is_in_review=self.value() == IN_REVIEW)
        if self.value() not in Publishable.Status.values:
            return queryset
        return queryset.with_status(self.value())


class MissingFilter(admin.SimpleListFilter):
    """A filter by the required facts that an entry lacks."""

    title = _("missing information")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        facts = [(fact.key, capfirst(str(fact.lack))) for fact in model_admin.model.required_facts]
        return [(ANY, _("Incomplete")), *facts]

    def queryset(self, request, queryset):
        if self.value() == ANY:
            return queryset.incomplete()
        keys = {fact.key for fact in queryset.model.required_facts}
        return queryset.missing(self.value()) if self.value() in keys else queryset


class AuthorFilter(admin.SimpleListFilter):
    title = _("author")
    parameter_name = "author"

    def lookups(self, request, model_admin):
        return [("me", _("Me"))]

    def queryset(self, request, queryset):
        return queryset.entered_by(request.user) if self.value() == "me" else queryset


class EditorFilter(admin.SimpleListFilter):
    title = _("last changed by")
    parameter_name = "editor"

    def lookups(self, request, model_admin):
        return [("me", _("Me"))]

    def queryset(self, request, queryset):
        return queryset.changed_by(request.user) if self.value() == "me" else queryset


class AssignedFilter(admin.SimpleListFilter):
    title = _("assignment")
    parameter_name = "assigned"

    def lookups(self, request, model_admin):
        return [("me", _("To me"))]

    def queryset(self, request, queryset):
        return assigned_to(request.user, queryset) if self.value() == "me" else queryset


def assigned_to(person, entries: QuerySet) -> QuerySet:
    """Return those of the entries that are assigned to a person."""
    assignments = Assignment.objects.of_kind(entries.model).filter(person=person)
    return entries.filter(pk__in=assignments.values("entry_id"))


def proposed(entries: QuerySet, *, is_in_review: bool) -> QuerySet:
    """Return those of the entries whose changes are waiting, or are in review."""
    proposals = ProposedVersion.objects.of_kind(entries.model)
    found = proposals.in_review() if is_in_review else proposals
    return entries.filter(pk__in=found.values("entry_id"))


class ChangedFilter(admin.SimpleListFilter):
    title = _("last change")
    parameter_name = "changed"

    def lookups(self, request, model_admin):
        return [("stale", _("Published, not updated or checked for a year"))]

    def queryset(self, request, queryset):
        return queryset.stale() if self.value() == "stale" else queryset


TO_DO_FILTERS = (MissingFilter, AuthorFilter, EditorFilter, AssignedFilter, ChangedFilter)
