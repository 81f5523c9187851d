"""`manage.py read_page_text` shows how each page is read, and creates drafts, never twice."""

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
    """Return a function that writes a file and returns its path."""

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


def test_dry_run_shows_everything_of_a_page_and_creates_nothing(write):
    CountryFactory(code="ME", name="Montenegro")
    file = write(ORGANISATION)

    assert (
        run(file, "--dry-run")
        == f"""\
{file}: 1 page

Page 1, lines 1 to 25
  Type: organisation
  Name: Kuća mostova
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
  To check: The country is not stated under a heading. Choose it.
  Please check, not entered: Acronym: KM (read from “Kuća mostova (KM)”, line 7)
  Please check, not entered: Founded: 2009 (read from “was founded in 2009”, line 7)
  Please check, not entered: Country: Montenegro (read from “Montenegro”, line 7)
  Left out, line 1 (a picture caption): Photo: archive
  Not used, line 23 (heading not recognised): Our pride
  Not used, line 25 (under “Our pride”): Twelve bridges stand.
"""
    )
    assert counts() == [0, 0, 0]


def test_dry_run_shows_matches_and_what_to_check(write):
    OrganisationFactory(name="Kuca mostova")
    OrganisationFactory(name="Ura e re")
    OrganisationFactory(name="Ura e Re")

    lines = run(write(PROJECT), "--dry-run").splitlines()

    assert [line for line in lines if line.startswith("  Organisation ")] == [
        "  Organisation “Kuća mostova”: Kuca mostova",
        "  Organisation “Ura e Re”: please choose: Ura e re; Ura e Re (Several organisations "
        "in the portal have this name. Choose one.)",
        "  Organisation “Bridge Society”: new draft (Not in the portal yet. A draft will be created.)",
    ]
    assert "  To check: No role is stated for “Bridge Society”, so it was added as a partner." in lines


def test_drafts_are_made_and_recorded_with_the_name_of_the_file(write):
    written = run(write(ORGANISATION + "\n" + TRAINING, "march.txt"))

    assert written.endswith(
        "Created draft: organisation “Kuća mostova” (kuca-mostova)\n"
        "Created draft: training “Rope makes friends” (rope-makes-friends)\n"
        f"{written.splitlines()[0].partition(':')[0]}: 2 drafts created.\n"
    )
    assert set(Revision.objects.values_list("user", "comment")) == {
        (None, "Read from the page text march.txt")
    }


def test_second_run_makes_nothing(write):
    file = write("\n".join([ORGANISATION, PROJECT, TRAINING]))
    run(file)
    before = counts()

    written = run(file)

    assert (written.splitlines()[-1], counts()) == (f"{file}: 0 drafts created.", before)
    assert written.count("No draft: already in the portal.") == 3


def test_several_files_are_read_one_after_the_other(write):
    run(write(ORGANISATION, "a.txt"), write(PROJECT, "b.txt"))

    assert Project.objects.get().partners.get(role="lead").organisation.name == "Kuća mostova"
    assert Organisation.objects.filter(name="Kuća mostova").count() == 1


def test_page_that_is_not_certain_is_left_to_a_person(write):
    written = run(write("Kuća zvuka\n\nGoals\n\nMusic\n\nMain activities\n\nConcerts\n"))

    assert (
        "No draft: not recognised as an organisation, a project or a training." in written,
        counts(),
    ) == (True, [0, 0, 0])


def test_standard_input_is_read_for_a_dash(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TRAINING.encode())))

    assert run("-").endswith("-: 1 draft created.\n")
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
            "is not in UTF-8 (line 1). Save it as text in UTF-8, or paste its text.",
        ),
        (b"PK\x03\x04....", "is not a plain text file. Save it as plain text in UTF-8, or paste its text."),
        (b" \r\n ", "is empty."),
        (b"a" * 900_001, "is 901 kB; the limit is 900 kB. Split it into several files."),
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
        "Cannot read nowhere.txt: No such file or directory. Check the file name and permissions."
    )
    assert counts() == [0, 0, 0]


def test_page_without_a_title_asks_for_its_name(write):
    text = (
        "Summary of the project\nThe project works with youth.\n\nTarget groups\nYoung people; teachers\n\n"
        "Main activities\n- Workshops\n"
    )

    written = run(write(text), "--dry-run")

    assert [line for line in written.splitlines() if line.startswith(("  Name", "  No draft"))] == [
        "  Name: none",
        "  No draft: the page has no name of its own.",
    ]


def test_title_with_an_invisible_character_is_the_name(write):
    written = run(
        write("\u200eMlada aktivna\n\nSummary of the project\nYouth.\n\nTarget groups\nYouth; teachers\n")
    )

    assert "Created draft: project “Mlada aktivna” (mlada-aktivna)" in written.splitlines()
