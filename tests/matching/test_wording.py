"""Hurried writing, brought to one form."""

from __future__ import annotations

import pytest

from bot.matching.wording import Phrasebook, Wording, singular, stem
from bot.toolkit.models import AboutOthers, AboutSelf, Language
from bot.toolkit.toolkit import Toolkit


@pytest.fixture(scope="module")
def wording(toolkit: Toolkit) -> Wording:
    return Wording(toolkit.language)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pt wont tlk b4 2moro", "patient will not talk before tomorrow"),
        ("dtn 4 sum1 u18", "duty to notify 4 someone under 18"),
        (
            "sca or ieca",
            "single competent authority or immigration enforcement competent authority",
        ),
        ("wots nrm plz", "what is national referral mechanism please"),
    ],
)
def test_shorthand_is_spelt_out(wording: Wording, typed: str, meant: str) -> None:
    assert wording.spelt(typed) == tuple(meant.split())


@pytest.mark.parametrize("shortened", ["wont", "won't", "won\u2019t", "WON'T"])
def test_a_contraction_means_the_same_with_and_without_its_apostrophe(
    wording: Wording, shortened: str
) -> None:
    assert wording.spelt(shortened) == ("will", "not")


def test_all_shorthand_is_understood_as_it_stands_in_the_content(
    toolkit: Toolkit, wording: Wording
) -> None:
    shorthand = {**toolkit.language.trade, **toolkit.language.shorthand}

    assert [key for key in shorthand if wording.spelt(key) == (key,)] == []


def test_a_word_that_is_no_shorthand_stays(wording: Wording) -> None:
    assert wording.spelt("safeguarding") == ("safeguarding",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("note", "notes"),
        ("record", "recording"),
        ("patient", "patient's"),
        ("referral", "referrals"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_a_recorder_is_not_a_record_where_people_are_named() -> None:
    assert singular("records") == singular("record")
    assert singular("recorder") != singular("record")
    assert singular("illness") == "illness"
    assert singular("gps") == "gps"


@pytest.mark.parametrize(
    ("one", "other"),
    [("pimp", "gangmaster"), ("teenager", "kid"), ("write down", "document")],
)
def test_words_of_one_meaning_share_a_term(wording: Wording, one: str, other: str) -> None:
    shared = set(_terms(wording, one)) & set(_terms(wording, other))

    assert any(term.startswith("=") for term in shared)


def test_every_word_in_a_group_of_one_meaning_has_a_meaning(
    toolkit: Toolkit, wording: Wording
) -> None:
    grouped = [word for group in toolkit.language.same_meaning for word in group]

    without = [w for w in grouped if not any(t.startswith("=") for t in _terms(wording, w))]

    assert without == []


def test_a_trafficker_is_told_apart_from_trafficking(wording: Wording) -> None:
    assert set(_terms(wording, "trafficker")) - set(_terms(wording, "trafficking"))


def test_small_words_tell_nothing_by_themselves_but_much_in_pairs(wording: Wording) -> None:
    assert _terms(wording, "who do i") == ["^ who", "who do", "do i", "i $"]
    assert wording.is_small("what")
    assert not wording.is_small("passport")


def test_neighbours_count_as_a_pair_when_one_of_them_tells(wording: Wording) -> None:
    terms = _terms(wording, "keeping the records")

    assert {"keep", "record", "keep the", "the record"} <= set(terms)


def test_a_term_comes_as_often_as_it_is_said(wording: Wording) -> None:
    assert _terms(wording, "passport passport").count("passport") == 2


def test_the_longest_phrase_wins_and_keeps_its_words() -> None:
    book = Phrasebook([("border", "short"), ("border force", "long"), ("force", "other")])

    assert book.find(["the", "border", "forc", "border"]) == [
        ("long", range(1, 3)),
        ("short", range(3, 4)),
    ]


def test_the_first_meaning_of_a_phrase_stays() -> None:
    book = Phrasebook([("custody", "first"), ("custody", "second")])

    assert book.find(["custodi"]) == [("first", range(1))]


def test_a_phrase_that_breaks_off_at_the_end_is_not_found() -> None:
    book = Phrasebook([("uk border agency", "agency")])

    assert book.find([stem("uk"), stem("border")]) == []


def test_a_phrase_without_words_is_never_found() -> None:
    assert Phrasebook([("...", "nothing"), ("", "nothing")]).find(["anything"]) == []


def test_what_was_read_can_be_forgotten(wording: Wording) -> None:
    before = wording.spelt("pt wont tlk")

    wording.forget_texts()

    assert wording.spelt("pt wont tlk") == before


def test_a_phrasebook_reads_its_phrases_as_messages_are_read() -> None:
    language = Language(
        shorthand={"pt": "patient"},
        trade={"nrm": "national referral mechanism"},
        same_meaning=(),
        about_self=AboutSelf(before=(), after=(), workplace=()),
        about_others=AboutOthers(before=(), articles=()),
        asking=(),
        small_words=(),
    )
    wording = Wording(language)
    book = wording.phrasebook([("NRM form", "form"), ("pts", "patients")])

    assert book.find(wording.stems("the nrm forms")) == [("form", range(1, 5))]


def _terms(wording: Wording, text: str) -> list[str]:
    return wording.terms(wording.spelt(text))
