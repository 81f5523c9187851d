"""Every public address of the portal, and an entry of each kind that is in every format.

A new address with a part that varies fails here until `values_of` knows what to put there.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest
from django.urls import URLPattern, get_resolver

from organisations.models import Country, Organisation, Theme
from projects.models import Project
from tests.factories import (
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    SpeakerFactory,
    TrainingFactory,
)
from trainings.models import Training

FOR_STAFF = ("admin/", "accounts/")  # what stands behind a login
# A file that staff uploaded, by its name; and what only a signed link shows (tests/catalogue/publishing).
NOT_OF_ENTRIES = {"media", "preview"}
ENTRIES = {"organisations/": Organisation, "projects/": Project, "trainings/": Training}


def patterns(resolver=None, path: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the portal that is not for staff alone, as in `urls.py`."""
    for pattern in (resolver or get_resolver()).url_patterns:
        whole = path + str(pattern.pattern)
        if whole.startswith(FOR_STAFF):
            continue
        if isinstance(pattern, URLPattern):
            yield whole, pattern
        else:
            yield from patterns(pattern, whole)


def addresses() -> Iterator[str]:
    """Yield every public address, with all values of its variable parts."""
    for route, pattern in patterns():
        if pattern.name in NOT_OF_ENTRIES:
            continue
        plain = route.replace("^", "").replace("$", "").replace("\\", "")
        parts = re.findall(r"<(?:\w+:)?\w+>|\(\?P<\w+>[^)]*\)", plain)
        for values in product(*(values_of(part, route) for part in parts)):
            address = plain
            for part, value in zip(parts, values, strict=True):
                address = address.replace(part, value, 1)
            yield f"/{address}"


def values_of(part: str, route: str) -> list[str]:
    """Return the possible values of a variable part of an address, such as <slug:slug>."""
    if choices := re.search(r">(.*)\)", part):
        return choices[1].split("|")
    section = next((one for one in ENTRIES if route.startswith(one)), None)
    if part == "<slug:slug>" and section:
        return [entry.slug for entry in ENTRIES[section].objects.for_public()]
    if part == "<section>":
        return ["pages", "places", "organisations", "projects", "trainings"]
    if route.startswith("countries/"):
        return [country.code.lower() for country in Country.objects.in_programme()]
    if route.startswith("themes/"):
        return [theme.slug for theme in Theme.objects.all()]
    pytest.fail(f"{route} has {part}: say in tests/addresses.py what may stand there.")


def text_in(content: bytes) -> str:
    """Return the text of a page or file; of one that is zipped, such as an Excel file, that of its parts."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


def make_what_is_public(author) -> list:
    """Make an entry of each kind that is in every format, with what is internal filled in."""
    internal = {"author": author, "staff_note": "Secret note"}
    country = CountryFactory(code="ME", name="Montenegro")
    OrganisationFactory(programme_role="donor", kind="donor", name="Donor", **internal)
    OrganisationFactory(programme_role="lead_implementer", name="Lead implementer", **internal)
    organisation = OrganisationFactory(name="Shown organisation", country=country, **internal)
    grant = GrantFactory(
        slug="shown-grant",
        line="regional",
        recipient=organisation,
        amount=100,
        currency="EUR",
        awarded_on=date(2024, 1, 1),
        starts_on=date(2024, 2, 1),
        **internal,
    )
    project = ProjectFactory(name="Shown project", summary="What it does.", grant=grant, **internal)
    PartnerFactory(project=project, organisation=organisation, role="lead")
    training = TrainingFactory(name="Shown training", starts_on=date(2024, 3, 1), **internal)
    SpeakerFactory(training=training, organisation=organisation)
    return [organisation, grant, project, training]
