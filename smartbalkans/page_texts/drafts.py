"""Makes drafts of pages."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from catalogue.folding import fold
from catalogue.former_addresses import free_slug
from catalogue.history.recording import recorded
from catalogue.slugs import slug_from
from organisations.models import Activity, BeneficiaryGroup, Country, Goal, Organisation, OtherName, Theme
from projects.models import Activity as ProjectActivity
from projects.models import Objective, Partner, Project, TargetGroup
from smartbalkans.page_texts.decisions import Decision
from smartbalkans.page_texts.matching.known_names import MODELS
from smartbalkans.page_texts.matching.matcher import ENTRY, NEW, PAGE, Wanted
from smartbalkans.page_texts.page import KindRow
from smartbalkans.page_texts.presentation import describe_proposal
from smartbalkans.page_texts.readers.partners import LEAD
from smartbalkans.page_texts.text.headings import Kind
from smartbalkans.page_texts.text.words import name_key
from trainings.models import Speaker, Testimonial, Topic, Training


def save(decisions: Sequence[Decision], user: AbstractBaseUser | None, comment: str) -> list[Model]:
    """Make a draft of each page, and of each new organisation; return all of them, pages first.

    All or nothing, in one transaction and one recorded change. Organisations are made first, since the
    projects of the same text may name them.
    """
    with recorded(user, comment):
        maker = DraftMaker(user)
        first = [decision for decision in decisions if decision.matched.page.kind == Kind.ORGANISATION]
        others = [decision for decision in decisions if decision.matched.page.kind != Kind.ORGANISATION]
        made = {id(decision): maker.make(decision) for decision in [*first, *others]}
    return [*(made[id(decision)] for decision in decisions), *maker.named.values()]


class DraftMaker:
    """Makes the drafts of one text. An organisation that several pages name is made once."""

    def __init__(self, user: AbstractBaseUser | None):
        self.user = user
        self.of_pages: dict[str, Organisation] = {}
        self.named: dict[str, Organisation] = {}
        self.groups = {row.name: row for row in BeneficiaryGroup.objects.all()}
        self.countries = {row.code: row for row in Country.objects.all()}

    def make(self, decision: Decision) -> Model:
        makers = {
            Kind.ORGANISATION: self.organisation,
            Kind.PROJECT: self.project,
            Kind.TRAINING: self.training,
        }
        return makers[decision.matched.page.kind](decision)

    def entry(self, decision: Decision, **values) -> Model:
        """Save an entry with its fields; what is too long goes to the staff note."""
        model = MODELS[decision.matched.page.kind]
        note = StaffNote(decision, {code: country.name for code, country in self.countries.items()})
        texts = decision.texts()
        names = {field.name for field in model._meta.concrete_fields if field.remote_field is None}
        for name in sorted((names & texts.keys()) - values.keys() - {"name"}):
            limit = getattr(model._meta.get_field(name), "max_length", None)
            values[name] = note.shortened(model, name, str(texts[name]), limit)
        slug = self.free_slug(model, decision.name)
        entry = model(name=decision.name, slug=slug, author=self.user, staff_note=note.text(), **values)
        entry.save()
        return entry

    @staticmethod
    def free_slug(model: type[Model], name: str) -> str:
        length = model._meta.get_field("slug").max_length
        return free_slug(slug_from(name, length) or model._meta.model_name, model.objects.all(), length)

    def country(self, code: str) -> Country | None:
        return self.countries.get(code)

    def organisation(self, decision: Decision) -> Organisation:
        page = decision.matched.page
        year = decision.texts().get("founded_year")
        country = self.country(decision.country)
        entry = self.entry(decision, country=country, founded_year=int(year) if year else None)
        entry.beneficiary_groups.set([self.groups[name] for name in decision.groups if name in self.groups])
        own = {fold(entry.name), fold(entry.local_name)}
        others = {fold(proposal.value): proposal.value[:250] for proposal in decision.all_of("other_name")}
        save_rows(OtherName(organisation=entry, name=name) for key, name in others.items() if key not in own)
        save_kinds(page.goals, lambda **row: Goal(organisation=entry, **row))
        save_rows(
            Activity(organisation=entry, order=order, level=item.level, text=item.text)
            for order, item in enumerate(page.activities, start=1)
        )
        self.of_pages[page.key] = entry
        return entry

    def project(self, decision: Decision) -> Project:
        page = decision.matched.page
        entry = self.entry(decision)
        entry.themes.set(Theme.objects.filter(name__in=decision.themes))
        entry.places_of_work.set([country for code in decision.places if (country := self.country(code))])
        self.partners(decision, entry)
        save_kinds(page.objectives, lambda **row: Objective(project=entry, **row))
        self.target_groups(decision, entry)
        save_rows(
            ProjectActivity(project=entry, order=order, level=item.level, text=item.text)
            for order, item in enumerate(page.activities, start=1)
        )
        return entry

    def partners(self, decision: Decision, entry: Project) -> None:
        seen: set[int] = set()
        left_out: list[str] = []
        for number, row in enumerate(decision.matched.page.partners):
            organisation = self.organisation_named(decision, f"partner-{number}")
            if organisation is None or organisation.pk in seen:
                left_out.append(row.written.strip())
                continue
            seen.add(organisation.pk)
            role = Partner.Role.LEAD if row.role == LEAD else Partner.Role.PARTNER
            Partner(project=entry, organisation=organisation, role=role, order=len(seen)).save()
        if left_out:
            self.add_to_note(entry, _("Not added as partners:"), left_out)

    def target_groups(self, decision: Decision, entry: Project) -> None:
        matched = decision.matched
        orders = dict.fromkeys(TargetGroup.Kind.values, 0)
        for row, group in zip(matched.page.targets, matched.target_groups, strict=True):
            orders[row.kind] += 1
            target = TargetGroup(
                project=entry,
                kind=row.kind,
                order=orders[row.kind],
                words=row.words,
                at_least=row.at_least,
                beneficiary_group=self.groups.get(group),
            )
            target.save()
            target.countries.set([country for code in row.countries if (country := self.country(code))])

    def training(self, decision: Decision) -> Training:
        days = next((proposal.days() for proposal in decision.all_of("days")), decision.matched.page.days)
        starts_on, ends_on = days or (None, None)
        entry = self.entry(
            decision,
            starts_on=starts_on,
            ends_on=ends_on,
            country=self.country(decision.country),
            audience_country=self.country(decision.texts().get("audience_country", "")),
        )
        entry.topics.set(Topic.objects.filter(name__in=decision.topics))
        save_rows(
            Speaker(
                training=entry,
                order=order,
                name=proposal.value[:160],
                academic_title=proposal.academic_title[:40],
                role=proposal.role,
            )
            for order, proposal in enumerate(decision.all_of("speaker"), start=1)
        )
        save_rows(
            Testimonial(
                training=entry,
                order=order,
                person=proposal.person[:160],
                words=proposal.value,
                is_quotation=True,
                organisation=self.organisation_named(decision, proposal.key),
            )
            for order, proposal in enumerate(decision.all_of("testimonial"), start=1)
        )
        return entry

    def organisation_named(self, decision: Decision, key: str) -> Organisation | None:
        """Return the organisation that was chosen: one of the portal, of this text, or a new draft."""
        chosen = decision.organisations.get(key, "")
        if chosen.startswith(ENTRY):
            return Organisation.objects.filter(pk=chosen.removeprefix(ENTRY)).first()
        wanted = next(
            (match.wanted for match in decision.matched.organisations if match.wanted.key == key), None
        )
        if wanted is not None and chosen.startswith(PAGE):
            return self.of_pages.get(chosen.removeprefix(PAGE)) or self.new_organisation(wanted, decision)
        return self.new_organisation(wanted, decision) if wanted is not None and chosen == NEW else None

    def new_organisation(self, wanted: Wanted, decision: Decision) -> Organisation:
        key = name_key(wanted.name)
        if key not in self.named:
            self.named[key] = Organisation(
                name=wanted.name[:250],
                slug=self.free_slug(Organisation, wanted.name),
                acronym=wanted.acronym[:40],
                local_name=wanted.local_name[:250],
                town=wanted.town,
                country=self.country(wanted.country),
                author=self.user,
                staff_note=_("Mentioned on the page of “{name}”. No other details are known yet.").format(
                    name=decision.name
                ),
            )
            self.named[key].save()
            save_rows(OtherName(organisation=self.named[key], name=name) for name in further_names(wanted))
        return self.named[key]

    @staticmethod
    def add_to_note(entry: Model, heading: str, lines: list[str]) -> None:
        entry.staff_note = "\n".join([*([entry.staff_note, ""] if entry.staff_note else []), heading, *lines])
        entry.save()


def further_names(wanted: Wanted) -> list[str]:
    """Return the name in quotation marks and without its legal form: people search for that."""
    own = {name_key(wanted.name), name_key(wanted.local_name)}
    names = {name_key(name): name for name in wanted.names if not set(name) & set('“”"„«»')}
    return [name[:250] for key, name in names.items() if key not in own]


def save_rows(rows: Iterable[Model]) -> None:
    """Save row by row, so that the history has each of them."""
    for row in rows:
        row.save()


def save_kinds(rows: Iterable[KindRow], make: Callable[..., Model]) -> None:
    """Save rows that are numbered within their kind."""
    orders: Counter[str] = Counter()
    for row in rows:
        orders[row.kind] += 1
        make(kind=row.kind, order=orders[row.kind], text=row.text).save()


class StaffNote:
    """The staff note of a draft: what of the page is nowhere else, and what a person should check."""

    def __init__(self, decision: Decision, countries: dict[str, str]):
        self.page = decision.matched.page
        self.decision = decision
        self.countries = countries
        self.too_long: list[str] = []

    def shortened(self, model: type[Model], name: str, text: str, limit: int | None) -> str:
        if limit is None or len(text) <= limit:
            return text
        label = model._meta.get_field(name).verbose_name
        self.too_long.append(f"{label}: {text}")
        return text[: limit - 1] + "…"

    def text(self) -> str:
        matched = self.decision.matched
        open_questions = [
            match.remark for match in matched.organisations if not match.chosen and match.remark
        ]
        proposed = [
            _("{proposal} (from “{words}”)").format(
                proposal=describe_proposal(proposal, self.countries),
                words=Truncator(proposal.words).chars(200),
            )
            for proposal in self.decision.not_confirmed
        ]
        parts = (
            (_("Created from page text. Lines that were not used:"), self.page.account.unplaced()),
            (_("Text not used elsewhere:"), self.page.account.kept),
            (_("Too long for the field:"), self.too_long),
            (_("To check:"), [*self.page.doubts, *matched.remarks, *open_questions]),
            (_("Please check. Found in running text and not entered:"), proposed),
        )
        return "\n\n".join("\n".join([heading, *lines]) for heading, lines in parts if lines)
