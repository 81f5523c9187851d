"""The lists that entries of every app choose from."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.fields import NameField, ProseField
from catalogue.sort_keys import SortedByName
from organisations.querysets import CountryQuerySet


class Country(SortedByName):
    natural_key_fields = ("code",)

    code = models.CharField(
        _("code"),
        max_length=2,
        primary_key=True,
        help_text=_(
            "Two capital letters (ISO 3166-1), such as AL. Kosovo has XK, as used by the European Union."
        ),
    )
    name = NameField(_("name"), max_length=80, unique=True)
    is_programme_country = models.BooleanField(
        _("programme country"), default=False, help_text=_("Tick if SMART Balkans works in this country.")
    )

    objects = CountryQuerySet.as_manager()

    class Meta(SortedByName.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            models.CheckConstraint(
                name="organisations_country_code_is_two_capitals",
                condition=Q(code__regex=r"^[A-Z]{2}$"),
                violation_error_message=_("Enter two capital letters, such as AL."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the address of its page; for a country without one, of the organisations there."""
        if self.is_programme_country:
            return reverse("country", args=[self.code.lower()])
        return reverse("organisations:list", query={"country": self.code})


class Theme(SortedByName):
    class Area(models.TextChoices):
        SECURITY = "security", _("Security and stability")
        GOVERNANCE = "governance", _("Governance")

    natural_key_fields = ("slug",)

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = NameField(_("name"), max_length=120, unique=True)
    area = models.CharField(_("area"), max_length=20, choices=Area)

    class Meta(SortedByName.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("theme", args=[self.slug])


def areas_of(themes: Iterable[Theme]) -> list[Theme.Area]:
    """Return the areas of the themes, each once, in the order of the choices."""
    found = {theme.area for theme in themes}
    return [area for area in Theme.Area if area in found]


class BeneficiaryGroup(SortedByName):
    natural_key_fields = ("slug",)

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = NameField(_("name"), max_length=120, unique=True)
    description = ProseField(
        _("description"),
        blank=True,
        help_text=_("Who belongs to the group, if the name alone does not make it clear."),
    )

    broader = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        related_name="narrower",
        null=True,
        blank=True,
        verbose_name=_("broader group"),
        help_text=_(
            "The group that this one is part of, such as “Youth” for “High school students”. Its filter "
            "finds the entries of this group as well."
        ),
    )

    class Meta(SortedByName.Meta):
        verbose_name = _("beneficiary group")
        verbose_name_plural = _("beneficiary groups")

    def __str__(self):
        return self.name

    def clean(self):
        """Raise ValidationError if groups would be part of each other, or more than one level deep."""
        super().clean()
        if not self.broader:
            return
        if self.broader == self:
            raise ValidationError({"broader": _("A group cannot be part of itself.")})
        if self.broader.broader_id:
            text = _("“{group}” is itself part of a group.")
            raise ValidationError({"broader": text.format(group=self.broader)})
        if self.pk and self.narrower.exists():
            text = _("Other groups are part of this one, so it cannot be part of another.")
            raise ValidationError({"broader": text})

    @property
    def with_broader(self) -> list["BeneficiaryGroup"]:
        """Return the group and the broader one, if there is one."""
        return [self, self.broader] if self.broader else [self]
