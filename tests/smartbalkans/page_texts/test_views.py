"""The page "Add from text": shows a preview, asks what is uncertain, keeps what was typed, saves drafts."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from reversion.models import Revision

from catalogue.admin.pages import change_address
from organisations.models import Organisation
from projects.models import Project
from tests.factories import CountryFactory, OrganisationFactory
from tests.forms import open_form
from tests.pages import messages_of
from tests.smartbalkans.page_texts.adding import ADDRESS, counts, field, fields, read, save
from tests.smartbalkans.page_texts.reading import key_of
from tests.smartbalkans.page_texts.texts import ORGANISATION, PROJECT, TRAINING

pytestmark = pytest.mark.django_db

LISTS = ("organisations/organisation/", "projects/project/")


def test_reading_shows_pages_and_saves_nothing(editor):
    response = read(editor, "\n".join([ORGANISATION, PROJECT, TRAINING]))

    shown = response.context["shown"]
    assert [(page.page.name, page.kind_name) for page in shown] == [
        ("Kuća mostova", "organisation"),
        ("Footbridges for Neighbours", "project"),
        ("Rope makes friends", "training"),
    ]
    assert counts() == [0, 0, 0]


def test_every_line_is_shown_with_where_it_went(editor):
    (page,) = read(editor, ORGANISATION).context["shown"]

    assert [(line.number, line.text, uses) for line, uses, _question in page.lines][:6] == [
        (1, "Photo: archive", [("dropped", "left out (a picture caption)")]),
        (3, "Kuća mostova", [("title", "page name")]),
        (
            5,
            "Summary of organization's strategic orientation",
            [("heading", "heading: strategic orientation")],
        ),
        (
            7,
            "Kuća mostova (KM) was founded in 2009 and builds footbridges in Montenegro.",
            [("field", "strategic orientation")],
        ),
        (9, "Organization goal", [("heading", "heading: goals")]),
        (11, "Nobody wades.", [("row", "row in goals")]),
    ]
    marked = {"dropped", "unplaced"}
    assert [line.text for line, uses, _question in page.lines if marked & dict(uses).keys()] == [
        "Photo: archive",
        "Our pride",
        "Twelve bridges stand.",
    ]


def test_saving_makes_drafts_by_this_person_and_links_them(editor, django_user_model):
    data = fields(read(editor, "\n".join([ORGANISATION, PROJECT])))

    response = editor.post(ADDRESS, {**data, "_save": ""}, follow=True)

    entries = [*Project.objects.all(), *Organisation.objects.all()]
    assert {(entry.status, entry.author.username) for entry in entries} == {("draft", "editor")}
    links = {f'<a href="{change_address(entry)}">{entry.name}</a>' for entry in entries}
    (message,) = messages_of(response)
    assert message.startswith("4 drafts created. Open each draft")
    assert len(links) == 4
    assert set(re.findall("<a .*?</a>", message)) == links
    assert set(Revision.objects.values_list("user__username", "comment")) == {
        ("editor", "Added from page text")
    }


def test_form_sent_twice_makes_the_drafts_once(editor):
    data = fields(read(editor, ORGANISATION))
    save(editor, data)

    response = save(editor, data)

    assert counts() == [1, 0, 0]
    assert messages_of(response)[-1] == ("Nothing was saved. Tick the pages you want to save as drafts.")


def test_existing_page_is_reported_and_added_only_if_ticked(editor):
    OrganisationFactory(name="KUĆA MOSTOVA")
    response = read(editor, ORGANISATION)
    data = fields(response)

    unwished = save(editor, data)
    editor.post(
        ADDRESS, {**data, f"{response.context['shown'][0].form.prefix}-is_wanted_again": "on", "_save": ""}
    )

    assert [name for _address, name in response.context["shown"][0].existing] == ["KUĆA MOSTOVA"]
    assert messages_of(unwished)[0].startswith("Nothing was saved. Tick")
    assert sorted(Organisation.objects.values_list("slug", flat=True))[0] == "kuca-mostova"
    assert counts() == [2, 0, 0]


def test_page_that_is_unticked_is_left_out(editor):
    data = fields(read(editor, "\n".join([ORGANISATION, TRAINING])))
    del data[next(name for name in data if name.endswith("-training-is_wanted"))]

    save(editor, data)

    assert counts() == [1, 0, 0]


def test_kind_is_asked_for_and_set_as_answered(editor):
    response = read(editor, "Kuća zvuka\n\nGoals\n\nMusic\n\nMain activities\n\nConcerts\n")
    data = fields(response)
    refused = save(editor, {**data, field(data, "-open-name").replace("-open-name", "-open-is_wanted"): "on"})

    again = editor.post(
        ADDRESS,
        {**data, field(data, "kind-" + response.context["shown"][0].page.key): "organisation", "_read": ""},
    )

    assert response.context["shown"][0].kind_name == "type not recognised"
    assert messages_of(refused) == ["Nothing was saved. Page 1 needs a correction or a choice."]
    (page,) = again.context["shown"]
    assert (page.kind_name, [row.text for row in page.page.goals]) == ("organisation", ["Music"])
    assert page.form.is_ticked


def test_unknown_heading_is_asked_and_the_page_read_again(editor):
    response = read(editor, ORGANISATION)
    data = fields(response)
    (page,) = response.context["shown"]
    line = f"line-{key_of(page.page, 'Our pride')}"

    again = editor.post(ADDRESS, {**data, line: "heading:summary", "_read": ""})

    (page,) = again.context["shown"]
    assert page.page.texts["summary"] == "Twelve bridges stand."
    assert fields(again)[line] == ["heading:summary"]
    save(editor, fields(again))
    assert Organisation.objects.get().summary == "Twelve bridges stand."


def test_file_is_read_and_its_name_recorded(editor):
    file = SimpleUploadedFile("march.txt", ("\ufeff" + ORGANISATION).encode(), "text/plain")

    response = editor.post(ADDRESS, {"text": "", "file": file, "_read": ""})
    save(editor, fields(response))

    assert Revision.objects.get().comment == "Added from the page text march.txt"


@pytest.mark.parametrize(
    ("text", "content", "where", "message"),
    [
        ("", None, "text", "Paste the text of a page, or choose a file."),
        ("Most", b"Most", "file", "Paste a text or choose a file, not both."),
        (
            "",
            "Žabac".encode("cp1250"),
            "file",
            "page.txt is not in UTF-8 (line 1). Save it as text in UTF-8, or paste its text.",
        ),
        (
            "",
            b"PK\x03\x04",
            "file",
            "page.txt is not a plain text file. Save it as plain text in UTF-8, or paste its text.",
        ),
        (
            "x" * 300_001,
            None,
            "text",
            "The text has 300,001 characters; the limit is 300,000. Split it into several texts.",
        ),
        (
            "",
            b"x" * 900_001,
            "file",
            "page.txt is 901 kB; the limit is 900 kB. Split it into several files.",
        ),
        (
            "".join(f"Club {number}\n\nOrganization goal\n\nPeace.\n\n" for number in range(41)),
            None,
            "text",
            "The text has 41 pages; the limit is 40. Split it into several texts.",
        ),
    ],
    ids=[
        "nothing",
        "both",
        "another encoding",
        "a Word file",
        "too long",
        "too large a file",
        "too many pages",
    ],
)
def test_text_that_cannot_be_read_is_refused_and_kept(editor, text, content, where, message):
    file = {"file": SimpleUploadedFile("page.txt", content)} if content else {}

    response = read(editor, text, **file)

    assert response.context["form"].errors[where] == [message]
    assert fields(response)["text"] == [text]
    assert counts() == [0, 0, 0]


def test_form_that_is_far_too_large_is_refused_with_a_clear_message(editor):
    response = read(editor, "x" * 2_500_000)

    assert (response.status_code, response.context["form"].errors["text"]) == (
        413,
        ["The text is too large; the limit is 300,000 characters. Split it into several texts."],
    )


def test_forty_pages_are_asked_about_in_one_form(editor):
    text = "".join(f"Organisation {number}\n\nOrganization goal\n\nPeace.\n\n" for number in range(40))

    save(editor, fields(read(editor, text)))

    assert counts() == [40, 0, 0]


def test_page_needs_the_permission_to_add_something(person):
    client = person()

    assert [client.get(ADDRESS).status_code, read(client, ORGANISATION).status_code] == [403, 403]
    assert client.post(ADDRESS, {"text": "x" * 2_500_000}).status_code == 403


def test_page_needs_a_login():
    assert Client().get(ADDRESS).status_code == 302


def test_kind_that_a_person_may_not_add_is_not_saved(person):
    client = person("organisation")
    CountryFactory(code="ME", name="Montenegro")
    response = read(client, "\n".join([ORGANISATION, PROJECT]))
    data = fields(response)
    prefix = response.context["shown"][1].form.prefix

    save(client, {**data, f"{prefix}-is_wanted": "on"})

    assert (
        "You do not have permission to add entries of this type (project), so no draft will be created."
    ) in response.content.decode()
    assert counts() == [1, 0, 0]


def test_new_organisations_need_the_permission_to_add_them(person):
    client = person("project")
    data = fields(read(client, PROJECT))
    forged = {**data, **{name: ["new"] for name in data if "-partner-" in name}}

    refused = save(client, forged)
    save(client, {**data, **{name: ["none"] for name in data if "-partner-" in name}})

    assert sorted(refused.context["shown"][0].form.errors) == ["partner-0", "partner-1", "partner-2"]
    assert counts() == [0, 1, 0]


def test_form_without_its_token_is_refused(django_user_model):
    person = django_user_model.objects.create_superuser("admin")
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)

    assert client.post(ADDRESS, {"text": ORGANISATION}).status_code == 403


def test_text_is_shown_as_text(editor):
    response = read(editor, "<script>alert(1)</script> Most\n\nOrganization goal\n\n<b>Peace</b> “ & ”\n")

    assert b"<script>alert" not in response.content
    assert b"<b>Peace" not in response.content


@pytest.mark.parametrize(
    "path", ["", "organisations/organisation/", "projects/project/", "trainings/training/"]
)
def test_link_is_shown_where_entries_are_listed(editor, path):
    css_class = "addlink" if path else "button addlink"
    assert (
        f'<a href="{ADDRESS}" class="{css_class}">Add from text</a>'
        in editor.get(f"/admin/{path}").content.decode()
    )


def test_link_is_only_for_those_who_may_add(person):
    client = person("organisation")
    looker = Permission.objects.get(codename="view_project")
    get_user_model().objects.get(username="editor").user_permissions.add(looker)

    pages = [client.get(f"/admin/{path}").content.decode() for path in ("", *LISTS)]

    assert [ADDRESS in page for page in pages] == [True, True, False]


def test_name_of_a_draft_is_shown_as_text(editor):
    data = fields(read(editor, ORGANISATION.replace("Kuća mostova", "Most <b>Peace</b>", 1)))

    response = editor.post(ADDRESS, {**data, "_save": ""}, follow=True)

    assert "Most &lt;b&gt;Peace&lt;/b&gt;</a>" in messages_of(response)[0]


@pytest.mark.parametrize("number", [1, 3])
def test_reading_asks_the_same_number_of_queries_for_any_number_of_pages(
    editor, number, django_assert_num_queries
):
    text = "".join(ORGANISATION.replace("Kuća", f"Kuća {place}") for place in range(number))

    with django_assert_num_queries(10):
        read(editor, text)


def test_open_form_finds_the_empty_page(editor):
    assert open_form(editor, ADDRESS)["text"] == ""


def test_text_of_thousands_of_lines_without_a_place_can_be_sent_back(editor):
    text = "Vrelo\n\n" + "\n".join(f"Nobody knows what line {number} is." for number in range(6000))
    data = fields(read(editor, text))

    again = editor.post(ADDRESS, {**data, "_read": ""})

    (page,) = again.context["shown"]
    assert (len(page.lines), len([name for name in data if name.startswith("line-")])) == (6001, 100)
    assert "You can answer only the first 100 lines here. For the others, correct the text above." in (
        again.content.decode()
    )
