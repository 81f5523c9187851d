"""How a page was read, in words: for the page in the back office and for the command."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Goal, Organisation
from projects.models import Objective, Partner, Project, TargetGroup
from smartbalkans.page_texts.account import Piece, Use
from smartbalkans.page_texts.matching.known_names import MODELS
from smartbalkans.page_texts.matching.matcher import MatchedPage
from smartbalkans.page_texts.page import Page
from smartbalkans.page_texts.proposals import Proposal
from smartbalkans.page_texts.readers.partners import ASSOCIATE, PartnerRow
from smartbalkans.page_texts.readers.target_groups import TargetRow
from smartbalkans.page_texts.text.dates import Days
from smartbalkans.page_texts.text.headings import Kind
from trainings.models import Speaker, Training

KINDS = {
    Kind.ORGANISATION: gettext_lazy("organisation"),
    Kind.PROJECT: gettext_lazy("project"),
    Kind.TRAINING: gettext_lazy("training"),
}
# The sections, as they are called on the form.
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
    Training: ("town", "audience", "summary"),
}
_PROPOSALS = {
    "name": gettext_lazy("Name"),
    "other_name": gettext_lazy("Other name"),
    "acronym": gettext_lazy("Acronym"),
    "founded_year": gettext_lazy("Founded"),
    "country": gettext_lazy("Country"),
    "town": gettext_lazy("Town"),
    "place": gettext_lazy("Country of work"),
    "days": gettext_lazy("Date"),
    "audience": gettext_lazy("Audience"),
    "audience_country": gettext_lazy("Country of the audience"),
    "speaker": gettext_lazy("Speaker"),
    "testimonial": gettext_lazy("Testimonial"),
}
_COUNTRIES = ("country", "place", "audience_country")
MAX_SOURCE = 100


@dataclass(frozen=True)
class ShownField:
    """A field or the rows of one kind, as they are shown. `rows` are pairs of a text and its level."""

    label: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, int], ...] = ()


def kind_name(kind: Kind | None) -> str:
    return str(KINDS[kind]) if kind else _("type not recognised")


def describe_proposal(proposal: Proposal, countries: Mapping[str, str]) -> str:
    """Return a proposal in words: "Founded: 2009"."""
    value = proposal.value
    if proposal.field in _COUNTRIES:
        value = countries.get(value, value)
    elif proposal.field == "days":
        value = describe_days(proposal.days())
    elif proposal.field == "speaker":
        role = str(Speaker.Role(proposal.role).label)
        value = f"{proposal.academic_title} {value}, {role}".strip()
    elif proposal.field == "testimonial":
        value = f"{', '.join(filter(None, [proposal.person, proposal.organisation]))}: “{value}”"
    return f"{_PROPOSALS[proposal.field]}: {value}"


def source_of(proposal: Proposal) -> str:
    words = Truncator(proposal.words).chars(MAX_SOURCE)
    return _("read from “{words}”, line {line}").format(words=words, line=proposal.line.number)


def describe_days(days: Days) -> str:
    return " – ".join(date_format(day, "j F Y") for day in days if day)


def fields_of(matched: MatchedPage, countries: Mapping[str, str]) -> list[ShownField]:
    """Return the fields and rows of a page in the order of the entry's form, without the empty ones."""
    page = matched.page
    if page.kind is None:
        return []
    fields = [
        ShownField(capfirst(label_of(page, name)), tuple(page.texts[name].split("\n\n")))
        for name in _TEXTS[MODELS[page.kind]]
        if page.texts.get(name)
    ]
    if page.days:
        fields.append(ShownField(_("Days"), (describe_days(page.days),)))
    if code := page.texts.get("audience_country"):
        fields.append(ShownField(_("Country of the audience"), (countries.get(code, code),)))
    rows = [
        ShownField(label, rows=tuple((text, 1) for text in texts))
        for label, texts in rows_of(matched, countries)
    ]
    activities = tuple((item.text, item.level) for item in page.activities)
    return [*fields, *(one for one in [*rows, ShownField(_("Activities"), rows=activities)] if one.rows)]


def rows_of(matched: MatchedPage, countries: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Return the texts of the rows that have one level, with the label of each kind."""
    page = matched.page

    def of_kind(rows: list, kind: str) -> list[str]:
        return [row.text for row in rows if row.kind == kind]

    def targets(kind: str) -> list[str]:
        pairs = zip(page.targets, matched.target_groups, strict=False)
        return [target_line(row, group, countries) for row, group in pairs if row.kind == kind]

    return [
        (_("Goals"), of_kind(page.goals, Goal.Kind.GOAL)),
        (_("Strategic goals"), of_kind(page.goals, Goal.Kind.STRATEGIC)),
        (_("Partners"), [partner_line(row, countries) for row in page.partners]),
        (_("Specific objectives"), of_kind(page.objectives, Objective.Kind.OBJECTIVE)),
        (_("Expected results"), of_kind(page.objectives, Objective.Kind.RESULT)),
        (_("Target groups, direct"), targets(TargetGroup.Kind.DIRECT)),
        (_("Target groups, final beneficiaries"), targets(TargetGroup.Kind.FINAL)),
    ]


def partner_line(row: PartnerRow, countries: Mapping[str, str]) -> str:
    roles = dict(Partner.Role.choices) | {"": _("no role stated"), ASSOCIATE: _("associate")}
    country = countries.get(row.country, row.country) or _("no country stated")
    return ", ".join(
        filter(None, [row.name, row.acronym, row.local_name, str(roles[row.role]), row.town, country])
    )


def target_line(row: TargetRow, group: str, countries: Mapping[str, str]) -> str:
    number = _("target number: {number}").format(number=row.at_least) if row.at_least is not None else ""
    named = ", ".join(countries.get(code, code) for code in row.countries)
    return "; ".join(filter(None, [row.words, number, named, group or _("no beneficiary group")]))


def describe_use(piece: Piece, page: Page) -> str:
    """Return how a part of a line was used."""
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
