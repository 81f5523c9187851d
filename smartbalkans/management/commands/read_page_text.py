import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from organisations.models import Country
from smartbalkans.page_texts.account import Use
from smartbalkans.page_texts.decisions import as_understood, obstacle
from smartbalkans.page_texts.drafts import save
from smartbalkans.page_texts.matching.matcher import ENTRY, NEW, PAGE, MatchedPage, Matcher
from smartbalkans.page_texts.presentation import fields_of, kind_name
from smartbalkans.page_texts.read import read
from smartbalkans.page_texts.uploads import PageTextError, decoded

OBSTACLES = {
    "kind": "it is not certain whether it is an organisation, a project or a training",
    "existing": "it is in the portal already",
    "repeated": "the same page stands above in this text",
    "name": "it has no name of its own",
    "long": "its name is longer than 250 characters",
}
STANDARD_INPUT = "-"


class Command(BaseCommand):
    help = (
        "Reads pages that grantees sent as text and makes drafts of them. A page that is in the portal "
        "already "
        "is not added again, and one that is not certain is left to the back office, “Add from text”."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help="a text in UTF-8 with one page or many; - is standard input",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="tell how each page is understood, and make nothing"
        )

    def handle(self, *, files, dry_run, **options):
        texts = [(name, text_of(name)) for name in files]
        try:
            for name, text in texts:
                self.read_file(name, text, dry_run=dry_run)
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"The database cannot be used: {error}. Check DATABASE_URL and STATE_DIR, and run migrate."
            ) from error

    def read_file(self, name: str, text: str, *, dry_run: bool) -> None:
        matched = Matcher(read(text)).match()
        self.stdout.write(f"{name}: {len(matched)} {'page' if len(matched) == 1 else 'pages'}")
        countries = dict(Country.objects.values_list("code", "name"))
        for one in matched:
            self.tell(one, countries)
        if not dry_run:
            self.make(name, matched)

    def make(self, name: str, matched: list[MatchedPage]) -> None:
        decisions = [as_understood(one) for one in matched if not obstacle(one)]
        source = "standard input" if name == STANDARD_INPUT else Path(name).name
        made = save(decisions, None, f"Read from the page text {source}") if decisions else []
        for entry in made:
            self.stdout.write(f"Made a draft: {entry._meta.verbose_name} “{entry.name}” ({entry.slug})")
        self.stdout.write(f"{name}: made {len(made)} {'draft' if len(made) == 1 else 'drafts'}.")

    def tell(self, matched: MatchedPage, countries: dict[str, str]) -> None:
        page = matched.page
        lines = page.account.lines
        self.stdout.write("")
        self.stdout.write(f"Page {page.number}, lines {lines[0].number} to {lines[-1].number}")
        self.stdout.write(f"  Kind: {kind_name(page.kind)}")
        self.stdout.write(f"  Name: {matched.name or 'not known'}")
        if country := page.texts.get("country"):
            self.stdout.write(f"  Country: {countries.get(country, country)}")
        for told in fields_of(matched, countries):
            source = f" ({told.source})" if told.source else ""
            self.stdout.write(f"  {told.label}{source}:")
            for text in told.paragraphs:
                self.stdout.write(f"    {text}")
            for text, level in told.rows:
                self.stdout.write(f"    {'  ' * (level - 1)}- {text}")
        self.tell_matches(matched, countries)
        self.tell_lines(matched)
        if reason := obstacle(matched):
            self.stdout.write(f"  No draft: {OBSTACLES[reason]}.")

    def tell_matches(self, matched: MatchedPage, countries: dict[str, str]) -> None:
        for match in matched.organisations:
            label = dict(match.options).get(match.chosen, "")
            if match.chosen == NEW:
                label = "new draft"
            elif match.chosen.startswith((ENTRY, PAGE)):
                label = label or match.chosen
            else:
                label = "to be chosen: " + "; ".join(text for _value, text in match.options)
            remark = f" ({match.remark})" if match.remark else ""
            self.stdout.write(f"  Organisation “{match.wanted.name}”: {label}{remark}")
        for label, names in (
            ("Beneficiary groups", matched.groups),
            ("Themes", matched.themes),
            ("Topics", matched.topics),
        ):
            if names:
                self.stdout.write(f"  {label}: " + "; ".join(f"{one.name} (“{one.words}”)" for one in names))
        if matched.page.places:
            self.stdout.write(
                "  Countries of work: " + ", ".join(countries.get(code, code) for code in matched.page.places)
            )
        for remark in [*matched.page.doubts, *matched.remarks]:
            self.stdout.write(f"  To check: {remark}")

    def tell_lines(self, matched: MatchedPage) -> None:
        account = matched.page.account
        for line in account.lines:
            for piece in account.pieces.get(line.number, ()):
                text = line.raw[piece.start : piece.end].strip()
                if piece.use == Use.DROPPED:
                    self.stdout.write(f"  Left out, line {line.number} ({piece.note}): {text}")
                elif piece.use == Use.UNPLACED:
                    self.stdout.write(f"  No place, line {line.number} ({piece.note}): {text}")


def text_of(name: str) -> str:
    """Give the text of a file, or of standard input for “-”."""
    try:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
        return decoded(data, name)
    except OSError as error:
        raise CommandError(
            f"{name} cannot be read: {error.strerror}. Check its name and its permissions."
        ) from error
    except PageTextError as error:
        raise CommandError(str(error)) from error
