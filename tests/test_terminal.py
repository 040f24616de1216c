"""A reply for somebody at a terminal."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.matching.matcher import Matcher
from bot.replies import pages
from bot.replies.answering import Answering
from bot.replies.entries import step_line
from bot.replies.parts import (
    ContactLine,
    Contacts,
    Do,
    Finder,
    Notice,
    Offer,
    Offers,
    Part,
    Points,
    Reply,
    SourceLine,
    Sources,
    StepLine,
    Steps,
    Text,
    Title,
)
from bot.terminal import show, show_why
from bot.toolkit.toolkit import Toolkit

TODAY = date(2026, 11, 23)
BRACKETS = "[bold]not bold[/bold] [/] [link=x] [[ ]] [0] :wave: \\[x"


def every_part(text: str) -> list[Part]:
    """One of each part of a reply, which says *text* wherever it can."""
    return [
        Notice("danger", (text, text)),
        Notice("caution", (text,)),
        Notice("note", (text,)),
        Title(text, over=text),
        Text(text, text),
        Points(text, (text, text), ("1", "2")),
        Steps(text, (StepLine(text, text, ((text, text),)),)),
        Contacts(text, (ContactLine(text, text, text, text, text, text, (text,)),)),
        Sources(text, (SourceLine(text, text),), (text,)),
        Offers((Offer(Do.SHOW, text, "police/nrm-role"),)),
    ]


@pytest.mark.parametrize("at", range(len(every_part(""))))
def test_brackets_are_shown_as_they_are_written(at: int) -> None:
    part = every_part(BRACKETS)[at]

    assert BRACKETS in _shown(Reply(BRACKETS, (part,)))


def test_a_title_says_whose_it_is_above_it() -> None:
    lines = _shown(Reply("", (Title("Keeping records", over="Police"),))).split("\n")

    assert [line.strip() for line in lines if line.strip()] == ["POLICE", "Keeping records"]


def test_steps_are_numbered_and_say_who_acts(toolkit: Toolkit) -> None:
    route = toolkit.routes["route/child"]
    steps = tuple(step_line(toolkit, step) for step in route.steps)

    shown = _shown(Reply("", (Steps(route.title, steps),)))

    for number, step in enumerate(route.steps, start=1):
        assert f"{number}. {step.who}: {step.do}" in shown


def test_every_word_of_an_answer_is_shown(answering: Answering, toolkit: Toolkit) -> None:
    entry = toolkit.guidance["health-services/nrm-role"]

    shown = _shown(answering.show(entry.id, TODAY))

    said = [entry.title, entry.summary, *(each.say for each in (*entry.points, *entry.do_not))]
    assert entry.not_you
    assert [text for text in (*said, entry.not_you.say) if text not in shown] == []
    for contact in entry.contacts:
        assert toolkit.contacts[contact].name in shown
        assert (toolkit.contacts[contact].phone or "") in shown


def test_an_offer_is_shown_with_the_id_to_ask_for() -> None:
    offers = Offers((Offer(Do.SHOW, "Keeping records", "police/keeping-records"),))

    assert "Keeping records (police/keeping-records)" in _shown(Reply("", (offers,)))


def test_what_only_slack_can_do_is_not_offered() -> None:
    only_slack = (Do.SET_AGENCY, Do.NOT_MEANT, Do.RELATED, Do.FULL, Do.SHARE)
    offers = Offers(tuple(Offer(do, "press me", "x") for do in only_slack))

    assert _shown(Reply("", (offers,))).strip() == ""


def test_a_box_to_type_into_is_not_drawn_where_nobody_answers_it() -> None:
    assert _shown(Reply("", (Finder("Find a page", "Type a word"),))).strip() == ""


def test_every_heading_and_route_can_be_shown(answering: Answering, toolkit: Toolkit) -> None:
    for entry in toolkit.entries.values():
        assert entry.title in _shown(answering.show(entry.id, TODAY))
        assert entry.summary in _shown(answering.full(entry.id, TODAY))
        assert _shown(answering.related(entry.id)).strip()


def test_every_page_can_be_shown(toolkit: Toolkit) -> None:
    replies = [
        pages.help_page(toolkit),
        pages.home_page(toolkit, None),
        pages.topics_page(toolkit),
        pages.contacts_page(toolkit),
        pages.agency_page(toolkit, None),
        pages.agency_unknown_page(toolkit, BRACKETS),
        *(pages.agency_page(toolkit, each) for each in toolkit.agencies),
        *(pages.section_page(toolkit, each.id) for each in toolkit.outline.sections),
        *(pages.branch_page(toolkit, each.id) for each in toolkit.choosing.questions),
    ]

    assert [reply for reply in replies if not _shown(reply).strip()] == []


def test_a_reply_fits_a_narrow_terminal(answering: Answering, toolkit: Toolkit) -> None:
    for entry_id in toolkit.entries:
        shown = _shown(answering.show(entry_id, TODAY), width=40)
        assert max(map(len, shown.split("\n"))) <= 40


@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=st.text(max_size=200), width=st.integers(min_value=1, max_value=200))
def test_any_text_can_be_shown_at_any_width(text: str, width: int) -> None:
    _shown(Reply(text, tuple(every_part(text))), width=width)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(message=st.text(max_size=600))
def test_the_answer_to_any_text_can_be_shown(answering: Answering, message: str) -> None:
    assert _shown(answering.answer(message, None, TODAY)).strip()


@pytest.mark.parametrize(
    ("message", "agency", "told"),
    [
        ("what is human trafficking", None, "tackling/what-is-trafficking"),
        ("im a nurse, what do i write", None, "health-services"),
        ("a question on safegaurding", None, "safegaurding"),
        ("what happened to soca", "police", "soca"),
        ("he has a knife to her throat", None, "YES"),
        ("", None, "nothing near"),
    ],
)
def test_why_tells_how_a_message_was_read(
    matcher: Matcher, message: str, agency: str | None, told: str
) -> None:
    console = _console(200)

    show_why(matcher.match(message, agency), console)

    assert told in _text(console)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(message=st.text(max_size=300))
def test_why_can_be_told_of_any_text(matcher: Matcher, message: str) -> None:
    console = _console(120)

    show_why(matcher.match(message), console)

    assert "outcome" in _text(console)


def _console(width: int) -> Console:
    return Console(file=StringIO(), width=width, highlight=False)


def _text(console: Console) -> str:
    file = console.file
    assert isinstance(file, StringIO)
    return file.getvalue()


def _shown(reply: Reply, *, width: int = 5000) -> str:
    """What a terminal shows; wide by default, so that no line is broken."""
    console = _console(width)
    show(reply, console)
    return _text(console)
