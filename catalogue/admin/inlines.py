"""Inlines for the rows of an entry, edited on its form."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.admin.fields import ChoiceMixin
from catalogue.admin.formsets import KindFormSet, LevelledRowFormSet, OrderedRowForm, OrderedRowFormSet


class RowInline(ChoiceMixin, admin.options.InlineModelAdmin):
    """The rows of an entry, with one empty row for use without JavaScript."""

    form = OrderedRowForm
    formset = OrderedRowFormSet
    extra = 1
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}
    related_links = {**ChoiceMixin.related_links, "can_change_related": False, "can_add_related": False}


class TabularRowInline(RowInline, admin.TabularInline):
    hint = _("Rows are sorted by these numbers when you save. Rows without a number go last.")


class KindRowInline(TabularRowInline):
    formset = KindFormSet
    hint = _("Each kind is sorted by these numbers when you save. Rows without a number go last.")


class LevelledRowInline(TabularRowInline):
    formset = LevelledRowFormSet
    fields = ("order", "level", "text")


class StackedRowInline(RowInline, admin.StackedInline):
    pass
