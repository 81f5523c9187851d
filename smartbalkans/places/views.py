"""The pages of countries and themes, and those of all of them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from catalogue.structured_data import breadcrumbs
from organisations.models import Country, Organisation, Theme
from smartbalkans.contact.models import Contact
from smartbalkans.kinds import KINDS, EntryKind
from smartbalkans.places.figures import figures_of, list_addresses
from smartbalkans.places.map import map_of, map_of_towns, map_with
from smartbalkans.places.towns import TownNumber, town_numbers
from trainings.models import Training

MOST_TOWNS = 50  # in the table of all countries
FEW_TOWNS = 8  # on the page of a country
ORGANISATIONS = next(kind for kind in KINDS if kind.model is Organisation)
THEMED_KINDS = [kind for kind in KINDS if kind.model is not Training]  # trainings have topics
TOWNS = "towns"


class CountriesView(TemplateView):
    """The map by the number of entries of a kind (`?show=projects`), or by towns (`?show=towns`)."""

    template_name = "smartbalkans/places/countries.html"
    section = "countries"
    title = gettext_lazy("Countries")

    def get_context_data(self, **kwargs):
        countries = list(Country.objects.in_programme())
        shown = self.request.GET.get("show", "")
        content = towns_content(countries) if shown == TOWNS else counted_content(countries, shown)
        views = [*((kind.section, kind.label) for kind in KINDS), (TOWNS, _("Towns"))]
        return super().get_context_data(views=views, **content, **kwargs)


def counted_content(countries: list[Country], section: str = ORGANISATIONS.section) -> dict:
    """Return the map by the entries of a kind; of organisations, if there is no section of that name."""
    kind = next((kind for kind in KINDS if kind.section == section), ORGANISATIONS)
    facets = kind.read_facets()
    counts = facets.counts("country", facets.public)
    addresses = list_addresses(kind, [country.code for country in countries])
    drawn = map_of(countries, counts, kind.noun, list_addresses=addresses)
    return {"shown": kind.section, "kind": kind, "map": drawn}


def towns_content(countries: list[Country]) -> dict:
    """Return the map by towns, a table of the towns with the most organisations, and what it leaves out."""
    facets = ORGANISATIONS.read_facets()
    by_code = {country.code: country for country in countries}
    numbers = [number for number in town_numbers(facets) if number.town.country in by_code]
    return {
        "shown": TOWNS,
        "map": map_of_towns(countries, {one.town: one.count for one in numbers}, ORGANISATIONS.noun),
        "towns": [(one, by_code[one.town.country], town_address(one)) for one in numbers[:MOST_TOWNS]],
        "hidden": max(0, len(numbers) - MOST_TOWNS),
        "on_map": sum(one.count for one in numbers),
        "organisations": facets.public.bit_count(),
    }


def town_address(number: TownNumber) -> str:
    """Return the address of the list of the organisations in a town."""
    return ORGANISATIONS.list_with(country=number.town.country, town=number.values)


class CountryView(TemplateView):
    template_name = "smartbalkans/places/country.html"
    section = "countries"

    def get(self, request, code):
        """Return the page, to which the code in capitals redirects."""
        self.countries = list(Country.objects.in_programme())
        self.country = next((one for one in self.countries if one.code == code.upper()), None)
        if self.country is None:
            raise Http404
        if code != self.country.code.lower():
            return redirect(self.country, permanent=True)
        return super().get(request)

    def get_context_data(self, **kwargs):
        absolute = self.request.build_absolute_uri
        figures = figures_of(KINDS, "country", self.country.code)
        counter = next(figure for figure in figures if figure.kind == ORGANISATIONS).selection.counter
        towns = [one for one in town_numbers(counter) if one.town.country == self.country.code]
        return super().get_context_data(
            country=self.country,
            description=_(
                "SMART Balkans in {country}: organisations, projects, grants and trainings."
            ).format(country=self.country),
            nodes=[breadcrumbs([(_("Countries"), reverse("countries")), step_to(self.country)], absolute)],
            figures=figures,
            map=map_with(self.countries, self.country),
            contacts=Contact.objects.for_country(self.country),
            towns=[(one, town_address(one)) for one in towns[:FEW_TOWNS]],
            **kwargs,
        )


class ThemesView(TemplateView):
    template_name = "smartbalkans/places/themes.html"
    section = "themes"
    title = gettext_lazy("Themes")

    def get_context_data(self, **kwargs):
        facets = {kind: kind.read_facets() for kind in THEMED_KINDS}
        counts = {kind: counter.counts("theme", counter.public) for kind, counter in facets.items()}
        themes = [
            (theme, [numbers_of(kind, theme, found) for kind, found in counts.items()])
            for theme in Theme.objects.all()
        ]
        areas = [(area.label, [row for row in themes if row[0].area == area]) for area in Theme.Area]
        return super().get_context_data(areas=areas, **kwargs)


def numbers_of(kind: EntryKind, theme: Theme, counts: dict[str, int]) -> tuple[str, int, str]:
    """Return the address of the list of a theme's entries, their number and what they are called."""
    number = counts.get(theme.slug, 0)
    return kind.list_with(theme=theme.slug), number, kind.noun % {"number": number}


class ThemeView(TemplateView):
    template_name = "smartbalkans/places/theme.html"
    section = "themes"

    def get_context_data(self, slug, **kwargs):
        theme = get_object_or_404(Theme, slug=slug)
        countries = list(Country.objects.in_programme())
        figures = figures_of(THEMED_KINDS, "theme", theme.slug)
        organisations = next(figure for figure in figures if figure.kind == ORGANISATIONS)
        addresses = list_addresses(ORGANISATIONS, [country.code for country in countries], theme=theme.slug)
        drawn = map_of(
            countries,
            organisations.counts_by("country"),
            ORGANISATIONS.noun,
            addresses=addresses,
        )
        absolute = self.request.build_absolute_uri
        nodes = [breadcrumbs([(_("Themes"), reverse("themes")), step_to(theme)], absolute)]
        description = _("{theme}: organisations, projects and grants of SMART Balkans.").format(theme=theme)
        return super().get_context_data(
            theme=theme, description=description, nodes=nodes, figures=figures, map=drawn, **kwargs
        )


def step_to(place: Country | Theme) -> tuple[str, str]:
    """Return the last step of a page's breadcrumbs."""
    return place.name, place.get_absolute_url()
