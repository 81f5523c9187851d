from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template

from catalogue.templatetags.catalogue import grouped, headings, money, period, without_links


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        (date(2023, 12, 11), date(2023, 12, 12), "11–12 December 2023"),
        (date(2023, 11, 30), date(2023, 12, 1), "30 November – 1 December 2023"),
        (date(2023, 12, 31), date(2024, 1, 1), "31 December 2023 – 1 January 2024"),
        (date(2023, 12, 11), date(2023, 12, 11), "11 December 2023"),
        (date(2023, 12, 11), None, "11 December 2023"),
        (None, date(2023, 12, 12), "until 12 December 2023"),
        (None, None, ""),
    ],
)
def test_period_reads_as_people_write_it(starts_on, ends_on, expected):
    assert period(starts_on, ends_on) == expected


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (Decimal("12500.00"), "EUR", "EUR\N{NO-BREAK SPACE}12,500"),
        (Decimal("1234567.50"), "NOK", "NOK\N{NO-BREAK SPACE}1,234,567.50"),
        (Decimal("0"), "EUR", "EUR\N{NO-BREAK SPACE}0"),
    ],
)
def test_money_names_its_currency_and_groups_thousands(amount, currency, expected):
    assert money(amount, currency) == expected


def test_prose_makes_paragraphs_and_links_and_escapes_the_rest():
    template = Template('{% include "components/prose.html" with text=text only %}')

    page = template.render(Context({"text": "One <script>alert(1)</script>.\n\nSee https://example.org/a."}))

    assert "<p>One &lt;script&gt;alert(1)&lt;/script&gt;.</p>" in page
    assert '<p>See <a href="https://example.org/a" rel="nofollow">https://example.org/a</a>.</p>' in page


def test_grouped_separates_thousands():
    assert [grouped(number) for number in (60, 4500)] == ["60", "4,500"]


def test_without_links_leaves_the_rows_of_many_to_many_tables_out():
    deleted = [
        "Project: A",
        ["Project-theme relationship: 1", "Partner: B", ["Project-country relationship: 2"]],
    ]

    assert without_links(deleted) == ["Project: A", ["Partner: B", []]]


def test_headings_of_a_part_of_a_page_are_its_table_of_contents():
    content = '<h2 id="a">Aims &amp; results</h2><h3>Step</h3><h2>No id</h2><h2 id="b-2">Partners</h2>'

    assert headings(content) == [("a", "Aims & results"), ("b-2", "Partners")]


def test_tags_beyond_the_third_are_counted_in_words():
    template = Template('{% include "components/tags.html" with items=items what="themes" only %}')

    html = template.render(Context({"items": ["A", "B", "C", "D", "E"]}))

    assert html.count("<li>") == 4
    assert (
        '<span class="tag" aria-hidden="true">+2</span><span class="visually-hidden">2 more themes</span>'
        in html
    )
