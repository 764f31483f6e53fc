"""Rules of the declarative kind: what must follow what, within which time, and what never comes together.

    rules:
      - {must_follow: [Place order, Confirm order], within: 2h}
      - {never_together: [Cancel order, Hand over]}

In an address: rule=must_follow:Place order>Confirm order<2h, rule=never_together:Cancel order>Hand over.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from analyzer.settings.durations import parse_duration
from analyzer.settings.nearest import suggestion
from analyzer.settings.spans import duration_text

RULE_KINDS = ("must_follow", "never_together")
MOST_RULES = 50


@dataclass(frozen=True)
class Rule:
    """`must_follow`: after each event of the first activity one of the second comes, within so many seconds where it
    says so. `never_together`: no case has both."""

    kind: str
    first: str
    second: str
    within_s: float | None = None

    @property
    def text(self) -> str:
        """The rule as a value of an address."""
        names = ">".join(_escaped(name) for name in (self.first, self.second))
        return f"{self.kind}:{names}" + ("" if self.within_s is None else f"<{duration_text(self.within_s)}")


def read_rule(text: str) -> Rule:
    """A rule of an address. Raises ValueError with what is wrong."""
    kind, colon, rest = (part.strip() for part in text.partition(":"))
    if kind not in RULE_KINDS or not colon:
        raise ValueError(f"a rule begins with must_follow: or never_together: ({suggestion(kind, RULE_KINDS)})")
    pair, less, within = rest.partition("<")
    names = [unquote(name).strip() for name in pair.split(">")]
    if len(names) != 2 or not all(names):
        raise ValueError(f"two activities stand with > between them, like {kind}:Place order>Confirm order")
    if not less:
        return Rule(kind, names[0], names[1])
    found = parse_duration(within)
    if found.working or kind != "must_follow":
        raise ValueError("a time by the clock stands behind must_follow alone, like <2h")
    return Rule(kind, names[0], names[1], found.seconds)


def _escaped(name: str) -> str:
    return name.replace("%", "%25").replace(">", "%3E").replace("<", "%3C")
