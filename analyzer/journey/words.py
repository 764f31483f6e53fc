"""What names have in common: their words, endings aside, and how much two sets of words share."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

_ENDINGS = ("ings", "ing", "ment", "ions", "ion", "ers", "er", "ies", "ed", "es", "s", "y", "e")
_LITTLE = frozenset(
    re.findall(
        r"\w+",
        """
    a an and at by de der die das do for from het in into is la le of on onto or out por the to und van via with von zu
""",
    )
)
_IRREGULAR = dict(  # forms whose stem no ending shows
    re.findall(
        r"(\w+)/(\w+)",
        """
    begun/begin bought/buy built/build chosen/choose done/do found/find given/give held/hold kept/keep left/leave
    lost/lose made/make met/meet paid/pay sent/send sold/sell spoken/speak taken/take told/tell written/write
    bezahlt/zahl gesendet/send geliefert/liefer
""",
    )
)
_SHORTEST = 3  # letters of a stem
_ALIKE = 85.0


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case: `T02_CheckOrder v2` → check, order. Numbers, codes and little words say
    nothing."""
    parted = re.sub(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])", " ", name)
    found = re.findall(r"[^\W_]+", parted.casefold())
    return tuple(w for w in found if w not in _LITTLE and not re.search(r"\d", w) and (len(w) > 1 or ord(w) > 0x2E7F))


def stem(word: str) -> str:
    """A word without its endings, so that ordering, orders and order fall together, as delivery and delivered do."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return stem(word[: -len(ending)])
    return word


def spoken(name: str) -> str:
    """A name as people say it: without the codes before it, and not all in capitals: `T02 Check`, `A_SENT` → Check,
    Sent."""
    parts = [part for part in re.split(r"[\s_]+", name.strip()) if part]
    while len(parts) > 1 and ((len(parts[0]) == 1 and ord(parts[0]) < 0x2E80) or re.search(r"\d", parts[0])):
        parts = parts[1:]
    said = " ".join(parts) or name
    said = said.lower() if said.isupper() and len(said) > 3 else said
    return said[:1].upper() + said[1:]


def stems(name: str) -> frozenset[str]:
    """The stems of a name's words."""
    return frozenset(stem(word) for word in words_of(name))


def weights(names: Iterable[str]) -> dict[str, float]:
    """How much a stem tells one name from the others: log of names ÷ names with it, 0 where all have it."""
    sets = [stems(name) for name in names]
    counts = Counter(one for found in sets for one in found)
    return {one: math.log(len(sets) / n) for one, n in sorted(counts.items())}


def shared(one: frozenset[str], other: frozenset[str], weight: Mapping[str, float] | None = None) -> float:
    """The weight of what two sets have in common ÷ the weight of both together, 0–1. Stems nearly alike count."""
    common = sorted(w for w in one if any(same(w, o) for o in other))
    both = sorted(one | {o for o in other if not any(same(o, w) for w in one)})
    whole = math.fsum(_weight(w, weight) for w in both)
    return math.fsum(_weight(w, weight) for w in common) / whole if whole > 0 else 0.0


def overlap(one: frozenset[str], other: frozenset[str], weight: Mapping[str, float]) -> float:
    """The weight of what two sets have in common ÷ the weight of the lighter one, 0–1: 1 where one holds the other."""
    common = math.fsum(_weight(w, weight) for w in sorted(one) if any(same(w, o) for o in other))
    lighter = min(math.fsum(_weight(w, weight) for w in sorted(words)) for words in (one, other))
    return min(1.0, common / lighter) if lighter > 0 else 0.0


@lru_cache(maxsize=1 << 16)  # a thousand names are made of a few hundred stems
def same(one: str, other: str) -> bool:
    """Whether two stems mean one word: alike, or one begins or ends with the other (pay in prepay)."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST:
        return False
    if len(short) >= 4 and long.startswith(short) and len(long) - len(short) <= 3:
        return True
    if len(long) < 6:
        return False
    from rapidfuzz.fuzz import ratio

    return ratio(short, long) >= _ALIKE


def _weight(one: str, weight: Mapping[str, float] | None) -> float:
    return 1.0 if weight is None else weight.get(one, 1.0)
