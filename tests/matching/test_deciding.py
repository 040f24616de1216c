"""To answer, to offer a choice, or to say that there is nothing."""

from __future__ import annotations

from dataclasses import astuple, fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.calibration import OURS, RIGHT
from bot.matching.deciding import (
    CHOICES,
    NEAREST,
    OTHERS,
    Answer,
    Choices,
    Nothing,
    Signs,
    both,
    chance,
    decide,
)
from bot.matching.matcher import Matcher

RANKED = [(f"heading/{n}", 100.0 - n) for n in range(20)]
NO_SIGNS = Signs(*[0.0] * len(fields(Signs)))


@pytest.fixture
def sure(matcher: Matcher) -> Signs:
    """The signs of a question that is answered."""
    match = matcher.match("what is human trafficking")
    assert match.outcome.name == "answer"
    return match.signs


@pytest.fixture
def unsure(matcher: Matcher) -> Signs:
    """The signs of a question that is ours, and near to several headings."""
    match = matcher.match("identifying victims and what do i record", "health-services")
    assert match.outcome.name == "choices"
    return match.signs


def test_sure_signs_give_an_answer_with_others_behind_it(sure: Signs) -> None:
    outcome = decide(RANKED, sure, "")

    assert outcome == Answer("heading/0", tuple(f"heading/{n}" for n in range(1, OTHERS + 1)))
    assert outcome.ids[0] == "heading/0"


def test_unsure_signs_give_a_choice_of_the_nearest(unsure: Signs) -> None:
    outcome = decide(RANKED, unsure, "")

    assert isinstance(outcome, Choices)
    assert outcome.ids == tuple(f"heading/{n}" for n in range(CHOICES))


def test_a_heading_far_behind_is_no_choice_but_for_the_nearest(unsure: Signs) -> None:
    near_and_far = [("a", 100.0), ("b", 99.0), ("c", -100.0), ("d", -101.0)]

    assert decide(near_and_far, unsure, "") == Choices(("a", "b", "c"))


def test_a_choice_is_never_of_one(unsure: Signs) -> None:
    assert decide([("a", 100.0), ("b", -100.0)], unsure, "") == Choices(("a", "b"))
    assert decide([("a", 100.0)], unsure, "") == Nothing(("a",))


def test_no_signs_give_nothing_and_name_the_nearest() -> None:
    outcome = decide(RANKED, NO_SIGNS, "a visa")

    assert outcome == Nothing(tuple(f"heading/{n}" for n in range(NEAREST)), "a visa")


def test_without_any_heading_there_is_nothing_to_name(sure: Signs) -> None:
    assert decide([], sure, "") == Nothing((), "")


def test_a_neighbouring_subject_makes_it_less_likely_to_be_ours(sure: Signs) -> None:
    foreign = replace(sure, nearest_foreign=sure.nearest_foreign + 0.5)

    assert chance(OURS, foreign) < chance(OURS, sure)


def test_a_greater_lead_over_neighbouring_subjects_makes_it_likelier_to_be_ours(
    sure: Signs,
) -> None:
    assert chance(OURS, replace(sure, lead=sure.lead + 0.5)) > chance(OURS, sure)


def test_a_greater_margin_makes_the_first_heading_likelier_to_be_right(unsure: Signs) -> None:
    assert chance(RIGHT, replace(unsure, margin=unsure.margin + 1)) > chance(RIGHT, unsure)


def test_two_headings_that_were_asked_for_are_answered_at_once() -> None:
    outcome = both(Answer("a", ("b", "c", "d")), ["c", "a"])

    assert outcome == Answer("a", ("b", "d"), "c")
    assert outcome.ids == ("a", "c", "b", "d")


def test_a_clear_pair_is_answered_though_the_message_as_a_whole_is_not_clear() -> None:
    assert both(Choices(("a", "b", "c")), ["a", "b"]) == Answer("a", ("c",), "b")


@pytest.mark.parametrize("asked", [[], ["a"], ["b", "c"]])
def test_questions_that_leave_out_what_the_whole_asks_for_change_nothing(asked: list[str]) -> None:
    assert both(Choices(("a", "b", "c")), asked) == Choices(("a", "b", "c"))


def test_what_is_not_ours_stays_so_however_many_questions_it_asks() -> None:
    assert both(Nothing(("a", "b")), ["a", "b"]) == Nothing(("a", "b"))


def test_there_is_a_weight_for_every_sign() -> None:
    assert len(OURS) == len(RIGHT) == 1 + len(astuple(NO_SIGNS))


_SIGN = st.floats(min_value=-1e6, max_value=1e6)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.builds(Signs, *[_SIGN] * len(fields(Signs))))
def test_a_chance_is_between_nought_and_one(signs: Signs) -> None:
    assert 0 <= chance(OURS, signs) <= 1
    assert 0 <= chance(RIGHT, signs) <= 1


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.builds(Signs, *[_SIGN] * len(fields(Signs))),
    st.lists(st.floats(min_value=-200, max_value=200), min_size=2, max_size=30),
)
def test_an_outcome_names_headings_of_the_ranking_in_its_order(
    signs: Signs, scores: list[float]
) -> None:
    ranked = [(f"h/{n}", score) for n, score in enumerate(sorted(scores, reverse=True))]

    named = decide(ranked, signs, "").ids

    assert named == tuple(heading for heading, _ in ranked)[: len(named)]
    assert len(named) >= 2
