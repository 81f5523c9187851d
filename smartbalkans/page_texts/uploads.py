"""The text of an uploaded file: plain text in UTF-8, and not too long."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_CHARACTERS = 300_000
MOST_BYTES = 3 * MOST_CHARACTERS
MOST_PAGES = 40


def decoded(data: bytes, name: str) -> str:
    """Return the text of a file. Raise ValidationError, with what to do, if it cannot be read."""
    if len(data) > MOST_BYTES:
        message = _("{name} is {size} kB; the limit is {most} kB. Split it into several files.")
        size = -(-len(data) // 1000)
        raise ValidationError(message.format(name=name, size=size, most=MOST_BYTES // 1000))
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")):
        message = _("{name} is not a plain text file. Save it as plain text in UTF-8, or paste its text.")
        raise ValidationError(message.format(name=name))
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = _("{name} is not in UTF-8 (line {line}). Save it as text in UTF-8, or paste its text.")
        raise ValidationError(message.format(name=name, line=line)) from error
    if len(text) > MOST_CHARACTERS:
        message = _("{name} has {length:,} characters; the limit is {most:,}. Split it into several files.")
        raise ValidationError(message.format(name=name, length=len(text), most=MOST_CHARACTERS))
    if not text.strip():
        raise ValidationError(_("{name} is empty.").format(name=name))
    return text
