"""No content makes a page wider than a phone: names, texts and addresses without a blank wrap."""

from datetime import date
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group, User
from django.urls import Resolver404, resolve

from catalogue.autosave.models import AutosavedForm
from catalogue.history.recording import recorded
from catalogue.list_settings.models import SavedFilter
from catalogue.notices.models import Notice
from catalogue.publishing.previews import create_link
from catalogue.review.models import Assignment, ReviewComment
from catalogue.review.records import record
from catalogue.search import sync
from catalogue.search.models import SearchSynonym
from organisations.exports import OrganisationResource
from tests.browser.conftest import log_in, overflow
from tests.catalogue.imports.importing import check_file
from tests.catalogue.proposals.proposing import propose
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GoalFactory,
    GrantFactory,
    ObjectiveFactory,
    OrganisationActivityFactory,
    OrganisationFactory,
    OtherNameFactory,
    PartnerFactory,
    ProjectActivityFactory,
    ReportFactory,
    SpeakerFactory,
    TargetGroupFactory,
    TestimonialFactory,
    ThemeFactory,
    TopicFactory,
    TrainingFactory,
)
from tests.pages import change_page
from tests.staff import PASSWORD

WORD = "Preporučljivonajneposredovaniji"[:30] * 2  # 60 letters

PHONES = ({"width": 320, "height": 640}, {"width": 360, "height": 740})
LINKS = """[...document.querySelectorAll("a[href]")].map(
    (link) => new URL(link.getAttribute("href"), document.baseURI).href
)"""
OF_EACH_KIND = ("change", "changelist", "add")  # other pages are opened of one kind of entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def entries(transactional_db):
    """An entry of each kind with a word of 60 letters wherever there is a text."""
    country = CountryFactory(code="BA", name=WORD, is_programme_country=True)
    theme = ThemeFactory(name=WORD, slug="theme")
    group = BeneficiaryGroupFactory(name=WORD, slug="group")
    with recorded(None, WORD):
        organisation = OrganisationFactory(
            name=WORD, slug="a" * 60, acronym=WORD[:30], local_name=f"{WORD}c", town=WORD,
            summary=f"{WORD}\n\n{WORD}",
            strategic_orientation=WORD, beneficiaries=WORD, country=country, email=f"{'a' * 60}@example.org",
            website=f"https://www.example.org/{'a' * 60}", staff_note=WORD,
        )  # fmt: skip
    organisation.themes.add(theme)
    organisation.beneficiary_groups.add(group)
    OtherNameFactory(organisation=organisation, name=f"{WORD}b")
    GoalFactory(organisation=organisation, text=WORD)
    OrganisationActivityFactory(organisation=organisation, text=WORD)
    grant = GrantFactory(
        recipient=organisation, slug="b" * 60, call=WORD, reference=WORD, line="regional",
        amount="123456789.12", currency="EUR", revised_amount=1, revision_reason=WORD,
        starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31),
    )  # fmt: skip
    partner = PartnerFactory(
        organisation=organisation, role="lead", project__name=WORD, project__slug="c" * 60,
        project__grant=grant, project__summary=WORD, project__overall_goal=WORD, project__acronym=WORD[:30],
    )  # fmt: skip
    partner.project.themes.add(theme)
    ObjectiveFactory(project=partner.project, text=WORD)
    ProjectActivityFactory(project=partner.project, text=WORD)
    TargetGroupFactory(project=partner.project, words=WORD, beneficiary_group=group)
    training = TrainingFactory(
        name=WORD, slug="d" * 60, headline=WORD, town=WORD, summary=WORD, audience=WORD, country=country,
        starts_on=date(2024, 1, 1),
    )  # fmt: skip
    training.topics.add(TopicFactory(name=WORD))
    SpeakerFactory(training=training, name=WORD, spoke_on=WORD, organisation=organisation)
    TestimonialFactory(training=training, person=WORD, words=WORD)
    OrganisationFactory(name=f"{WORD}a", slug="e" * 60, country=country)
    sync.process_waiting()
    return [organisation, partner.project, training]


