"""What a channel is reminded of: the short procedure, who set it up, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.reminders.holidays import holidays_of
from bot.reminders.model import Reminder
from bot.reminders.ports import GoneError, Key
from bot.reminders.rotation import turn_of
from bot.reminders.rules import number_of
from bot.replies.entries import day_in_words, overdue, sources, title
from bot.replies.offering import full_offer, route_offers
from bot.replies.parts import Do, Notice, Offer, Offers, Part, Points, Reply, SharedBy, Text
from bot.toolkit.models import Route
from bot.toolkit.toolkit import AnyEntry, Toolkit

POINTS = 4
SOURCES = 2


def entry_of(toolkit: Toolkit, reminder: Reminder, key: Key) -> AnyEntry:
    """The page of one post: the reminder's own, or the one whose turn it is.

    Raises:
        GoneError: if the content no longer holds it.
    """
    subject = reminder.subject
    entry_id = subject.entry
    if subject.rotation:
        pages = pages_of(toolkit, subject.rotation)
        number = number_of(reminder.rule, key.local_date, holidays_of(reminder.region))
        entry_id = turn_of(pages, reminder.id, number) if pages else ""
    if entry_id not in toolkit.entries:
        raise GoneError(entry_id)
    return toolkit.entries[entry_id]


def pages_of(toolkit: Toolkit, agency: str) -> Sequence[str]:
    """What takes turns in a rotation of *agency*: its own pages and all routes."""
    own = [each for each in toolkit.guidance if each.partition("/")[0] == agency]
    return [*own, *toolkit.routes] if own else []


def is_overdue(entry: AnyEntry, day: date) -> bool:
    """Whether *entry* should have been checked again before *day*."""
    return day > entry.check_by


def reminder_reply(toolkit: Toolkit, reminder: Reminder, key: Key) -> Reply:
    """One post of a reminder.

    Raises:
        GoneError: if the content no longer holds its page.
    """
    say = toolkit.messages.reminders.post
    entry = entry_of(toolkit, reminder, key)
    steps = entry.steps if isinstance(entry, Route) else ()
    points = tuple(s.do for s in steps) or tuple(p.say for p in getattr(entry, "points", ()))
    before, after = say.set_up_by.split("{person}")
    parts: list[Part] = [
        Notice("note", (say.heading,)),
        title(toolkit, entry),
        Text(entry.summary),
        Points(toolkit.messages.labels.points, points[:POINTS]),
    ]
    if reminder.note:
        parts.append(Text(reminder.note))
    checked = say.checked.format(
        checked=day_in_words(entry.checked), check_by=day_in_words(entry.check_by)
    )
    parts += [
        *overdue(toolkit, entry, key.local_date),
        sources(toolkit, entry, SOURCES, (checked,)),
        SharedBy(before, reminder.owner, after),
        Offers((*route_offers(toolkit, entry), full_offer(toolkit, entry))),
        Offers(_about(toolkit, key)),
    ]
    return Reply(say.summary.format(title=entry.title), tuple(parts), entry.id)


def about(key: Key) -> str:
    """A post as a button carries it: ``12|2026-11-30|0``."""
    return f"{key.reminder}|{key.local_date.isoformat()}|{key.turn}"


def key_about(text: str) -> Key:
    """The post that a button carries.

    Raises:
        ValueError: if it carries none.
    """
    reminder, day, turn = text.split("|")
    return Key(int(reminder), date.fromisoformat(day), int(turn))


def _about(toolkit: Toolkit, key: Key) -> tuple[Offer, ...]:
    say, post = toolkit.messages.reminders.post, about(key)
    return (
        Offer(Do.DONE, say.done, post, strong=True),
        Offer(Do.IN_AN_HOUR, say.hour, post),
        Offer(Do.TOMORROW, say.tomorrow, post),
        Offer(Do.STOP, say.stop, post),
    )
