"""Words that nobody knows, brought to the toolkit's own words where that is safe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

ESTABLISHED = 3  # uses from which on a word that no dictionary has is a word of the trade
SHORTEST = 4  # letters; a shorter word is too near to too many others
OFTENER = 4  # times that a right word is typed for each time that a slip of it is


class Words(Protocol):
    """Words that can be asked whether another is among them."""

    def __contains__(self, word: str, /) -> bool: ...


class Speller:
    """Repairs slips of the toolkit's words. A word that is right English is never touched."""

    def __init__(self, known: Mapping[str, int], *right: Words) -> None:
        """*known*: the words that slips are repaired to; the commoner of two repairs wins.

        *right*: words that are rightly spelt, whether people type them or not.
        """
        self._known = known
        self._right = right
        self._by_length = _by_length(known)

    def repair(self, word: str) -> str | None:
        """The toolkit's word that *word* is a slip of, or None: known, too short or too far."""
        if len(word) < SHORTEST or not word.isalpha():
            return None
        if word in self._known or any(word in words for words in self._right):
            return None
        allowed = 1 if len(word) < 6 else 2
        near: list[tuple[int, int, int, str]] = []
        for other, distance in _near(word, self._by_length, allowed):
            other_start = other[0] != word[0]
            near.append((distance + other_start, other_start, -self._known[other], other))
        near = [each for each in near if each[0] <= allowed]
        return min(near)[3] if near else None


def known_words(texts: Iterable[Iterable[str]], *right: Words) -> dict[str, int]:
    """How often each word is typed in *texts*; slips are left out.

    What is not among the *right* words and hardly ever typed is a slip. So is what is typed
    oftener, if a right word is near to it and far commoner; else it is a word of the trade.
    """
    typed = Counter(chain.from_iterable(texts))
    known = {word: times for word, times in typed.items() if any(word in each for each in right)}
    by_length = _by_length(known)
    of_the_trade = {
        word: times
        for word, times in typed.items()
        if word not in known
        and times >= ESTABLISHED
        and not any(typed[other] >= OFTENER * times for other in _meant(word, by_length))
    }
    return known | of_the_trade


def _meant(word: str, by_length: Mapping[int, Sequence[str]]) -> list[str]:
    """The words that *word* may be a slip of, if it is one that many make."""
    if len(word) < SHORTEST or not word.isalpha():
        return []
    return [other for other, _ in _near(word, by_length, 1 if len(word) < 8 else 2)]


def _by_length(words: Iterable[str]) -> dict[int, list[str]]:
    """The words that another may be a slip of, by their length."""
    found: dict[int, list[str]] = {}
    for word in sorted(words):
        if len(word) >= SHORTEST and word.isalpha():
            found.setdefault(len(word), []).append(word)
    return found


def _near(
    word: str, by_length: Mapping[int, Sequence[str]], allowed: int
) -> Iterator[tuple[str, int]]:
    """The words that are at most *allowed* slips from *word*, and how many."""
    for length in range(len(word) - allowed, len(word) + allowed + 1):
        for other, slips, _ in process.extract(
            word,
            by_length.get(length, ()),
            scorer=OSA.distance,
            score_cutoff=allowed,
            limit=None,
        ):
            yield other, int(slips)
