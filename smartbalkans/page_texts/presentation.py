"""How a page was read, in words: for the page in the back office and for the command."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import Partner
from smartbalkans.page_texts.matching.matcher import MODELS
from smartbalkans.page_texts.page import LinePiece, Page
from smartbalkans.page_texts.proposals import Proposal
from smartbalkans.page_texts.readers.partners import ASSOCIATE, PartnerRow
from smartbalkans.page_texts.readers.target_groups import TargetRow
from smartbalkans.page_texts.text.dates import Days
from smartbalkans.page_texts.text.headings import PageKind
from trainings.models import Speaker

# What no field or row of the entry is called: sections, proposals and the kinds of rows.
NAMES = {
    **dict.fromkeys(("goal", "goals"), gettext_lazy("goals")),
    **dict.fromkeys(("strategic", "strategic_goals"), gettext_lazy("strategic goals")),
    **dict.fromkeys(("objective", "objectives"), gettext_lazy("specific objectives")),
    **dict.fromkeys(("result", "results"), gettext_lazy("expected results")),
    **dict.fromkeys(("direct", "target_groups"), gettext_lazy("target groups")),
    **dict.fromkeys(("final", "final_beneficiaries"), gettext_lazy("final beneficiaries")),
    "lead": gettext_lazy("lead organisation"),
    "partners": gettext_lazy("implementing organisations"),
    "countries": gettext_lazy("countries"),
    "places_of_work": gettext_lazy("country of work"),
    "place": gettext_lazy("place"),
    **dict.fromkeys(("days", "dates"), gettext_lazy("date")),
    "speaker": gettext_lazy("speaker"),
    "testimonial": gettext_lazy("testimonial"),
}
# Sections that are called otherwise than their fields.
FIELDS = {"orientation": "strategic_orientation", "founded": "founded_year"}
MAX_SOURCE = 100


class ShownField(NamedTuple):
    """A field or the rows of one kind, as they are shown. `rows` are pairs of a text and its level."""

    label: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, int], ...] = ()


def label_of(name: str, kind: PageKind) -> str:
    """Return what a field, the rows of a kind, a section or a proposal is called."""
    if name in NAMES:
        return str(NAMES[name])
    field = MODELS[kind]._meta.get_field(FIELDS.get(name, name))
    return str(getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name_plural)


def kind_name(kind: PageKind | None) -> str:
    return str(kind.label) if kind else _("type not recognised")


def describe_proposal(proposal: Proposal, kind: PageKind, countries: Mapping[str, str]) -> str:
    """Return a proposal in words: "Founded: 2009"."""
    value = proposal.value
    match proposal.field:
        case "country" | "places_of_work":
            value = countries.get(value, value)
        case "days":
            value = describe_days(proposal.days())
        case "speaker":
            role = str(Speaker.Role(proposal.role).label)
            value = f"{proposal.academic_title} {value}, {role}".strip()
        case "testimonial":
            value = f"{proposal.person}: “{value}”"
    return f"{capfirst(label_of(proposal.field, kind))}: {value}"


def describe_with_source(proposal: Proposal, kind: PageKind, countries: Mapping[str, str]) -> str:
    source = _("read from “{words}”, line {line}").format(
        words=Truncator(proposal.words).chars(MAX_SOURCE), line=proposal.line.number
    )
    return f"{describe_proposal(proposal, kind, countries)} ({source})"


def describe_days(days: Days) -> str:
    return " – ".join(date_format(day, "j F Y") for day in days if day)


def fields_of(page: Page, countries: Mapping[str, str]) -> Iterator[ShownField]:
    """Yield the fields and rows of a page in the order of the entry's model, without the empty ones."""
    if page.kind is None:
        return
    for field in MODELS[page.kind]._meta.concrete_fields:
        if text := page.texts.get(field.name):
            text = countries.get(text, text) if field.is_relation else text
            yield ShownField(capfirst(str(field.verbose_name)), tuple(text.split("\n\n")))
    if page.days:
        yield ShownField(_("Days"), (describe_days(page.days),))
    rows = [
        *((item.kind, item.text, 1) for item in (*page.goals, *page.objectives)),
        *(("partners", describe_partner(row, countries), 1) for row in page.partners),
        *((row.kind, describe_target(row, countries), 1) for row in page.targets),
        *(("activities", item.text, item.level) for item in page.activities),
    ]
    for name in dict.fromkeys(row[0] for row in rows):
        texts = tuple((text, level) for one, text, level in rows if one == name)
        yield ShownField(capfirst(label_of(name, page.kind)), rows=texts)


def describe_partner(row: PartnerRow, countries: Mapping[str, str]) -> str:
    roles = dict(Partner.Role.choices) | {"": _("no role stated"), ASSOCIATE: _("associate")}
    country = countries.get(row.country, row.country) or _("no country stated")
    parts = [row.name, row.acronym, row.local_name, str(roles[row.role]), row.town, country]
    return ", ".join(filter(None, parts))


def describe_target(row: TargetRow, countries: Mapping[str, str]) -> str:
    number = _("target number: {number}").format(number=row.at_least) if row.at_least is not None else ""
    named = ", ".join(countries.get(code, code) for code in row.countries)
    return "; ".join(filter(None, [row.words, number, named, row.group or _("no beneficiary group")]))


def describe_use(piece: LinePiece, kind: PageKind) -> str:
    """Return how a part of a line was used."""
    name = label_of(piece.target, kind) if piece.target else ""
    text = str(piece.use.label).format(name=name)
    return f"{text} ({piece.note})" if piece.note else text
