"""References such as ``MSA-s52``: a source's key, and the place inside it."""

from __future__ import annotations

import re
from collections.abc import Container


def split_ref(ref: str, keys: Container[str]) -> tuple[str, str]:
    """Split *ref* into the longest key of *keys* that it begins with, and the rest.

    The key is empty when none fits: ``split_ref("FRT-s4", {"FRT"})`` is ``("FRT", "s4")``.
    """
    parts = ref.split("-")
    for end in range(len(parts), 0, -1):
        key = "-".join(parts[:end])
        if key in keys:
            return key, "-".join(parts[end:])
    return "", ref


_PLACES = (
    (re.compile(r"^s(\d.*)$"), "section {}"),
    (re.compile(r"^p(\d+)$"), "page {}"),
    (re.compile(r"^sch(\d+.*)$"), "Schedule {}"),
    (re.compile(r"^part(\d+)$"), "Part {}"),
    (re.compile(r"^(\d+(\.\d+)*)$"), "paragraph {}"),
)


def place_in_words(suffix: str) -> str:
    """``s52`` is section 52, ``p2`` page 2, ``5.3`` paragraph 5.3; anything else stays as it is."""
    for pattern, words in _PLACES:
        if match := pattern.match(suffix):
            return words.format(match.group(1))
    return suffix
