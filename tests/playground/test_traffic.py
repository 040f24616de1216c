"""What went between the workspace and the bot."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.playground.changes import Changes
from bot.playground.traffic import KEPT, Traffic
from tests.support.standin import PATIENCE_S


@pytest.fixture
def traffic() -> Traffic:
    return Traffic(Changes())


def record(traffic: Traffic, what: str = "chat.postMessage", **more: Any) -> None:
    entry: dict[str, Any] = {
        "at": 1.0,
        "way": "from bot",
        "what": what,
        "status": "200",
        "taken": True,
        "took_ms": 1.0,
        "sent": {},
        "answer": {"ok": True},
    }
    traffic.record(**{**entry, **more})


def test_entries_are_numbered_and_told_from_any_number_on(traffic: Traffic) -> None:
    for _ in range(3):
        record(traffic)

    assert [entry.n for entry in traffic.after(0)] == [1, 2, 3]
    assert [entry.n for entry in traffic.after(2)] == [3]
    assert traffic.after(3) == []


def test_only_the_latest_are_kept(traffic: Traffic) -> None:
    for _ in range(KEPT + 5):
        record(traffic)

    entries = traffic.after(0)
    assert len(entries) == KEPT
    assert (entries[0].n, entries[-1].n) == (6, KEPT + 5)


def test_calls_are_those_of_the_bot_that_were_done(traffic: Traffic) -> None:
    record(traffic, "event message.im", way="to bot")
    record(traffic, "chat.postMessage", taken=False)
    record(traffic, "chat.postMessage")
    record(traffic, "views.open")

    assert [call.what for call in traffic.calls()] == ["chat.postMessage", "views.open"]
    assert [call.n for call in traffic.calls("chat.postMessage")] == [3]


async def test_whoever_waits_for_a_call_gets_that_call(traffic: Traffic) -> None:
    waiting = asyncio.create_task(traffic.wait_for("views.open", 2, PATIENCE_S))
    record(traffic, "views.open", sent={"first": 1})
    await asyncio.sleep(0)
    record(traffic, "chat.postMessage")
    record(traffic, "views.open", sent={"second": 2})

    assert (await waiting).sent == {"second": 2}


async def test_waiting_for_what_never_comes_fails(traffic: Traffic) -> None:
    record(traffic, "views.open")

    with pytest.raises(TimeoutError):
        await traffic.wait_for("views.open", 2, 0.01)
