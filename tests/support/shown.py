"""All text that the bot can show, each piece with the place it is written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from pydantic import BaseModel

from bot.replies.answering import Answering
from bot.replies.pages import (
    branch_page,
    contacts_page,
    help_page,
    home_page,
    section_page,
    topics_page,
)
from bot.replies.parts import Offer, SourceLine
from bot.toolkit.toolkit import Toolkit

# What people type, and what leads from one thing to another, is never shown.
_NOT_SHOWN = {
    "asked_as",
    "also",
    "also_called",
    "called",
    "calm",
    "heard",
    "phrases",
    "id",
    "key",
    "licence",
}
_PARTS = (
    "outline",
    "guidance",
    "routes",
    "choosing",
    "agencies",
    "kinds",
    "contacts",
    "sources",
    "old_names",
    "glossary",
    "not_ours",
    "urgent",
    "messages",
)


@dataclass(frozen=True)
class Shown:
    """One piece of text; *where* is a path such as ``guidance.police/nrm-role.points.0.say``."""

    where: str
    text: str

    @property
    def part(self) -> str:
        return self.where.split(".")[0]

    @property
    def field(self) -> str:
        return self.where.split(".")[-1]


def written(toolkit: Toolkit) -> list[Shown]:
    """Every text of the content but what only people type. Addresses of sources are left out."""
    return [
        shown
        for name in _PARTS
        for shown in _texts(name, getattr(toolkit, name))
        if (shown.part, shown.field) != ("sources", "url")
    ]


def rendered(answering: Answering, today: date) -> list[Shown]:
    """Every page that the bot can draw, in the words in which it draws it."""
    toolkit = answering.toolkit
    pages = {
        "help": help_page(toolkit),
        "home": home_page(toolkit, None),
        **{f"home {each}": home_page(toolkit, each) for each in toolkit.agencies},
        "topics": topics_page(toolkit),
        "contacts": contacts_page(toolkit),
        **{f"walk {each.id}": branch_page(toolkit, each.id) for each in toolkit.choosing.questions},
        **{f"part {each.id}": section_page(toolkit, each.id) for each in toolkit.outline.sections},
        **{f"show {each}": answering.show(each, today) for each in toolkit.entries},
        **{f"full {each}": answering.full(each, today) for each in toolkit.entries},
        **{f"related {each}": answering.related(each) for each in toolkit.entries},
    }
    return [shown for name, reply in pages.items() for shown in _texts(name, reply)]


def _texts(where: str, value: object) -> Iterator[Shown]:
    if isinstance(value, str):
        yield Shown(where, value)
    elif isinstance(value, BaseModel):
        for field in type(value).model_fields:
            if field not in _NOT_SHOWN:
                yield from _texts(f"{where}.{field}", getattr(value, field))
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _texts(f"{where}.{name}", each)
    elif isinstance(value, tuple):
        for at, each in enumerate(value):
            yield from _texts(f"{where}.{at}", each)
    elif isinstance(value, Offer):
        yield Shown(f"{where}.label", value.label)
    elif isinstance(value, SourceLine):
        yield Shown(f"{where}.text", value.text)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(f"{where}.{each.name}", getattr(value, each.name))
