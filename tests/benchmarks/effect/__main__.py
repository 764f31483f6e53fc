"""`make effect`: simulate, and write what came out to docs/effect.md."""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.effect.lines import Line, measured_lines
from tests.benchmarks.effect.measure import Measured
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
NOTHING = Measured(WORLDS[0], 0, *(0.0,) * 9)  # stands for a line while it is noted which are wanted
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
BEYOND = (replace(WORLDS[5]), replace(WORLDS[0], effect=-0.12), replace(WORLDS[2], effect=-0.12))
HEAD = """# Did it help? How far the verdict can be trusted

Written by `make effect` in one run ({n} histories a line, {fewer} where it is said, seed {seed}). Each
history has stages with weeks of their own, ten weeks before an action and ten after, one unit treated. The base share
of unhappy visits is 25 %; 60 heard visits a unit and week, 20 where there are 24 units. Three of ten customers answer,
give or take 2 points a week.

Each line is drawn in parts of a hundred histories, each by itself from the seed, its world and its place; all of it
takes some 90 processor seconds, on all processors. A run that is stopped goes on where it was, and one with more
histories (`--histories`) adds to what is there: parts are kept in `out/effect` while nothing that makes them changes.

The simulation has an error of its own: with {n} histories a share of 95 % is known to ± {of_95} points and one of
2.5 % to ± {of_25} (95 % limits); with {fewer} to ± {fewer_95} and ± {fewer_25}.

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
AGAIN = """
## The lines that lay beside what is wanted, drawn again ({n} histories a line)

Wanted is that 93–97 % of the intervals hold the truth and that `helped` is said falsely in at most 2.5 %. Lines that
fewer histories had put beside that are drawn again with more: a share of 95 % is known to ± {of_95} points then, one of
2.5 % to ± {of_25}.
"""
AGAIN_END = """
Where weeks are of no account and the effect is large, the limits are a little too wide: fewer of the treated visits are
unhappy since the start, so that chance moves their share less than that of the others, whose spread the limits come
from. The rule adds where chance moves the treated more, and does not subtract where it moves them less. Subtracting
what chance makes less (Ferman & Pinto 2019, Review of Economics and Statistics 101:452) brings this line to 95.9 %. It
was not taken: where the treated unit has three times the visits of each of seven others, its limits hold the truth in
only 90 % (12,000 histories, one look; the present rule 97–99 %), for the spread of seven is a guess, and what is left
of it after a subtraction is a worse one. Too wide says `helped` too seldom; too narrow says it falsely.
"""
POWER = """
## Power: how often an effect is found, by its size and the number of units ({n} histories a cell)

Weeks that go together (0.5). First the verdict `helped` at any weekly look; in brackets plain difference in differences
at the review alone, whose first column says how often it finds what is not there (2.5 % would be right).
"""
AWARENESS = """
## Where people know of the change ({n} histories a line)

The treated unit's customers hear of it and answer for that reason. *warned*: of the verdicts `helped`, how many say
beside themselves that answers moved. *not ruled out*: how many of the others say that part of the unhappy may have
stopped answering, so that it only looks so: as many as it takes (a tipping point) are within the limits of how the
answered share changed. *helped, neither said* is the error that nothing on the page shows. *withheld*: at the review no
word is said, because who answers could explain the change alone.
"""
AWARE_END = """
A shift in who answers, in which as many answer as before, is in no count: there neither is said in part of the
verdicts. The price stands in the last but one line: beside a verdict that is right, too, something is said in most
cases, for three answers of ten leave much open. It says what is not ruled out, not that it is so.
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
        "| who answers since the start | effect | helped | warned | not ruled out | helped, neither said | withheld "
        "| plain says fall |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in rows:
        warned = percent(1 - one.helped_unwarned / one.helped) if one.helped else "–"
        doubted = percent((one.helped_unwarned - one.helped_plainly) / one.helped) if one.helped else "–"
        shares = " | ".join((percent(one.helped), warned, doubted, percent(one.helped_plainly), percent(one.moved)))
        lines.append(f"| {one.world.name} | {points(one.world.effect)} | {shares} | {percent(one.plain_helped)} |")
    return "\n".join(lines)


def error(share: float, n: int) -> str:
    """The half-width of the 95 % limits of a share that was counted in n histories, in points."""
    return f"{196 * math.sqrt(share * (1 - share) / n):.1f}"


def percent(share: float) -> str:
    """0.025 as 2.5 %."""
    return f"{100 * share:.1f} %"


def points(effect: float) -> str:
    """−0.08 as −8 points."""
    return f"{100 * effect:+.0f} points".replace("-", "−") if effect else "none"


def page(histories: int, found: Callable[[World, int], Measured], seed: int) -> str:
    """The page; `found` gives the line of a world with so many histories."""
    fewer, more = fewer_of(histories), 5 * histories
    errors = {"of_95": error(0.95, histories), "of_25": error(0.025, histories)}
    errors |= {"fewer_95": error(0.95, fewer), "fewer_25": error(0.025, fewer)}
    weeks = World("power", memory=0.5)
    aware = [*AWARE, *(replace(world, effect=-0.12) for world in AWARE[:2])]
    many = {"of_95": error(0.95, more), "of_25": error(0.025, more)}
    parts = [
        HEAD.format(n=f"{histories:,}", fewer=f"{fewer:,}", seed=seed, **errors),
        table([found(world, histories) for world in WORLDS]),
        STAGGERED,
        f"## With an effect ({fewer:,} histories a line)\n",
        table([found(replace(w, effect=effect), fewer) for w in WORLDS for effect in EFFECTS]),
        AGAIN.format(n=f"{more:,}", **many),
        table([found(world, more) for world in BEYOND]),
        AGAIN_END,
        POWER.format(n=f"{fewer:,}"),
        power_table(
            [
                [found(replace(weeks, units=units, effect=effect), fewer) for effect in POWER_EFFECTS]
                for units in POWER_UNITS
            ]
        ),
        AWARENESS.format(n=f"{fewer:,}"),
        aware_table([found(world, fewer) for world in aware]),
        AWARE_END,
    ]
    return "\n".join(parts).replace("\n\n\n", "\n\n")


def fewer_of(histories: int) -> int:
    """The histories of the lines that take longest, or matter less."""
    return max(histories // 4, 50)


def main() -> None:
    """Simulate all worlds, print the page, write it."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("--histories", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=12)
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--kept", type=Path, default=Path("out/effect"))
    asked.add_argument("--out", type=Path, default=Path("docs/effect.md"))
    given = asked.parse_args()
    wanted: list[Line] = []

    def note(world: World, n: int) -> Measured:
        wanted.append((world, n))
        return NOTHING

    page(given.histories, note, given.seed)
    lines = measured_lines(wanted, given.seed, given.workers, given.kept, print)
    text = page(given.histories, lambda world, n: lines[world, n], given.seed)
    print(text)
    given.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
