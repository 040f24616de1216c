"""Reminders and their bookings, and who plans a workspace."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.reminders.model import Draft, Reminder, State, Subject, Why, WorkspaceRules
from bot.reminders.ports import Key, PutOff, Row, RowState
from bot.reminders.rules import Recurs, Rule
from bot.store.engine import make_engine
from bot.store.reminders import UNFINISHED, ReminderStore
from tests.support.processes import ROOT

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
RULE = Rule(
    Recurs.WEEKLY,
    date(2026, 11, 30),
    time(9),
    "Europe/London",
    every=2,
    weekdays=frozenset({0, 3}),
    until=date(2027, 3, 1),
    times=7,
    skips_holidays=True,
)
DRAFT = Draft("T1", "U1", "C1", Subject("police/nrm-role"), RULE, "scotland", "a note")
ROW = Row(Key(1, date(2026, 11, 30)), "C1", due=100, post_at=110, words="w", asked_at=7)
HOLDER = """\
import asyncio, sys
from datetime import datetime
from bot.store.engine import make_engine
from bot.store.reminders import ReminderStore

async def main() -> None:
    store = ReminderStore(make_engine(sys.argv[1]))
    async with store.planning(datetime.fromisoformat(sys.argv[2])) as held:
        print(held and held.team_id, flush=True)
        sys.stdin.readline()

