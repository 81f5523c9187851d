import pytest

from smartbalkans.contact.pages import ReportedPage, page_at
from tests.factories import (
    CountryFactory,
    OrganisationFactory,
    ProjectFactory,
    ThemeFactory,
    TrainingFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("factory", [OrganisationFactory, ProjectFactory, TrainingFactory])
def test_page_of_an_entry_is_known_by_its_name(factory):
    entry = factory(name="Open doors")

    address = entry.get_absolute_url()
    assert page_at(address) == ReportedPage(address, "Open doors", entry)
    assert page_at(f"{address}?a=b#c") == ReportedPage(address, "Open doors", entry)


@pytest.mark.parametrize("factory", [OrganisationFactory, ProjectFactory, TrainingFactory])
def test_page_of_an_entry_that_is_not_public_is_known_by_its_address_alone(factory):
    address = factory(name="Secret", draft=True).get_absolute_url()

    assert page_at(address) == ReportedPage(address)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        *[("/", "Home"), ("/data/", "Open data"), ("/accessibility/", "Accessibility"), ("/none/", "")],
        *[("/organisations/", "Organisations"), ("/grants/", "Grants"), ("/insights/", "Insights")],
        *[("/countries/al/", "Albania"), ("/countries/AL/", "Albania"), ("/countries/no/", "")],
        *[("/themes/cyber-security/", "Cyber security"), ("/themes/none/", ""), ("/themes/", "Themes")],
    ],
)
def test_other_pages_are_known_by_their_address(address, name):
    CountryFactory(code="AL", name="Albania", is_programme_country=True)
    CountryFactory(code="NO", name="Norway")
    ThemeFactory(slug="cyber-security", name="Cyber security")

    assert page_at(address) == ReportedPage(address, name)


@pytest.mark.parametrize(
    "address",
    [
        *("", "nothing", "https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/"),
        *("javascript:alert(1)", "/a\nb", "/a\x00b", "/\u202eb", "http://[half", f"/{'a' * 300}"),
    ],
)
def test_what_is_no_address_of_the_portal_is_about_no_page(address):
    assert page_at(address) == ReportedPage()
