"""How often a method may be called."""

from __future__ import annotations

import pytest

from bot.playground.rates import A_MINUTE_S, PER_MINUTE, POSTS_AT_ONCE, TIERS, Rates
from bot.playground.timekeeping import WorkspaceClock
from bot.playground.web_api import METHODS

UNLIMITED = {"auth.test"}
BY_ITS_OWN_RULE = {"chat.postMessage"}


@pytest.fixture
def clock() -> WorkspaceClock:
    return WorkspaceClock()


@pytest.fixture
def rates(clock: WorkspaceClock) -> Rates:
    return Rates(clock)


def calls_granted(rates: Rates, method: str, channel: str = "C1") -> int:
    """How many calls are granted one after the other; the first refused one ends it."""
    for count in range(500):
        if rates.wait_s(method, channel):
            return count
    raise AssertionError(f"{method} is granted without end")


def test_every_method_that_there_is_has_its_rate() -> None:
    assert METHODS.keys() - TIERS.keys() == UNLIMITED | BY_ITS_OWN_RULE


@pytest.mark.parametrize("method", TIERS)
def test_a_method_is_granted_as_often_as_its_tier_says(rates: Rates, method: str) -> None:
    assert calls_granted(rates, method) == PER_MINUTE[TIERS[method]]


def test_whoever_waits_as_long_as_told_is_heard_again(rates: Rates, clock: WorkspaceClock) -> None:
    calls_granted(rates, "views.open")
    wait_s = rates.wait_s("views.open", "")

    clock.move(wait_s)

    assert 1 <= wait_s <= A_MINUTE_S
    assert rates.wait_s("views.open", "") == 0


def test_one_method_does_not_use_up_what_another_may(rates: Rates) -> None:
    calls_granted(rates, "views.open")

    assert rates.wait_s("views.update", "") == 0


def test_a_short_burst_of_messages_is_tolerated_in_each_channel(rates: Rates) -> None:
    assert calls_granted(rates, "chat.postMessage", "C1") == POSTS_AT_ONCE
    assert calls_granted(rates, "chat.postMessage", "C2") == POSTS_AT_ONCE


def test_a_message_each_second_is_never_refused(rates: Rates, clock: WorkspaceClock) -> None:
    for _ in range(50):
        assert rates.wait_s("chat.postMessage", "C1") == 0
        clock.move(1.01)
