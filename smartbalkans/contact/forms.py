"""The form in which visitors report a mistake."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalogue.errors import FieldErrorsMixin
from catalogue.fields import EmailFormField
from smartbalkans.contact.models import Report
from smartbalkans.contact.stamps import is_valid_stamp

MOST_LINKS = 3  # in one answer
LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
TRAP = "subject"  # a field that people do not see, and programs fill in
LATE = _("This form was open for more than a day. Please check your report and send it again.")
TRAPPED = _("A hidden field of this form was filled in. It is now empty: please send your report again.")


def limit_links(text: str) -> None:
    """Raise ValidationError if a text has more links than a report needs."""
    count = len(LINK.findall(text))
    if count > MOST_LINKS:
        raise ValidationError(
            _("Enter at most %(most)d links in one answer (now %(count)d)."),
            code="links",
            params={"most": MOST_LINKS, "count": count},
        )


class ReportForm(FieldErrorsMixin, forms.ModelForm):
    """A report. Browsers get no maximum lengths, with which they would cut what is pasted."""

    use_required_attribute = False

    class Meta:
        model = Report
        fields = ("what", "evidence", "email")
        field_classes = {"email": EmailFormField}
        labels = {
            "what": _("What is wrong?"),
            "evidence": _("How do you know? (optional)"),
            "email": _("Your email address (optional)"),
        }
        help_texts = {
            "what": _("Such as a wrong date, a missing partner or a link that does not work."),
            "evidence": _(
                "Such as the address of a web page or a document, or your role in the organisation."
            ),
            "email": _(
                "Only if you want an answer. It is never published, and deleted 90 days after the report is "
                "closed."
            ),
        }
        error_messages = {
            "what": {
                "required": _("Enter what is wrong."),
                "max_length": _(
                    "Shorten “What is wrong?” to %(limit_value)d characters (now %(show_value)d)."
                ),
            },
            "evidence": {
                "max_length": _(
                    "Shorten “How do you know?” to %(limit_value)d characters (now %(show_value)d)."
                ),
            },
        }
        widgets = {
            "what": forms.Textarea(attrs={"rows": 6}),
            "evidence": forms.Textarea(attrs={"rows": 3}),
            "email": forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "field"
            field.widget.attrs.pop("maxlength", None)
        for name in ("what", "evidence"):
            self.fields[name].validators.append(limit_links)

    def clean(self):
        if self.data.get(TRAP):
            self.add_error(None, TRAPPED)
        if not is_valid_stamp(self.data.get("stamp", "")):
            self.add_error(None, LATE)
        return super().clean()
