"""What customers write → the same without mail addresses, phone, card and account numbers, and links.

In doubt a number of seven or more digits is masked: a quote with one marker too many still reads well, a leaked number
does not go away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from analyzer.outside_in.identifiers import CARD, is_card, is_iban, is_national

LONG = 7  # digits from which on a number can name a person

_ZERO = "\u200b"  # stands for every character that takes no room
_DASHES = "\u2212\u02d7\u30fc"  # minus signs and the long-vowel mark, which do for dashes between digits
_DOTS = "\u00b7\u2022\u2219\u2024\u30fb\u06d4"
_SLASHES = "\u2044\u2215"


class _Plain(dict[int, str]):
    """Code point → one plain character: digits of any script as ASCII digits, any space or dash as the common one."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        normal = unicodedata.normalize("NFKC", char)
        plain = normal if len(normal) == 1 else char
        digit, category = unicodedata.digit(char, None), unicodedata.category(plain)
        if digit is not None:
            plain = str(digit)
        elif category == "Zs" or plain == "\t":
            plain = " "
        elif category == "Pd" or plain in _DASHES:
            plain = "-"
        elif category == "Cf" or char in "\ufe0e\ufe0f\u20e3":
            plain = _ZERO
        elif plain in _DOTS or plain in _SLASHES:
            plain = "." if plain in _DOTS else "/"
        self[code] = plain
        return plain


_PLAIN = _Plain()

# Scripts that write no spaces: an address in the middle of them ends where they begin.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff"
_NOT_IN_NAME = r"\s@()<>\[\]{}\"“”„«»,;:!?¿¡/\\|，。；：！？、" + _ZERO
_LINK = re.compile(
    rf"(?i)(?<![^\W\d_])(?:[a-z][a-z0-9+.-]{{0,20}}://|www\.)"
    rf"[^\s<>\"\[\]，。；：！？、{_UNSPACED}]+(?<![.,;:!?)'\]])"
)


def _mail(outside: str) -> re.Pattern[str]:
    """A mail address without the characters `outside`; white space beside the @ only before a whole domain."""
    local = rf"(?:\"[^\"\n@]{{1,64}}\"|[^{outside}]{{1,64}})"
    number = r"\[?[0-9]{1,3}(?:\.[0-9]{1,3}){3}\]?"
    label = rf"[^.{outside}]{{1,63}}"
    return re.compile(
        rf"(?i)(?:mailto:)?{local}(?: ?@ ?(?=[^ ]+\.[^\W\d_])|@)(?:{number}|(?=[^\W\d_]){label}(?:\.{label})*)"
    )


_DOT = "(?:dot|punkt|ponto|punto|point)"
_MAILS = (
    _mail(_NOT_IN_NAME + _UNSPACED),
    _mail(_NOT_IN_NAME),
    re.compile(  # jo (at) example (dot) com
        r"(?i)[\w.+-]{1,64} ?[\[({<] ?(?:at|arroba|ät) ?[\])}>] ?[\w-]+"
        rf"(?:(?:\.| ?[\[({{<]? ?\b{_DOT}\b ?[\])}}>]? ?)[\w-]+)+"
    ),
    re.compile(  # jo at example dot com
        rf"(?i)[\w.+-]{{1,64}} (?:at|arroba) [\w-]+(?:(?:\.| {_DOT} )[\w-]+)* {_DOT} [a-z]{{2,6}}\b"
    ),
)
_IBAN = re.compile(rf"(?i)(?<![a-z0-9])[a-z]{{2}}[ {_ZERO}-]?[0-9]{{2}}(?:[ .{_ZERO}-]?[a-z0-9]){{11,30}}")
_TOKEN = re.compile(r"(?i)(?<![a-z0-9])(?:[a-z0-9]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![a-z0-9])")

_LETTERED = re.compile(r"(?i)(?<![\w.@-])[a-z0-9](?:[-.+/]?[a-z0-9]){7,19}(?![\w@-])")

_DIGITS = "[0-9]++"
_BRACKET = rf"\( ?\+?{_DIGITS} ?\)"
_BETWEEN = rf"(?:{_ZERO}*(?: {{1,2}}| ?[-/_*~]{{1,2}} ?| \. |[.,]){_ZERO}*|{_ZERO}+)"
_PART = rf"(?:{_BRACKET}|{_DIGITS})"
_RUN = re.compile(rf"(?:\+ ?)?{_PART}(?:{_BETWEEN}{_PART}|{_BRACKET}|(?<=\)){_DIGITS})*{_ZERO}*")
_PHONE_WORD = re.compile(
    r"(?i)\b(?:tel|fone|fon|phone|telephone|telefone|telefon|teléfono|téléphone|mobile|mobil|handy|cell|celular"
    r"|whats ?app|zap|call|ligue|sms)\W{0,3}$"
)
_ACCOUNT_WORD = re.compile(
    r"(?i)\b(?:account|acct|konto|conta|cuenta|compte|iban|blz|ssn|cpf|cnpj|rg|dni|nif|nie|ag[eê]ncia)"
    r"(?: ?(?:no|nr|nº|number|nummer)\b)?\W{0,3}$"
)

