"""The shapes of everything written under ``content/``.

Each model refuses what it does not know, so that a typing slip in a key is an error and not a
silence. Lengths are characters, and are set so that whatever is written fits a Slack message.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from bot.toolkit.content import Content

TITLE_LIMIT = 100
SUMMARY_LIMIT = 350
POINT_LIMIT = 300

HeadingId = Annotated[str, StringConstraints(pattern=r"^[a-z-]+/[a-z0-9-]+$")]
RouteId = Annotated[str, StringConstraints(pattern=r"^route/[a-z-]+$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
Title = Annotated[str, StringConstraints(min_length=3, max_length=TITLE_LIMIT)]
Summary = Annotated[str, StringConstraints(min_length=20, max_length=SUMMARY_LIMIT)]
Point = Annotated[str, StringConstraints(min_length=10, max_length=POINT_LIMIT)]
Phrase = Annotated[str, StringConstraints(min_length=2, max_length=400)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=60, to_lower=True)]
SourceRef = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9.]*(-[A-Za-z0-9.]+)*$")]


class Heading(Content):
    """One line of the toolkit's contents page, as printed."""

    id: HeadingId
    title: str
    page: int = Field(ge=1)
    headings: tuple[Heading, ...] = ()


class Section(Content):
    """One part of the contents page."""

    id: Slug
    title: str
    headings: tuple[Heading, ...]


class Outline(Content):
    """The toolkit's contents page, in its order."""

    sections: tuple[Section, ...]


class Statement(Content):
    """One thing the bot says, with the sources it stands on."""

    say: Point
    sources: tuple[SourceRef, ...] = Field(min_length=1)


class ToCheck(Content):
    """One thing that is not certain, and the contact to check it with."""

    say: Point
    ask: Slug
    sources: tuple[SourceRef, ...] = ()


class Dated(Content):
    """What somebody has read against its sources, and must read again."""

    checked: date
    check_by: date
    owner: str = Field(min_length=3, max_length=80)

    @field_validator("check_by")
    @classmethod
    def is_later_than_checked(cls, check_by: date, others: ValidationInfo) -> date:
        if "checked" in others.data and check_by <= others.data["checked"]:
            raise ValueError("must be later than checked; set the next day to check this")
        return check_by


class Entry(Dated):
    """What can be the answer to a question, and how people ask for it."""

    id: HeadingId
    asked_as: tuple[Phrase, ...] = Field(min_length=15)


class Guidance(Entry):
    """What the bot says under one heading."""

    title: Title
    summary: Summary
    not_you: Statement | None = None
    points: tuple[Statement, ...] = Field(min_length=3, max_length=8)
    do_not: tuple[Statement, ...] = Field(min_length=1, max_length=4)
    to_check: tuple[ToCheck, ...] = Field(default=(), max_length=4)
    then_and_now: Statement | None = None
    routes: tuple[RouteId, ...] = Field(default=(), max_length=5)
    contacts: tuple[Slug, ...] = Field(default=(), max_length=5)
    see_also: tuple[HeadingId, ...] = Field(min_length=1, max_length=6)


class Step(Content):
    """One step of a referral: who does what, by when, with which contact and form."""

    who: str = Field(min_length=2, max_length=80)
    do: Point
    by_when: str | None = Field(default=None, max_length=80)
    why: str | None = Field(default=None, max_length=200)
    contacts: tuple[Slug, ...] = Field(default=(), max_length=5)
    form: Slug | None = None
    then: RouteId | None = None
    sources: tuple[SourceRef, ...] = Field(min_length=1)


class Route(Entry):
    """One referral, as the steps that a person takes in order."""

    id: RouteId
    title: Title
    summary: Summary
    use_when: str = Field(min_length=10, max_length=150)
    not_you: Statement | None = None
    for_first_responders: bool | None = None  # true: only for those who can refer; false: others
    steps: tuple[Step, ...] = Field(min_length=3, max_length=12)
    do_not: tuple[Statement, ...] = Field(default=(), max_length=5)
    to_check: tuple[ToCheck, ...] = Field(default=(), max_length=5)
    nations: tuple[Statement, ...] = Field(default=(), max_length=4)
    contacts: tuple[Slug, ...] = Field(min_length=1, max_length=5)
    see_also: tuple[HeadingId, ...] = Field(default=(), max_length=6)


class Branch(Content):
    """One answer to a question on the way to a route: the next question, or the route."""

    say: str = Field(min_length=2, max_length=75)
    leads_to: str


class BranchPoint(Content):
    """One question that decides the route."""

    id: Slug
    ask: str = Field(min_length=5, max_length=150)
    help: str | None = Field(default=None, max_length=300)
    answers: tuple[Branch, ...] = Field(min_length=2, max_length=5)


class Choosing(Content):
    """The questions that lead to a route, as a graph that starts at ``start``."""

    start: Slug
    questions: tuple[BranchPoint, ...] = Field(min_length=1)


class Duty(Content):
    """Whether an agency may or must do a thing, said so that its staff can act on it."""

    answer: Literal["yes", "no", "some"]
    say: Point
    sources: tuple[SourceRef, ...] = Field(min_length=1)


class Called(Content):
    """The words by which an agency's staff give themselves away, lower case."""

    people: tuple[Word, ...] = Field(min_length=5)
    places: tuple[Word, ...] = Field(min_length=5)
    hints: tuple[Word, ...] = ()


class Example(Content):
    """Somebody made up who works for an agency, and what they ask, to show what can be asked."""

    name: str = Field(min_length=2, max_length=40)
    job: str = Field(min_length=2, max_length=60)
    asks: str = Field(min_length=10, max_length=200)
    order: int = Field(ge=1, le=99)


