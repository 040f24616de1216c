"""What each heading is asked for with, counted: the evidence of words for headings.

Three counts are kept. *By heading*: a term speaks for the headings whose phrases use it more
than others do. *By kind*: headings that recur from agency to agency ("keeping records") share
their phrases, so that the police profit from how nurses ask; some phrases belong to the kind
itself, whoever asks. *By phrase*: a message that is nearly a known phrase is nearly certain.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from itertools import accumulate, chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

PRIOR = 0.35  # phrases' worth of doubt about a term that a heading has not been asked with
PAIR_WEIGHT = 0.5  # a pair repeats what its two words have said already
MEANING_WEIGHT = 0.6  # a shared meaning repeats its word
WHOEVER_ASKS = 0.8  # how near a phrase of the kind counts, beside one of the heading itself
ODDS_DOUBT = 1.5  # phrases' worth of doubt whether a term is ours or a neighbouring subject's
NEXT_TWO = 0.3  # how much the second and third nearest phrase count
CONSIDERED = 24  # headings of most worth that are told; no further one was ever the best
FOREIGN_CONSIDERED = 12  # the same for neighbouring subjects
NONE = -1

OF_KIND = "kind/"  # what stands in place of a heading for the phrases of a kind itself

Numbers = NDArray[np.integer[Any]]
Figures = NDArray[np.float64]


class Phrase(NamedTuple):
    """One way in which a heading is asked for, as terms. *foreign*: it is of another subject."""

    heading: str
    kind: str
    text: str
    terms: tuple[str, ...]
    weight: float = 1.0
    foreign: bool = False


class Evidence(NamedTuple):
    """What the words say for one heading: for itself, for its kind, and its *nearest* phrase."""

    heading: float
    kind: float
    phrase: float
    nearest: str


NO_EVIDENCE = Evidence(0.0, 0.0, 0.0, "")

# Of headings, by number: what speaks for each and for its kind, to how much each is worth.
Worth = Callable[[Figures, Figures], Figures]


class Counts(NamedTuple):
    """What is counted over all phrases: plain data, told by number, numbers packed.

    Phrases that a message can be near to come before those that only speak for their heading, and
    each heading's stand together.
    """

    names: list[str]  # the headings, by id
    shared_kind: dict[str, str]
    texts: list[str]
    heading_of: bytes  # of each phrase, its place in names
    weights: bytes  # of each phrase
    foreign: bytes  # of each phrase, whether it is of a neighbouring subject
    near: int  # how many phrases a message can be near to
    terms: str  # one a line
    repeats: bytes  # of each term, how much it counts beside others that say the same
    starts: bytes  # of each term, where in uses its phrases start; and where the last one's end
    uses: bytes  # the phrases that use each term, in order


def count(phrases: Iterable[Phrase]) -> Counts:
    """Count *phrases*; their order changes nothing but which of two equals is the nearest.

    Two words that stand together in one phrase alone do so by chance: such pairs are left out.
    """
    ordered = sorted(phrases, key=lambda phrase: (phrase.weight != 1, phrase.heading))
    names = sorted({phrase.heading for phrase in ordered})
    place = {name: at for at, name in enumerate(names)}
    used_by: Mapping[str, list[int]] = defaultdict(list)
    for at, phrase in enumerate(ordered):
        for term in dict.fromkeys(phrase.terms):
            used_by[term].append(at)
    used_by = {term: by for term, by in used_by.items() if len(by) > 1 or not is_pair(term)}
    ends = accumulate(map(len, used_by.values()), initial=0)
    return Counts(
        names=names,
        shared_kind={each.heading: each.kind for each in ordered if each.kind != each.heading},
        texts=[phrase.text for phrase in ordered],
        heading_of=_packed((place[phrase.heading] for phrase in ordered), np.int32),
        weights=_packed((phrase.weight for phrase in ordered), np.float64),
        foreign=_packed((phrase.foreign for phrase in ordered), np.bool_),
        near=sum(phrase.weight == 1 for phrase in ordered),
        terms="\n".join(used_by),
        repeats=_packed(map(_repeats, used_by), np.float64),
        starts=_packed(ends, np.int32),
        uses=_packed(chain.from_iterable(used_by.values()), np.int32),
    )


class EvidenceIndex:
    """What the counts say for headings; headings, kinds, phrases and terms go by number."""

    def __init__(
        self,
        phrases: Iterable[Phrase] | Counts,
        within: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        """*within*: the kinds that a heading holds besides its own, for want of one of them."""
        counts = phrases if isinstance(phrases, Counts) else count(phrases)
        self._texts = counts.texts
        self._count_headings(counts, within or {})
        self._count_terms(counts)

    def _count_headings(self, counts: Counts, within: Mapping[str, Collection[str]]) -> None:
        self.names = (*counts.names, *sorted(within.keys() - set(counts.names)))
        shared = counts.shared_kind
        kinds = sorted({*shared.values(), *chain.from_iterable(within.values())})
        heading = {name: at for at, name in enumerate(self.names)}
        kind = {name: at for at, name in enumerate(kinds)}
        self._kind_of = np.array([kind.get(shared.get(h, ""), NONE) for h in self.names], np.int32)
        self._holds = [(heading[h], kind[each]) for h in within for each in within[h]]
        self._whoever = np.array([heading.get(f"{OF_KIND}{k}", NONE) for k in kinds], np.int32)
        self._answers = np.array([not name.startswith(OF_KIND) for name in self.names], np.bool_)
        self._heading_of = np.frombuffer(counts.heading_of, np.int32)
        self._weights = np.frombuffer(counts.weights, np.float64)
        foreign = self._heading_of[np.frombuffer(counts.foreign, np.bool_)]
        self._foreign = np.zeros(len(self.names), np.bool_)
        self._foreign[foreign] = True
        self._sizes = _sums(self._heading_of, self._weights, len(self.names))
        of_a_kind = self._kind_of != NONE
        self._kind_sizes = _sums(self._kind_of[of_a_kind], self._sizes[of_a_kind], len(kinds))

    def _count_terms(self, counts: Counts) -> None:
        terms = counts.terms.split("\n") if counts.terms else []
        self._place = dict(zip(terms, range(len(terms)), strict=True))
        self._starts = np.frombuffer(counts.starts, np.int32)
        self._uses = np.frombuffer(counts.uses, np.int32)
        self._repeats = np.frombuffer(counts.repeats, np.float64)
        self._total = max(1, len(counts.texts))
        times = np.diff(self._starts)
        self._rarity = self._repeats * np.log1p(self._total / times)
        term_of = np.repeat(np.arange(len(terms)), times)
        squares = _sums(self._uses, self._rarity[term_of] ** 2, self._total)
        self._lengths = np.sqrt(np.where(squares, squares, 1.0))[: counts.near]
        foreign = np.frombuffer(counts.foreign, np.bool_)
        theirs = np.bincount(term_of[foreign[self._uses]], minlength=len(terms))
        others = int(foreign.sum())
        by_us = (times - theirs + ODDS_DOUBT) / (self._total - others + 2 * ODDS_DOUBT)
        by_others = (theirs + ODDS_DOUBT) / (others + 2 * ODDS_DOUBT)
        self._odds = self._repeats * np.log(by_us / by_others)

    def knows(self, term: str) -> bool:
        return term in self._place

    def rarity(self, term: str) -> float:
        """How much a term tells; a term never seen tells most."""
        at = self._place.get(term)
        return float(self._rarity[at]) if at is not None else self._rarest(term)

    def odds(self, term: str) -> float:
        """How much oftener we are asked with a term than the neighbouring subjects, as a log."""
        at = self._place.get(term)
        return float(self._odds[at]) if at is not None else 0.0

    def evidence(
        self,
        asked: Mapping[str, float],
        worth: Worth | None = None,
        only: Container[str] | None = None,
    ) -> dict[str, Evidence]:
        """The evidence for every heading, or those of *only*, that any term speaks for, by id.

        *asked* holds the terms of a message, and how much each counts in it (1 is usual). With
        *worth* only the headings of most worth are told, neighbouring subjects apart.
        """
        known = [term for term in asked if term in self._place]
        if not known:
            return {}
        terms = np.array([self._place[term] for term in known])
        counts = np.array([asked[term] for term in known])
        used_by = [self._uses[self._starts[at] : self._starts[at + 1]] for at in terms]
        of = np.repeat(np.arange(len(known)), [len(each) for each in used_by])
        by = np.concatenate(used_by)
        for_heading, for_kind = self._spoken_for(counts * self._repeats[terms], of, by)
        spoken_for = self._answers & ((for_heading > 0) | (for_kind > 0))
        told: Numbers = np.flatnonzero(spoken_for)
        if only is not None:
            told = np.array([at for at in told if self.names[at] in only], np.int32)
        if worth:
            told = self._worthiest(told, worth(for_heading, for_kind))
        products = (counts * self._rarity[terms] ** 2)[of]
        near, nearest = self._nearest(products, by, told)
        telling = (term for term in asked if term in self._place or not is_pair(term))
        near /= math.sqrt(sum((asked[term] * self.rarity(term)) ** 2 for term in telling))
        return {
            self.names[at]: Evidence(
                float(for_heading[at]),
                float(for_kind[at]),
                float(near[at]),
                self._texts[nearest[at]] if near[at] else "",
            )
            for at in told
        }

    def _spoken_for(self, weights: Figures, of: Numbers, by: Numbers) -> tuple[Figures, Figures]:
        """How much terms of these *weights* speak for each heading, and for its kind.

        *of* and *by* are the uses of the terms: of which one, and by which phrase.
        """
        headings = self._heading_of[by]
        uses = self._weights[by]
        usual = (_sums(of, uses, len(weights)) + 1) / self._weights.sum()
        for_heading = weights @ _oftener(of, headings, uses, self._sizes, usual)
        kinds = self._kind_of[headings]
        shared = kinds != NONE
        by_kind = weights @ _oftener(
            of[shared], kinds[shared], uses[shared], self._kind_sizes, usual
        )
        for_kind = np.where(self._kind_of == NONE, for_heading, by_kind[self._kind_of])
        for heading, kind in self._holds:
            for_kind[heading] = max(for_kind[heading], by_kind[kind])
        return for_heading, for_kind

    def _worthiest(self, told: Numbers, worths: Figures) -> Numbers:
        """Those of *told* that are worth most; of two worth the same, both or none."""
        chosen = []
        for some, most in (
            (told[~self._foreign[told]], CONSIDERED),
            (told[self._foreign[told]], FOREIGN_CONSIDERED),
        ):
            least = np.sort(worths[some])[-most] if len(some) > most else -np.inf
            chosen.append(some[worths[some] >= least])
        return np.concatenate(chosen)

    def _nearest(self, products: Figures, by: Numbers, told: Numbers) -> tuple[Figures, Numbers]:
        """How near the nearest phrases of the headings *told* are, and the number of the nearest.

        The nearest counts whole, the next two a little. *products* are what the uses of the
        message's terms have in common with it, *by* the phrases.
        """
        looked_at = np.zeros(len(self.names), np.bool_)
        looked_at[told] = True
        looked_at[self._whoever[self._whoever != NONE]] = True
        common = _sums(by, products, self._total)[: len(self._lengths)]
        touched = np.flatnonzero((common > 0) & looked_at[self._heading_of[: len(common)]])
        near, nearest = np.zeros(len(self.names)), np.zeros(len(self.names), np.int32)
        if len(touched):
            likeness = common[touched] / self._lengths[touched]
            begins = np.flatnonzero(np.diff(self._heading_of[touched], prepend=NONE))
            headings = self._heading_of[touched[begins]]
            for counts in (1.0, NEXT_TWO, NEXT_TWO):
                best = _last_of_best(likeness, begins)
                near[headings] += counts * likeness[best]
                if counts == 1:
                    nearest[headings] = touched[best]
                likeness[best] = 0.0
        return self._by_anybody(near, nearest)

    def _by_anybody(self, near: Figures, nearest: Numbers) -> tuple[Figures, Numbers]:
        """The same where a phrase that anybody asks with may be nearer than a heading's own."""
        whoever = np.where(self._kind_of == NONE, NONE, self._whoever[self._kind_of])
        theirs = np.where(whoever == NONE, 0.0, WHOEVER_ASKS * near[whoever])
        nearer = theirs > near
        return np.where(nearer, theirs, near), np.where(nearer, nearest[whoever], nearest)

    def _rarest(self, term: str) -> float:
        return _repeats(term) * math.log1p(self._total)


