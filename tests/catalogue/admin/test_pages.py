"""Every page of the back office answers."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User

from catalogue.search.models import SearchSynonym
from organisations.models import BeneficiaryGroup, Country, Grant, Organisation, Theme
from projects.models import Project
from smartbalkans.contact.models import Contact, Report
from tests import factories
from tests.pages import admin_page
from tests.staff import confirm_identity
from trainings.models import Topic, Training

pytestmark = pytest.mark.django_db

MAKERS = {
    BeneficiaryGroup: factories.BeneficiaryGroupFactory,
    Contact: factories.ContactFactory,
    Country: factories.CountryFactory,
    Grant: factories.GrantFactory,
    Group: lambda: Group.objects.create(name="Editors"),
    Organisation: factories.OrganisationFactory,
    Project: factories.ProjectFactory,
    Report: factories.ReportFactory,
    SearchSynonym: lambda: SearchSynonym.objects.create(name="Youth", synonyms="mladi"),
    Theme: factories.ThemeFactory,
    Topic: factories.TopicFactory,
    Training: factories.TrainingFactory,
    User: lambda: User.objects.create_user("somebody"),
}


def test_every_model_of_the_back_office_is_tried():
    registered = {model for model in apps.get_models() if admin.site.is_registered(model)}

    assert registered == set(MAKERS)


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("page", ["changelist", "add", "change", "history", "delete"])
def test_page_answers(admin_client, model, page):
    entry = MAKERS[model]()
    args = [] if page in ("changelist", "add") else [entry.pk]

    confirm_identity(admin_client, "password")

    response = admin_client.get(admin_page(model, page, *args))

    is_by_visitors = (model, page) == (Report, "add")
    assert response.status_code == (403 if is_by_visitors else 200)


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model._meta.label)
def test_search_answers(admin_client, model):
    MAKERS[model]()

    response = admin_client.get(admin_page(model, "changelist"), {"q": "two words"})

    assert list(response.context["cl"].result_list) == []


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/", "/admin/organisations/"])
def test_page_has_the_name_of_the_back_office(admin_client, path):
    response = admin_client.get(path, follow=True)

    assert response.context["site_header"] == "SMART Balkans back office"


def test_sections_are_in_the_order_of_work(admin_client):
    response = admin_client.get("/admin/")

    sections = response.context["app_list"]
    assert [(str(part["name"]), [str(model["name"]) for model in part["models"]]) for part in sections] == [
        ("Organisations", ["Organisations", "Grants"]),
        ("Projects", ["Projects"]),
        ("Trainings", ["Trainings"]),
        ("Categories", ["Countries", "Themes", "Beneficiary groups", "Topics", "Search synonyms"]),
        ("Contact", ["Reports of mistakes", "Contacts"]),
        ("People", ["Users", "Groups"]),
    ]


def test_person_sees_only_the_sections_they_may_work_in(client):
    person = User.objects.create_user("editor", is_staff=True)
    client.force_login(person)

    response = client.get("/admin/")

    assert response.context["app_list"] == []


def test_visitor_is_asked_to_log_in(client):
    response = client.get("/admin/projects/project/")

    assert response.url == "/admin/login/?next=/admin/projects/project/"
