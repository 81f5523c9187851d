from django.db import migrations, models
from django.db.models import F, Q


def drop_repeated_local_names(apps, schema_editor):
    organisations = apps.get_model("organisations", "Organisation").objects
    organisations.filter(local_name=F("name")).update(local_name="")


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0006_themes_of_organisations"),
    ]

    operations = [
        migrations.RunPython(drop_repeated_local_names, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=Q(local_name="") | ~Q(local_name=F("name")),
                name="organisations_organisation_local_name_differs",
                violation_error_message="The local name is the same as the name. Leave it empty.",
            ),
        ),
    ]
