"""The four groups of staff. A group that is there already, made or changed by people, is left as it is."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ENTRIES = ("organisations.organisation", "organisations.grant", "projects.project", "trainings.training")
ROWS = (
    *("organisations.othername", "organisations.goal", "organisations.activity"),
    *("projects.partner", "projects.objective", "projects.targetgroup", "projects.activity"),
    *("trainings.speaker", "trainings.testimonial"),
)
LISTS = ("organisations.theme", "organisations.beneficiarygroup", "trainings.topic", "catalogue.searchsynonym")
COUNTRIES = ("organisations.country",)
PEOPLE = ("auth.user", "auth.group")
CONTACTS = ("contact.contact",)
REPORTS = ("contact.report",)  # with the email addresses of visitors
IMPORTS = ("catalogue.import",)  # imports of others; people who may import always see their own

READING = {(*ENTRIES, *ROWS, *LISTS, *COUNTRIES, *CONTACTS): ("view",)}
WRITING = {ENTRIES: ("add", "change"), ROWS: ("add", "change", "delete"), REPORTS: ("view", "change")}
PUBLISHING = {
    ENTRIES: ("publish", "delete"),
    LISTS: ("add", "change"),
    CONTACTS: ("add", "change"),
    IMPORTS: ("view",),
}
ADMINISTERING = {
    PEOPLE: ("view", "add", "change", "delete"),
    (*LISTS, *CONTACTS, *REPORTS): ("delete",),
    COUNTRIES: ("add", "change", "delete"),
}
GROUPS = {
    "Editor": (READING, WRITING),
    "Publisher": (READING, WRITING, PUBLISHING),
    "Analyst": (READING,),
    "Administrator": (READING, WRITING, PUBLISHING, ADMINISTERING),
}
APPS = ("auth", "catalogue", "contact", "organisations", "projects", "trainings")


def permissions_of(apps, group: str) -> set[int]:
    """Return the keys of what a group may do."""
    wanted = {
        (*model.split("."), f"{action}_{model.partition('.')[2]}")
        for part in GROUPS[group]
        for models, actions in part.items()
        for model in models
        for action in actions
    }
    rows = apps.get_model("auth", "Permission").objects.values_list(
        "content_type__app_label", "content_type__model", "codename", "pk"
    )
    return {key for *place, key in rows if tuple(place) in wanted}


def make_permissions(apps) -> None:
    """Make the permissions now: Django makes them only once all migrations are done."""
    for label in APPS:
        app = apps.get_app_config(label)
        models_module = getattr(app, "models_module", None)
        app.models_module = True
        create_permissions(app, apps=apps, verbosity=0)
        app.models_module = models_module


def make_groups(apps, schema_editor):
    make_permissions(apps)
    for name in GROUPS:
        group, is_new = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        if is_new:
            group.permissions.set(permissions_of(apps, name))


def remove_groups(apps, schema_editor):
    """Remove those that nobody is in and nobody changed."""
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS, user__isnull=True):
        if set(group.permissions.values_list("pk", flat=True)) == permissions_of(apps, group.name):
            group.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("catalogue", "0001_initial"),
        ("contact", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("organisations", "0001_initial"),
        ("projects", "0001_initial"),
        ("trainings", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
