"""What each heading is asked for with, counted: the evidence of words for headings.

Three counts are kept. *By heading*: a term speaks for the headings whose phrases use it more
than others do. *By kind*: headings that recur from agency to agency ("keeping records") share
their phrases, so that the police profit from how nurses ask; some phrases belong to the kind
itself, whoever asks. *By phrase*: a message that is nearly a known phrase is nearly certain.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

PRIOR = 0.35  # phrases' worth of doubt about a term that a heading has not been asked with
PAIR_WEIGHT = 0.5  # a pair repeats what its two words have said already
MEANING_WEIGHT = 0.6  # a shared meaning repeats its word
WHOEVER_ASKS = 0.8  # how near a phrase of the kind counts, beside one of the heading itself
ODDS_DOUBT = 1.5  # phrases' worth of doubt whether a term is ours or a neighbouring subject's
NEXT_TWO = 0.3  # how much the second and third nearest phrase count
LOOKED_AT = 2500  # phrases, the rarest terms' first: what is common finds no phrase by itself
OFTEN = 32  # phrases that use a term from which on people use it often, too
CONSIDERED = 24  # headings among which the best one is, whatever phrases say
FOREIGN_CONSIDERED = 12  # the same for neighbouring subjects
NO_KIND = -1
NUMBER = "I"  # how numbers of phrases are packed

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


NO_EVIDENCE = Evidence(0.0, 0.0, 0.0, "")

Worth = Callable[[str, float, float], float]  # of a heading: its id, what speaks for it, its kind
Spoken = tuple[int, str, float, float]  # a heading by number and id, what speaks for it, its kind
SpokenFor = tuple[list[tuple[int, float]], list[tuple[int, float]]]


class Counts(NamedTuple):
    """What is counted over all phrases: plain data, told by number.

    Phrases that a message can be near to come before those that only speak for their heading, and
    each heading's stand together.
    """

    names: list[str]  # the headings, by id
    heading_of: list[int]  # of each phrase, its place in names
    texts: list[str]
    weights: list[float]
    shared_kind: dict[str, str]
    terms: str  # one a line
    starts: bytes  # of each term, where in uses its phrases start; and where the last one's end
    uses: bytes  # the phrases that use each term, in order
    foreign: list[str]  # the names of neighbouring subjects
    foreign_uses: dict[str, int]
    foreign_total: int
    lengths: list[float]  # of each phrase that a message can be near to, in the space of terms


def count(phrases: Iterable[Phrase]) -> Counts:
    """Count *phrases*; their order changes nothing but which of two equals is the nearest."""
    ordered = sorted(phrases, key=lambda phrase: (phrase.weight != 1, phrase.heading))
    names = sorted({phrase.heading for phrase in ordered})
    place = {name: at for at, name in enumerate(names)}
    used_by: dict[str, list[int]] = defaultdict(list)
    foreign_uses: Counter[str] = Counter()
    for at, phrase in enumerate(ordered):
        terms = dict.fromkeys(phrase.terms)
        for term in terms:
            used_by[term].append(at)
        if phrase.foreign:
            foreign_uses.update(terms.keys())
    return Counts(
        names=names,
        heading_of=[place[phrase.heading] for phrase in ordered],
        texts=[phrase.text for phrase in ordered],
        weights=[phrase.weight for phrase in ordered],
        shared_kind={each.heading: each.kind for each in ordered if each.kind != each.heading},
        terms="\n".join(used_by),
        starts=array(NUMBER, accumulate(map(len, used_by.values()), initial=0)).tobytes(),
        uses=array(NUMBER, chain.from_iterable(used_by.values())).tobytes(),
        foreign=sorted({phrase.heading for phrase in ordered if phrase.foreign}),
        foreign_uses=dict(foreign_uses),
        foreign_total=sum(phrase.foreign for phrase in ordered),
        lengths=_lengths(used_by, len(ordered), sum(phrase.weight == 1 for phrase in ordered)),
    )


def _lengths(used_by: Mapping[str, Sequence[int]], total: int, near: int) -> list[float]:
    squares = [0.0] * total
    for term, phrases in used_by.items():
        square = _rarity(term, len(phrases), total) ** 2
        for at in phrases:
            squares[at] += square
    return [math.sqrt(square) or 1.0 for square in squares[:near]]


class EvidenceIndex:
    """What the counts say for headings.

    Of a term only the phrases that use it are kept, by number. What they say is worked out when
    the term is asked for, since most terms never are; of a term that many phrases use it is kept.
    """

    def __init__(
        self,
        phrases: Iterable[Phrase] | Counts,
        within: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        """*within*: the kinds that a heading holds besides its own, for want of one of them."""
        counts = phrases if isinstance(phrases, Counts) else count(phrases)
        within = within or {}
        self._counts = counts
        terms = counts.terms.split("\n") if counts.terms else []
        self._place = dict(zip(terms, range(len(terms)), strict=True))
        self._starts = array(NUMBER, counts.starts)
        self._uses = array(NUMBER, counts.uses)
        self._total = max(1, len(counts.texts))
        self._total_weight = sum(counts.weights) or 1.0
        unasked = sorted(within.keys() - set(counts.names))
        self._names = [*counts.names, *unasked]
        shared = counts.shared_kind
        kinds = sorted({*shared.values(), *chain.from_iterable(within.values())})
        place = {kind: at for at, kind in enumerate(kinds)}
        self._kind_of = [place[shared[h]] if h in shared else NO_KIND for h in self._names]
        self._held = [tuple(place[kind] for kind in within.get(h, ())) for h in self._names]
        numbers = {name: at for at, name in enumerate(self._names)}
        self._whoever = [numbers.get(f"{OF_KIND}{kind}", NO_KIND) for kind in kinds]
        self._answers = [
            (at, name, self._kind_of[at], self._held[at])
            for name, at in sorted(numbers.items())
            if not name.startswith(OF_KIND)
        ]
        self._foreign = frozenset(counts.foreign)
        self._heading_sizes = [0.0] * len(self._names)
        for heading, weight in zip(counts.heading_of, counts.weights, strict=True):
            self._heading_sizes[heading] += weight
        self._kind_sizes = [0.0] * len(kinds)
        for kind, size in zip(self._kind_of, self._heading_sizes, strict=True):
            if kind != NO_KIND:
                self._kind_sizes[kind] += size
        self._asked_by_anybody = [at for at in self._whoever if at != NO_KIND]
        near = counts.heading_of[: len(counts.lengths)]
        self._spans = [
            range(bisect_left(near, at), bisect_right(near, at)) for at in range(len(self._names))
        ]
        self._often: dict[str, SpokenFor] = {}

    def knows(self, term: str) -> bool:
        return term in self._place

    def rarity(self, term: str) -> float:
        """How much a term tells; a term never seen tells most."""
        return _rarity(term, self._uses_of(term), self._total)

    def _used_by(self, term: str) -> Sequence[int]:
        """The phrases that use *term*, in order."""
        at = self._place.get(term)
        return self._uses[self._starts[at] : self._starts[at + 1]] if at is not None else ()

    def _uses_of(self, term: str) -> int:
        at = self._place.get(term)
        return self._starts[at + 1] - self._starts[at] if at is not None else 0

    def odds(self, term: str) -> float:
        """How much oftener we are asked with a term than the neighbouring subjects, as a log."""
        used_by = self._used_by(term)
        if not used_by:
            return 0.0
        foreign = self._counts.foreign_uses.get(term, 0)
        foreign_total = self._counts.foreign_total
        ours = len(used_by) - foreign
        by_us = (ours + ODDS_DOUBT) / (self._total - foreign_total + 2 * ODDS_DOUBT)
        by_others = (foreign + ODDS_DOUBT) / (foreign_total + 2 * ODDS_DOUBT)
        return _term_weight(term) * math.log(by_us / by_others)

    def evidence(
        self,
        asked: Mapping[str, float],
        worth: Worth | None = None,
        only: Container[str] | None = None,
    ) -> dict[str, Evidence]:
        """The evidence for every heading, or those of *only*, that any term speaks for, by id.

        *asked* holds the terms of a message, and how much each counts in it (1 is usual). Where
        more headings are spoken for than anybody can choose from, phrases are compared only for
        those of most *worth* without them, and only those are told; neighbouring subjects apart.
        """
        by_heading = [0.0] * len(self._names)
        by_kind = [0.0] * len(self._kind_sizes)
        for term, counts in asked.items():
            if term in self._place:
                for_headings, for_kinds = self._often.get(term) or self._spoken_for(term)
                for at, says in for_headings:
                    by_heading[at] += counts * says
                for at, says in for_kinds:
                    by_kind[at] += counts * says
        found = []
        few = only is not None
        for at, name, kind, held in self._answers:
            if only is not None and name not in only:
                continue
            heading = by_heading[at]
            for_kind = heading if kind == NO_KIND else by_kind[kind]
            for each in held:
                for_kind = max(for_kind, by_kind[each])
            if heading or for_kind:
                found.append((at, name, heading, for_kind))
        if worth:
            ours = [each for each in found if each[1] not in self._foreign]
            foreign = [each for each in found if each[1] in self._foreign]
            found = _worthiest(ours, worth, CONSIDERED)
            found += _worthiest(foreign, worth, FOREIGN_CONSIDERED)
            few = True
        near, nearest = self._nearest(asked, [at for at, *_ in found] if few else None)
        told = {}
        texts = self._counts.texts
        for at, name, heading, for_kind in found:
            phrase, text = near[at], nearest[at]
            kind = self._kind_of[at]
            whoever = NO_KIND if kind == NO_KIND else self._whoever[kind]
            if whoever != NO_KIND and WHOEVER_ASKS * near[whoever] > phrase:
                phrase, text = WHOEVER_ASKS * near[whoever], nearest[whoever]
            told[name] = Evidence(heading, for_kind, phrase, texts[text] if phrase else "")
        return told

    def _spoken_for(self, term: str) -> SpokenFor:
        """How much *term* speaks for each heading, and for each kind that headings share."""
        used_by = self._used_by(term)
        heading_of, weights = self._counts.heading_of, self._counts.weights
        uses: dict[int, float] = {}
        for at in used_by:
            heading = heading_of[at]
            uses[heading] = uses.get(heading, 0.0) + weights[at]
        by_kind: dict[int, float] = {}
        for heading, times in uses.items():
            kind = self._kind_of[heading]
            if kind != NO_KIND:
                by_kind[kind] = by_kind.get(kind, 0.0) + times
        usual = (sum(uses.values()) + 1) / self._total_weight
        weight, expected = _term_weight(term), PRIOR * usual
        says = (
            _oftener(uses, self._heading_sizes, expected, weight),
            _oftener(by_kind, self._kind_sizes, expected, weight),
        )
        if len(used_by) >= OFTEN:
            self._often[term] = says
        return says

    def _nearest(
        self, asked: Mapping[str, float], few: Iterable[int] | None
    ) -> tuple[list[float], list[int]]:
        """For each heading how near its nearest phrases are, and the number of the nearest one.

        The nearest counts whole, from 0 to 1, and the next two a little. *few* are the headings
        whose phrases are to be compared, if not all.
        """
        lengths, heading_of = self._counts.lengths, self._counts.heading_of
        dots = [0.0] * len(lengths)
        used: list[Sequence[int]] = []
        squares = 0.0
        left = LOOKED_AT
        for uses, term in sorted((self._uses_of(term), term) for term in asked):
            counts = asked[term]
            rarity = _rarity(term, uses, self._total)
            squares += (counts * rarity) ** 2
            if not uses or uses > left:
                continue
            left -= uses
            used_by = self._used_by(term)
            used_by = used_by[: bisect_left(used_by, len(lengths))]
            used.append(used_by)
            product = counts * rarity**2
            for at in used_by:
                dots[at] += product
        if few is None:
            touched: Collection[int] = set().union(*used)
        else:
            spans = (self._spans[heading] for heading in chain(few, self._asked_by_anybody))
            touched = [at for span in spans for at in span if dots[at]]
        first, second, third = ([0.0] * len(self._names) for _ in range(3))
        nearest = [0] * len(self._names)
        for at in touched:
            cosine = dots[at] / lengths[at]
            heading = heading_of[at]
            if cosine < third[heading]:
                continue
            best = first[heading]
            if cosine > best or (cosine == best and at > nearest[heading]):
                third[heading] = second[heading]
                second[heading] = best
                first[heading], nearest[heading] = cosine, at
            elif cosine > second[heading]:
                third[heading] = second[heading]
                second[heading] = cosine
            else:
                third[heading] = cosine
        length = math.sqrt(squares) or 1.0
        best_three = zip(first, second, third, strict=True)
        near = [(a + NEXT_TWO * b + NEXT_TWO * c) / length for a, b, c in best_three]
        return near, nearest


def _worthiest(found: list[Spoken], worth: Worth, most: int) -> list[Spoken]:
    """Those of *found* that are worth most; none that is worth as much as another is left out."""
    if len(found) <= most:
        return found
    worths = [worth(name, heading, kind) for _, name, heading, kind in found]
    least = sorted(worths)[-most]
    return [each for each, its in zip(found, worths, strict=True) if its >= least]


def _rarity(term: str, uses: int, total: int) -> float:
    return _term_weight(term) * math.log(1 + total / (uses or 1))


def _oftener(
    uses: Mapping[int, float], sizes: Sequence[float], expected: float, weight: float
) -> list[tuple[int, float]]:
    """How much oftener than *expected* each is asked for with a term, times *weight*."""
    return [
        # A term met once may be chance, so a single use counts for less than its share.
        (at, weight * math.log(1 + times / sizes[at] / expected * times / (times + 0.5)))
        for at, times in uses.items()
    ]


def _term_weight(term: str) -> float:
    if term.startswith("="):
        return MEANING_WEIGHT
    return PAIR_WEIGHT if " " in term else 1.0
