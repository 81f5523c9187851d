"""Contacts, which staff publish, and reports of mistakes, which only staff see."""

import re

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.fields import NameField, ProseField
from organisations.models import Country, Organisation
from smartbalkans.contact.querysets import ContactQuerySet, ReportQuerySet

LONGEST_ADDRESS = 300  # of a page
LONGEST_ANSWER = 3000
TELEPHONE = RegexValidator(
    r"^\+?[0-9][0-9 ()/.-]{4,}$", _("Enter a telephone number such as +387 33 123 456.")
)


class Contact(models.Model):
    """Somebody of the consortium to whom visitors may write."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="contacts",
        limit_choices_to={"programme_role__gt": ""},
        help_text=_("The contact is shown as soon as the organisation is public."),
    )
    purpose = NameField(
        _("purpose"), max_length=150, help_text=_("Such as “Questions about grants” or “Press”.")
    )
    countries = models.ManyToManyField(
        Country,
        verbose_name=_("countries"),
        blank=True,
        related_name="contacts",
        limit_choices_to={"is_programme_country": True},
        help_text=_("Leave empty if it is for all countries."),
    )
    email = models.EmailField(_("email address"), blank=True)
    telephone = NameField(_("telephone number"), max_length=40, blank=True, validators=[TELEPHONE])
    languages = NameField(
        _("languages"), max_length=150, blank=True, help_text=_("Such as “Albanian and English”.")
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__sort_key", "pk")
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                name="contact_contact_can_be_reached",
                condition=~Q(email="") | ~Q(telephone=""),
                violation_error_message=_("Enter an email address or a telephone number."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation}: {self.purpose}"

    @property
    def telephone_link(self) -> str:
        """Return the number for a link (RFC 3966)."""
        return "tel:" + re.sub(r"[^0-9+]", "", self.telephone)


class Report(models.Model):
    """A mistake that a visitor found on a page: the page of an entry, another one, or none in particular.

    `sender` is a keyed hash of the sender's IP address, as long as it is needed to limit their number.
    """

    class Status(models.TextChoices):
        NEW = "new", _("New")
        IN_PROGRESS = "in_progress", _("In progress")
        CLOSED = "closed", _("Closed")

    address = models.CharField(_("address of the page"), max_length=LONGEST_ADDRESS, blank=True)
    page_name = models.CharField(_("name of the page"), max_length=LONGEST_ADDRESS, blank=True)
    content_type = models.ForeignKey(ContentType, null=True, on_delete=models.SET_NULL, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    entry = GenericForeignKey()
    what = ProseField(_("what is wrong"), max_length=LONGEST_ANSWER)
    evidence = ProseField(_("how do you know"), max_length=LONGEST_ANSWER, blank=True)
    email = models.EmailField(_("email address"), blank=True)
    sender = models.CharField(_("sender"), max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True, db_index=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.NEW)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to={"is_staff": True},
    )
    note = ProseField(
        _("staff note"),
        blank=True,
        help_text=_("For staff only. Do not copy the sender's email address here: it would not be deleted."),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("report of a mistake")
        verbose_name_plural = _("reports of mistakes")
        default_permissions = ("change", "delete", "view")
        indexes = [
            models.Index(fields=["status", "created_at"], name="report_by_status"),
            models.Index(
                fields=["sender", "created_at"], condition=Q(sender__gt=""), name="report_by_sender"
            ),
            models.Index(fields=["closed_at"], condition=Q(email__gt=""), name="report_with_email"),
        ]
        constraints = [
            models.CheckConstraint(
                name="contact_report_closed_has_its_time",
                condition=Q(status="closed", closed_at__isnull=False)
                | Q(status__in=("new", "in_progress"), closed_at__isnull=True),
            ),
        ]

    def __str__(self):
        page = self.page_name or self.address or gettext("the portal")
        return gettext("Report %(number)s about %(page)s") % {"number": self.pk, "page": page}

    def save(self, **kwargs):
        """Keep the time at which the report was closed in step with its status."""
        is_closed = self.status == self.Status.CLOSED
        self.closed_at = (self.closed_at or timezone.now()) if is_closed else None
        super().save(**kwargs)
