"""Wanted and booked compared."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.plan import Wanted, plan

posts = st.lists(
    st.builds(
        Wanted,
        reminder=st.integers(1, 3),
        local_date=st.sampled_from(["2026-11-30", "2026-12-01"]),
        turn=st.integers(0, 1),
        channel=st.sampled_from(["C1", "C2"]),
        post_at=st.integers(1, 3),
        words=st.sampled_from(["old", "new"]),
    ),
    max_size=8,
)


@given(wanted=posts, booked=posts)
def test_what_is_missing_is_booked_and_what_is_no_longer_wanted_is_cancelled(
    wanted: list[Wanted], booked: list[Wanted]
) -> None:
    todo = plan(wanted, booked)

    assert set(todo.book) == set(wanted) - set(booked)
    assert set(todo.cancel) == set(booked) - set(wanted)


@given(wanted=posts, booked=posts)
def test_once_it_is_done_nothing_is_left_to_do(wanted: list[Wanted], booked: list[Wanted]) -> None:
    todo = plan(wanted, booked)
    now = (set(booked) - set(todo.cancel)) | set(todo.book)

    assert plan(wanted, now) == ((), ())


@given(wanted=posts, booked=posts)
def test_the_soonest_comes_first_whatever_the_order_it_was_given_in(
    wanted: list[Wanted], booked: list[Wanted]
) -> None:
    todo = plan(wanted, booked)

    assert todo == plan(wanted[::-1], booked[::-1])
    for part in todo:
        assert [each.post_at for each in part] == sorted(each.post_at for each in part)
