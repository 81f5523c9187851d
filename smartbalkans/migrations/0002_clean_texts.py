"""Cleans stored texts as the fields of the models now do: line ends, invisible characters."""

from django.db import migrations

from catalogue.clean_text import clean_line, clean_text

APPS = ("organisations", "projects", "trainings")
CLEAN = {"TextField": clean_text, "CharField": clean_line}


def clean(apps, schema_editor):
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            clean_rows(model._base_manager.using(schema_editor.connection.alias), cleaners(model))


def cleaners(model):
    """Return the function that cleans each text of a model, by the name of the field."""
    return {
        field.name: CLEAN[field.get_internal_type()]
        for field in model._meta.concrete_fields
        if field.get_internal_type() in CLEAN and not field.choices
    }


def clean_rows(rows, cleaners):
    for row in rows.values("pk", *cleaners).iterator(chunk_size=500):
        changes = {name: text for name, clean in cleaners.items() if (text := clean(row[name])) != row[name]}
        if changes:
            rows.filter(pk=row["pk"]).update(**changes)


class Migration(migrations.Migration):
    dependencies = [
        ("smartbalkans", "0001_groups_of_staff"),
        ("organisations", "0001_initial"),
        ("projects", "0001_initial"),
        ("trainings", "0001_initial"),
    ]
    operations = [migrations.RunPython(clean, migrations.RunPython.noop, elidable=True)]
