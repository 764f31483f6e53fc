"""Whether a run of letters and digits is a bank account, a card or a national number: python-stdnum knows their forms
and computes their check digits."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Protocol, cast

from stdnum import iban, luhn

# With letters: forms so peculiar that hardly a word or an article number has them.
LETTERED = ("es.dni", "es.nie", "fi.hetu", "ie.pps", "in_.pan", "it.codicefiscale", "mx.curp", "pt.cc")
# Of digits alone, of eleven or more: with fewer, one of ten article numbers would pass by chance.
DIGITS = (
    "be.nn",
    "br.cnpj",
    "br.cpf",
    "ch.ssn",
    "cn.ric",
    "de.idnr",
    "ee.ik",
    "fr.nir",
    "hr.oib",
    "in_.aadhaar",
    "lt.asmens",
    "no.fodselsnummer",
    "pl.pesel",
    "ro.cnp",
    "tr.tckimlik",
    "za.idnr",
)
SHORTEST, LONGEST = 11, 18
CARD = range(13, 20)  # digits
NETWORKS = "23456"  # first digits of the networks' cards


class Numbering(Protocol):
    """A module of python-stdnum."""

    def is_valid(self, number: str) -> bool:
        """Whether form and check digits are right."""


@cache
def _numberings(names: tuple[str, ...]) -> tuple[Numbering, ...]:
    return tuple(cast("Numbering", import_module(f"stdnum.{name}")) for name in names)


def is_iban(text: str) -> bool:
    """Whether a text without separators is an IBAN: country, form and check digits (ISO 13616; ISO 7064, mod 97-10)."""
    return bool(iban.is_valid(text, check_country=False))


def is_card(digits: str) -> bool:
    """Whether digits can be a card's number: 13 to 19 of them, a network's first one, right by Luhn's check."""
    return len(digits) in CARD and digits[0] in NETWORKS and bool(luhn.is_valid(digits))


def is_national(text: str) -> bool:
    """Whether a text is a person's national number in one of the forms above, check digits included; digits without
    separators. India's PAN has none; its form alone is looked at."""
    if text.isdigit():
        return SHORTEST <= len(text) <= LONGEST and any(_fits(one, text) for one in _numberings(DIGITS))
    return any(_fits(one, text.upper()) for one in _numberings(LETTERED))


def _fits(numbering: Numbering, text: str) -> bool:
    try:
        return numbering.is_valid(text)
    except ValueError:  # a day 00 and the like are no dates for some of them
        return False
