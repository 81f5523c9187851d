"""What is wrong with an address of the back office is refused."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/admin/organisations/country/%00/history/",
        "/admin/organisations/country/M%00/change/",
        "/admin/organisations/country/?code=%00",
        "/admin/organisations/organisation/?q=%00",
        "/admin/organisations/organisation/1/merge/?q=%00",
        "/admin/autocomplete/?app_label=organisations&model_name=grant&field_name=recipient&term=%00",
        "/admin/r/1/%00/",
    ],
)
def test_address_with_a_null_character_is_refused(admin_client, address):
    assert admin_client.get(address).status_code == 400
