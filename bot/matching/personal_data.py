"""Does a message hold details that could identify somebody? Looked at, never kept."""

from __future__ import annotations

import re
from collections.abc import Container

_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_SIGNS = (
    _EMAIL,
    re.compile(r"(?<!\d)\(?(?:\+44|0044|0)(?:[\s()-]{0,2}\d){9,10}(?!\d)"),  # a telephone number
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE),  # a postcode
    re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}\b"),  # a date of birth, as typed
    re.compile(r"\b(?:dob|d\.o\.b|date of birth|born on)\b", re.IGNORECASE),
    re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2}\s?(?:\d\s?){6}[A-D]\b", re.IGNORECASE),  # NI number
    re.compile(r"\b[A-Z]\d{7}\b"),  # a Home Office reference
    re.compile(r"\b\d{3}\s?\d{3}\s?\d{4}\b"),  # an NHS number
    re.compile(
        r"\b(?:(?:his|her|their) name(?:'s| is)"
        r"|(?:s?he(?:'s| is)|they(?:'re| are)|(?:girl|boy|lad|man|woman|child)(?: is|'s)?)"
        r" (?:called|named))\s+\w+",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:[Mm]r|[Mm]rs|[Mm]iss|[Mm]s|[Dd]r)\.? [A-Z][a-z]+"),
    re.compile(r"\b(?:called|named) [A-Z][a-z]+"),  # "a girl called Anna"
)
_NUMBER = re.compile(r"\d[\d ]{6,}\d")


def may_identify(message: str, ours: Container[str] = ()) -> bool:
    """Whether *message* seems to hold a name, a date of birth, an address or a number of somebody.

    *ours* are the numbers (digits only) and e-mail addresses (lower case) of the bot's own
    contacts, which identify nobody. It errs on the side of a needless caution: that costs little.
    """

    def without_ours(found: re.Match[str]) -> str:
        return " " if re.sub(r"\D", "", found[0]) in ours else found[0]

    text = _NUMBER.sub(without_ours, message)
    text = _EMAIL.sub(lambda found: " " if found[0].casefold() in ours else found[0], text)
    return any(sign.search(text) for sign in _SIGNS)
