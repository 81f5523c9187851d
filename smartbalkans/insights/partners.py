"""The organisations with the most projects, and with whom they carry these out."""

from collections import Counter
from heapq import nlargest
from operator import itemgetter

from django.utils.translation import gettext as _

from catalogue.querysets import database_rows
from catalogue.search.facets import Flags
from organisations.models import Organisation
from projects.models import Partner, Project
from smartbalkans.insights.counting import Counted, hidden_keys
from smartbalkans.insights.tables import Cell, CellPart, FigureTable, Row, chart

MOST_ORGANISATIONS = 20
MOST_PARTNERS = 5  # that are named of each organisation

Pair = tuple[int, int]  # the keys of a project and of one of its partners
Partners = list[tuple[int, int]]  # keys of organisations, with numbers of projects


def partner_table(counted: Counted) -> FigureTable:
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
    return FigureTable(
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
        CellPart(one.name, number, counted.address(own, ("organisation", one.slug))) for one, number in named
    )
    left_out = len(partners) - len(parts)
    further = _("and {number} more").format(number=left_out) if left_out else ""
    text = "; ".join(filter(None, [*map(str, parts), further]))
    cells = (Cell(count, counted.address(own)), Cell(text, parts=parts, further=further))
    return Row(organisation.name, cells, organisation.get_absolute_url())


def rank(counted: Counted) -> list[tuple[int, int, Partners]]:
    """Return the keys of the organisations, the number of their projects, and their partners likewise."""
    pairs = pairs_of(counted)
    counts = Counter(map(itemgetter(1), pairs))
    sizes = Counter(map(itemgetter(0), pairs))
    best = best_with_partners(pairs, counts, sizes)
    chosen = set(best)
    teams: dict[int, list[int]] = {project: [] for project, organisation in pairs if organisation in chosen}
    for project, organisation in pairs:
        if project in teams:
            teams[project].append(organisation)
    partners: dict[int, Counter] = {key: Counter() for key in best}
    for team in teams.values():
        for key in partners.keys() & team:
            partners[key].update(other for other in team if other != key)
    return [
        (key, counts[key], sorted(partners[key].items(), key=lambda one: (-one[1], one[0]))) for key in best
    ]


def best_with_partners(pairs: list[Pair], counts: Counter, sizes: Counter) -> list[int]:
    """Return the organisations with the most projects, of those that have a partner in any of them."""
    enough = min(nlargest(10 * MOST_ORGANISATIONS, counts.values()), default=1)
    for least in dict.fromkeys((enough, 1)):  # few of these have no partner, so all are seldom looked at
        found = {one for project, one in pairs if counts[one] >= least and sizes[project] > 1}
        if len(found) >= MOST_ORGANISATIONS:
            break
    return sorted(found, key=lambda key: (-counts[key], key))[:MOST_ORGANISATIONS]


def pairs_of(counted: Counted) -> list[Pair]:
    """Return the pairs of the counted projects."""
    pairs = counted.counter.remember("partners of projects", read_pairs)
    if counted.entries == counted.counter.public:
        return pairs
    projects = Flags(counted.entries)
    return [pair for pair in pairs if pair[0] in projects]


def read_pairs() -> list[Pair]:
    """Read the partners of all public projects, without joins, which cost more than the rows."""
    projects, organisations = hidden_keys(Project), hidden_keys(Organisation)
    pairs = Partner.objects.order_by().values_list("project_id", "organisation_id")
    return [pair for pair in database_rows(pairs) if not (pair[0] in projects or pair[1] in organisations)]
