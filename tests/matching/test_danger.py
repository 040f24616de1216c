"""Danger now, told from talk about danger."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.matching.danger import DangerDetector, count_danger
from bot.matching.matcher import Matcher
from bot.matching.wording import Wording
from bot.toolkit.toolkit import Toolkit

TRIED_WITH = yaml.safe_load(Path(__file__).with_name("urgent_tried_with.yaml").read_text("utf-8"))

# A miss can cost a life, a false alarm costs a line: so the bounds are not alike. They hold for
# 60 messages of each sort that no example was written from; mend the examples, not the bounds.
LEAST_FLAGGED_OF_60_URGENT = 57
MOST_FLAGGED_OF_60_CALM = 8


def test_nearly_every_message_of_danger_is_flagged(matcher: Matcher) -> None:
    urgent = TRIED_WITH["urgent"]

    flagged = [text for text in urgent if matcher.match(text).danger]

    assert len(urgent) == 60
    assert len(flagged) >= LEAST_FLAGGED_OF_60_URGENT, set(urgent) - set(flagged)


def test_few_calm_messages_are_flagged(matcher: Matcher) -> None:
    calm = TRIED_WITH["calm"]

    flagged = [text for text in calm if matcher.match(text).danger]

    assert len(calm) == 60
    assert len(flagged) <= MOST_FLAGGED_OF_60_CALM, flagged


@pytest.mark.parametrize(
    "message",
    [
        "he has a knife to her throat",
        "HE HAS GOT A KNIFE",
        "hes got a knfie and shes screaming",
        "<@U0BOT> they locked her in and she cant get out",
        "im a nurse, he is in the waiting room and says he will kill her",
    ],
)
def test_plain_danger_is_flagged_however_it_is_typed(matcher: Matcher, message: str) -> None:
    assert matcher.match(message).danger


def test_danger_is_flagged_whoever_asks(matcher: Matcher, toolkit: Toolkit) -> None:
    message = "he has a knife to her throat"

    assert all(matcher.match(message, agency).danger for agency in toolkit.agencies)


def test_danger_leads_to_what_to_do_in_danger(matcher: Matcher, toolkit: Toolkit) -> None:
    match = matcher.match("he has a knife and she is locked in with him")

    assert match.outcome.ids[0] == toolkit.urgent.route


@pytest.mark.parametrize("message", ["", "   ", "<@U0BOT>", ":rotating_light:", "```999```", "?!"])
def test_an_empty_message_is_never_flagged(matcher: Matcher, message: str) -> None:
    assert not matcher.match(message).danger


@pytest.mark.parametrize("message", ["zzxqv", "asdfghjkl qwertyuiop"])
def test_words_never_met_are_no_danger(matcher: Matcher, message: str) -> None:
    assert not matcher.match(message).danger


@pytest.fixture
def detector(toolkit: Toolkit) -> DangerDetector:
    urgent = [(f"he burns her {n}", 1.0) for n in ("now", "tonight", "badly", "again")]
    calm = [(f"policy on records {n}", 1.0) for n in ("now", "tonight", "badly", "again")]
    wording = Wording(toolkit.language)
    return DangerDetector(count_danger(urgent, calm, wording), ["at gunpoint"], wording)


@pytest.mark.parametrize(
    "message", ["hi", "hello", "help", "my laptop is broken", "can i park here", "thanks", "ok"]
)
def test_a_greeting_or_a_matter_of_the_office_is_no_danger(matcher: Matcher, message: str) -> None:
    assert not matcher.match(message).danger


def test_the_messages_tried_are_not_among_the_examples(toolkit: Toolkit) -> None:
    """The bounds above mean something only for messages that nothing was learnt from."""
    urgent = toolkit.urgent
    tried = {*TRIED_WITH["urgent"], *TRIED_WITH["calm"]}

    assert {*urgent.heard, *urgent.calm, *urgent.phrases} & tried == set()


def test_danger_is_learnt_from_examples(detector: DangerDetector, toolkit: Toolkit) -> None:
    stems = Wording(toolkit.language).stems

    urgent, calm = detector.detect(stems("he burns her")), detector.detect(stems("records policy"))

    assert urgent.above_alarm > calm.above_alarm
    assert bool(urgent)
    assert not calm


def test_the_words_that_speak_of_danger_are_told(
    detector: DangerDetector, toolkit: Toolkit
) -> None:
    found = detector.detect(Wording(toolkit.language).stems("he burns her, what is the policy"))

    assert "burn" in found.words
    assert "polici" not in found.words


def test_a_calm_message_is_not_above_the_alarm(detector: DangerDetector) -> None:
    assert detector.detect(["polici", "on", "record"]).above_alarm < 0


def test_a_message_is_above_the_alarm_when_it_is_flagged(detector: DangerDetector) -> None:
    assert detector.detect(["he", "burn", "her"]).above_alarm > 0


def test_an_expression_of_danger_counts_whatever_is_around_it(
    detector: DangerDetector, toolkit: Toolkit
) -> None:
    wording = Wording(toolkit.language)
    message = wording.stems("policy on records, policy on records now, at gunpoint")
    nothing = count_danger([], [], wording)
    without = DangerDetector(nothing, [], wording).detect(message)

    assert detector.detect(message).words[0] == "at gunpoint"
    assert DangerDetector(nothing, ["at gunpoint"], wording).detect(message)
    assert not without
