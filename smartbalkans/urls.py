"""Every public address. They are a promise: none of them changes."""

from django.conf import settings
from django.contrib import admin
from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path

import organisations.urls
from catalogue.exports.parameters import without_parameters
from catalogue.pictures.serving import media
from catalogue.publishing.views import PreviewView
from smartbalkans import views
from smartbalkans.contact import views as contact_views
from smartbalkans.feeds import NewestFeed
from smartbalkans.monitoring import probes
from smartbalkans.monitoring.metrics import metrics
from smartbalkans.places import views as places
from smartbalkans.sitemaps import sitemaps

handler404 = "smartbalkans.views.page_not_found"
handler500 = "smartbalkans.unavailable.handle_server_error"
# By this name allauth finds it.
handler429 = "smartbalkans.accounts.views.too_many_requests"

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("organisations/", include("organisations.urls")),
    path("grants/", include(organisations.urls.grants)),
    path("projects/", include("projects.urls")),
    path("trainings/", include("trainings.urls")),
    path("insights/", include("smartbalkans.insights.urls")),
    path("countries/", places.CountriesView.as_view(), name="countries"),
    path("countries/<str:code>/", places.CountryView.as_view(), name="country"),
    path("themes/", places.ThemesView.as_view(), name="themes"),
    path("themes/<slug:slug>/", places.ThemeView.as_view(), name="theme"),
    path("search/", views.SearchView.as_view(), name="search"),
    path("search/suggestions/", views.suggestions, name="suggestions"),
    path("data/", views.DataView.as_view(), name="data"),
    path("data/datapackage.json", views.data_package_json, name="data-package"),
    path("data/smart-balkans.zip", views.data_zip, name="data-zip"),
    path("preview/<str:signed>/", PreviewView.as_view(), name="preview"),
    path("about/", views.AboutView.as_view(), name="about"),
    path("legal/", views.LegalView.as_view(), name="legal"),
    path("accessibility/", views.AccessibilityView.as_view(), name="accessibility"),
    path("contact/", contact_views.ContactView.as_view(), name="contact"),
    path("report/", contact_views.ReportView.as_view(), name="report"),
    path("report/thanks/", contact_views.ThanksView.as_view(), name="report-thanks"),
    path("privacy/", contact_views.PrivacyView.as_view(), name="privacy"),
    path(settings.ACCOUNT_ADDRESS.lstrip("/"), include("smartbalkans.accounts.urls")),
    path("admin/", admin.site.urls),
    path("healthz", probes.healthz, name="healthz"),
    path("livez", probes.livez, name="livez"),
    path("readyz", probes.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("feed.atom", without_parameters(NewestFeed()), name="feed"),
    path("robots.txt", views.robots, name="robots"),
    path(
        "sitemap.xml",
        sitemap_views.index,
        {"sitemaps": sitemaps, "sitemap_url_name": "sitemap-section"},
        "sitemap",
    ),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": sitemaps}, "sitemap-section"),
    path("media/<path:path>", media, name="media"),
]
