"""What differs between two states, in a reader's words."""

import json

import pytest

from catalogue.history.comparison import ChangeKind, compare, rows_moved
from catalogue.history.recording import recorded
from catalogue.history.text_diff import Segment, compare_lists, compare_texts
from catalogue.history.versions import states_of, versions_of
from organisations.models import Organisation
from projects.models import Project
from tests.catalogue.history.changes import plain, sides
from tests.factories import (
    CountryFactory,
    GoalFactory,
    GrantFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    ThemeFactory,
    TrainingFactory,
)
from trainings.models import Training


def compared(entry, change):
    """Return the comparison of an entry before and after the change."""
    with recorded(None, "Changed"):
        change()
    after, before = states_of(type(entry), list(versions_of(type(entry), entry.pk)))
    return compare(before, after)


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("one two three", "one 2 three", ("one [two] three", "one [2] three")),
        ("same", "same", ("same", "same")),
        ("", "all new", ("", "[all new]")),
        ("gone", "", ("[gone]", "")),
        ("first\nsecond\n", "first\nother\n", ("first\n[second]\n", "first\n[other]\n")),
        ("a\nb\nc", "a\nc", ("a\n[b\n]c", "a\nc")),
        ("Žene, mladi", "Žene i mladi", ("Žene[,] mladi", "Žene[ i] mladi")),
    ],
)
def test_changed_words_are_marked(before, after, marked):
    assert tuple(map(plain, compare_texts(before, after))) == marked


def test_very_long_passage_is_marked_as_a_whole():
    before, after = "a " * 3000, "b " * 3000

    assert compare_texts(before, after) == ([Segment(before, True)], [Segment(after, True)])


def test_names_that_only_one_list_has_are_marked():
    assert tuple(map(plain, compare_lists(["A", "B"], ["B", "C"]))) == ("[A], B", "B, [C]")


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ("abc", "abc", ""),
        ("abc", "xabc", ""),
        ("abc", "ac", ""),
        ("abcd", "dabc", "d"),
        ("abcd", "acbd", "b"),
        ("", "ab", ""),
    ],
)
def test_row_that_passed_others_has_moved(before, after, moved):
    found = rows_moved(list(before), list(after))

    assert len(found) == len(moved)
    assert found <= set("bcd") if before == "abcd" else found == set(moved)


@pytest.mark.django_db
def test_fields_are_listed_by_label_with_values_by_name():
    albania, serbia = CountryFactory(code="AL", name="Albania"), CountryFactory(code="RS", name="Serbia")
    organisation = OrganisationFactory(kind="cso", country=albania, founded_year=2002)

    def change():
        organisation.kind, organisation.country, organisation.founded_year = "media", serbia, None
        organisation.save()

    comparison = compared(organisation, change)
    assert [sides(change) for change in comparison.fields] == [
        ("Type of organisation", "[Civil society organisation]", "[Media]"),
        ("Country", "[Albania]", "[Serbia]"),
        ("Founded", "[2002]", ""),
    ]
    assert comparison.gist == "Type of organisation, Country, Founded"


@pytest.mark.django_db
def test_dates_amounts_and_links_are_written_out():
    training = TrainingFactory(starts_on="2024-05-03", published_at=None)
    grant = GrantFactory(amount="1000.50", currency="EUR")
    project, theme = ProjectFactory(), ThemeFactory(name="Free media")

    def change_training():
        training.starts_on = "2024-06-03"
        training.save()

    def change_grant():
        grant.amount = "2000.00"
        grant.save()

    dates = compared(training, change_training)
    amounts = compared(grant, change_grant)
    links = compared(project, lambda: project.themes.add(theme))
    assert [sides(change) for change in dates.fields] == [("Starts on", "3 [May] 2024", "3 [June] 2024")]
    assert [change.label for change in amounts.fields] == ["Amount awarded"]
    assert [sides(change) for change in links.fields] == [("Themes", "", "[Free media]")]


