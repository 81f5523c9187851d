"""`manage.py import` reads files as the back office does, and can leave out the entries with errors."""

import csv
import io
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from organisations.exports import GoalResource, GrantResource, OrganisationResource
from organisations.models import Goal, Grant, Organisation
from tests.catalogue.imports.importing import GRANTS_ODS, check_file, faults, workbook
from tests.factories import GoalFactory, OrganisationFactory, OtherNameFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def run_import(tmp_path, capfdbinary):
    """Import a file with the command, and return what it prints."""

    def run(resource, content, *options, name="file.csv"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        path = f"{resource.__module__}.{resource.__name__}"
        with suppress(SystemExit):
            call_command("import", path, str(file), "--no-input", *options)
        return capfdbinary.readouterr().err.decode()

    return run


def rows_of(path):
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))


def towns():
    return dict(Organisation.objects.order_by("slug").values_list("slug", "town"))


def test_new_entries_need_no_slug(run_import):
    printed = run_import(OrganisationResource, "Name;Town\nCivic Alliance;Bar\nOpen School;Kotor\n")

    assert printed == "Import finished: 2 new, 0 updated, 0 deleted and 0 skipped organisations.\n"
    assert towns() == {"civic-alliance": "Bar", "open-school": "Kotor"}


def test_name_that_exists_needs_its_slug(run_import):
    OrganisationFactory(slug="civic-alliance", name="Civic Alliance", town="Bar")

    printed = run_import(OrganisationResource, "Name,Town\nCivic Alliance,Kotor\nOpen School,Kotor\n")

    assert printed.splitlines() == [
        "Line 2: Name: “Civic Alliance” already exists. To update it, add a column “Slug” with "
        "“civic-alliance” in this row; otherwise delete the row.",
        "Nothing was imported. Correct these errors first.",
    ]
    assert towns() == {"civic-alliance": "Bar"}


def test_same_grants_imported_twice_are_warned_of(run_import):
    OrganisationFactory(slug="civic", name="Civic")
    content = "Recipient,Line,Call\nCivic,Core grant,2024\nCivic,Core grant,2025\n"

    first, second = (run_import(GrantResource, content) for _time in range(2))

    assert "Warning" not in first
    assert [line.split(":")[0] for line in second.splitlines()] == [
        "Warning, line 2",
        "Warning, line 3",
        "Import finished",
    ]
    assert "This looks like “core-civic”" in second
    assert Grant.objects.count() == 4


@pytest.mark.parametrize("slug", ["", "Slug,"], ids=["without slugs", "with slugs"])
@pytest.mark.parametrize(
    "names",
    [
        ["Gradjanska alijansa", "Quite another"],
        ["NGO Грађанска алијанса", "Instituti per Demokraci"],
        ["Youth House", "The Youth House", "Youth House"],
    ],
    ids=["spelling", "script and legal form", "twice"],
)
def test_names_like_others_are_reported_as_in_the_back_office(run_import, names, slug):
    OrganisationFactory(slug="gradanska-alijansa", name="Građanska alijansa")
    OtherNameFactory(organisation__slug="idm", name="Instituti për Demokraci")
    empty = slug and ","
    content = f"{slug}Name\n" + "".join(f"{empty}{name}\n" for name in names)
    run = check_file(OrganisationResource, content.encode(), "file.csv")
    found = sorted(
        (not one.is_wrong, one.line, f"{one.column}: {one.message}".removeprefix(": "))
        for one in run.findings.all()
    )

    printed = run_import(OrganisationResource, content)

    lines = [line for line in printed.splitlines() if line.startswith(("Line", "Warning"))]
    expected = [
        f"{'Warning, l' if is_warning else 'L'}ine {line}: {text}" for is_warning, line, text in found
    ]
    assert sorted(lines) == sorted(expected)
    assert len(found) == len(names) - 1 + (names[0].startswith("NGO"))


def test_line_that_ends_early_is_an_error_and_empties_nothing(run_import):
    OrganisationFactory(slug="civic", name="Civic", town="Bar")

    printed = run_import(OrganisationResource, "slug,name,town\ncivic,Civic\n")

    assert "Line 2: name: The line ends after “name”." in printed
    assert towns() == {"civic": "Bar"}


def test_lines_are_those_of_the_file(run_import):
    content = "Our partners in 2026;;\n\nName;Founded;\nCivic;soon;\n;;a remark\n"

    printed = run_import(OrganisationResource, content)

    assert printed.splitlines()[1:] == [
        "Line 4: Founded: Enter a whole number, such as 2002, or leave the cell empty.",
        "Line 5: This column has no heading. Add one, or empty this cell.",
        "Nothing was imported. Correct these errors first.",
    ]


def test_file_of_libreoffice_is_imported(run_import):
    for name in ("Civic Alliance", "Open School"):
        OrganisationFactory(name=name)

    run_import(GrantResource, GRANTS_ODS.read_bytes(), name="grants.ods")

    assert sorted(Grant.objects.values_list("reference", flat=True)) == ["00123", "SB-2", "SB-3"]


def test_correct_entries_are_imported_and_the_others_written_to_a_file(run_import, tmp_path):
    for slug in ("a", "b"):
        OrganisationFactory(slug=slug, name=slug, town="Old")
    content = "slug,town,founded_year\na,New,2001\nb,New,soon\nc\n"

    printed = run_import(OrganisationResource, content, "--skip-errors")

    assert printed.splitlines() == [
        "Line 3: Founded: Enter a whole number, such as 2002, or leave the cell empty.",
        "Line 4: slug: The line ends after “slug”. Add the missing cells, even if they are empty, or check "
        "for a missing quotation mark.",
        "Import finished: 0 new, 1 updated, 0 deleted and 2 skipped organisations.",
        f"Rows that were not imported: 2, see {tmp_path / 'file-rejected.csv'}.",
    ]
    assert towns() == {"a": "New", "b": "Old"}
    assert [row[1:] for row in rows_of(tmp_path / "file-rejected.csv")] == [
        ["slug", "town", "founded_year"],
        ["b", "New", "soon"],
        ["c"],
    ]


