"""Every form of the back office states what to enter, where Django only states that something is wrong."""

import re
from datetime import date

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format

from catalogue.errors import DATE, FormError, describe, errors_of_form, lower_first
from organisations.models import Organisation
from smartbalkans.accounts.admin import PasswordForm
from tests.factories import ThemeFactory
from tests.forms import open_form

pytestmark = pytest.mark.django_db
NONSENSE = ("", "nonsense", "a\x00b", "é ?", "x" * 6000, "-99999999999", "99999999999999.999", "99/99/9999")
DJANGOS_OWN = re.compile(
    r"Enter a valid|Enter a whole number\.$|Enter a number\.$|This field|Ensure |Select a valid|"
    r"already exists|Enter a list of|not a valid|No file was|Null characters|"
    r"must be (an|a|one)|cannot be (null|blank)"
)
YEAR = f"Enter a year between 1800 and {date.today().year}."


def forms_of_the_back_office(rf, user):
    """Yield the form classes: those that add and change, those of rows, and those beside them."""
    request = rf.get("/admin/")
    request.user, request.session = user, {}
    for model in filter(admin.site.is_registered, apps.get_models()):
        model_admin = admin.site.get_model_admin(model)
        for entry in (None, model_admin.model()):
            yield model_admin.get_form(request, entry, change=entry is not None)
        for inline in model_admin.get_inline_instances(request):
            yield inline.get_formset(request).form
        for action in getattr(model_admin, "bulk_actions", ()):
            if action.question_class.base_fields:
                yield action.question_class


def inputs_of(form, value):
    """Return what a browser sends if the value is typed into every input of the form.

    Choices get no null character: a browser cannot send one from a list.
    """
    names = []
    for name, field in form.fields.items():
        if "\x00" in value and isinstance(field, forms.ModelChoiceField):
            continue
        widget = getattr(field.widget, "widget", field.widget)
        suffixes = widget.widgets_names if isinstance(widget, forms.MultiWidget) else [""]
        names += [name + suffix for suffix in suffixes]
    return MultiValueDict({name: [value] for name in names})


def errors_of_all_forms(rf, user):
    for form_class in forms_of_the_back_office(rf, user):
        for value in NONSENSE:
            files = {name: SimpleUploadedFile("x.jpg", b"") for name in form_class.base_fields}
            form = form_class(data=inputs_of(form_class(), value), files=files)
            for name, errors in form.errors.items():
                for text in errors:
                    yield form_class.__name__, name, text


def test_no_form_shows_an_empty_message(rf, admin_user):
    found = {error for error in errors_of_all_forms(rf, admin_user) if DJANGOS_OWN.search(error[2])}

    assert found == set()


def test_every_form_is_walked(rf, admin_user):
    walked = {name for name, _field, _text in errors_of_all_forms(rf, admin_user)}

    expected = {form.__name__ for form in forms_of_the_back_office(rf, admin_user)}
    assert expected - walked == set()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("name", "", "Enter the name."),
        ("name", "x" * 251, "Shorten this to 250 characters (now 251)."),
        ("website", "nonsense", "Enter a web address such as https://www.example.org."),
        ("email", "nonsense", "Enter an email address such as info@example.org."),
        ("founded_year", "nonsense", YEAR),
        ("founded_year", "-1", YEAR),
        ("founded_year", "1799", YEAR),
        ("founded_year", str(date.today().year + 1), YEAR),
        ("country", "ZZ", "This choice does not exist or was removed. Choose another one."),
        ("slug", "é ?", "Use letters a to z, digits and hyphens, such as civic-alliance."),
        ("published_at_0", "nonsense", "Enter a date such as 25/11/2026 or 2026-11-25."),
        ("published_at_1", "nonsense", "Enter a time such as 14:05."),
    ],
)
def test_form_of_an_organisation_states_what_to_enter(rf, admin_user, name, value, message):
    request = rf.get("/admin/")
    request.user = admin_user
    form_class = admin.site.get_model_admin(Organisation).get_form(request)

    errors = form_class(data={"published_at_0": "2026-11-25", "published_at_1": "14:05", name: value}).errors

    assert message in errors[name.removesuffix("_0").removesuffix("_1")]


def test_form_of_a_password_names_the_field(admin_user):
    errors = PasswordForm(admin_user, {"usable_password": "true", "set-password": "1"}).errors

    assert errors == {"password1": ["Enter the password."], "password2": ["Enter the password confirmation."]}


def test_date_that_a_message_names_is_accepted():
    shapes = re.findall(r"\d\S+\d", str(DATE["invalid"]))

    read = {date_format(forms.DateField().clean(shape), "DATE_FORMAT") for shape in shapes}

    assert (len(shapes), read) == (2, {"25 November 2026"})


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("website", "nonsense", "Enter a web address such as https://www.example.org."),
        ("email", "nonsense", "Enter an email address such as info@example.org."),
        ("founded_year", 1700, YEAR),
        ("acronym", "x" * 41, "Shorten this to 40 characters (now 41)."),
        ("kind", "nonsense", "This choice does not exist or was removed. Choose another one."),
    ],
)
def test_error_of_a_models_field_states_what_to_enter(field, value, message):
    found = Organisation._meta.get_field(field)

    with pytest.raises(forms.ValidationError) as refusal:
        found.clean(value, None)

    assert [describe(error, found) for error in refusal.value.error_list] == [message]


def test_name_in_use_is_refused(admin_client):
    ThemeFactory(name="Youth")

    response = admin_client.post("/admin/organisations/theme/add/", {"name": "Youth", "area": "security"})

    assert response.context["adminform"].form.errors == {
        "name": ["This name is already in use. Enter another one."]
    }


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "1 error: correct it below, then save again."),
        ({"name": "", "slug": "é ?"}, "2 errors: correct them below, then save again."),
    ],
)
def test_form_states_its_number_of_errors(admin_client, data, sentence):
    response = admin_client.post("/admin/trainings/topic/add/", data)

    assert sentence in response.content.decode()


@pytest.mark.parametrize(
    ("label", "within"), [("Name", "name"), ("URL", "URL"), ("", ""), ("E-mail", "e-mail"), ("A", "a")]
)
def test_label_within_a_sentence(label, within):
    assert lower_first(label) == within


class Word(forms.Form):
    word = forms.CharField(label="the word", error_messages={"required": "Enter the word."})

    def clean(self):
        raise forms.ValidationError("Both are wrong.")


def test_errors_of_a_form_have_a_label_and_the_id_of_the_field():
    assert errors_of_form(Word({})) == [
        FormError("The word", "Enter the word.", "id_word"),
        FormError("", "Both are wrong."),
    ]


def test_errors_of_rows_name_the_row(admin_client):
    data = open_form(admin_client, "/admin/trainings/training/add/")
    data |= {"name": "A", "speakers-0-role": "A role without a name"}

    page = admin_client.post("/admin/trainings/training/add/", data).content.decode()

    assert '<a href="#id_speakers-0-name">Speaker 1, Name</a>: ' in page
