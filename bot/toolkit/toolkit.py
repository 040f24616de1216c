"""The toolkit, whole and frozen: everything that can be said, found by its id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple, Protocol, TypeVar

from bot.errors import BotError
from bot.toolkit.messages import Messages
from bot.toolkit.models import (
    Agency,
    Choosing,
    Contact,
    Guidance,
    Heading,
    Kind,
    Language,
    NotOurs,
    OldName,
    Outline,
    Route,
    Section,
    Source,
    Term,
    Urgent,
)
from bot.toolkit.outline import below, headings_in_order
from bot.toolkit.parts import Parts
from bot.toolkit.sources import place_in_words, split_ref
from bot.toolkit.words import WordList

AnyEntry = Guidance | Route


class Identified(Protocol):
    """A thing of the content that is found by its id."""

    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=Identified)


class UnknownIdError(BotError):
    """An id that the content does not hold, as an old button may carry."""


class Citation(NamedTuple):
    """A source, and the place inside it in words; the place may be empty."""

    source: Source
    place: str


class Printed(NamedTuple):
    """A heading as the toolkit printed it, and the section it stands in."""

    heading: Heading
    section: Section


@dataclass(frozen=True)
class Toolkit:
    """All content. Mappings keep the order of the outline, or of their file."""

    outline: Outline
    guidance: Mapping[str, Guidance]
    routes: Mapping[str, Route]
    choosing: Choosing
    agencies: Mapping[str, Agency]
    kinds: Mapping[str, Kind]
    contacts: Mapping[str, Contact]
    sources: Mapping[str, Source]
    old_names: Mapping[str, OldName]
    glossary: tuple[Term, ...]
    not_ours: tuple[NotOurs, ...]
    english: WordList
    urgent: Urgent
    language: Language
    messages: Messages
    version: str

    @classmethod
    def build(cls, parts: Parts, version: str) -> Toolkit:
        """Make the toolkit of *parts* that have been checked against each other."""
        outline = parts.outline.item
        written = {placed.item.id: placed.item for placed in parts.guidance}
        in_order = [heading.id for heading, _ in headings_in_order(outline)]
        agencies = {placed.item.id: placed.item for placed in parts.agencies}
        return cls(
            outline=outline,
            guidance=MappingProxyType({each: written[each] for each in in_order}),
            routes=_by_id(each.item for each in parts.routes),
            choosing=parts.choosing.item,
            agencies=MappingProxyType(
                {s.id: agencies[s.id] for s in outline.sections if s.id in agencies}
            ),
            kinds=_by_id(each.item for each in parts.kinds),
            contacts=_by_id(each.item for each in parts.contacts),
            sources=MappingProxyType({p.item.key: p.item for p in parts.sources}),
            old_names=_by_id(each.item for each in parts.old_names),
            glossary=tuple(placed.item for placed in parts.glossary),
            not_ours=tuple(placed.item for placed in parts.not_ours),
            english=parts.english,
            urgent=parts.urgent.item,
            language=parts.language.item,
            messages=parts.messages.item,
            version=version,
        )

    @cached_property
    def entries(self) -> Mapping[str, AnyEntry]:
        """Everything that can be the answer to a question: headings, then routes."""
        return MappingProxyType({**self.guidance, **self.routes})

    @cached_property
    def printed(self) -> Mapping[str, Printed]:
        """Each heading as the toolkit printed it."""
        return MappingProxyType(
            {
                heading.id: Printed(heading, section)
                for section in self.outline.sections
                for heading, _ in below(section.headings)
            }
        )

    def entry(self, entry_id: str) -> AnyEntry:
        """The heading or route *entry_id*.

        Raises:
            UnknownIdError: if there is none; a button posted long ago may carry such an id.
        """
        try:
            return self.entries[entry_id]
        except KeyError:
            raise UnknownIdError(self.messages.gone.format(id=entry_id)) from None

    def agency_of(self, entry_id: str) -> Agency | None:
        """The agency that *entry_id* is written for, if it is written for one."""
        return self.agencies.get(entry_id.partition("/")[0])

    def kind_of(self, entry_id: str) -> str:
        """The kind that *entry_id* has in common with headings of other agencies, or none ("")."""
        section, _, name = entry_id.partition("/")
        return name if section in self.agencies and name in self.kinds else ""

    def under(self, heading_id: str) -> tuple[Guidance, ...]:
        """What stands under a heading that groups others, in order."""
        printed = self.printed.get(heading_id)
        children = printed.heading.headings if printed else ()
        return tuple(self.guidance[child.id] for child in children)

    def cite(self, refs: Iterable[str]) -> tuple[Citation, ...]:
        """The sources that *refs* point to, each place once, in order."""
        found = (split_ref(ref, self.sources) for ref in dict.fromkeys(refs))
        return tuple(Citation(self.sources[key], place_in_words(place)) for key, place in found)


def _by_id(items: Iterable[Item]) -> Mapping[str, Item]:
    return MappingProxyType({each.id: each for each in items})
