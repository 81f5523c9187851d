"""Says in words how a page was understood: for the page in the back office, and for the command."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Goal, Organisation
from projects.models import Objective, Partner, Project, TargetGroup
from smartbalkans.page_texts.account import Piece, Use
from smartbalkans.page_texts.matching.known_names import MODELS
from smartbalkans.page_texts.matching.matcher import MatchedPage
from smartbalkans.page_texts.page import Page
from smartbalkans.page_texts.text.headings import Kind
from trainings.models import Speaker, Training

KINDS = {
    Kind.ORGANISATION: gettext_lazy("organisation"),
    Kind.PROJECT: gettext_lazy("project"),
    Kind.TRAINING: gettext_lazy("training"),
}
# The sections, as a person calls them on the form.
SECTION_NAMES = {
    "orientation": gettext_lazy("strategic orientation"),
    "summary": gettext_lazy("summary"),
    "goals": gettext_lazy("goals"),
    "strategic_goals": gettext_lazy("strategic goals"),
    "objectives": gettext_lazy("specific objectives"),
    "results": gettext_lazy("expected results"),
    "target_groups": gettext_lazy("target groups"),
    "final_beneficiaries": gettext_lazy("final beneficiaries"),
    "beneficiaries": gettext_lazy("beneficiaries"),
    "activities": gettext_lazy("activities"),
    "partners": gettext_lazy("implementing organisations"),
    "lead": gettext_lazy("lead organisation"),
    "themes": gettext_lazy("themes"),
    "countries": gettext_lazy("countries"),
    "acronym": gettext_lazy("acronym"),
    "local_name": gettext_lazy("local name"),
    "town": gettext_lazy("town"),
    "founded": gettext_lazy("founded"),
    "website": gettext_lazy("website"),
    "email": gettext_lazy("email"),
    "name": gettext_lazy("name"),
    "speakers": gettext_lazy("speakers"),
    "topics": gettext_lazy("topics"),
    "audience": gettext_lazy("audience"),
    "dates": gettext_lazy("dates"),
    "place": gettext_lazy("place"),
    "testimonials": gettext_lazy("testimonials"),
}
_TEXTS = {
    Organisation: (
        *("acronym", "local_name", "town", "founded_year", "website", "email"),
        *("summary", "strategic_orientation", "beneficiaries"),
    ),
    Project: ("acronym", "summary", "overall_goal", "target_groups_text"),
    Training: ("headline", "town", "audience", "summary"),
}


@dataclass(frozen=True)
class Told:
    """A field or the rows of one kind, as they are shown. `rows` are pairs of a text and its level."""

    label: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, int], ...] = ()
    source: str = ""


def kind_name(kind: Kind | None) -> str:
    return str(KINDS[kind]) if kind else _("type not recognised")


def fields_of(matched: MatchedPage, countries: dict[str, str]) -> list[Told]:
    """Give the fields and rows of a page in the order of the entry's form, the empty ones left out."""
    page = matched.page
    if page.kind is None:
        return []
    model = MODELS[page.kind]
    told = [
        Told(
            capfirst(str(model._meta.get_field(name).verbose_name)),
            paragraphs(page.texts[name]),
            source=source_of(page, name),
        )
        for name in _TEXTS[model]
        if page.texts.get(name)
    ]
    told += rows_of(matched, countries)
    return [one for one in told if one.paragraphs or one.rows]


def paragraphs(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n\n"))


def source_of(page: Page, name: str) -> str:
    facts = page.source_of(name)
    if not facts:
        return ""
    line = facts[0].line
    words = facts[0].words if len(facts[0].words) <= 100 else f"{facts[0].words[:99]}…"
    return _("read from “{words}”, line {line}").format(words=words, line=line.number) if line else ""


def rows_of(matched: MatchedPage, countries: dict[str, str]) -> list[Told]:
    page = matched.page

    def named(codes) -> str:
        return ", ".join(countries.get(code, code) for code in codes)

    def flat(rows) -> tuple[tuple[str, int], ...]:
        return tuple((text, 1) for text in rows)

    told = [Told(_("Other names"), rows=flat(page.other_names))]
    for kind in Goal.Kind:
        told.append(
            Told(
                _("Goals") if kind == Goal.Kind.GOAL else _("Strategic goals"),
                rows=flat(row.text for row in page.goals if row.kind == kind),
            )
        )
    told.append(Told(_("Partners"), rows=flat(partner_line(row, countries) for row in page.partners)))
    for kind in Objective.Kind:
        told.append(
            Told(str(_plural(kind)), rows=flat(row.text for row in page.objectives if row.kind == kind))
        )
    pairs = list(zip(page.targets, matched.target_groups, strict=False))
    for kind in TargetGroup.Kind:
        told.append(
            Told(
                _("Target groups, direct")
                if kind == TargetGroup.Kind.DIRECT
                else _("Target groups, final beneficiaries"),
                rows=flat(
                    target_line(row, group, named(row.countries)) for row, group in pairs if row.kind == kind
                ),
            )
        )
    told.append(Told(_("Activities"), rows=tuple((item.text, item.level) for item in page.activities)))
    if page.days:
        days = [date_format(day, "j F Y") for day in page.days if day]
        told.append(Told(_("Days"), (" – ".join(days),), source=source_of(page, "starts_on")))
    if code := page.texts.get("audience_country"):
        told.append(Told(_("Country of the audience"), (named([code]),)))
    told.append(
        Told(
            _("Speakers"),
            rows=flat(
                ", ".join(
                    filter(
                        None, [f"{row.academic_title} {row.name}".strip(), str(Speaker.Role(row.role).label)]
                    )
                )
                + (f": {row.spoke_on}" if row.spoke_on else "")
                for row in page.speakers
            ),
        )
    )
    told.append(
        Told(
            _("Testimonials"),
            rows=flat(
                f"{', '.join(filter(None, [row.person, row.organisation]))}: “{row.words}”"
                for row in page.testimonials
            ),
        )
    )
    return told


def _plural(kind: Objective.Kind) -> str:
    return _("Specific objectives") if kind == Objective.Kind.OBJECTIVE else _("Expected results")


def partner_line(row, countries: dict[str, str]) -> str:
    role = str(Partner.Role(row.role).label) if row.role else _("no role stated")
    parts = [
        row.name,
        row.acronym,
        row.local_name,
        role,
        row.town,
        countries.get(row.country, row.country) or _("no country stated"),
    ]
    return ", ".join(filter(None, parts))


def target_line(row, group: str, countries: str) -> str:
    number = _("target number: {number}").format(number=row.at_least) if row.at_least is not None else ""
    return "; ".join(filter(None, [row.words, number, countries, group or _("no beneficiary group")]))


def place_of(piece: Piece, page: Page) -> str:
    """Say where a stretch of a line went."""
    match piece.use:
        case Use.TITLE:
            text = _("page name")
        case Use.HEADING:
            text = (
                _("heading: {name}").format(name=SECTION_NAMES[piece.target])
                if piece.target in SECTION_NAMES
                else _("introduction")
            )
        case Use.FIELD:
            text = label_of(page, piece.target)
        case Use.ROW:
            text = _("row in {name}").format(name=SECTION_NAMES.get(piece.target, piece.target))
        case Use.DROPPED:
            text = _("left out")
        case _unplaced:
            text = _("not used")
    return f"{text} ({piece.note})" if piece.note else text


def label_of(page: Page, name: str) -> str:
    return str(MODELS[page.kind]._meta.get_field(name).verbose_name)
