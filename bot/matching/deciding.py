"""To answer, to offer a choice, or to say that there is nothing.

Two chances are judged from the same signs: that the message is about something the toolkit covers,
and that the heading which came first is the right one. Both are logistic in the signs; their
weights are fitted by ``bench/matching/calibrate.py``, so that 0.9 is right nine times in ten.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.matching.calibration import OURS, RIGHT

COVERED = 0.65  # from this chance on the message is taken to be about the toolkit's matter
COVERED_IN_DANGER = 0.25  # the same for a message of danger: little is better than nothing then
SURE = 0.94  # from this chance on the first heading is given as the answer
SURE_OF_EACH = 0.75  # the same for each of two questions in one message
GOES_ON_AT = 7.0  # what the words must say for a page that goes on from the one before
GOES_ON_BESIDE = 0.7  # of what they say for a neighbouring subject
GOES_ON_LEAD = 1.5  # and by how much more than for the next, to be given outright
CHOICES = 5
CHOICES_AT_LEAST = 2
OTHERS = 8  # headings kept behind an answer, for "not what I meant"
NEAREST = 3
CHOICE_GAP = 14.0  # a heading this far behind the first is no choice


@dataclass(frozen=True)
class Signs:
    """What the chances are judged by."""

    margin: float  # log of the lead of the first heading over the second
    ahead: float  # that lead, by the length of the message
    score: float  # of the first heading
    words: float  # what the words say for it, by the length of the message
    nearest: float  # how near its nearest phrases are
    nearest_foreign: float  # how near the nearest phrases of a neighbouring subject are
    lead: float  # its lead over the nearest neighbouring subject
    known: float  # share of what the words tell that the toolkit has words for
    length: float  # log of the number of telling words
    ours: float  # how much likelier its words are with us than with a neighbouring subject
    told: float  # log of the number of words


@dataclass(frozen=True)
class Answer:
    """One heading is clearly ahead; of two when two things were asked."""

    name: ClassVar[str] = "answer"
    id: str
    others: tuple[str, ...]
    second: str = ""

    @property
    def answers(self) -> tuple[str, ...]:
        """The heading that is given, or the two."""
        return (self.id, self.second) if self.second else (self.id,)

    @property
    def ids(self) -> tuple[str, ...]:
        return (*self.answers, *self.others)


@dataclass(frozen=True)
class Choices:
    """Two to five headings are near."""

    name: ClassVar[str] = "choices"
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Nothing:
    """Nothing is near. The nearest are named, without claiming that they fit; *subject* is the
    neighbouring subject that the message seems to be about, if it seems to be about one."""

    name: ClassVar[str] = "none"
    nearest: tuple[str, ...]
    subject: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        return self.nearest


Outcome = Answer | Choices | Nothing


def chance(weights: Sequence[float], signs: Signs) -> float:
    """The chance, 0 to 1, that *weights* (the first is the constant) see in *signs*."""
    total = weights[0] + sum(
        weight * sign for weight, sign in zip(weights[1:], vars(signs).values(), strict=True)
    )
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


def heeded(signs: Signs) -> bool:
    """Whether danger that was heard is taken to be about the toolkit's matter."""
    return chance(OURS, signs) >= COVERED_IN_DANGER


def both(outcome: Outcome, asked: Sequence[str]) -> Outcome:
    """*outcome*, or an answer with a heading for each of two things that were asked.

    *asked* are the headings of the questions one by one. The one that the whole message speaks
    for most must be among them: else they were torn out of what they belong to.
    """
    if isinstance(outcome, Nothing) or len(asked) < 2 or outcome.ids[0] not in asked:
        return outcome
    first = outcome.ids[0]
    second = next(each for each in asked if each != first)
    others = tuple(each for each in outcome.ids if each not in (first, second))
    return Answer(first, others[:OTHERS], second)


def going_on(ranked: Sequence[tuple[str, float]], foreign: float) -> Outcome:
    """Decide on the pages that a page leads on to, with what the words alone say for them.

    *foreign* is what they say for the nearest neighbouring subject.
    """
    if not ranked or ranked[0][1] < max(GOES_ON_AT, GOES_ON_BESIDE * foreign):
        return Nothing(())
    ids = tuple(heading for heading, _ in ranked)
    if len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= GOES_ON_LEAD:
        return Answer(ids[0], ids[1 : 1 + OTHERS])
    return Choices(ids[:NEAREST])


def sure_of_one(signs: Signs) -> bool:
    """Whether the first heading for one question of two is given as its answer."""
    return chance(RIGHT, signs) >= SURE_OF_EACH


def decide(
    ranked: Sequence[tuple[str, float]], signs: Signs, subject: str, *, covered: bool = False
) -> Outcome:
    """Decide on headings with their scores, best first; *subject* is the nearest neighbouring one.

    *covered* says that the message is known to be about the toolkit's matter. Without any heading
    there is nothing to name.
    """
    ids = tuple(heading for heading, _ in ranked)
    if not ranked or not (covered or chance(OURS, signs) >= COVERED):
        return Nothing(ids[:NEAREST], subject)
    if chance(RIGHT, signs) >= SURE:
        return Answer(ids[0], ids[1 : 1 + OTHERS])
    near = tuple(each for each, score in ranked if score >= ranked[0][1] - CHOICE_GAP)
    choice = ids[: max(NEAREST, min(len(near), CHOICES))]
    return Choices(choice) if len(choice) >= CHOICES_AT_LEAST else Nothing(choice)
