"""The pages that speak of the whole site."""

from django.db import connection
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from organisations.models import Country, Grant, Organisation
from projects.models import Project
from trainings.models import Training

NEWEST = 3


class HomeView(TemplateView):
    template_name = "smartbalkans/home.html"
    section = "home"

    def get_context_data(self, **kwargs):
        newest_first = ("-published_at", "-pk")
        projects = Project.objects.for_public()
        trainings = Training.objects.for_public()
        return super().get_context_data(
            organisation_count=Organisation.objects.for_public().count(),
            project_count=projects.count(),
            grant_count=Grant.objects.for_public().count(),
            training_count=trainings.count(),
            countries=Country.objects.in_programme(),
            projects=projects.with_public_parts().order_by(*newest_first)[:NEWEST],
            trainings=trainings.with_public_parts().order_by(*newest_first)[:NEWEST],
            **kwargs,
        )


class AboutView(TemplateView):
    template_name = "smartbalkans/about.html"
    section = "about"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            countries=Country.objects.in_programme(),
            organisations=Organisation.objects.for_public().running_the_programme().select_related("country"),
            grant_lines=Grant.Line.choices,
            **kwargs,
        )


class AccessibilityView(TemplateView):
    template_name = "smartbalkans/accessibility.html"
    section = "accessibility"


@never_cache
def healthz(request):
    """Answer 200 when the database answers, for whoever watches over the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def robots(request):
    """Let search engines in everywhere but the back office, and show them the sitemap (RFC 9309)."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain")
