"""Who runs the programme, for the templates."""

from django import template

from organisations.models import Organisation
from organisations.programme import Programme, fetched_programme

register = template.Library()


@register.simple_tag
def programme_logos(programme: Programme | str) -> list[Organisation]:
    """Return the organisations whose logos are on the foot of a page; a page without them fetches them."""
    return (programme or fetched_programme()).logos
