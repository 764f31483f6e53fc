"""The page of tables is made from their declarations."""

from analyzer.tables.page import PUBLISHED, tables_page


def test_the_page_of_tables_is_made_from_the_declarations():
    assert PUBLISHED.read_text(encoding="utf-8") == tables_page(), "run `python -m analyzer.tables.page`"
