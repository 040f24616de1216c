"""What planning needs of the world: a place to keep things, Slack's scheduler, and the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from bot.reminders.model import Reminder, WorkspaceRules

Message = dict[str, Any]


class Key(NamedTuple):
    """One post of a reminder: its local date, and how often it was put off (0: not)."""

    reminder: int
    local_date: date
    turn: int = 0


class RowState(StrEnum):
    """How far a booking has come. Only what is *booked* is known to stand at Slack."""

    CLAIMED = "claimed"  # Slack is about to be asked, or was and its answer was lost
    BOOKED = "booked"
    CANCELLING = "cancelling"
    UNKNOWN = "unknown"  # its time came before anybody could find out
    TOLD = "told"  # unknown, and whose reminder it is was told so
    POSTED = "posted"  # at once, because somebody asked for that


@dataclass(frozen=True)
class Row:
    """A booking as it is kept. *due* is when it is wanted, *post_at* when Slack posts it.

    *asked_at* is when Slack was about to be asked. All three are in Unix seconds.
    """

    key: Key
    channel: str
    due: int
    post_at: int
    words: str
    asked_at: int = 0
    state: RowState = RowState.CLAIMED
    slack_id: str = ""


class Booked(NamedTuple):
    """A message that Slack holds to be posted."""

    id: str
    channel: str
    post_at: int
    text: str


class PutOff(NamedTuple):
    """Somebody wants a post once more, at *due* (Unix seconds)."""

    key: Key
    due: int


class SlowDownError(Exception):
    """Slack has not done it, and wants to be asked again after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class UnreachableError(Exception):
    """Slack did not answer: nobody knows whether it did what it was asked."""


class ShutOutError(Exception):
    """Slack does nothing for the bot in this workspace now; the text is its own name for why."""


class RefusedError(Exception):
    """Slack does not do that; the text is its own name for why."""


class GoneError(Exception):
    """The page of a reminder is no longer in the toolkit."""


class Storage(Protocol):
    """Where reminders and bookings are kept. Each call is one transaction.

    What changes a row or a reminder does so only if it is still as it was read, and says whether
    it was: somebody else may have changed it meanwhile.
    """

    async def active(self, team_id: str) -> Sequence[Reminder]: ...
    async def rules(self, team_id: str) -> WorkspaceRules: ...
    async def rows(self, team_id: str) -> Sequence[Row]: ...
    async def put_offs(self, team_id: str) -> Sequence[PutOff]: ...
    async def claim(self, team_id: str, row: Row) -> bool: ...
    async def move(self, team_id: str, row: Row, state: RowState, slack_id: str) -> bool: ...
    async def drop(self, team_id: str, row: Row) -> bool: ...
    async def pause(self, team_id: str, reminder: Reminder, why: str) -> bool: ...
    async def finish(self, team_id: str, reminder: Reminder) -> bool: ...
    async def count_from(self, team_id: str, moment: datetime) -> None: ...
    async def tidy(self, team_id: str, before: int) -> None: ...


class Bookings(Protocol):
    """Slack's scheduler, for one workspace.

    Each raises SlowDownError, UnreachableError, ShutOutError or RefusedError, but for *tell*.
    """

    async def book(self, channel: str, post_at: int, message: Message) -> str: ...

    async def cancel(self, channel: str, slack_id: str) -> bool:
        """Let go of a booking; False if Slack has none, or is about to post it."""

    async def held(self, channel: str, oldest: int, latest: int) -> Sequence[Booked]:
        """What Slack holds for a channel between two times, both included, in Unix seconds."""

    async def trouble_with(self, channel: str) -> str:
        """Why the bot cannot post in a channel; empty if it can."""

    async def tell(self, user: str, said: str) -> bool:
        """Write to a person; False if it was not done and is worth another try."""


class Wording(Protocol):
    """What is said in a reminder."""

    def version(self, reminder: Reminder, key: Key, rules: WorkspaceRules) -> str | None:
        """What changes whenever anything in the message of a post does; None if it is to wait.

        Raises:
            GoneError: if the page is no longer there.
        """

    def message(self, reminder: Reminder, key: Key) -> Message:
        """The message of one post, ready for Slack."""

    def is_of(self, text: str, key: Key) -> bool:
        """Whether a message that Slack holds is that of *key*."""

    def told(self, what: str, reminder: Reminder, *, count: int = 0, due: int = 0) -> str:
        """What the owner of a reminder is told of it: why it is paused, or what became of posts.

        *count* is how many they are, *due* when the one was wanted, in Unix seconds.
        """
