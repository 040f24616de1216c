"""Slack's markup out, words in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.cleaning import FEW, LONGEST, clean, sentences, words


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("<@U0BOT> what is the nrm", "what is the nrm"),
        ("<@U0BOT|toolkit> what is the nrm", "what is the nrm"),
        ("<!here> who can refer", "who can refer"),
        ("<!subteam^S1|@safeguarding> who can refer", "who can refer"),
        ("as said in <#C024BE7LR|safeguarding>", "as said in safeguarding"),
        ("as said in <#C024BE7LR>", "as said in"),
        ("see <https://example.org/a?b=1|the online form> please", "see the online form please"),
        ("see <https://example.org/a?b=1> please", "see please"),
        ("see https://example.org/a and www.example.org/b please", "see and please"),
        ("write to <mailto:desk@example.org|the desk>", "write to the desk"),
        ("call <tel:999|999> now", "call 999 now"),
        ("who do i tell ```ls -la\nsecond line``` now", "who do i tell now"),
        ("who do i tell ```never closed", "who do i tell"),
        ("quote: ```who do i tell```", "quote: who do i tell"),
        ("```who do i tell", "who do i tell"),
        ("help :rotating_light: now :+1:", "help now"),
        ("a&amp;e nurse", "a&e nurse"),
        ("my patient won\u2019t talk", "my patient won't talk"),
        ("my patient won\u2018t talk", "my patient won't talk"),
        ("my patient won`t talk", "my patient won't talk"),
        ("\uff37\uff48\uff41\uff54 is the \uff2e\uff32\uff2d", "what is the nrm"),
        ("con\ufb01dential", "confidential"),
        ("WHAT IS\n\n the\tNRM", "what is the nrm"),
    ],
)
def test_a_message_is_read_without_the_markup_of_slack(typed: str, read: str) -> None:
    assert clean(typed) == read


@pytest.mark.parametrize(
    "typed",
    ["", "  \n\t ", "<@U0BOT>", "<@U0BOT> <!channel> <#C1>", ":wave: :+1:", "``` ```"],
)
def test_nothing_readable_leaves_nothing(typed: str) -> None:
    assert clean(typed) == ""


@pytest.mark.parametrize("typed", ["...", "?!", "\U0001f642 \U0001f642", "-- * _ ~", "&amp;"])
def test_signs_and_pictures_hold_no_words(typed: str) -> None:
    assert words(clean(typed)) == []


def test_formatting_signs_do_not_stick_to_words() -> None:
    assert words(clean("*what* is _the_ ~old~ `nrm` >form")) == [
        *("what", "is", "the", "old", "nrm", "form")
    ]


def test_a_shortened_word_and_a_word_with_an_ampersand_are_one_word_each() -> None:
    assert words(clean("Won't a&amp;e see him?")) == ["won't", "a&e", "see", "him"]


def test_a_story_is_cut_into_its_sentences() -> None:
    told = clean("She came in. He waited outside!  What do I do? :wave: ...")

    assert sentences(told) == ["she came in.", "he waited outside!", "what do i do?"]


def test_a_text_without_full_stops_is_one_sentence() -> None:
    assert sentences(clean("she came in\nhe waited")) == ["she came in he waited"]
    assert sentences("") == []


def test_nobody_s_question_starts_after_a_very_long_story() -> None:
    assert "nurse" in clean("a " * 10 + "nurse" + " b" * LONGEST)
    assert "nurse" not in clean("a " * LONGEST + "nurse")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=600))
def test_any_text_becomes_one_line(typed: str) -> None:
    cleaned = clean(typed)

    assert cleaned == " ".join(cleaned.split())
    assert all(word and " " not in word for word in words(cleaned))


_PLAIN = st.lists(st.text("abcdefghij", min_size=1, max_size=8), min_size=1, max_size=8)
_MARKUP = st.sampled_from(
    ["<@U1>", "<@U1|bob>", "<!here>", "<https://a.example/x>", ":wave:", "<#C1>"]
)
_ENOUGH = st.lists(st.text("abcdefghij", min_size=1, max_size=8), min_size=FEW, max_size=8)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(_PLAIN, _MARKUP, st.integers(min_value=0, max_value=8))
def test_markup_between_words_changes_no_word(said: list[str], markup: str, at: int) -> None:
    with_markup = " ".join([*said[:at], markup, *said[at:]])

    assert words(clean(with_markup)) == said


@settings(max_examples=60, deadline=None, derandomize=True)
@given(_ENOUGH, st.integers(min_value=0, max_value=8))
def test_code_pasted_into_a_message_changes_no_word(said: list[str], at: int) -> None:
    assert words(clean(" ".join([*said[:at], "```x y```", *said[at:]]))) == said


@pytest.mark.parametrize(
    ("typed", "read"), [("won\u00b4t", "won't"), ("at 10:30:15", "at 10:30:15")]
)
def test_signs_that_look_like_markup_and_are_none_stay(typed: str, read: str) -> None:
    assert clean(typed) == read
