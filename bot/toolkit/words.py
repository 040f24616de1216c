"""A long list of words in little room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

_START = slice(3)


@dataclass(frozen=True)
class WordList:
    """Words that begin alike stand in one text; a set of them all is seven times as large."""

    by_start: Mapping[str, str]

    @classmethod
    def of(cls, words: Iterable[str]) -> WordList:
        """The list of *words*, which hold no spaces."""
        alike = groupby(sorted(words), key=itemgetter(_START))
        return cls({start: f" {' '.join(group)} " for start, group in alike})

    def __contains__(self, word: str) -> bool:
        return f" {word} " in self.by_start.get(word[_START], "")
