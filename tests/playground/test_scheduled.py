"""Messages that Slack was asked to post later."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.refused import Refused
from bot.playground.scheduled import Booking, Scheduled
from bot.playground.timekeeping import WorkspaceClock

A_DAY_S = 24 * 3600


@pytest.fixture
def clock() -> WorkspaceClock:
    return WorkspaceClock()


@pytest.fixture
def scheduled(clock: WorkspaceClock) -> Scheduled:
    return Scheduled(clock)


def book(scheduled: Scheduled, post_at: Any, channel: str = "C1", **more: Any) -> Booking:
    return scheduled.book(channel, post_at, {"text": "Hello"}, **{"metadata": False, **more})


def refusal_of(scheduled: Scheduled, post_at: Any) -> str:
    with pytest.raises(Refused) as refused:
        book(scheduled, post_at)
    return refused.value.error


def test_what_is_booked_waits_in_the_order_of_its_time(
    scheduled: Scheduled, clock: WorkspaceClock
) -> None:
    late = book(scheduled, clock.now() + 200)
    early = book(scheduled, str(int(clock.now() + 100)), "C2")

    assert scheduled.pending() == [early, late]
    assert scheduled.pending("C1") == [late]


@pytest.mark.parametrize("ahead_s", [-60, 0])
def test_the_past_cannot_be_booked(
    scheduled: Scheduled, clock: WorkspaceClock, ahead_s: int
) -> None:
    assert refusal_of(scheduled, int(clock.now()) + ahead_s) == "time_in_past"


def test_a_hundred_and_twenty_days_are_the_farthest(
    scheduled: Scheduled, clock: WorkspaceClock
) -> None:
    assert book(scheduled, clock.now() + 120 * A_DAY_S)
    assert refusal_of(scheduled, clock.now() + 120 * A_DAY_S + 60) == "time_too_far"


@pytest.mark.parametrize("rubbish", [None, "", "tomorrow", [], {}, math.inf, math.nan, "1e3"])
def test_what_is_no_time_is_refused(scheduled: Scheduled, rubbish: Any) -> None:
    assert refusal_of(scheduled, rubbish) == "invalid_time"


def test_thirty_messages_fit_into_five_minutes_of_one_channel(
    scheduled: Scheduled, clock: WorkspaceClock
) -> None:
    """It is not thirty in all: the next five minutes and the next channel take as many again."""
    start = (int(clock.now()) // 300 + 2) * 300
    for second in range(30):
        book(scheduled, start + second)

    assert refusal_of(scheduled, start + 299) == "restricted_too_many"
    assert book(scheduled, start + 300)
    assert book(scheduled, start + 299, "C2")


def test_what_was_cancelled_is_not_posted(scheduled: Scheduled, clock: WorkspaceClock) -> None:
    booking = book(scheduled, clock.now() + 90)

    scheduled.cancel("C1", booking.id)
    clock.move(120)

    assert scheduled.take_due() == []


def test_what_is_posted_within_a_minute_can_no_longer_be_cancelled(
    scheduled: Scheduled, clock: WorkspaceClock
) -> None:
    booking = book(scheduled, clock.now() + 55)

    with pytest.raises(Refused) as refused:
        scheduled.cancel("C1", booking.id)

    assert refused.value.error == "invalid_scheduled_message_id"
    assert scheduled.pending() == [booking]


@pytest.mark.parametrize("channel", ["C1", "C2"])
def test_what_is_not_there_cannot_be_cancelled(
    scheduled: Scheduled, clock: WorkspaceClock, channel: str
) -> None:
    booking = book(scheduled, clock.now() + 60)
    wrong = "Q1" if channel == "C1" else booking.id

    with pytest.raises(Refused) as refused:
        scheduled.cancel(channel, wrong)

    assert refused.value.error == "invalid_scheduled_message_id"


def test_what_was_posted_can_no_longer_be_cancelled(
    scheduled: Scheduled, clock: WorkspaceClock
) -> None:
    booking = book(scheduled, clock.now() + 60)
    clock.move(120)
    scheduled.take_due()

    with pytest.raises(Refused):
        scheduled.cancel("C1", booking.id)


def test_what_carries_metadata_is_taken_and_never_posted(
    scheduled: Scheduled, clock: WorkspaceClock
) -> None:
    """A fault of Slack's own, which a bot had better meet here first."""
    book(scheduled, clock.now() + 60, metadata=True)
    clock.move(120)

    assert scheduled.take_due() == []
    assert scheduled.pending() == []


@given(ahead=st.lists(st.integers(1, 10**6), max_size=20, unique=True), by_s=st.integers(0, 10**6))
def test_everything_is_posted_once_and_in_time(ahead: list[int], by_s: int) -> None:
    clock = WorkspaceClock()
    scheduled = Scheduled(clock)
    now = int(clock.now())
    bookings = [book(scheduled, now + 60 + each, f"C{each}") for each in ahead]

    clock.move(by_s)
    at = clock.now()
    first = scheduled.take_due()

    assert first == sorted(first, key=lambda each: each.post_at)
    assert {each.id for each in first} >= {b.id for b in bookings if b.post_at <= at}
    assert {each.id for each in first}.isdisjoint(each.id for each in scheduled.pending())
    assert len(first) + len(scheduled.pending()) == len(bookings)
