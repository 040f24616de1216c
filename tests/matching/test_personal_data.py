"""Details that could identify somebody."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.personal_data import may_identify
from bot.replies.answering import Answering
from bot.replies.parts import Notice
from bot.toolkit.toolkit import Toolkit


@pytest.mark.parametrize(
    "message",
    [
        "her name is Anna and she is scared",
        "his name's Paul",
        "their name is Sam",
        "she is called Maria",
        "the girl is named linh",
        "a girl called Anna",
        "my client, named Linh",
        "Mr Smith told me",
        "ask Mrs Jones",
        "ring (020) 7946 0018",
        "her date of birth is in the file",
        "dob 1/2/2001",
        "born on 4 May",
        "ref 04.05.1999 who decides",
        "his number is 07700 900123",
        "ring +44 7700 900123",
        "ring 020 7946 0018 please",
        "she lives at SW1A 1AA",
        "he works in m11ae",
        "write to someone@example.org",
        "nino AB123456C",
        "ho ref A1234567",
        "nhs number 943 476 5919",
    ],
)
def test_what_may_identify_somebody_is_noticed(message: str) -> None:
    assert may_identify(message)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "patient won't speak without her boyfriend, what do I do",
        "who is called first",
        "the form is called the nrm",
        "call 999 or 101",
        "section 45 of the Modern Slavery Act 2015",
        "s52 msa 2015 and the Nationality and Borders Act 2022",
        "does article 4 of the Human Rights Act 1998 apply",
        "directive 2011/36",
        "is the ms1 form gone",
        "an mg11 and an mg6c for the file",
        "45 days or 30 days",
        "what is the duty to notify called now",
        "she is 17 and there are 12 of them",
    ],
)
def test_what_identifies_nobody_is_let_be(message: str) -> None:
    assert not may_identify(message)


def test_the_numbers_and_addresses_of_our_own_contacts_identify_nobody(
    answering: Answering, toolkit: Toolkit
) -> None:
    """Somebody who asks whether a number is right has told nothing of anybody."""
    caution = toolkit.messages.caution

    for contact in toolkit.contacts.values():
        for quoted in filter(None, (contact.phone, contact.email)):
            parts = answering.answer(f"is {quoted} right", None, date(2026, 11, 23)).parts
            assert Notice("caution", (caution,)) not in parts, quoted


def test_titles_of_the_law_and_of_our_sources_identify_nobody(toolkit: Toolkit) -> None:
    titles = {source.title for source in toolkit.sources.values()}

    assert {title for title in titles if may_identify(title)} == set()


def test_a_helpline_s_number_does_not_hide_somebody_s_own() -> None:
    assert may_identify("call 0800 808 3733 or her on 07700 900123", {"08008083733"})


_LETTERS = st.text("abcdefghijklmnopqrstuvwxyz ", max_size=20)
_NUMBER = st.from_regex(r"07[0-9]{3} ?[0-9]{6}", fullmatch=True)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(_LETTERS, _NUMBER, _LETTERS)
def test_a_mobile_number_is_noticed_in_any_company(before: str, number: str, after: str) -> None:
    assert may_identify(f"{before} {number} {after}")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=4000))
def test_any_text_can_be_looked_at(message: str) -> None:
    assert may_identify(message) in (True, False)
