"""Things that go wrong on purpose."""

from __future__ import annotations

import pytest

from bot.playground.faults import Fault, FaultKind, Faults

OF_A_CALL = [k for k in FaultKind if k not in {FaultKind.NONE, FaultKind.SENT_TWICE}]


def kinds_taken(faults: Faults, times: int, *, delivering: bool = False) -> list[FaultKind]:
    taken = (faults.take(delivering=delivering) for _ in range(times))
    return [fault.kind for fault in taken if fault]


def test_nothing_goes_wrong_at_first() -> None:
    faults = Faults()

    assert faults.current.kind is FaultKind.NONE
    assert faults.take(delivering=False) is None
    assert faults.take(delivering=True) is None


@pytest.mark.parametrize("kind", OF_A_CALL)
def test_a_fault_of_a_call_happens_as_often_as_it_was_asked_for(kind: FaultKind) -> None:
    faults = Faults()
    faults.add(Fault(kind, 3))

    assert kinds_taken(faults, 10) == [kind] * 3


def test_how_often_it_is_still_to_come_can_be_seen() -> None:
    faults = Faults()
    faults.add(Fault(FaultKind.SLOW, 3))
    faults.take(delivering=False)

    assert faults.current == Fault(FaultKind.SLOW, 2)


def test_a_fault_without_a_number_goes_on_until_it_is_switched_off() -> None:
    faults = Faults()
    faults.only(Fault(FaultKind.RATE_LIMITED, None))
    assert kinds_taken(faults, 50) == [FaultKind.RATE_LIMITED] * 50

    faults.only(Fault(FaultKind.NONE, None))

    assert kinds_taken(faults, 5) == []


def test_faults_come_in_the_order_in_which_they_were_added() -> None:
    faults = Faults()
    faults.add(Fault(FaultKind.SLOW))
    faults.add(Fault(FaultKind.SERVER_ERROR))

    assert kinds_taken(faults, 5) == [FaultKind.SLOW, FaultKind.SERVER_ERROR]


def test_one_fault_can_take_the_place_of_all_others() -> None:
    faults = Faults()
    faults.add(Fault(FaultKind.SLOW, 10))

    faults.only(Fault(FaultKind.LOST_BEFORE))

    assert kinds_taken(faults, 5) == [FaultKind.LOST_BEFORE]


@pytest.mark.parametrize("kind", [*OF_A_CALL, FaultKind.SENT_TWICE])
def test_a_fault_waits_for_the_direction_that_it_is_of(kind: FaultKind) -> None:
    """An event sent twice is a fault of delivering; all others are of what the bot calls."""
    faults = Faults()
    faults.add(Fault(kind))
    delivering = kind is FaultKind.SENT_TWICE

    assert faults.take(delivering=not delivering) is None
    assert faults.take(delivering=delivering) == Fault(kind)


def test_a_limit_says_how_long_to_wait() -> None:
    answer = Fault(FaultKind.RATE_LIMITED, retry_after_s=7).answer

    assert answer.status == 429
    assert answer.headers["Retry-After"] == "7"


def test_an_outage_has_the_status_that_was_asked_for() -> None:
    assert Fault(FaultKind.SERVER_ERROR, status=503).answer.status == 503


def test_a_refusal_comes_with_success_as_slack_sends_it() -> None:
    assert Fault(FaultKind.REFUSED, error="is_archived").answer.status == 200
