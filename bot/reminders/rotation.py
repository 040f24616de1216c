"""Whose turn it is: one page each time, and all the others before it comes again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def turn_of(pages: Sequence[str], reminder: int, number: int) -> str:
    """The page of the occurrence *number* (0 is the first) of a reminder.

    The order is shuffled for each reminder, always in the same way, and repeats: no page comes
    a second time before all the others had their turn.

    Raises:
        ValueError: if there are no pages.
    """
    if not pages:
        raise ValueError("there are no pages to take turns")
    ordered = sorted(pages, key=lambda page: hashlib.sha256(f"{reminder} {page}".encode()).digest())
    return ordered[number % len(ordered)]
