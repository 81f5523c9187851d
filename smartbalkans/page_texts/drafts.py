"""Makes drafts of pages."""

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from catalogue.duplicates.known_names import name_key
from catalogue.former_addresses import free_slug
from catalogue.history.recording import recorded
from catalogue.rows import numbers_within
from catalogue.slugs import slug_from
from organisations.models import BeneficiaryGroup, Country, Organisation, Theme
from projects.models import Partner, Project
from smartbalkans.page_texts.matching.matcher import ENTRY, MODELS, NEW, PAGE
from smartbalkans.page_texts.page import Page
from smartbalkans.page_texts.presentation import describe_proposal
from smartbalkans.page_texts.readers.partners import LEAD, PartnerRow
from smartbalkans.page_texts.text.headings import PageKind
from trainings.models import Topic, Training

OF_ITEMS = ("goals", "objectives", "activities")


def save(pages: Sequence[Page], user: AbstractBaseUser | None, comment: str) -> list[Model]:
    """Make a draft of each page, and of each new organisation; return all of them, pages first.

    All or nothing, in one transaction and one recorded change. Organisations are made first, since the
    projects of the same text may name them. Rows are saved one by one, so that the history has each of them.
    """
    with recorded(user, comment):
        maker = DraftMaker(user)
        first = sorted(pages, key=lambda page: page.kind != PageKind.ORGANISATION)
        made = {id(page): maker.make(page) for page in first}
    return [*(made[id(page)] for page in pages), *maker.named.values()]


