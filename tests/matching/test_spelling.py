"""Slips are repaired, known words never."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.matcher import Matcher
from bot.matching.spelling import ESTABLISHED, OFTENER, SHORTEST, Speller, known_words
from bot.toolkit.toolkit import Toolkit

TYPED = {"passport": 50, "passports": 20, "prison": 90, "police": 70, "nurse": 40, "nrmform": 30}
RIGHT = frozenset({"person", "poison", "purse", "nurse", "police", "prison", "passport"})


@pytest.fixture
def speller() -> Speller:
    return Speller(TYPED, RIGHT)


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("pasport", "passport"),
        ("passprot", "passport"),
        ("paspotr", "passport"),
        ("polcie", "police"),
        ("nurs", "nurse"),
    ],
)
def test_a_slip_becomes_the_word_that_was_meant(speller: Speller, slip: str, word: str) -> None:
    assert speller.repair(slip) == word


@pytest.mark.parametrize("word", sorted({*TYPED, *RIGHT}))
def test_a_known_word_is_never_repaired(speller: Speller, word: str) -> None:
    """Not even where a commoner word is a letter away, as nurse is from purse."""
    assert speller.repair(word) is None


@pytest.mark.parametrize("word", ["nur", "po", "x", ""])
def test_a_short_word_is_too_near_to_too_many_others(speller: Speller, word: str) -> None:
    assert len(word) < SHORTEST
    assert speller.repair(word) is None


@pytest.mark.parametrize("word", ["12345", "pas5port", "nur-se", "10yp"])
def test_what_is_no_plain_word_is_left_as_typed(speller: Speller, word: str) -> None:
    assert speller.repair(word) is None


@pytest.mark.parametrize("word", ["blorped", "zzzzzzzz", "elephant"])
def test_a_word_far_from_all_others_is_left_as_typed(speller: Speller, word: str) -> None:
    assert speller.repair(word) is None


def test_the_commoner_of_two_repairs_wins() -> None:
    right = ("waxed", "waned")

    assert Speller({"waxed": 10, "waned": 80}, right).repair("waved") == "waned"
    assert Speller({"waxed": 80, "waned": 10}, right).repair("waved") == "waxed"


def test_a_repair_keeps_the_first_letter_where_it_can() -> None:
    speller = Speller({"rested": 90, "wasted": 10}, ("rested", "wasted"))

    assert speller.repair("wested") == "wasted"


def known(right: set[str], **typed: int) -> dict[str, int]:
    return known_words([[word] * times for word, times in typed.items()], right)


def test_words_are_known_by_how_often_they_are_typed() -> None:
    assert known({"prison"}, prison=2) == {"prison": 2}


def test_a_word_that_is_hardly_ever_typed_and_in_no_dictionary_is_a_slip() -> None:
    """Somebody wrote it on purpose as others type it."""
    assert known(set(), prisner=ESTABLISHED - 1) == {}


def test_a_word_that_is_in_no_dictionary_and_often_typed_is_of_the_trade() -> None:
    assert known({"prison"}, prison=50, nomis=ESTABLISHED) == {"prison": 50, "nomis": ESTABLISHED}


def test_a_slip_that_many_make_is_a_slip_beside_a_word_that_is_far_commoner() -> None:
    assert "pirson" not in known({"prison"}, prison=OFTENER * 10, pirson=10)
    assert "pirson" in known({"prison"}, prison=OFTENER * 10 - 1, pirson=10)


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("saefguarding", "safeguarding"),
        ("confidental", "confidential"),
        ("solictor", "solicitor"),
        ("probaton", "probation"),
        ("exploitaton", "exploitation"),
        ("prisnor", "prison"),
    ],
)
def test_slips_are_repaired_in_a_message(matcher: Matcher, slip: str, word: str) -> None:
    read = matcher.understand(f"a question on {slip}")

    assert set(read.repairs) == {slip}
    assert any(each.startswith(word) for each in read.spelt)


@pytest.mark.parametrize(
    "message", ["my passport was taken", "the widow of a miner", "who guards the minister"]
)
def test_plain_english_is_read_as_it_stands(matcher: Matcher, message: str) -> None:
    assert matcher.understand(message).repairs == {}


def test_no_word_of_the_content_s_own_sentences_is_repaired(
    matcher: Matcher, toolkit: Toolkit
) -> None:
    repaired = {text for text in _own_sentences(toolkit) if matcher.understand(text).repairs}

    assert repaired == set()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=30))
def test_a_repair_is_always_a_known_word(typed: str) -> None:
    repaired = Speller(TYPED, RIGHT).repair(typed)

    assert repaired is None or repaired in TYPED


def _own_sentences(toolkit: Toolkit) -> Iterator[str]:
    for entry in toolkit.entries.values():
        yield from (entry.title, entry.summary, *(each.say for each in entry.do_not))
    for guidance in toolkit.guidance.values():
        yield from (each.say for each in guidance.points)
