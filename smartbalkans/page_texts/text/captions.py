"""Lines that came along when a page was copied from its site and say nothing of the entry."""

import re

from django.utils.translation import gettext_lazy as _

_BUTTONS = (
    r"read more|learn more|see more|show more|more|continue reading|back to top|back|top|next|previous|"
    r"home|menu|"
    r"search|share|share this( page| post)?|share (on|via) [\w ]+|tweet|print|e-?mail this|facebook|"
    r"twitter|x|"
    r"linkedin|instagram|whatsapp|viber|telegram|youtube|pinterest|copy link|like|follow us( on [\w ]+)?|"
    r"subscribe|"
    r"download|cookie settings|accept( all)?( cookies)?|više|pročitaj(te)? više|opširnije|podijeli|podeli|"
    r"lexo më shumë|shpërndaj(e)?|повеќе|прочитај повеќе|сподели"
)
_PICTURE = (
    r"photo(graph)?s?|images?|pictures?|figures?|foto(grafij[ae]|grafi)?|slik[ae]|naslovn[ae] "
    r"(fotografija|slika)|фотографија|слика"
)
_PARTS = r"[\s|/•·,»>+–-]+"
CAPTIONS = (
    (re.compile(r"\d{1,4}"), _("only a number")),
    (re.compile(r"[-=_*~#.·•—–\s]{3,}|page \d+( of \d+)?", re.I), _("a page separator")),
    (
        re.compile(r".*\b(ne dirati|do not (touch|edit|delete|change)|mos prek|не допирај)\b.*", re.I),
        _("a note by the site's editors"),
    ),
    (
        re.compile(
            rf"({_PICTURE})\s*(\d*\s*([:©]|[-–—]\s).*|\d+|(by|credits?|"
            rf"courtesy)\b\W*(of\s+)?(?-i:[^\W\da-z].*)?)?",
            re.I,
        ),
        _("a picture caption"),
    ),
    (
        re.compile(
            r".{0,60}\b(cover(a|u)?|featured|header|hero|thumbnail|naslovna|zajednička)\b.{0,20}\b(photo|image|picture|fotografija|slika)\b.{0,20}"
            r"|.{0,40}\b(group photo|fotografija za)\b.{0,20}",
            re.I,
        ),
        _("a picture caption"),
    ),
    (
        re.compile(
            r"(from|to|cc|bcc|reply-to|od|za|prima|от|до)\s*:.*@.*"
            r"|(from|cc|bcc|reply-to)\s*:\D*"
            r"|(sent|subject|predmet|poslano|poslato|subjekti|dërguar)\s*:.*"
            r"|[-_\s]*(original message|forwarded message|begin forwarded message|izvorna poruka|"
            r"originalna poruka|prosleđena poruka|proslijeđena poruka)[-_:\s]*"
            r"|on .{6,60}\bwrote:",
            re.I,
        ),
        _("part of an email header"),
    ),
    (
        re.compile(r"\S+\.(jpe?g|png|webp|gif|svg|bmp|tiff?|pdf|docx?|mp4)|(IMG|DSC)[_-]?\d+", re.I),
        _("a file name"),
    ),
    (re.compile(r"(©|\(c\)|copyright\b).*", re.I), _("a copyright notice")),
    (re.compile(rf"({_BUTTONS})({_PARTS}({_BUTTONS}))*\W*", re.I), _("a website button")),
    (re.compile(r"(home|početna|kreu|почетна)\s*[»>/›].+", re.I), _("a breadcrumb")),
    (
        re.compile(
            r"(published|posted|last updated|objavljeno|publikuar)( on| by)?\s*[:–-]?\s*.{0,20}\d.{0,20}",
            re.I,
        ),
        _("the date it was posted"),
    ),
    (
        re.compile(
            r"(tags?|categor(y|ies)|views?|shares?|comments?)\s*:.{0,80}|\d+ (views|shares|comments|likes)",
            re.I,
        ),
        _("text added by the website"),
    ),
)


def caption_reason(text: str):
    """Say why a line is none of the entry's; None if it may be. Only what is surely stray is named here."""
    if len(text) > 140:
        return None
    return next((reason for pattern, reason in CAPTIONS if pattern.fullmatch(text.strip())), None)


def is_separator(text: str) -> bool:
    return bool(CAPTIONS[1][0].fullmatch(text.strip()))
