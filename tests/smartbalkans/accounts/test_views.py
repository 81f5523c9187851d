"""Requests above a limit are refused; the pages of a reset are tested in `test_password_reset`."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_too_many_requests_are_refused(person, log_in):
    for _attempt in range(30):
        log_in("", "")

    answer = log_in()

    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "Try again in 60 seconds." in " ".join(answer.content.decode().split())
