"""To answer, to offer a choice, or to say that there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.matching.ranking import Candidate


@dataclass(frozen=True)
class Answer:
    """One heading is clearly ahead."""

    id: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Choices:
    """Two to five headings are near."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class Nothing:
    """Nothing is near; the nearest three are named, without claiming that they fit."""

    nearest: tuple[str, ...]


Outcome = Answer | Choices | Nothing


def decide(candidates: Sequence[Candidate]) -> Outcome:
    ids = tuple(each.id for each in candidates)
    return Choices(ids[:5])
