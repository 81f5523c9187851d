"""Rows of an entry, edited on its form."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.admin.fields import ChoiceMixin
from catalogue.admin.formsets import KindFormSet, LevelledRowFormSet, OrderedRowForm, OrderedRowFormSet


class RowInline(ChoiceMixin, admin.options.InlineModelAdmin):
    """Rows of an entry, edited on its form. One empty row is always there, also without JavaScript."""

    form = OrderedRowForm
    formset = OrderedRowFormSet
    extra = 1
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}
    related_links = {**ChoiceMixin.related_links, "can_change_related": False, "can_add_related": False}


class TabularRowInline(RowInline, admin.TabularInline):
    hint = _("When you save, the rows are numbered anew in this order; without a number: at the end.")


class KindRowInline(TabularRowInline):
    formset = KindFormSet
    hint = _("When you save, each kind is numbered anew in this order; without a number: at the end.")


class LevelledRowInline(TabularRowInline):
    formset = LevelledRowFormSet
    fields = ("order", "level", "text")


class StackedRowInline(RowInline, admin.StackedInline):
    pass
