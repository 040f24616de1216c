"""The shapes of what is written: what each lets through, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from bot.toolkit.models import (
    Agency,
    Choosing,
    Contact,
    Guidance,
    Language,
    OldName,
    Outline,
    Route,
    Source,
    Statement,
    Step,
    phone_numbers,
)
from tests.support.small_content import small_guidance, small_route

GUIDANCE = small_guidance("team/first", "team/second")
ROUTE = small_route()
STATEMENT = {"say": "Do this at once.", "sources": ["MSA-s52"]}
STEP = {"who": "You", "do": "Do this at once.", "sources": ["MSA-s52"]}
CONTACT = {
    "id": "desk",
    "name": "The desk",
    "for": "Anything at all.",
    "phone": "01632 960 001",
    "where": "England",
    "sources": ["FRT"],
    "source_date": "2026",
    "checked": "2026-11-23",
}
SOURCE = {"key": "FRT", "title": "A document", "publisher": "Somebody", "dated": "2026"}


@pytest.mark.parametrize(
    ("model", "data"),
    [
        (Guidance, GUIDANCE),
        (Route, ROUTE),
        (Statement, STATEMENT),
        (Step, STEP),
        (Contact, CONTACT),
        (Source, SOURCE),
    ],
)
def test_what_is_sound_is_let_through_and_one_unknown_key_is_not(
    model: type[BaseModel], data: dict[str, Any]
) -> None:
    model.model_validate(data)

    assert refused(model, {**data, "titel": "A slip"}) == {"titel"}


@pytest.mark.parametrize("key", sorted(GUIDANCE.keys() - {"routes", "contacts"}))
def test_a_heading_needs_each_of_its_keys(key: str) -> None:
    assert refused(Guidance, without(GUIDANCE, key)) == {key}


@pytest.mark.parametrize("key", sorted(ROUTE))
def test_a_route_needs_each_of_its_keys(key: str) -> None:
    assert refused(Route, without(ROUTE, key)) == {key}


@pytest.mark.parametrize(
    ("model", "data", "key", "least", "most"),
    [
        (Guidance, GUIDANCE, "title", 3, 100),
        (Guidance, GUIDANCE, "summary", 20, 350),
        (Guidance, GUIDANCE, "owner", 3, 80),
        (Route, ROUTE, "title", 3, 100),
        (Route, ROUTE, "use_when", 10, 150),
        (Statement, STATEMENT, "say", 10, 300),
        (Step, STEP, "do", 10, 300),
        (Step, STEP, "who", 2, 80),
        (Contact, CONTACT, "name", 3, 100),
        (Contact, CONTACT, "for", 5, 250),
    ],
)
def test_text_has_a_length_that_fits_a_message(
    model: type[BaseModel], data: dict[str, Any], key: str, least: int, most: int
) -> None:
    model.model_validate({**data, key: "x" * least})
    model.model_validate({**data, key: "x" * most})

    assert refused(model, {**data, key: "x" * (least - 1)}) == {key}
    assert refused(model, {**data, key: "x" * (most + 1)}) == {key}


@pytest.mark.parametrize(
    ("model", "data", "key", "least", "most"),
    [
        (Guidance, GUIDANCE, "points", 3, 8),
        (Guidance, GUIDANCE, "do_not", 1, 4),
        (Guidance, GUIDANCE, "see_also", 1, 6),
        (Guidance, GUIDANCE, "routes", 0, 5),
        (Guidance, GUIDANCE, "contacts", 0, 5),
        (Guidance, GUIDANCE, "asked_as", 15, 200),
        (Route, ROUTE, "steps", 3, 12),
        (Route, ROUTE, "contacts", 1, 5),
        (Route, ROUTE, "asked_as", 15, 200),
        (Statement, STATEMENT, "sources", 1, 20),
        (Step, STEP, "sources", 1, 20),
    ],
)
def test_a_list_has_neither_too_little_nor_too_much(
    model: type[BaseModel], data: dict[str, Any], key: str, least: int, most: int
) -> None:
    one = data[key][0]
    model.model_validate({**data, key: [one] * least})
    model.model_validate({**data, key: [one] * most})

    if least:
        assert refused(model, {**data, key: [one] * (least - 1)}) == {key}
    if most < 20:
        assert refused(model, {**data, key: [one] * (most + 1)}) == {key}


@pytest.mark.parametrize(
    "wrong", ["first", "Team/first", "team/", "/first", "team/first/more", "team first", ""]
)
def test_an_id_of_a_heading_is_a_section_and_a_name(wrong: str) -> None:
    assert refused(Guidance, {**GUIDANCE, "id": wrong}) == {"id"}


@pytest.mark.parametrize("wrong", ["team/first", "route/", "route/One", "routes/one"])
def test_an_id_of_a_route_begins_with_route(wrong: str) -> None:
    assert refused(Route, {**ROUTE, "id": wrong}) == {"id"}


@pytest.mark.parametrize("right", ["FRT", "FRT-s4", "SG-2020-5.3", "MSA-s45A", "VPA-SI95-2025"])
def test_a_reference_begins_with_a_key(right: str) -> None:
    assert Statement.model_validate({**STATEMENT, "sources": [right]}).sources == (right,)


@pytest.mark.parametrize("wrong", ["frt", "FRT s4", "-s4", "FRT-", "FRT--s4", "4FRT", ""])
def test_a_reference_that_is_badly_formed_is_refused(wrong: str) -> None:
    assert refused(Statement, {**STATEMENT, "sources": [wrong]}) == {"sources"}


def test_an_entry_is_checked_again_later_than_it_was_checked() -> None:
    for check_by in ("2026-11-23", "2026-11-22"):
        with pytest.raises(ValidationError, match="check_by"):
            Guidance.model_validate({**GUIDANCE, "checked": "2026-11-23", "check_by": check_by})
    Guidance.model_validate({**GUIDANCE, "checked": "2026-11-23", "check_by": "2026-11-24"})


@pytest.mark.parametrize("wrong", ["soon", "23/11/2026", "2026-02-30", "", None])
def test_a_date_is_a_day_of_the_calendar(wrong: str | None) -> None:
    assert refused(Guidance, {**GUIDANCE, "checked": wrong}) == {"checked"}


def test_space_around_text_is_dropped() -> None:
    """A folded text of YAML ends with a line break."""
    said = Statement.model_validate({**STATEMENT, "say": "  Do this at once.\n"})

    assert said.say == "Do this at once."


def test_space_does_not_make_a_text_long_enough() -> None:
    assert refused(Statement, {**STATEMENT, "say": " " * 20}) == {"say"}


def test_what_was_read_cannot_be_changed() -> None:
    said = Statement.model_validate(STATEMENT)

    with pytest.raises(ValidationError):
        said.say = "Something else."  # type: ignore[misc]


def test_a_contact_without_any_way_to_reach_it_is_refused() -> None:
    with pytest.raises(ValidationError, match="phone"):
        Contact.model_validate(without(CONTACT, "phone"))


@pytest.mark.parametrize(
    "way",
    [
        {"phone": "101"},
        {"email": "desk@example.org"},
        {"url": "https://example.org"},
        {"local": True},
        {"reach_through": ["police-101"]},
    ],
)
def test_any_one_way_to_reach_a_contact_will_do(way: dict[str, Any]) -> None:
    Contact.model_validate({**without(CONTACT, "phone"), **way})


@pytest.mark.parametrize("wrong", ["example.org", "ftp://example.org", "https://", "https://a b"])
def test_a_web_address_is_whole(wrong: str) -> None:
    assert refused(Contact, {**CONTACT, "url": wrong}) == {"url"}
    assert refused(Source, {**SOURCE, "url": wrong}) == {"url"}


@pytest.mark.parametrize("wrong", ["desk", "desk@", "@example.org", "a b@example.org", "a@b@c"])
def test_an_email_address_is_whole(wrong: str) -> None:
    assert refused(Contact, {**CONTACT, "email": wrong}) == {"email"}


def test_a_phone_number_that_yaml_took_for_a_number_is_refused() -> None:
    """``0800`` without quotes may lose its nought."""
    assert refused(Contact, {**CONTACT, "phone": 8008083733}) == {"phone"}


def test_a_contact_tells_every_one_of_its_numbers() -> None:
    contact = Contact.model_validate(
        {**CONTACT, "phone": "01632 960 001; at night, 01632 960 002, or 101"}
    )

    assert contact.digits == {"01632960001", "01632960002"}


def test_words_to_recognise_people_by_are_lower_case() -> None:
    old = OldName.model_validate(
        {
            "id": "old",
            "name": "Old Team",
            "also_called": ["Old TEAM "],
            "today": "Team",
            "say": "The old team is gone.",
            "leads_to": ["team/first"],
            "sources": ["FRT"],
        }
    )

    assert old.also_called == ("old team",)
    assert old.name == "Old Team"


def test_an_agency_is_told_by_five_words_at_least() -> None:
    duty = {"answer": "no", "say": "You cannot do that.", "sources": ["FRT"]}
    agency = {
        "id": "team",
        "name": "The team",
        "short": "Team",
        "you_are": "A member",
        "first_responder": duty,
        "duty_to_notify": duty,
        "example": {"name": "Sam Hill", "job": "Member", "asks": "what do I do", "order": 1},
        "called": {"people": list("abcde"), "places": list("fghij")},
    }
    Agency.model_validate(agency)

    assert refused(Agency, {**agency, "called": {"people": list("abcd"), "places": []}}) == {
        "called"
    }
    assert refused(Agency, {**agency, "first_responder": {**duty, "answer": "perhaps"}}) == {
        "first_responder"
    }


def test_a_question_has_two_answers_at_least() -> None:
    answer = {"say": "Yes", "leads_to": "route/one"}
    question = {"id": "here", "ask": "Is it here?", "answers": [answer, answer]}
    Choosing.model_validate({"start": "here", "questions": [question]})

    alone = {**question, "answers": [answer]}
    assert refused(Choosing, {"start": "here", "questions": [alone]}) == {"questions"}
    assert refused(Choosing, {"start": "here", "questions": []}) == {"questions"}


def test_headings_of_an_outline_may_hold_headings() -> None:
    leaf = {"id": "team/second", "title": "Second", "page": 2}
    heading = {"id": "team/first", "title": "First", "page": 1, "headings": [leaf]}
    section = {"id": "team", "title": "Team", "headings": [heading]}

    outline = Outline.model_validate({"sections": [section]})

    assert outline.sections[0].headings[0].headings[0].id == "team/second"
    leaf["page"] = 0
    assert refused(Outline, {"sections": [section]}) == {"sections"}


def test_shorthand_that_yaml_takes_for_a_number_or_a_truth_is_refused() -> None:
    """``2: to`` and ``y: why`` need quotes."""
    assert "shorthand" in refused(Language, {"shorthand": {2: "to"}})
    assert "shorthand" in refused(Language, {"shorthand": {"u": True}})


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Ring 0800 808 3733 now.", ["08008083733"]),
        ("Ring 08000 121 700, or 0300 072 4345.", ["08000121700", "03000724345"]),
        ("+44 800 808 3733", ["448008083733"]),
        ("(01632 960 001)", ["01632960001"]),
        ("Call 999, press 55, or 101.", []),
        ("On 23 November 2026, page 12 of 30.", []),
        ("2026-11-23", []),
        ("[2022] EWCA Crim 106", []),
        ("version 3.11", []),
        ("SI 2015/1743", []),
        ("ref AB12345678901", []),
        ("12345678901234567890", []),
        ("", []),
    ],
)
def test_telephone_numbers_are_found_in_text(text: str, numbers: list[str]) -> None:
    assert phone_numbers(text) == numbers


@settings(max_examples=60, deadline=None, derandomize=True)
@given(digits=st.from_regex(r"0[1-9][0-9]{8,9}", fullmatch=True), data=st.data())
def test_a_number_is_found_however_it_is_spaced(digits: str, data: st.DataObject) -> None:
    gaps = data.draw(st.sets(st.integers(2, len(digits) - 2), max_size=3))
    spaced = "".join(f" {d}" if at in gaps else d for at, d in enumerate(digits))

    assert phone_numbers(f"Ring {spaced}, at any hour.") == [digits]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=st.text(max_size=80))
def test_whatever_is_found_is_of_a_telephone_numbers_length(text: str) -> None:
    assert all(9 <= len(number) <= 12 for number in phone_numbers(text))


def refused(model: type[BaseModel], data: dict[str, Any]) -> set[int | str]:
    """The keys of *data* for which *model* refuses it."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    return {fault["loc"][0] for fault in caught.value.errors()}


def without(data: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != key}