@pytest.fixture
def chief():
    return User.objects.create_superuser(WORD, password=PASSWORD, first_name=WORD, last_name=WORD)


@pytest.fixture
def work(entries, chief):
    """What staff and visitors leave behind in the back office, with the same word."""
    organisation = entries[0]
    kind = {"kind": "organisations.organisation"}
    propose(organisation, chief, summary=f"{WORD}x")
    draft = OrganisationFactory(draft=True, name=f"{WORD}d", author=chief)
    create_link(draft, chief)
    with recorded(None, WORD):
        OrganisationFactory(name=f"{WORD}g").delete()
    for entry in (organisation, draft):
        record(entry, ReviewComment.Action.COMMENT, WORD, User.objects.create_user(f"{entry.pk}{WORD}"))
        Notice.objects.create(recipient=chief, title=f"{WORD}: {WORD}", text=WORD, object_id=entry.pk, **kind)
        AutosavedForm.objects.create(user=chief, entry_id=entry.pk, name=WORD, data={"name": [WORD]}, **kind)
    Assignment.objects.create(person=chief, entry_id=organisation.pk, **kind)
    SavedFilter.objects.create(user=chief, name=WORD, query=f"q={WORD}", **kind)
    SearchSynonym.objects.create(name=WORD, synonyms=f"{WORD}s")
    ReportFactory(page_name=WORD, address=f"/{WORD}/", what=WORD)
    Group.objects.create(name=WORD)
    check_file(
        OrganisationResource, f"Name,Summary,{WORD}\n{WORD}i,{WORD},x\n".encode(), f"{WORD}.csv", chief
    )


def route_of(address: str) -> str:
    """Return the route of a page, which pages of several kinds of entries share; empty for a file."""
    path = urlsplit(address).path
    if PurePosixPath(path).suffix or path.startswith(("/static/", "/media/")):
        return ""
    try:
        match = resolve(path)
    except Resolver404:  # the page that a visitor has reported
        return ""
    kind, _, name = (match.url_name or path).rpartition("_")
    return name if match.app_name == "admin" and kind and name not in OF_EACH_KIND else match.view_name


def too_wide(page, starts: list[str]) -> tuple[dict[str, int], set[str]]:
    """Follow all links from these pages, to one page of each route.

    Return by how many pixels each is wider than a phone, for those that are, and the routes.
    """
    own = urlsplit(page.url).netloc
    waiting, seen, found = list(starts), set(), {}
    while waiting:
        address = waiting.pop(0)
        route = route_of(address)
        if not route or (route in seen and address not in starts):
            continue
        seen.add(route)
        page.goto(address)
        for size in PHONES:
            page.set_viewport_size(size)
            if pixels := overflow(page):
                found[address] = pixels
        waiting += [link for link in page.evaluate(LINKS) if urlsplit(link).netloc == own]
    return found, seen


def test_public_pages_fit_a_phone_with_words_of_sixty_letters(page, entries):
    pages = [entry.get_absolute_url() for entry in entries]
    searches = [f"/search/?q={WORD}", f"/organisations/?q={WORD}&country=BA&country={WORD}&theme=theme"]
    page.goto("/")

    found, routes = too_wide(page, ["/", *pages, *searches, "/search/?q=" + "x" * 60])

    assert found == {}
    assert routes >= {"contact", "country", "data", "insights:pivot", "privacy", "report", "theme"}


def test_back_office_fits_a_phone_with_words_of_sixty_letters(page, work, entries, chief):
    log_in(page, chief)
    form = change_page(entries[0])

    found, routes = too_wide(
        page,
        [
            *("/admin/", f"/admin/search/?q={WORD}", "/admin/account/sessions/"),
            *(form, form.replace("/change/", "/proposal/"), form.replace("/change/", "/history/")),
        ],
    )

    assert found == {}
    assert routes >= {"columns", "filters", "invitation", "links", "merge", "proposal", "review", "run"}
