"""What a reminder may not be, by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reminders.checking import (
    MOST_IN_A_CHANNEL,
    Around,
    Field,
    Filled,
    How,
    counted_times,
    problems,
    zones_like,
)
from bot.reminders.model import Reminder, Subject, WorkspaceRules
from bot.reminders.rules import Recurs, Rule

NOW = datetime(2026, 11, 25, 16, 50, tzinfo=UTC)
GOOD = Filled(
    entry="a/page",
    channel="C1",
    weekdays=frozenset({0}),
    start=date(2026, 11, 30),
    at=time(9),
)
AROUND = Around(NOW, {"a/page"}, {"a"}, WorkspaceRules())

WRONG: dict[str, tuple[Filled, Field, str]] = {
    "no page": (replace(GOOD, entry=""), Field.ABOUT, "no_page"),
    "a page that is gone": (replace(GOOD, entry="a/gone"), Field.ABOUT, "page_gone"),
    "page and rotation": (replace(GOOD, rotation="a"), Field.ROTATION, "both"),
    "no agency": (replace(GOOD, entry="", rotation="b"), Field.ABOUT, "no_page"),
    "no channel": (replace(GOOD, channel=""), Field.CHANNEL, "no_channel"),
    "no days": (replace(GOOD, weekdays=frozenset()), Field.WEEKDAYS, "no_weekdays"),
    "a date of yesterday": (replace(GOOD, start=date(2026, 11, 24)), Field.START, "past_date"),
    "far away": (replace(GOOD, start=date(2040, 1, 1)), Field.START, "far_date"),
    "no date": (replace(GOOD, start=None), Field.START, "no_date"),
    "no time": (replace(GOOD, at=None), Field.AT, "no_time"),
    "no such zone": (replace(GOOD, zone="Mars/Base"), Field.ZONE, "no_zone"),
    "an early end": (replace(GOOD, until=date(2026, 11, 29)), Field.UNTIL, "until_early"),
    "no times": (replace(GOOD, times="0"), Field.TIMES, "times"),
    "too many times": (replace(GOOD, times="501"), Field.TIMES, "times"),
    "a time that is no number": (replace(GOOD, times="1.5"), Field.TIMES, "times"),
    "a long note": (replace(GOOD, note="x" * 5000), Field.NOTE, "note_long"),
    "a note to all": (replace(GOOD, note="Hello @channel"), Field.NOTE, "note_calls"),
    "a note to all in markup": (replace(GOOD, note="<!here> you"), Field.NOTE, "note_calls"),
    "a time that has passed": (
        replace(GOOD, how=How.ONCE, start=date(2026, 11, 25)), Field.AT, "past_time",
    ),
    "never": (
        replace(GOOD, start=date(2026, 12, 1), until=date(2026, 12, 6)), Field.UNTIL, "never",
    ),
    "only on holidays": (
        replace(GOOD, how=How.DAILY, start=date(2026, 12, 25), until=date(2026, 12, 25),
                skips_holidays=True), Field.UNTIL, "never",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_under_its_field(case: str) -> None:
    filled, where, name = WRONG[case]

    assert problems(filled, AROUND) == {where: name}


def test_nothing_is_wrong_with_what_is_right() -> None:
    assert problems(GOOD, AROUND) == {}
    for how in How:
        assert problems(replace(GOOD, how=how), AROUND) == {}


def test_an_address_in_a_note_calls_nobody() -> None:
    assert problems(replace(GOOD, note="Write to team@channel.example"), AROUND) == {}


def test_several_faults_are_said_at_once() -> None:
    filled = replace(GOOD, entry="", at=None, zone="x", note="@here")

    assert set(problems(filled, AROUND)) == {Field.ABOUT, Field.AT, Field.ZONE, Field.NOTE}


def test_quiet_hours_are_heeded_over_midnight_too() -> None:
    quiet = replace(AROUND, rules=WorkspaceRules(False, time(20), time(8)))

    assert problems(replace(GOOD, at=time(21)), quiet) == {Field.AT: "quiet"}
    assert problems(replace(GOOD, at=time(7, 59)), quiet) == {Field.AT: "quiet"}
    assert problems(replace(GOOD, at=time(8)), quiet) == {}


def test_a_channel_holds_only_so_many() -> None:
    full = replace(AROUND, others_in_channel=MOST_IN_A_CHANNEL)

    assert problems(GOOD, full) == {Field.CHANNEL: "too_many"}


def test_today_is_that_of_the_chosen_zone() -> None:
    """In Auckland it is tomorrow already."""
    filled = replace(GOOD, how=How.DAILY, start=date(2026, 11, 25), zone="Pacific/Auckland")

    assert problems(filled, AROUND) == {Field.START: "past_date"}


def test_the_first_date_of_one_that_is_changed_may_be_long_ago() -> None:
    rule = Rule(Recurs.WEEKLY, date(2026, 1, 5), time(9), "Europe/London", 1, frozenset({0}))
    before = Reminder("T1", "U1", "C1", Subject("a/page"), rule, counted_from=NOW)
    around = replace(AROUND, before=before)

    assert problems(Filled.of(before), around) == {}
    moved = replace(Filled.of(before), start=date(2026, 1, 6))
    assert problems(moved, around) == {Field.START: "past_date"}


def test_fields_that_do_not_apply_do_not_count() -> None:
    once = replace(GOOD, how=How.ONCE, times="junk", until=date(2020, 1, 1), skips_holidays=True)

    assert problems(once, AROUND) == {}
    assert not {Field.TIMES, Field.UNTIL, Field.WEEKDAYS, Field.REGION} & once.applies


def test_a_region_counts_for_working_days_and_for_what_skips_holidays() -> None:
    shown = {how: Field.REGION in replace(GOOD, how=how).applies for how in How}

    assert [how for how, is_shown in shown.items() if is_shown] == [
        How.FIRST_WORKING_DAY,
        How.LAST_WORKING_DAY,
    ]
    assert Field.REGION in replace(GOOD, skips_holidays=True).applies


fields = st.builds(
    Filled,
    entry=st.just("a/page"),
    channel=st.just("C1"),
    how=st.sampled_from(How),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    every=st.integers(2, 12),
    start=st.dates(date(2026, 11, 26), date(2028, 1, 1)),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    until=st.none() | st.dates(date(2028, 1, 2), date(2029, 1, 1)),
    times=st.just("") | st.integers(1, 500).map(str),
    skips_holidays=st.booleans(),
    region=st.sampled_from(["england-and-wales", "scotland", "northern-ireland"]),
    zone=st.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata"]),
    note=st.text(alphabet="abc ", max_size=20),
)


@settings(max_examples=100, deadline=None)
@given(filled=fields)
def test_what_is_kept_is_what_was_filled_in(filled: Filled) -> None:
    """Opened again, a reminder shows what was chosen."""
    draft = filled.draft("T1", "U1")

    assert draft is not None
    again = Filled.of(draft).draft("T1", "U1")
    assert again == draft


@given(typed=st.text(max_size=8))
def test_a_number_of_times_is_a_number_or_nothing(typed: str) -> None:
    assert counted_times(typed) is None or 0 <= (counted_times(typed) or 0) <= 500


def test_zones_are_found_by_their_cities() -> None:
    assert zones_like("new y", 5)[0] == "America/New_York"
    assert zones_like("lond", 5) == ["Europe/London"]
    assert zones_like("  ", 5) == zones_like("zzzz", 5) == []
