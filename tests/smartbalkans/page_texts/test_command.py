"""`manage.py read_page_text`: tells how each page is understood, and makes drafts, never twice."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command
from reversion.models import Revision

from organisations.models import Organisation
from projects.models import Project
from tests.factories import CountryFactory, OrganisationFactory
from tests.smartbalkans.page_texts.texts import ORGANISATION, PROJECT, TRAINING
from trainings.models import Training

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(tmp_path):
    """Give a function that writes a file and gives its path."""

    def write(text, name="pages.txt", encoding="utf-8"):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return str(file)

    return write


def run(*arguments):
    out = io.StringIO()
    call_command("read_page_text", *arguments, stdout=out)
    return out.getvalue()


def counts():
    return [model.objects.count() for model in (Organisation, Project, Training)]


def test_dry_run_tells_everything_of_a_page_and_makes_nothing(write):
    CountryFactory(code="ME", name="Montenegro")
    file = write(ORGANISATION)

    assert (
        run(file, "--dry-run")
        == f"""\
{file}: 1 page

Page 1, lines 1 to 25
  Kind: organisation
  Name: Kuća mostova
  Country: Montenegro
  Acronym (read from “Kuća mostova (KM)”, line 7):
    KM
  Active since (read from “was founded in 2009”, line 7):
    2009
  Strategic orientation:
    Kuća mostova (KM) was founded in 2009 and builds footbridges in Montenegro.
  Beneficiaries:
    Rural women, pupils of primary schools and citizens.
  Goals:
    - Nobody wades.
  Activities:
    - Measuring
      - At low water
    - Building
  Left out, line 1 (a caption of a picture): Photo: archive
  No place, line 23 (a heading that is not known): Our pride
  No place, line 25 (it stands under “Our pride”): Twelve bridges stand.
"""
    )
    assert counts() == [0, 0, 0]


def test_dry_run_tells_matches_and_what_to_check(write):
    OrganisationFactory(name="Kuca mostova")
    OrganisationFactory(name="Ura e re")
    OrganisationFactory(name="Ura e Re")

    lines = run(write(PROJECT), "--dry-run").splitlines()

    assert [line for line in lines if line.startswith("  Organisation ")] == [
        "  Organisation “Kuća mostova”: Kuca mostova",
        "  Organisation “Ura e Re”: to be chosen: Ura e re; Ura e Re "
        "(Several organisations in the portal have this name: choose one.)",
        "  Organisation “Bridge Society”: new draft (Not in the portal yet: a draft of it is made.)",
    ]
    assert "  To check: No role stands beside “Bridge Society”; it is entered as a partner." in lines


def test_drafts_are_made_and_recorded_with_the_name_of_the_file(write):
    written = run(write(ORGANISATION + "\n" + TRAINING, "march.txt"))

    assert written.endswith(
        "Made a draft: organisation “Kuća mostova” (kuca-mostova)\n"
        "Made a draft: training “Ropes and Knots” (ropes-and-knots)\n"
        f"{written.splitlines()[0].partition(':')[0]}: made 2 drafts.\n"
    )
    assert set(Revision.objects.values_list("user", "comment")) == {
        (None, "Read from the page text march.txt")
    }


def test_second_run_makes_nothing(write):
    file = write("\n".join([ORGANISATION, PROJECT, TRAINING]))
    run(file)
    before = counts()

    written = run(file)

    assert (written.splitlines()[-1], counts()) == (f"{file}: made 0 drafts.", before)
    assert written.count("No draft: it is in the portal already.") == 3


def test_several_files_are_read_one_after_the_other(write):
    run(write(ORGANISATION, "a.txt"), write(PROJECT, "b.txt"))

    assert Project.objects.get().partners.get(role="lead").organisation.name == "Kuća mostova"
    assert Organisation.objects.filter(name="Kuća mostova").count() == 1


def test_page_that_is_not_certain_is_left_to_a_person(write):
    written = run(write("Kuća zvuka\n\nGoals\n\nMusic\n\nMain activities\n\nConcerts\n"))

    assert (
        "No draft: it is not certain whether it is an organisation, a project or a training." in written,
        counts(),
    ) == (True, [0, 0, 0])


def test_standard_input_is_read_for_a_dash(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TRAINING.encode())))

    assert run("-").endswith("-: made 2 drafts.\n")
    comments = set(Revision.objects.values_list("comment", flat=True))
    assert comments == {"Read from the page text standard input"}


def test_file_with_a_mark_of_its_encoding_is_read(write):
    assert "Name: Kuća mostova" in run(write(ORGANISATION, encoding="utf-8-sig"), "--dry-run")
    assert "Name: Kuća mostova" in run(write(ORGANISATION, encoding="utf-16"), "--dry-run")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "Kuća\nŽabac".encode("cp1250"),
            "is not in UTF-8: see line 1. Save it as plain text with the encoding UTF-8, or paste its text.",
        ),
        (b"PK\x03\x04....", "is a document with its own format, and no plain text."),
        (b" \r\n ", "is empty."),
        (b"a" * 1_000_001, "has 1001 kB; a page text has at most 1000 kB. Part it into several."),
    ],
    ids=["another encoding", "a Word file", "empty", "too large"],
)
def test_file_that_cannot_be_read_is_refused_with_what_to_do(write, content, message):
    file = write(content)

    with pytest.raises(CommandError) as refused:
        run(file)

    assert str(refused.value).startswith(f"{file} {message}")


def test_missing_file_is_refused_before_any_is_read(write):
    with pytest.raises(CommandError) as refused:
        run(write(ORGANISATION), "nowhere.txt")

    assert str(refused.value) == (
        "nowhere.txt cannot be read: No such file or directory. Check its name and its permissions."
    )
    assert counts() == [0, 0, 0]
