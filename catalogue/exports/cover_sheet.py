"""What a file holds, so that it can be understood and made again long after it was taken."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LICENCE = {"name": "CC BY 4.0", "address": "https://creativecommons.org/licenses/by/4.0/"}
LIST_LABEL = gettext_lazy("The list on the portal")  # by which a public file is known when it comes in


def about_list(
    *, title: str, address: str, filters: list[str], order: str, rows: int, notices: list[str]
) -> dict[str, Any]:
    """Take what a list was narrowed by and how many rows it has, give what its files say about themselves."""
    return {
        "title": title,
        "list": address,
        "filters": filters,
        "order": order,
        "rows": rows,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "licence": LICENCE,
        "notices": notices,
    }


def about_rows(about: dict[str, Any]) -> list[list[Any]]:
    """Give the same as rows of two cells, for the sheet of a workbook."""
    labels = {
        "title": _("What"),
        "list": str(LIST_LABEL),
        "order": _("Sorted by"),
        "rows": _("Rows"),
        "made_at": _("Made at"),
    }
    rows = [[label, about[key]] for key, label in labels.items()]
    rows += [[_("Narrowed to"), label] for label in about["filters"]] or [
        [_("Narrowed to"), _("nothing: all of it")]
    ]
    rows += [[_("Please note"), notice] for notice in about["notices"]]
    for total in about.get("totals", []):
        rows.append([_("Total awarded in {currency}").format(currency=total["currency"]), total["awarded"]])
        rows.append(
            [_("Total as it is now in {currency}").format(currency=total["currency"]), total["current"]]
        )
    return [*rows, [_("Licence"), LICENCE["name"]], [_("Licence text"), LICENCE["address"]]]