@pytest.mark.django_db
def test_rows_are_added_removed_changed_and_moved():
    project = ProjectFactory()
    rows = [ObjectiveFactory(project=project, order=order, text=text) for order, text in enumerate("ABCD", 1)]

    def change():
        rows[0].delete()
        rows[1].text = "B2"
        rows[1].save()
        rows[3].order = 1
        rows[3].save()
        ObjectiveFactory(project=project, order=5, text="E")

    comparison = compared(project, change)
    (group,) = comparison.rows
    assert group.label == "Objectives and results"
    assert [(row.kind, row.title) for row in group.rows] == [
        (ChangeKind.REMOVED, "A"),
        (ChangeKind.MOVED, "D"),
        (ChangeKind.CHANGED, "B"),
        (ChangeKind.ADDED, "E"),
    ]
    assert comparison.gist == "Objectives and results: 1 added, 1 removed, 1 changed, 1 moved"


@pytest.mark.django_db
def test_rows_that_were_only_renumbered_do_not_differ():
    project = ProjectFactory()
    rows = [ObjectiveFactory(project=project, order=order) for order in (3, 7)]

    def change():
        for order, row in enumerate(rows, 1):
            row.order = order
            row.save()

    assert not compared(project, change)


@pytest.mark.django_db
def test_partner_is_named_as_recorded_after_it_is_gone():
    league = OrganisationFactory(name="Civic League")
    partner = PartnerFactory(organisation=league)
    project = partner.project

    comparison = compared(project, partner.delete)
    league.name = "Another name"
    league.save()
    league.delete()
    new, old = states_of(Project, list(versions_of(Project, project.pk)))

    assert compare(old, new) == comparison
    (row,) = comparison.rows[0].rows
    assert row.title == "Civic League (Partner)"
    assert sides(row.fields[0]) == ("Organisation", "[Civic League]", "")


@pytest.mark.django_db
def test_line_ends_of_another_kind_are_no_difference():
    organisation = OrganisationFactory(summary="One\n\nTwo")

    def change():
        organisation.summary = "One\r\n\r\nTwo"
        organisation.save()

    assert compared(organisation, change).gist == "No differences"


@pytest.mark.django_db
def test_old_version_is_readable_after_the_model_has_changed():
    organisation = GoalFactory(text="Teach").organisation
    with recorded(None, "Changed"):
        organisation.save()
    new, old = versions_of(Organisation, organisation.pk)
    (record,) = json.loads(old.serialized_data)
    record["fields"] |= {"fax_number": "123", "kind": "club"}
    del record["fields"]["town"]
    old.serialized_data = json.dumps([record])

    comparison = compare(*states_of(Organisation, [old, new]))

    assert [sides(change) for change in comparison.fields] == [
        ("Type of organisation", "[club]", ""),
        ("Fax number (no longer used)", "[123]", ""),
    ]


@pytest.mark.django_db
def test_rows_of_a_kind_that_is_no_more_are_readable():
    organisation = GoalFactory(text="Teach").organisation
    with recorded(None, "Changed"):
        organisation.save()
    new, old = versions_of(Organisation, organisation.pk)
    row = old.revision.version_set.get(object_repr="Teach")
    row.serialized_data = row.serialized_data.replace("organisations.goal", "organisations.wish")
    row.save()

    comparison = compare(*states_of(Organisation, [old, new]))

    assert str(comparison.rows[-1]) == "Wish: 1 removed"


@pytest.mark.django_db
def test_version_that_cannot_be_read_still_has_its_name():
    organisation = OrganisationFactory(name="A")
    with recorded(None, "Changed"):
        organisation.save()
    version = versions_of(Organisation, organisation.pk)[0]
    version.serialized_data = "broken"

    (state,) = states_of(Organisation, [version])

    assert (state.entry.text, state.entry.fields) == ("A", {})


@pytest.mark.django_db
def test_training_of_another_revision_is_not_mixed_in():
    one, other = TrainingFactory(), TrainingFactory()
    with recorded(None, "Changed"):
        one.save()
        other.save()

    version = versions_of(Training, one.pk)[0]
    assert [found.object_id for found in version.revision.version_set.all()] == [str(one.pk)]