class DraftMaker:
    """Makes the drafts of one text. An organisation that several pages name is made once."""

    def __init__(self, user: AbstractBaseUser | None):
        self.user = user
        self.of_pages: dict[str, Organisation] = {}
        self.named: dict[str, Organisation] = {}
        self.groups = BeneficiaryGroup.objects.in_bulk(field_name="name")
        self.countries = Country.objects.in_bulk()

    def make(self, page: Page) -> Model:
        entry = self.entry(page)
        for name in filter(lambda name: hasattr(entry, name), OF_ITEMS):
            items = getattr(page, name)
            for item, order in zip(items, numbers_within(item.kind for item in items), strict=True):
                by = {"level": item.level} if name == "activities" else {"kind": item.kind}
                getattr(entry, name).create(order=order, text=item.text, **by)
        match entry:
            case Organisation():
                entry.beneficiary_groups.set([self.groups[found.name] for found in page.groups])
                self.of_pages[page.key] = entry
            case Project():
                self.add_to_project(page, entry)
            case Training():
                self.add_to_training(page, entry)
        return entry

    def entry(self, page: Page) -> Model:
        """Save an entry with its fields; what is too long goes to the staff note."""
        model = MODELS[page.kind]
        entry = model(name=page.name, slug=free_slug_of(model, page.name), author=self.user)
        too_long = []
        for field in model._meta.concrete_fields:
            value = page.texts.get(field.name)
            if not value or field.name == "name":
                continue
            if field.is_relation:
                value = self.countries.get(value)
            elif field.max_length and len(value) > field.max_length:
                too_long.append(f"{field.verbose_name}: {value}")
                value = f"{value[: field.max_length - 1]}…"
            setattr(entry, field.name, value if field.is_relation else field.to_python(value))
        if page.days:
            entry.starts_on, entry.ends_on = page.days
        entry.staff_note = staff_note(
            page, too_long, {code: str(one) for code, one in self.countries.items()}
        )
        entry.save()
        return entry

    def add_to_project(self, page: Page, entry: Project) -> None:
        entry.themes.set(Theme.objects.filter(name__in=[found.name for found in page.themes]))
        entry.places_of_work.set(Country.objects.filter(code__in=page.places))
        self.add_partners(page, entry)
        targets = page.targets
        for row, order in zip(targets, numbers_within(row.kind for row in targets), strict=True):
            target = entry.target_groups.create(
                kind=row.kind,
                order=order,
                words=row.words,
                at_least=row.at_least,
                beneficiary_group=self.groups.get(row.group),
            )
            target.countries.set(Country.objects.filter(code__in=row.countries))

    def add_partners(self, page: Page, entry: Project) -> None:
        seen: set[Organisation] = set()
        left_out: list[str] = []
        for row in page.partners:
            organisation = self.organisation_of(row, page)
            if organisation is None or organisation in seen:
                left_out.append(row.written.strip())
                continue
            seen.add(organisation)
            role = Partner.Role.LEAD if row.role == LEAD else Partner.Role.PARTNER
            entry.partners.create(organisation=organisation, role=role, order=len(seen))
        if left_out:
            note = "\n".join([_("Not added as partners:"), *left_out])
            entry.staff_note = f"{entry.staff_note}\n\n{note}".strip()
            entry.save()

    def add_to_training(self, page: Page, entry: Training) -> None:
        entry.topics.set(Topic.objects.filter(name__in=[found.name for found in page.topics]))
        for order, proposal in enumerate(page.confirmed_rows("speaker"), start=1):
            entry.speakers.create(
                order=order,
                name=proposal.value[:160],
                academic_title=proposal.academic_title[:40],
                role=proposal.role,
            )
        for order, proposal in enumerate(page.confirmed_rows("testimonial"), start=1):
            entry.testimonials.create(
                order=order,
                person=proposal.person[:160],
                words=proposal.value,
                is_quotation=True,
            )

    def organisation_of(self, row: PartnerRow, page: Page) -> Organisation | None:
        """Return the organisation that was chosen: one of the portal, of this text, or a new draft."""
        if row.chosen.startswith(ENTRY):
            return Organisation.objects.filter(pk=row.chosen.removeprefix(ENTRY)).first()
        if made := self.of_pages.get(row.chosen.removeprefix(PAGE)):
            return made
        return self.new_organisation(row, page) if row.chosen.startswith((PAGE, NEW)) else None

    def new_organisation(self, row: PartnerRow, page: Page) -> Organisation:
        key = name_key(row.name)
        if key not in self.named:
            note = _("Mentioned on the page of “{name}”. No other details are known yet.")
            self.named[key] = Organisation.objects.create(
                name=row.name[:250],
                slug=free_slug_of(Organisation, row.name),
                acronym=row.acronym[:40],
                local_name=row.local_name[:250],
                town=row.town,
                country=self.countries.get(row.country),
                author=self.user,
                staff_note=note.format(name=page.name),
            )
            for name in further_names(row):
                self.named[key].other_names.create(name=name)
        return self.named[key]


def free_slug_of(model: type[Model], name: str) -> str:
    length = model._meta.get_field("slug").max_length
    return free_slug(slug_from(name, length) or model._meta.model_name, model.objects.all(), length)


def further_names(row: PartnerRow) -> list[str]:
    """Return the name in quotation marks and without its legal form: people search for that."""
    own = {name_key(row.name), name_key(row.local_name)}
    names = {name_key(name): name for name in row.names if not set(name) & set('“”"„«»')}
    return [name[:250] for key, name in names.items() if key not in own]


def staff_note(page: Page, too_long: list[str], countries: dict[str, str]) -> str:
    """Return what of the page is nowhere else in its draft, and what a person should check."""
    open_questions = [row.remark for row in page.partners if not row.chosen and row.remark]
    proposed = [
        _("{proposal} (from “{words}”)").format(
            proposal=describe_proposal(proposal, page.kind, countries),
            words=Truncator(proposal.words).chars(200),
        )
        for proposal in page.proposals
        if proposal not in page.confirmed
    ]
    parts = (
        (_("Created from page text. Lines that were not used:"), page.account.unplaced()),
        (_("Text not used elsewhere:"), page.account.kept),
        (_("Too long for the field:"), too_long),
        (_("To check:"), [*page.doubts, *open_questions]),
        (_("Please check. Found in running text and not entered:"), proposed),
    )
    return "\n\n".join("\n".join([heading, *lines]) for heading, lines in parts if lines)
