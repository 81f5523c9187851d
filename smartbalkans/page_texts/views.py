"""The page "Add from text" of the back office."""

from collections import Counter

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import FormView

from catalogue.admin.pages import change_address
from smartbalkans.page_texts.drafts import save
from smartbalkans.page_texts.forms import PageForm, TextForm, may_add
from smartbalkans.page_texts.matching.matcher import MODELS, Matcher
from smartbalkans.page_texts.page import Use
from smartbalkans.page_texts.presentation import describe_use, fields_of, kind_name, label_of
from smartbalkans.page_texts.read import ReaderAnswers, read
from smartbalkans.page_texts.readers.page_finder import IS_NO_TITLE, IS_TITLE
from smartbalkans.page_texts.readers.sections import AS_HEADING, AS_TEXT, LEAVE_OUT, SECTIONS
from smartbalkans.page_texts.text.headings import PageKind
from smartbalkans.page_texts.text.lines import TextLine
from smartbalkans.page_texts.uploads import MOST_CHARACTERS, MOST_PAGES

# A larger form is refused before it is read; Django itself would answer with a bare error.
MOST_BYTES = 2_400_000
# For each page: forty pages with as many stay below the number of fields that a form may have.
MOST_QUESTIONS = 100


def may_add_from_text(user, model: type[Model] | None = None) -> bool:
    """Return whether a person may make drafts of texts: of this model, or of any."""
    return any(may_add(user, kind) for kind in PageKind if model in (None, MODELS[kind]))


