"""A number as people read it that still knows the number: tables show the words, files get the figure."""

from __future__ import annotations

PERCENT, WHOLE, AMOUNT, RATIO, SECONDS = "0.0%", "#,##0", "#,##0.0", "0.0", "#,##0"
FORMATS = (PERCENT, WHOLE, AMOUNT, RATIO)


class Written(str):
    """The words of a number, with the number behind them.

    `value`, and `low` and `high` where it was written with its limits: in full, shares 0–1, durations in seconds; None
    where it is not known. `form`: how a spreadsheet shows it; `unit` is named in the head of a file's column.
    """

    value: float | None
    low: float | None
    high: float | None
    form: str
    unit: str

    def __new__(
        cls,
        words: str,
        value: float | None = None,
        form: str = WHOLE,
        limits: tuple[float | None, float | None] = (None, None),
        unit: str = "",
    ) -> Written:
        made = super().__new__(cls, words)
        made.value, made.form, made.unit = value, form, unit
        made.low, made.high = limits
        return made
