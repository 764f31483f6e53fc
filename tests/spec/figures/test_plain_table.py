"""A table as one text: everything in it is escaped, and what is left out is counted."""

from __future__ import annotations

from analyzer.figures.plain_table import plain_table


def test_the_first_column_heads_its_row_and_every_text_is_escaped():
    written = plain_table([{"<i>": "<b>&", 'a "name"': '"quoted"'}])
    assert '<th scope="col">&lt;i&gt;</th><th scope="col">a &quot;name&quot;</th>' in written
    assert '<th scope="row" dir="auto">&lt;b&gt;&amp;</th><td dir="auto">&quot;quoted&quot;</td>' in written


def test_rows_beyond_those_shown_are_counted():
    rows = [{"n": str(n)} for n in range(1_203)]
    assert plain_table(rows, shown=3).count("<tr>") == 4, "three and the head"
    assert "and 1,200 more, all of them in the CSV" in plain_table(rows, shown=3)
    assert "more" not in plain_table(rows[:3], shown=3)


def test_a_cell_of_many_words_keeps_its_width():
    written = plain_table([{"path": "1", "activities": "Order → " * 10}])
    assert '<td class="long" dir="auto">Order' in written and 'class="long" dir="auto">1<' not in written
