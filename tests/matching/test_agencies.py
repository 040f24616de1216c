"""Whose question is it?"""

from __future__ import annotations

import pytest

from bot.matching.matcher import Matcher
from bot.toolkit.toolkit import Toolkit


@pytest.mark.parametrize(
    ("message", "agency"),
    [
        ("I am a nurse, what do i write down", "health-services"),
        ("im a band 6 community nurse, who do i ring", "health-services"),
        ("custody sgt here, lad in cell 4 was made to sell drugs", "police"),
        ("prison officer speaking, can we refer", "prison-service"),
        ("border force officer at dover, what do i record", "border-agency"),
        ("as a magistrate what should i look for", "crown-prosecution-service"),
        ("social worker, 16 year old girl, what do i do", "social-services"),
        ("i work in a food bank, who can refer a guest", "voluntary-organisations"),
        ("housing officer checking in about a tenant", "local-authorities"),
        ("ieca caseworker here, which test do i apply", "competent-authorities"),
        ("what do i document, im on the ward", "health-services"),
        ("on duty in the prison, prisoner says he is a victim", "prison-service"),
    ],
)
def test_an_agency_is_known_by_trade_and_workplace(
    matcher: Matcher, message: str, agency: str
) -> None:
    found = matcher.match(message).agency

    assert found is not None
    assert (found.id, found.how) == (agency, "named")


@pytest.mark.parametrize("said", ["i am a {}, what do i write down", "{} here, what do i do"])
def test_every_job_title_names_its_agency(matcher: Matcher, toolkit: Toolkit, said: str) -> None:
    titles = [(name, a.id) for a in toolkit.agencies.values() for name in a.called.people]

    assert [each for each in titles if _named(matcher, said.format(each[0])) != each[1]] == []


def test_every_workplace_names_its_agency(matcher: Matcher, toolkit: Toolkit) -> None:
    places = [(name, a.id) for a in toolkit.agencies.values() for name in a.called.places]

    wrong = [p for p in places if _named(matcher, f"i work at {p[0]}, who do i tell") != p[1]]

    assert wrong == []


@pytest.mark.parametrize(
    ("message", "agency"),
    [
        ("nurse here, the police told me she is a victim. what do i write down", "health-services"),
        ("the police told me she is a victim, i am a nurse, what do i write", "health-services"),
        ("im a teacher, do i ring the police or the council", "social-services"),
        ("i run a food bank, should i tell the social worker", "voluntary-organisations"),
        ("prison officer here, passed on by the nurse", "prison-service"),
    ],
)
def test_a_body_that_others_are_is_not_the_asker_s(
    matcher: Matcher, message: str, agency: str
) -> None:
    assert _named(matcher, message) == agency


@pytest.mark.parametrize(
    "message", ["do i ring the police", "should i tell the nurse", "can i call the council"]
)
def test_whom_to_call_does_not_say_who_asks(matcher: Matcher, message: str) -> None:
    assert matcher.match(message).agency is None


@pytest.mark.parametrize("message", ["what do i write down", "is the nrm anonymous", "hello", ""])
def test_a_message_that_names_nobody_leaves_the_agency_unknown(
    matcher: Matcher, message: str
) -> None:
    assert matcher.match(message).agency is None


def test_a_hint_alone_names_nobody(matcher: Matcher) -> None:
    """Many people have patients, tenants and clients; a hint only tips the scales."""
    assert matcher.match("what do i write down about the patient").agency is None


def test_two_agencies_named_alike_leave_it_unknown(matcher: Matcher) -> None:
    assert matcher.match("i am a dentist and firefighter, what do i do").agency is None


def test_a_saved_agency_stands_where_the_message_names_none(matcher: Matcher) -> None:
    found = matcher.match("what do i write down", "prison-service").agency

    assert found is not None
    assert (found.id, found.how) == ("prison-service", "saved")


def test_the_message_wins_over_a_saved_agency(matcher: Matcher) -> None:
    match = matcher.match("i am a nurse, what do i write in the record", "prison-service")

    assert match.agency is not None
    assert (match.agency.id, match.agency.how) == ("health-services", "named")
    assert match.outcome.ids[0] == "health-services/keeping-records"


def test_ringing_another_body_does_not_undo_a_saved_agency(matcher: Matcher) -> None:
    found = matcher.match("can i tell the council about my patient", "health-services").agency

    assert found is not None
    assert found.id == "health-services"


def test_the_words_that_gave_the_agency_away_are_told(matcher: Matcher) -> None:
    found = matcher.match("im a midwife, what do i write down").agency

    assert found is not None
    assert found.words == ("midwife",)


def _named(matcher: Matcher, message: str) -> str:
    found = matcher.match(message).agency
    return found.id if found else ""


@pytest.mark.parametrize(
    ("message", "agency"),
    [
        ("can this be used in court", "police"),
        ("what do i write, she is in hospital now", "police"),
        ("my patient was in prison, what do i record", "health-services"),
    ],
)
def test_a_place_that_somebody_is_at_does_not_undo_a_saved_agency(
    matcher: Matcher, message: str, agency: str
) -> None:
    found = matcher.match(message, agency).agency

    assert found is not None
    assert found.id == agency
