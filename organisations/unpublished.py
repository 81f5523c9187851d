"""One sentence on which facts of grants are not published yet, instead of "not stated" on every grant."""

from collections.abc import Sequence

from django.utils.translation import ngettext

from catalogue.search.facets import Facets
from organisations.amounts import amounts_of
from organisations.models import Grant


def unpublished_in(grants: Sequence[Grant]) -> str:
    """Return the sentence for a page that shows these grants; empty if it is not needed."""
    if not grants:
        return ""
    return _sentence(
        has_amounts=any(grant.amount is not None for grant in grants),
        has_dates=any(grant.has_dates for grant in grants),
        number=len(grants),
    )


def unpublished_everywhere(counter: Facets) -> str:
    """Return the sentence on all public grants; empty if it is not needed or there are none.

    What it is read from is kept until the data changes.
    """
    return _sentence(
        has_amounts=any(one.awarded.count(counter.public) for one in amounts_of(counter).values()),
        has_dates=counter.remember("has dates", Grant.objects.for_public().with_dates().exists),
        number=counter.public.bit_count(),
    )


def _sentence(*, has_amounts: bool, has_dates: bool, number: int) -> str:
    if not number or (has_amounts and has_dates):
        return ""
    if has_amounts:
        return ngettext(
            "The dates of this grant are not published yet.",
            "The dates of these grants are not published yet.",
            number,
        )
    if has_dates:
        return ngettext(
            "The amount of this grant is not published yet.",
            "The amounts of these grants are not published yet.",
            number,
        )
    return ngettext(
        "The amount and dates of this grant are not published yet.",
        "The amounts and dates of these grants are not published yet.",
        number,
    )
