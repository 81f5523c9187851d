"""What the home page shows: what is running or coming next, the newest entries, numbers and themes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from catalogue.listings.cards import Card, cards_of
from catalogue.search.clock import DataState
from catalogue.search.facets import Facets
from catalogue.search.selection import FetchedSlice
from organisations.models import Country, Grant, Organisation, Theme
from projects.models import Project
from smartbalkans.kinds import KINDS, EntryKind
from smartbalkans.places.figures import list_addresses
from smartbalkans.places.map import map_of
from trainings.models import Training

FEW = 3  # entries of a group
State = Grant.State
BY_MODEL = {kind.model: kind for kind in KINDS}
ORGANISATIONS, PROJECTS, TRAININGS = BY_MODEL[Organisation], BY_MODEL[Project], BY_MODEL[Training]
BY_STATE = {
    State.RUNNING: (_("Running projects"), _("All running projects")),
    State.PLANNED: (_("Projects that start next"), _("All planned projects")),
}
RUNNING = ngettext_lazy("%(number)d running", "%(number)d running", "number")
UPCOMING = ngettext_lazy("%(number)d upcoming", "%(number)d upcoming", "number")
NOTES = {
    Project: ("state", State.RUNNING, RUNNING),
    Grant: ("state", State.RUNNING, RUNNING),
    Training: ("when", Training.When.UPCOMING, UPCOMING),
}
IN_COUNTRIES = ngettext_lazy("in %(number)d country", "in %(number)d countries", "number")


@dataclass(frozen=True)
class Figure:
    """The number of public entries of a kind. `note` adds what of it is of interest today, if anything."""

    count: int
    noun: str
    address: str
    note: str = ""


@dataclass(frozen=True)
class EntryGroup:
    """The cards of a few entries under a heading, with a link to the list that they are from."""

    heading: str
    cards: list[Card]
    link: str
    address: str
    note: str = ""


def home_content() -> dict:
    """Return the context of the home page, in a fixed number of queries."""
    facets = {kind: kind.read_facets() for kind in KINDS}
    countries = list(Country.objects.in_programme())
    by_country = facets[ORGANISATIONS].counts("country", facets[ORGANISATIONS].public)
    addresses = list_addresses(ORGANISATIONS, [country.code for country in countries])
    projects, trainings = project_groups(facets[PROJECTS]), training_groups(facets[TRAININGS])
    return {
        "current": [group for group in (projects[0], trainings[0]) if group.cards],
        "latest": [group for group in (projects[1], trainings[1]) if group.cards],
        "figures": [figure_of(kind, facets[kind], countries) for kind in KINDS],
        "kind": ORGANISATIONS,
        "map": map_of(countries, by_country, ORGANISATIONS.noun, list_addresses=addresses),
        "areas": themes_by_area(facets),
    }


def figure_of(kind: EntryKind, facets: Facets, countries: Iterable[Country]) -> Figure:
    count = facets.public.bit_count()
    return Figure(count, kind.noun % {"number": count}, kind.list_address, note_of(kind, facets, countries))


def note_of(kind: EntryKind, facets: Facets, countries: Iterable[Country]) -> str:
    """Return in how many countries organisations are, or how many other entries run or come next."""
    if kind == ORGANISATIONS:
        number = sum(1 for country in countries if facets.public & facets.of("country", country.code))
        note = IN_COUNTRIES
    else:
        facet, value, note = NOTES[kind.model]
        number = (facets.public & facets.of(facet, value)).bit_count()
    return note % {"number": number} if number else ""


def project_groups(facets: Facets) -> tuple[EntryGroup, EntryGroup]:
    """Return the projects that run, or if none does, those that start next; and the newest others."""
    keys = kept_keys(facets, project_keys)
    cards = cards_by_group(Project.objects.for_public(), keys, facets.state)
    state = State.RUNNING if cards[State.RUNNING] else State.PLANNED
    heading, link = BY_STATE[state]
    current = EntryGroup(heading, cards[state], link, PROJECTS.list_with(state=state))
    note = "" if current.cards else note_on_dates(facets)
    address = PROJECTS.list_address
    return current, EntryGroup(_("Latest projects"), cards["newest"], _("All projects"), address, note)


def note_on_dates(facets: Facets) -> str:
    """Return why no project is shown as running or planned."""
    if facets.public & ~facets.of("state", State.UNKNOWN):
        return _("No project is running at present.")
    return _("The dates of the projects have not been published yet.")


def project_keys() -> dict[str, list[int]]:
    """Return the keys of the first few projects of each group. A project is in one group only."""
    public = Project.objects.for_public()
    running = first_keys(public.in_state(State.RUNNING).by_first_day(descending=True))
    planned = [] if running else first_keys(public.in_state(State.PLANNED).by_first_day())
    newest = public.order_by("-published_at", "-pk").exclude(pk__in=[*running, *planned])
    return {State.RUNNING: running, State.PLANNED: planned, "newest": first_keys(newest)}


def training_groups(facets: Facets) -> tuple[EntryGroup, EntryGroup]:
    """Return the next trainings, and the latest ones."""
    keys = kept_keys(facets, training_keys)
    cards = cards_by_group(Training.objects.for_public(), keys, facets.state)
    address = TRAININGS.list_with(when=Training.When.UPCOMING)
    upcoming = EntryGroup(_("Upcoming trainings"), cards["upcoming"], _("All upcoming trainings"), address)
    note = "" if upcoming.cards else _("No training is scheduled at present.")
    address = TRAININGS.list_address
    latest = EntryGroup(_("Latest trainings"), cards["latest"], _("All trainings"), address, note)
    return upcoming, latest


def training_keys() -> dict[str, list[int]]:
    public = Training.objects.for_public()
    return {"upcoming": first_keys(public.next_first()), "latest": first_keys(public.latest_first())}


def first_keys(entries: QuerySet) -> list[int]:
    return list(entries.values_list("pk", flat=True)[:FEW])


def kept_keys(facets: Facets, find: Callable[[], dict[str, list[int]]]) -> dict[str, list[int]]:
    """Return the keys of the entries of each group, kept until midnight or any change of their kind."""
    return facets.remember(("home", timezone.localdate()), find)


def cards_by_group(
    entries: QuerySet, keys: Mapping[str, list[int]], state: DataState
) -> dict[str, list[Card]]:
    """Return the cards of the entries of each group in the order of their keys, fetched together."""
    together = [key for group in keys.values() for key in group]
    cards = cards_of(FetchedSlice(together, entries.with_public_parts()), state)
    return {name: [cards[key] for key in group if key in cards] for name, group in keys.items()}


def themes_by_area(facets: Mapping[EntryKind, Facets]) -> list[tuple[str, list[Theme]]]:
    """Return the areas with those of their themes of which the portal has any entry."""
    found = {theme for counter in facets.values() for theme in counter.counts("theme", counter.public)}
    themes = [theme for theme in Theme.objects.all() if theme.slug in found]
    areas = [(area.label, [theme for theme in themes if theme.area == area]) for area in Theme.Area]
    return [(label, of_area) for label, of_area in areas if of_area]
