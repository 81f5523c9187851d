"""The pages about the whole site."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from catalogue.exports.cover_sheet import LICENCE
from catalogue.exports.parameters import refusal, unknown_parameters, without_parameters
from catalogue.exports.responses import attachment, one_of_few
from catalogue.search import registry
from catalogue.search.questions import ask, errors_of
from catalogue.search.selection import PARTIAL_NOTE, best_named
from catalogue.search.suggestions import proposal_for
from organisations.models import Country, Grant
from organisations.programme import fetched_programme
from organisations.standards import public_coverage
from smartbalkans.answers import BEST, Answer, answers_to, has_answers
from smartbalkans.contact.models import Contact
from smartbalkans.datasets import DATASETS, archive, data_package
from smartbalkans.home import home_content
from smartbalkans.kinds import KINDS
from smartbalkans.places.lookup import places_named
from smartbalkans.structured_data import home_data, open_data

SUGGESTED = 3  # names of a kind while a visitor types


class HomeView(TemplateView):
    template_name = "smartbalkans/home.html"
    section = "home"

    def get_context_data(self, **kwargs):
        programme = fetched_programme()
        nodes = home_data(programme, self.request.build_absolute_uri)
        return super().get_context_data(nodes=nodes, programme=programme, **home_content(), **kwargs)


class AboutView(TemplateView):
    template_name = "smartbalkans/about.html"
    section = "about"
    title = _("About the programme")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            countries=Country.objects.in_programme(),
            programme=fetched_programme(),
            grant_lines=Grant.Line.choices,
            **kwargs,
        )


class AccessibilityView(TemplateView):
    template_name = "smartbalkans/accessibility.html"
    section = "accessibility"
    title = _("Accessibility")


class LegalView(TemplateView):
    """Who publishes the portal, and under which terms; the contacts are those for all countries."""

    template_name = "smartbalkans/legal.html"
    section = "legal"
    title = _("Legal notice")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            programme=fetched_programme(),
            contacts=Contact.objects.for_public().filter(countries=None),
            licence=LICENCE,
            **kwargs,
        )


class SearchView(TemplateView):
    """One search across every kind of entry: the best few of each, with how many there are."""

    template_name = "smartbalkans/search.html"
    section = "search"

    def get_context_data(self, **kwargs):
        typed = self.request.GET.get("q", "").strip()
        question = ask(typed)
        answers = answers_to(question)
        is_partial = any(answer.selection.is_partial for answer in answers)
        places = places_named(question.typed)
        return super().get_context_data(
            question=question,
            notices=[*errors_of(typed, question), *([PARTIAL_NOTE] if is_partial else [])],
            answers=answers,
            places=places,
            count=sum(answer.count for answer in answers),
            proposal=proposal_for(question, has_answers) if is_partial or not (answers or places) else None,
            **kwargs,
        )


def suggestions(request):
    """Return the names that contain what was typed so far, a few of each kind, as JSON."""
    if errors := unknown_parameters(request.GET, ("q",)):
        return refusal(errors)
    question = ask(request.GET.get("q", "").strip())
    found = [
        {"name": str(entry), "kind": capfirst(str(kind.model._meta.verbose_name))}
        for kind in KINDS
        if kind.has_pages
        for entry in best_named(
            kind.model.objects.for_feed(), registry.index_of(kind.model), question, SUGGESTED
        )
    ]
    return JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})


def page_not_found(request, exception):
    """Return the page for a missing one, with the entries whose names are like its address."""
    return render(request, "404.html", {"nearest": entries_like(request.path)}, status=404)


def entries_like(path: str) -> list:
    """Return the entries, a few at most, that the words of an address below a list find."""
    section, _slash, rest = path.strip("/").partition("/")
    kind = next((kind for kind in KINDS if kind.section == section), None)
    question = ask(rest.partition("/")[0].replace("-", " "))
    if kind is None or not question:
        return []
    found = Answer(kind, question)
    if not found.count:
        meant = proposal_for(question, lambda meant: Answer(kind, meant).count > 0)
        found = Answer(kind, ask(meant or ""))
    return list(found.selection.ranked(kind.model.objects.for_feed())[:BEST]) if found.question else []


class DataView(TemplateView):
    """The open-data page: the files, how complete they are, their formats and their columns."""

    template_name = "smartbalkans/data.html"
    section = "data"
    title = _("Open data")

    def get_context_data(self, **kwargs):
        datasets = [dataset for dataset in DATASETS if not dataset.part]
        coverage = public_coverage()
        return super().get_context_data(
            datasets=datasets,
            coverage={one.standard.key: one for one in coverage},
            nodes=open_data(datasets, coverage, self.request.build_absolute_uri),
            parts=[dataset for dataset in DATASETS if dataset.part],
            licence=LICENCE,
            site=site_of(self.request),
            **kwargs,
        )


def site_of(request) -> str:
    return request.build_absolute_uri("/").rstrip("/")


@without_parameters
def data_package_json(request):
    return JsonResponse(data_package(site_of(request)), json_dumps_params={"ensure_ascii": False})


@without_parameters
def data_zip(request):
    site = site_of(request)
    return one_of_few(lambda: attachment(archive(site), "application/zip", "smart-balkans.zip"))


def robots(request):
    """Allow search engines everywhere but the back office, and name the sitemap (RFC 9309)."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain")
