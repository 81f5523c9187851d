"""Every address of the back office, sent all that its page takes, by people of each group."""

from collections.abc import Iterator
from itertools import product

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLResolver

from catalogue.history.recording import recorded
from catalogue.history.versions import versions_of
from catalogue.search.models import SearchDocument
from organisations.exports import GrantResource, OrganisationResource
from projects.exports import ProjectResource
from tests.authenticator import set_up_app
from tests.catalogue.imports.importing import bring_in, cell, edited, taken_away
from tests.factories import (
    BeneficiaryGroupFactory,
    ContactFactory,
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    ProjectFactory,
    ReportFactory,
    ThemeFactory,
    TopicFactory,
    TrainingFactory,
)
from tests.forms import open_form
from tests.staff import person_of
from trainings.exports import TrainingResource

pytestmark = pytest.mark.django_db

ENTRIES = {
    OrganisationFactory: (OrganisationResource, "Name", {"summary": "A", "is_country_not_stated": True}),
    GrantFactory: (GrantResource, "Call or round", {}),
    ProjectFactory: (ProjectResource, "Name", {"summary": "A"}),
    TrainingFactory: (
        TrainingResource,
        "Name",
        {"summary": "A", "is_country_not_stated": True, "starts_on": "2024-01-01"},
    ),
}
LISTS = (ThemeFactory, BeneficiaryGroupFactory, CountryFactory, TopicFactory)
STEPS = ("send_for_review", "publish", "withdraw", "add_theme")
BUTTONS = ("_save", "_draft", "_review", "_publish", "_publishnow", "_withdraw")
PASSWORD = "quite another password"  # noqa: S105  (of nobody)
# What pages ask beside the fields of their forms.
ASKED = {
    **{"post": "yes", "confirmed": "1", "answered": "1", "rows_go": "1", "say": "two"},
    **{"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"},
    **{"status": "closed", "purpose": "Changed by the form"},
    **{"text": "Civic Alliance\n\nAbout the organisation\n\nIt works."},
}
# What tells of a login, and what searching notes for itself.
LEFT_OUT = {
    *("sessions.session", "reversion.revision"),
    *("catalogue.searchclock", "catalogue.staleentry", "catalogue.dataversion", "catalogue.pendingrenewal"),
}


class World:
    """One of everything that an address may name, by the part of the address that names it."""

    def __init__(self, owner: User, *, is_draft: bool):
        self.keys: dict[str, dict[str, list]] = {}
        self.values: dict[str, dict] = {}
        self.theme = ThemeFactory()
        self.others = ""  # the keys of all entries, as the box says that a new one is none of them
        for factory, (resource, heading, values) in ENTRIES.items():
            self.add_entry(factory, resource, heading, owner, {**values, "draft": is_draft})
        for factory in LISTS:
            self.add(factory())
        colleague = User.objects.create_user("colleague", is_staff=True)
        set_up_app(colleague)
        self.add(colleague, id=[colleague.pk])
        self.add(Group.objects.get(name="Analyst"))
        self.add(ReportFactory())
        self.add(ContactFactory())

    def add(self, thing, **keys) -> None:
        place = f"{thing._meta.app_label}/{thing._meta.model_name}/"
        self.keys[place] = {"object_id": [thing.pk], **keys}
        self.values[place] = {"_selected_action": [thing.pk]}

    def add_entry(self, factory, resource, heading, owner, values) -> None:
        """Make an entry with a history, another one, one that was deleted, and a file that waits."""
        entry, other, gone = (factory(**values) for _number in range(3))
        model, gone_key = type(entry), gone.pk
        self.others += f" {entry.pk} {other.pk}"
        with recorded(None, "Changed"):
            entry.staff_note = "Changed"
            entry.save()
        with recorded(None, "Deleted"):
            gone.delete()
        file = edited(taken_away(resource), lambda book: fill(cell(book.worksheets[0], heading)))
        self.add(
            entry,
            key=[entry.pk],
            kept=[entry.pk],
            gone=[other.pk],
            version_id=[versions_of(model, key).last().pk for key in (entry.pk, gone_key)],
            pk=[bring_in(resource, file, user=owner).pk],
            name=STEPS,
        )
        place = f"{model._meta.app_label}/{model._meta.model_name}/"
        self.values[place] |= {
            **{"first": entry.pk, "second": other.pk, "keys": entry.pk, "theme": self.theme.pk},
            **({"recipient": entry.recipient_id, "line": entry.line} if factory is GrantFactory else {}),
            **{"token": entry.token, "kept_token": entry.token, "gone_token": other.token},
        }

    def addresses(self) -> Iterator[tuple[str, str, dict]]:
        """Give each route of the back office, its addresses, and what goes to it beside the form's fields."""
        for route, converters in routes(admin.site.get_urls()):
            place = next((place for place in self.keys if route.startswith(place)), "")
            keys = self.keys.get(place, {})
            for values in product(*(keys.get(name, ["none"]) for name in converters)):
                address = route
                for name, value in zip(converters, values, strict=True):
                    address = address.replace(converters[name], str(value))
                yield route, f"/admin/{address}", {"is_another": self.others} | self.values.get(place, {})


