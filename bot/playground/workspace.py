"""The workspace: people, conversations and what was said in them. In memory, and only there."""

from __future__ import annotations

import itertools
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.playground.app_manifest import AppManifest
from bot.playground.changes import Changes
from bot.playground.hooks import Hooks
from bot.playground.limits import Json
from bot.playground.refused import Refused
from bot.playground.scheduled import Scheduled
from bot.playground.timekeeping import WorkspaceClock
from bot.playground.windows import Windows

_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class Person:
    """Somebody of the workspace; *job* and *agency* are for the reader of the page only."""

    id: str
    name: str
    job: str = ""
    agency: str = ""
    is_admin: bool = False
    zone: str = "Europe/London"


@dataclass
class Conversation:
    """A channel, or a person's direct messages with the bot (then *person* is theirs)."""

    id: str
    name: str
    topic: str = ""
    person: str = ""
    bot_is_in: bool = True
    is_archived: bool = False

    @property
    def kind(self) -> str:
        return "im" if self.person else "channel"


@dataclass
class Message:
    """A message; with *only_for* it is seen by that person alone, and no event tells of it."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    only_for: str | None = None
    was_scheduled: bool = False
    edited: bool = False

    @property
    def is_slackbots(self) -> bool:
        return self.user == _SLACKBOT


class Workspace:
    """One workspace with one app in it. Its parts change; whoever waits hears by *changes*."""

    def __init__(
        self,
        team_id: str,
        team_name: str,
        app: AppManifest,
        people: Iterable[Person],
        conversations: Iterable[Conversation],
        *,
        bot_user_id: str = "UBOT",
    ) -> None:
        self.team_id, self.team_name, self.app = team_id, team_name, app
        self.bot_user_id, self.bot_id, self.app_id = bot_user_id, "BBOT", "APLAYGROUND"
        self.people = {each.id: each for each in people}
        self.conversations = {each.id: each for each in conversations}
        self.prompts: dict[str, Json] = {}
        self.clock = WorkspaceClock()
        self.changes = Changes()
        self.windows = Windows(self.clock, self.team_id, self.app_id, self.bot_id)
        self.hooks = Hooks(self.clock)
        self.scheduled = Scheduled(self.clock)
        self._said: dict[str, list[Message]] = defaultdict(list)
        self._read: dict[tuple[str, str], str] = {}
        self._events = itertools.count(1)
        self._run = secrets.token_hex(4).upper()

    def person(self, person_id: str) -> Person:
        """The person, or ``user_not_found``."""
        found = self.people.get(str(person_id))
        if not found:
            raise Refused("user_not_found")
        return found

    def conversation(self, channel: object) -> Conversation:
        """The conversation of an id; a person's id stands for their direct messages."""
        name = str(channel)
        found = self.conversations.get(name)
        if not found and name in self.people:
            found = self.direct_messages_of(name)
        if not found:
            raise Refused("channel_not_found")
        return found

    def direct_messages_of(self, person_id: str) -> Conversation | None:
        """The person's direct messages with the bot."""
        own = (each for each in self.conversations.values() if each.person == person_id)
        return next(own, None)

    def seen_by(self, person_id: str) -> list[Conversation]:
        """The conversations that a person sees."""
        return [c for c in self.conversations.values() if c.person in {"", person_id}]

    def look_at(self, channel: str, person_id: str) -> None:
        """A person looks at a conversation, and has read it."""
        shown = [*self.messages(channel, person_id)]
        self._read[channel, person_id] = shown[-1].ts if shown else ""

    def has_unread(self, channel: str, person_id: str) -> bool:
        """Whether somebody else has said there what a person has not looked at."""
        read = self._read.get((channel, person_id), "")
        said = self.messages(channel, person_id)
        return any(each.ts > read and each.user != person_id for each in said)

    def say(
        self, channel: str, user: str, text: str, at: float | None = None, **more: Any
    ) -> Message:
        """Put a message where it belongs, and let everybody who looks know."""
        message = Message(self.clock.stamp(at), channel, user, text, **more)
        name_blocks(message.blocks)
        self._said[channel].append(message)
        self.changes.happened()
        return message

    def tell(self, channel: str, person_id: str, text: str) -> Message:
        """A notice of Slack's own, for one person."""
        return self.say(channel, _SLACKBOT, text, only_for=person_id)

    def messages(self, channel: str, seen_by: str | None = None) -> Iterator[Message]:
        """What was said in a conversation, oldest first, as far as a person sees it."""
        for message in self._said[channel]:
            if message.only_for in {None, seen_by}:
                yield message

    def message(self, channel: str, ts: object) -> Message:
        """A message by its timestamp, or ``message_not_found``."""
        found = next((each for each in self._said[channel] if each.ts == ts), None)
        if not found:
            raise Refused("message_not_found")
        return found

    def replace(self, message: Message, text: str, blocks: list[Json]) -> None:
        """Put other words in a message; it keeps its place, and those who see it."""
        name_blocks(blocks)
        message.text, message.blocks, message.edited = text, blocks, True
        self.changes.happened()

    def take_back(self, message: Message) -> None:
        """Remove a message."""
        self._said[message.channel].remove(message)
        self.changes.happened()

    def next_event_id(self) -> str:
        """An id that no event had, in this run or in an earlier one."""
        return f"Ev{self._run}{next(self._events):05d}"


def name_blocks(blocks: list[Json]) -> None:
    """Give each block that has none an id of its own, as Slack does."""
    for block in blocks:
        if not block.get("block_id"):
            block["block_id"] = secrets.token_urlsafe(4)
