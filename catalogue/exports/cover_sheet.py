"""What a file holds, so that it can be understood and exported again long after its download."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LICENCE = {"name": "CC BY 4.0", "address": "https://creativecommons.org/licenses/by/4.0/"}
LIST_LABEL = gettext_lazy("The list on the portal")  # an import recognises a public file by it


def about_list(
    *, title: str, address: str, filters: list[str], note: str = "", order: str, rows: int
) -> dict[str, Any]:
    """Return what the files of a list state about themselves: its filters, its order and its rows.

    `note` is on how it was searched, if that needs one.
    """
    return {
        "title": title,
        "list": address,
        "filters": filters,
        **({"note": note} if note else {}),
        "order": order,
        "rows": rows,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "licence": LICENCE,
    }


def moment(at: datetime) -> str:
    """Return a moment as a person reads it, in the time zone of the portal."""
    return date_format(timezone.localtime(at), "j F Y, H:i")


def about_rows(about: dict[str, Any]) -> list[list[Any]]:
    """Return the same as rows of two cells, for the sheet of a workbook."""
    labels = {
        "title": _("Content"),
        "list": str(LIST_LABEL),
        "order": _("Sorted by"),
        "rows": _("Rows"),
    }
    rows = [[label, about[key]] for key, label in labels.items()]
    rows.append([_("Exported at"), moment(datetime.fromisoformat(about["made_at"]))])
    rows += [[_("Filter"), label] for label in about["filters"]] or [[_("Filter"), _("none (all rows)")]]
    if note := about.get("note"):
        rows.append([_("Note"), note])
    for total in about.get("totals", []):
        rows.append([_("Total awarded, {currency}").format(**total), total["awarded"]])
        rows.append([_("Total after revisions, {currency}").format(**total), total["current"]])
    return [
        *rows,
        [_("Empty cells"), _("An empty cell means that there is no value or that it is not known.")],
        [_("Licence"), LICENCE["name"]],
        [_("Licence text"), LICENCE["address"]],
    ]
