"""The devices on which a person is logged in: allauth keeps a row for each session, until it ends."""

import re

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

# By what a browser sends; the first match counts, because most of them also name those below.
BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"(Firefox|FxiOS)/"),
    ("Chrome", r"(Chrome|CriOS|Chromium)/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("ChromeOS", r"CrOS"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux"),
)


def describe_device(user_agent: str) -> str:
    """Return the browser and the system, such as "Firefox on Windows"."""
    browser = first_match(BROWSERS, user_agent) or _("Unknown browser")
    if system := first_match(SYSTEMS, user_agent):
        return _("{browser} on {system}").format(browser=browser, system=system)
    return browser


def first_match(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, user_agent)), "")


def mark_seen(request: HttpRequest) -> None:
    """Record that the person is working in this session; a password change gives it another key."""
    row = UserSession.objects.filter(session_key=request.session.session_key)
    if not row.update(last_seen_at=timezone.now()):
        UserSession.objects.create_from_request(request)


def forget_session(sender, request, **kwargs) -> None:
    UserSession.objects.filter(session_key=request.session.session_key).delete()


def forget_ended_sessions() -> None:
    """Delete the rows of sessions that exist no more."""
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def connect_receivers() -> None:
    user_logged_out.connect(forget_session)
