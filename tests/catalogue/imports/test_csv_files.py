"""CSV files as spreadsheets of the region write them, with what people leave above and in their tables."""

import pytest

from catalogue.imports.errors import UnreadableFile
from organisations.exports import GrantResource, OrganisationResource
from tests.catalogue.imports.importing import check_file, counts, faults, shown
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def csv_import(text: str, encoding: str = "utf-8", resource=OrganisationResource):
    return check_file(resource, text.encode(encoding), "file.csv")


def warnings(run) -> list[tuple]:
    return [(one.line, one.column, one.message) for one in run.findings.filter(is_wrong=False)]


@pytest.mark.parametrize("line", ["short-row,Short row", "short-row,Short row,,"])
def test_line_shorter_than_the_header_changes_nothing(line):
    OrganisationFactory(slug="short-row", name="Short row", summary="Sum", town="Bar")

    run = csv_import(f"slug,name,summary,town,website\n{line}\n")

    last = "name" if line.endswith("row") else "town"
    assert [fault[1:3] for fault in faults(run)] == [(2, last)]
    assert faults(run)[0][-1] == (
        f"The line ends after “{last}”. Add the missing cells, even if they are empty, or check for a "
        "missing quotation mark."
    )
    assert run.changes.count() == 0


def test_website_gets_a_scheme_as_in_the_form():
    run = csv_import("slug,name,summary,website\nbug-www,Bug www,Sum,www.example.org\n")

    assert ("Bug www", "Website", "", "https://www.example.org") in shown(run)


def test_website_that_is_none_is_wrong():
    run = csv_import("slug,name,website\na,A,http://[x\n")

    assert [fault[-1] for fault in faults(run)] == ["Enter a web address such as https://www.example.org."]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("above", ["\r\n", "\r\n\r\nPartners, donors, and others; 2026\r\n", "A\tB\r\n"])
def test_headings_may_be_below_other_lines(above, delimiter):
    table = "slug;name;summary;town\r\nbug-a;Bug A;Sum;Town\r\n".replace(";", delimiter)

    run = csv_import(above + table, "utf-8-sig")

    assert [cell[1:] for cell in shown(run)] == [
        ("Name", "", "Bug A"),
        ("Summary", "", "Sum"),
        ("Town", "", "Town"),
    ]
    assert [warning[-1] for warning in warnings(run)] == [
        "This row is above the headings and was not imported."
    ] * bool(above.strip())


def test_file_without_known_headings_has_one_error():
    run = csv_import("one;two;three\n" + "1;2;3\n" * 40)

    assert [fault[1:4] for fault in faults(run)] == [(1, "", "one")]
    assert faults(run)[0][-1].startswith("No known heading found. Begin the table with a row of headings")


def test_headings_after_the_tenth_line_are_not_found():
    assert len(faults(csv_import("our partners\n" * 9 + "slug,name\na,A\n"))) == 0
    assert len(faults(csv_import("our partners\n" * 10 + "slug,name\na,A\n"))) == 1


def test_file_with_too_many_columns_is_refused():
    with pytest.raises(UnreadableFile) as refused:
        csv_import("slug," + ",".join(f"c{number}" for number in range(100_000)))

    assert str(refused.value) == "The file has more than 500 columns. Delete those that are not needed."


@pytest.mark.parametrize(
    "cell",
    ["2015-06-10T00:00:00+00:00", "2015-06-10T22:15:00Z", "2015-06-10T00:00:00.000+0200", "2015-06-10"],
)
def test_date_with_a_time_of_360giving_is_its_date(cell):
    OrganisationFactory(slug="forum-mne")

    run = csv_import(
        f"slug,line,recipient,awarded on\nbug-iso,Media grant,forum-mne,{cell}\n", resource=GrantResource
    )

    assert "2015-06-10" in [cell[-1] for cell in shown(run)]


def dates(*cells: str):
    OrganisationFactory(slug="forum-mne")
    lines = [f"g{number},Media grant,forum-mne,{cell}\n" for number, cell in enumerate(cells)]
    run = csv_import("slug,line,recipient,awarded on\n" + "".join(lines), resource=GrantResource)
    return run, [cell[-1] for cell in shown(run) if cell[1] == "Awarded on"]


def test_column_that_is_month_first_is_read_so():
    run, days = dates("03/04/2024", "12/31/2024")

    assert days == ["2024-03-04", "2024-12-31"]
    assert warnings(run) == [
        (
            3,
            "Awarded on",
            "The dates of this column were read with the month first: “12/31/2024” as 2024-12-31.",
        )
    ]


def test_column_with_days_in_both_places_is_day_first():
    run, days = dates("03/04/2024", "31/12/2024", "12/31/2024")

    assert days == ["2024-04-03", "2024-12-31"]
    assert [fault[1] for fault in faults(run)] == [4]


@pytest.mark.parametrize(
    ("encoding", "name", "text"),
    [
        ("cp1250", "Windows-1250", "Građanska inicijativa Čačak, „Žene“"),
        ("cp1251", "Windows-1251", "Женска мрежа за права, Ђорђе и Ќе"),
        ("cp1252", "Windows-1250", "Qendra për barazi"),
    ],
)
def test_older_encoding_of_the_region_is_read_if_unambiguous(encoding, name, text):
    run = csv_import(f'slug;name\na;"{text}"\n', encoding)

    assert shown(run) == [(text, "Name", "", text)]
    assert warnings(run) == [
        (1, "", f"The file is not in UTF-8. It was read as {name}. Check the letters in the preview.")
    ]


@pytest.mark.parametrize(
    ("encoding", "name", "text"),
    [
        ("cp1252", "Windows-1252", "café João"),
        ("cp1250", "Windows-1250", "Łódź č"),
        ("cp1251", "Windows-1251", "Быстры"),
    ],
)
def test_text_in_letters_of_other_regions_is_refused(encoding, name, text):
    with pytest.raises(UnreadableFile) as refused:
        csv_import(f"slug;name\na;{text}\n", encoding)

    assert f"The encoding seems to be {name}." in str(refused.value)


def test_counts_of_warnings_while_reading_stay_when_checked_again():
    run = csv_import("Our partners\nslug,name\na,A\n")

    assert (counts(run), run.warned) == ((1, 0, 0, 0), 1)
