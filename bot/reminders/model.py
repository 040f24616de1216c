"""A reminder: what a channel is reminded of, when, and who asked for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

from bot.reminders.rules import Rule


class State(StrEnum):
    """Whether a reminder is kept; a paused or ended one is not."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class Why(StrEnum):
    """Why a reminder is paused; or else it is an error of Slack's, by its own name."""

    ASKED = "asked"
    GONE = "gone"  # its page is no longer in the toolkit
    NOT_IN_CHANNEL = "not_in_channel"
    IS_ARCHIVED = "is_archived"
    CHANNEL_NOT_FOUND = "channel_not_found"


@dataclass(frozen=True)
class Subject:
    """What a reminder is about: one page, or in turn the pages of an agency."""

    entry: str = ""
    rotation: str = ""

    def __post_init__(self) -> None:
        if bool(self.entry) == bool(self.rotation):
            raise ValueError("a reminder is about one page, or about an agency's in turn")


@dataclass(frozen=True)
class Draft:
    """A reminder that has not been kept yet."""

    team_id: str
    owner: str
    channel: str
    subject: Subject
    rule: Rule
    region: str = ""
    note: str = ""


@dataclass(frozen=True)
class Reminder(Draft):
    """A reminder that is kept. Occurrences up to *counted_from* (UTC) are no longer looked at."""

    id: int = 0
    state: State = State.ACTIVE
    why: str = ""
    counted_from: datetime = field(kw_only=True)


@dataclass(frozen=True)
class WorkspaceRules:
    """What the administrators of a workspace decided for all its reminders."""

    overdue_waits: bool = False  # a page past its check-by date is not posted until it is checked
    quiet_from: time | None = None
    quiet_to: time | None = None

    def is_quiet(self, at: time) -> bool:
        """Whether *at* (local) is in the quiet hours, which may go over midnight."""
        if self.quiet_from is None or self.quiet_to is None:
            return False
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= at < self.quiet_to
        return at >= self.quiet_from or at < self.quiet_to
