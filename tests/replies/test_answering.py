"""A question in, a reply out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.deciding import Answer, Choices, Nothing
from bot.matching.matcher import Matcher
from bot.replies.answering import CALL_ANYWAY, CHOICES_SHOWN, Answering
from bot.replies.parts import (
    Contacts,
    Do,
    Notice,
    Offer,
    Offers,
    Reply,
    SharedBy,
    Sources,
    Steps,
    Text,
    Title,
)
from bot.toolkit.toolkit import Toolkit, UnknownIdError

TODAY = date(2026, 11, 23)
PLAIN = "what is human trafficking"
NONSENSE = "zzxqv blorp asdfghjkl"
RECORDS = "what do i write in the record"


# The order of what is said


def test_an_answer_starts_with_its_title_and_ends_with_offers(
    answering: Answering, toolkit: Toolkit
) -> None:
    reply = answering.answer(PLAIN, None, TODAY)

    assert reply.entry == "tackling/what-is-trafficking"
    assert reply.parts[0] == Title(toolkit.entry(reply.entry).title)
    assert isinstance(reply.parts[-1], Offers)
    assert toolkit.entry(reply.entry).title in reply.summary


def test_danger_comes_before_everything(answering: Answering, toolkit: Toolkit) -> None:
    reply = answering.answer("ukba told me he has a knife and she is locked in", None, TODAY)

    first = reply.parts[0]
    assert isinstance(first, Notice)
    assert first.tone == "danger"
    assert first.lines[0] == toolkit.messages.labels.danger
    assert first.lines[1:] == tuple(each.say for each in toolkit.urgent.say)
    assert reply.summary.startswith(toolkit.urgent.say[0].say)


def test_what_became_of_an_old_name_comes_after_danger_and_before_the_title(
    answering: Answering, toolkit: Toolkit
) -> None:
    reply = answering.answer("ukba told me he has a knife and she is locked in", None, TODAY)

    danger, old_name, *rest = reply.parts
    assert isinstance(danger, Notice)
    assert danger.tone == "danger"
    assert old_name == Notice("note", (toolkit.old_names["ukba"].say,))
    assert any(isinstance(part, Title | Text) for part in rest)


def test_an_old_name_is_explained_before_the_title(answering: Answering, toolkit: Toolkit) -> None:
    reply = answering.answer("what happened to soca", None, TODAY)

    assert reply.parts[0] == Notice("note", (toolkit.old_names["soca"].say,))
    assert isinstance(reply.parts[1], Title)


def test_a_calm_question_has_no_notice_of_danger(answering: Answering) -> None:
    reply = answering.answer(PLAIN, None, TODAY)

    assert [part for part in reply.parts if isinstance(part, Notice)] == []


def test_danger_is_told_even_where_nothing_is_found(answering: Answering, matcher: Matcher) -> None:
    message = next(
        each
        for each in (
            "help me he is going to kill me",
            "he has got a gun",
            "please hurry he hits me",
        )
        if matcher.match(each).danger
    )

    first = answering.answer(message, None, TODAY).parts[0]

    assert isinstance(first, Notice)
    assert first.tone == "danger"


# Answers


def test_every_excerpt_shows_its_sources(answering: Answering, toolkit: Toolkit) -> None:
    for entry_id in toolkit.entries:
        reply = answering.show(entry_id, TODAY)
        assert len([part for part in reply.parts if isinstance(part, Sources)]) == 1
        assert reply.entry == entry_id


def test_a_page_past_its_date_says_so_in_the_answer(answering: Answering, toolkit: Toolkit) -> None:
    late = max(entry.check_by for entry in toolkit.entries.values()).replace(year=2099)

    cautions = [
        part
        for part in answering.answer(PLAIN, None, late).parts
        if isinstance(part, Notice) and part.tone == "caution"
    ]

    assert len(cautions) == 1


def test_a_route_that_is_the_answer_shows_its_steps(answering: Answering, toolkit: Toolkit) -> None:
    for route in toolkit.routes.values():
        (steps,) = [p for p in answering.show(route.id, TODAY).parts if isinstance(p, Steps)]
        assert [line.do for line in steps.steps] == [step.do for step in route.steps]


def test_the_only_route_of_a_heading_is_shown_along_with_it(
    answering: Answering, toolkit: Toolkit
) -> None:
    single = [each for each in toolkit.guidance.values() if len(each.routes) == 1]
    assert single
    for entry in single:
        (steps,) = [p for p in answering.show(entry.id, TODAY).parts if isinstance(p, Steps)]
        assert steps.label == toolkit.routes[entry.routes[0]].title


def test_a_heading_with_several_routes_leaves_the_choice_to_the_reader(
    answering: Answering,
) -> None:
    reply = answering.show("health-services/if-you-suspect", TODAY)

    assert not [part for part in reply.parts if isinstance(part, Steps)]
    assert [offer for offer in _offers(reply) if offer.do is Do.STEPS]


def test_the_contacts_of_an_entry_are_in_the_answer(answering: Answering, toolkit: Toolkit) -> None:
    for entry in toolkit.entries.values():
        reply = answering.show(entry.id, TODAY)
        names = [line.name for p in reply.parts if isinstance(p, Contacts) for line in p.contacts]
        assert names == [toolkit.contacts[each].name for each in entry.contacts]


def test_an_answer_offers_the_rest(answering: Answering) -> None:
    reply = answering.answer(PLAIN, None, TODAY)

    offered = {offer.do: offer.about for offer in _offers(reply)}
    assert {Do.FULL, Do.RELATED, Do.NOT_MEANT, Do.SET_AGENCY} <= set(offered)
    assert offered[Do.FULL] == reply.entry
    assert reply.entry not in offered[Do.NOT_MEANT].split(",")


def test_a_heading_that_groups_others_offers_them(answering: Answering, toolkit: Toolkit) -> None:
    grouping = [each for each in toolkit.guidance if toolkit.under(each)]
    assert grouping
    for entry_id in grouping:
        shown = [o.about for o in _offers(answering.show(entry_id, TODAY)) if o.do is Do.SHOW]
        assert shown == [each.id for each in toolkit.under(entry_id)]


def test_a_page_that_is_gone_is_not_shown(answering: Answering) -> None:
    for ask in (answering.show, answering.full):
        with pytest.raises(UnknownIdError):
            ask("police/no-such-page", TODAY)
    with pytest.raises(UnknownIdError):
        answering.related("police/no-such-page")


# Choices


def test_an_unknown_agency_is_asked_for_with_a_button_each(
    answering: Answering, toolkit: Toolkit
) -> None:
    reply = answering.answer(RECORDS, None, TODAY)

    offers = [offer for offer in _offers(reply) if offer.do is Do.SHOW]
    own = {f"{a}/keeping-records" for a in toolkit.agencies} & set(toolkit.entries)
    assert reply.entry is None
    assert {offer.about for offer in offers} == {toolkit.kinds["keeping-records"].general, *own}
    assert toolkit.kinds["keeping-records"].title in reply.summary
    assert {offer.label for offer in offers} == {
        toolkit.messages.labels.general,
        *(toolkit.agencies[each.partition("/")[0]].short for each in own),
    }


def test_near_headings_are_offered_to_choose_from(
    answering: Answering, matcher: Matcher, toolkit: Toolkit
) -> None:
    message, agency = "identifying victims and what do i record", "health-services"
    match = matcher.match(message, agency)
    assert match.outcome.name == "choices"

    reply = answering.answer(message, agency, TODAY)

    shown = [offer.about for offer in _offers(reply) if offer.do is Do.SHOW]
    assert shown == list(match.outcome.ids)
    assert Text(toolkit.messages.choices) in reply.parts
    assert Do.WALK in {offer.do for offer in _offers(reply)}


def test_the_general_page_says_that_it_is_the_general_one(
    answering: Answering, toolkit: Toolkit
) -> None:
    reply = answering.answer("what is my role in the process", "competent-authorities", TODAY)

    said = toolkit.messages.general_instead.format(
        agency=toolkit.agencies["competent-authorities"].name,
        topic=toolkit.kinds["your-role"].title,
    )
    assert reply.entry == toolkit.kinds["your-role"].general
    assert reply.parts[0] == Notice("note", (said,))
    assert isinstance(reply.parts[1], Title)


@pytest.mark.parametrize(
    ("message", "agency"),
    [
        ("she begged me not to tell anyone, can i keep it confidential", "competent-authorities"),
        ("how do i spot a trafficker", "crown-prosecution-service"),
    ],
)
def test_a_general_page_is_called_general_for_any_agency(
    answering: Answering, matcher: Matcher, toolkit: Toolkit, message: str, agency: str
) -> None:
    """However sure the match is, so that the page may have come as one of several."""
    match = matcher.match(message, agency)
    assert match.stands_in
    sure = replace(match, outcome=Answer(match.outcome.ids[0], ()))

    first = answering.reply_to(sure, message, TODAY).parts[0]

    assert isinstance(first, Notice)
    assert toolkit.agencies[agency].name in first.lines[0]
    assert toolkit.kinds[match.stands_in.kind].title in first.lines[0]


def test_an_agency_s_own_page_is_not_called_general(answering: Answering) -> None:
    reply = answering.answer(RECORDS, "prison-service", TODAY)

    assert reply.entry == "prison-service/keeping-records"
    assert isinstance(reply.parts[0], Title)


# Nothing found


def test_nothing_found_names_whom_to_call(answering: Answering, toolkit: Toolkit) -> None:
    reply = answering.answer(NONSENSE, None, TODAY)

    (shown,) = [part for part in reply.parts if isinstance(part, Contacts)]
    assert reply.entry is None
    assert reply.parts[0] == Text(toolkit.messages.nothing)
    assert [line.name for line in shown.contacts] == [
        toolkit.contacts[each].name for each in CALL_ANYWAY
    ]
    assert toolkit.messages.call_anyway in reply.summary


def test_nothing_found_names_the_nearest_headings(
    answering: Answering, matcher: Matcher, toolkit: Toolkit
) -> None:
    message = "how do i make a prevent referral"
    outcome = matcher.match(message).outcome
    assert isinstance(outcome, Nothing)
    assert outcome.nearest

    reply = answering.answer(message, None, TODAY)

    shown = [offer.about for offer in _offers(reply) if offer.do is Do.SHOW]
    assert shown == list(outcome.nearest)
    assert Text(toolkit.messages.nearest) in reply.parts
    assert outcome.subject in reply.summary


def test_nothing_readable_is_asked_for_words(answering: Answering, toolkit: Toolkit) -> None:
    for message in ("", "   ", "<@U0BOT>", ":wave:"):
        reply = answering.answer(message, "police", TODAY)
        assert reply.parts[0] == Text(toolkit.messages.empty)
        assert Do.TOPICS in {offer.do for offer in _offers(reply)}


# Personal data


@pytest.mark.parametrize(
    "detail",
    [
        "her name is Anna",
        "ring her on 07700 900123",
        "dob 1/2/2001",
        "she lives at SW1A 1AA",
        "write to someone@example.org",
    ],
)
def test_typed_details_of_a_person_get_a_caution_last(
    answering: Answering, toolkit: Toolkit, detail: str
) -> None:
    for message in (f"{PLAIN}, {detail}", detail, f"{RECORDS}, {detail}"):
        reply = answering.answer(message, None, TODAY)
        assert reply.parts[-1] == Notice("caution", (toolkit.messages.caution,))


@pytest.mark.parametrize(
    "message",
    [
        "is 0800 808 3733 still the salvation army number",
        "i rang 08000 121 700, who are they",
        "what does section 45 of the Modern Slavery Act 2015 say",
    ],
)
def test_our_own_numbers_and_the_law_get_no_caution(
    answering: Answering, toolkit: Toolkit, message: str
) -> None:
    reply = answering.answer(message, None, TODAY)

    assert Notice("caution", (toolkit.messages.caution,)) not in reply.parts


# What comes after an answer


def test_in_full_is_all_that_is_written(answering: Answering, toolkit: Toolkit) -> None:
    reply = answering.full("route/child", TODAY)

    assert reply.entry == "route/child"
    assert reply.summary == toolkit.entry("route/child").title
    assert isinstance(reply.parts[-1], Sources)


def test_what_is_related_is_what_the_page_names(answering: Answering, toolkit: Toolkit) -> None:
    for entry in toolkit.entries.values():
        offered = [offer.about for offer in _offers(answering.related(entry.id))]
        assert offered == list(dict.fromkeys((*entry.see_also, *getattr(entry, "routes", ()))))
        assert offered


def test_what_else_was_thought_of_comes_in_its_order(answering: Answering) -> None:
    others = ["tackling/gla", "police/gone", "route/child"]

    shown = [o.about for o in _offers(answering.not_meant(others)) if o.do is Do.SHOW]

    assert shown == ["tackling/gla", "route/child"]


def test_only_so_much_else_is_offered_at_once(answering: Answering, toolkit: Toolkit) -> None:
    reply = answering.not_meant(list(toolkit.entries))

    assert len([offer for offer in _offers(reply) if offer.do is Do.SHOW]) == CHOICES_SHOWN


@pytest.mark.parametrize("others", [[], [""], ["police/gone"]])
def test_nothing_else_thought_of_still_offers_a_way_on(
    answering: Answering, toolkit: Toolkit, others: list[str]
) -> None:
    reply = answering.not_meant(others)

    assert reply.summary == toolkit.messages.no_more_choices
    assert Do.TOPICS in {offer.do for offer in _offers(reply)}


def test_a_shared_page_says_who_shared_it_and_asks_nothing_of_the_channel(
    answering: Answering,
) -> None:
    reply = answering.shared("police/keeping-records", "U1", TODAY)

    first = reply.parts[0]
    assert isinstance(first, SharedBy)
    assert first.person == "U1"
    assert {offer.do for offer in _offers(reply)} <= {Do.STEPS, Do.FULL}


@pytest.mark.parametrize(
    ("read", "agency", "then"),
    [
        ("police/keeping-records", "health-services", "health-services/keeping-records"),
        ("health-services/your-role", "police", "tackling/what-victims-should-expect"),
        ("health-services/confidentiality", "police", "tackling/nrm-information-sharing"),
        ("tackling/definition", "police", "tackling/definition"),
        ("route/child", "police", "route/child"),
        ("police/gone", "health-services", ""),
        ("", "health-services", ""),
    ],
)
def test_a_new_agency_gets_its_own_page_on_the_topic(
    answering: Answering, read: str, agency: str, then: str
) -> None:
    assert answering.for_agency(read, agency) == then


def test_every_page_has_a_counterpart_for_every_agency(
    answering: Answering, toolkit: Toolkit
) -> None:
    for read in toolkit.entries:
        for agency in toolkit.agencies:
            assert answering.for_agency(read, agency) in toolkit.entries


# What was typed


MARKER = "zxqvmarker"
_ASKED = st.sampled_from(
    [
        PLAIN,
        NONSENSE,
        RECORDS,
        "he has a knife",
        "what happened to soca",
        "her name is Anna",
        "how do i make a prevent referral",
        "im a nurse",
        "",
    ]
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    asked=_ASKED,
    around=st.text(max_size=60),
    first=st.booleans(),
    agency=st.sampled_from([None, "police", "health-services"]),
)
def test_what_was_typed_never_comes_back(
    answering: Answering, asked: str, around: str, first: bool, agency: str | None
) -> None:
    """A reply may be seen by a whole channel, and its buttons are kept by Slack."""
    said = [f"{around} {MARKER} ", asked]
    message = " ".join(said if first else reversed(said))

    assert MARKER not in repr(answering.answer(message, agency, TODAY)).casefold()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(asked=_ASKED, around=st.text(max_size=6000))
def test_any_text_gets_a_reply_with_something_to_press(
    answering: Answering, toolkit: Toolkit, asked: str, around: str
) -> None:
    reply = answering.answer(f"{asked} {around}", None, TODAY)

    assert reply.summary
    assert _offers(reply)
    for offer in _offers(reply):
        if offer.do in (Do.SHOW, Do.STEPS, Do.FULL, Do.RELATED, Do.NOT_MEANT):
            assert set(offer.about.split(",")) <= set(toolkit.entries)


def _offers(reply: Reply) -> list[Offer]:
    return [offer for part in reply.parts if isinstance(part, Offers) for offer in part.offers]


def test_a_general_page_among_choices_says_so_too(
    answering: Answering, matcher: Matcher, toolkit: Toolkit
) -> None:
    message = "someone just told me they were trafficked, what do i do"
    match = matcher.match(message, "competent-authorities")
    unsure = replace(match, outcome=Choices(match.outcome.ids[:3]))

    reply = answering.reply_to(unsure, message, TODAY)

    said = [line for part in reply.parts if isinstance(part, Notice) for line in part.lines]
    assert match.stands_in
    assert any(toolkit.agencies["competent-authorities"].name in line for line in said)


def test_two_questions_in_one_message_get_both_headings_in_short(
    answering: Answering, matcher: Matcher, toolkit: Toolkit
) -> None:
    message = "what do i write down, and what support can we offer her?"
    match = matcher.match(message, "prison-service")

    reply = answering.reply_to(match, message, TODAY)

    expected = {"prison-service/keeping-records", "prison-service/support-and-advice"}
    assert isinstance(match.outcome, Answer)
    assert set(match.outcome.answers) == expected
    titles = {part.text for part in reply.parts if isinstance(part, Title)}
    assert titles == {toolkit.entry(each).title for each in expected}
    assert {offer.about for offer in _offers(reply) if offer.do is Do.FULL} == expected
    assert any(offer.do is Do.NOT_MEANT for offer in _offers(reply))
    assert reply.entry is None


def test_one_question_gets_one_heading(matcher: Matcher) -> None:
    outcome = matcher.match("what do i write down and keep", "prison-service").outcome

    assert isinstance(outcome, Answer)
    assert outcome.second == ""
