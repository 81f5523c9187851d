"""What is known of a grant in words, for the standards, which have no element of their own for most of it.

All grants were fetched `with_standard_facts()`.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.entries import Entry, LevelledRow
from catalogue.templatetags.catalogue import money
from organisations.models import BeneficiaryGroup, Country, Grant, Organisation

GENERAL, OBJECTIVES, TARGET_GROUPS, OTHER = "1", "2", "3", "4"  # IATI's DescriptionType
OF_ITS_OWN = ""  # IATI has an element of its own for it
HEADINGS = {  # of lists of rows, by their kind or role
    "strategic": gettext_lazy("Strategic goals"),
    "goal": gettext_lazy("Goals"),
    "objective": gettext_lazy("Specific objectives"),
    "result": gettext_lazy("Expected results"),
    "direct": gettext_lazy("Direct target groups"),
    "final": gettext_lazy("Final beneficiaries"),
    "lead": gettext_lazy("Lead applicant"),
    "partner": gettext_lazy("Partners"),
}


class Section(NamedTuple):
    """A text with its heading, and the type of IATI's description to which it belongs."""

    type: str
    heading: str
    text: str


def sections_of(grant: Grant) -> list[Section]:
    """Return the known texts of a grant: of its public project, of a core grant's recipient, and its own."""
    parts: list[Section] = []
    if grant.public_project:
        parts += sections_of_project(grant.public_project)
    if grant.line == Grant.Line.CORE:
        parts += sections_of_recipient(grant.recipient)
    parts += sections_of_contract(grant)
    return [part for part in parts if part.text]


def as_text(sections: Iterable[Section]) -> str:
    """Return sections as one text, each below its heading."""
    return "\n\n".join(
        f"{section.heading}:\n{section.text}" if section.heading else section.text for section in sections
    )


def core_description(recipient: Organisation) -> str:
    return _("Core grant to {recipient}, in support of the organisation's own work.").format(
        recipient=recipient.name
    )


def sections_of_recipient(recipient: Organisation) -> Iterator[Section]:
    """Yield what a core grant supports: the work of its recipient."""
    groups = recipient.beneficiary_groups.all()
    yield Section(GENERAL, "", core_description(recipient))
    yield Section(GENERAL, _("Strategic orientation"), recipient.strategic_orientation)
    yield from lists_of(OBJECTIVES, recipient.goals.all(), "kind", attrgetter("text"))
    yield Section(TARGET_GROUPS, _("Beneficiaries"), recipient.beneficiaries)
    yield Section(TARGET_GROUPS, _("Beneficiary groups"), bullets(group.name for group in groups))
    yield Section(OTHER, _("Main activities"), activities(recipient.activities.all()))


def sections_of_project(project: Entry) -> Iterator[Section]:
    yield Section(GENERAL, "", project.full_description)
    yield Section(OBJECTIVES, _("Overall goal"), project.overall_goal)
    yield from lists_of(OF_ITS_OWN, project.objectives.all(), "kind", attrgetter("text"))
    yield from lists_of(TARGET_GROUPS, project.target_groups.all(), "kind", target_group)
    yield Section(TARGET_GROUPS, "", project.target_groups_text)
    yield Section(OTHER, _("Acronym"), project.acronym)
    yield from lists_of(OTHER, project.public_partners, "role", lambda row: organisation(row.organisation))
    yield Section(OTHER, _("Main activities"), activities(project.activities.all()))


def sections_of_contract(grant: Grant) -> Iterator[Section]:
    yield Section(OF_ITS_OWN, _("Reference"), grant.reference)
    if grant.revised_amount is not None:
        amount = money(grant.revised_amount, grant.currency)
        yield Section(OTHER, _("Revised amount"), f"{amount}\n{grant.revision_reason}")


def lists_of(type: str, rows: Iterable[Model], by: str, in_words: Callable[[Any], str]) -> Iterator[Section]:
    """Yield the rows as lists, one for each successive value of the field `by`."""
    for value, found in groupby(rows, attrgetter(by)):
        yield Section(type, str(HEADINGS[value]), bullets(in_words(row) for row in found))


def bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def activities(rows: Iterable[LevelledRow]) -> str:
    return "\n".join(f"{'  ' * (row.level - 1)}- {row.text}" for row in rows)


def organisation(entry: Organisation) -> str:
    """Return an organisation with its acronym, place and website."""
    country = entry.country.name if entry.country else ""
    return ", ".join(filter(None, [full_name(entry), entry.town, country, entry.website]))


def full_name(entry: Organisation) -> str:
    """Return the name with the acronym."""
    return f"{entry.name} ({entry.acronym})" if entry.acronym not in ("", entry.name) else entry.name


def target_group(group: Model) -> str:
    """Return a target group of a project with its target number and countries."""
    at_least = _("at least {number}").format(number=group.at_least) if group.at_least is not None else ""
    places = ", ".join(country.name for country in group.countries.all())
    known = "; ".join(filter(None, [at_least, places]))
    return f"{group.words} ({known})" if known else group.words


def groups_of(grant: Grant) -> list[BeneficiaryGroup]:
    """Return the groups that benefit: those of its public project, and of a core grant's recipient."""
    groups = []
    if grant.public_project:
        groups += [row.beneficiary_group for row in grant.public_project.target_groups.all()]
    if grant.line == Grant.Line.CORE:
        groups += grant.recipient.beneficiary_groups.all()
    return [group for group in dict.fromkeys(groups) if group]


def countries_of(grant: Grant) -> list[Country]:
    """Return the countries of the beneficiaries: those of its public project, or else its recipient's."""
    if grant.public_project:
        return grant.public_project.countries
    return [grant.recipient.country] if grant.recipient.country else []
