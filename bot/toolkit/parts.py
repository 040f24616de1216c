"""Everything that the content folder holds, each thing with the place it was written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from bot.toolkit.messages import Messages
from bot.toolkit.models import (
    Agency,
    Choosing,
    Contact,
    Guidance,
    Kind,
    Language,
    NotOurs,
    OldName,
    Outline,
    Route,
    Source,
    Term,
    Urgent,
)
from bot.toolkit.words import WordList
from bot.toolkit.yaml_file import KeyPath, Problem, YamlFile

Model_co = TypeVar("Model_co", bound=BaseModel, covariant=True)


@dataclass(frozen=True)
class Placed(Generic[Model_co]):
    """One thing, and where it stands."""

    item: Model_co
    file: YamlFile
    path: KeyPath

    def problem(self, what: str, *within: str | int) -> Problem:
        """Say what is wrong with this thing, or with the part of it at *within*."""
        return self.file.problem((*self.path, *within), what)


@dataclass(frozen=True)
class Parts:
    """The folder as read: each thing sound in itself, not yet held against the others."""

    outline: Placed[Outline]
    choosing: Placed[Choosing]
    urgent: Placed[Urgent]
    language: Placed[Language]
    messages: Placed[Messages]
    guidance: tuple[Placed[Guidance], ...]
    routes: tuple[Placed[Route], ...]
    agencies: tuple[Placed[Agency], ...]
    kinds: tuple[Placed[Kind], ...]
    contacts: tuple[Placed[Contact], ...]
    sources: tuple[Placed[Source], ...]
    old_names: tuple[Placed[OldName], ...]
    glossary: tuple[Placed[Term], ...]
    not_ours: tuple[Placed[NotOurs], ...]
    english: WordList
    refused: frozenset[str] = frozenset()  # ids of things that are there and not sound
