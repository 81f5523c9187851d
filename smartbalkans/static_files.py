"""Files of one request: those that only import others are joined when static files are collected."""

import re
from base64 import b64encode
from functools import cached_property, lru_cache
from hashlib import sha256
from posixpath import dirname, join, normpath
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.utils.safestring import SafeString
from whitenoise.storage import CompressedManifestStaticFilesStorage

JOINED = ("css/site.css", "css/back-office.css", "js/site.js")
IMPORT = re.compile(r'^@?import "([^"]+)"(?: (\w+))?;$', re.MULTILINE)
# A text in our CSS holds neither, so that no parser is needed.
COMMENT_OR_INDENT = re.compile(r"\s*/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE)


class Styles(NamedTuple):
    """A stylesheet for a page that has it within, and the hash that allows it there (CSP Level 3, 2.3.1)."""

    text: SafeString
    source: str


class JoiningStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Replaces the imports of the joined files by what they import, then compresses and hashes.

    CSS loses its comments and indentation, a sixth of what is sent.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A page asks for the address of its icons up to a hundred times.
        self.url = lru_cache(maxsize=1_000)(self.url)

    @cached_property
    def styles(self) -> Styles:
        """Return the styles of the public pages. A test checks that they can be within any of them."""
        with self.open(self.stored_name("css/site.css")) as file:
            content = file.read()
        digest = b64encode(sha256(content).digest()).decode()
        return Styles(SafeString(content.decode()), f"'sha256-{digest}'")

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            paths |= {name: (self, self.join(name, paths)) for name in JOINED}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def join(self, name: str, paths: dict) -> str:
        """Store a file joined from the sources, which may be newer than what was collected before."""

        def source(name):
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read().decode()

        text = joined(source(name), lambda address: source(normpath(join(dirname(name), address))))
        if name.endswith(".css"):
            text = COMMENT_OR_INDENT.sub("", text)
        self.delete(name)
        return self.save(name, ContentFile(text.encode()))


def joined(text: str, read) -> str:
    """Return a text with each import replaced by the text that `read` returns for its address."""

    def imported(match):
        address, medium = match.groups()
        return f"@media {medium} {{\n{read(address)}}}" if medium else read(address).rstrip()

    return IMPORT.sub(imported, text)
