"""Whose turn it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.rotation import turn_of

pages = st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=12, unique=True)


@given(pages=pages, reminder=st.integers(1, 50), first=st.integers(0, 500))
def test_no_page_comes_again_before_all_others_had_their_turn(
    pages: list[str], reminder: int, first: int
) -> None:
    turns = [turn_of(pages, reminder, first + number) for number in range(len(pages))]

    assert sorted(turns) == sorted(pages)


@given(pages=pages, reminder=st.integers(1, 50), number=st.integers(0, 500))
def test_the_order_of_the_content_files_changes_nothing(
    pages: list[str], reminder: int, number: int
) -> None:
    assert turn_of(pages, reminder, number) == turn_of(pages[::-1], reminder, number)


def test_two_reminders_have_their_own_order() -> None:
    pages = [f"page-{number}" for number in range(10)]
    orders = {tuple(turn_of(pages, each, number) for number in range(10)) for each in range(20)}

    assert len(orders) == 20


def test_without_pages_nobody_has_a_turn() -> None:
    with pytest.raises(ValueError, match="no pages"):
        turn_of([], 1, 0)