class Agency(Content):
    """One of the bodies that the toolkit has a section for."""

    id: Slug
    name: str = Field(min_length=3, max_length=60)
    short: str = Field(min_length=2, max_length=30)
    you_are: str = Field(min_length=5, max_length=75)
    first_responder: Duty
    duty_to_notify: Duty
    example: Example
    called: Called


class Kind(Content):
    """A heading that recurs from agency to agency, and what stands in where one has none."""

    id: Slug
    title: str = Field(min_length=3, max_length=75)
    general: HeadingId
    asked_as: tuple[Phrase, ...] = ()  # whoever asks; what one agency says stands with its heading
    within: tuple[HeadingId, ...] = ()  # headings that hold this for agencies without one of it


class Contact(Content):
    """Whom to call or write to. Only what was read in a dated source."""

    id: Slug
    name: str = Field(min_length=3, max_length=100)
    use_for: str = Field(alias="for", min_length=5, max_length=250)
    phone: str | None = Field(default=None, max_length=80)
    hours: str | None = Field(default=None, max_length=120)
    email: str | None = Field(default=None, pattern=r"^[^@\s]+@[^@\s]+$")
    url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    local: bool = False
    reach_through: tuple[Slug, ...] = ()
    where: str = Field(max_length=100)
    access: str | None = Field(default=None, max_length=300)
    check: str | None = Field(default=None, max_length=300)
    sources: tuple[SourceRef, ...] = Field(min_length=1)
    source_date: str
    checked: date

    @model_validator(mode="after")
    def can_be_reached(self) -> Self:
        if not (self.phone or self.email or self.url or self.local or self.reach_through):
            raise ValueError("give a phone, email or url, or say whom to reach it through")
        return self

    @property
    def digits(self) -> frozenset[str]:
        """Every number in ``phone``, digits only."""
        return frozenset(phone_numbers(self.phone or ""))


class Source(Content):
    """A document that the bot's words stand on."""

    key: SourceRef
    title: str
    publisher: str
    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    dated: str
    licence: str = ""


class OldName(Content):
    """A body, form or term of 2009 that people still type, and what became of it."""

    id: Slug
    name: str = Field(min_length=2, max_length=100)
    also_called: tuple[Word, ...] = Field(min_length=1)
    today: str = Field(min_length=2, max_length=120)
    say: Point
    leads_to: tuple[HeadingId, ...] = Field(min_length=1, max_length=3)
    contact: Slug | None = None
    sources: tuple[SourceRef, ...] = Field(min_length=1)


class Term(Content):
    """A word of the trade."""

    term: str = Field(min_length=2, max_length=60)
    stands_for: str | None = Field(default=None, max_length=120)
    means: str = Field(min_length=5, max_length=200)
    also: tuple[Word, ...] = ()
    leads_to: HeadingId
    sources: tuple[SourceRef, ...] = ()


class Urgent(Content):
    """What is said before anything else in danger, and examples to know danger by."""

    say: tuple[Statement, ...] = Field(min_length=1, max_length=4)
    route: RouteId
    contacts: tuple[Slug, ...] = Field(min_length=1)
    phrases: tuple[Phrase, ...] = Field(min_length=1)
    heard: tuple[Phrase, ...] = Field(min_length=1)
    calm: tuple[Phrase, ...] = Field(min_length=1)


class AboutSelf(Content):
    """How somebody says that a trade or a workplace is their own."""

    before: tuple[Word, ...]
    after: tuple[Word, ...]
    workplace: tuple[Word, ...]  # "at", as in "at the food bank": where one is, one may well work


class AboutOthers(Content):
    """How somebody says that a body is not their own."""

    before: tuple[Word, ...]
    after: tuple[Word, ...] = ()  # "a detective rang"
    articles: tuple[Word, ...]  # "the police", "two coppers": most often somebody else


class Language(Content):
    """How people write in a hurry."""

    shorthand: dict[Word, Word]
    trade: dict[Word, Word]
    same_meaning: tuple[tuple[Word, ...], ...]
    about_self: AboutSelf
    about_others: AboutOthers
    asking: tuple[Word, ...]
    question_words: tuple[Word, ...] = ()
    joining_words: tuple[Word, ...] = ()
    small_words: tuple[Word, ...]
    right_words: tuple[Word, ...] = ()
    follow_ups: tuple[Word, ...] = ()
    fact_changes: tuple[Word, ...] = ()


class NotOurs(Content):
    """A neighbouring subject that is asked for and that the toolkit does not cover."""

    id: Slug
    title: str = Field(min_length=3, max_length=75)
    asked_as: tuple[Phrase, ...] = Field(min_length=3)


_NUMBER = re.compile(r"\d(?<![\d£]\d)[\d\s().-]{5,}\d")


def phone_numbers(text: str) -> list[str]:
    """The telephone numbers in *text*, digits only, however they are spaced or bracketed.

    What follows a number ("0800 808 3733 24 hours") is told apart by its grouping: a number is the
    longest run of groups that begins with 0 and has 10 or 11 digits, or with 44 and up to 12.
    999 and 101 are too short.
    """
    found = []
    for run in _NUMBER.findall(text):
        groups = re.findall(r"\d+", run)
        at = 0
        while at < len(groups):
            length = _number_length(groups[at:])
            if length:
                found.append("".join(groups[at : at + length]))
            at += length or 1
    return found


def _number_length(groups: list[str]) -> int:
    """How many of the first *groups* make a telephone number; 0 if they make none."""
    abroad = 1 if groups[0].startswith("44") else 0
    if not (abroad or groups[0].startswith("0")):
        return 0
    fitting = [
        length
        for length in range(1, len(groups) + 1)
        if 10 <= sum(map(len, groups[:length])) <= 11 + abroad
    ]
    return fitting[-1] if fitting else 0
