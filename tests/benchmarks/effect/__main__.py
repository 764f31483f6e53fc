"""`make effect`: simulate, and write what came out to docs/effect.md."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.effect.measure import Measured, measure
from tests.benchmarks.effect.worlds import World

WEEKS = (
    World("no weeks of their own", shock=0.0),
    World("independent weeks, 3 points"),
    World("weeks that go together (0.5)", memory=0.5),
    World("weeks that go together (0.8)", memory=0.8),
    World("late answers: half of the content come two weeks later", memory=0.5, slow=2),
    World("tried on one region: 24 units (stage × region) of a third", units=24, visits=20, memory=0.5),
)
EFFECTS = (-0.04, -0.08, -0.12)
HEAD = """# Did it help? How far the verdict can be trusted

Written by `make effect` ({n} histories a line, seed {seed}): do not edit. Each history has stages with weeks of their
own, ten weeks before an action and ten after, one unit treated. The base share of unhappy visits is 25 %; 60 heard
visits a unit and week, 20 where there are 24 units.

- *holds the truth*: how often the 95 % interval of one look at the review does; beside it that of plain difference in
  differences, whose limits take visits as independent.
- *helped*, *worse*: how often the verdict says so at any of the weekly looks until the review.
- *half-width*: the median, in points.

The simulated units are alike but for their weeks. A shock that strikes the treated unit alone, a second change at the
same time, or people who answer differently because they know of the change, no such comparison can tell from an effect.
"""


def table(rows: Sequence[Measured]) -> str:
    """The rows in Markdown."""
    lines = [
        "| world | effect | holds the truth | plain | helped | worse | no effect | half-width |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in rows:
        shares = " | ".join(f"{100 * s:.1f} %" for s in (one.covered, one.plain, one.helped, one.worse, one.no_effect))
        effect = f"{100 * one.world.effect:+.0f} points" if one.world.effect else "none"
        lines.append(f"| {one.world.name} | {effect} | {shares} | {100 * one.width:.1f} |")
    return "\n".join(lines)


def main() -> None:
    """Simulate all worlds, print the tables, write the page."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("--histories", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=12)
    asked.add_argument("--out", type=Path, default=Path("docs/effect.md"))
    given = asked.parse_args()
    still = [measure(world, given.histories, given.seed) for world in WEEKS]
    changed = [
        measure(replace(world, effect=effect), max(given.histories // 4, 50), given.seed)
        for world in WEEKS
        for effect in EFFECTS
    ]
    text = "\n".join(
        (
            HEAD.format(n=f"{given.histories:,}", seed=given.seed),
            "## Without an effect\n",
            table(still),
            f"\n## With an effect: power ({max(given.histories // 4, 50):,} histories a line)\n",
            table(changed),
            "",
        )
    )
    given.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
