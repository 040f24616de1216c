"""What each heading is asked for with, counted: the evidence of words for headings.

Three counts are kept. *By heading*: a term speaks for the headings whose phrases use it more
than others do. *By kind*: headings that recur from agency to agency ("keeping records") share
their phrases, so that the police profit from how nurses ask; some phrases belong to the kind
itself, whoever asks. *By phrase*: a message that is nearly a known phrase is nearly certain.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

PRIOR = 0.35  # phrases' worth of doubt about a term that a heading has not been asked with
PAIR_WEIGHT = 0.5  # a pair repeats what its two words have said already
MEANING_WEIGHT = 0.6  # a shared meaning repeats its word
WHOEVER_ASKS = 0.8  # how near a phrase of the kind counts, beside one of the heading itself
ODDS_DOUBT = 1.5  # phrases' worth of doubt whether a term is ours or a neighbouring subject's
NEXT_TWO = 0.3  # how much the second and third nearest phrase count
COMMON = 0.12  # a term in more than this share of phrases finds no phrase by itself
OFTEN = 32  # phrases that use a term from which on people use it often, too


OF_KIND = "kind/"  # what stands in place of a heading for the phrases of a kind itself


class Phrase(NamedTuple):
    """One way in which a heading is asked for, as terms. *foreign*: it is of another subject."""

    heading: str
    kind: str
    text: str
    terms: tuple[str, ...]
    weight: float = 1.0
    foreign: bool = False


class Evidence(NamedTuple):
    """What the words say for one heading."""

    heading: float
    kind: float
    phrase: float
    nearest: str


NOT_NEAR = (0.0, "")
NO_EVIDENCE = Evidence(0.0, 0.0, *NOT_NEAR)


class EvidenceIndex:
    """Counts over all phrases, frozen when built.

    Of a term only the phrases that use it are kept, by number. What they say is worked out when
    the term is asked for, since most terms never are; beforehand only if that is likely.
    """

    def __init__(
        self, phrases: Iterable[Phrase], within: Mapping[str, Collection[str]] | None = None
    ) -> None:
        """*within*: the kinds that a heading holds besides its own, for want of one of them."""
        self._within = within or {}
        self._foreign_uses: dict[str, int] = {}
        self._foreign_total = 0
        self._headings: list[str] = []
        self._texts: list[str] = []
        self._weights: list[float] = []
        self._shared_kind: dict[str, str] = {}
        self._used_by: dict[str, list[int]] = {}
        for at, phrase in enumerate(phrases):
            self._headings.append(phrase.heading)
            self._texts.append(phrase.text)
            self._weights.append(phrase.weight)
            self._foreign_total += phrase.foreign
            if phrase.kind != phrase.heading:
                self._shared_kind[phrase.heading] = phrase.kind
            for term in dict.fromkeys(phrase.terms):
                self._used_by.setdefault(term, []).append(at)
                if phrase.foreign:
                    self._foreign_uses[term] = self._foreign_uses.get(term, 0) + 1
        self._total = max(1, len(self._texts))
        self._total_weight = sum(self._weights) or 1.0
        self._heading_sizes: dict[str, float] = defaultdict(float)
        for heading, weight in zip(self._headings, self._weights, strict=True):
            self._heading_sizes[heading] += weight
        self._kind_sizes = self._by_kind(self._heading_sizes)
        self._lengths = self._phrase_lengths()
        self._often = {
            term: self._spoken_for(term)
            for term, used_by in self._used_by.items()
            if len(used_by) >= OFTEN
        }

    def _phrase_lengths(self) -> list[float]:
        """The length of each phrase in the space of its terms; nothing is near to what we say."""
        squares = [0.0] * len(self._texts)
        for term, used_by in self._used_by.items():
            square = self.rarity(term) ** 2
            for at in used_by:
                squares[at] += square
        return [
            math.sqrt(square) or 1.0 if weight == 1 else math.inf
            for square, weight in zip(squares, self._weights, strict=True)
        ]

    def knows(self, term: str) -> bool:
        return term in self._used_by

    def rarity(self, term: str) -> float:
        """How much a term tells; a term never seen tells most."""
        seen = len(self._used_by.get(term, ())) or 1
        return _term_weight(term) * math.log(1 + self._total / seen)

    def odds(self, term: str) -> float:
        """How much oftener we are asked with a term than the neighbouring subjects, as a log."""
        if term not in self._used_by:
            return 0.0
        foreign = self._foreign_uses.get(term, 0)
        ours = len(self._used_by[term]) - foreign
        by_us = (ours + ODDS_DOUBT) / (self._total - self._foreign_total + 2 * ODDS_DOUBT)
        by_others = (foreign + ODDS_DOUBT) / (self._foreign_total + 2 * ODDS_DOUBT)
        return _term_weight(term) * math.log(by_us / by_others)

    def evidence(self, asked: Mapping[str, float]) -> dict[str, Evidence]:
        """The evidence for every heading that any term speaks for.

        *asked* holds the terms of a message, and how much each counts in it (1 is usual).
        """
        by_heading: dict[str, float] = {}
        by_kind: dict[str, float] = {}
        for term, counts in asked.items():
            if term in self._used_by:
                for_headings, for_kinds = self._often.get(term) or self._spoken_for(term)
                _add(by_heading, for_headings, counts)
                _add(by_kind, for_kinds, counts)
        nearest = self._nearest(asked)
        shared = {h for h, kind in self._shared_kind.items() if kind in by_kind}
        held = {h for h, kinds in self._within.items() if not by_kind.keys().isdisjoint(kinds)}
        found = by_heading.keys() | shared | held
        return {
            heading: Evidence(
                by_heading.get(heading, 0.0),
                self._kind_evidence(heading, by_heading, by_kind),
                *nearest.get(heading, NOT_NEAR),
            )
            for heading in found
            if not heading.startswith(OF_KIND)
        }

    def _kind_evidence(
        self, heading: str, by_heading: Mapping[str, float], by_kind: Mapping[str, float]
    ) -> float:
        """What speaks for the kind of a heading; one that is no kind's speaks for itself."""
        kind = self._shared_kind.get(heading)
        own = by_kind.get(kind, 0.0) if kind else by_heading.get(heading, 0.0)
        held = (by_kind.get(each, 0.0) for each in self._within.get(heading, ()))
        return max(own, *held, 0.0)

    def _spoken_for(self, term: str) -> tuple[dict[str, float], dict[str, float]]:
        """How much *term* speaks for each heading, and for each kind that headings share."""
        uses = self._uses(term)
        usual = (sum(uses.values()) + 1) / self._total_weight
        weight, expected = _term_weight(term), PRIOR * usual
        return (
            _oftener(uses, self._heading_sizes, expected, weight),
            _oftener(self._by_kind(uses), self._kind_sizes, expected, weight),
        )

    def _uses(self, term: str) -> dict[str, float]:
        """How often each heading is asked for with *term*."""
        headings, weights = self._headings, self._weights
        uses: dict[str, float] = {}
        for at in self._used_by[term]:
            heading = headings[at]
            uses[heading] = uses.get(heading, 0.0) + weights[at]
        return uses

    def _by_kind(self, uses: Mapping[str, float]) -> dict[str, float]:
        """The same by kind; headings of a kind of their own are left out."""
        by_kind: dict[str, float] = {}
        for heading, count in uses.items():
            kind = self._shared_kind.get(heading)
            if kind:
                by_kind[kind] = by_kind.get(kind, 0.0) + count
        return by_kind

    def _nearest(self, asked: Mapping[str, float]) -> dict[str, tuple[float, str]]:
        """For each heading how near its nearest phrases are, and the nearest one.

        The nearest counts whole, from 0 to 1, and the next two a little.
        """
        rarities = {term: self.rarity(term) for term in asked}
        told = (counts * rarities[term] for term, counts in asked.items())
        length = math.sqrt(sum(each * each for each in told)) or 1.0
        dots = [0.0] * len(self._texts)
        touched: set[int] = set()
        for term, counts in asked.items():
            used_by = self._used_by.get(term, ())
            if len(used_by) > COMMON * self._total:
                continue
            touched.update(used_by)
            product = counts * rarities[term] ** 2
            for at in used_by:
                dots[at] += product
        headings, lengths = self._headings, self._lengths
        best: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for at in touched:
            best[headings[at]].append((dots[at] / lengths[at], at))
        found = {}
        for heading, near in best.items():
            near.sort(reverse=True)
            blended, at = near[0]
            if blended:
                for cosine, _ in near[1:3]:
                    blended += NEXT_TWO * cosine
                found[heading] = (blended / length, self._texts[at])
        for heading, kind in self._shared_kind.items():
            near_kind, text = found.get(f"{OF_KIND}{kind}", NOT_NEAR)
            if WHOEVER_ASKS * near_kind > found.get(heading, NOT_NEAR)[0]:
                found[heading] = (WHOEVER_ASKS * near_kind, text)
        return found


def _oftener(
    uses: Mapping[str, float], sizes: Mapping[str, float], expected: float, weight: float
) -> dict[str, float]:
    """How much oftener than *expected* each name is asked for with a term, times *weight*."""
    return {
        # A term met once may be chance, so a single use counts for less than its share.
        name: weight * math.log(1 + count / sizes[name] / expected * count / (count + 0.5))
        for name, count in uses.items()
    }


def _add(total: dict[str, float], each: Mapping[str, float], counts: float) -> None:
    for name, weight in each.items():
        total[name] = total.get(name, 0.0) + counts * weight


def _term_weight(term: str) -> float:
    if term.startswith("="):
        return MEANING_WEIGHT
    return PAIR_WEIGHT if " " in term else 1.0
