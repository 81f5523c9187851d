"""The organisations with the most projects, and with whom they carry these out."""

from collections import Counter
from heapq import nlargest
from operator import itemgetter

from django.utils.translation import gettext as _

from catalogue.data_versions.kept import KeptValues
from catalogue.querysets import Joined, joined_values
from catalogue.search.facets import Facets
from catalogue.search.sets import Flags, set_of
from organisations.models import Organisation
from projects.models import Partner, Project
from smartbalkans.insights.counting import MOST_KEPT, Counted, hidden_keys
from smartbalkans.insights.tables import Cell, CellPart, FigureTable, Row, chart

MOST_ORGANISATIONS = 20
MOST_PARTNERS = 5  # that are named of each organisation

Pair = tuple[int, int]  # the keys of a project and of one of its partners
Partners = list[tuple[int, int]]  # keys of organisations, with numbers of projects
Ranking = list[tuple[int, int, Partners]]  # keys of organisations, numbers of their projects, and partners


def partner_table(counted: Counted) -> FigureTable:
    """Return the organisations with the most projects, of those that have partners in any of them."""
    ranking = partnerships_of(counted.counter).ranking(counted.entries)
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


class Partnerships:
    """The partners of all public projects, and what was ranked of sets of these projects."""

    def __init__(self, pairs: list[Pair]):
        self.pairs = pairs
        self.projects = set_of({project for project, _organisation in pairs})
        self.rankings = KeptValues(MOST_KEPT)

    def ranking(self, projects: int) -> Ranking:
        """Return the ranking of the organisations by a set of projects."""
        return self.rankings.get(projects, lambda: rank(self._pairs_of(projects)))

    def _pairs_of(self, projects: int) -> list[Pair]:
        if not self.projects & ~projects:
            return self.pairs
        chosen = Flags(projects)
        return [pair for pair in self.pairs if pair[0] in chosen]


def rank(pairs: list[Pair]) -> Ranking:
    """Return the keys of the organisations, the number of their projects, and their partners likewise."""
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


def partnerships_of(counter: Facets) -> Partnerships:
    """Return the partners of all public projects, kept until any of them changes."""
    return counter.remember_made("partners of projects", read_partners, partnerships_from)


def read_partners() -> tuple[str | None, str | None, set[int], set[int]]:
    """Read all partners as two texts, and what is not public: joins to it would cost more than the rows."""
    joined = Partner.objects.aggregate(projects=Joined("project_id"), organisations=Joined("organisation_id"))
    return joined["projects"], joined["organisations"], hidden_keys(Project), hidden_keys(Organisation)


def partnerships_from(read: tuple[str | None, str | None, set[int], set[int]]) -> Partnerships:
    projects, organisations, hidden_projects, hidden_organisations = read
    pairs = zip(map(int, joined_values(projects)), map(int, joined_values(organisations)), strict=True)
    return Partnerships(
        [pair for pair in pairs if not (pair[0] in hidden_projects or pair[1] in hidden_organisations)]
    )
