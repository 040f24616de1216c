"""A reminder wished for in natural words: what is understood of them, and what is not.

Each kind of expression is taken out of the text where it stands; the words that are left are the
page. Nothing is ever refused: what looks like a time and is not understood is told as such.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.reminders.checking import MOST_TIMES, MOST_WEEKS, WORKING_WEEK, How

LONGEST = 500  # characters that are looked at
MOST_DAYS = 5 * 366

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_NUMBERS = {
    name: number
    for number, name in enumerate(
        (
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ),
        start=1,
    )
} | {"a": 1, "an": 1}
_ORDINALS = {"second": 2, "third": 3, "fourth": 4}

_DAY = r"(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|" + "|".join(_DAYS) + r")s?"
_MONTH = r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|" + "|".join(_MONTHS) + r")"
_NUMBER = r"(?:\d{1,4}|" + "|".join(_NUMBERS) + r")"
_ORDINAL = r"(?:\d{1,2}(?:st|nd|rd|th))"
_DAY_LIST = rf"{_DAY}(?:(?:\s*(?:,|&|and|or)\s*)+{_DAY})*"
_DATE = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}(?:/\d{2,4})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}\b(?:,?\s+\d{{4}}\b)?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?"
    rf"|today|tomorrow|the day after tomorrow|(?:(?:next|this|on|coming)\s+)?{_DAY}\b)"
)
_EVERY = r"(?:every|each)"
_OF_THE_MONTH = r"(?:\s+(?:of|in)\s+(?:the|each|every|a)\s+month|\s+each\s+month|\s+monthly)?"
_ON_EACH_DAY = (
    rf"\b(?:{_EVERY}|on\s+the|the)\s+({_ORDINAL})"
    r"(?:\s+(?:of|in)\s+(?:the|each|every|a)\s+month|\s+each\s+month|\s+monthly)\b"
)
_NTH_DAY = rf"(?:first|third|fourth|last|1st|3rd|4th)\s+{_DAY}"
_UNIT = r"(?:minutes?|hours?|days?|weeks?|months?|quarters?|years?)"

_CHANNEL_ID = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>")
_CHANNEL_NAME = re.compile(r"(?<!\S)#([\w-]{1,80})")
_TIME_LIKE = re.compile(
    rf"\b{_EVERY}\b(?:\s+\d+\s+\S+|(?:\s+\S+)?\s+{_UNIT}\b|\s+\S+)?"
    r"|\b(?:hourly|yearly|annually|quarterly)\b|\b(?:until|till)\b(?:\s+\d+\s+\w+|\s+\S+)?"
    rf"|\bin\s+\d+\s+\w+|\b\d{{1,2}}[:.]\d{{2}}\b|\b\d{{1,3}}\s*(?:am|pm)\b|\b{_DATE}"
    rf"|\b{_DAY}\b(?=\s|$)|\b\d+\s+times\b|\bo'?clock\b",
)
_FILLERS = re.compile(
    r"^(?:\W|(?:please|remind|reminder|me|us|them|everyone|everybody|about|of|to|on|at|the|for|"
    r"in|and|from|with|channel|starting)\b)+|(?:\W|\b(?:on|at|the|in|and|from|about|please))+$",
    re.IGNORECASE,
)


@dataclass
class Wish:
    """What was understood; a field that is None was not spoken of. *words* name the page."""

    channel_id: str = ""
    channel_name: str = ""
    how: How | None = None
    weekdays: frozenset[int] = frozenset()
    every: int | None = None
    start: date | None = None
    at: time | None = None
    until: date | None = None
    times: int | None = None
    words: str = ""
    not_understood: list[str] = field(default_factory=list)


def read_wish(text: str, now: datetime) -> Wish:
    """Understand *text*; *now* is the local time of who wrote it."""
    reader = _Reader(text[:LONGEST], now)
    reader.read()
    return reader.wish


class _Reader:
    def __init__(self, text: str, now: datetime) -> None:
        self.wish = Wish()
        self._now, self._today = now, now.date()
        self._left = " ".join(text.replace("\u2019", "'").split())

    def read(self) -> None:
        self._channel()
        self._take(rf"\b(?:until|till|til|up to)\s+(?:the\s+)?({_DATE})", self._until)
        self._take(rf"\b({_NUMBER})\s+times\b", self._times)
        self._take(rf"\b{_NTH_DAY}\b(?:\s+of\s+\w+\s+month)?", self._unknown)
        self._recurrence()
        self._take(
            r"\bin\s+(half an hour|(?:an?|\d{1,4}|one|two|three|four|five|six)\s+"
            r"(?:minutes?|mins?|hours?|hrs?|days?|weeks?|fortnights?|months?))\b",
            self._in_a_while,
        )
        begins = r"(?:from|starting(?:\s+on)?|beginning(?:\s+on)?|as of|on|for|the)"
        self._take(rf"(?<![\w/-])(?:{begins}\s+)*({_DATE})(?![\w/-])", self._date)
        self._take(rf"\b(?:on\s+)?the\s+({_ORDINAL})\b", self._day_of_month)
        self._clock()
        self._conclude()
        self._what_is_left()

    def _channel(self) -> None:
        def by_id(found: re.Match[str]) -> bool:
            self.wish.channel_id = found[1]
            return True

        def by_name(found: re.Match[str]) -> bool:
            self.wish.channel_name = found[1].casefold()
            return True

        self._take(_CHANNEL_ID, by_id) or self._take(_CHANNEL_NAME, by_name)

    def _recurrence(self) -> None:
        """How often; the first of these that is spoken of."""
        weeks = rf"(?:other|second|2nd|third|3rd|fourth|4th|{_NUMBER})\s+weeks?"
        tries: tuple[tuple[str, Callable[[re.Match[str]], bool]], ...] = (
            (
                r"\b(?:on\s+)?(?:the\s+)?(first|1st|last)\s+(?:working|business|week)\s?day"
                + _OF_THE_MONTH,
                self._working_day,
            ),
            (rf"\b{_EVERY}\s+(?:week|working|business)\s?days?\b|\bweekdays\b", self._weekdays),
            (r"\b(?:mon|monday)\s*(?:-|to|through)\s*(?:fri|friday)\b", self._weekdays),
            (rf"\b{_EVERY}\s+weekends?\b", self._weekend),
            (rf"\b{_EVERY}\s+({weeks})(?:\s+on\s+({_DAY_LIST}))?\b", self._weeks),
            (rf"\b{_EVERY}\s+(other|second|2nd)\s+({_DAY})\b", self._weeks),
            (
                rf"\b(?:fortnightly|{_EVERY}\s+fortnight)(?:\s+on\s+({_DAY_LIST}))?\b",
                self._fortnight,
            ),
            (rf"\b(?:{_EVERY}\s+|on\s+)({_DAY_LIST})\b", self._days),
            (rf"\b(?:weekly|{_EVERY}\s+week)(?:\s+on\s+({_DAY_LIST}))?\b", self._week),
            (rf"\b(?:daily|{_EVERY}\s+day)\b", self._daily),
            (
                rf"\b(?:monthly|{_EVERY}\s+month)(?:\s+on)?(?:\s+the)?(?:\s+({_ORDINAL}))?\b",
                self._month,
            ),
            (_ON_EACH_DAY, self._month),
            (rf"\b{_EVERY}\s+({_ORDINAL})(?=\s|$)", self._month),
            (r"\b(once)\b", self._once),
        )
        for pattern, understand in tries:
            if self._take(pattern, understand):
                return
        if re.search(r"days\b", " ".join(re.findall(rf"\b{_DAY}\b", self._left)), re.IGNORECASE):
            self._take(rf"\b({_DAY_LIST})\b", self._days)

    def _working_day(self, found: re.Match[str]) -> bool:
        last = found[1].casefold() == "last"
        self.wish.how = How.LAST_WORKING_DAY if last else How.FIRST_WORKING_DAY
        return True

    def _unknown(self, found: re.Match[str]) -> bool:
        self.wish.not_understood.append(found[0])
        return True

    def _weekend(self, _found: re.Match[str]) -> bool:
        return self._weekly(frozenset({5, 6}))

    def _weekdays(self, _found: re.Match[str]) -> bool:
        return self._weekly(WORKING_WEEK)

    def _weeks(self, found: re.Match[str]) -> bool:
        word = found[1].casefold().split()[0]
        every = (
            2 if word in {"other", "2nd"} else _ORDINALS.get(word) or _number(word.rstrip("rdth"))
        )
        every = every or {"3rd": 3, "4th": 4}.get(word, 0)
        if not 1 <= every <= MOST_WEEKS:
            return False
        self.wish.every = every
        self._weekly(_days_in(found[2] or ""))
        self.wish.how = How.WEEKS if every > 1 else How.WEEKDAYS
        return True

    def _fortnight(self, found: re.Match[str]) -> bool:
        self.wish.every = 2
        self._weekly(_days_in(found[1] or ""))
        self.wish.how = How.WEEKS
        return True

    def _days(self, found: re.Match[str]) -> bool:
        """Days that recur; "on Friday", one day and no plural, is a date."""
        on_one = found[0].casefold().startswith("on ") and not found[0].casefold().endswith("s")
        return False if on_one else self._weekly(_days_in(found[1]))

    def _week(self, found: re.Match[str]) -> bool:
        return self._weekly(_days_in(found[1] or ""))

    def _weekly(self, days: frozenset[int]) -> bool:
        self.wish.how, self.wish.weekdays = How.WEEKDAYS, days
        return True

    def _daily(self, _found: re.Match[str]) -> bool:
        self.wish.how = How.DAILY
        return True

    def _once(self, _found: re.Match[str]) -> bool:
        self.wish.how = How.ONCE
        return True

    def _month(self, found: re.Match[str]) -> bool:
        self.wish.how = How.MONTHLY
        if found[1]:
            self._day_of_month(found)
        return True

    def _until(self, found: re.Match[str]) -> bool:
        self.wish.until = self._date_of(found[1])
        return self.wish.until is not None

    def _times(self, found: re.Match[str]) -> bool:
        times = _number(found[1])
        if not 1 <= times <= MOST_TIMES:
            return False
        self.wish.times = times
        return True

    def _in_a_while(self, found: re.Match[str]) -> bool:
        if found[1].casefold() == "half an hour":
            return self._at_moment(self._now + timedelta(minutes=30))
        many, unit = found[1].casefold().split()
        count = _number(many)
        if unit.startswith("m") and not unit.startswith("month"):
            return self._at_moment(self._now + timedelta(minutes=count))
        if unit.startswith("h"):
            return self._at_moment(self._now + timedelta(hours=count))
        days = {"d": 1, "w": 7, "f": 14}.get(unit[0])
        if (days or 31) * count > MOST_DAYS:
            return False
        later = self._today + timedelta(days=days * count) if days else self._in_months(count)
        self.wish.start = later
        self.wish.how = self.wish.how or How.ONCE
        return True

    def _at_moment(self, moment: datetime) -> bool:
        self.wish.start = moment.date()
        self.wish.at = moment.time().replace(second=0, microsecond=0)
        self.wish.how = self.wish.how or How.ONCE
        return True

    def _date(self, found: re.Match[str]) -> bool:
        day = self._date_of(found[1])
        if day is None:
            return False
        self.wish.start = day
        return True

    def _day_of_month(self, found: re.Match[str]) -> bool:
        number = int(re.sub(r"\D", "", found[1]))
        for ahead in range(13):
            first = self._in_months(ahead, day=1)
            if number <= monthrange(first.year, first.month)[1]:
                day = first.replace(day=max(number, 1))
                if number and day >= self._today:
                    self.wish.start = day
                    return True
        return False

    def _clock(self) -> None:
        on_the_hour = r"(?:\s*o'?clock)?"
        half = r"\b(?:at\s+)?half\s+past\s+(\d{1,2}|" + "|".join(_NUMBERS) + r")\b"
        tries: tuple[tuple[str, Callable[[re.Match[str]], time | None]], ...] = (
            (half, lambda m: _at(_number(m[1]), 30, "")),
            (
                r"(?<![\w:.])(?:at\s+)?(\d{1,2})[:.](\d{2})\s*([ap]\.?m\b\.?)?(?![\w:])",
                lambda m: _at(int(m[1]), int(m[2]), m[3] or "24"),
            ),
            (
                r"(?<![\w:.])(?:at\s+)?(\d{1,2})\s*([ap]\.?m\b\.?)(?!\w)",
                lambda m: _at(int(m[1]), 0, m[2]),
            ),
            (r"\b(?:at\s+)?(noon|midday)\b", lambda _m: time(12)),
            (r"\b(?:at\s+)midnight\b", lambda _m: time(0)),
            (r"\bat\s+(\d{2})(\d{2})\b", lambda m: _at(int(m[1]), int(m[2]), "24")),
            (r"(?<!\S)(0\d)([0-5]\d)(?!\S)", lambda m: _at(int(m[1]), int(m[2]), "24")),
            (rf"\bat\s+(\d{{1,2}}){on_the_hour}(?![\w:.])", lambda m: _at(int(m[1]), 0, "")),
            (r"\b(\d{1,2})\s+o'?clock\b", lambda m: _at(int(m[1]), 0, "")),
        )
        for pattern, understood in tries:

            def take(found: re.Match[str], how: Callable[..., time | None] = understood) -> bool:
                self.wish.at = how(found)
                return self.wish.at is not None

            if self._take(pattern, take):
                return

    def _conclude(self) -> None:
        """What follows from what was said, and what a date or a time alone means."""
        wish = self.wish
        if wish.how is None and wish.start:
            wish.how = How.ONCE
        if wish.how is None and wish.at:
            wish.how = How.ONCE
            later = self._today + timedelta(days=1)
            wish.start = self._today if wish.at > self._now.time() else later
        weekly = wish.how in {How.WEEKDAYS, How.WEEKS}
        if weekly and not wish.weekdays:
            wish.weekdays = frozenset({(wish.start or self._today).weekday()})

    def _what_is_left(self) -> None:
        def not_understood(found: re.Match[str]) -> str:
            words = found[0].strip(" ,.")
            if len(words) > 1:
                self.wish.not_understood.append(words)
            return " "

        left = re.sub(_TIME_LIKE.pattern, not_understood, self._left, flags=re.IGNORECASE)
        self.wish.words = _FILLERS.sub("", " ".join(left.split())).strip()

    def _take(
        self, pattern: str | re.Pattern[str], understand: Callable[[re.Match[str]], bool]
    ) -> bool:
        """Take the first that is understood out of the text."""
        shape = re.compile(pattern, re.IGNORECASE) if isinstance(pattern, str) else pattern
        for found in shape.finditer(self._left):
            if understand(found):
                before, after = self._left[: found.start()], self._left[found.end() :]
                self._left = f"{before.rstrip()} {after.lstrip()}".strip()
                return True
        return False

    def _date_of(self, text: str) -> date | None:
        said = text.casefold().strip()
        if said in {"today", "tomorrow", "the day after tomorrow"}:
            ahead = ("today", "tomorrow", "the day after tomorrow").index(said)
            return self._today + timedelta(days=ahead)
        *before, last = said.split()
        if days := [] if before[1:] else list(_weekdays(last)):
            return self._next(days[0], or_today=before == ["this"])
        numbers = [int(each) for each in re.findall(r"\d+", said)]
        month = next((at for at, name in enumerate(_MONTHS, 1) if _names(said, name)), None)
        if month:
            day, *year = numbers
            return self._dated(year[0] if year else None, month, day)
        if "-" in said:
            return self._dated(*numbers)
        day, month, *year = numbers
        return self._dated(year[0] + 2000 * (year[0] < 100) if year else None, month, day)

    def _next(self, weekday: int, *, or_today: bool) -> date:
        ahead = (weekday - self._today.weekday()) % 7
        return self._today + timedelta(days=ahead or (0 if or_today else 7))

    def _dated(self, year: int | None, month: int, day: int) -> date | None:
        """The date, without a year the next one of that day and month; None if there is none."""
        years = [year] if year else range(self._today.year, self._today.year + 5)
        for each in years:
            try:
                found = date(each, month, day)
            except ValueError:
                continue
            if year or found >= self._today:
                return found
        return None

    def _in_months(self, count: int, day: int | None = None) -> date:
        """The same day of the month, so many months on, or the last one that the month has."""
        months = self._today.year * 12 + self._today.month - 1 + count
        year, month = divmod(months, 12)
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day or self._today.day, last))


def _number(word: str) -> int:
    return _NUMBERS.get(word.casefold(), int(word) if re.fullmatch(r"[0-9]+", word) else 0)


def _at(hour: int, minute: int, half: str) -> time | None:
    """A time of the day. Where nothing tells, one to six are hours of the afternoon."""
    half = half.casefold().replace(".", "")
    if half in {"am", "pm"}:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif not half and 1 <= hour <= 6:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _days_in(text: str) -> frozenset[int]:
    return frozenset(_weekdays(text))


def _weekdays(text: str) -> Iterator[int]:
    for word in re.findall(r"[a-z]+", text.casefold()):
        for number, name in enumerate(_DAYS):
            if len(word) > 2 and (name.startswith(word) or word.rstrip("s") in {name, name[:3]}):
                yield number


def _names(said: str, month: str) -> bool:
    return re.search(rf"\b{month[:3]}(?:t|{month[3:]})?\b", said) is not None
