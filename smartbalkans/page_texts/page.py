"""A page as it was read: its kind, fields and rows, what is only proposed, and what is not known."""

from dataclasses import dataclass, field
from datetime import date

from smartbalkans.page_texts.account import Account
from smartbalkans.page_texts.proposals import Proposal
from smartbalkans.page_texts.readers.partners import PartnerRow
from smartbalkans.page_texts.readers.target_groups import TargetRow
from smartbalkans.page_texts.text.headings import Kind
from smartbalkans.page_texts.text.lines import Line
from smartbalkans.page_texts.text.lists import Item


@dataclass
class KindRow:
    """A goal, an objective or a result. `kind` is that of its model."""

    kind: str
    text: str


@dataclass
class Page:
    """One page. `texts` are prose and single values, by the names of the model's fields.

    `asked` are the keys of the lines that a person may use in another way.
    """

    number: int
    title: Line | None
    account: Account
    kind: Kind | None = None
    possible_kinds: list[Kind] = field(default_factory=list)
    name: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    days: tuple[date, date | None] | None = None
    goals: list[KindRow] = field(default_factory=list)
    objectives: list[KindRow] = field(default_factory=list)
    activities: list[Item] = field(default_factory=list)
    partners: list[PartnerRow] = field(default_factory=list)
    targets: list[TargetRow] = field(default_factory=list)
    named_topics: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    is_name_doubtful: bool = False
    asked: set[str] = field(default_factory=set)
    _doubts: dict[str, None] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The identity of the page, also after its text was read again."""
        line = self.title or self.account.lines[0]
        return line.key

    @property
    def doubts(self) -> list[str]:
        """Sentences for the reader: what is not known, or was read in a way that needs a check."""
        return list(self._doubts)

    def doubt(self, sentence: str) -> None:
        self._doubts[str(sentence)] = None

    def add_text(self, name: str, text: str) -> None:
        if text:
            self.texts[name] = f"{self.texts[name]}\n\n{text}" if self.texts.get(name) else text

    def proposed(self, field_name: str) -> list[str]:
        return [proposal.value for proposal in self.proposals if proposal.field == field_name]

    def text_in_use(self) -> str:
        """Return the title, what became fields and rows, and what is kept for the staff note."""
        used = [line.text for line in self.account.lines_in_use()]
        return "\n".join([self.title.text if self.title else "", *used, *self.account.kept])
