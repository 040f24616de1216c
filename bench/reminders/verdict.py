"""Was every wanted post posted once, at its minute, and no other? Judged from what happened.

What is wanted comes from a slow, plain reading of the rules. Slack lets nothing be cancelled in
the last minute, and a bot that is down, or whose Slack or database is away, cannot act: so

* a change is expected to have its effect once a pass over the workspace that began after it has
  ended without trouble, a minute and a half before the post;
* what became known, or possible, too late for its time comes late, by half an hour at most, if
  there was such a pass; if not, or if that would be in quiet hours, it is left out;
* a booking whose answer was lost, and which nobody could ask Slack about before its time, is not
  made again: that is the only doubt, and its owner is told of it, once; or not at all, if the
  process ended or the answer was lost while that was done.

Whatever cannot be excused so is a fault.
"""

from __future__ import annotations

import bisect
import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from bench.reminders.reference import due_times
from bench.reminders.world import Page, Posted, told, version_of
from bot.reminders.holidays import holidays_of
from bot.reminders.model import Reminder, State, WorkspaceRules
from bot.reminders.planner import LEAD, SETTLED
from bot.reminders.ports import GoneError, Key
from bot.reminders.wanting import HORIZON, LATENESS

T = TypeVar("T")
CANCELLABLE_S = 90  # before its time
LEAD_S, SETTLED_S = LEAD.total_seconds(), SETTLED.total_seconds()
HORIZON_S, LATENESS_S = HORIZON.total_seconds(), LATENESS.total_seconds()
ONE_WINDOW_S = 90  # of a pass: it may end so long after it has begun


class Doubt(NamedTuple):
    """A post that may or may not have come: since when that is known, and when it was wanted."""

    since: float
    due: int


