"""The filters that a person saves, and the columns that they choose, of one list of the back office."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.fields import NameField
from catalogue.references import KindReference, KindReferenceQuerySet

MOST_FILTERS = 20  # of a person, in one list
LONGEST_QUERY = 1000  # characters


class ListSettingQuerySet(KindReferenceQuerySet):
    def of_list(self, user, model: type[models.Model]):
        """Return those of a person in the list of a model. Nobody else sees them."""
        return self.of_kind(model).filter(user=user)


class ListSetting(KindReference):
    """A setting of a person in one list."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    objects = ListSettingQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()


class SavedFilter(ListSetting):
    """A search with filters and an order. In its `query`, columns of the order are named, not numbered."""

    name = NameField(_("name"), max_length=60)
    query = models.CharField(max_length=LONGEST_QUERY)

    class Meta(ListSetting.Meta):
        ordering = ("name", "pk")
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "name"], name="catalogue_saved_filter_once")
        ]

    def __str__(self):
        return self.name


class ListColumns(ListSetting):
    """The columns that a person has chosen, by name."""

    columns = models.JSONField(default=list)

    class Meta(ListSetting.Meta):
        ordering = ("pk",)
        verbose_name = _("chosen columns")
        verbose_name_plural = _("chosen columns")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="catalogue_list_columns_once")]

    def __str__(self):
        return ", ".join(self.columns)
