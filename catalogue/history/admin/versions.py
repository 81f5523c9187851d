"""The versions of an entry, listed and compared, and the restoring of an older one."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reversion.models import Version

from catalogue.admin.pages import Crumb
from catalogue.admin.permissions import PublishPermissionMixin
from catalogue.history.comparison import Comparison, compare
from catalogue.history.recording import recorded
from catalogue.history.restoring import RestoreError, RestorePlan, outcome, plan_restore, restore
from catalogue.history.versions import states_now, states_of, versions_of
from catalogue.keys import key_of

PER_PAGE = 20
NOW = "now"


@dataclass(frozen=True)
class ListedVersion:
    """A version in the history, with the one before it and the differences; None for the first."""

    version: Version
    before: Version | None
    comparison: Comparison | None

    @property
    def gist(self) -> str:
        return self.comparison.gist if self.comparison is not None else _("First version")


def date_of(version: Version) -> str:
    return date_format(timezone.localtime(version.revision.date_created), "DATETIME_FORMAT")


def user_of(version: Version) -> str:
    """Return the name of the person who made a version; commands make versions without one."""
    user = version.revision.user
    return user.get_full_name() or user.get_username() if user else _("System")


class VersionsMixin(PublishPermissionMixin):
    """The history of an entry, open to everyone who may see it, and the pages that compare and restore."""

    def get_urls(self):
        history = "<path:object_id>/history/"
        return [
            self.page_path(f"{history}compare/", "compare", self.compare_view),
            self.page_path(f"{history}<int:version_id>/restore/", "restore", self.restore_view),
            *super().get_urls(),
        ]

    def entry_to_read(self, request, object_id):
        """Return the entry. Raise Http404 if there is none, PermissionDenied if the person may not see it."""
        entry = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, entry):
            raise PermissionDenied
        if entry is None:
            raise Http404(_("This entry does not exist. It may have been deleted."))
        return entry

    def history_crumb(self, entry) -> Crumb:
        return Crumb(_("History"), self.page_address("history", entry.pk))

    def history_view(self, request, object_id, extra_context=None):
        entry = self.entry_to_read(request, object_id)
        pages = self.get_paginator(request, versions_of(self.model, entry.pk), PER_PAGE)
        page = pages.get_page(request.GET.get("p"))
        return self.render_page(
            request,
            "admin/catalogue/history.html",
            _("History of {entry}").format(entry=entry),
            entry=entry,
            here=_("History"),
            page=page,
            page_range=pages.get_elided_page_range(page.number),
            changes=self.changes_on(page),
            can_restore=self.has_change_permission(request, entry),
            **self.history_context(entry),
            **(extra_context or {}),
        )

    def history_context(self, entry) -> dict:
        """Return what else the page of the history shows."""
        return {}

    def changes_on(self, page) -> list[ListedVersion]:
        """Return the versions of a page, each compared with the one before it."""
        start = (page.number - 1) * PER_PAGE
        versions = list(page.paginator.object_list[start : start + PER_PAGE + 1])
        states = states_of(self.model, versions)
        changes = [
            ListedVersion(version, before, compare(*pair))
            for version, before, *pair in zip(versions, versions[1:], states[1:], states, strict=False)
        ]
        first = [ListedVersion(versions[-1], None, None)] if versions and len(versions) <= PER_PAGE else []
        return changes + first

    def compare_view(self, request, object_id):
        """Show the differences between two versions, or between one and the current state."""
        entry = self.entry_to_read(request, object_id)
        wanted = [request.GET.get("from", ""), request.GET.get("to") or NOW]
        versions = [self.version_of(entry, key) for key in wanted if key != NOW]
        versions = sorted(set(versions), key=lambda version: version.pk)
        if not versions:
            raise Http404(_("Choose a version to compare."))
        states = states_of(self.model, versions)
        if len(states) == 1:
            states.append(states_now(self.model, [entry.pk])[entry.pk] if NOW in wanted else states[0])
        before, after, *_more = [*(self.label_of(version) for version in versions), _("Current version")]
        return self.render_page(
            request,
            "admin/catalogue/compare.html",
            _("Changes"),
            entry=entry,
            trail=[self.history_crumb(entry)],
            here=_("Changes"),
            comparison=compare(*states),
            before=before,
            after=after,
            restorable=versions[0] if self.has_change_permission(request, entry) else None,
        )

    def version_of(self, entry, key: str) -> Version:
        return get_object_or_404(versions_of(self.model, entry.pk), pk=key_of(Version, key))

    @staticmethod
    def label_of(version: Version) -> str:
        return _("{date}, {person}").format(date=date_of(version), person=user_of(version))

    def restore_view(self, request, object_id, version_id):
        """Show what restoring a version will change; when confirmed, restore it."""
        entry = self.entry_to_read(request, object_id)
        if not self.has_change_permission(request, entry):
            if request.method == "POST" and self.is_locked(request, entry):
                return self.published_response(request, entry)
            raise PermissionDenied
        version = self.version_of(entry, version_id)
        if request.method == "POST":
            try:
                return self.restore_now(request, entry, version)
            except RestoreError as error:
                self.message_user(request, str(error), messages.ERROR)
        made, now = self.plan_of(version), states_now(self.model, [entry.pk])[entry.pk]
        return self.render_page(
            request,
            "admin/catalogue/restore.html",
            _("Restore the version of {date}?").format(date=date_of(version)),
            entry=entry,
            trail=[self.history_crumb(entry)],
            here=_("Restore"),
            version=version,
            plan=made,
            token=now.token,
            comparison=compare(now, outcome(made, now)),
        )

    def plan_of(self, version: Version) -> RestorePlan:
        (state,) = states_of(self.model, [version])
        return plan_restore(self.model, state)

    def restore_now(self, request, entry, version: Version):
        """Restore a version and return a redirect to the form. Raise RestoreError if nothing was changed."""
        comment = _("Restored the version of {date}").format(date=date_of(version))
        with recorded(request.user, comment) as record:
            entry = record.locked_entry(self.get_queryset(request), entry.pk)
            if entry is None or entry.token != request.POST.get("token"):
                raise RestoreError(
                    _("Nothing was restored, because the entry has changed. Review the changes again.")
                )
            restore(self.plan_of(version), entry)
        self.log_change(request, entry, _("Restored an earlier version."))
        text = _("“{entry}” was restored. The version before that is in the history.").format(entry=entry)
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(self.page_address("change", entry.pk))
