"""Prints the table of times of the pages across all entries."""

from django.test import Client

from tests.bench.searching import median, page

PAGES = {
    "home": "/",
    "countries": "/countries/",
    "towns": "/countries/?show=towns",
    "a country": "/countries/al/",
    "themes": "/themes/",
    "contact": "/contact/",
    "pivot table": "/insights/pivot/",
    "suggestions": "/search/suggestions/?q=civ",
    "sitemap": "/sitemap.xml",
    "a section of the sitemap": "/sitemap-organisations.xml",
    "last page of the list": "/organisations/?page=40",
}


def main() -> None:
    client = Client()
    print("| page | median of 15, ms |")
    print("|---|---|")
    for label, address in PAGES.items():
        print(f"| {label} | {median(page(client, address)):.1f} |")


if __name__ == "__main__":
    main()
