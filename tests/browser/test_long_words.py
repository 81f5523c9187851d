"""No content makes a page wider than a phone: names, texts and addresses without a blank wrap."""

from datetime import date

import pytest

from catalogue.history.recording import recorded
from catalogue.search import sync
from organisations.models import Organisation
from tests.browser.conftest import log_in, overflow
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
    SpeakerFactory,
    TargetGroupFactory,
    TestimonialFactory,
    ThemeFactory,
    TopicFactory,
    TrainingFactory,
)

WORD = "Preporučljivonajneposredovaniji"[:30] * 2  # 60 letters

OTHER_KINDS = ("organisations/grant", "projects/project", "trainings/training")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}, {"width": 360, "height": 740}]),
]


@pytest.fixture
def entries(transactional_db):
    """An entry of each kind with a word of 60 letters wherever there is a text."""
    country = CountryFactory(code="BA", name=WORD)
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


def too_wide(page, paths) -> dict[str, int]:
    """Return by how many pixels each page is wider than its window, for those that are."""
    found = {}
    for path in paths:
        assert page.goto(path).status == 200, path
        found[path] = overflow(page)
    return {path: pixels for path, pixels in found.items() if pixels}


def test_public_pages_fit_a_phone_with_words_of_sixty_letters(page, entries):
    pages = [entry.get_absolute_url() for entry in entries]
    lists = ["/", "/organisations/", "/projects/", "/grants/", "/trainings/", "/about/", "/data/"]
    searches = [f"/search/?q={WORD}", f"/organisations/?q={WORD}&country=BA&country={WORD}&theme=theme"]

    found = too_wide(page, [*lists, *pages, *searches, "/search/?q=" + "x" * 60])

    assert found == {}


def test_back_office_fits_a_phone_with_words_of_sixty_letters(page, entries, editor):
    organisation = Organisation.objects.get(slug="a" * 60)
    log_in(page, editor)
    base = "/admin/organisations/organisation/"

    found = too_wide(
        page,
        [
            "/admin/",
            *[
                f"/admin/{kind}/"
                for kind in ("organisations/grant", "projects/project", "trainings/training")
            ],
            base,
            f"{base}{organisation.pk}/change/",
            f"{base}{organisation.pk}/history/",
            *[
                f"/admin/{entry._meta.label_lower.replace('.', '/')}/{entry.pk}/change/"
                for entry in entries[1:]
            ],
        ],
    )

    assert found == {}
