"""Words that nobody knows, brought to the toolkit's own words where that is safe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

ESTABLISHED = 3  # uses from which on a word that no dictionary has is a word of the trade
SHORTEST = 4  # letters; a shorter word is too near to too many others


class Words(Protocol):
    """Words that can be asked whether another is among them."""

    def __contains__(self, word: str, /) -> bool: ...


class Speller:
    """Repairs slips of the toolkit's words. A word that is right English is never touched."""

    def __init__(self, counts: Mapping[str, int], *right: Words) -> None:
        """*counts*: how often people type each word; the commoner of two repairs wins.

        *right*: words that are rightly spelt, whether people type them or not. A word that is not
        among them and is hardly ever typed is itself a slip.
        """
        self._right = right
        self._counts = {
            word: count
            for word, count in counts.items()
            if count >= ESTABLISHED or self._is_right(word)
        }
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(self._counts):
            if len(word) >= SHORTEST and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)

    def repair(self, word: str) -> str | None:
        """The toolkit's word that *word* is a slip of, or None: known, too short or too far."""
        if len(word) < SHORTEST or not word.isalpha():
            return None
        if word in self._counts or self._is_right(word):
            return None
        allowed = 1 if len(word) < 6 else 2
        near: list[tuple[int, int, int, str]] = []
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for other, distance, _ in process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=allowed,
                limit=None,
            ):
                other_start = other[0] != word[0]
                near.append((int(distance) + other_start, other_start, -self._counts[other], other))
        near = [each for each in near if each[0] <= allowed]
        return min(near)[3] if near else None

    def _is_right(self, word: str) -> bool:
        return any(word in words for words in self._right)


def vocabulary(texts: Iterable[Iterable[str]]) -> Counter[str]:
    """How often each word stands in *texts*."""
    return Counter(chain.from_iterable(texts))
