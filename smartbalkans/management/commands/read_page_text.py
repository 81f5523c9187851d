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
    "kind": "not recognised as an organisation, a project or a training",
    "existing": "already in the portal",
    "repeated": "the same page appears above in this text",
    "name": "the page has no name of its own",
    "long": "the name is longer than 250 characters",
}
STANDARD_INPUT = "-"


class Command(BaseCommand):
    help = (
        "Reads pages that grantees sent as text and creates drafts from them. A page that is already in the "
        "portal is skipped. A page that was not recognised is skipped too; use “Add from text” in the back "
        "office for it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help="a text file in UTF-8 with one or more pages; use - for standard input",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show how each page is read, without creating drafts"
        )

    def handle(self, *, files, dry_run, **options):
        texts = [(name, text_of(name)) for name in files]
        try:
            for name, text in texts:
                self.read_file(name, text, dry_run=dry_run)
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"Cannot use the database: {error}. Check DATABASE_URL and STATE_DIR, and run migrate."
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
            self.stdout.write(f"Created draft: {entry._meta.verbose_name} “{entry.name}” ({entry.slug})")
        self.stdout.write(f"{name}: {len(made)} {'draft' if len(made) == 1 else 'drafts'} created.")

    def tell(self, matched: MatchedPage, countries: dict[str, str]) -> None:
        page = matched.page
        lines = page.account.lines
        self.stdout.write("")
        self.stdout.write(f"Page {page.number}, lines {lines[0].number} to {lines[-1].number}")
        self.stdout.write(f"  Type: {kind_name(page.kind) if page.kind else 'not recognised'}")
        self.stdout.write(f"  Name: {matched.name or 'none'}")
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
                label = "please choose: " + "; ".join(text for _value, text in match.options)
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
                    self.stdout.write(f"  Not used, line {line.number} ({piece.note}): {text}")


def text_of(name: str) -> str:
    """Give the text of a file, or of standard input for “-”."""
    try:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
        return decoded(data, name)
    except OSError as error:
        raise CommandError(
            f"Cannot read {name}: {error.strerror}. Check the file name and permissions."
        ) from error
    except PageTextError as error:
        raise CommandError(str(error)) from error
