"""Bodies, forms and terms of 2009 that people still type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.matching.wording import Wording
from bot.toolkit.models import OldName


class OldNameFinder:
    """Knows the old names and their abbreviations."""

    def __init__(self, old_names: Iterable[OldName], wording: Wording) -> None:
        self._book = wording.phrasebook(
            (word, old.id) for old in old_names for word in (old.name, *old.also_called)
        )

    def find(self, stems: Sequence[str]) -> tuple[str, ...]:
        """The ids of the old names in the message, each once, in order."""
        return tuple(dict.fromkeys(meaning for meaning, _ in self._book.find(stems)))
