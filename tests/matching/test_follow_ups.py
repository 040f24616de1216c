"""A few words that go on from the page before keep its topic and change what they name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.deciding import Answer, Choices
from bot.matching.matcher import Matcher
from bot.toolkit.toolkit import Toolkit

GOES_ON = [
    ("route/adult-consents-not-first-responder", "and if he's 17?", "route/child"),
    ("route/adult-consents-first-responder", "what if she says no", "route/adult-no-consent"),
    ("police/keeping-records", "and for prisons?", "prison-service/keeping-records"),
    ("police/keeping-records", "what about social workers", "social-services/keeping-records"),
    ("health-services/nrm-role", "and what do i write down", "health-services/keeping-records"),
    ("route/child", "and then what happens after its sent", "route/after-referral"),
    ("route/support", "and how long does it last", "route/support"),
    ("health-services/if-you-suspect", "and if she's a child", "route/child"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "said", "expected"), GOES_ON)
def test_the_topic_is_kept_and_the_fact_is_changed(
    matcher: Matcher, before: str, said: str, expected: str
) -> None:
    assert matcher.match(said, None, before).outcome.ids[0] == expected


def test_the_same_words_without_a_page_before_are_not_answered_for_an_agency(
    matcher: Matcher,
) -> None:
    """What makes the difference is the page before, not the words."""
    alone = matcher.match("and what do i write down", None)

    assert not isinstance(alone.outcome, Answer)
    assert alone.follows == ""


def test_what_changes_a_fact_is_not_answered_with_the_same_page_again(matcher: Matcher) -> None:
    match = matcher.match("what if she's actually 19", None, "route/child")

    assert isinstance(match.outcome, Choices)
    assert match.outcome.ids[0] != "route/child"
    assert "route/child" in match.outcome.ids


@pytest.mark.parametrize(
    "said", ["and how do i reset my password", "and whats for lunch", "thanks", "ok", "and"]
)
def test_what_is_about_something_else_is_no_follow_up(matcher: Matcher, said: str) -> None:
    assert matcher.match(said, None, "police/nrm-role") == matcher.match(said, None)


def test_a_question_that_stands_by_itself_is_answered_by_itself(matcher: Matcher) -> None:
    said = "what is the palermo protocol"

    assert matcher.match(said, None, "police/keeping-records") == matcher.match(said, None)


def test_danger_is_heard_whatever_was_talked_about(matcher: Matcher) -> None:
    match = matcher.match("but what if hes in danger right now", None, "route/adult-no-consent")

    assert match.danger
    assert match.outcome.ids[0] == "route/immediate-danger"


@pytest.mark.parametrize("before", ["police/gone", "", "nonsense"])
def test_a_page_that_is_gone_changes_nothing(matcher: Matcher, before: str) -> None:
    assert matcher.match("and if he's 17?", None, before) == matcher.match("and if he's 17?", None)


def test_every_page_can_be_gone_on_from(matcher: Matcher, toolkit: Toolkit) -> None:
    for before in toolkit.entries:
        assert matcher.match("and if he's 17?", None, before).outcome.ids


@settings(max_examples=60, deadline=None, derandomize=True)
@given(said=st.text(max_size=60), data=st.data())
def test_any_words_after_any_page_are_matched(
    matcher: Matcher, toolkit: Toolkit, said: str, data: st.DataObject
) -> None:
    before = data.draw(st.sampled_from(sorted(toolkit.entries)))

    match = matcher.match(f"and {said}", None, before)

    assert set(match.outcome.ids) <= toolkit.entries.keys()
