import pytest

from catalogue.exports import responses
from catalogue.exports.responses import MOST_AT_ONCE
from tests.factories import OrganisationFactory


@pytest.mark.django_db
def test_one_file_too_many_is_asked_to_come_again_and_the_others_are_sent(client):
    OrganisationFactory()
    sent = [client.get("/organisations/data.csv") for _ in range(MOST_AT_ONCE)]

    refused = client.get("/organisations/data.xlsx")

    assert [response.status_code for response in sent] == [200] * MOST_AT_ONCE
    assert (refused.status_code, refused["Retry-After"]) == (503, "30")
    assert client.get("/organisations/").status_code == 200

    for response in sent:
        b"".join(response.streaming_content)
    again = client.get("/organisations/data.xlsx")
    assert again.status_code == 200
    b"".join(again.streaming_content)


@pytest.mark.django_db
def test_file_that_fails_releases_its_slot(client, monkeypatch):
    def broken(self, file_format):
        raise RuntimeError("made for this test")

    monkeypatch.setattr("catalogue.exports.views.ListFiles.file", broken)

    for _ in range(MOST_AT_ONCE + 1):
        with pytest.raises(RuntimeError):
            client.get("/organisations/data.csv")

    assert responses.acquire_slot() is True
    responses.release_slot()


@pytest.mark.django_db
def test_client_that_goes_away_ends_the_work():
    ended = []

    def pieces():
        try:
            yield from ("one", "two", "three")
        finally:
            ended.append(True)

    responses.acquire_slot()
    response = responses.StreamedFile(pieces())
    first = next(iter(response.streaming_content))
    response.close()

    assert (first, ended) == (b"one", [True])
    assert [responses.acquire_slot() for _ in range(MOST_AT_ONCE + 1)] == [True] * MOST_AT_ONCE + [False]
    for _ in range(MOST_AT_ONCE):
        responses.release_slot()
