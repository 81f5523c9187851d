"""Files that staff bring in."""

from django.contrib import admin


class ImportMixin(admin.ModelAdmin):
    pass
