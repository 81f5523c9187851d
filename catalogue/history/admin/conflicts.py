"""Edit conflicts: the second of two saves is refused, and both versions are shown side by side."""

from dataclasses import dataclass

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from reversion.models import Version

from catalogue.history.admin.deletion import rows_by_kind
from catalogue.history.admin.resubmission import Resubmission
from catalogue.history.admin.versions import VersionsMixin
from catalogue.history.comparison import compare_fields
from catalogue.history.conflicts import (
    Choice,
    ConflictingValue,
    Question,
    Whose,
    differences,
    questions_of,
)
from catalogue.history.recorder import active_recorder
from catalogue.history.recording import set_comment
from catalogue.history.versions import EntryState, states_now, states_of, version_with_token, versions_of
from catalogue.keys import key_of

TOKEN = "_token"  # noqa: S105 (the name of a hidden field, and no secret)
OVER = "_over"  # the token of the version that the choices were made against
CHOICE = "_choice-"  # begins the name of the choice between two versions of a field or a row
MERGED = "_merged"  # places where only others had changed something, which the form has since
MAX_NAMED = 5


class EntryLocked(Exception):
    """The entry was published or scheduled while somebody edited it who may change only drafts."""


@dataclass(frozen=True)
class EditConflict:
    """What the form shows after a save is refused because others have changed the entry."""

    kind: str
    token: str
    versions: list[Version]
    differences: list[ConflictingValue]
    questions: list[Question]
    merged_places: list[str]
    is_opened_known: bool
    has_files: bool

    @property
    def merged(self) -> list[ConflictingValue]:
        """Return what the form already has, of the one or the other."""
        asked = {value.place for question in self.questions for value in question.values}
        return [value for value in self.differences if value.place not in asked]

    @property
    def unanswered(self) -> list[Question]:
        return [question for question in self.questions if not question.is_answered]

    @property
    def message(self) -> str:
        return _("This {kind} was changed while you were editing. Your changes are not saved yet.").format(
            kind=self.kind
        )


@dataclass(frozen=True)
class MetConflict:
    """A submitted form whose entry others have changed, compared with what they saved."""

    opened: EntryState | None
    theirs: EntryState
    sent: Resubmission
    versions: list[Version]

    @cached_property
    def yours(self) -> EntryState:
        return self.sent.state(self.opened, self.theirs)

    @cached_property
    def differences(self) -> list[ConflictingValue]:
        return differences(self.opened, self.theirs, self.yours)

    @property
    def has_only_yours(self) -> bool:
        """Return whether others have changed nothing that a form holds, such as only the status."""
        return self.opened is not None and all(value.whose == Whose.YOURS for value in self.differences)

    @cached_property
    def merged_places(self) -> list[str]:
        """Return where the form has, or is about to have, what others changed."""
        theirs = {str(value.place) for value in self.differences if value.whose == Whose.THEIRS}
        return sorted(theirs | set(self.sent.data.getlist(MERGED)))

    def questions(self) -> list[Question]:
        data = self.sent.data
        chosen = {name.removeprefix(CHOICE): data[name] for name in data if name.startswith(CHOICE)}
        return questions_of(self.differences, chosen)

    def unsettled(self) -> list[Question]:
        """Return the questions without those about values that were theirs on the form, and edited there."""
        merged = set(self.sent.data.getlist(MERGED))
        return [question for question in self.questions() if not is_merged(question, merged)]

    def chosen(self) -> QueryDict:
        """Return the data of the form with the choices."""
        answered = [question for question in self.unsettled() if question.chosen != Choice.MINE]
        both = {question.values[0].place.row for question in answered if question.chosen == Choice.BOTH}
        return self.sent.chosen([value.place for question in answered for value in question.values], both)


def is_merged(question: Question, merged: set[str]) -> bool:
    return all({str(value.place), question.key} & merged for value in question.values)


