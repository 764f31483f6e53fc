"""`make effect`: simulate, and write what came out to docs/effect.md."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.effect.measure import Measured, measure
from tests.benchmarks.effect.worlds import World

WORLDS = (
    World("no weeks of their own", shock=0.0),
    World("independent weeks, 3 points"),
    World("weeks that go together (0.5)", memory=0.5),
    World("weeks that go together (0.8)", memory=0.8),
    World("late answers: half of the content come two weeks later", memory=0.5, slow=2),
    World("staggered: three more units start at −6, −2 and 4 weeks", memory=0.5, units=11, starts=(-6, -2, 4)),
    World("tried on one region: 24 units (stage × region) of a third", units=24, visits=20, memory=0.5),
)
EFFECTS = (-0.04, -0.08, -0.12)
POWER_UNITS = (5, 8, 16, 32)
POWER_EFFECTS = (0.0, -0.04, -0.08, -0.12, -0.16)
AWARE = (
    World("nobody knows", memory=0.5),
    World("everybody answers a third more often", memory=0.5, aware=(1.33, 1.33)),
    World("the content answer 15 % more often", memory=0.5, aware=(1.15, 1.0)),
    World("the content answer a third more often", memory=0.5, aware=(1.33, 1.0)),
    World("the content answer two thirds more often", memory=0.5, aware=(1.67, 1.0)),
    World("the unhappy answer 30 % less often", memory=0.5, aware=(1.0, 0.7)),
    World("as many answers: content 10 % more, unhappy 30 % less often", memory=0.5, aware=(1.1, 0.7)),
)
HEAD = """# Did it help? How far the verdict can be trusted

Written by `make effect` ({n} histories a line, {fewer} where it is said, seed {seed}). Each
history has stages with weeks of their own, ten weeks before an action and ten after, one unit treated. The base share
of unhappy visits is 25 %; 60 heard visits a unit and week, 20 where there are 24 units. Three of ten customers answer,
give or take 2 points a week.

Each line is drawn by itself from the seed: it depends on its world and on the number of histories, on nothing else. So
a table can be made at another time than its neighbours and say what one run of all says.

- *holds the truth*: how often the 95 % interval of one look at the review does; beside it that of plain difference in
  differences, whose limits take visits as independent.
- *helped*, *worse*: how often the verdict says so at any of the weekly looks until the review.
- *half-width*: the median, in points.

The simulated units are alike but for their weeks. A shock that strikes the treated unit alone, or a second change at
the same time, no such comparison can tell from an effect.

## Without an effect
"""
STAGGERED = """
Staggered: the three other units get a change of −8 points (or of the same size, where there is an effect). The verdict
leaves those out that start within the weeks that count; plain difference in differences holds against all.
"""
POWER = """
## Power: how often an effect is found, by its size and the number of units ({n} histories a cell)

Weeks that go together (0.5). First the verdict `helped` at any weekly look; in brackets plain difference in differences
at the review alone, whose first column says how often it finds what is not there (2.5 % would be right).
"""
AWARENESS = """
## Where people know of the change ({n} histories a line)

The treated unit's customers hear of it and answer for that reason. *warned*: of the verdicts `helped`, how many say
beside themselves that answers moved; *withheld*: at the review no word is said, because who answers could explain the
change alone. *helped, not warned* is the error that nothing on the page shows.
"""
AWARE_END = """
A shift in who answers, in which as many answer as before, is in no count: no warning can be made of it (last line).
What helps: ask everybody alike, and do not tell the treated that they are watched.
"""


def table(rows: Sequence[Measured]) -> str:
    """The rows in Markdown."""
    lines = [
        "| world | effect | holds the truth | plain | helped | worse | no effect | half-width |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in rows:
        shares = " | ".join(map(percent, (one.covered, one.plain, one.helped, one.worse, one.no_effect)))
        lines.append(f"| {one.world.name} | {points(one.world.effect)} | {shares} | {100 * one.width:.1f} |")
    return "\n".join(lines)


def power_table(rows: Sequence[Sequence[Measured]]) -> str:
    """Units by effects."""
    heads = " | ".join(points(effect) for effect in POWER_EFFECTS)
    lines = [f"| units (one treated) | {heads} |", "|---" * (len(POWER_EFFECTS) + 1) + "|"]
    for row in rows:
        cells = " | ".join(f"{percent(one.helped)} ({percent(one.plain_helped)})" for one in row)
        lines.append(f"| {row[0].world.units} | {cells} |")
    return "\n".join(lines)


def aware_table(rows: Sequence[Measured]) -> str:
    """The worlds in which people know of the change."""
    lines = [
        "| who answers since the start | effect | helped | warned | helped, not warned | withheld | plain says fall |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in rows:
        warned = percent(1 - one.helped_unwarned / one.helped) if one.helped else "–"
        shares = " | ".join((percent(one.helped), warned, percent(one.helped_unwarned), percent(one.moved)))
        lines.append(f"| {one.world.name} | {points(one.world.effect)} | {shares} | {percent(one.plain_helped)} |")
    return "\n".join(lines)


def percent(share: float) -> str:
    """0.025 as 2.5 %."""
    return f"{100 * share:.1f} %"


def points(effect: float) -> str:
    """−0.08 as −8 points."""
    return f"{100 * effect:+.0f} points".replace("-", "−") if effect else "none"


def page(histories: int, seed: int, said: Callable[[str], None]) -> str:
    """Simulate all worlds and give the page; each part is said as soon as it is there."""
    fewer = max(histories // 4, 50)
    parts: list[str] = []

    def add(*texts: str) -> None:
        parts.extend(texts)
        for text in texts:
            said(text)

    add(
        HEAD.format(n=f"{histories:,}", fewer=f"{fewer:,}", seed=seed),
        table([measure(world, histories, seed) for world in WORLDS]),
    )
    add(STAGGERED, f"## With an effect ({fewer:,} histories a line)\n")
    add(table([measure(replace(w, effect=effect), fewer, seed) for w in WORLDS for effect in EFFECTS]))
    weeks = World("power", memory=0.5)
    add(
        POWER.format(n=f"{fewer:,}"),
        power_table(
            [
                [measure(replace(weeks, units=units, effect=effect), fewer, seed) for effect in POWER_EFFECTS]
                for units in POWER_UNITS
            ]
        ),
    )
    helpful = [replace(world, effect=-0.12) for world in AWARE[:2]]
    rows = [measure(world, fewer, seed) for world in (*AWARE, *helpful)]
    add(AWARENESS.format(n=f"{fewer:,}"), aware_table(rows), AWARE_END)
    return "\n".join(parts)


def main() -> None:
    """Simulate all worlds, print the tables, write the page."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("--histories", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=12)
    asked.add_argument("--out", type=Path, default=Path("docs/effect.md"))
    given = asked.parse_args()
    text = page(given.histories, given.seed, print)
    given.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
