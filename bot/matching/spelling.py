"""Words that nobody knows, brought to the toolkit's own words where that is safe."""

from __future__ import annotations

from collections.abc import Container, Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

ESTABLISHED = 3  # uses from which on a word that no dictionary has is a word of the trade
SHORTEST = 4  # letters; a shorter word is too near to too many others


class Speller:
    """Repairs slips of the toolkit's words. A word that is right English is never touched."""

    def __init__(self, counts: dict[str, int], right: Container[str]) -> None:
        """*counts*: how often people type each word; the commoner of two repairs wins.

        *right*: words that are rightly spelt, whether people type them or not. A word that is not
        among them and is hardly ever typed is itself a slip.
        """
        self._counts = {
            word: count for word, count in counts.items() if count >= ESTABLISHED or word in right
        }
        self._right = right
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(self._counts):
            if len(word) >= SHORTEST and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)

    def repair(self, word: str) -> str | None:
        """The toolkit's word that *word* is a slip of, or None: known, too short or too far."""
        if len(word) < SHORTEST or not word.isalpha():
            return None
        if word in self._counts or word in self._right:
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


def vocabulary(texts: Iterable[Iterable[str]]) -> dict[str, int]:
    """How often each word stands in *texts*."""
    counts: dict[str, int] = {}
    for words in texts:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    return counts