class EditConflictMixin(VersionsMixin):
    """The form sends the token that its entry had when it was opened, and is refused if that has changed."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and object_id is not None:
            entry = self.get_object(request, unquote(object_id))
            if not self.has_change_permission(request, entry):
                raise EntryLocked if entry and self.has_change_permission(request) else PermissionDenied
            if entry is None:
                return self.deleted_response(request, object_id)
            if request.POST.get(TOKEN) != entry.token:
                conflict = self.met_conflict(request, entry)
                is_current = request.POST.get(OVER) == entry.token
                is_chosen = is_current and all(one.is_answered for one in conflict.unsettled())
                if not is_chosen and not self.saves_over(request, conflict):
                    return self.conflict_response(
                        request, entry, conflict, is_current, form_url, extra_context
                    )
                request.POST = conflict.chosen()
                request.POST[TOKEN] = entry.token
                set_comment(_("Edited, replacing a change made at the same time"))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def saves_over(self, request, conflict: MetConflict) -> bool:
        """Return whether a form is saved although the entry has changed, because nothing has to be chosen."""
        return False

    def get_object(self, request, object_id, from_field=None):
        """Return the entry; while a change is recorded, locked and read only once."""
        record = active_recorder.get()
        if record is None or from_field not in (None, self.opts.pk.name):
            return super().get_object(request, object_id, from_field)
        return record.locked_entry(self.get_queryset(request), key_of(self.model, object_id))

    def met_conflict(self, request, entry) -> MetConflict:
        theirs = states_now(self.model, [entry.pk])[entry.pk]
        versions = versions_of(self.model, entry.pk)
        found = version_with_token(versions, self.opened_token(request))
        since = versions.filter(revision_id__gt=found.revision_id)[:MAX_NAMED] if found else versions[:1]
        return MetConflict(
            opened=self.opened_state(request, entry, found) if found else None,
            theirs=theirs,
            sent=Resubmission(self, request, entry, request.POST),
            versions=since,
        )

    def conflict_response(
        self, request, entry, met: MetConflict, is_current: bool, form_url: str, extra_context: dict | None
    ):
        """Return the form with what was sent and what others have changed, and a comparison of the two.

        `is_current` is whether choices were made against what is saved now; they are kept then.
        """
        conflict = EditConflict(
            kind=str(self.opts.verbose_name),
            token=met.theirs.token,
            versions=list(met.versions),
            differences=met.differences,
            questions=met.unsettled() if is_current else questions_of(met.differences, {}),
            merged_places=met.merged_places,
            is_opened_known=met.opened is not None,
            has_files=bool(request.FILES),
        )
        data = request.POST if is_current else met.sent.merged(met.opened, met.yours)
        context = {
            **Resubmission(self, request, entry, data).refused(conflict.message),
            "conflict": conflict,
            "are_choices_missing": is_current,
            **(extra_context or {}),
        }
        return self.render_change_form(request, context, change=True, obj=entry, form_url=form_url)

    def opened_token(self, request) -> str:
        """Return the token of the entry when the form was opened."""
        return request.POST.get(TOKEN, "")

    def opened_state(self, request, entry, version: Version) -> EntryState | None:
        """Return what the form showed when it was opened, given the version with its token."""
        return states_of(self.model, [version])[0]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            opened = request.POST.get(TOKEN, "") if request.method == "POST" else obj.token
            context.setdefault("opened_token", opened)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def deleted_response(self, request, object_id):
        """Return a page with the unsaved changes of an entry that has been deleted in the meantime."""
        key = unquote(object_id)
        unsaved = Resubmission(self, request, None, request.POST).state(None, None)
        version = versions_of(self.model, key).first()
        title = _("This {kind} was deleted while you were editing it").format(kind=self.opts.verbose_name)
        return self.render_page(
            request,
            "admin/catalogue/deleted_meanwhile.html",
            title,
            status=409,
            version=version,
            fields=compare_fields(unsaved.entry, None),
            groups=rows_by_kind(unsaved),
            can_undelete=version and self.has_add_permission(request),
        )
