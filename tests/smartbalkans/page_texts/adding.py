"""Reading and saving texts on the page of the back office."""

from organisations.models import Organisation
from projects.models import Project
from tests.forms import fields_of
from trainings.models import Training

ADDRESS = "/admin/add-from-text/"


def fields(response) -> dict[str, list[str]]:
    return fields_of(response, "add_from_text_form")


def field(data, ending):
    """Return the one name of the form with this ending, besides that of its hidden initial value."""
    (name,) = [name for name in data if name.endswith(ending) and not name.startswith("initial-")]
    return name


def read(client, text, **more):
    return client.post(ADDRESS, {"text": text, "_read": "", **more})


def save(client, data):
    return client.post(ADDRESS, {**data, "_save": ""})


def counts():
    return [model.objects.count() for model in (Organisation, Project, Training)]