_DAY, _MONTH, _YEAR = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])", "(?:19|20)[0-9]{2}"
_DATE = re.compile(
    rf"{_YEAR}([-./]){_MONTH}\1{_DAY}|(?:{_DAY}([-./]){_MONTH}|{_MONTH}([-./]){_DAY})[-./](?:{_YEAR}|[0-9]{{2}})"
    rf"|{_YEAR} {_MONTH} {_DAY}|{_DAY} {_MONTH} {_YEAR}"
)
_AMOUNT = re.compile(
    r"(?:0|[1-9][0-9]{0,5})[.,][0-9]{1,2}"
    r"|[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+,[0-9]{1,2}|(?:,[0-9]{3})+(?:\.[0-9]{1,2})?)"
)
_YEARS = re.compile(rf"{_YEAR}(?: ?[-/ ] ?{_YEAR})+")
_HOUR = "(?:[01]?[0-9]|2[0-4])"
_HOURS = re.compile(rf"{_HOUR}-{_HOUR}(?: ?[ /] ?{_HOUR}-{_HOUR})+")
_NUMBER = re.compile(
    r"(?:0|[1-9][0-9]{0,8})(?:[.,][0-9]{1,3})?"
    r"|[1-9][0-9]{0,2}([ .,])[0-9]{3}(?:\1[0-9]{3}){0,3}(?:[.,][0-9]{1,2})?"
    r"|[1-9][0-9]{0,5} ?- ?[1-9][0-9]{0,5}"
)
_MONEY = (
    r"(?:[$€£¥₹₩₽₺₪₫฿₴₦₱₲₡₵₸₮]|\b(?:eur|euros?|usd|dollars?|gbp|brl|reais|chf|jpy|yen|cny|rmb|inr|idr|vnd|cop|clp|ars|mxn"
    r"|pesos?|krw|won|rub|try|pln|czk|huf|sek|nok|dkk|rs|rp|kr|zł|ft|kč)\b\.?)"
)
_MONEY_BEFORE = re.compile(rf"(?i){_MONEY} ?$")
_UNIT_AFTER = re.compile(rf"(?i) ?(?:{_MONEY}|%|°|元|円|원|(?:k?g|mg|[mcdh]?l|[kcm]?m|kwh|kcal|lbs?|oz)\b)")

_IDENTITY = re.compile(  # CPF, CNPJ, social security number, other national numbers with dots
    r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}|[0-9]{2}\.[0-9]{3}\.[0-9]{3}/[0-9]{4}-[0-9]{2}"
    r"|[0-9]{3}-[0-9]{2}-[0-9]{4}|[0-9]{1,3}(?:\.[0-9]{3}){2}(?:-[0-9])?"
)
_SUSPECT = re.compile(
    r"(?i)@|://|www\.|[\[({<] ?(?:at|arroba|ät) ?[\])}>]| (?:at|arroba) |(?:[0-9][^0-9\n]{0,9}){6}[0-9]"
    r"|[a-z]{5}[0-9]{4}[a-z]"
)

MARKERS = ("[mail]", "[phone]", "[card]", "[account]", "[number]", "[link]")


def mask(text: str) -> str:
    """The text with mail addresses, phone, card, account and identity numbers, and links replaced by readable markers.

    Markers: [mail], [phone], [card] (13–19 digits that pass Luhn's check), [account] (IBAN, identity numbers, what is
    called an account), [number] (other runs of at least seven digits, long keys), [link]. Digits of any script count,
    and separators of any kind between them. Dates, times, amounts with decimals or a currency, measures, years and
    numbers of fewer than seven digits stay. Masking twice changes nothing.
    Not to be trusted for names, street addresses, handles, or numbers spelled in words: those stay.
    """
    while _SUSPECT.search(_plain(text)):
        masked = _once(text)
        if masked == text:
            break
        text = masked  # a marker can uncover what stood beside it; each turn leaves less, so it ends
    return text


def _once(text: str) -> str:
    text = _replace(text, _LINK, lambda m: [(m.start(), m.end(), "[link]")])
    for pattern in _MAILS:
        text = _replace(text, pattern, lambda m: [(m.start(), m.end(), "[mail]")])
    text = _replace(text, _IBAN, _iban)
    text = _replace(text, _LETTERED, _lettered)
    text = _replace(text, _TOKEN, _token)
    return _replace(text, _RUN, _numbers)


