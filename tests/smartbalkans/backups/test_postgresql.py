"""The programs of PostgreSQL: their password, and where they are missing."""

import pytest
from django.db import connection

from smartbalkans.backups import postgresql

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL only")
def test_password_is_in_the_environment_of_programs_only(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "a secret")
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "sslmode", "prefer")

    variables = postgresql.variables()

    assert (variables["PGPASSWORD"], variables["PGSSLMODE"]) == ("a secret", "prefer")
    assert variables["PGDATABASE"] == connection.settings_dict["NAME"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL only")
def test_missing_program_is_named(monkeypatch):
    with pytest.raises(postgresql.BackupError, match="apt-get install postgresql-client"):
        postgresql.require("no_such_program")
