import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    ["/", "/organisations/data.csv", "/organisations/data.csv?x=1", "/admin/", "/nowhere/", "/robots.txt"],
)
def test_every_response_denies_features_that_the_portal_does_not_use(client, address):
    policy = client.get(address)["Permissions-Policy"].split(", ")

    assert {"camera=()", "geolocation=()", "microphone=()", "payment=()"} <= set(policy)
    assert "publickey-credentials-get=(self)" in policy