def _plain(text: str) -> str:
    """A text of the same length in plain characters."""
    return text.replace("\t", " ") if text.isascii() else text.translate(_PLAIN)


Span = tuple[int, int, str]


def _replace(text: str, pattern: re.Pattern[str], spans: Callable[[re.Match[str]], list[Span]]) -> str:
    """The text with the spans, found on its plain characters, replaced by their markers."""
    parts, done = [], 0
    for match in pattern.finditer(_plain(text)):
        for start, end, marker in spans(match):
            parts += [text[done:start], marker]
            done = end
    return "".join([*parts, text[done:]])


def _iban(match: re.Match[str]) -> list[Span]:
    """The longest part of the match, ending where a word ends, that is an IBAN."""
    whole = match.string
    for end in range(match.end(), match.start() + 14, -1):
        if whole[end - 1].isalnum() and not (end < len(whole) and whole[end].isalnum()):
            compact = "".join(c for c in whole[match.start() : end] if c.isalnum()).upper()
            if len(compact) >= 15 and sum(c.isdigit() for c in compact) >= 10 and is_iban(compact):
                return [(match.start(), end, "[account]")]
    return []


def _lettered(match: re.Match[str]) -> list[Span]:
    """National numbers with letters in them, some of which have few digits."""
    found = match[0]
    if _count(found) < 4 or not any(c.isalpha() for c in found) or not is_national(found):
        return []
    return [(match.start(), match.end(), "[account]")]


def _token(match: re.Match[str]) -> list[Span]:
    """Long keys of letters and digits."""
    found = match[0]
    if sum(c.isdigit() for c in found) < LONG or found.isdigit():
        return []
    return [(match.start(), match.end(), "[number]")]


def _numbers(match: re.Match[str]) -> list[Span]:
    """The parts of a run of digits that could name somebody; dates and amounts between spaces are left out first."""
    run = match[0]
    if _count(run) < LONG:
        return []
    spoken = bool(_PHONE_WORD.search(match.string, max(0, match.start() - 16), match.start()))
    certain = spoken or run[0] in "+("
    pieces: list[tuple[int, int]] = []
    for part in re.finditer("[^ ]+", run):
        if not certain and _is_kept(part[0].replace(_ZERO, "")):
            pieces.append((-1, -1))
        elif pieces and pieces[-1][0] >= 0:
            pieces[-1] = (pieces[-1][0], part.end())
        else:
            pieces.append(part.span())
    found = []
    for start, end in pieces:
        piece = run[max(start, 0) : max(end, 0)].rstrip("-/_*~., ")
        at = match.start() + start
        before, after = match.string[max(0, at - 24) : at], match.string[at + len(piece) : at + len(piece) + 12]
        visible = piece.replace(_ZERO, "")
        if _count(piece) >= LONG and (certain or not _is_number(visible, before, after)):
            found.append((at, at + len(piece), _kind(visible, before)))
    return found


def _count(run: str) -> int:
    return sum(c.isdigit() for c in run)


def _is_kept(part: str) -> bool:
    return bool(_DATE.fullmatch(part) or _AMOUNT.fullmatch(part))


def _is_number(piece: str, before: str, after: str) -> bool:
    """Whether a run of digits is years, hours, a date, or a number with a currency or a unit."""
    if _DATE.fullmatch(piece) or _HOURS.fullmatch(piece):
        return True
    if _YEARS.fullmatch(piece):
        years = re.findall("[0-9]{4}", piece)
        return years == sorted(years)
    return bool(_NUMBER.fullmatch(piece) and (_MONEY_BEFORE.search(before) or _UNIT_AFTER.match(after)))


def _kind(piece: str, before: str) -> str:
    """The marker of a run of digits, by its form and by what is said before it."""
    groups = re.findall("[0-9]+", piece)
    digits = "".join(groups)
    if piece[0] != "+" and _holds_card(groups):
        return "[card]"
    if _IDENTITY.fullmatch(piece) or _ACCOUNT_WORD.search(before) or (piece[0] not in "+(" and is_national(digits)):
        return "[account]"
    if len(digits) <= 15:
        grouped = len(groups) > 1 and max(map(len, groups)) <= 8
        abroad = digits.startswith("00") and len(digits) >= 10
        if piece[0] in "+(" or grouped or abroad or _PHONE_WORD.search(before):
            return "[phone]"
    return "[number]"


def _holds_card(groups: list[str]) -> bool:
    """Whether neighbouring groups make the number of a card."""
    for first in range(len(groups)):
        digits = ""
        for group in groups[first:]:
            digits += group
            if len(digits) >= CARD.stop:
                break
            if is_card(digits):
                return True
    return False
