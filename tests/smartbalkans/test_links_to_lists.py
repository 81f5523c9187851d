"""Facts on the pages of entries lead to lists that have the entry, and headings to their sections."""

import re
from html import unescape

import pytest
from django.urls import reverse

from catalogue.search import sync
from organisations.models import Organisation
from projects.models import Project
from trainings.models import Training

pytestmark = pytest.mark.django_db

LINK = re.compile(r'href="(/(?:organisations|projects|trainings)/\?[^"]+)"')


@pytest.mark.parametrize("model", [Organisation, Project, Training])
def test_links_of_facts_lead_to_lists_that_have_the_entry(client, programme, model):
    section = reverse(f"{model._meta.app_label}:list")
    checked = 0
    sync.process_waiting()

    for entry in model.objects.for_public():
        page = client.get(entry.get_absolute_url()).content.decode()
        article = page[page.index("<article") : page.index("</article")]
        for link in {unescape(link) for link in LINK.findall(article)}:
            response = client.get(link)
            assert (link, response.context["notices"]) == (link, [])
            names = [str(one) for one in response.context["object_list"]]
            assert str(entry) in names or not link.startswith(section), (entry, link)
            checked += 1

    assert checked > 3


@pytest.mark.parametrize("section", ["organisations", "projects", "trainings"])
def test_links_of_cards_lead_to_lists(client, programme, section):
    sync.process_waiting()
    page = client.get(f"/{section}/").content.decode()
    cards = page[page.index('<ul class="cards"') :]

    links = {unescape(link) for link in LINK.findall(cards) if "page=" not in link}

    notices = {link: client.get(link).context["notices"] for link in links}
    assert notices == {link: [] for link in links}
    assert links


@pytest.mark.parametrize("model", [Organisation, Project, Training])
def test_headings_of_entries_have_addresses_of_their_own(client, programme, model):
    for entry in model.objects.for_public():
        page = client.get(entry.get_absolute_url()).content.decode()
        article = page[page.index("<article") : page.rindex("</article")]

        anchors = re.findall(r'<h2 id="([^"]+)"', article)

        assert (article.count("<h2"), len(set(anchors))) == (len(anchors), len(anchors))
        listed = re.findall(r'<li><a href="#([^"]+)"', article)
        assert listed == (
            anchors * 2 if len(anchors) >= 4 else []
        )  # beside the text, and above it on a phone
