"""Stylesheets of one request: a sheet that only imports others is joined when static files are collected."""

import re
from posixpath import dirname, join

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

JOINED = ("css/site.css", "css/back-office.css")
IMPORT = re.compile(r'^@import "([^"]+)"(?: (\w+))?;$', re.MULTILINE)


class JoiningStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Replaces the imports of the joined stylesheets by what they import, then compresses and hashes."""

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            paths |= {name: (self, self.join(name, paths)) for name in JOINED}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def join(self, name: str, paths: dict) -> str:
        """Store a stylesheet joined from the sources, which may be newer than what was collected before."""

        def source(name):
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read().decode()

        text = joined(source(name), lambda address: source(join(dirname(name), address)))
        self.delete(name)
        return self.save(name, ContentFile(text.encode()))


def joined(text: str, read) -> str:
    """Return a stylesheet with each import replaced by the text that `read` returns for its address."""

    def imported(match):
        address, medium = match.groups()
        return f"@media {medium} {{\n{read(address)}}}" if medium else read(address).rstrip()

    return IMPORT.sub(imported, text)
