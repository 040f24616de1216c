"""The headings in the order in which the evidence speaks for them."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from bot.matching.index import NO_EVIDENCE, Evidence, Worth


@dataclass(frozen=True)
class Weights:
    """How much each sort of evidence counts; chosen by ``bench/matching``."""

    heading: float = 1.0
    kind: float = 1.2
    phrase: float = 6.0
    named: float = 3.5  # the message speaks for the heading's agency
    saved: float = 6.0  # the asker saved the heading's agency, and names no other
    other: float = 12.0  # the heading is another agency's
    unknown: float = 6.0  # nobody knows whose question it is, and the heading is an agency's
    old_name: float = 3.0
    route: float = 2.0
    unfit: float = 4.0  # the route is not for the asker's agency
    danger: float = 8.0  # by how far the message is beyond the point of alarm
    danger_heard: float = 6.0
    general: float = 1.0  # nobody knows whose: the general page, over the best agency's of its kind
    telling: float = 0.6  # a clause of a story that does not ask


class Candidate(NamedTuple):
    """A heading or route that a message may be about."""

    id: str
    score: float = 0.0
    words: Evidence = NO_EVIDENCE
    agency: float = 0.0
    old_name: float = 0.0

    @property
    def by_words(self) -> float:
        """The score, whoever asks."""
        return self.score - self.agency


_ID, _SCORE = itemgetter(0), itemgetter(1)  # of a candidate; sorting by attributes is slower


def rank(
    evidence: Mapping[str, Evidence],
    agency_of: Mapping[str, str | None],
    asker: Mapping[str, float],
    old_names: Iterable[str],
    unfit: Container[str],
    weights: Weights,
) -> tuple[Candidate, ...]:
    """Order the headings of *evidence*, best first; equal scores by id.

    *asker* holds how strongly each agency is thought to be the asker's; *old_names* the headings
    that old names in the message lead to; *unfit* the routes that are not the asker's to take.
    """
    led_to = {heading: 1 / (1 + at) for at, heading in enumerate(old_names)}
    scores = {each: _agency_score(each, asker, weights) for each in {*agency_of.values()}}
    found = []
    for heading, words in evidence.items():
        agency = scores[agency_of[heading]]
        old_name = weights.old_name * led_to.get(heading, 0.0)
        score = (
            weights.heading * words.heading
            + weights.kind * words.kind
            + weights.phrase * words.phrase
            + agency
            + old_name
            + (weights.route if heading.startswith("route/") else 0.0)
            - (weights.unfit if heading in unfit else 0.0)
        )
        found.append(Candidate(heading, score, words, agency, old_name))
    return tuple(in_order(found))


def worth(agency_of: Sequence[str | None], asker: Mapping[str, float], weights: Weights) -> Worth:
    """What headings score before phrases are compared, and old names and routes are told.

    *agency_of* are the agencies of all headings, in the order of their numbers.
    """
    scores = {each: _agency_score(each, asker, weights) for each in {*agency_of}}
    of_agency = np.array([scores[agency] for agency in agency_of])
    return lambda words, kind: weights.heading * words + weights.kind * kind + of_agency


def in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Best first; equal scores by id, so that the same words give the same order anywhere."""
    return sorted(sorted(candidates, key=_ID), key=_SCORE, reverse=True)


def _agency_score(agency: str | None, asker: Mapping[str, float], weights: Weights) -> float:
    if agency is None:
        return 0.0
    if not asker:
        return -weights.unknown
    strongest = max(asker.values())
    mine = asker.get(agency, 0.0)
    if mine == strongest:
        return weights.named * math.sqrt(min(strongest, 4.0))
    return -weights.other * math.sqrt(min(strongest, 4.0)) * (1 - mine / strongest)
