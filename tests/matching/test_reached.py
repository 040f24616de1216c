"""Every heading and route can be reached in natural words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.matching.matcher import Matcher
from bot.toolkit.toolkit import Toolkit

REACHED: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("reached.yaml").read_text("utf-8")
)


def test_there_is_a_question_for_every_heading_and_route(toolkit: Toolkit) -> None:
    assert set(REACHED) == set(toolkit.entries)


def test_no_question_stands_in_the_content_word_for_word(toolkit: Toolkit) -> None:
    """A phrase that the index has learnt would prove nothing."""
    learnt = {" ".join(p.split()).casefold() for e in toolkit.entries.values() for p in e.asked_as}

    assert learnt & {" ".join(q["ask"].split()).casefold() for q in REACHED.values()} == set()


@pytest.mark.parametrize("entry_id", REACHED)
def test_it_is_found_first(matcher: Matcher, entry_id: str) -> None:
    question = REACHED[entry_id]

    outcome = matcher.match(question["ask"], question["agency"]).outcome

    assert outcome.name in ("answer", "choices")
    assert outcome.ids[0] == entry_id
