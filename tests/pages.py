"""Reads what a page says, as a reader would."""

from html.parser import HTMLParser

SILENT = {"script", "style", "head"}


class _Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT

    def handle_data(self, data):
        if not self.silent:
            self.words += data.split()


def text_of(response) -> str:
    """Give the text of a page's body, with white space folded."""
    parser = _Text()
    parser.feed(response.content.decode())
    return " ".join(parser.words)