def test_file_of_rejected_rows_is_imported_after_correction(run_import, tmp_path):
    run_import(OrganisationResource, "name,founded_year\nOpen,2001\nCivic,soon\n", "--skip-errors")
    rejected = (tmp_path / "file-rejected.csv").read_text("utf-8-sig")

    printed = run_import(OrganisationResource, rejected.replace("soon", "2002"), name="corrected.csv")

    assert printed == "Import finished: 1 new, 0 updated, 0 deleted and 0 skipped organisations.\n"
    assert Organisation.objects.count() == 2


def test_rows_of_an_entry_are_imported_together_or_not_at_all(run_import, tmp_path):
    for slug in ("a", "b"):
        GoalFactory(organisation__slug=slug, organisation__name=slug, kind="strategic", order=1, text="Old")
    rows = [
        ["organisation_slug", "kind", "order", "text"],
        ["a", "strategic", 1, "New"],
        ["b", "strategic", 1, "New"],
        ["b", "strategic", 2, None],
        ["c", "strategic", 1, "Nobody's"],
    ]

    printed = run_import(GoalResource, workbook(Goals=rows), "--skip-errors", name="goals.xlsx")

    assert "Import finished: 0 new, 1 updated" in printed
    assert sorted(Goal.objects.values_list("organisation__slug", "text")) == [("a", "New"), ("b", "Old")]
    sheet = load_workbook(tmp_path / "goals-rejected.xlsx")["Goals"]
    assert [[cell.value for cell in row][1::2] for row in sheet.rows][1:] == [["b", 1], ["b", 2], ["c", 1]]
    assert sheet["A2"].value == "Not imported, because row 4 of the sheet “Goals” has an error."


def test_slug_twice_leaves_both_rows_out(run_import):
    for slug in ("a", "b"):
        OrganisationFactory(slug=slug, name=slug)

    printed = run_import(
        OrganisationResource, "slug,name,founded_year\na,a,soon\na,a,2001\nb,b,2001\n", "--skip-errors"
    )

    assert "Import finished: 0 new, 1 updated" in printed


def test_file_of_rejected_rows_is_never_overwritten(run_import, tmp_path):
    (tmp_path / "file-rejected.csv").write_text("being corrected")

    with pytest.raises(CommandError, match="exists"):
        run_import(OrganisationResource, "name,founded_year\nOpen,2001\nCivic,soon\n", "--skip-errors")

    assert Organisation.objects.count() == 0
    assert (tmp_path / "file-rejected.csv").read_text() == "being corrected"


@pytest.mark.parametrize("name", ["none/rows.csv", f"{'x' * 300}.csv"])
def test_nothing_is_imported_if_the_rejected_rows_cannot_be_kept(run_import, tmp_path, name):
    content = "name,founded_year\nOpen,2001\nCivic,soon\n"
    with pytest.raises(CommandError, match=r"\.csv cannot be written\. Name another file with"):
        run_import(OrganisationResource, content, "--skip-errors", "--rejected", str(tmp_path / name))

    assert not Organisation.objects.exists()


def test_dry_run_writes_nothing(run_import, tmp_path):
    content = "name,founded_year\nOpen,2001\nCivic,soon\n"

    printed = run_import(OrganisationResource, content, "--skip-errors", "--dry-run")

    assert "Line 3: Founded" in printed
    assert "Import finished: 1 new" in printed
    assert (Organisation.objects.count(), [path.name for path in tmp_path.iterdir()]) == (0, ["file.csv"])


def test_rejected_rows_go_to_the_file_that_is_named(run_import, tmp_path):
    run_import(
        OrganisationResource,
        "name,founded_year\nCivic,soon\n",
        "--skip-errors",
        "--rejected",
        str(tmp_path / "other.csv"),
    )

    assert rows_of(tmp_path / "other.csv")[1][1:] == ["Civic", "soon"]


def test_wrong_heading_is_not_skipped(run_import):
    printed = run_import(OrganisationResource, "name,sumary\nCivic,x\n", "--skip-errors")

    assert "sumary: The sheet “Organisations” has no column with this heading." in printed
    assert "Nothing was imported." in printed
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7", "This is a PDF file."),
        (b"x,y\n1,2\n", "No known heading found"),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_its_cause(run_import, content, words):
    with pytest.raises(CommandError, match=words):
        run_import(OrganisationResource, content)


def test_json_of_import_export_is_imported_without_its_errors(run_import, tmp_path):
    content = '[{"name": "Civic", "founded_year": 2001}, {"name": "Open", "founded_year": "soon"}]'

    printed = run_import(OrganisationResource, content, "--skip-errors", name="file.json")

    assert "Import finished: 1 new" in printed
    assert rows_of(tmp_path / "file-rejected.csv")[1][1:] == ["Open", "soon"]


def test_preview_reports_the_same_errors(run_import):
    content = b"Name;Founded\nCivic;soon\nOpen\n"

    printed = run_import(OrganisationResource, content)
    run = check_file(OrganisationResource, content, "file.csv")

    expected = [f"Line {line}: {column}: {text}" for _sheet, line, column, _value, text in faults(run)]
    assert printed.splitlines()[:-1] == expected
