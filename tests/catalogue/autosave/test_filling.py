"""Which fields of a form are kept. What is shown of them is tested with the forms of the back office."""

from django.http import QueryDict

from catalogue.autosave.filling import fields_to_keep


def test_hidden_fields_buttons_and_the_row_to_copy_are_not_kept():
    data = QueryDict(
        "name=A&themes=1&themes=2&_token=t&_autosave=k&_save=Save&csrfmiddlewaretoken=c&goals-__prefix__-text="
    )

    found = fields_to_keep(data, "_token")

    assert found == {"name": ["A"], "themes": ["1", "2"], "_token": ["t"]}
