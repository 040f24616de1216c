"""Which events were heard before."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.engine import make_engine
from bot.store.heard import HeardEvents
from bot.store.tables import heard_events

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOMENT = timedelta(seconds=1)


@pytest.fixture
def heard(engine: AsyncEngine) -> HeardEvents:
    return HeardEvents(engine)


async def test_an_event_is_new_once(heard: HeardEvents) -> None:
    claims = [await heard.is_new("T1", "Ev1", NOW) for _ in range(3)]

    assert claims == [True, False, False]


async def test_another_event_is_new(heard: HeardEvents) -> None:
    await heard.is_new("T1", "Ev1", NOW)

    assert await heard.is_new("T1", "Ev2", NOW)


async def test_the_same_event_id_in_another_workspace_is_new(heard: HeardEvents) -> None:
    await heard.is_new("T1", "Ev1", NOW)

    assert await heard.is_new("T2", "Ev1", NOW)


async def test_of_many_who_claim_at_once_one_wins(heard: HeardEvents) -> None:
    claims = await asyncio.gather(*(heard.is_new("T1", "Ev1", NOW) for _ in range(20)))

    assert claims.count(True) == 1


async def test_of_two_processes_that_claim_at_once_one_wins(engine: AsyncEngine) -> None:
    """Two engines share no connection, as two processes do not."""
    other = make_engine(engine.url.render_as_string(hide_password=False))
    claimants = [HeardEvents(engine), HeardEvents(other)] * 10
    claims = await asyncio.gather(*(each.is_new("T1", "Ev1", NOW) for each in claimants))
    await other.dispose()

    assert claims.count(True) == 1


async def test_many_events_at_once_are_all_new(heard: HeardEvents) -> None:
    claims = await asyncio.gather(*(heard.is_new("T1", f"Ev{n}", NOW) for n in range(20)))

    assert all(claims)


async def test_many_who_claim_at_once_after_an_hour_do_not_hinder_each_other(
    heard: HeardEvents,
) -> None:
    """All of them prune the same rows before they claim."""
    await asyncio.gather(*(heard.is_new("T1", f"Ev{n}", NOW) for n in range(20)))
    later = NOW + HOUR + MOMENT
    claims = await asyncio.gather(*(heard.is_new("T1", f"Ev{n % 5}", later) for n in range(20)))

    assert claims.count(True) == 5


async def test_an_event_is_remembered_for_an_hour(heard: HeardEvents) -> None:
    await heard.is_new("T1", "Ev1", NOW)

    assert not await heard.is_new("T1", "Ev1", NOW + HOUR)


async def test_after_an_hour_the_same_event_is_new_again(heard: HeardEvents) -> None:
    await heard.is_new("T1", "Ev1", NOW)

    assert await heard.is_new("T1", "Ev1", NOW + HOUR + MOMENT)


async def test_hearing_it_again_does_not_lengthen_the_hour(heard: HeardEvents) -> None:
    await heard.is_new("T1", "Ev1", NOW)
    await heard.is_new("T1", "Ev1", NOW + HOUR / 2)

    assert await heard.is_new("T1", "Ev1", NOW + HOUR + MOMENT)


async def test_old_events_are_pruned_and_young_ones_are_kept(
    heard: HeardEvents, engine: AsyncEngine
) -> None:
    await heard.is_new("T1", "old", NOW)
    await heard.is_new("T2", "old", NOW)
    await heard.is_new("T1", "young", NOW + HOUR / 2)
    await heard.is_new("T2", "new", NOW + HOUR + MOMENT)

    assert await remembered(engine) == {("T1", "young"), ("T2", "new")}


async def remembered(engine: AsyncEngine) -> set[tuple[str, str]]:
    """The team and id of every event that is remembered."""
    query = select(heard_events.c.team_id, heard_events.c.event_id)
    async with engine.connect() as connection:
        return {(team, event) for team, event in await connection.execute(query)}
