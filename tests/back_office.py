"""Every address of the back office, and one of everything that an address may name."""

from collections.abc import Iterator
from itertools import product

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.urls import URLResolver

from catalogue.autosave.models import AutosavedForm
from catalogue.history.recording import recorded
from catalogue.history.versions import versions_of
from catalogue.list_settings.models import SavedFilter
from catalogue.proposals.models import EarlierProposal
from catalogue.proposals.saving import OpenProposal, discard, proposal_of
from catalogue.publishing.models import BulkRun
from organisations.exports import GrantResource, OrganisationResource
from projects.exports import ProjectResource
from smartbalkans.accounts.invitations import invite
from tests.authenticator import set_up_app
from tests.catalogue.imports.importing import cell, check_file, edited, exported_workbook
from tests.catalogue.proposals.proposing import propose
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
from trainings.exports import TrainingResource

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
STEPS = (
    *("send_for_review", "publish", "withdraw", "change_themes", "set_country", "set_line"),
    *("check", "assign"),
)


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
        """Make an entry with a history, proposed changes and discarded ones; another; one that was deleted;
        and a file that waits.
        """
        entry, other, gone = (factory(**values) for _number in range(3))
        model, gone_key = type(entry), gone.pk
        self.others += f" {entry.pk} {other.pk}"
        with recorded(None, "Changed"):
            entry.staff_note = "Changed"
            entry.save()
        with recorded(None, "Deleted"):
            gone.delete()
        propose(entry, owner, staff_note="Discarded")
        with transaction.atomic():
            discard(OpenProposal(entry, proposal_of(entry)), owner)
        propose(entry, owner, staff_note="Proposed")
        earlier = EarlierProposal.objects.of_entry(entry)
        file = edited(exported_workbook(resource), lambda book: fill(cell(book.worksheets[0], heading)))
        self.add(
            entry,
            key=[entry.pk],
            kept=[entry.pk],
            gone=[other.pk],
            earlier_key=[*earlier.filter(is_discarded=True).values_list("pk", flat=True)] or ["0"],
            version_id=[versions_of(model, key).last().pk for key in (entry.pk, gone_key)],
            pk=[check_file(resource, file, user=owner).pk],
            name=STEPS,
        )
        place = f"{model._meta.app_label}/{model._meta.model_name}/"
        self.values[place] |= {
            **{"first": entry.pk, "second": other.pk, "keys": entry.pk},
            **{"how": "add", "values": self.theme.pk, "person": owner.pk},
            **({"recipient": entry.recipient_id, "line": entry.line} if factory is GrantFactory else {}),
            **{"token": entry.token, "kept_token": entry.token, "gone_token": other.token},
        }

    def add_work_of(self, person: User) -> None:
        """Make what a person has begun: proposed versions, unsaved forms, saved filters and bulk actions."""
        for factory, (_resource, _heading, values) in ENTRIES.items():
            entry = factory(**values)
            propose(entry, person, staff_note="Proposed")
            kind, label = entry._meta.label_lower, f"{entry._meta.app_label}/{entry._meta.model_name}/"
            form = AutosavedForm.objects.create(user=person, kind=kind, entry_id=entry.pk)
            saved = SavedFilter.objects.create(user=person, kind=kind, name="Own", query="q=own")
            run = BulkRun.objects.create(user=person, kind=kind, action="withdraw", keys=[entry.pk])
            keys = self.keys[label]
            self.keys[label] = {
                **keys,
                **{"object_id": [keys["object_id"][0], entry.pk], "key": [*keys["key"], entry.pk, entry.pk]},
                **{"pk": [*keys["pk"], saved.pk, run.pk], "form_key": [form.pk]},
            }
        invite(User.objects.get(username="colleague"))

    def addresses(self) -> Iterator[tuple[str, str, dict]]:
        """Yield each route of the back office, its addresses, and what is sent beside the form's fields."""
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
    """Yield each route with the parts of it that are filled in, by their names."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif not route.endswith("$"):
            parts = [
                part for part in route.replace("<", "\n<").replace(">", ">\n").split("\n") if "<" in part
            ]
            yield route, {part.strip("<>").rpartition(":")[2]: part for part in parts}
