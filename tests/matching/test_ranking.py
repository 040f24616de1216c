"""Headings in the order of what speaks for them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.matching.index import Evidence
from bot.matching.ranking import Candidate, Weights, rank

WHOSE: dict[str, str | None] = {
    "nurse/records": "nurse",
    "police/records": "police",
    "tackling": None,
    "route/danger": None,
    "a": None,
    "b": None,
}


def words(strength: float) -> Evidence:
    return Evidence(strength, 0.0, 0.0, "")


def ranked(
    evidence: Mapping[str, Evidence],
    *,
    asker: Mapping[str, float] | None = None,
    old_names: tuple[str, ...] = (),
    unfit: tuple[str, ...] = (),
) -> tuple[Candidate, ...]:
    return rank(evidence, WHOSE, asker or {}, old_names, unfit, Weights())


def ids(candidates: tuple[Candidate, ...]) -> list[str]:
    return [each.id for each in candidates]


def test_the_heading_with_the_most_evidence_comes_first() -> None:
    assert ids(ranked({"a": words(1), "b": words(2)})) == ["b", "a"]


def test_each_sort_of_evidence_counts() -> None:
    for more in (Evidence(2, 1, 1, ""), Evidence(1, 2, 1, ""), Evidence(1, 1, 2, "")):
        assert ids(ranked({"a": Evidence(1, 1, 1, ""), "b": more})) == ["b", "a"]


def test_equal_headings_are_ordered_by_id() -> None:
    assert ids(ranked({"b": words(1), "a": words(1)})) == ["a", "b"]


def test_the_asker_s_own_page_comes_before_another_agency_s() -> None:
    evidence = {"nurse/records": words(5), "police/records": words(5)}

    assert ids(ranked(evidence, asker={"police": 2.0}))[0] == "police/records"
    assert ids(ranked(evidence, asker={"nurse": 2.0}))[0] == "nurse/records"


def test_the_agency_spoken_for_more_strongly_wins() -> None:
    evidence = {"nurse/records": words(5), "police/records": words(5)}

    assert ids(ranked(evidence, asker={"police": 3.0, "nurse": 0.5}))[0] == "police/records"


def test_who_asks_does_not_move_pages_for_everybody() -> None:
    unknown = ranked({"tackling": words(5)})[0]
    known = ranked({"tackling": words(5)}, asker={"police": 2.0})[0]

    assert unknown.score == known.score
    assert known.agency == 0


def test_while_nobody_knows_who_asks_the_general_page_comes_first() -> None:
    evidence = {"nurse/records": words(5), "tackling": words(5)}

    assert ids(ranked(evidence))[0] == "tackling"


def test_an_old_name_speaks_for_the_headings_that_it_leads_to() -> None:
    evidence = {"a": words(1), "b": words(1)}

    assert ids(ranked(evidence, old_names=("b",)))[0] == "b"
    assert ids(ranked(evidence, old_names=("b", "a")))[0] == "b"


def test_what_the_words_say_can_be_told_apart_from_who_asks() -> None:
    evidence = {"police/records": words(5)}

    mine, other = (ranked(evidence, asker={agency: 2.0})[0] for agency in ("police", "nurse"))

    assert mine.score > other.score
    assert round(mine.by_words, 6) == round(other.by_words, 6)


def test_no_evidence_ranks_nothing() -> None:
    assert ranked({}) == ()


def test_a_route_that_is_not_the_asker_s_to_take_counts_less() -> None:
    evidence = {"a": words(2), "b": words(1)}

    assert ids(ranked(evidence)) == ["a", "b"]
    assert ids(ranked(evidence, unfit=("a",))) == ["b", "a"]
