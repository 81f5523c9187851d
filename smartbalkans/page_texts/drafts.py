"""Makes drafts of pages."""

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model
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
from smartbalkans.page_texts.text.countries import town_in
from smartbalkans.page_texts.text.headings import Kind
from smartbalkans.page_texts.text.words import name_key
from trainings.models import Speaker, Testimonial, Topic, Training


def save(decisions: Sequence[Decision], user: AbstractBaseUser | None, comment: str) -> list[Model]:
    """Make a draft of each page, and of each organisation that is to be new; give all of them, pages first.

    All or nothing, in one transaction and one recorded change. Organisations go first, since the projects of
    the same text may name them.
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
        match decision.matched.page.kind:
            case Kind.ORGANISATION:
                return self.organisation(decision)
            case Kind.PROJECT:
                return self.project(decision)
            case _kind:
                return self.training(decision)

    def entry(self, decision: Decision, **values) -> Model:
        """Save an entry with the fields that it has of the page's texts; what is too long goes to the
        note."""
        model = MODELS[decision.matched.page.kind]
        note = NoteOf(decision)
        texts = decision.matched.page.texts
        names = {field.name for field in model._meta.concrete_fields if field.remote_field is None}
        for name in sorted(names & texts.keys() - values.keys()):
            limit = getattr(model._meta.get_field(name), "max_length", None)
            values[name] = note.shortened(model, name, str(texts[name]), limit)
        entry = model(
            name=decision.name, slug=self.free_slug(model, decision.name), author=self.user, **values
        )
        entry.staff_note = note.text()
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
        year = page.texts.get("founded_year")
        entry = self.entry(
            decision,
            country=self.country(decision.country),
            founded_year=int(year) if year else None,
        )
        entry.beneficiary_groups.set([self.groups[name] for name in decision.groups if name in self.groups])
        own = {fold(entry.name), fold(entry.local_name)}
        others = {fold(name): name[:250] for name in page.other_names if fold(name) not in own}
        save_rows(OtherName(organisation=entry, name=name) for name in others.values())
        for kind in Goal.Kind.values:
            rows = [row for row in page.goals if row.kind == kind]
            save_rows(
                Goal(organisation=entry, kind=kind, order=order, text=row.text)
                for order, row in enumerate(rows, start=1)
            )
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
        for kind in Objective.Kind.values:
            rows = [row for row in page.objectives if row.kind == kind]
            save_rows(
                Objective(project=entry, kind=kind, order=order, text=row.text)
                for order, row in enumerate(rows, start=1)
            )
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
            Partner(
                project=entry,
                organisation=organisation,
                role=row.role or Partner.Role.PARTNER,
                order=len(seen),
            ).save()
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
        page = decision.matched.page
        starts_on, ends_on = page.days or (None, None)
        entry = self.entry(
            decision,
            starts_on=starts_on,
            ends_on=ends_on,
            country=self.country(decision.country),
            audience_country=self.country(page.texts.get("audience_country", "")),
        )
        entry.topics.set(Topic.objects.filter(name__in=decision.topics))
        for order, row in enumerate(page.speakers, start=1):
            Speaker(
                training=entry,
                order=order,
                name=row.name[:160],
                academic_title=row.academic_title[:40],
                role=row.role,
                spoke_on=row.spoke_on,
                organisation=self.organisation_named(decision, f"speaker-{order - 1}"),
            ).save()
        for order, row in enumerate(page.testimonials, start=1):
            Testimonial(
                training=entry,
                order=order,
                person=row.person[:160],
                words=row.words,
                is_quotation=row.is_quotation,
                organisation=self.organisation_named(decision, f"testimonial-{order - 1}"),
            ).save()
        return entry

    def organisation_named(self, decision: Decision, key: str) -> Organisation | None:
        """Give the organisation that was decided on: one of the portal, of this text, or a new draft."""
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
                town=wanted.town or town_in(wanted.name),
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
    """Give what a name has in quotation marks, or is without the word for its legal form: people look for
    that."""
    own = {name_key(wanted.name), name_key(wanted.local_name)}
    names = {name_key(name): name for name in wanted.names if not set(name) & set('“”"„«»')}
    return [name[:250] for key, name in names.items() if key not in own]


def save_rows(rows) -> None:
    """Save row by row, so that the history has each of them."""
    for row in rows:
        row.save()


class NoteOf:
    """The staff note of a draft: whatever of the page stands nowhere else, and what a person should look
    at."""

    def __init__(self, decision: Decision):
        self.page = decision.matched.page
        self.decision = decision
        self.too_long: list[str] = []

    def shortened(self, model: type[Model], name: str, text: str, limit: int | None) -> str:
        if limit is None or len(text) <= limit:
            return text
        label = model._meta.get_field(name).verbose_name
        self.too_long.append(f"{label}: {text}")
        return text[: limit - 1] + "…"

    def text(self) -> str:
        matched = self.decision.matched
        asked = [match.remark for match in matched.organisations if not match.chosen and match.remark]
        parts = (
            (_("Created from page text. Lines that were not used:"), self.page.account.unplaced()),
            (_("Text not used elsewhere:"), self.page.account.kept),
            (_("Too long for the field:"), self.too_long),
            (_("To check:"), [*self.page.doubts, *matched.remarks, *asked, *self.read_from()]),
        )
        return "\n\n".join("\n".join([heading, *lines]) for heading, lines in parts if lines)

    def read_from(self) -> list[str]:
        """Tell which facts were read out of the prose, and from which words."""
        told = {"country": _("Country"), "founded_year": _("Founded"), "acronym": _("Acronym")}
        return [
            _("{field}: read from “{words}”.").format(field=told[fact.field], words=fact.words)
            for fact in self.page.facts
            if fact.field in told
        ]
