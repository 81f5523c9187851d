from django.core.management.base import BaseCommand, CommandError
from django.utils.text import capfirst

from catalogue.search import registry, sync
from catalogue.sort_keys import correct_keys, count_wrong_keys, sorted_models


class Command(BaseCommand):
    help = (
        "Rebuilds the search index, and the keys by which names are sorted. Both are updated by every write, "
        "so this is only needed after loading data directly into the database. With --check, only reports "
        "how much is waiting to be processed, and fails if a document or a key is wrong."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="fail if anything is wrong, without changing it"
        )

    def handle(self, *, check, **options):
        try:
            if check:
                self.check_all()
            else:
                self.correct_sort_keys()
                sync.rebuild(self.stdout.write)
        except sync.IndexVersionError as error:
            raise CommandError(str(error)) from error

    def correct_sort_keys(self):
        for model in sorted_models():
            corrected = correct_keys(model._base_manager.all())
            self.stdout.write(f"{label_of(model)}: {corrected:,} sort keys corrected")

    def check_all(self):
        sync.require_stored_versions()
        wrong = 0
        for index in registry.all_indexes():
            count, waiting = len(sync.wrong_keys(index)), len(sync.waiting_keys(index))
            self.stdout.write(f"{index.label}: {waiting:,} waiting to be processed, {count:,} wrong")
            wrong += count
        wrong_keys = {model: count_wrong_keys(model._base_manager.all()) for model in sorted_models()}
        for model, count in wrong_keys.items():
            self.stdout.write(f"{label_of(model)}: {count:,} sort keys wrong")
        if wrong:
            raise CommandError(
                "The search index is wrong: documents differ from their entries, and nothing is queued that "
                "would update them. Run manage.py rebuild_search, and report it if this happens again."
            )
        if any(wrong_keys.values()):
            raise CommandError(
                "Sort keys are wrong: another program has written names. Run manage.py rebuild_search."
            )


def label_of(model) -> str:
    return capfirst(str(model._meta.verbose_name_plural))
