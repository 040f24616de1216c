"""Bodies of 2009 that people still type."""

from __future__ import annotations

import pytest

from bot import clock
from bot.matching.matcher import Matcher
from bot.matching.old_names import OldNameFinder
from bot.matching.wording import Wording
from bot.replies.answering import Answering
from bot.replies.parts import Notice
from bot.toolkit.toolkit import Toolkit

TYPED = [
    ("soca", "what happened to soca", "tackling/soca"),
    ("ukba", "what happened to the uk border agency", "tackling/ukba"),
    ("ukba", "is ukba still going", "tackling/ukba"),
    ("gla", "who is the gangmasters licensing authority now", "tackling/gla"),
    ("glaa", "has the glaa closed", "tackling/gla"),
    ("ukhtc", "what is ukhtc called these days", "tackling/ukhtc"),
    ("ocjr", "what happened to ocjr", "tackling/ocjr"),
    ("ofcu", "what became of ofcu", "tackling/ofcu"),
    ("ceop", "who runs ceop now", "tackling/soca"),
    ("lcjb", "what happened to the local criminal justice board", "tackling/ocjr"),
    ("hmrc-minimum-wage", "hmrc minimum wage team, where did they go", "tackling/hmrc"),
    ("poppy-project", "what happened to the poppy project", "tackling/support-provisions"),
    (
        "ukba-case-owners",
        "who are the regional case owners now",
        "competent-authorities/ukba-case-owners",
    ),
    (
        "third-sector-agencies",
        "what should third sector agencies do",
        "voluntary-organisations/responsibilities",
    ),
    (
        "reflection-period-45-days",
        "what happened to the 45 day reflection period",
        "tackling/national-referral-mechanism",
    ),
]


@pytest.mark.parametrize(("old_name", "message", "heading"), TYPED)
def test_an_old_name_leads_to_the_heading_of_today(
    matcher: Matcher, old_name: str, message: str, heading: str
) -> None:
    match = matcher.match(message)

    assert old_name in match.old_names
    assert match.outcome.name != "none"
    assert match.outcome.ids[0] == heading


@pytest.mark.parametrize(("old_name", "message", "_heading"), TYPED)
def test_the_reply_says_what_became_of_the_old_name(
    answering: Answering, toolkit: Toolkit, old_name: str, message: str, _heading: str
) -> None:
    reply = answering.answer(message, None, clock.today())

    told = [part for part in reply.parts if isinstance(part, Notice)]
    assert Notice("note", (toolkit.old_names[old_name].say,)) in told


def test_every_old_name_is_found_however_it_is_called(toolkit: Toolkit) -> None:
    wording = Wording(toolkit.language)
    finder = OldNameFinder(toolkit.old_names.values(), wording)
    called = [(o.id, each) for o in toolkit.old_names.values() for each in o.also_called]

    missed = [
        (name, each)
        for name, each in called
        if name not in finder.find(wording.stems(f"what happened to the {each} please"))
    ]

    assert missed == []


def test_every_old_name_leads_to_headings_of_the_toolkit(toolkit: Toolkit) -> None:
    led_to = {heading for old in toolkit.old_names.values() for heading in old.leads_to}

    assert led_to <= set(toolkit.entries)


def test_an_old_name_typed_twice_is_told_once(matcher: Matcher) -> None:
    assert matcher.match("soca? is soca gone").old_names == ("soca",)


def test_two_old_names_are_told_in_the_order_typed(matcher: Matcher) -> None:
    assert matcher.match("did ukba and soca merge").old_names == ("ukba", "soca")


@pytest.mark.parametrize(
    "message",
    ["what is the nrm", "call the police", "who do i ring at border force", "social work"],
)
def test_a_name_of_today_is_no_old_name(matcher: Matcher, message: str) -> None:
    assert matcher.match(message).old_names == ()


def test_every_old_name_is_found_in_a_message(matcher: Matcher, toolkit: Toolkit) -> None:
    for old in toolkit.old_names.values():
        for name in old.also_called:
            assert old.id in matcher.match(f"what happened to the {name}").old_names, name


def test_no_old_name_finds_nothing(matcher: Matcher, toolkit: Toolkit) -> None:
    for old in toolkit.old_names.values():
        outcome = matcher.match(f"what happened to the {old.also_called[0]}").outcome
        assert outcome.name != "none", old.id
