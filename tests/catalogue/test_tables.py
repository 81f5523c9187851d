"""Tables of words and patterns are put together from their parts."""

from catalogue.tables import compile_patterns, load_table, with_parts


def test_parts_take_the_place_of_their_names_only():
    assert with_parts(r"{year}-\d{2}", {"year": r"\d{4}"}) == r"\d{4}-\d{2}"


def test_patterns_are_compiled_with_their_parts(tmp_path):
    file = tmp_path / "patterns.toml"
    file.write_text("[parts]\nyear = '\\d{4}'\n[patterns]\nday = '{year}-\\d\\d'\n", encoding="utf-8")

    assert compile_patterns(load_table(file))["day"].fullmatch("2024-05")
