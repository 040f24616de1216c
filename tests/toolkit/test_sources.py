"""References to a source, and to the place inside it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.toolkit.sources import place_in_words, split_ref


@pytest.mark.parametrize(
    ("ref", "parts"),
    [
        ("FRT", ("FRT", "")),
        ("FRT-s4", ("FRT", "s4")),
        ("SG-2020", ("SG-2020", "")),
        ("SG-2020-5.3", ("SG-2020", "5.3")),
        ("SG-2020-annex-b", ("SG-2020", "annex-b")),
        ("SG-2021", ("", "SG-2021")),
        ("FRTX-s4", ("", "FRTX-s4")),
        ("", ("", "")),
    ],
)
def test_a_reference_is_split_at_the_longest_known_key(ref: str, parts: tuple[str, str]) -> None:
    assert split_ref(ref, {"FRT", "SG-2020"}) == parts


def test_the_longer_of_two_keys_that_fit_is_meant() -> None:
    assert split_ref("MSA-2015-s52", {"MSA", "MSA-2015"}) == ("MSA-2015", "s52")


@pytest.mark.parametrize(
    ("suffix", "words"),
    [
        ("s52", "section 52"),
        ("s45A", "section 45A"),
        ("p2", "page 2"),
        ("sch1", "Schedule 1"),
        ("sch4a", "Schedule 4a"),
        ("part5", "Part 5"),
        ("5", "paragraph 5"),
        ("5.3", "paragraph 5.3"),
        ("5.3.1", "paragraph 5.3.1"),
        ("annex", "annex"),
        ("summary", "summary"),
        ("p2a", "p2a"),
        ("5.", "5."),
        ("", ""),
    ],
)
def test_a_place_is_put_in_words_where_it_is_understood(suffix: str, words: str) -> None:
    assert place_in_words(suffix) == words


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    key=st.from_regex(r"[A-Z]{2,4}(-[0-9]{4})?", fullmatch=True),
    suffix=st.from_regex(r"[a-z][0-9]{1,3}", fullmatch=True),
)
def test_a_key_and_a_place_are_found_again(key: str, suffix: str) -> None:
    assert split_ref(f"{key}-{suffix}", {key}) == (key, suffix)
