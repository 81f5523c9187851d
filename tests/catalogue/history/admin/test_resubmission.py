"""The form of an entry as it was sent."""

import pytest
from django.contrib import admin

from catalogue.history.admin.resubmission import formsets_of
from projects.models import Project
from tests.back_office import open_form
from tests.factories import ProjectFactory
from trainings.models import Training

pytestmark = pytest.mark.django_db
COUNT = "-TOTAL_FORMS"


@pytest.mark.parametrize("model", [Project, Training])
def test_formsets_have_the_prefixes_of_the_page(rf, admin_client, admin_user, model):
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/add/"
    data = open_form(admin_client, address)
    request = rf.post(address, data)
    request.user = admin_user

    formsets = formsets_of(admin.site.get_model_admin(model), request, None, model(), request.POST)

    prefixes = [name.removesuffix(COUNT) for name in data if name.endswith(COUNT)]
    assert [formset.prefix for formset, _inline in formsets] == prefixes


def test_formsets_hold_the_rows_that_were_sent(rf, admin_client, admin_user):
    project = ProjectFactory()
    address = f"/admin/projects/project/{project.pk}/change/"
    data = open_form(admin_client, address) | {"objectives-0-text": "Typed"}
    request = rf.post(address, data)
    request.user = admin_user

    formsets = formsets_of(admin.site.get_model_admin(Project), request, project, project, request.POST)

    (objectives,) = [formset for formset, _inline in formsets if formset.prefix == "objectives"]
    assert objectives.forms[0]["text"].value() == "Typed"
