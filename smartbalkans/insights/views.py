"""The page of figures, the pivot table, and their files, all under the same query strings."""

from django.http import HttpResponse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from catalogue.exports.parameters import refusal
from catalogue.exports.views import conditional_file
from organisations.models import Country
from smartbalkans.insights.figures import FIGURES, Figure
from smartbalkans.insights.files import csv_file, xlsx_file
from smartbalkans.insights.narrowing import Narrowing
from smartbalkans.insights.pivot import Pivot
from smartbalkans.places.map import CountryMap, map_of

FIGURES_BY_KEY = {figure.key: figure for figure in FIGURES}


class ShownFigure:
    """A figure with its table under the filters of the page."""

    def __init__(self, figure: Figure, narrowing: Narrowing):
        self.figure = figure
        self.count = len(narrowing.counted(figure.section))
        self.not_applied = narrowing.not_applied(figure.section)
        self.table = figure.table(narrowing.counted(figure.section))
        self.file_address = f"{figure.key}.csv{narrowing.query_string}"


class InsightsView(TemplateView):
    template_name = "smartbalkans/insights/index.html"
    section = "insights"

    def get(self, request, *args, figure=None, **kwargs):
        """Return the page, or the file of one figure."""
        if figure is None:
            return super().get(request, *args, **kwargs)
        return conditional_file(request, lambda: self.file(FIGURES_BY_KEY[figure]))

    def file(self, figure: Figure) -> HttpResponse:
        if self.narrowing.errors:
            return refusal(self.narrowing.errors)
        return csv_file(figure.table(self.narrowing.counted(figure.section)), figure.key)

    @cached_property
    def narrowing(self) -> Narrowing:
        return Narrowing(self.request.GET)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            narrowing=self.narrowing,
            notices=self.narrowing.errors,
            figures=[ShownFigure(figure, self.narrowing) for figure in FIGURES],
            map=self.map(),
            **kwargs,
        )

    def map(self) -> CountryMap:
        """Return the countries, shaded by their grants under the filters of the page."""
        grants = self.narrowing.counted("grants")
        counts = {group.value: group.entries.bit_count() for group in grants.groups("country")}
        return map_of(Country.objects.in_programme(), counts, grants.kind.noun)


class PivotView(TemplateView):
    template_name = "smartbalkans/insights/pivot.html"
    section = "insights"

    def get(self, request, *args, file_format=None, **kwargs):
        """Return the page, or its table as a file."""
        if file_format is None:
            return super().get(request, *args, **kwargs)
        return conditional_file(request, lambda: self.file(file_format))

    def file(self, file_format: str) -> HttpResponse:
        if self.pivot.errors:
            return refusal(self.pivot.errors)
        name = f"pivot-{self.pivot.section}"
        if file_format == "csv":
            return csv_file(self.pivot.table, name)
        return xlsx_file(
            self.pivot.table,
            name,
            title=self.pivot.title,
            address=self.request.build_absolute_uri(f"./?{self.pivot.address.urlencode()}"),
            filters=[str(chip.label) for chip in self.pivot.counted.filterset.chips],
            note=self.pivot.counted.filterset.note,
        )

    @cached_property
    def pivot(self) -> Pivot:
        return Pivot(self.request.GET)

    def get_context_data(self, **kwargs):
        return super().get_context_data(pivot=self.pivot, notices=self.pivot.errors, **kwargs)
