"""Reads the back office's forms as a browser does, and says what they answer."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """Collects what a browser would send of the entry's form, if it were saved as it stands."""

    def __init__(self):
        super().__init__()
        self.data: dict = {}
        self.is_inside = False
        self.choice: str | None = None
        self.text: str | None = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.is_inside = attrs.get("id", "").endswith("_form")
        elif self.is_inside and (handle := getattr(self, f"start_{tag}", None)):
            handle(attrs)

    def start_input(self, attrs):
        kind = attrs.get("type")
        if kind in ("submit", "file") or (kind == "checkbox" and "checked" not in attrs):
            return
        self.data[attrs["name"]] = attrs.get("value", "on" if kind == "checkbox" else "")

    def start_textarea(self, attrs):
        self.text = attrs["name"]
        self.data[self.text] = ""

    def start_select(self, attrs):
        self.choice = attrs["name"]
        self.data[self.choice] = [] if "multiple" in attrs else None

    def start_option(self, attrs):
        value, chosen = attrs.get("value", ""), self.data[self.choice]
        if isinstance(chosen, list):
            chosen += [value] if "selected" in attrs else []
        elif "selected" in attrs or chosen is None:
            self.data[self.choice] = value

    def handle_data(self, data):
        if self.text:
            self.data[self.text] += data.removeprefix("\r\n").removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_inside = False
        elif tag == "textarea":
            self.text = None
        elif tag == "select" and self.is_inside and self.data[self.choice] is None:
            del self.data[self.choice]


def open_form(client, address: str) -> dict:
    """Give what the form at the address would send as it stands."""
    form = _Form()
    form.feed(client.get(address).content.decode())
    return form.data


def add_row(data: dict, rows: str, **values):
    """Add a row to one of the form's sets of rows, as its "Add another" does."""
    number = data[f"{rows}-TOTAL_FORMS"]
    data[f"{rows}-TOTAL_FORMS"] = str(int(number) + 1)
    data |= {f"{rows}-{number}-{name}": value for name, value in values.items()}


def errors_of(response) -> dict[str, list[str]]:
    """Give the messages on a form that was refused, by the field they stand at."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += inline.formset.forms
    return {
        form.add_prefix(name): [str(message) for message in messages]
        for form in forms
        for name, messages in form.errors.items()
    }
