"""What words say for headings."""

from __future__ import annotations

import numpy as np
import pytest

from bot.matching.index import OF_KIND, EvidenceIndex, Phrase


def phrase(heading: str, text: str, *, kind: str = "", weight: float = 1.0) -> Phrase:
    return Phrase(heading, kind or heading, text, tuple(text.split()), weight)


def asked(*terms: str) -> dict[str, float]:
    """A message in which each term counts as is usual."""
    return dict.fromkeys(terms, 1.0)


PHRASES = (
    phrase("nurse/records", "write notes ward", kind="records"),
    phrase("nurse/records", "chart entry ward", kind="records"),
    phrase("police/records", "write notebook crime", kind="records"),
    phrase("police/records", "crime number log", kind="records"),
    phrase("nurse/secrets", "promise silence ward", kind="secrets"),
    phrase("police/secrets", "promise informant hush", kind="secrets"),
    phrase("law", "statute section act"),
    phrase("law", "section offence sentence"),
    phrase("law", "long said text", weight=0.25),
)


@pytest.fixture
def index() -> EvidenceIndex:
    return EvidenceIndex(PHRASES)


def test_a_word_speaks_most_for_the_heading_that_is_asked_with_it(index: EvidenceIndex) -> None:
    found = index.evidence(asked("section"))

    assert max(found, key=lambda heading: found[heading].heading) == "law"


def test_a_heading_is_not_spoken_for_by_words_that_others_are_asked_with(
    index: EvidenceIndex,
) -> None:
    assert "police/records" not in index.evidence(asked("section"))


def test_words_that_nobody_asks_with_speak_for_nothing(index: EvidenceIndex) -> None:
    assert index.evidence(asked("zebra")) == {}
    assert index.evidence(asked()) == {}


def test_headings_of_one_kind_profit_from_each_other(index: EvidenceIndex) -> None:
    """The police are never asked for a chart, but nurses are, and it is the same sort of page."""
    found = index.evidence(asked("chart"))

    assert found["police/records"].kind == found["nurse/records"].kind > 0
    assert found["police/records"].heading == 0
    assert "police/secrets" not in found


def test_a_heading_of_a_kind_of_its_own_counts_for_its_kind(index: EvidenceIndex) -> None:
    """So that it is not behind the headings that recur."""
    law = index.evidence(asked("section"))["law"]

    assert law.kind == law.heading > 0


def test_two_words_say_more_than_one(index: EvidenceIndex) -> None:
    one, two = (
        index.evidence(asked("section"))["law"],
        index.evidence(asked("section", "act"))["law"],
    )

    assert two.heading > one.heading


def test_a_word_that_counts_more_says_more(index: EvidenceIndex) -> None:
    usual, more = index.evidence({"section": 1.0}), index.evidence({"section": 1.5})

    assert more["law"].heading > usual["law"].heading


def test_a_known_phrase_is_the_nearest(index: EvidenceIndex) -> None:
    found = index.evidence(asked("promise", "silence"))

    assert found["nurse/secrets"].nearest == "promise silence ward"
    assert found["nurse/secrets"].phrase > found["police/secrets"].phrase


def test_what_we_say_ourselves_is_no_phrase_to_be_near_to(index: EvidenceIndex) -> None:
    found = index.evidence(asked("long", "said", "text"))["law"]

    assert found.heading > 0
    assert (found.phrase, found.nearest) == (0.0, "")


def test_a_rare_word_tells_more_and_no_word_more_than_an_unknown_one(
    index: EvidenceIndex,
) -> None:
    assert index.rarity("ward") < index.rarity("chart") <= index.rarity("zebra")


def test_the_index_knows_its_words(index: EvidenceIndex) -> None:
    assert index.knows("ward")
    assert not index.knows("zebra")


def test_the_order_of_phrases_does_not_matter(index: EvidenceIndex) -> None:
    backwards = EvidenceIndex(reversed(PHRASES))

    here, there = index.evidence(asked("write", "ward")), backwards.evidence(asked("write", "ward"))

    assert here.keys() == there.keys()
    for heading, found in here.items():
        other = there[heading]
        assert (found.heading, found.kind, found.phrase) == pytest.approx(
            (other.heading, other.kind, other.phrase)
        )


def test_only_some_headings_can_be_asked_about(index: EvidenceIndex) -> None:
    message = asked("write", "ward", "section")

    some = index.evidence(message, only={"law", "nurse/records"})

    assert some == {name: index.evidence(message)[name] for name in ("law", "nurse/records")}


def test_of_very_many_headings_the_most_worthy_are_told(
    index: EvidenceIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Phrases take the time, and a heading that little else speaks for does not come first."""
    message = asked("write", "ward", "section")
    monkeypatch.setattr("bot.matching.index.CONSIDERED", 1)

    law = index.names.index("law")
    found = index.evidence(message, worth=lambda words, _kind: np.arange(len(words)) == law)

    assert found == {"law": index.evidence(message)["law"]}


def test_an_index_of_nothing_finds_nothing() -> None:
    assert EvidenceIndex([]).evidence(asked("anything")) == {}


def test_what_anybody_asks_speaks_for_every_heading_of_the_kind() -> None:
    anybody = phrase(f"{OF_KIND}records", "jot down story", kind="records")

    found = EvidenceIndex([*PHRASES, anybody]).evidence(asked("jot", "story"))

    assert set(found) == {"nurse/records", "police/records"}
    assert all(each.kind > 0 and each.nearest == "jot down story" for each in found.values())


def test_a_heading_that_holds_another_kind_is_spoken_for_by_its_words() -> None:
    """The lawyers have no page on records: theirs on secrets holds what is to be said."""
    lawyers = phrase("lawyer/secrets", "privilege instructions", kind="secrets")

    found = EvidenceIndex([*PHRASES, lawyers], {"lawyer/secrets": ["records"]})

    assert found.evidence(asked("chart"))["lawyer/secrets"].kind > 0
    assert "police/secrets" not in found.evidence(asked("chart"))


def test_a_word_can_be_likelier_with_us_or_with_a_neighbouring_subject() -> None:
    fines = [("parking", "fine"), ("library", "fine"), ("fine", "appeal")]
    foreign = [Phrase("not-ours/fines", "not-ours/fines", "", each, 1.0, True) for each in fines]
    index = EvidenceIndex([*PHRASES, *foreign])

    assert index.odds("fine") < 0 < index.odds("ward")
    assert index.odds("zebra") == 0
