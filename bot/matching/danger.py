"""Does this message speak of danger now? A miss can cost a life; a false alarm costs a line.

Danger is told in small words as often as in large ones ("they're at the desk asking for her"), so
it is learnt from examples: messages that spoke of danger, and calm ones that hold the same words.
Each word, and each pair of neighbours, speaks for or against danger by how much oftener it stands
in the one sort than in the other. A few expressions ("locked in") speak for it whatever is around.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bot.matching.wording import END, START, Wording

DOUBT = 0.5  # a word's worth of doubt, so that a word met once decides nothing
PAIR_WEIGHT = 0.75  # a pair repeats in part what its two words have said
PHRASE_WEIGHT = 1.6
PHRASES_COUNTED = 2
SHORT = 3  # words' worth of silence around a message: three words prove less than thirty
ALARM = 0.16  # chosen on messages that no example was written from
ELSEWHERE = 1.2  # how much louder a message must be that is about another subject
EVIDENCE = 0.55  # what words must speak for danger, whatever speaks against: silence is none
TOO_SHORT = 3  # words below which only an expression of danger raises the alarm


@dataclass(frozen=True)
class Danger:
    """How loudly a message speaks of danger now, and the words that are loudest.

    *above_alarm* is how far it is beyond the point of alarm; below it there is no danger.
    """

    above_alarm: float
    words: tuple[str, ...]

    def __bool__(self) -> bool:
        return self.above_alarm >= 0


Example = tuple[str, float]  # a message, and how much it counts


class DangerCounts(NamedTuple):
    """How often each word and pair stands in messages of danger, and in calm ones: plain data."""

    in_urgent: dict[str, float]
    urgent_total: float
    in_calm: dict[str, float]
    calm_total: float


def count_danger(
    urgent: Iterable[Example], calm: Iterable[Example], wording: Wording
) -> DangerCounts:
    """Count the words of examples of danger, and of calm messages."""
    return DangerCounts(*_counted(urgent, wording), *_counted(calm, wording))


class DangerDetector:
    """Tells messages that speak of danger now from those that do not."""

    def __init__(self, counts: DangerCounts, phrases: Iterable[str], wording: Wording) -> None:
        """*phrases* are danger whatever is around them."""
        self._phrases = wording.phrasebook((phrase, phrase) for phrase in phrases)
        self._in_urgent, self._urgent_total, self._in_calm, self._calm_total = counts

    def detect(self, stems: Sequence[str], *, elsewhere: bool = False) -> Danger:
        """Weigh the stems of a message; words never met say nothing either way.

        Without words that speak for danger, or an expression of it, there is none.

        *elsewhere* says that the message seems to be about a neighbouring subject.
        """
        signs = _signs(stems)
        said = {sign: self._speaks(sign) for sign in signs if self._knows(sign)}
        phrases = {phrase for phrase, _ in self._phrases.find(stems)}
        length = math.sqrt(len(signs) + SHORT)
        speaks_for = sum(weight for weight in said.values() if weight > 0) / length
        loudness = sum(said.values()) / length
        loudness += PHRASE_WEIGHT * min(len(phrases), PHRASES_COUNTED)
        alarm = ALARM + (ELSEWHERE if elsewhere and not phrases else 0.0)
        if not phrases and (len(stems) < TOO_SHORT or speaks_for < EVIDENCE):
            alarm = math.inf
        loudest = sorted((sign for sign in said if said[sign] > 0), key=lambda s: (-said[s], s))
        return Danger(loudness - alarm, (*sorted(phrases), *loudest[:6]))

    def _knows(self, sign: str) -> bool:
        return sign in self._in_urgent or sign in self._in_calm

    def _speaks(self, sign: str) -> float:
        """How much *sign* speaks for danger; below nought it speaks against it."""
        urgent = (self._in_urgent.get(sign, 0.0) + DOUBT) / (self._urgent_total + 2 * DOUBT)
        calm = (self._in_calm.get(sign, 0.0) + DOUBT) / (self._calm_total + 2 * DOUBT)
        return _weight(sign) * (math.log(urgent) - math.log(calm))


def _signs(stems: Sequence[str]) -> set[str]:
    pairs = {f"{left} {right}" for left, right in pairwise([START, *stems, END])}
    return set(stems) | pairs


def _weight(sign: str) -> float:
    return PAIR_WEIGHT if " " in sign else 1.0


def _counted(examples: Iterable[Example], wording: Wording) -> tuple[dict[str, float], float]:
    counts: dict[str, float] = {}
    total = 0.0
    for text, weight in examples:
        total += weight
        for sign in _signs(wording.stems(text)):
            counts[sign] = counts[sign] + weight if sign in counts else weight
    return counts, total
