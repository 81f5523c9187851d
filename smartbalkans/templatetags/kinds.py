"""The kinds of entry for the templates."""

from django import template

from smartbalkans.kinds import KINDS, EntryKind

register = template.Library()


@register.simple_tag
def entry_kinds() -> tuple[EntryKind, ...]:
    return KINDS