def _oftener(of: Numbers, whose: Numbers, uses: Figures, sizes: Figures, usual: Figures) -> Figures:
    """How much oftener than *usual* each of *whose* is asked for with each term, as a log.

    A term met once may be chance, so a single use counts for less than its share.
    """
    shape = (len(usual), len(sizes))
    times = _sums(of * shape[1] + whose, uses, shape[0] * shape[1]).reshape(shape)
    share = times / np.where(sizes, sizes, 1.0)
    expected = PRIOR * usual[:, None]
    return np.asarray(np.log1p(share / expected * times / (times + 0.5)))


def _sums(places: Numbers, figures: Figures, length: int) -> Figures:
    """The sum of the *figures* of each place, from 0 to *length*."""
    return np.bincount(places, figures, length).astype(np.float64, copy=False)


def _last_of_best(likeness: Figures, begins: Numbers) -> Numbers:
    """The place of the greatest of each group that begins at *begins*; of equals the last."""
    greatest = np.maximum.reduceat(likeness, begins)
    sizes = np.diff(begins, append=len(likeness))
    is_best = likeness == np.repeat(greatest, sizes)
    return np.asarray(
        np.maximum.reduceat(np.where(is_best, np.arange(len(likeness)), NONE), begins)
    )


def is_pair(term: str) -> bool:
    """Whether *term* is two neighbouring words."""
    return " " in term


def _packed(values: Iterable[float], kind: type[np.generic]) -> bytes:
    return np.fromiter(values, kind).tobytes()


def _repeats(term: str) -> float:
    if term.startswith("="):
        return MEANING_WEIGHT
    return PAIR_WEIGHT if is_pair(term) else 1.0