@dataclass
class Diary:
    """All that happened, apart from what was posted. Times are Unix seconds, in order."""

    reminders: dict[int, list[tuple[float, Reminder]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    pages: list[tuple[float, dict[str, Page]]] = field(default_factory=list)
    rules: dict[str, list[tuple[float, WorkspaceRules]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    closed: dict[tuple[str, str], list[tuple[float, bool]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    put_offs: dict[int, list[tuple[float, Key, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    passes: dict[str, list[tuple[float, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )  # those without trouble: beginning and end
    claimed: dict[Key, float] = field(default_factory=dict)  # when, for the last time
    doubtful: dict[Key, Doubt] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)  # what owners were told, as they heard it
    unheard: set[str] = field(default_factory=set)  # what was cut off while it was said
    reported: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class Verdict:
    """The year's table, and what cannot be excused."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


class _Time(NamedTuple):
    """One time at which a post is wanted: since when that stands, and until when.

    Or at which it was to be wanted, before somebody changed that; or at which it came (*came*),
    and only its page or its channel was in the way.
    """

    due: float
    since: float
    until: float
    came: bool
    is_wanted: bool


class Judge:
    """Compares what was posted with what was wanted."""

    def __init__(self, diary: Diary, end: float) -> None:
        self._diary, self._end = diary, end
        self._changes: dict[int, list[float]] = {}

    def judge(self, posted: list[Posted]) -> Verdict:
        """The verdict on everything."""
        verdict = Verdict()
        by_key: dict[Key, list[Posted]] = defaultdict(list)
        for each in posted:
            by_key[each.key].append(each)
        for reminder in self._diary.reminders:
            times = self._times(reminder)
            for key in sorted({*times, *(key for key in by_key if key.reminder == reminder)}):
                self._judge_key(key, times[key], by_key.get(key, []), verdict)
        for key, doubt in self._diary.doubtful.items():
            self._judge_doubt(key, doubt, verdict)
        return verdict

    def _judge_key(
        self, key: Key, times: list[_Time], posts: list[Posted], verdict: Verdict
    ) -> None:
        counts, team, possible = verdict.counts, self._team(key), times
        times = [each for each in possible if each.is_wanted]
        counts["posted"] += len(posts)
        if len(posts) > 1:
            counts["twice"] += 1
            verdict.faults.append(f"twice: {key} at {[each.at for each in posts]}")
        for post, at in itertools.product(posts, self._diary.reported[key]):
            if self._changed_before(key, post.at) <= at:
                verdict.faults.append(f"reported as left out, and posted: {key}")
        for post in posts:
            if not any(t.due <= post.at <= t.due + LATENESS_S + LEAD_S for t in times):
                self._judge_unwanted(key, post, possible, verdict)
            self._judge_words(key, post, verdict)
            self._judge_hour(key, post, possible, verdict)
        for wanted in times:
            if any(each.at < wanted.due for each in posts):
                continue  # this date has had its post
            counts["wanted"] += 1
            mine = [p for p in posts if p.at <= wanted.due + LATENESS_S + LEAD_S]
            in_time = self._passed(team, wanted.since, wanted.due - LEAD_S, wanted.due - HORIZON_S)
            keeps_quiet = self._may_be_quiet_after(key, wanted.due)
            latest = min(wanted.due + LATENESS_S - LEAD_S - ONE_WINDOW_S, wanted.until)
            late = self._passed(team, wanted.since, latest, wanted.due - HORIZON_S)
            if mine and mine[0].at == wanted.due:
                counts["at its minute"] += 1
            elif in_time and not (mine or key in self._diary.doubtful):
                counts["missed"] += 1
                verdict.faults.append(f"missed: {key} {wanted}")
            elif mine:
                counts["late"] += 1
                if in_time:
                    verdict.faults.append(f"late: {key} {wanted} {mine[0].at}")
            elif key in self._diary.doubtful:
                counts["in doubt"] += 1
            elif late and not keeps_quiet:
                counts["missed"] += 1
                verdict.faults.append(f"missed, though late would do: {key} {wanted}")
            else:
                counts["left out"] += 1
                counts["for quiet hours"] += bool(late)
                if not posts:  # else the date had its post, at the time that stood before
                    self._judge_silence(key, wanted, verdict)

    def _judge_silence(self, key: Key, wanted: _Time, verdict: Verdict) -> None:
        """Whose reminder was left out is told, once; if nothing changed before that could be."""
        counted = self._passed(
            self._team(key), wanted.due + LATENESS_S, wanted.until, wanted.due + LATENESS_S
        )
        reports = [at for at in self._diary.reported[key] if wanted.due < at <= wanted.until]
        if counted and len(reports) != 1:
            verdict.faults.append(f"reported {len(reports)} times: {key} {wanted}")

    def _judge_doubt(self, key: Key, doubt: Doubt, verdict: Verdict) -> None:
        """Whose post may not have come is told so, unless the reminder was stopped before."""
        said = told("in_doubt", key.reminder, doubt.due)
        times = self._diary.told[said]
        verdict.counts["told of doubts"] += times
        history = self._diary.reminders[key.reminder]
        states = [(at, was.state) for at, was in history]
        stopped = (at for at, state in states if at > doubt.since and state is not State.ACTIVE)
        is_active = _at(states, doubt.since, State.ENDED) is State.ACTIVE
        heeded = self._passed(self._team(key), doubt.since, next(stopped, self._end), 0)
        if times > 1 or (not times and is_active and heeded and said not in self._diary.unheard):
            verdict.faults.append(f"told {times} times of a doubt: {key} {doubt}")

    def _judge_unwanted(
        self, key: Key, post: Posted, possible: list[_Time], verdict: Verdict
    ) -> None:
        changed = self._changed_before(key, post.at)
        dues = [t for t in possible if t.due <= post.at <= t.due + LATENESS_S + LEAD_S]
        if any(t.came for t in dues) and self._is_wanted(key, post.at):
            verdict.counts.update({"wanted": 1, "late": 1})  # what was in its way is no more
        elif not dues or self._passed(post.team, changed, post.at - CANCELLABLE_S, 0):
            verdict.counts["unwanted"] += 1
            verdict.faults.append(f"unwanted: {key} at {post.at}, changed {changed}")
        else:
            verdict.counts["too late to cancel"] += 1

    def _judge_hour(self, key: Key, post: Posted, possible: list[_Time], verdict: Verdict) -> None:
        """Late and in quiet hours nothing is posted, unless they were decided after it was booked.

        What was wanted in quiet hours itself is no matter.
        """
        dues = [t.due for t in possible if 0 <= post.at - t.due <= LATENESS_S + LEAD_S]
        booked_at = self._diary.claimed.get(key, post.at)
        for rules in self._rules_between(post.team, booked_at - ONE_WINDOW_S, booked_at):
            if any(post.at == due or self._is_quiet(key, rules, due, due) for due in dues):
                return
            if not dues or not self._is_quiet(key, rules, post.at, post.at):
                return
        verdict.counts["in quiet hours"] += 1
        verdict.faults.append(f"late and in quiet hours: {key} at {post.at}")

    def _may_be_quiet_after(self, key: Key, due: float) -> bool:
        """Whether quiet hours begin while a post might still come late."""
        rules = self._rules_between(self._team(key), due, due + LATENESS_S + LEAD_S)
        minutes = [due + 60 * number for number in range(int(LATENESS_S + LEAD_S) // 60 + 2)]
        return any(
            not self._is_quiet(key, each, due, due)
            and any(self._is_quiet(key, each, due, at) for at in minutes)
            for each in rules
        )

    def _is_quiet(self, key: Key, rules: WorkspaceRules, due: float, at: float) -> bool:
        """Whether it is quiet at *at*, by the clock of the reminder as it was when due."""
        reminder = _at(self._diary.reminders[key.reminder], due, None)
        zone = ZoneInfo(reminder.rule.zone) if reminder else UTC
        return rules.is_quiet(datetime.fromtimestamp(at, zone).time())

    def _rules_between(self, team: str, begin: float, end: float) -> list[WorkspaceRules]:
        """What the workspace decided, at *begin* and until *end*."""
        history = self._diary.rules[team]
        return [
            _at(history, begin, WorkspaceRules()),
            *(rules for at, rules in history if begin < at <= end),
        ]

    def _judge_words(self, key: Key, post: Posted, verdict: Verdict) -> None:
        if self._words(key, post.at) == (post.words, post.channel):
            return
        changed = self._changed_before(key, post.at)
        if self._passed(post.team, changed, post.at - SETTLED_S - ONE_WINDOW_S, 0):
            verdict.counts["old words"] += 1
            verdict.faults.append(f"old words: {key} {post}, changed {changed}")

    def _times(self, reminder: int) -> dict[Key, list[_Time]]:
        """When each post is, or was to be, wanted: as its reminder was at that time."""
        times: dict[Key, list[_Time]] = defaultdict(list)
        history = self._diary.reminders[reminder]
        ends = [at for at, _ in history[1:]] + [self._end]
        for (begin, was), end in zip(history, ends, strict=True):
            if was.state is not State.ACTIVE:
                continue
            last_day = (datetime.fromtimestamp(end, UTC) + HORIZON + timedelta(days=2)).date()
            for day, due in due_times(was.rule, last_day, holidays_of(was.region)):
                self._add(times, Key(reminder, day), due.timestamp(), begin, end)
            for pressed, key, at in self._diary.put_offs[reminder]:
                self._add(times, key, at, max(begin, pressed), end)
        return times

    def _add(
        self, times: dict[Key, list[_Time]], key: Key, due: float, begin: float, end: float
    ) -> None:
        if not int(begin) < due <= end + HORIZON_S:
            return
        changes = self._changes_of(key.reminder)
        next_one = bisect.bisect_right(changes, due)
        since = changes[next_one - 1] if next_one else begin
        until = changes[next_one] if next_one < len(changes) else self._end
        came = due <= end
        is_wanted = came and self._is_wanted(key, due)
        times[key].append(_Time(due, max(since, begin), until, came, is_wanted))

    def _is_wanted(self, key: Key, at: float) -> bool:
        words = self._words(key, at)
        return words is not None and not _at(
            self._diary.closed[self._team(key), words[1]], at, False
        )

    def _words(self, key: Key, at: float) -> tuple[str, str] | None:
        """What a post says then, and where; None if nothing is posted."""
        reminder = _at(self._diary.reminders[key.reminder], at, None)
        if reminder is None:
            return None
        rules = _at(self._diary.rules[reminder.team_id], at, WorkspaceRules())
        try:
            words = version_of(_at(self._diary.pages, at, {}), reminder, key, rules)
        except GoneError:
            return None
        return (words, reminder.channel) if words else None

    def _changed_before(self, key: Key, at: float) -> float:
        changes = self._changes_of(key.reminder)
        before = bisect.bisect_right(changes, at)
        return changes[before - 1] if before else 0.0

    def _changes_of(self, reminder: int) -> list[float]:
        """Whenever anything changed that the posts of a reminder depend on, in order."""
        if reminder not in self._changes:
            diary, history = self._diary, self._diary.reminders[reminder]
            team = history[0][1].team_id
            channels = {was.channel for _, was in history}
            self._changes[reminder] = sorted(
                at
                for happened in (
                    history,
                    diary.pages,
                    diary.rules[team],
                    *(diary.closed[team, channel] for channel in channels),
                )
                for at, _ in happened
            )
        return self._changes[reminder]

    def _passed(self, team: str, since: float, before: float, earliest: float) -> bool:
        """Whether a pass without trouble began after *since* and *earliest*, ended before *before*.

        One that ended at that very moment may have seen what changed then.
        """
        passes = self._diary.passes[team]
        first = bisect.bisect_left(passes, (max(since, earliest), 0.0))
        return first < len(passes) and passes[first][1] < before

    def _team(self, key: Key) -> str:
        return self._diary.reminders[key.reminder][0][1].team_id


def _at(history: list[tuple[float, T]], at: float, otherwise: T) -> T:
    found = otherwise
    for since, what in history:
        if since > at:
            break
        found = what
    return found
