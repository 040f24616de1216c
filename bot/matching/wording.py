"""How people write, brought to one form: shorthand spelt out, words stemmed, likeness marked.

Built from ``content/language.yaml``. A *term* is what the index counts: a stem, a pair of
neighbouring stems (``a b``), or a meaning that several words share (``=child``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import Stemmer

from bot.matching.cleaning import clean, words
from bot.toolkit.models import Language

_stemmer = Stemmer.Stemmer("english", 0)  # no cache: it would keep words that people typed


def stem(word: str) -> str:
    """The stem of an English word; possessives count as the word itself."""
    return str(_stemmer.stemWord(word.removesuffix("'s").replace("'", "")))


def singular(word: str) -> str:
    """A word without the s of its plural: a recorder is not a record, as it is by its stem."""
    return word if len(word) < 4 or word.endswith("ss") else word.removesuffix("s")


Form = Callable[[str], str]


class Wording:
    """The wording rules of one toolkit."""

    def __init__(self, language: Language) -> None:
        self._spelt_out = {
            key.replace("'", ""): tuple(words(value))
            for key, value in {**language.trade, **language.shorthand}.items()
        }
        self._read: dict[str, tuple[str, ...]] = {}
        self._stems: dict[str, str] = {}
        self._small = frozenset(words(" ".join(language.small_words)))
        self._meanings = Phrasebook(
            (word, f"={group[0]}") for group in language.same_meaning for word in group
        )

    def spell_out(self, typed: Iterable[str]) -> list[str]:
        """Shorthand replaced by the words that it stands for."""
        out: list[str] = []
        for word in typed:
            out.extend(self._spelt_out.get(word.replace("'", ""), (word,)))
        return out

    def spelt(self, text: str) -> tuple[str, ...]:
        """The words of a text of the content; read once, since several rooms ask for it."""
        if text not in self._read:
            self._read[text] = tuple(self.spell_out(words(clean(text))))
            for word in self._read[text]:
                self._stems.setdefault(word, stem(word))
        return self._read[text]

    def forget_texts(self) -> None:
        """Let go of what was read while building; messages are never kept."""
        self._read.clear()

    def stem(self, word: str) -> str:
        """The stem of a word; those of the content's words are at hand."""
        return self._stems.get(word) or stem(word)

    def stems(self, text: str) -> list[str]:
        """The stems of a text of the content, in order."""
        return [self.stem(word) for word in self.spelt(text)]

    def terms(self, spelt: Sequence[str]) -> list[str]:
        """The terms of words that are spelt out, in order; a term may come twice."""
        stems = [self.stem(word) for word in spelt]
        telling = [
            (stemmed, not self.is_small(word)) for stemmed, word in zip(stems, spelt, strict=True)
        ]
        singles = [stemmed for stemmed, tells in telling if tells]
        pairs = [
            f"{left} {right}"
            for (left, left_tells), (right, right_tells) in pairwise(telling)
            if left_tells or right_tells
        ]
        return [*singles, *pairs, *(meaning for meaning, _ in self._meanings.find(stems))]

    def phrasebook(
        self, entries: Iterable[tuple[str, str]], form: Form | None = None
    ) -> Phrasebook:
        """A phrasebook whose phrases are spelt out as messages are; by stems unless told."""
        spelt = ((" ".join(self.spelt(phrase)), meaning) for phrase, meaning in entries)
        return Phrasebook(spelt, form or self.stem)

    def is_small(self, word: str) -> bool:
        """Whether *word* tells nothing about a topic."""
        return word in self._small


class Phrasebook:
    """Finds phrases of one or more words in a text, by a form of their words, longest first."""

    def __init__(self, entries: Iterable[tuple[str, str]], form: Form = stem) -> None:
        """*entries* are phrases and what each one means; the first meaning of a phrase stays."""
        self._by_first: dict[str, dict[tuple[str, ...], str]] = {}
        for phrase, meaning in entries:
            key = tuple(form(word) for word in words(phrase))
            if key:
                self._by_first.setdefault(key[0], {}).setdefault(key, meaning)
        self._longest = {first: max(map(len, phrases)) for first, phrases in self._by_first.items()}

    def find(self, forms: Sequence[str]) -> list[tuple[str, range]]:
        """The meanings found in *forms*, and where; a word belongs to one phrase at most."""
        found: list[tuple[str, range]] = []
        at = 0
        while at < len(forms):
            end = self._match_at(forms, at, found)
            at = end if end > at else at + 1
        return found

    def _match_at(self, forms: Sequence[str], at: int, found: list[tuple[str, range]]) -> int:
        phrases = self._by_first.get(forms[at])
        if not phrases:
            return at
        for length in range(min(self._longest[forms[at]], len(forms) - at), 0, -1):
            meaning = phrases.get(tuple(forms[at : at + length]))
            if meaning is not None:
                found.append((meaning, range(at, at + length)))
                return at + length
        return at
