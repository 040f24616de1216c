"""Does this message speak of danger now? A miss can cost a life; a false alarm costs a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.matching.wording import Phrasebook, Wording
from bot.toolkit.models import Urgent


@dataclass(frozen=True)
class Danger:
    """The words that speak of danger now; none if the message is calm."""

    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)


class DangerDetector:
    """Finds words of harm together with words of now, and phrases that are danger by themselves."""

    def __init__(self, urgent: Urgent, wording: Wording) -> None:
        self._phrases = wording.phrasebook((phrase, phrase) for phrase in urgent.phrases)
        self._harm = wording.phrasebook((word, word) for word in urgent.harm)
        self._now = wording.phrasebook((word, word) for word in urgent.now)
        self._calm = wording.phrasebook((word, word) for word in urgent.calm)

    def detect(self, stems: Sequence[str]) -> Danger:
        """Look for danger in the stems of a message."""
        phrases = _found(self._phrases, stems)
        harm = _found(self._harm, stems)
        now = _found(self._now, stems)
        calm = _found(self._calm, stems)
        alarm = 2.0 * len(phrases) + (1.0 if harm else 0.0) + (1.0 if harm and now else 0.0)
        if alarm - 1.0 * len(calm) >= 2.0:
            return Danger((*phrases, *harm, *(now if harm else ())))
        return Danger()


def _found(book: Phrasebook, stems: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(meaning for meaning, _ in book.find(stems)))
