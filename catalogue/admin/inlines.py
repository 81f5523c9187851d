"""Inlines for the rows of an entry, edited on its form."""

import json

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.admin.fields import ChoiceMixin
from catalogue.admin.formsets import LevelledRowFormSet, OrderedRowForm, OrderedRowFormSet
from catalogue.admin.sections import sections_of
from catalogue.rows import MAX_ROWS


class RowInline(ChoiceMixin, admin.options.InlineModelAdmin):
    """The rows of an entry, with one empty row for use without JavaScript."""

    form = OrderedRowForm
    formset = OrderedRowFormSet
    extra = 1
    max_num = MAX_ROWS
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}
    related_links = {**ChoiceMixin.related_links, "can_change_related": False, "can_add_related": False}

    def get_formset(self, request, obj=None, **kwargs):
        """Return the formset, which checks the number of rows unless Django set it to 0 for a reader."""
        return super().get_formset(request, obj, **{"validate_max": bool(self.max_num), **kwargs})


class RowsMixin(admin.ModelAdmin):
    """A form with rows, whose buttons read “Add partner” and not “Add another Partner”."""

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None):
        found = super().get_inline_formsets(request, formsets, inline_instances, obj)
        for rows in found:
            data = json.loads(rows.inline_formset_data())
            data["options"]["addText"] = gettext("Add {row}").format(row=rows.opts.verbose_name)
            rows.inline_formset_data = json.dumps(data)
        return found

    def render_change_form(self, request, context, *args, **kwargs):
        inlines, name = context["inline_admin_formsets"], self.opts.verbose_name
        context["sections"] = sections_of(context["adminform"], inlines, name)
        return super().render_change_form(request, context, *args, **kwargs)


class TabularRowInline(RowInline, admin.TabularInline):
    hint = _("When you save, rows are sorted by the numbers under “Order”. Rows without a number go last.")


class KindRowInline(TabularRowInline):
    hint = _(
        "When you save, the rows of each kind are sorted by the numbers under “Order”. "
        "Rows without a number go last."
    )


class LevelledRowInline(TabularRowInline):
    formset = LevelledRowFormSet
    fields = ("order", "level", "text")
