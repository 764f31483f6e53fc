"""What is masked in customers' words, and what stays. Every number and address is invented or a published example."""

from __future__ import annotations

import pytest

from analyzer.outside_in.masking import mask

MASKED = {
    # mail
    "write to jo@example.com.": "write to [mail].",
    "a.b+orders@mail.example.co.uk, thanks": "[mail], thanks",
    "jörg.müller@exämple.de": "[mail]",
    "<mailto:jo@example.com>": "<[mail]>",
    "请联系zhang@example.com谢谢": "请联系[mail]谢谢",
    "用户@例子.广告": "[mail]",  # an address in the form of RFC 6530
    "jo＠example.com": "[mail]",
    "jo @ example.com": "[mail]",
    "jo (at) example (dot) com": "[mail]",
    "jo at example dot com": "[mail]",
    "jo@joao": "[mail]",
    # phone
    "call +1 (312) 555-0147 now": "call [phone] now",
    "tel:3125550147": "tel:[phone]",
    "(312) 555-0147": "[phone]",
    "(call 555 0147)": "(call [phone])",
    "312.555.0147": "[phone]",
    "312\u00a0555\u202f0147": "[phone]",
    "312\u2011555\u20130147": "[phone]",
    "+49 (0)30 / 123 456-78": "[phone]",
    "0151 23456789": "[phone]",
    "0049 30 1234567": "[phone]",
    "(11) 98765-4321": "[phone]",
    "01 23 45 67 89": "[phone]",
    "+３１２ ５５５ ０１４７": "[phone]",
    "5️⃣5️⃣5️⃣0️⃣1️⃣4️⃣7️⃣": "[number]",
    # card: the networks' published test numbers
    "card 4111 1111 1111 1111 12/27": "card [card]",
    "4111-1111-1111-1111": "[card]",
    "5500005555555559": "[card]",
    "3782 822463 10005": "[card]",
    "４１１１　１１１１　１１１１　１１１１": "[card]",
    "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1": "[card]",
    # account and identity: the registry's examples of IBAN
    "DE89 3704 0044 0532 0130 00 is mine": "[account] is mine",
    "GB29NWBK60161331926819.": "[account].",
    "gb29 nwbk 6016 1331 9268 19, please": "[account], please",
    "BR18 0036 0305 0000 1000 9795 493C 1": "[account]",
    "account 1234567": "account [account]",
    "order ٠١٢٣٤٥٦٧٨٩": "order [number]",
    "CPF 123.456.789-09": "CPF [account]",
    "CNPJ 12.345.678/0001-90": "CNPJ [account]",
    "SSN 078-05-1120": "SSN [account]",
    "e18ebd6286697a3f0f6fe267d8286cb2": "[number]",
    "parcel PO123456789BR": "parcel PO[number]BR",
    # links
    "see https://example.com/track?token=abc123.": "see [link].",
    "www.example.com/u/17": "[link]",
}

KEPT = [
    "late on 12.05.2026 08:30",
    "2026-01-02T08:32:59",
    "03/04/2026 3 times, 12 05 2026",
    "R$ 1.234.567,89",
    "12,50 13,90 and 1.299,00 2.499,00",
    "1,234,567 crates",
    "IDR 1500000",
    "1 234 567 €",
    "1500-2000 g",
    "2018-2019, 2018 2019 2020",
    "10-12 14-16",
    "100, 200 and 300",
    "12 boxes, 3 missing, lot 4711, order 123456",
    "3 boxes @ 5 each, 2 kg @3.50",
    "I ordered 300. 2026 was better",
    "arrived at 10, not at 12.",
    "1️⃣ of 5 ★",
    "",
]


@pytest.mark.parametrize(("text", "expected"), MASKED.items())
def test_masked(text: str, expected: str):
    assert mask(text) == expected


@pytest.mark.parametrize("text", KEPT)
def test_kept(text: str):
    assert mask(text) == text


def test_several_in_one_text():
    text = (
        "jo@example.com or +1 (312) 555-0147; card 4111 1111 1111 1111, IBAN DE89370400440532013000. 3 on 12.05.2026!"
    )
    assert mask(text) == "[mail] or [phone]; card [card], IBAN [account]. 3 on 12.05.2026!"


def test_a_card_needs_its_check_digit():
    """4111 1111 1111 1112 fails Luhn's check (sum 31): some account, then."""
    assert mask("4111 1111 1111 1112") == "[number]"


# number as published in an example of the authority or of Wikipedia → the same with one check digit changed
NATIONAL = {
    "12345678Z": "12345678A",  # Spain, DNI
    "X1234567L": "X1234567M",  # Spain, NIE
    "131052-308T": "131052-308U",  # Finland
    "RSSMRA85T10A562S": "RSSMRA85T10A562T",  # Italy, codice fiscale
    "HEGG560427MVZRRL04": "HEGG560427MVZRRL05",  # Mexico, CURP
    "111.444.777-35": "111.444.777-36",  # Brazil, CPF
    "44051401359": "44051401358",  # Poland, PESEL
    "36 574 261 809": "36 574 261 808",  # Germany, IdNr
    "756.9217.0769.85": "756.9217.0769.86",  # Switzerland, AHV
    "85.07.30-033 28": "85.07.30-033 29",  # Belgium
    "10000000146": "10000000145",  # Turkey
}


@pytest.mark.parametrize(("valid", "invalid"), NATIONAL.items())
def test_national_numbers_are_known_by_their_check_digits(valid: str, invalid: str):
    assert mask(f"I am {valid}, help") == "I am [account], help"
    other = mask(f"I am {invalid}, help")
    if valid != "111.444.777-35":  # its dots and its dash alone say what it is
        assert "[account]" not in other
    if sum(c.isdigit() for c in invalid) > 8:
        assert other != f"I am {invalid}, help", "in doubt a number is masked all the same, under another marker"


def test_a_number_of_few_digits_and_a_form_of_its_own():
    """India's PAN: ABCPE1234F is its published form; P in the fourth place is a person. Without a check digit."""
    assert mask("PAN ABCPE1234F please") == "PAN [account] please"
    assert mask("part ABCXE1234F please") == "part ABCXE1234F please", "no X in that place"


def test_an_iban_needs_its_form_and_its_check_digits():
    """The registry's example for Germany; one digit changed; and 20 digits for Germany's 18, right by mod 97."""
    assert mask("DE89370400440532013000") == "[account]"
    assert mask("DE88370400440532013000") != "[account]"
    assert mask("GB29NWBK60161331926819") == "[account]"
    assert mask("GB28NWBK60161331926819") != "[account]"


def test_an_iban_needs_its_check_digits_to_swallow_words():
    """`at 12 May` begins like an Austrian IBAN."""
    assert mask("at 12 May we ordered all the food for the week") == "at 12 May we ordered all the food for the week"


@pytest.mark.parametrize(
    "piece",
    ["a", "a.", "1", "1 ", "(", "(1", "@", "a@", "a (at) ", "at ", "de12 ", "\u200b", "1\u200b", "+ ", "http:", "["],
)
def test_long_nonsense_is_read_in_one_go(piece: str):
    """A text made to let a pattern try everything: without bounds in the patterns this would not come to an end."""
    text = piece * (20_000 // len(piece))
    assert mask(text + " end.").endswith((" end.", "] end."))