class ShownPage:
    """A page as the template shows it: its lines on one side, its fields, rows and form on the other."""

    def __init__(self, form: PageForm, countries: dict[str, str], answers: ReaderAnswers):
        self.form = form
        self.page = form.page
        self.answers = answers
        self.fields = list(fields_of(self.page, countries))
        self.kind_name = kind_name(self.page.kind)
        self.kinds = PageKind.choices
        self.kind = self.answers.kinds.get(self.page.key, self.page.kind or "")
        self.most_questions = MOST_QUESTIONS
        self.unplaced = len(self.page.account.unplaced())
        self.existing = [(change_address(entry), entry.name) for entry in self.page.existing]

    @property
    def lines(self) -> list[tuple[TextLine, list[tuple[str, str]], str]]:
        """Return each line with its uses in words, and the choice that a person has as HTML."""
        lines = self.page.account.lines
        asked = set([line for line in lines if line.key in self.page.asked][:MOST_QUESTIONS])
        return [(line, self.uses_of(line), self.question_on(line) if line in asked else "") for line in lines]

    def uses_of(self, line: TextLine) -> list[tuple[str, str]]:
        pieces = self.page.account.pieces[line.number]
        uses = Counter((piece.use.value, describe_use(piece, self.page.kind)) for piece in pieces)
        return [(use, f"{times} × {text}" if times > 1 else text) for (use, text), times in uses.items()]

    def question_on(self, line: TextLine) -> str:
        label = _("What to do with line {number}").format(number=line.number)
        answer = self.answers.lines.get(line.key, "")
        return forms.Select({"aria-label": label}, self.choices_for(line)).render(f"line-{line.key}", answer)

    def choices_for(self, line: TextLine) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the uses that a person may choose for a line, in groups."""
        if line is self.page.title:
            uses = [("", _("the name of a page")), (IS_NO_TITLE, _("not the start of a page"))]
            return [(_("as it was read"), uses)]
        is_unplaced = any(piece.use == Use.UNPLACED for piece in self.page.account.pieces[line.number])
        uses = [
            ("", _("not used (goes to staff note)") if is_unplaced else _("left out")),
            (IS_TITLE, _("a page starts here, with this name")),
            *([(LEAVE_OUT, _("leave it out"))] if is_unplaced else []),
        ]
        kind = self.page.kind
        groups = [(_("this line"), uses)]
        for answer, text in ((AS_HEADING, _("it is a heading of")), (AS_TEXT, _("it belongs to"))):
            sections = [(f"{answer}{name}", label_of(name, kind)) for name in SECTIONS.get(kind, ())]
            groups += [(text, sections)] if sections else []
        return groups


def answers_in(sent: QueryDict) -> ReaderAnswers:
    """Return the answers about lines and pages, by the keys in the names of the fields."""
    answers: dict[str, dict[str, str]] = {"line": {}, "kind": {}}
    for name, value in sent.items():
        about, _hyphen, key = name.partition("-")
        if about in answers and value:
            answers[about][key] = value
    return ReaderAnswers(lines=answers["line"], kinds=answers["kind"])


@method_decorator(csrf_exempt, name="dispatch")
class AddFromTextView(FormView):
    """Reads a text, shows a preview of its pages, and makes drafts of the pages that are ticked."""

    form_class = TextForm
    template_name = "admin/page_texts/add_from_text.html"

    def dispatch(self, request, *args, **kwargs):
        """Refuse a form that is too large before it is read; `post` checks the token."""
        if not may_add_from_text(request.user):
            raise PermissionDenied
        if int(request.META.get("CONTENT_LENGTH") or 0) <= MOST_BYTES:
            return super().dispatch(request, *args, **kwargs)
        form = TextForm(data={})
        form.errors.clear()
        message = _("The text is too large; the limit is {most:,} characters. Split it into several texts.")
        form.add_error("text", message.format(most=MOST_CHARACTERS))
        return self.render_to_response(self.get_context_data(form=form), status=413)

    @method_decorator(csrf_protect)
    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        text, source = form.cleaned_data["text"], form.cleaned_data["source"]
        answers = answers_in(self.request.POST)
        pages = read(text, answers)
        if len(pages) > MOST_PAGES:
            message = _("The text has {number} pages; the limit is {most}. Split it into several texts.")
            form.add_error("text", message.format(number=len(pages), most=MOST_PAGES))
            return self.form_invalid(form)
        shown = self.shown(Matcher(pages), answers)
        if "_save" in self.request.POST:
            refusal = self.refusal(shown)
            if refusal is None:
                return self.save(shown, source)
            messages.error(self.request, refusal)
        form = TextForm(initial={"text": text, "source": source})
        return self.render_to_response(self.get_context_data(form=form, shown=shown))

    def shown(self, matcher: Matcher, answers: ReaderAnswers) -> list[ShownPage]:
        countries, request = matcher.countries, self.request
        forms_of_pages = [PageForm(page, countries, request.POST, request.user) for page in matcher.match()]
        return [ShownPage(form, countries, answers) for form in forms_of_pages]

    def refusal(self, shown: list[ShownPage]) -> str | None:
        """Return why nothing is saved: no page is ticked, or one needs a correction; None if all is well."""
        ticked = [page for page in shown if page.form.is_ticked]
        if not ticked:
            return _("Nothing was saved. Tick the pages you want to save as drafts.")
        wrong = [page.page.number for page in ticked if not page.form.is_valid()]
        if not wrong:
            return None
        return ngettext(
            "Nothing was saved. Page %(numbers)s needs a correction or a choice.",
            "Nothing was saved. Pages %(numbers)s need corrections or choices.",
            len(wrong),
        ) % {"numbers": ", ".join(map(str, wrong))}

    def save(self, shown: list[ShownPage], source: str) -> HttpResponse:
        decided = [page.form.decided() for page in shown if page.form.is_ticked]
        comment = _("Added from page text")
        if source:
            comment = _("Added from the page text {source}").format(source=source)
        made = save(decided, self.request.user, comment)
        text = ngettext("%(number)d draft created.", "%(number)d drafts created.", len(made))
        advice = _("Open each draft, read its staff note and add what is missing.")
        links = format_html_join(
            ", ", '<a href="{}">{}</a>', ((change_address(entry), entry.name) for entry in made)
        )
        messages.success(self.request, format_html("{} {} {}", text % {"number": len(made)}, advice, links))
        return redirect("admin:add-from-text")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **admin.site.each_context(self.request),
            title=_("Add from text"),
            most_characters=f"{MOST_CHARACTERS:,}",
            **kwargs,
        )
