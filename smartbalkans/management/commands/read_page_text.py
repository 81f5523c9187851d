import sys
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from smartbalkans.page_texts.drafts import save
from smartbalkans.page_texts.matching.matcher import NEW, Matcher
from smartbalkans.page_texts.page import Page, Use
from smartbalkans.page_texts.presentation import describe_with_source, fields_of
from smartbalkans.page_texts.read import read
from smartbalkans.page_texts.uploads import decoded

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
        matcher = Matcher(read(text))
        pages = matcher.match()
        self.stdout.write(f"{name}: {len(pages)} {'page' if len(pages) == 1 else 'pages'}")
        for page in pages:
            self.write_page(page, matcher.countries)
        if not dry_run:
            self.make(name, [page for page in pages if not page.obstacle])

    def make(self, name: str, pages: list[Page]) -> None:
        source = "standard input" if name == STANDARD_INPUT else Path(name).name
        made = save(pages, None, f"Read from the page text {source}") if pages else []
        for entry in made:
            self.stdout.write(f"Created draft: {entry._meta.verbose_name} “{entry.name}” ({entry.slug})")
        self.stdout.write(f"{name}: {len(made)} {'draft' if len(made) == 1 else 'drafts'} created.")

    def write_page(self, page: Page, countries: dict[str, str]) -> None:
        lines = page.account.lines
        self.stdout.write("")
        self.stdout.write(f"Page {page.number}, lines {lines[0].number} to {lines[-1].number}")
        self.stdout.write(f"  Type: {page.kind.label if page.kind else 'not recognised'}")
        self.stdout.write(f"  Name: {page.name or 'none'}")
        for field in fields_of(page, countries):
            self.stdout.write(f"  {field.label}:")
            for text in field.paragraphs:
                self.stdout.write(f"    {text}")
            for text, level in field.rows:
                self.stdout.write(f"    {'  ' * (level - 1)}- {text}")
        self.write_matches(page, countries)
        self.write_lines(page)
        if page.obstacle:
            self.stdout.write(f"  No draft: {page.obstacle.label}.")

    def write_matches(self, page: Page, countries: dict[str, str]) -> None:
        for row in page.partners:
            options = dict(row.options)
            choice = f"please choose: {'; '.join(options.values())}"
            label = "new draft" if row.chosen == NEW else options.get(row.chosen, choice)
            remark = f" ({row.remark})" if row.remark else ""
            self.stdout.write(f"  Organisation “{row.name}”: {label}{remark}")
        for label, names in (
            ("Beneficiary groups", page.groups),
            ("Themes", page.themes),
            ("Topics", page.topics),
        ):
            if names:
                self.stdout.write(f"  {label}: " + "; ".join(f"{one.name} (“{one.words}”)" for one in names))
        if page.places:
            names = ", ".join(countries.get(code, code) for code in page.places)
            self.stdout.write(f"  Countries of work: {names}")
        for remark in page.doubts:
            self.stdout.write(f"  To check: {remark}")
        for proposal in page.proposals:
            text = describe_with_source(proposal, page.kind, countries)
            self.stdout.write(f"  Please check, not entered: {text}")

    def write_lines(self, page: Page) -> None:
        account = page.account
        for line in account.lines:
            for piece in account.pieces[line.number]:
                text = line.raw[piece.start : piece.end].strip()
                if piece.use in (Use.DROPPED, Use.UNPLACED):
                    use = str(piece.use.label).capitalize()
                    self.stdout.write(f"  {use}, line {line.number} ({piece.note}): {text}")


def text_of(name: str) -> str:
    """Return the text of a file, or of standard input for “-”."""
    try:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
        return decoded(data, name)
    except OSError as error:
        raise CommandError(
            f"Cannot read {name}: {error.strerror}. Check the file name and permissions."
        ) from error
    except ValidationError as error:
        raise CommandError(error.message) from error
