import pytest

from catalogue.former_addresses import free_slug
from catalogue.slugs import slug_from
from organisations.models import Organisation
from tests.factories import OrganisationFactory


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Civic Alliance", "civic-alliance"),
        ("Građanska alijansa", "gradanska-alijansa"),
        ("Грађанска алијанса", "gradanska-alijansa"),
        ("Žene, Život & Čuvari", "zene-zivot-cuvari"),
        ("Љубав, њива, ћуп, џеп, шљива", "ljubav-njiva-cup-dzep-sljiva"),
        ("Ѓорче, Ќерка и Ѕвезда", "gjorce-kjerka-i-dzvezda"),
        ("Qendra për Ligjin çdo ditë", "qendra-per-ligjin-cdo-dite"),
        ("Đorđe Ðorđe Łódź Straße", "dorde-dorde-lodz-strasse"),
        ("Women's  Network — ", "womens-network"),
        ("???", ""),
    ],
)
def test_slug_is_made_of_the_letters_of_the_region(name, slug):
    made = slug_from(name, 120)

    assert made == slug


def test_slug_of_a_letter_written_as_two_is_the_same():
    made = slug_from("\u0433\u0301orce", 120)

    assert made == "gjorce"


def test_slug_is_cut_to_its_length_without_a_hyphen_at_the_end():
    made = slug_from("civic alliance", 6)

    assert made == "civic"


@pytest.mark.django_db
def test_free_slug_takes_the_first_free_number():
    for slug in ("alliance", "alliance-2", "alliance-of-all"):
        OrganisationFactory(slug=slug)

    free = free_slug("alliance", Organisation.objects.all(), 120)

    assert free == "alliance-3"


@pytest.mark.django_db
def test_free_slug_keeps_to_its_length():
    OrganisationFactory(slug="a" * 120)

    free = free_slug("a" * 120, Organisation.objects.all(), 120)

    assert free == "a" * 115 + "-2"
