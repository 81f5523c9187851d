"""Error messages of fields: what to enter, where Django's own only state that something is wrong.

Forms of the back office use them through `FieldErrorsMixin`, the import through `describe`. Messages that a
field was declared with are kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

AnyField = forms.Field | models.Field


@dataclass(frozen=True)
class AddressError:
    """What is wrong with a part of a query string, and what a page shows instead.

    A page shows both sentences as a notice; a file is refused with the first one.
    """

    text: str
    on_page: str = ""

    def __str__(self):
        return f"{self.text} {self.on_page}".strip()


def propose(name: str) -> str:
    """Return a question that proposes a name where an unknown one was entered."""
    return gettext("Did you mean “{name}”?").format(name=name)


ENTER = {
    "required": _("Enter the {label}."),
    "unique": _("This {label} is already in use. Enter another one."),
}
CHOOSE = {
    "required": _("Choose the {label}."),
    "unique": _("This {label} is already in use. Choose another one."),
}
TEXT = {
    "max_length": _("Shorten this to %(limit_value)d characters (now %(show_value)d)."),
    "min_length": _("Enter at least %(limit_value)d characters (now %(show_value)d)."),
    "null_characters_not_allowed": _("Remove the invisible characters, or type the text again."),
}
NUMBER = {
    "invalid": _("Enter a whole number, such as 25."),
    "min_value": _("Enter a number that is at least %(limit_value)s."),
    "max_value": _("Enter a number that is at most %(limit_value)s."),
    "step_size": _("Enter a multiple of %(limit_value)s."),
}
AMOUNT = {
    "invalid": _("Enter a number, such as 12500 or 12500.50."),
    "max_digits": _("Enter at most %(max)s digits."),
    "max_decimal_places": _("Enter at most %(max)s decimal places, such as 12500.50."),
    "max_whole_digits": _("Enter at most %(max)s digits before the decimal point."),
}
NOT_IN_LIST = _("This choice does not exist or was removed. Choose another one.")
EMAIL = {"invalid": _("Enter an email address such as info@example.org.")}
URL = {"invalid": _("Enter a web address such as https://www.example.org.")}
SLUG = {"invalid": _("Use letters a to z, digits and hyphens, such as civic-alliance.")}
CHOICE = {"invalid_choice": NOT_IN_LIST, "invalid_pk_value": NOT_IN_LIST, "invalid_list": NOT_IN_LIST}
DATE = {"invalid": _("Enter a date such as 25/11/2026 or 2026-11-25.")}
TIME = {"invalid": _("Enter a time such as 14:05.")}
DATE_TIME = {"invalid": _("Enter a date and time such as 25/11/2026 14:05.")}
FILE_AGAIN = _("The file was not uploaded. Choose it again.")
FILE = {
    "required": _("Choose a file."),
    "invalid": FILE_AGAIN,
    "missing": FILE_AGAIN,
    "empty": _("This file is empty. Choose another one."),
    "max_length": _("Shorten the name of the file to %(max)d characters (now %(length)d)."),
    "contradiction": _("Choose a new file or tick “Remove”, not both."),
}
# A field has the messages of every line with one of its classes; the last has precedence.
MESSAGES = (
    ((forms.Field, models.Field), ENTER),
    ((forms.CharField, models.CharField, models.TextField), TEXT),
    ((forms.EmailField, models.EmailField), EMAIL),
    ((forms.URLField, models.URLField), URL),
    ((forms.SlugField, models.SlugField), SLUG),
    ((forms.IntegerField, models.IntegerField), NUMBER),
    ((forms.DecimalField, models.DecimalField), AMOUNT),
    ((forms.DateField, models.DateField), DATE),
    ((forms.TimeField, models.TimeField), TIME),
    ((forms.DateTimeField, models.DateTimeField), DATE_TIME),
    ((forms.SplitDateTimeField,), {"invalid_date": DATE["invalid"], "invalid_time": TIME["invalid"]}),
    ((models.ForeignKey,), CHOOSE),
    ((forms.ChoiceField, forms.ModelChoiceField), CHOOSE | CHOICE),
    ((models.Field,), {"invalid_choice": NOT_IN_LIST}),
    ((forms.BooleanField,), {"required": _("Tick this box.")}),
    ((forms.FileField,), FILE),
)  # fmt: skip


class FieldErrorsMixin(forms.BaseForm):
    """A form whose error messages explain what to enter."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            explain_errors(field, field.label or name.replace("_", " "))


def explain_errors(field: forms.Field, label: str) -> None:
    """Set the error messages of a form's field, and of the fields that it consists of."""
    field.error_messages = messages_of(field, label)
    for part in getattr(field, "fields", ()):
        part.error_messages |= our_messages_of(part, label)


def describe(error: ValidationError, field: models.Field) -> str:
    """Return the message of an error that the field of a model raised."""
    message = messages_of(field, field.verbose_name).get(error.code)
    if message is None:
        return " ".join(error.messages)
    return message % error.params if error.params else str(message)


def describe_all(error: ValidationError, model: type[models.Model]) -> str:
    """Return all messages of an error that an instance of the model raised."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    texts = []
    for name, found in error.error_dict.items():
        if name == NON_FIELD_ERRORS:
            texts += [text for one in found for text in one.messages]
        else:
            texts += [describe(one, model._meta.get_field(name)) for one in found]
    return " ".join(texts)


def messages_of(field: AnyField, label: str) -> dict[str, str]:
    """Return the messages by error code: Django's, then ours, then those that the field was declared with."""
    defaults: dict[str, str] = {}
    for kind in reversed(type(field).__mro__):
        defaults |= getattr(kind, "default_error_messages", {})
    declared = {code: text for code, text in field.error_messages.items() if text is not defaults.get(code)}
    return {**defaults, **our_messages_of(field, label), **declared}


def our_messages_of(field: AnyField, label: str) -> dict[str, str]:
    ours = {
        code: text for kinds, texts in MESSAGES if isinstance(field, kinds) for code, text in texts.items()
    }
    name = lower_first(str(label))
    return {code: text.format(label=name) if "{label}" in text else text for code, text in ours.items()}


def lower_first(label: str) -> str:
    """Return the label as it reads within a sentence: "Name" as "name", "URL" as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


@dataclass(frozen=True)
class FormError:
    """An error of a form: the label of its field and the id of its control, both empty without a field."""

    label: str
    text: str
    place: str = ""


def errors_of_form(form: forms.BaseForm, inlines: Iterable = ()) -> list[FormError]:
    """Return the errors of a form of the back office and of its rows, in the order of the page."""
    found = list(_labelled_errors(form))
    for inline in inlines:
        kind = str(capfirst(inline.opts.verbose_name))
        found += [FormError(kind, str(error)) for error in inline.formset.non_form_errors()]
        for number, row in enumerate(inline.formset.forms, start=1):
            found += _labelled_errors(row, f"{kind} {number}")
    return found


def _labelled_errors(form: forms.BaseForm, row: str = "") -> Iterator[FormError]:
    for name, errors in form.errors.items():
        label, place = "", ""
        if name in form.fields:
            bound = form[name]
            label, place = str(capfirst(bound.label)), bound.id_for_label
        for error in errors:
            yield FormError(", ".join(filter(None, (row, label))), str(error), place)
