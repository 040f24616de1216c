"""What is wanted of a workspace's reminders at a moment. No I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.reminders.holidays import holidays_of
from bot.reminders.model import Reminder, WorkspaceRules
from bot.reminders.plan import Wanted
from bot.reminders.ports import GoneError, Key, PutOff, Row, RowState, Wording
from bot.reminders.rules import upcoming
from bot.reminders.settling import goes_out

HORIZON = timedelta(days=3)  # so long the bot may be away without anybody noticing
LATENESS = timedelta(minutes=30)  # a post that is later than this is left out, and reported


@dataclass(frozen=True)
class Seen:
    """A workspace as a pass has found it."""

    now: datetime
    rules: WorkspaceRules
    reminders: Mapping[int, Reminder]
    rows: Mapping[Key, Row]
    put_offs: Sequence[PutOff]


@dataclass
class Dues:
    """The posts of a workspace and their due times, in Unix seconds.

    *to_come* are to be posted or were, *too_late* were not and shall not be. The reminders that
    are *over* have no time to come, and nothing that came of them can be put off any more.
    """

    to_come: dict[Key, int] = field(default_factory=dict)
    too_late: dict[Key, int] = field(default_factory=dict)
    over: list[Reminder] = field(default_factory=list)


@dataclass
class Worded:
    """Posts by what is to become of them."""

    ready: dict[Key, Wanted] = field(default_factory=dict)
    waits: set[Key] = field(default_factory=set)  # until its page is checked again
    gone: dict[int, Reminder] = field(default_factory=dict)  # their page is no longer there


def dues_of(seen: Seen) -> Dues:
    """All posts that are due within the horizon, and those since the reminders are counted."""
    dues = Dues()
    last = seen.now + HORIZON
    without_more: list[Reminder] = []
    for reminder in seen.reminders.values():
        found, is_last = upcoming(
            reminder.rule, reminder.counted_from, last, holidays_of(reminder.region)
        )
        for day, moment in found:
            _sort_in(dues, seen, Key(reminder.id, day), seconds(moment))
        if is_last:
            without_more.append(reminder)
    for key, due in seen.put_offs:
        wanted_by = seen.reminders.get(key.reminder)
        if wanted_by and seconds(wanted_by.counted_from) < due <= seconds(last):
            _sort_in(dues, seen, key, due)
    busy = {key.reminder for key in (*dues.to_come, *seen.rows)}
    busy |= {key.reminder for key, _due in seen.put_offs}
    dues.over = [each for each in without_more if each.id not in busy]
    return dues


def worded(wording: Wording, seen: Seen, dues: Mapping[Key, int]) -> Worded:
    """The posts with the version of their words."""
    result = Worded()
    for key, due in dues.items():
        reminder = seen.reminders[key.reminder]
        try:
            words = wording.version(reminder, key, seen.rules)
        except GoneError:
            result.gone[reminder.id] = reminder
            continue
        if words:
            day = key.local_date.isoformat()
            wanted = Wanted(key.reminder, day, key.turn, reminder.channel, due, words)
            result.ready[key] = wanted
        else:
            result.waits.add(key)
    return result


def _sort_in(dues: Dues, seen: Seen, key: Key, due: int) -> None:
    (dues.too_late if _is_too_late(seen, key, due) else dues.to_come)[key] = due


def _is_too_late(seen: Seen, key: Key, due: int) -> bool:
    """Whether a post was missed. What was posted, or may have been, was not.

    What is still booked for a later time of that day can be let go of, and is then left out.
    """
    if due > seconds(seen.now - LATENESS):
        return False
    row = seen.rows.get(key)
    if row is None:
        return True
    return row.state is RowState.BOOKED and not goes_out(row, seen.now)


def key_of(wanted: Wanted) -> Key:
    """Which post it is."""
    return Key(wanted.reminder, date.fromisoformat(wanted.local_date), wanted.turn)


def seconds(moment: datetime) -> int:
    """A moment in Unix seconds."""
    return int(moment.timestamp())
