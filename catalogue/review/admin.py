"""The conversation about an entry in the back office: a panel on its form, and a page of its own."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.tools import ToolsMixin
from catalogue.clean_text import clean_text
from catalogue.errors import FieldErrorsMixin
from catalogue.fields import MAX_PROSE, ProseFormField
from catalogue.history.admin.versions import VersionsMixin
from catalogue.review.models import Assignment, ReviewComment
from catalogue.review.people import name_of, staff_who_may
from catalogue.review.records import Action, assign, record

NOTE = "_note"  # the field of an entry's form
MAX_NOTE = MAX_PROSE
SHOWN_ON_FORM = 2
PER_PAGE = 50


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj) -> str:
        return name_of(obj)


class CommentForm(FieldErrorsMixin, forms.Form):
    prefix = "comment"
    text = ProseFormField(
        label=gettext_lazy("Comment"), max_length=MAX_NOTE, widget=forms.Textarea({"rows": 4})
    )


class AssignmentForm(FieldErrorsMixin, forms.Form):
    prefix = "assignment"
    person = PersonField(
        label=gettext_lazy("Assigned to"), queryset=None, required=False, empty_label=gettext_lazy("Nobody")
    )

    def __init__(self, people: QuerySet, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


@dataclass(frozen=True)
class ReviewPanel:
    """What the form of an entry shows of the conversation; `note` is what was entered before an error."""

    address: str = ""
    assignee: str = ""
    comments: tuple[ReviewComment, ...] = ()
    may_comment: bool = False
    note: str = ""
    max_note: int = MAX_NOTE


def note_of(request, name: str = NOTE) -> str:
    """Return the note, or another such text, that was entered on a form."""
    return clean_text(request.POST.get(name, "")).strip()[:MAX_NOTE]


class ReviewMixin(VersionsMixin, ToolsMixin):
    """A model whose entries staff discuss. Who may change any of them may comment on all of them."""

    def get_urls(self):
        return [self.page_path("<int:key>/review/", "review", self.review_view), *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if not context["is_popup"]:
            context["review"] = self.review_panel(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def review_panel(self, request, obj) -> ReviewPanel:
        note = request.POST.get(NOTE, "")
        if obj is None:
            return ReviewPanel(may_comment=True, note=note)
        return ReviewPanel(
            self.page_address("review", obj.pk),
            name_of(self.assignee_of(obj)),
            tuple(self.comments_on(obj)[:SHOWN_ON_FORM]),
            self.has_change_permission(request, obj),
            note,
        )

    def comments_on(self, obj) -> QuerySet[ReviewComment]:
        return ReviewComment.objects.of_entry(obj).select_related("user", "assignee")

    def assignee_of(self, obj):
        found = Assignment.objects.of_entry(obj).select_related("person").first()
        return found and found.person

    def history_context(self, entry):
        return super().history_context(entry) | {
            "comments": self.comments_on(entry)[:PER_PAGE],
            "review_address": self.page_address("review", entry.pk),
        }

    def review_view(self, request, key: int):
        """Show all comments on an entry; keep a new one, or an assignment."""
        entry = self.entry_to_read(request, str(key))
        may_comment = self.has_change_permission(request)
        may_assign = self.has_change_permission(request, entry)
        comment_form, assignment_form = CommentForm(), self.assignment_form(entry)
        if request.method == "POST":
            is_assignment = "assign" in request.POST
            if not (may_assign if is_assignment else may_comment):
                raise PermissionDenied
            if is_assignment:
                form = assignment_form = self.assignment_form(entry, request.POST)
            else:
                form = comment_form = CommentForm(request.POST)
            if form.is_valid():
                (self.keep_assignment if is_assignment else self.keep_comment)(request, entry, form)
                return HttpResponseRedirect(self.page_address("review", entry.pk))
        pages = self.get_paginator(request, self.comments_on(entry), PER_PAGE)
        page = pages.get_page(request.GET.get("p"))
        return self.render_page(
            request,
            "admin/catalogue/review.html",
            _("Comments on {entry}").format(entry=entry),
            entry=entry,
            here=_("Comments"),
            page=page,
            page_range=pages.get_elided_page_range(page.number),
            assignee=name_of(self.assignee_of(entry)),
            comment_form=comment_form if may_comment else None,
            assignment_form=assignment_form if may_assign else None,
        )

    def assignment_form(self, entry, data=None) -> AssignmentForm:
        people = staff_who_may(self.model, "change" if entry.published_at is None else "publish")
        return AssignmentForm(people, data, initial={"person": self.assignee_of(entry)})

    def keep_comment(self, request, entry, form: CommentForm) -> None:
        record(entry, Action.COMMENT, form.cleaned_data["text"], request.user)
        self.message_user(request, _("Your comment was added."), messages.SUCCESS)

    def keep_assignment(self, request, entry, form: AssignmentForm) -> None:
        person = form.cleaned_data["person"]
        if assign(entry, person, request.user):
            text = (
                _("Assigned to {name}.").format(name=name_of(person)) if person else _("Assigned to nobody.")
            )
            self.message_user(request, text, messages.SUCCESS)
