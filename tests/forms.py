"""The admin's forms, read and filled in as a browser does, and their error messages."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """What a browser would send of a form as it is, in pairs of a name and a value."""

    def __init__(self, html: str, id_end: str):
        super().__init__()
        self.id_end = id_end
        self.pairs: list[tuple[str, str]] = []
        self.multiple: list[str] = []
        self.is_inside = False
        self.text: str | None = None
        self.select: str | None = None
        self.options: list[str] = []
        self.chosen: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.is_inside = attrs.get("id", "").endswith(self.id_end)
        elif self.is_inside and (handle := getattr(self, f"start_{tag}", None)):
            handle(attrs)

    def start_input(self, attrs):
        kind = attrs.get("type")
        if (
            "disabled" in attrs
            or kind in ("submit", "file")
            or (kind in ("checkbox", "radio") and "checked" not in attrs)
        ):
            return
        self.pairs.append((attrs["name"], attrs.get("value", "on" if kind == "checkbox" else "")))

    def start_textarea(self, attrs):
        self.text = ""
        self.pairs.append((attrs["name"], ""))

    def start_select(self, attrs):
        self.select, self.options, self.chosen = attrs["name"], [], []
        if "multiple" in attrs:
            self.multiple.append(self.select)

    def start_option(self, attrs):
        self.options.append(attrs.get("value", ""))
        self.chosen += self.options[-1:] if "selected" in attrs else []

    def handle_data(self, data):
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_inside = False
        elif tag == "textarea" and self.text is not None:
            text, self.text = self.text.removeprefix("\r\n").removeprefix("\n"), None
            self.pairs[-1] = (self.pairs[-1][0], text)
        elif tag == "select" and self.select:
            if self.select not in self.multiple:
                self.chosen = self.chosen[-1:] or self.options[:1]
            self.pairs += [(self.select, value) for value in self.chosen]
            self.select = None


def open_form(client, address: str) -> dict:
    """Return what the form of an entry at the address would send as it is."""
    return form_of(client.get(address))


def form_of(response) -> dict:
    """Return what the form of an entry on a page would send: by name a value, or a list of choices."""
    if response.streaming:  # a file, not a page
        response.getvalue()
        return {}
    form = _Form(response.content.decode(), "_form")
    data: dict = {name: [] for name in form.multiple}
    for name, value in form.pairs:
        data[name] = [*data[name], value] if name in form.multiple else value
    return data


def fields_of(response, form_id: str) -> dict[str, list[str]]:
    """Return what a form on a page would send, all values by name: boxes may share one."""
    data: dict[str, list[str]] = {}
    for name, value in _Form(response.content.decode(), form_id).pairs:
        data.setdefault(name, []).append(value)
    return data


def add_row(data: dict, rows: str, **values):
    """Add a row to one of the form's formsets, as its "Add another" does."""
    number = data[f"{rows}-TOTAL_FORMS"]
    data[f"{rows}-TOTAL_FORMS"] = str(int(number) + 1)
    data |= {f"{rows}-{number}-{name}": value for name, value in values.items()}


def errors_of(response) -> dict[str, list[str]]:
    """Return the error messages on the page of an invalid form, by field."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += inline.formset.forms
    return {
        form.add_prefix(name): [str(message) for message in messages]
        for form in forms
        for name, messages in form.errors.items()
    }
