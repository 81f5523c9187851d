"""A page as it was understood: its kind, its fields and its rows, and what is not known."""

from dataclasses import dataclass, field
from datetime import date

from smartbalkans.page_texts.account import Account
from smartbalkans.page_texts.readers.partners import PartnerRow
from smartbalkans.page_texts.readers.target_groups import TargetRow
from smartbalkans.page_texts.text.facts import Fact
from smartbalkans.page_texts.text.headings import Kind
from smartbalkans.page_texts.text.lines import Line
from smartbalkans.page_texts.text.lists import Item


@dataclass
class KindRow:
    """A goal, an objective or a result. `kind` is that of its model."""

    kind: str
    text: str


@dataclass
class SpeakerRow:
    name: str
    academic_title: str = ""
    role: str = ""
    organisation: str = ""
    spoke_on: str = ""


@dataclass
class TestimonialRow:
    person: str
    organisation: str
    words: str
    is_quotation: bool = True
    left_over: str = ""


@dataclass
class Page:
    """One page. `texts` are prose and single values, by the names of the model's fields.

    `doubts` are sentences for the reader: what is not known, or was read in a way worth a look.
    """

    number: int
    title: Line | None
    account: Account
    kind: Kind | None = None
    possible_kinds: list[Kind] = field(default_factory=list)
    name: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    days: tuple[date, date | None] | None = None
    other_names: list[str] = field(default_factory=list)
    goals: list[KindRow] = field(default_factory=list)
    objectives: list[KindRow] = field(default_factory=list)
    activities: list[Item] = field(default_factory=list)
    partners: list[PartnerRow] = field(default_factory=list)
    targets: list[TargetRow] = field(default_factory=list)
    speakers: list[SpeakerRow] = field(default_factory=list)
    testimonials: list[TestimonialRow] = field(default_factory=list)
    named_topics: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    name_proposals: list[str] = field(default_factory=list)
    is_name_doubtful: bool = False
    doubts: list[str] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    """The lines, by their keys, of which a person may say something else, each with what is asked."""

    @property
    def key(self) -> str:
        """Name the page again after its text was read anew."""
        line = self.title or self.account.lines[0]
        return line.key

    def doubt(self, sentence: str) -> None:
        if sentence not in self.doubts:
            self.doubts.append(str(sentence))

    def add_text(self, name: str, text: str) -> None:
        if text:
            self.texts[name] = f"{self.texts[name]}\n\n{text}" if self.texts.get(name) else text

    def source_of(self, name: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.field == name]

    def all_text(self) -> str:
        return "\n".join(line.text for line in self.account.lines)