asyncio.run(main())
"""


@pytest.fixture
def store(engine: AsyncEngine) -> ReminderStore:
    return ReminderStore(engine)


@pytest.fixture
async def other(engine: AsyncEngine) -> AsyncIterator[ReminderStore]:
    """A store that shares no connection with the first, as one in another process does not."""
    engine = make_engine(engine.url.render_as_string(hide_password=False))
    yield ReminderStore(engine)
    await engine.dispose()


async def test_what_is_kept_comes_back_as_it_was(store: ReminderStore) -> None:
    added = await store.add(DRAFT, NOW)

    assert await store.get("T1", added.id) == added
    assert await store.active("T1") == [added]
    assert [added.rule, added.region, added.note] == [RULE, "scotland", "a note"]


async def test_each_workspace_has_its_own(store: ReminderStore) -> None:
    added = await store.add(DRAFT, NOW)

    assert await store.get("T2", added.id) is None
    assert await store.listed("T2") == []
    await store.end("T2", added.id)
    assert await store.get("T1", added.id) is not None


async def test_lists_are_of_a_channel_or_of_a_person(store: ReminderStore) -> None:
    mine = await store.add(DRAFT, NOW)
    theirs = await store.add(replace(DRAFT, owner="U2", channel="C2"), NOW)

    assert await store.listed("T1") == [mine, theirs]
    assert await store.listed("T1", channel="C2") == [theirs]
    assert await store.listed("T1", owner="U1") == [mine]


async def test_a_paused_reminder_is_listed_and_not_posted(store: ReminderStore) -> None:
    added = await store.add(DRAFT, NOW)
    await store.stop("T1", added.id, NOW)

    assert await store.active("T1") == []
    assert [each.why for each in await store.listed("T1")] == [Why.ASKED]
    await store.resume("T1", added.id, NOW + HOUR)
    assert await store.active("T1") == [replace(added, counted_from=NOW + HOUR)]


async def test_nothing_brings_back_what_was_deleted(store: ReminderStore) -> None:
    """A button in an old post, a window that was still open."""
    added = await store.add(DRAFT, NOW)
    await store.end("T1", added.id)
    await store.resume("T1", added.id, NOW)
    await store.stop("T1", added.id, NOW)
    await store.change(added, NOW)

    assert await store.get("T1", added.id) is None
    assert await store.active("T1") == []


async def test_other_times_are_counted_from_now_and_other_words_are_not(
    store: ReminderStore,
) -> None:
    """Whoever corrects a note while a post is late does not lose it."""
    added = await store.add(DRAFT, NOW)
    await store.change(replace(added, note="other", counted_from=NOW + HOUR), NOW + HOUR)
    assert (await one(store)).counted_from == NOW
    assert (await one(store)).note == "other"
    await store.change(replace(added, rule=replace(RULE, at=time(10))), NOW + HOUR)
    assert (await one(store)).counted_from == NOW + HOUR


@pytest.mark.parametrize("what", ["pause", "finish"])
async def test_what_somebody_has_changed_meanwhile_the_planner_neither_pauses_nor_ends(
    store: ReminderStore, what: str
) -> None:
    read = await store.add(DRAFT, NOW)
    await store.change(replace(read, rule=replace(RULE, times=None)), NOW)

    done = store.pause("T1", read, Why.GONE) if what == "pause" else store.finish("T1", read)

    assert not await done
    assert (await one(store)).state is State.ACTIVE


@pytest.mark.parametrize(("what", "state"), [("pause", State.PAUSED), ("finish", None)])
async def test_what_nobody_has_changed_it_pauses_or_ends_once(
    store: ReminderStore, what: str, state: State | None
) -> None:
    read = await store.add(replace(DRAFT, rule=replace(RULE, until=None, times=None)), NOW)
    await store.count_from("T1", NOW + HOUR)

    def do() -> object:
        return store.pause("T1", read, Why.GONE) if what == "pause" else store.finish("T1", read)

    assert [await do(), await do()] == [True, False]  # type: ignore[misc]
    found = await store.get("T1", read.id)
    assert (found and found.state) == state


async def test_counting_goes_only_forward_and_only_for_what_is_posted(
    store: ReminderStore,
) -> None:
    added, paused = await store.add(DRAFT, NOW), await store.add(DRAFT, NOW)
    await store.stop("T1", paused.id, NOW)
    await store.count_from("T1", NOW + HOUR)
    await store.count_from("T1", NOW + MINUTE)

    counted = {each.id: each.counted_from for each in await store.listed("T1")}
    assert counted == {added.id: NOW + HOUR, paused.id: NOW}


async def test_a_booking_is_claimed_once(store: ReminderStore) -> None:
    assert await store.claim("T1", ROW)
    assert not await store.claim("T1", replace(ROW, post_at=999))
    assert await store.claim("T2", ROW)
    assert await store.rows("T1") == [ROW]


async def test_of_many_who_claim_at_once_one_wins(
    store: ReminderStore, other: ReminderStore
) -> None:
    claims = await asyncio.gather(*(each.claim("T1", ROW) for each in [store, other] * 10))

    assert claims.count(True) == 1


async def test_a_booking_moves_only_from_where_it_was_read(store: ReminderStore) -> None:
    """Somebody who was thought dead comes back: what they read is no longer so."""
    await store.claim("T1", ROW)
    booked = replace(ROW, state=RowState.BOOKED, slack_id="Q1")
    assert await store.move("T1", ROW, RowState.BOOKED, "Q1")
    assert not await store.move("T1", ROW, RowState.UNKNOWN, "")
    assert not await store.drop("T1", ROW)
    assert await store.rows("T1") == [booked]
    assert await store.drop("T1", booked)
    again = replace(ROW, asked_at=8)
    assert await store.claim("T1", again)
    assert not await store.drop("T1", ROW)
    assert await store.rows("T1") == [again]


async def test_done_is_counted_by_the_database(store: ReminderStore) -> None:
    await store.claim("T1", ROW)
    counts = await asyncio.gather(*(store.done("T1", ROW.key) for _ in range(8)))

    assert sorted(counts) == [1, 2, 3, 4, 5, 6, 7, 8]


async def test_what_is_put_off_twice_comes_once(store: ReminderStore) -> None:
    key = Key(1, date(2026, 11, 30), 1)
    await store.put_off("T1", key, 500, NOW)
    await store.put_off("T1", key, 900, NOW)

    assert await store.put_offs("T1") == [PutOff(key, 500)]


async def test_the_past_is_tidied_up_and_with_it_what_has_ended(store: ReminderStore) -> None:
    ended, active = await store.add(DRAFT, NOW), await store.add(DRAFT, NOW)
    old = replace(ROW, key=Key(ended.id, date(2026, 11, 1)), post_at=50)
    young = replace(ROW, key=Key(ended.id, date(2026, 11, 2)), post_at=150)
    for row in (old, young):
        await store.claim("T1", row)
    await store.put_off("T1", Key(ended.id, date(2026, 11, 1), 1), 60, NOW)
    await store.end("T1", ended.id)
    await store.tidy("T1", 100)
    assert await store.rows("T1") == [young]
    assert await store.put_offs("T1") == []
    await store.tidy("T1", 200)

    assert [each.id for each in await store.listed("T1")] == [active.id]


async def test_a_number_is_never_given_again(store: ReminderStore) -> None:
    """A button in an old post would act on somebody else's reminder."""
    first = await store.add(DRAFT, NOW)
    await store.end("T1", first.id)
    await store.tidy("T1", 0)

    assert (await store.add(DRAFT, NOW)).id > first.id


async def test_what_a_workspace_decided_is_kept(store: ReminderStore) -> None:
    assert await store.rules("T1") == WorkspaceRules()
    decided = WorkspaceRules(overdue_waits=True, quiet_from=time(22), quiet_to=time(6, 30))
    await store.set_rules("T1", decided, NOW)

    assert await store.rules("T1") == decided


async def test_a_workspace_that_removed_the_bot_leaves_nothing(store: ReminderStore) -> None:
    await store.add(DRAFT, NOW)
    await store.claim("T1", ROW)
    await store.put_off("T1", ROW.key, 1, NOW)
    await store.forget_workspace("T1")

    assert [*await store.listed("T1"), *await store.rows("T1"), *await store.put_offs("T1")] == []
    assert await planned_by(store, NOW + HOUR) is None


