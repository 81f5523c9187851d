"""Organisations, with the rows that belong to them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.entries import Entry, LevelledRow, OrderedRow
from catalogue.naturalkeys import NaturalKeyModel
from catalogue.pictures.fields import PictureField
from catalogue.required_facts import NAME, SUMMARY, Fact
from catalogue.search.models import SearchDocument
from organisations.models.lists import BeneficiaryGroup, Country
from organisations.querysets import OrganisationQuerySet, RowQuerySet

COUNTRY_LACKING = Q(country__isnull=True, is_country_not_stated=False)


def this_year() -> int:
    return timezone.localdate().year


class Organisation(Entry):
    class Kind(models.TextChoices):
        CSO = "cso", _("Civil society organisation")
        MEDIA = "media", _("Media")
        INFORMAL_GROUP = "informal_group", _("Informal group")
        PUBLIC_BODY = "public_body", _("Public body")
        DONOR = "donor", _("Donor")
        OTHER = "other", _("Other")

    class ProgrammeRole(models.TextChoices):
        LEAD_IMPLEMENTER = "lead_implementer", _("Lead implementer")
        IMPLEMENTING_PARTNER = "implementing_partner", _("Implementing partner")
        DONOR = "donor", _("Donor")

    required_facts = (
        NAME,
        SUMMARY,
        Fact(
            "country",
            _("a country, or a tick that it is not stated"),
            _("no country"),
            "id_country",
            lambda model: COUNTRY_LACKING,
        ),
    )

    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    local_name = models.CharField(
        _("local name"),
        max_length=250,
        blank=True,
        help_text=_("The name in the organisation's own language."),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind, blank=True, help_text=_("Leave empty if it is not known.")
    )
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
        help_text=_("Where it is based. Leave empty if it is not known; do not guess."),
    )
    is_country_not_stated = models.BooleanField(
        _("the country is not stated"),
        default=False,
        help_text=_("Tick this to publish it without a country. A country chosen above counts all the same."),
    )
    town = models.CharField(_("town"), max_length=120, blank=True)
    founded_year = models.PositiveSmallIntegerField(
        _("active since"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1800), MaxValueValidator(this_year)],
        help_text=_("The year it was founded or began to work, such as 2002."),
    )
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("email"), blank=True, help_text=_("A public address, such as info@…"))
    logo = PictureField(_("logo"), upload_to="logos/", blank=True, largest=640, widths=(160, 320))
    strategic_orientation = models.TextField(
        _("strategic orientation"),
        blank=True,
        help_text=_("What it stands for and where it is heading. An empty line starts a new paragraph."),
    )
    beneficiaries = models.TextField(
        _("beneficiaries"),
        blank=True,
        help_text=_("Whom its work is for, in words. The groups below make it countable."),
    )
    beneficiary_groups = models.ManyToManyField(
        BeneficiaryGroup, verbose_name=_("beneficiary groups"), blank=True, related_name="organisations"
    )
    programme_role = models.CharField(
        _("part in the programme"),
        max_length=24,
        choices=ProgrammeRole,
        blank=True,
        help_text=_("Only for those who run or pay for SMART Balkans. Grantees leave it empty."),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta(Entry.Meta):
        indexes = [
            *Entry.Meta.indexes,
            models.Index(fields=["programme_role"], name="organisation_by_role"),
            models.Index(fields=["stage"], condition=COUNTRY_LACKING, name="organisation_without_country"),
        ]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def get_absolute_url(self):
        return reverse("organisations:detail", args=[self.slug])


class OtherName(NaturalKeyModel):
    """A further name that people know an organisation by."""

    natural_key_fields = ("organisation__slug", "name")

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="other_names"
    )
    name = models.CharField(_("name"), max_length=250)

    objects = RowQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(
                name="organisations_othername_once",
                fields=("organisation", "name"),
                violation_error_message=_("This name stands here already."),
            ),
        ]

    def __str__(self):
        return self.name


class Goal(OrderedRow):
    class Kind(models.TextChoices):
        GOAL = "goal", _("Goal")
        STRATEGIC = "strategic", _("Strategic goal")

    natural_key_fields = ("organisation__slug", "kind", "order")

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="goals"
    )
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=Kind,
        default=Kind.GOAL,
        help_text=_("A strategic goal is one of those that the organisation's own strategy lists."),
    )
    text = models.TextField(_("text"))

    objects = RowQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "order", "pk")
        verbose_name = _("goal")
        verbose_name_plural = _("goals")

    def __str__(self):
        return self.text


class Activity(LevelledRow):
    natural_key_fields = ("organisation__slug", "order")

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="activities"
    )

    objects = RowQuerySet.as_manager()

    class Meta(LevelledRow.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")


class OrganisationDocument(SearchDocument):
    pass
