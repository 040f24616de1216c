"""What a reply is made of. A screen (Slack, a terminal) draws these and knows nothing else.

All text is plain: a screen escapes it as it must.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Tone = Literal["danger", "caution", "note"]


@dataclass(frozen=True)
class Notice:
    """Something to read before the rest; *lines* after the first are its detail."""

    tone: Tone
    lines: tuple[str, ...]


@dataclass(frozen=True)
class SharedBy:
    """Who showed this to all: a sentence around the id of a person."""

    before: str
    person: str
    after: str


@dataclass(frozen=True)
class Title:
    """What the reply is about, and over it whose it is."""

    text: str
    over: str = ""


@dataclass(frozen=True)
class Text:
    """A paragraph, with a bold lead word or two where there is a *label*."""

    text: str
    label: str = ""


@dataclass(frozen=True)
class Points:
    """A list of things to do or know; *refs* are the numbers of their sources, if shown."""

    label: str
    items: tuple[str, ...]
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class StepLine:
    """One step: who does what, and below it when, why and with what."""

    who: str
    do: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Steps:
    """The numbered steps of a route."""

    label: str
    steps: tuple[StepLine, ...]


@dataclass(frozen=True)
class ContactLine:
    """Whom to call: the number first, for a person in a hurry."""

    name: str
    use_for: str
    phone: str = ""
    hours: str = ""
    email: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contacts:
    """Whom to call, most useful first."""

    label: str
    contacts: tuple[ContactLine, ...]


@dataclass(frozen=True)
class SourceLine:
    """A document, with its address where one is known."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Sources:
    """Where the words come from, and when they were last checked."""

    label: str
    sources: tuple[SourceLine, ...]
    notes: tuple[str, ...]
    numbered: bool = False


class Do(StrEnum):
    """What pressing an offer does."""

    SHOW = "show"
    STEPS = "steps"
    FULL = "full"
    RELATED = "related"
    NOT_MEANT = "not-meant"
    SET_AGENCY = "set-agency"
    FORGET_AGENCY = "forget-agency"
    SHARE = "share"
    WALK = "walk"
    SECTION = "section"
    TOPICS = "topics"
    CONTACTS = "contacts"
    REMIND = "remind"
    REMINDERS = "reminders"
    DONE = "done"
    IN_AN_HOUR = "in-an-hour"
    TOMORROW = "tomorrow"
    STOP = "stop"


@dataclass(frozen=True)
class Offer:
    """Something more that the reader can ask for; *about* holds ids of the content, never words."""

    do: Do
    label: str
    about: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Offers:
    """Offers side by side."""

    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class Finder:
    """A box to find a page in while typing; it takes a screen that answers every few letters."""

    label: str
    placeholder: str


Part = Notice | SharedBy | Title | Text | Points | Steps | Contacts | Sources | Offers | Finder


@dataclass(frozen=True)
class Reply:
    """A whole reply. *summary* says it in a line, for notifications and screen readers.

    *entry* is the heading or route it shows, if it shows one: what can be shared.
    """

    summary: str
    parts: tuple[Part, ...]
    entry: str | None = None
