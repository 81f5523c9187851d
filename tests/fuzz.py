"""Requests that no page sends: values of the wrong kind in addresses, parameters and forms of all pages."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import chain, cycle, islice
from urllib.parse import quote, urlencode

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.back_office import World
from tests.forms import form_of

LIST_OR_FORM = re.compile(r"admin/\w+/\w+/(add/|<path:object_id>/change/)?")
PUBLIC_SLUG = "shown"
LONGEST_ADDRESS = 200  # of a page whose form is opened
MULTIPART = "multipart/form-data; boundary=boundary"
PART_START = b"--boundary\r\nContent-Disposition: form-data; "
END = b"--boundary--\r\n"
FORM = "application/x-www-form-urlencoded"


def words(text: str) -> list[str]:
    return text.split()


# Of the wrong kind where a key, a number, a date, a choice or a token belongs.
JUNK = (
    *("", " ", "\n", "\0", "a\0b", "1\0", "\ud800", "a\udfff", "\ufffd", "\u202e", "é" * 300, "x" * 20_000),
    *("9" * 20, "9" * 5000, "-" + "9" * 20, str(2**15), str(2**31), str(2**63 - 1), str(2**63)),
    *words("0 -1 1.5 1e9 NaN Infinity ٣ ² ½ none now None on true 1,2 1,,x % %s %00 null"),
    *("2024-01-01", "2024-01-01 10:00:00", "2024-01-01T10:00:00", "2024-03-31 02:30:00", "0000-00-00"),
    *("9999-12-31", "9999-12-31 23:59:59", "0001-01-01", "0001-01-01 00:00:00", "99999999-01-01"),
    *words('01/01/0001 31/12/9999 10:00 24:61 [] {} [1 "text"'),
    *('{"a": "\ud800"}', "' OR 1=1 --"),
    *words("../../etc/passwd //example.org javascript:alert(1) <b> __class__ _state a__b__c"),
)
PARAMETERS = (
    *words("o p q all e _facets _popup _to_field _changelist_filters page list from to next go-on term"),
    *words("app_label model_name field_name format file sort year month country columns status"),
    *words("min max currency line kind draft"),
)
LOOKUPS = (
    *("", *words("__exact __in __isnull __year __month __day __gte __lt __range __x")),
    *words("__regex __date __week_day __startswith __id__exact __pk __year__gte __time __iexact"),
)
MANAGEMENT = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
COUNTS = ("-1", "", "0", "1", "7", "40", "x", "\0", "1.5")  # Django makes as many forms, up to 2,000
ACTIONS = (
    "\0",
    "",
    *words("publish delete_selected withdraw check change_themes set_country export_csv export_xlsx none"),
)
# Fields that pages read besides those of their forms.
FIELDS = (
    *words("action _selected_action index select_across _popup _to_field _token _over keys first second"),
    *words("decision is_another token confirmed answered post kept_token gone_token next credential code"),
    *words("session id text say theme login password days form-TOTAL_FORMS form-INITIAL_FORMS"),
    *words("_saveasnew _continue _addanother _publish _draft _save _later _propose _publishchanges"),
    *words("_note _proposed _autosave _discard reason note publish send_back send_for_review discard"),
    *words("name query columns standard notice until tokens values how create mail withdraw"),
    *words("comment-text assignment-person assign by_mail skip_errors rows_go status"),
)
FILES = (
    b"",
    b"Name\nSomething\n",
    b"\xff\xfe\x00\xd8",
    b"PK\x03\x04broken",
    b"Name;Name\n\x00;\xff\n",
    b"GIF89a\x01",
    b"\x89PNG\r\n\x1a\n",
    b'"' * 2000,
)


@dataclass(frozen=True)
class WrongRequest:
    """A request, which prints what repeats it."""

    method: str
    address: str
    body: bytes = b""
    content_type: str = FORM

    def fault(self, client: Client) -> Exception | int | None:
        """Send the request; return the exception or the status of a server error, None without one."""
        response = client.generic(self.method, self.address, self.body, self.content_type)
        if response.streaming:
            response.getvalue()
        if response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            return None
        return response.exc_info[1] if response.exc_info else response.status_code

    def __str__(self):
        return f"client.generic({self.method!r}, {self.address!r}, {self.body!r}, {self.content_type!r})"


@dataclass
class Fuzzer:
    """Makes requests out of what is there, and of `seed`: the same seed makes the same requests."""

    world: World
    client: Client
    seed: int
    forms: dict[str, dict] = field(default_factory=dict)

    def __post_init__(self):
        self.random = random.Random(self.seed)  # noqa: S311  (the same requests for the same seed)
        self.places = list(places(self.world))

    def requests(self, number: int) -> Iterator[WrongRequest]:
        """Yield requests to every place once, then to the lists and forms of the back office."""
        lists_and_forms = [place for place in self.places if LIST_OR_FORM.fullmatch(place[0])]
        for route, choices in islice(chain(self.places, cycle(lists_and_forms)), number):
            is_get = self.random.random() < (0.4 if route.startswith("admin/") else 0.9)
            yield self.get(route, choices) if is_get else self.post(route, choices)

    def address(self, route: str, choices: dict[str, list]) -> str:
        for part, values in choices.items():
            value = self.random.choice(JUNK) if self.random.random() < 0.25 else self.random.choice(values)
            route = route.replace(part, quoted(value), 1)
        return f"/{route}"

    def get(self, route: str, choices: dict) -> WrongRequest:
        pairs = [
            (self.parameter(route), self.random.choice(JUNK)) for _number in range(self.random.randrange(4))
        ]
        return WrongRequest("GET", f"{self.address(route, choices)}?{encoded(pairs)}")

    def parameter(self, route: str) -> str:
        """Return the name of a parameter that pages read, or of a field of the list with a lookup."""
        model = model_of(route)
        if model is None or self.random.random() < 0.4:
            return self.random.choice(PARAMETERS)
        fields = [one.name for one in model._meta.fields]
        return self.random.choice(fields) + self.random.choice(LOOKUPS)

    def post(self, route: str, choices: dict) -> WrongRequest:
        address = self.address(route, choices)
        pairs = self.form_of(route, address)
        for _number in range(self.random.randrange(1, 5)):
            self.change(pairs, self.forms[address][1])
        if self.random.random() < 0.1:
            return WrongRequest("POST", address, as_bytes(self.random.choice(JUNK)), "application/json")
        if "import" in route or self.random.random() < 0.15:
            return WrongRequest("POST", address, self.multipart(pairs), MULTIPART)
        return WrongRequest("POST", address, encoded(pairs).encode())

    def form_of(self, route: str, address: str) -> list[tuple[str, str]]:
        """Return what the page sends, as pairs of a name and a value."""
        if address not in self.forms:
            has_form = route.startswith("admin/") and route.endswith("/") and len(address) < LONGEST_ADDRESS
            self.forms[address] = self.open(address) if has_form else ({}, [])
        place = next((place for place in self.world.values if route.startswith(f"admin/{place}")), "")
        data = {**self.forms[address][0], **self.world.values.get(place, {})}
        if route.endswith(place) and place:
            data |= {"action": self.random.choice(ACTIONS), "index": "0"}
            data["_selected_action"] = [*data["_selected_action"], self.random.choice(["1", *JUNK])]
        if self.random.random() < 0.2 and "_token" in data:
            data["_token"] = "of another version"  # noqa: S105  (no secret)
        return [
            (name, str(one))
            for name, value in data.items()
            for one in (value if isinstance(value, list) else [value])
        ]

    def open(self, address: str) -> tuple[dict, list[str]]:
        """Return what the form at an address sends as it is, and the names of all its fields."""
        response = self.client.get(address)
        text = "" if response.streaming else response.content.decode()
        choices = re.findall(r'<select name="([^"]+)"', text)
        return form_of(response), [*re.findall(r' name="([^"]+)"', text), *choices, *choices]

    def change(self, pairs: list[tuple[str, str]], names: list[str]) -> None:
        """Make one thing wrong: add, double, leave out or replace a value."""
        managed = [place for place, (name, _value) in enumerate(pairs) if name.endswith(MANAGEMENT)]
        place = self.random.choice(managed or range(len(pairs))) if pairs else 0
        kind = self.random.random()
        if not pairs or kind < 0.2:
            pairs.append(self.wrong(self.random.choice(FIELDS)))
        elif kind < 0.45:
            pairs.append(self.wrong(self.random.choice(names or [pairs[place][0]])))
        elif kind < 0.55:
            del pairs[place]
        elif kind < 0.7:
            pairs[place] = self.wrong(pairs[place][0])
        else:
            place = self.random.randrange(len(pairs))
            pairs[place] = self.wrong(pairs[place][0])

    def wrong(self, name: str) -> tuple[str, str]:
        values = COUNTS if name.endswith("TOTAL_FORMS") else JUNK
        if name == "action":
            values = ACTIONS
        return name, self.random.choice(values)

    def multipart(self, pairs: list[tuple[str, str]]) -> bytes:
        """Return the fields with a broken file, at times without the end."""
        name = self.random.choice(("file", "logo", "picture", "photo"))
        file_name = self.random.choice(("a.csv", "a.xlsx", "a.png", *JUNK))[:300]
        parts = [as_bytes(f'name="{name}"\r\n\r\n{value}') for name, value in pairs]
        parts.append(as_bytes(f'name="{name}"; filename="{file_name}"\r\n\r\n') + self.random.choice(FILES))
        body = b"".join(PART_START + part + b"\r\n" for part in parts)
        return body + (END if self.random.random() < 0.8 else b"")


def places(world: World) -> Iterator[tuple[str, dict[str, list]]]:
    """Yield each route of the portal, with what may be put in each part of it that varies."""
    for route in routes(get_resolver().url_patterns):
        place = next((place for place in world.keys if route.startswith(f"admin/{place}")), "")
        plain = re.sub(r"[\\^$]|\\Z", "", route)
        parts = re.findall(r"<(?:\w+:)?\w+>|\(\?P<\w+>[^)]*\)", plain)
        yield plain, {part: values_of(part, world.keys.get(place, {})) for part in parts}


def routes(patterns: list, before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def values_of(part: str, keys: dict[str, list]) -> list:
    """Return what may be put in a part such as <int:pk> or (?P<file_format>csv|json)."""
    if choices := re.search(r">(.*)\)", part):
        return choices[1].split("|")
    return keys.get(part.strip("<>").rpartition(":")[2], ["1", PUBLIC_SLUG])


def model_of(route: str) -> type[Model] | None:
    """Return the model of a page of the back office."""
    return next(
        (
            model
            for model in apps.get_models()
            if admin.site.is_registered(model)
            and route.startswith(f"admin/{model._meta.label_lower.replace('.', '/')}/")
        ),
        None,
    )


def as_bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def encoded(pairs: list[tuple[str, str]]) -> str:
    return urlencode(pairs, errors="surrogatepass")


def quoted(value: object) -> str:
    return quote(str(value), safe="", errors="surrogatepass")