async def test_whatever_people_do_has_the_workspace_planned(store: ReminderStore) -> None:
    added = await store.add(DRAFT, NOW)
    doings = [
        lambda: store.change(added, NOW),
        lambda: store.stop("T1", added.id, NOW),
        lambda: store.resume("T1", added.id, NOW),
        lambda: store.set_rules("T1", WorkspaceRules(), NOW),
        lambda: store.put_off("T1", ROW.key, 1, NOW),
        lambda: store.plan_all(NOW),
        lambda: store.end("T1", added.id),
    ]
    assert await planned_by(store, NOW) == "T1"
    for do in doings:
        assert await planned_by(store, NOW) is None
        await do()
        assert await planned_by(store, NOW) == "T1"


async def test_the_workspace_whose_time_came_first_is_planned_first(store: ReminderStore) -> None:
    await store.plan_again("T1", NOW + MINUTE)
    await store.plan_again("T2", NOW)

    assert await planned_by(store, NOW + HOUR) == "T2"
    assert await planned_by(store, NOW + HOUR) == "T1"
    assert await planned_by(store, NOW + HOUR) is None


async def test_a_workspace_is_planned_by_one_at_a_time(
    store: ReminderStore, other: ReminderStore
) -> None:
    await store.plan_again("T1", NOW)
    async with store.planning(NOW) as held:
        assert held is not None
        await store.plan_again("T1", NOW)
        assert await planned_by(other, NOW) is None
    assert await planned_by(other, NOW) == "T1"


async def test_of_many_who_begin_at_once_each_workspace_has_one(
    store: ReminderStore, other: ReminderStore
) -> None:
    for number in range(3):
        await store.plan_again(f"T{number}", NOW)
    held: list[str] = []

    async def plan(by: ReminderStore) -> None:
        async with by.planning(NOW) as mine:
            if mine:
                held.append(mine.team_id)
                await asyncio.sleep(0)
                await by.planned(mine, NOW + HOUR)

    for _ in range(4):
        await asyncio.gather(*(plan(each) for each in [store, other] * 2))

    assert sorted(held) == ["T0", "T1", "T2"]


async def test_whoever_asks_for_planning_meanwhile_waits_for_nobody_and_is_heard(
    store: ReminderStore, other: ReminderStore
) -> None:
    await store.plan_again("T1", NOW)
    async with store.planning(NOW) as held:
        assert held is not None
        async with asyncio.timeout(20):
            await other.add(DRAFT, NOW + MINUTE)
        await store.planned(held, NOW + HOUR)

    assert await planned_by(other, NOW + MINUTE) == "T1"


async def test_asked_for_at_the_very_second_a_pass_would_be_given_up_it_is_heard(
    store: ReminderStore,
) -> None:
    await store.plan_again("T1", NOW)
    async with store.planning(NOW) as held:
        assert held is not None
        await store.plan_again("T1", NOW + UNFINISHED)
        await store.planned(held, NOW + HOUR)

    assert await planned_by(store, NOW + UNFINISHED) == "T1"


async def test_a_pass_that_failed_is_made_up_for_a_minute_later(store: ReminderStore) -> None:
    await store.plan_again("T1", NOW)
    with pytest.raises(ZeroDivisionError):
        async with store.planning(NOW):
            raise ZeroDivisionError

    assert await planned_by(store, NOW) is None
    assert await planned_by(store, NOW + UNFINISHED) == "T1"


async def test_a_workspace_is_free_again_when_its_holder_is_killed(store: ReminderStore) -> None:
    await store.plan_again("T1", NOW)
    address = store._engine.url.render_as_string(hide_password=False)
    holder = start_holder(address)
    assert holder.stdout is not None
    assert (await asyncio.to_thread(holder.stdout.readline)).strip() == b"T1"
    await store.plan_again("T1", NOW)
    assert await planned_by(store, NOW) is None
    holder.kill()
    holder.communicate()

    assert await sooner_or_later_planned_by(store, NOW) == "T1"


async def test_a_folder_that_cannot_be_written_to_is_not_taken_for_somebody_who_plans(
    sqlite: AsyncEngine, tmp_path: Path
) -> None:
    store = ReminderStore(sqlite)
    await store.plan_again("T1", NOW)
    (tmp_path / "bot.db-planning").mkdir()

    with pytest.raises(Exception, match="unable to open"):
        await planned_by(store, NOW)


def start_holder(address: str) -> subprocess.Popen[bytes]:
    """A process that plans the first workspace until it hears something."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", HOLDER, address, NOW.isoformat()],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


async def sooner_or_later_planned_by(store: ReminderStore, now: datetime) -> str | None:
    """A database may take a moment to see that somebody has died."""
    async with asyncio.timeout(30):
        while True:
            found = await planned_by(store, now)
            if found:
                return found
            await asyncio.sleep(0.01)


async def one(store: ReminderStore) -> Reminder:
    (only,) = await store.listed("T1")
    return only


async def planned_by(store: ReminderStore, now: datetime) -> str | None:
    """The workspace that is planned next; it is done for an hour."""
    async with store.planning(now) as held:
        if held is None:
            return None
        await store.planned(held, now + HOUR)
        return held.team_id
