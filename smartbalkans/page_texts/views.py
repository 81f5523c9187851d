"""The page "Add from text" of the back office."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from organisations.models import Country
from smartbalkans.page_texts.account import Use
from smartbalkans.page_texts.drafts import save
from smartbalkans.page_texts.forms import PageForm, TextForm
from smartbalkans.page_texts.matching.known_names import MODELS
from smartbalkans.page_texts.matching.matcher import MatchedPage, Matcher
from smartbalkans.page_texts.permissions import may_add, may_add_from_text
from smartbalkans.page_texts.presentation import KINDS, SECTION_NAMES, Told, fields_of, kind_name, place_of
from smartbalkans.page_texts.read import Answers, read
from smartbalkans.page_texts.readers.page_finder import IS_NO_TITLE, IS_TITLE
from smartbalkans.page_texts.readers.sections import AS_HEADING, AS_TEXT, LEAVE_OUT, SECTIONS
from smartbalkans.page_texts.text.headings import Kind
from smartbalkans.page_texts.text.lines import Line
from smartbalkans.page_texts.uploads import MOST_CHARACTERS, MOST_PAGES

# A form larger than this is refused before it is read: Django itself would answer with a bare error.
MOST_BYTES = 2_400_000
# Of each page: forty pages of them stay below the number of fields that a form may have.
MOST_QUESTIONS = 100


@dataclass(frozen=True)
class ShownLine:
    """A line of the text beside what was understood of it, with the choice that a person has."""

    number: int
    text: str
    places: list[tuple[str, str]]
    field: str = ""
    options: tuple = ()
    answer: str = ""

    @property
    def is_marked(self) -> bool:
        return any(use in (Use.UNPLACED, Use.DROPPED) for use, _place in self.places)


class ShownPage:
    """A page as the template shows it: its lines on one side, its fields, rows and form on the other."""

    def __init__(self, form: PageForm, countries: dict[str, str], answers: Answers):
        self.form = form
        self.matched: MatchedPage = form.matched
        self.page = self.matched.page
        self.answers = answers
        self.told: list[Told] = fields_of(self.matched, countries)

    @property
    def kind_name(self) -> str:
        return kind_name(self.page.kind)

    @property
    def kind_field(self) -> str:
        return f"kind-{self.page.key}"

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        said = self.answers.kinds.get(self.page.key, self.page.kind or "")
        return [
            ("", _("please choose"), not said),
            *((kind.value, str(KINDS[kind]), kind == said) for kind in Kind),
        ]

    @property
    def existing(self) -> list[tuple[str, str]]:
        opts = MODELS[self.page.kind]._meta if self.page.kind else None
        return [
            (reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[key]), name)
            for key, name in self.matched.existing
        ]

    @property
    def remarks(self) -> list[str]:
        remarks = [*self.page.doubts, *self.matched.remarks]
        if len(self.page.asked) > MOST_QUESTIONS:
            remarks.append(
                _(
                    "You can answer only the first {most} lines here. For the others, correct the text above."
                ).format(most=MOST_QUESTIONS)
            )
        return remarks

    @property
    def unplaced(self) -> int:
        return len(self.page.account.unplaced())

    @cached_property
    def lines(self) -> list[ShownLine]:
        asked = [line.key for line in self.page.account.lines if line.key in self.page.asked]
        answerable = set(asked[:MOST_QUESTIONS])
        return [self.line(line, answerable) for line in self.page.account.lines]

    def line(self, line: Line, answerable: set[str]) -> ShownLine:
        pieces = self.page.account.pieces.get(line.number, [])
        places = [
            (use, f"{times} × {place}" if times > 1 else place)
            for (use, place), times in Counter(
                (piece.use.value, place_of(piece, self.page)) for piece in pieces
            ).items()
        ]
        if line.key not in answerable:
            return ShownLine(line.number, line.raw.strip(), places)
        is_title = line is self.page.title
        return ShownLine(
            line.number,
            line.raw.strip(),
            places,
            field=f"line-{line.key}",
            options=self.options_of_a_title() if is_title else self.options_of_a_line(places),
            answer=self.answers.lines.get(line.key, ""),
        )

    def options_of_a_title(self) -> tuple:
        return (
            (
                _("as it was read"),
                (("", _("the name of a page")), (IS_NO_TITLE, _("not the start of a page"))),
            ),
        )

    def options_of_a_line(self, places: list[tuple[str, str]]) -> tuple:
        is_unplaced = any(use == Use.UNPLACED for use, _place in places)
        as_read = _("not used (goes to staff note)") if is_unplaced else _("left out")
        named = [(name, SECTION_NAMES[name]) for name in SECTIONS.get(self.page.kind, ())]
        first = (
            ("", as_read),
            (IS_TITLE, _("a page starts here, with this name")),
            *([(LEAVE_OUT, _("leave it out"))] if is_unplaced else []),
        )
        return (
            (_("this line"), first),
            (_("it is a heading of"), tuple((f"{AS_HEADING}{name}", text) for name, text in named)),
            (_("it belongs to"), tuple((f"{AS_TEXT}{name}", text) for name, text in named)),
        )


def answers_in(sent: QueryDict) -> Answers:
    """Give what a person said of lines and pages, by the keys in the names of the fields."""

    def named(prefix: str) -> dict[str, str]:
        return {
            name.removeprefix(prefix): value
            for name, value in sent.items()
            if name.startswith(prefix) and value
        }

    return Answers(lines=named("line-"), kinds=named("kind-"))


@method_decorator(csrf_protect, name="dispatch")
class AddFromTextView(View):
    """Reads a text, shows what it understood, and makes drafts of the pages that are ticked."""

    http_method_names = ("get", "post")
    template_name = "admin/page_text/add_from_text.html"

    def dispatch(self, request, *args, **kwargs):
        if not may_add_from_text(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.answer(TextForm(), made=made_in(request.GET))

    def post(self, request):
        form = TextForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(form)
        text, source = form.cleaned_data["text"], form.cleaned_data["source"]
        answers = answers_in(request.POST)
        pages = read(text, answers)
        if len(pages) > MOST_PAGES:
            message = _("The text has {number} pages; the limit is {most}. Split it into several texts.")
            form.add_error("text", message.format(number=len(pages), most=MOST_PAGES))
            return self.answer(form)
        shown = self.shown(Matcher(pages), answers)
        if "_save" in request.POST:
            refusal = self.refusal(shown)
            if refusal is None:
                return self.save(shown, source)
            messages.error(request, refusal)
        again = TextForm(initial={"text": text, "source": source})
        return self.answer(again, shown=shown)

    def shown(self, matcher: Matcher, answers: Answers) -> list[ShownPage]:
        user = self.request.user
        countries = dict(Country.objects.values_list("code", "name"))
        shown = []
        for matched in matcher.match():
            form = PageForm(
                matched,
                countries,
                self.request.POST,
                may_add=matched.page.kind is None or may_add(user, matched.page.kind),
                may_add_organisations=may_add(user, Kind.ORGANISATION),
            )
            shown.append(ShownPage(form, countries, answers))
        return shown

    def refusal(self, shown: list[ShownPage]) -> str | None:
        """Say why nothing is saved: no page is ticked, or a ticked one has something to mend."""
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
        decisions = [page.form.decision() for page in shown if page.form.is_ticked]
        comment = (
            _("Added from the page text {source}").format(source=source)
            if source
            else _("Added from page text")
        )
        made = save(decisions, self.request.user, comment)
        number = len(made)
        messages.success(
            self.request,
            ngettext("%(number)d draft created.", "%(number)d drafts created.", number) % {"number": number},
        )
        query = QueryDict(mutable=True)
        query.setlist("made", [f"{entry._meta.model_name}-{entry.pk}" for entry in made])
        return redirect(f"{reverse('admin:add-from-text')}?{query.urlencode()}")

    def answer(self, form: TextForm, *, shown: list[ShownPage] | None = None, made: list | None = None):
        context = {
            **admin.site.each_context(self.request),
            "title": _("Add from text"),
            "form": form,
            "shown": shown or [],
            "made": made or [],
            "most_characters": f"{MOST_CHARACTERS:,}",
        }
        return TemplateResponse(self.request, self.template_name, context)


def made_in(query: QueryDict) -> list[tuple[str, str, str]]:
    """Give address, kind and name of the drafts that the page's own address names: those just made."""
    keys: dict[str, list[int]] = {}
    for word in query.getlist("made")[:200]:
        kind, _dash, key = word.partition("-")
        if kind in set(Kind) and key.isascii() and key.isdigit() and len(key) < 18:
            keys.setdefault(kind, []).append(int(key))
    made = []
    for kind, numbers in keys.items():
        model = MODELS[Kind(kind)]
        opts = model._meta
        for key, name in model.objects.filter(pk__in=numbers).order_by("pk").values_list("pk", "name"):
            address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[key])
            made.append((address, str(opts.verbose_name), name))
    return made


@csrf_exempt
def add_from_text(request):
    """Refuse a form that is too large before anything of it is read; the view behind checks its token."""
    if request.method == "POST" and int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        form = TextForm(data={"text": "", "source": ""})
        form.is_valid()
        form.errors.clear()
        form.add_error(
            "text",
            _("The text is too large; the limit is {most:,} characters. Split it into several texts.").format(
                most=MOST_CHARACTERS
            ),
        )
        view = AddFromTextView()
        view.setup(request)
        response = view.answer(form) if may_add_from_text(request.user) else None
        if response is None:
            raise PermissionDenied
        response.status_code = 413
        return response
    return AddFromTextView.as_view()(request)
