"""The words of a reminder as Slack is given them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.reminders.model import Reminder, WorkspaceRules
from bot.reminders.ports import Key
from bot.replies.reminder_words import moment_in_words, subject_in_words, why_in_words
from bot.replies.reminding import entry_of, is_overdue, reminder_reply
from bot.slack.blocks import escape, message
from bot.toolkit.toolkit import AnyEntry, Toolkit


class ReminderWording:
    """Says what each post of a reminder says. Keeps a fingerprint of each page."""

    def __init__(self, toolkit: Toolkit) -> None:
        self._toolkit = toolkit
        self._frame = _fingerprint(toolkit.messages.model_dump_json())
        self._pages: dict[str, str] = {}

    def version(self, reminder: Reminder, key: Key, rules: WorkspaceRules) -> str | None:
        """What changes whenever the post would look another way; None if it is to wait.

        Raises:
            GoneError: if the page is no longer there.
        """
        entry = entry_of(self._toolkit, reminder, key)
        late = is_overdue(entry, key.local_date)
        if late and rules.overdue_waits:
            return None
        shown = (self._frame, self._page(entry), late, reminder.note, reminder.owner)
        return _fingerprint(repr(shown))

    def message(self, reminder: Reminder, key: Key) -> dict[str, Any]:
        """The post, ready for Slack. Its text ends with a mark that tells it from all others."""
        said = message(reminder_reply(self._toolkit, reminder, key))
        return {**said, "text": f"{said['text']} {_mark(key)}"}

    def is_of(self, text: str, key: Key) -> bool:
        """Whether a message that Slack holds is that post."""
        return text.endswith(_mark(key))

    def told(self, what: str, reminder: Reminder, *, count: int = 0, due: int = 0) -> str:
        """What the owner of a reminder is told of it; *what* may be why it is paused."""
        say = self._toolkit.messages.reminders
        sentences: Mapping[str, str] = say.told.model_dump()
        return sentences.get(what, say.told.paused).format(
            subject=escape(subject_in_words(self._toolkit, reminder.subject)),
            channel=f"<#{reminder.channel}>",
            why=escape(why_in_words(say, what)),
            count=count,
            when=moment_in_words(say, datetime.fromtimestamp(due, UTC), reminder.rule.zone),
            button=say.buttons.now,
        )

    def _page(self, entry: AnyEntry) -> str:
        if entry.id not in self._pages:
            self._pages[entry.id] = _fingerprint(entry.model_dump_json())
        return self._pages[entry.id]


def _mark(key: Key) -> str:
    turn = f".{key.turn}" if key.turn else ""
    return f"(#{key.reminder}{turn})"


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
