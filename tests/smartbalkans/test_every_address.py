"""Every address of the back office, sent all that its page takes, by people of each group."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from catalogue.search.models import SearchDocument
from tests.back_office import STEPS, World
from tests.forms import open_form
from tests.staff import person_of

pytestmark = pytest.mark.django_db

BUTTONS = ("_save", "_draft", "_review", "_publish", "_publishnow", "_withdraw")
PASSWORD = "quite another password"  # noqa: S105  (of nobody)
# What pages ask beside the fields of their forms.
ASKED = {
    **{"post": "yes", "confirmed": "1", "answered": "1", "rows_go": "1", "say": "two"},
    **{"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"},
    **{"comment-text": "Changed by the form"},
    **{"status": "closed", "purpose": "Changed by the form"},
    **{"text": "Civic Alliance\n\nAbout the organisation\n\nIt works."},
}
# What tells of a login, how a person likes their own lists, and what searching notes for itself.
LEFT_OUT = {
    *("sessions.session", "reversion.revision", "catalogue.listcolumns", "catalogue.savedfilter"),
    *("catalogue.searchclock", "catalogue.staleentry", "catalogue.dataversion", "catalogue.pendingrenewal"),
}


def sent(chief: Client, address: str, more: dict) -> Iterator[dict]:
    """Yield what the page sends with each of its buttons and actions, as somebody who may do all would."""
    data = {**open_form(chief, address), **ASKED, **more}
    if "/proposal/" in address:
        for action in ("publish", "send_back", "send_for_review", "discard"):
            yield {**open_form(chief, address), "confirmed": "1", "reason": "No.", action: "1"}
        return
    if "name" in data:
        data["name"] = "Changed by the form"
    for button in BUTTONS if "_token" in data or address.endswith("/add/") else ("_save",):
        yield {**data, button: "1"}
    if address.count("/") == 4:
        for action in (*STEPS, "delete_selected"):
            yield {**data, "action": action, "index": "0"}


def everything() -> dict[str, list]:
    """Return all rows of all tables, less what changes by merely logging in."""
    found = {}
    for model in apps.get_models():
        if model._meta.label_lower not in LEFT_OUT and not issubclass(model, SearchDocument):
            rows = list(model._base_manager.order_by("pk").values())
            found[model._meta.label_lower] = [{**row, "last_login": None} for row in rows]
    return found


def changing(person: User, world: World) -> set[str]:
    """Return the routes at which the person changes anything."""
    chief, client = Client(), Client()
    chief.force_login(User.objects.create_superuser("chief"))
    before, found = everything(), set()
    for route, address, more in world.addresses():
        if route == "logout/":
            continue
        for data in list(sent(chief, address, more)):
            data["file"] = SimpleUploadedFile("a.csv", b"Name\nSomething new\n")
            with transaction.atomic():
                client.force_login(person)
                client.post(address, {name: value for name, value in data.items() if value is not None})
                if everything() != before:
                    found.add(route)
                transaction.set_rollback(True)
    return found


@pytest.mark.attack
def test_analyst_changes_nothing():
    person = person_of("Analyst")

    assert changing(person, World(person, is_draft=True)) == set()


# What an editor does with drafts, and with what is public, by kind of entry; the lists are not theirs.
WITH_DRAFTS = {
    *("add/", "<path:object_id>/change/", "<path:object_id>/history/<int:version_id>/restore/"),
    *("deleted/<int:version_id>/", "bulk/<str:name>/", "<int:key>/preview/links/"),
    *("<int:key>/review/", "<int:key>/proposal/", "<int:key>/proposal/links/"),
    *("import/", *(f"import/<int:pk>/{page}/" for page in ("confirm", "check-again", "discard"))),
}
WITH_WHAT_IS_PUBLIC = {
    *("add/", "deleted/<int:version_id>/", "<int:key>/review/"),
    *("<path:object_id>/change/", "<int:key>/proposal/", "<int:key>/proposal/links/"),
    *("import/", *(f"import/<int:pk>/{page}/" for page in ("check-again", "discard"))),
}
KINDS = ("organisations/organisation/", "organisations/grant/", "projects/project/", "trainings/training/")


@pytest.mark.attack
@pytest.mark.parametrize(("is_draft", "pages"), [(True, WITH_DRAFTS), (False, WITH_WHAT_IS_PUBLIC)])
def test_editor_changes_only_what_an_editor_may(is_draft, pages):
    person = person_of("Editor")

    found = changing(person, World(person, is_draft=is_draft))

    reports = {"contact/report/<path:object_id>/change/"}
    dismissed_pairs = {f"{kind}duplicates/" for kind in KINDS if kind != "organisations/grant/"}
    assert found == {f"{kind}{page}" for kind in KINDS for page in pages} | dismissed_pairs | reports
