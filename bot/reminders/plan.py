"""Wanted and booked compared: what Slack must be asked to post, and what no longer."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import NamedTuple


class Wanted(NamedTuple):
    """One post: of which reminder, the local date it is for, and its words by their fingerprint.

    *turn* is 0 for the occurrence itself and counts the times it was put off. *post_at* is in
    Unix seconds.
    """

    reminder: int
    local_date: str
    turn: int
    channel: str
    post_at: int
    words: str


class Plan(NamedTuple):
    """What to do for the two to agree."""

    book: tuple[Wanted, ...]
    cancel: tuple[Wanted, ...]


def plan(wanted: Iterable[Wanted], booked: Iterable[Wanted]) -> Plan:
    """Compare what is wanted with what is booked.

    Equal posts are left alone, so that planning twice changes nothing. Other words, another
    channel or another time for the same occurrence are a cancellation and a booking. Both parts
    are ordered by time.
    """
    want, have = set(wanted), set(booked)
    by_time = operator.attrgetter("post_at", "channel", "reminder", "local_date", "turn", "words")
    return Plan(
        book=tuple(sorted(want - have, key=by_time)),
        cancel=tuple(sorted(have - want, key=by_time)),
    )
