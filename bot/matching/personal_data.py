"""Does a message hold details that could identify somebody? Looked at, never kept."""

from __future__ import annotations

import re

_SIGNS = (
    re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b"),  # an e-mail address
    re.compile(r"(?<!\d)(?:\+44|0044|0)(?:[\s()-]?\d){9,10}(?!\d)"),  # a telephone number
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE),  # a postcode
    re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}\b"),  # a date of birth, as typed
    re.compile(r"\b(?:dob|d\.o\.b|date of birth|born on)\b", re.IGNORECASE),
    re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2}\s?(?:\d\s?){6}[A-D]\b", re.IGNORECASE),  # NI number
    re.compile(r"\b[A-Z]\d{7}\b"),  # a Home Office reference
    re.compile(r"\b\d{3}\s?\d{3}\s?\d{4}\b"),  # an NHS number
    re.compile(
        r"\b(?:(?:his|her|their) name(?:'s| is)|(?:is|s?he's|they're) (?:called|named))\s+\w+",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:mr|mrs|miss|ms|dr)\.? [A-Z][a-z]+"),
)
_OURS = re.compile(r"\b0(?:800|808)[\d\s]{6,10}\b")  # helplines, quoted from our own answers


def may_identify(message: str) -> bool:
    """Whether *message* seems to hold a name, a date of birth, an address or a number of somebody.

    It errs on the side of a needless caution: a gentle line costs little.
    """
    text = _OURS.sub(" ", message)
    return any(sign.search(text) for sign in _SIGNS)
