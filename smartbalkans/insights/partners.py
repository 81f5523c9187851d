"""The organisations with the most projects, and with whom they carry these out."""

from collections import Counter
from itertools import chain, groupby
from operator import itemgetter

from django.utils.translation import gettext as _

from catalogue.search.facets import Facets, Flags
from organisations.models import Organisation
from projects.models import Partner, Project
from smartbalkans.insights.counting import Counted, public_keys
from smartbalkans.insights.tables import Cell, Part, Row, Table, chart

MOST_ORGANISATIONS = 20
MOST_PARTNERS = 5  # that are named of each organisation

Team = tuple[int, ...]  # the keys of the organisations of a project
Partners = list[tuple[int, int]]  # keys of organisations, with numbers of projects


def partner_table(counted: Counted) -> Table:
    """Return the organisations with the most projects, of those that have partners in any of them."""
    ranking = counted.remember("partners", lambda: rank(counted))
    keys = {key for organisation, _count, partners in ranking for key in (organisation, *dict(partners))}
    found = Organisation.objects.for_public().filter(pk__in=keys).only("name", "slug")
    organisations = {one.pk: one for one in found}
    rows = tuple(
        row_of(counted, organisations[key], count, partners, organisations)
        for key, count, partners in ranking
        if key in organisations
    )
    note = _("At most {most} organisations, each with its most frequent partners.")
    return Table(
        _("Organisation"),
        (counted.kind.label, _("Partners, with the number of projects together")),
        rows,
        charts=(chart(counted.kind.label, [(row.label, row.cells[0]) for row in rows]),),
        notes=(note.format(most=MOST_ORGANISATIONS),),
    )


def row_of(
    counted: Counted,
    organisation: Organisation,
    count: int,
    partners: Partners,
    organisations: dict[int, Organisation],
) -> Row:
    own = ("organisation", organisation.slug)
    named = [(organisations[key], number) for key, number in partners[:MOST_PARTNERS] if key in organisations]
    parts = tuple(
        Part(one.name, number, counted.address(own, ("organisation", one.slug))) for one, number in named
    )
    left_out = len(partners) - len(parts)
    further = _("and {number} more").format(number=left_out) if left_out else ""
    text = "; ".join(filter(None, [*map(str, parts), further]))
    cells = (Cell(count, counted.address(own)), Cell(text, parts=parts, further=further))
    return Row(organisation.name, cells, organisation.get_absolute_url())


def rank(counted: Counted) -> list[tuple[int, int, Partners]]:
    """Return the keys of the organisations, the number of their projects, and their partners likewise."""
    projects = Flags(counted.entries)
    teams = [team for project, team in teams_of(counted.counter) if project in projects]
    counts = Counter(chain.from_iterable(teams))
    with_partners = set(chain.from_iterable(team for team in teams if len(team) > 1))
    best = sorted(with_partners, key=lambda key: (-counts[key], key))[:MOST_ORGANISATIONS]
    partners: dict[int, Counter] = {key: Counter() for key in best}
    for team in teams:
        for key in partners.keys() & team:
            partners[key].update(other for other in team if other != key)
    return [
        (key, counts[key], sorted(partners[key].items(), key=lambda one: (-one[1], one[0]))) for key in best
    ]


def teams_of(counter: Facets) -> list[tuple[int, Team]]:
    """Return the key of each public project with its public partners, kept until anything changes."""
    return counter.remember("teams", read_teams)


def read_teams() -> list[tuple[int, Team]]:
    """Read the partners of all public projects, without joins, which cost more than the rows."""
    projects, organisations = public_keys(Project), public_keys(Organisation)
    pairs = Partner.objects.order_by("project_id").values_list("project_id", "organisation_id")
    return [
        (project, tuple(key for _project, key in found if key in organisations))
        for project, found in groupby(pairs.iterator(), itemgetter(0))
        if project in projects
    ]
