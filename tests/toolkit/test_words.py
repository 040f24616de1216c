"""A long list of words in little room."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.toolkit.words import WordList

word = st.text(alphabet="abc'\u00e9", max_size=6)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(words=st.sets(word), other=word)
def test_it_holds_the_words_that_it_was_given_and_no_other(words: set[str], other: str) -> None:
    held = WordList.of(words)

    assert all(each in held for each in words)
    assert (other in held) == (other in words)


def test_a_part_of_a_word_is_not_among_the_words() -> None:
    held = WordList.of(["housework", "house"])

    assert "house" in held
    assert "houses" not in held
    assert "hous" not in held
    assert "housewor" not in held
    assert "work" not in held


def test_an_empty_list_holds_nothing() -> None:
    assert "" not in WordList.of(())
    assert "house" not in WordList.of(())
