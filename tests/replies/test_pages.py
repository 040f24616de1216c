"""Replies that answer no question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.replies import pages
from bot.replies.answering import Answering
from bot.replies.parts import (
    Contacts,
    Do,
    Finder,
    Notice,
    Offer,
    Offers,
    Points,
    Reply,
    Text,
    Title,
)
from bot.toolkit.toolkit import Toolkit, UnknownIdError

TODAY = date(2026, 11, 23)


def test_help_says_what_the_bot_does_and_offers_a_way_on(toolkit: Toolkit) -> None:
    reply = pages.help_page(toolkit)

    assert Points("", toolkit.messages.help) in reply.parts
    assert {Do.WALK, Do.TOPICS, Do.CONTACTS} <= {offer.do for offer in _offers(reply)}


def test_the_topics_are_the_parts_of_the_toolkit_and_the_routes(toolkit: Toolkit) -> None:
    offered = [offer.about for offer in _offers(pages.topics_page(toolkit))]

    assert offered == [*(section.id for section in toolkit.outline.sections), "route"]


def test_an_agency_s_part_bears_the_agency_s_name_of_today(toolkit: Toolkit) -> None:
    labels = {offer.about: offer.label for offer in _offers(pages.topics_page(toolkit))}

    for agency in toolkit.agencies.values():
        assert labels[agency.id] == agency.name


def test_all_headings_and_routes_are_listed_once_under_the_topics(toolkit: Toolkit) -> None:
    sections = [offer.about for offer in _offers(pages.topics_page(toolkit))]

    listed = [o.about for each in sections for o in _offers(pages.section_page(toolkit, each))]

    assert listed == list(toolkit.entries)


def test_a_part_that_is_no_more_is_unknown(toolkit: Toolkit) -> None:
    with pytest.raises(UnknownIdError):
        pages.section_page(toolkit, "no-such-part")


def test_all_contacts_are_on_one_page(toolkit: Toolkit) -> None:
    (shown,) = [p for p in pages.contacts_page(toolkit).parts if isinstance(p, Contacts)]

    assert [line.name for line in shown.contacts] == [c.name for c in toolkit.contacts.values()]


def test_the_way_to_a_route_asks_one_question_at_a_time(toolkit: Toolkit) -> None:
    for question in toolkit.choosing.questions:
        reply = pages.branch_page(toolkit, question.id)
        title = reply.parts[0]
        assert isinstance(title, Title)
        assert title.text == question.ask
        assert not question.help or Text(question.help) in reply.parts
        assert [(offer.label, offer.about) for offer in _offers(reply)] == [
            (answer.say, answer.leads_to) for answer in question.answers
        ]


def test_every_way_through_the_questions_ends_at_steps(toolkit: Toolkit) -> None:
    def ends(question: str, asked: frozenset[str]) -> Iterator[str]:
        assert question not in asked, "goes round in a circle"
        for offer in _offers(pages.branch_page(toolkit, question)):
            if offer.do is Do.STEPS:
                yield offer.about
            else:
                assert offer.do is Do.WALK
                yield from ends(offer.about, asked | {question})

    assert set(ends(toolkit.choosing.start, frozenset())) == set(toolkit.routes)


def test_the_first_question_is_whether_anybody_is_in_danger(toolkit: Toolkit) -> None:
    first = _offers(pages.branch_page(toolkit, toolkit.choosing.start))[0]

    assert (first.do, first.about) == (Do.STEPS, toolkit.urgent.route)


def test_a_question_that_is_no_more_is_unknown(toolkit: Toolkit) -> None:
    with pytest.raises(UnknownIdError):
        pages.branch_page(toolkit, "no-such-question")


@pytest.mark.parametrize("kept", [None, "", "no-such-agency"])
def test_without_an_agency_the_page_offers_to_set_one(toolkit: Toolkit, kept: str | None) -> None:
    reply = pages.agency_page(toolkit, kept)

    assert [offer.do for offer in _offers(reply)] == [Do.SET_AGENCY]
    assert reply.summary == toolkit.messages.agency_none


def test_a_kept_agency_is_shown_with_its_duties_and_can_be_changed_or_forgotten(
    toolkit: Toolkit,
) -> None:
    for agency in toolkit.agencies.values():
        reply = pages.agency_page(toolkit, agency.id)
        (duties,) = [part for part in reply.parts if isinstance(part, Points)]
        assert duties.items == (agency.first_responder.say, agency.duty_to_notify.say)
        assert [offer.do for offer in _offers(reply)] == [Do.SET_AGENCY, Do.FORGET_AGENCY]
        assert agency.name in reply.summary
        assert Text(toolkit.messages.agency_kept) in reply.parts


@pytest.mark.parametrize(
    ("typed", "agency"),
    [
        ("police", "police"),
        ("Police", "police"),
        ("health-services", "health-services"),
        ("Health services", "health-services"),
        ("helth", "health-services"),
        ("nurse", "health-services"),
        ("midwfe", "health-services"),
        ("PRISON OFFICER", "prison-service"),
        ("cps", "crown-prosecution-service"),
        ("food bank", "voluntary-organisations"),
        ("  council  ", "local-authorities"),
        ("border force", "border-agency"),
        ("social worker", "social-services"),
    ],
)
def test_an_agency_is_found_by_what_its_people_call_themselves(
    toolkit: Toolkit, typed: str, agency: str
) -> None:
    found = pages.find_agency(toolkit, typed)

    assert found is not None
    assert found.id == agency


def test_an_agency_is_found_by_each_of_its_own_names(toolkit: Toolkit) -> None:
    for agency in toolkit.agencies.values():
        for name in (agency.id, agency.name, agency.short, agency.name.upper()):
            found = pages.find_agency(toolkit, name)
            assert found is not None
            assert found.id == agency.id


@pytest.mark.parametrize("typed", ["", "   ", "?", "zzxqv", "the moon", "\U0001f642"])
def test_what_is_no_agency_is_none(toolkit: Toolkit, typed: str) -> None:
    assert pages.find_agency(toolkit, typed) is None


@settings(max_examples=60, deadline=None, derandomize=True)
@given(typed=st.text(max_size=200))
def test_any_text_can_be_looked_for_among_the_agencies(toolkit: Toolkit, typed: str) -> None:
    found = pages.find_agency(toolkit, typed)

    assert found is None or found in toolkit.agencies.values()


def test_an_unknown_agency_is_named_again_with_those_there_are(toolkit: Toolkit) -> None:
    reply = pages.agency_unknown_page(toolkit, "ministry of magic")

    assert "ministry of magic" in reply.summary
    assert all(agency.name in reply.summary for agency in toolkit.agencies.values())
    assert [offer.do for offer in _offers(reply)] == [Do.SET_AGENCY]


def test_what_was_typed_for_an_agency_is_cut_short(toolkit: Toolkit) -> None:
    assert "x" * 41 not in pages.agency_unknown_page(toolkit, "x" * 500).summary


def test_saving_and_forgetting_an_agency_is_confirmed(toolkit: Toolkit) -> None:
    police = toolkit.agencies["police"]

    assert police.name in pages.agency_saved_page(toolkit, police).summary
    forgotten = pages.agency_forgotten_page(toolkit)
    assert forgotten.summary == toolkit.messages.agency_forgotten


def test_a_page_that_is_gone_is_named_by_its_id(toolkit: Toolkit) -> None:
    with pytest.raises(UnknownIdError) as caught:
        toolkit.entry("police/old-page")

    assert "police/old-page" in pages.gone_page(caught.value).summary


def test_a_page_is_part_of_its_agency_or_of_a_section_or_of_the_routes(toolkit: Toolkit) -> None:
    assert pages.part_of(toolkit, "police/keeping-records") == toolkit.agencies["police"].name
    assert pages.part_of(toolkit, "tackling/adult-victims") == "Tackling trafficking"
    assert pages.part_of(toolkit, "route/child") == toolkit.messages.labels.steps


@pytest.mark.parametrize("agency", [None, "police", "a-team-that-is-gone"])
def test_home_begins_with_danger_and_ends_with_the_state_of_the_content(
    toolkit: Toolkit, agency: str | None
) -> None:
    first, *_, last = pages.home_page(toolkit, agency).parts

    assert isinstance(first, Notice)
    assert first.tone == "danger"
    assert toolkit.urgent.say[0].say in first.lines
    assert isinstance(last, Text)
    assert toolkit.version in last.text


def test_home_offers_to_set_an_agency_or_to_forget_the_one_that_is_kept(toolkit: Toolkit) -> None:
    unknown = {offer.do for offer in _offers(pages.home_page(toolkit, None))}
    known = {offer.do for offer in _offers(pages.home_page(toolkit, "police"))}

    assert Do.FORGET_AGENCY not in unknown
    assert known - unknown == {Do.FORGET_AGENCY}
    assert {Do.SET_AGENCY, Do.WALK, Do.CONTACTS, Do.TOPICS} <= unknown


def test_home_and_the_topics_have_a_box_to_find_a_page_in(toolkit: Toolkit) -> None:
    for page in (pages.home_page(toolkit, None), pages.topics_page(toolkit)):
        assert len([part for part in page.parts if isinstance(part, Finder)]) == 1


def test_a_person_is_first_suggested_what_their_own_agency_asks(toolkit: Toolkit) -> None:
    for agency in toolkit.agencies.values():
        first, *rest = pages.to_try(toolkit, agency.id)
        assert first == agency.example.asks
        assert tuple(rest) == toolkit.messages.help_examples

    assert pages.to_try(toolkit, None) == toolkit.messages.help_examples


def test_every_offer_that_can_be_come_by_leads_somewhere(
    toolkit: Toolkit, answering: Answering
) -> None:
    """From the pages that a command opens, press everything, and everything under that."""
    start: list[Offer] = [
        offer
        for reply in (
            pages.help_page(toolkit),
            pages.topics_page(toolkit),
            pages.contacts_page(toolkit),
            pages.agency_page(toolkit, None),
            pages.agency_page(toolkit, "police"),
            pages.agency_unknown_page(toolkit, "x"),
        )
        for offer in _offers(reply)
    ]
    pressed: set[tuple[Do, str]] = set()
    while start:
        offer = start.pop()
        if (offer.do, offer.about) not in pressed:
            pressed.add((offer.do, offer.about))
            start += _offers(_pressed(toolkit, answering, offer))

    for do in (Do.FULL, Do.RELATED, Do.SET_AGENCY):
        assert {about for did, about in pressed if did is do} >= set(toolkit.entries)
    assert {about for did, about in pressed if did is Do.WALK} == {
        question.id for question in toolkit.choosing.questions
    }


def _pressed(toolkit: Toolkit, answering: Answering, offer: Offer) -> Reply:
    """What comes of an offer; it raises if the content does not hold what the offer is about."""
    about = offer.about
    match offer.do:
        case Do.SHOW | Do.STEPS:
            return answering.show(about, TODAY)
        case Do.FULL:
            return answering.full(about, TODAY)
        case Do.RELATED:
            return answering.related(about)
        case Do.NOT_MEANT:
            return answering.not_meant([toolkit.entry(each).id for each in about.split(",")])
        case Do.WALK:
            return pages.branch_page(toolkit, about)
        case Do.SECTION:
            return pages.section_page(toolkit, about)
        case Do.TOPICS:
            return pages.topics_page(toolkit)
        case Do.CONTACTS:
            return pages.contacts_page(toolkit)
        case Do.SHARE:
            return answering.shared(about, "<@U1>", TODAY)
        case Do.SET_AGENCY | Do.FORGET_AGENCY:
            assert not about or toolkit.entry(about)
            return pages.agency_forgotten_page(toolkit)
        case Do.REMIND | Do.REMINDERS:
            assert not about or toolkit.entry(about)
            return pages.help_page(toolkit)  # windows of their own; what matters is the page


def _offers(reply: Reply) -> list[Offer]:
    return [offer for part in reply.parts if isinstance(part, Offers) for offer in part.offers]
