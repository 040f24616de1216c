"""How people write, brought to one form: shorthand spelt out, words stemmed, likeness marked.

Built from ``content/language.yaml``. A *term* is what the index counts: a stem, a pair of
neighbouring stems (``a b``, and ``^ a`` at the beginning), or a meaning that several words share
(``=child``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, compress, pairwise

import Stemmer

from bot.matching.cleaning import clean, words
from bot.toolkit.models import Language

START, END = "^", "$"  # what stands before the first word and after the last

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
        self._known: dict[str, tuple[str, ...]] = {}
        self._read: dict[str, tuple[str, ...]] = {}
        self.at_hand: dict[str, str] = {}  # the stems of the content's words
        self._small = frozenset(words(" ".join(language.small_words)))
        self._meanings = Phrasebook(
            (word, f"={group[0]}") for group in language.same_meaning for word in group
        )

    def spell_out(self, typed: Iterable[str]) -> list[str]:
        """Shorthand replaced by the words that it stands for."""
        return [spelt for word in typed for spelt in self._meant(word)]

    def _meant(self, word: str) -> tuple[str, ...]:
        return self._spelt_out.get(word.replace("'", ""), (word,))

    def spelt(self, text: str) -> tuple[str, ...]:
        """The words of a text of the content; read once, since several rooms ask for it."""
        if text not in self._read:
            meant = (self._known.get(word) or self._met(word) for word in words(clean(text)))
            self._read[text] = tuple(chain.from_iterable(meant))
        return self._read[text]

    def _met(self, word: str) -> tuple[str, ...]:
        """What a word of the content stands for, kept with its stems for the next time."""
        meant = self._known[word] = self._meant(word)
        self.at_hand.update({each: stem(each) for each in meant})
        return meant

    def forget_texts(self) -> None:
        """Let go of what was read while building; messages are never kept."""
        self._read.clear()
        self._known.clear()

    def stem(self, word: str) -> str:
        """The stem of a word; those of the content's words are at hand."""
        return self.at_hand.get(word) or stem(word)

    def stems_of(self, spelt: Iterable[str]) -> list[str]:
        """The stems of words that are spelt out, in order."""
        at_hand = self.at_hand
        return [at_hand.get(word) or stem(word) for word in spelt]

    def stems(self, text: str) -> list[str]:
        """The stems of a text of the content, in order."""
        return self.stems_of(self.spelt(text))

    def terms(self, spelt: Sequence[str]) -> list[str]:
        """The terms of words that are spelt out, in order; a term may come twice.

        Small words tell nothing alone, but much in pairs: "where do", "do i", "who gets".
        """
        if not spelt:
            return []
        stems = self.stems_of(spelt)
        tells = [word not in self._small for word in spelt]
        pairs = [f"{left} {right}" for left, right in pairwise([START, *stems, END])]
        meanings = [meaning for meaning, _ in self._meanings.find(stems)]
        return [*compress(stems, tells), *pairs, *meanings]

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
        self._meanings: dict[tuple[str, ...], str] = {}
        lengths: dict[str, set[int]] = {}
        for phrase, meaning in entries:
            key = tuple(form(word) for word in words(phrase))
            if key:
                self._meanings.setdefault(key, meaning)
                lengths.setdefault(key[0], set()).add(len(key))
        self._lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}

    def find(self, forms: Sequence[str]) -> list[tuple[str, range]]:
        """The meanings found in *forms*, and where; a word belongs to one phrase at most."""
        found: list[tuple[str, range]] = []
        end = 0
        for at, form in enumerate(forms):
            if at < end or form not in self._lengths:
                continue
            for length in self._lengths[form]:
                phrase = tuple(forms[at : at + length])
                if phrase in self._meanings:
                    end = at + len(phrase)
                    found.append((self._meanings[phrase], range(at, end)))
                    break
        return found