def fill(one) -> None:
    one.value = "Changed by a file"


def routes(patterns: list, before: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Give each route with the parts of it that are filled in, by their names."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif not route.endswith("$"):
            parts = [
                part for part in route.replace("<", "\n<").replace(">", ">\n").split("\n") if "<" in part
            ]
            yield route, {part.strip("<>").rpartition(":")[2]: part for part in parts}


def sent(chief: Client, address: str, more: dict) -> Iterator[dict]:
    """Give what the page sends with each of its buttons and actions, as somebody who may do all would."""
    data = {**open_form(chief, address), **ASKED, **more}
    if "name" in data:
        data["name"] = "Changed by the form"
    for button in BUTTONS if "_token" in data or address.endswith("/add/") else ("_save",):
        yield {**data, button: "1"}
    if address.count("/") == 4:
        for action in (*STEPS, "delete_selected"):
            yield {**data, "action": action, "index": "0"}


def everything() -> dict[str, list]:
    """Give all rows of all tables, less what changes by merely logging in."""
    found = {}
    for model in apps.get_models():
        if model._meta.label_lower not in LEFT_OUT and not issubclass(model, SearchDocument):
            rows = list(model._base_manager.order_by("pk").values())
            found[model._meta.label_lower] = [{**row, "last_login": None} for row in rows]
    return found


def changing(person: User, world: World) -> set[str]:
    """Give the routes at which the person changes anything."""
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


def test_analyst_changes_nothing():
    person = person_of("Analyst")

    assert changing(person, World(person, is_draft=True)) == set()


# What an editor does with drafts, and with what is public, by kind of entry; the lists are not theirs.
WITH_DRAFTS = {
    *("add/", "<path:object_id>/change/", "<path:object_id>/history/<int:version_id>/restore/"),
    *("deleted/<int:version_id>/", "bulk/<str:name>/", "<int:key>/preview/links/"),
    *("import/", *(f"import/<int:pk>/{page}/" for page in ("confirm", "check-again", "discard"))),
}
WITH_WHAT_IS_PUBLIC = {
    *("add/", "deleted/<int:version_id>/"),
    *("import/", *(f"import/<int:pk>/{page}/" for page in ("check-again", "discard"))),
}
KINDS = ("organisations/organisation/", "organisations/grant/", "projects/project/", "trainings/training/")


@pytest.mark.parametrize(("is_draft", "pages"), [(True, WITH_DRAFTS), (False, WITH_WHAT_IS_PUBLIC)])
def test_editor_changes_only_what_an_editor_may(is_draft, pages):
    person = person_of("Editor")

    found = changing(person, World(person, is_draft=is_draft))

    reports = {"contact/report/<path:object_id>/change/"}
    dismissed_pairs = {f"{kind}duplicates/" for kind in KINDS if kind != "organisations/grant/"}
    assert found == {f"{kind}{page}" for kind in KINDS for page in pages} | dismissed_pairs | reports
