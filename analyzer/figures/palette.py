"""The colours of every figure and page, light and dark, under one name each.

A figure writes the light colour into its SVG (so that a file which leaves the page still looks right) and a class
`c-<name>`;
the page's stylesheet, made by `css`, gives that class its colour in the dark. No meaning is carried by colour alone:
the pairs that
must be told apart (hidden, shared, unfelt) also differ in lightness, in place and in a written label.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    """One meaning, as a colour on light and on dark ground."""

    light: str
    dark: str


PALETTE: dict[str, Colour] = {
    # the ground and what is written on it
    "page": Colour("#f7f7f5", "#121417"),
    "surface": Colour("#ffffff", "#1a1d21"),
    "band": Colour("#f1f2f4", "#24282d"),
    "line": Colour("#dfe2e6", "#343a41"),
    "ink": Colour("#16191d", "#eceef0"),
    "muted": Colour("#59616b", "#a2abb5"),
    "accent": Colour("#1f4e79", "#8fbce6"),
    # the 2×2 of company and customer
    "hidden": Colour("#a4161a", "#f0665d"),
    "on-hidden": Colour("#ffffff", "#220605"),
    "shared": Colour("#e9a8a1", "#7c3f3c"),
    "on-shared": Colour("#3d0d0b", "#fbe4e2"),
    "unfelt": Colour("#dc9f2c", "#e2ab45"),
    "on-unfelt": Colour("#2a1c00", "#2a1c00"),
    "aligned": Colour("#c5d3df", "#40566a"),
    "on-aligned": Colour("#14222e", "#e4edf5"),
    # of differences: orange and blue are told apart by colour-blind people too, and the sign is always written
    "far-more": Colour("#a84b00", "#ffa44f"),
    "more": Colour("#d9822b", "#b9712f"),
    "less": Colour("#6b9bd1", "#5784b8"),
    "far-less": Colour("#1b4f9c", "#9cc4f5"),
    # of drivers
    "controllable": Colour("#1f4e79", "#8fbce6"),
    "given": Colour("#767e88", "#929ba5"),
}

# Stages, in the order of the journey: told apart by colour-blind people too (after Okabe and Ito, brown in the place of
# their amber, which means something else here), and always named beside it.
STAGES: tuple[Colour, ...] = (
    Colour("#0072b2", "#56a8dc"),
    Colour("#7a4a21", "#c39a74"),
    Colour("#009e73", "#3bbf98"),
    Colour("#cc79a7", "#dd9dc0"),
    Colour("#56b4e9", "#8accf0"),
    Colour("#d55e00", "#ec8644"),
    Colour("#7a6bb0", "#a99cda"),
    Colour("#8a7a3a", "#bbab68"),
)
NO_STAGE = Colour("#9aa1a9", "#7d858e")


def light(name: str) -> str:
    """The colour of a meaning on light ground."""
    return PALETTE[name].light


def stage_colour(number: int | None) -> Colour:
    """The colour of a stage by its number in the journey; grey for work of no stage."""
    return NO_STAGE if number is None else STAGES[number % len(STAGES)]


def css(dark: tuple[str, str]) -> str:
    """The palette as custom properties `--<name>`, and rules for the classes `c-<name>` (fill), `s-<name>` (stroke),
    `stage-<n>`.

    `dark` is what a rule for dark ground begins and ends with: a selector of the root element, or a media query
    around `:root`.
    """
    opening, closing = dark
    names = sorted(PALETTE)
    day = "".join(f"--{n}:{PALETTE[n].light};" for n in names) + _stages("light")
    night = "".join(f"--{n}:{PALETTE[n].dark};" for n in names) + _stages("dark")
    rules = "".join(f".c-{n}{{fill:var(--{n})}}.s-{n}{{stroke:var(--{n})}}" for n in names)
    stages = "".join(f".stage-{i}{{fill:var(--stage-{i})}}" for i in range(len(STAGES)))
    return f":root{{{day}}}{opening}{{{night}}}{closing}{rules}{stages}.stage-none{{fill:var(--stage-none)}}"


def _stages(ground: str) -> str:
    every = "".join(f"--stage-{i}:{getattr(colour, ground)};" for i, colour in enumerate(STAGES))
    return every + f"--stage-none:{getattr(NO_STAGE, ground)};"
