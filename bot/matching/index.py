"""What each heading is asked for with, counted: the evidence of words for headings.

Three counts are kept. *By heading*: a term speaks for the headings whose phrases use it more
than others do. *By kind*: headings that recur from agency to agency ("keeping records") share
their phrases, so that the police profit from how nurses ask. *By phrase*: a message that is
nearly a known phrase is nearly certain.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
        self._kind_of = {phrase.heading: phrase.kind for phrase in phrases}
        self._seen = Counter[str]()
        for phrase in phrases:
            for term in set(phrase.terms):
                self._seen[term] += 1
        self._total = max(1, len(phrases))
        self._by_heading = _weights((p.heading, p) for p in phrases)
        self._by_kind = _weights((p.kind, p) for p in phrases)
        self._rarity = {
            term: _term_weight(term) * math.log(1 + self._total / count)
            for term, count in self._seen.items()
        }
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, phrase in enumerate(phrases):
            if phrase.weight < 1:
                continue
            terms = {term: self._rarity[term] for term in set(phrase.terms)}
            length = math.sqrt(sum(weight * weight for weight in terms.values())) or 1.0
            for term, weight in terms.items():
                self._postings[term].append((at, weight / length))

    @property
    def headings(self) -> Iterable[str]:
        return self._kind_of

    def knows(self, term: str) -> bool:
        return term in self._seen

    def rarity(self, term: str) -> float:
        """How much a term tells; a term never seen tells most."""
        return self._rarity.get(term, _term_weight(term) * math.log(1 + self._total))

    def evidence(self, terms: Sequence[str]) -> dict[str, Evidence]:
        """The evidence of *terms* for every heading that any of them speaks for."""
        asked = Counter(terms)
        by_heading = self._summed(asked, self._by_heading)
        by_kind = self._summed(asked, self._by_kind)
        nearest = self._nearest(asked)
        found = set(by_heading) | {h for h, kind in self._kind_of.items() if kind in by_kind}
        return {
            heading: Evidence(
                by_heading.get(heading, 0.0),
                by_kind.get(self._kind_of[heading], 0.0),
                *nearest.get(heading, (0.0, "")),
            )
            for heading in found
        }

    def _summed(self, asked: Counter[str], table: dict[str, dict[str, float]]) -> dict[str, float]:
        total: dict[str, float] = defaultdict(float)
        for term in asked:
            for heading, weight in table.get(term, {}).items():
                total[heading] += weight
        return total

    def _nearest(self, asked: Counter[str]) -> dict[str, tuple[float, str]]:
        """For each heading how near its nearest phrases are (0 to 1), and the nearest one."""
        length = math.sqrt(sum(self.rarity(term) ** 2 for term in asked)) or 1.0
        dots: dict[int, float] = defaultdict(float)
        for term in asked:
            weight = self._rarity.get(term)
            if weight is None or self._seen[term] > COMMON * self._total:
                continue
            for at, other in self._postings[term]:
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


def _weights(named: Iterable[tuple[str, Phrase]]) -> dict[str, dict[str, float]]:
    """For each term and name, how much more the name is asked for with it than names are."""
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    sizes: dict[str, float] = defaultdict(float)
    total = 0.0
    for name, phrase in named:
        total += phrase.weight
        sizes[name] += phrase.weight
        for term in set(phrase.terms):
            counts[term][name] += phrase.weight
    table: dict[str, dict[str, float]] = {}
    for term, by_name in counts.items():
        share = sum(by_name.values()) / total
        table[term] = {
            name: _term_weight(term)
            * math.log(1 + (count / sizes[name]) / (PRIOR * (share + 1 / total)) * _trust(count))
            for name, count in by_name.items()
        }
    return table


def _trust(count: float) -> float:
    """A term met once may be chance."""
    return count / (count + 0.5)


def _term_weight(term: str) -> float:
    if term.startswith("="):
        return MEANING_WEIGHT
    return PAIR_WEIGHT if " " in term else 1.0
