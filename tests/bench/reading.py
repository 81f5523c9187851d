"""`python -m tests.bench.reading`: the processor time of reading page texts of 300,000 characters."""

import itertools
import random
import time

from smartbalkans.page_texts.read import read

LENGTH = 300_000
LETTERS = "abcdefghijklmnoprstuvz"
PROJECT = "Quiet Shore\n\nProject {}\n\n"
SHAPES = {
    "repeated headings": ("", "Project goals\n"),
    "headings and texts": ("", "Summary of the project\n\nText.\n\nTarget groups\n\nYouth\n\n"),
    "headings with slips": ("", "Project {} goal\n"),
    "pages": ("", "Club {}\n\nOrganization goal\n\nPeace.\n\n"),
    "titles": ("", "---\nClub {}\n"),
    "titles alone": ("", "Quiet Club {}\n\n"),
    "one line": ("", "{}"),
    "lines of one letter": (PROJECT.format("goals"), "a\n"),
    "blank lines": (PROJECT.format("goals"), "\n"),
    "very short lines": (PROJECT.format("goals"), "{1}\n"),
    "very short items": (PROJECT.format("activities"), "- {1}\n"),
    "short lines": (PROJECT.format("goals"), "{}\n"),
    "captions": (PROJECT.format("goals"), "Photo: {}\n"),
    "numbered items": (PROJECT.format("activities"), "A1.1 {}\n"),
    "items in one line": (PROJECT.format("activities"), "{}; "),
    "target groups in sentences": (PROJECT.format("target groups"), "The target groups are {}, and {}. "),
    "organisations": (PROJECT.format("partners"), "• Club {}, partner, Albania\n"),
    "spaces": (PROJECT.format("goals"), " "),
}


def text_of(shape: str) -> str:
    """Return a text of a shape, the same at each call, with other words in each repetition."""
    words = random.Random(shape)  # noqa: S311 (no secret)
    start, part = SHAPES[shape]
    parts = (
        part.replace("{}", "".join(words.choices(LETTERS, k=6))).replace("{1}", words.choice(LETTERS))
        for _number in itertools.count()
    )
    text = start
    return text + "".join(itertools.islice(parts, LENGTH // len(part) + 1))[: LENGTH - len(start)]


def main() -> None:
    for shape in SHAPES:
        text = text_of(shape)
        start = time.process_time()
        read(text)
        print(f"{shape:28} {time.process_time() - start:5.2f} s")


if __name__ == "__main__":
    main()
