"""The workspace's own time."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import clock
from bot.playground.timekeeping import WorkspaceClock

STAMP = re.compile(r"\d{10}\.\d{6}")


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> float:
    """The moment at which the real clock stands still."""
    now = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: now)
    return now.timestamp()


def test_it_is_the_real_time_until_somebody_moves_it(frozen: float) -> None:
    assert WorkspaceClock().now() == frozen


def test_it_can_be_moved_more_than_once(frozen: float) -> None:
    ours = WorkspaceClock()

    ours.move(60)
    ours.move(300)

    assert ours.now() == frozen + 360
    assert ours.ahead_s == 360


@pytest.mark.parametrize("by_s", [-1.0, -math.inf, math.nan, 0.0])
def test_it_is_never_moved_back(frozen: float, by_s: float) -> None:
    ours = WorkspaceClock()

    ours.move(by_s)

    assert ours.now() == frozen


@pytest.mark.usefixtures("frozen")
def test_messages_of_one_moment_have_stamps_of_their_own_in_order() -> None:
    """A timestamp is a message's name in Slack: two of the same name would be one message."""
    ours = WorkspaceClock()

    stamps = [ours.stamp() for _ in range(50)]

    assert all(STAMP.fullmatch(stamp) for stamp in stamps)
    assert stamps == sorted(set(stamps))


@given(moves=st.lists(st.floats(min_value=0, max_value=10**7), max_size=20))
def test_a_later_stamp_sorts_after_an_earlier_one_however_the_clock_is_moved(
    moves: list[float],
) -> None:
    ours = WorkspaceClock()
    stamps = [ours.stamp()]

    for by_s in moves:
        ours.move(by_s)
        stamps.append(ours.stamp())

    assert stamps == sorted(set(stamps))
