"""Response addresses and triggers, which run out."""

from __future__ import annotations

import pytest

from bot.playground.hooks import HOOK_USES, Hooks
from bot.playground.refused import Refused
from bot.playground.timekeeping import WorkspaceClock


@pytest.fixture
def clock() -> WorkspaceClock:
    return WorkspaceClock()


@pytest.fixture
def hooks(clock: WorkspaceClock) -> Hooks:
    return Hooks(clock)


def refusal_of(hooks: Hooks, *, hook: str = "", trigger: str = "") -> str:
    with pytest.raises(Refused) as refused:
        hooks.use_hook(hook) if hook else hooks.use_trigger(trigger)
    return refused.value.error


def test_an_address_answers_to_the_person_where_they_were(hooks: Hooks) -> None:
    hook = hooks.use_hook(hooks.new_hook("U1", "C1", "1.1"))

    assert (hook.person, hook.channel, hook.message_ts) == ("U1", "C1", "1.1")


def test_an_address_may_be_used_five_times_and_no_more(hooks: Hooks) -> None:
    key = hooks.new_hook("U1", "C1")
    assert HOOK_USES == 5

    for _ in range(5):
        hooks.use_hook(key)

    assert refusal_of(hooks, hook=key) == "used_url"


def test_an_address_answers_for_half_an_hour(hooks: Hooks, clock: WorkspaceClock) -> None:
    key = hooks.new_hook("U1", "C1")

    clock.move(29 * 60)
    assert hooks.use_hook(key)

    clock.move(2 * 60)
    assert refusal_of(hooks, hook=key) == "expired_url"


def test_an_address_that_nobody_handed_out_is_none(hooks: Hooks) -> None:
    assert refusal_of(hooks, hook="made-up") == "expired_url"


def test_a_trigger_tells_whom_it_opens_a_window_for(hooks: Hooks) -> None:
    hooks.new_trigger("U1")
    trigger = hooks.new_trigger("U2")

    assert hooks.use_trigger(trigger) == "U2"


def test_a_trigger_is_spent_after_one_window(hooks: Hooks) -> None:
    trigger = hooks.new_trigger("U1")
    hooks.use_trigger(trigger)

    assert refusal_of(hooks, trigger=trigger) == "exchanged_trigger_id"


def test_a_trigger_is_too_old_after_three_seconds(hooks: Hooks, clock: WorkspaceClock) -> None:
    trigger = hooks.new_trigger("U1")

    clock.move(3.5)

    assert refusal_of(hooks, trigger=trigger) == "expired_trigger_id"


def test_a_trigger_that_nobody_handed_out_is_none(hooks: Hooks) -> None:
    assert refusal_of(hooks, trigger="1.2.3") == "invalid_trigger_id"


def test_no_two_keys_are_alike(hooks: Hooks) -> None:
    keys = [hooks.new_hook("U1", "C1") for _ in range(100)]
    triggers = [hooks.new_trigger("U1") for _ in range(100)]

    assert len({*keys, *triggers}) == 200
