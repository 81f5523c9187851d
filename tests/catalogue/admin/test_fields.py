"""Choices that may have been sent with anything, and names of fields without a label of their own."""

import pytest
from django.core.exceptions import ValidationError

from catalogue.admin.fields import KeyField, KeysField, PublicationWidget
from organisations.models import Organisation, Theme
from tests.factories import OrganisationFactory, ThemeFactory

pytestmark = pytest.mark.django_db

NO_KEYS = ["x", "\0", str(10**30)]


def test_choice_is_found_by_its_key():
    organisation = OrganisationFactory()

    assert KeyField(Organisation.objects.all()).clean(str(organisation.pk)) == organisation


@pytest.mark.parametrize("value", NO_KEYS)
def test_choice_that_cannot_be_a_key_is_refused_without_a_query(value, django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(ValidationError) as refused:
        KeyField(Organisation.objects.all()).clean(value)

    assert refused.value.code == "invalid_choice"


@pytest.mark.parametrize("value", NO_KEYS)
def test_choices_of_which_one_cannot_be_a_key_are_refused_without_a_query(value, django_assert_num_queries):
    keys = [str(ThemeFactory().pk), value]

    with django_assert_num_queries(0), pytest.raises(ValidationError) as refused:
        KeysField(Theme.objects.all()).clean(keys)

    assert refused.value.code == "invalid_pk_value"


def test_date_and_time_of_publication_have_names_of_their_own():
    names = [widget.attrs["aria-label"] for widget in PublicationWidget().widgets]

    assert names == ["Publication date", "Publication time"]
