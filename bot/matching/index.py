"""What each heading is asked for with, counted: the evidence of words for headings.

Three counts are kept. *By heading*: a term speaks for the headings whose phrases use it more
than others do. *By kind*: headings that recur from agency to agency ("keeping records") share
their phrases, so that the police profit from how nurses ask. *By phrase*: a message that is
nearly a known phrase is nearly certain.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

PRIOR = 0.35  # phrases' worth of doubt about a term that a heading has not been asked with
PAIR_WEIGHT = 0.5  # a pair repeats what its two words have said already
MEANING_WEIGHT = 0.6  # a shared meaning repeats its word
COMMON = 0.12  # a term in more than this share of phrases finds no phrase by itself


class Phrase(NamedTuple):
    """One way in which a heading is asked for, as terms."""

    heading: str
    kind: str
    text: str
    terms: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Evidence:
    """What the words say for one heading."""

    heading: float
    kind: float
    phrase: float
    nearest: str


NO_EVIDENCE = Evidence(0.0, 0.0, 0.0, "")


class EvidenceIndex:
    """Counts over all phrases, frozen when built."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._phrases = phrases
        self._total = max(1, len(phrases))
        self._shared_kind = {p.heading: p.kind for p in phrases if p.kind != p.heading}
        self._headings = frozenset(phrase.heading for phrase in phrases)
        said = [tuple(dict.fromkeys(phrase.terms)) for phrase in phrases]
        self._seen = Counter(chain.from_iterable(said))
        usual = _usual_shares(phrases, said)
        by_heading = [phrase.heading for phrase in phrases]
        by_kind = [phrase.kind if phrase.kind != phrase.heading else "" for phrase in phrases]
        self._by_heading = _spoken_for(by_heading, phrases, said, usual)
        self._by_kind = _spoken_for(by_kind, phrases, said, usual)
        self._rarity = {
            term: _term_weight(term) * math.log(1 + self._total / count)
            for term, count in self._seen.items()
        }
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, terms in enumerate(said):
            if phrases[at].weight == 1:
                self._post(at, terms)

    def _post(self, at: int, terms: Sequence[str]) -> None:
        rarities = [self._rarity[term] for term in terms]
        length = math.sqrt(sum(rarity * rarity for rarity in rarities)) or 1.0
        for term, rarity in zip(terms, rarities, strict=True):
            self._postings[term].append((at, rarity / length))

    @property
    def headings(self) -> Iterable[str]:
        return self._headings

    def knows(self, term: str) -> bool:
        return term in self._seen

    def rarity(self, term: str) -> float:
        """How much a term tells; a term never seen tells most."""
        return self._rarity.get(term, _term_weight(term) * math.log(1 + self._total))

    def evidence(self, asked: Mapping[str, float]) -> dict[str, Evidence]:
        """The evidence for every heading that any term speaks for.

        *asked* holds the terms of a message, and how much each counts in it (1 is usual).
        """
        by_heading = _summed(asked, self._by_heading)
        by_kind = _summed(asked, self._by_kind)
        nearest = self._nearest(asked)
        found = by_heading.keys() | {h for h, kind in self._shared_kind.items() if kind in by_kind}
        return {
            heading: Evidence(
                by_heading.get(heading, 0.0),
                by_kind.get(self._shared_kind[heading], 0.0)
                if heading in self._shared_kind
                else by_heading[heading],
                *nearest.get(heading, (0.0, "")),
            )
            for heading in found
        }

    def _nearest(self, asked: Mapping[str, float]) -> dict[str, tuple[float, str]]:
        """For each heading how near its nearest phrases are (0 to 1), and the nearest one."""
        told = ((counts * self.rarity(term)) ** 2 for term, counts in asked.items())
        length = math.sqrt(sum(told)) or 1.0
        dots: dict[int, float] = defaultdict(float)
        for term, counts in asked.items():
            if self._seen[term] > COMMON * self._total:
                continue
            weight = counts * self._rarity.get(term, 0.0)
            for at, other in self._postings.get(term, ()):
                dots[at] += weight * other
        best: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for at, dot in dots.items():
            best[self._phrases[at].heading].append((dot / length, at))
        found = {}
        for heading, near in best.items():
            near.sort(reverse=True)
            top = near[:3]
            blended = top[0][0] + 0.3 * sum(cosine for cosine, _ in top[1:])
            found[heading] = (blended, self._phrases[top[0][1]].text)
        return found


def _usual_shares(phrases: Sequence[Phrase], said: Sequence[Sequence[str]]) -> dict[str, float]:
    """How large a share of all phrases uses each term."""
    uses: dict[str, float] = defaultdict(float)
    for phrase, terms in zip(phrases, said, strict=True):
        for term in terms:
            uses[term] += phrase.weight
    total = sum(phrase.weight for phrase in phrases) or 1.0
    return {term: (count + 1) / total for term, count in uses.items()}


def _spoken_for(
    names: Sequence[str],
    phrases: Sequence[Phrase],
    said: Sequence[Sequence[str]],
    usual: Mapping[str, float],
) -> dict[str, dict[str, float]]:
    """For each term and name, how much oftener the name is asked for with it than is usual.

    *names* are the headings or kinds of the phrases, one for one; a phrase without one is left out.
    """
    counts: dict[str, dict[str, float]] = defaultdict(dict)
    sizes: dict[str, float] = defaultdict(float)
    for name, phrase, terms in zip(names, phrases, said, strict=True):
        if not name:
            continue
        sizes[name] += phrase.weight
        for term in terms:
            uses = counts[term]
            uses[name] = uses.get(name, 0.0) + phrase.weight
    table = {}
    for term, by_name in counts.items():
        weight, expected = _term_weight(term), PRIOR * usual[term]
        table[term] = {
            # A term met once may be chance, so a single use counts for less than its share.
            name: weight * math.log(1 + count / sizes[name] / expected * count / (count + 0.5))
            for name, count in by_name.items()
        }
    return table


def _summed(
    asked: Mapping[str, float], table: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    total: dict[str, float] = {}
    for term, counts in asked.items():
        for name, weight in table.get(term, {}).items():
            total[name] = total.get(name, 0.0) + counts * weight
    return total


def _term_weight(term: str) -> float:
    if term.startswith("="):
        return MEANING_WEIGHT
    return PAIR_WEIGHT if " " in term else 1.0
