"""Windows: the full guidance, and the choice of an agency."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.replies import pages
from bot.replies.answering import Answering
from bot.replies.parts import Do, Notice, Offer, Offers, Part, Points, Reply, Text, Title
from bot.slack import ids
from bot.slack.desk import Desk
from bot.slack.views import agency_view, chosen_agency, home_view, reply_view
from bot.store.heard import HeardEvents
from bot.store.preferences import Preferences
from bot.store.threads import Threads
from bot.toolkit.models import Route
from bot.toolkit.toolkit import Toolkit
from tests.support.limits import view_faults
from tests.support.payloads import words
from tests.support.reading import dos, header

TODAY = date(2030, 1, 1)


def test_every_entry_in_full_fits_a_window(toolkit: Toolkit, answering: Answering) -> None:
    faults = {
        entry: found
        for entry in toolkit.entries
        if (found := view_faults(reply_view(answering.full(entry, TODAY), toolkit.messages)))
    }

    assert faults == {}


def test_every_entry_in_full_fits_a_window_once_it_is_overdue(
    toolkit: Toolkit, answering: Answering
) -> None:
    late = max(entry.check_by for entry in toolkit.entries.values()) + timedelta(days=1)
    faults = [
        found
        for entry in toolkit.entries
        if (found := view_faults(reply_view(answering.full(entry, late), toolkit.messages)))
    ]

    assert faults == []


def test_a_window_holds_all_that_is_written_on_an_entry(
    toolkit: Toolkit, answering: Answering
) -> None:
    missing = {}
    for entry in toolkit.entries.values():
        said = words(reply_view(answering.full(entry.id, TODAY), toolkit.messages))
        main = (
            [step.do for step in entry.steps]
            if isinstance(entry, Route)
            else [point.say for point in entry.points]
        )
        written = [entry.summary, *main, *(each.say for each in entry.do_not)]
        if lost := [text for text in written if text not in said]:
            missing[entry.id] = lost

    assert missing == {}


def test_every_window_is_headed_by_what_it_is_about(toolkit: Toolkit, answering: Answering) -> None:
    for entry in toolkit.entries.values():
        view = reply_view(answering.full(entry.id, TODAY), toolkit.messages)
        assert header(view) == entry.title


def test_every_answer_and_every_page_fits_a_window(toolkit: Toolkit, answering: Answering) -> None:
    replies = [
        pages.help_page(toolkit),
        pages.topics_page(toolkit),
        pages.contacts_page(toolkit),
        *(pages.section_page(toolkit, each.id) for each in toolkit.outline.sections),
        *(pages.branch_page(toolkit, each.id) for each in toolkit.choosing.questions),
        *(answering.show(each, TODAY, others=list(toolkit.entries)) for each in toolkit.entries),
        *(answering.related(each) for each in toolkit.entries),
    ]

    faults = [
        found for each in replies if (found := view_faults(reply_view(each, toolkit.messages)))
    ]
    assert faults == []


@pytest.mark.parametrize("agency", [None, "police", "competent-authorities"])
def test_home_fits_its_tab(toolkit: Toolkit, agency: str | None) -> None:
    assert view_faults(home_view(pages.home_page(toolkit, agency))) == []


@pytest.mark.parametrize("count", [15, 20, 40, 120])
def test_a_reply_too_long_for_a_window_keeps_what_matters_most(
    toolkit: Toolkit, count: int
) -> None:
    danger = Notice("danger", ("Call 999 now.",))
    long: list[Part] = [Points("What to do", ("é" * 300,) * 8) for _ in range(count)]
    ways = Offers((Offer(Do.CONTACTS, "Who to call"),))

    view = reply_view(Reply("A line.", (danger, *long, ways)), toolkit.messages)

    assert view_faults(view) == []
    assert "Call 999 now." in words(view)
    assert dos(view) == ["contacts"]


def test_a_reply_that_has_a_title_gets_no_second_one(toolkit: Toolkit) -> None:
    view = reply_view(Reply("A line.", (Title("A title"), Text("Text."))), toolkit.messages)

    assert [block["type"] for block in view["blocks"]].count("header") == 1
    assert header(view) == "A title"


def test_a_window_with_nothing_to_fill_in_has_nothing_to_submit(
    toolkit: Toolkit, answering: Answering
) -> None:
    view = reply_view(answering.full("route/child", TODAY), toolkit.messages)

    assert "submit" not in view


def test_every_saved_agency_fits_the_window_whatever_was_read(
    toolkit: Toolkit, sqlite_desk: Desk
) -> None:
    faults = {
        (agency, about): found
        for agency in toolkit.agencies
        for about in ("", *toolkit.entries)
        for kept in (True, False)
        if (
            found := view_faults(
                reply_view(sqlite_desk.chosen(agency, about, kept=kept), toolkit.messages)
            )
        )
    }

    assert faults == {}


def test_the_choice_offers_every_agency(toolkit: Toolkit) -> None:
    view = agency_view(toolkit, None, "")

    offered = view["blocks"][0]["element"]["options"]
    assert [each["value"] for each in offered] == list(toolkit.agencies)
    assert view["callback_id"] == ids.AGENCY_VIEW
    assert view_faults(view) == []


def test_the_choice_begins_with_the_saved_agency(toolkit: Toolkit) -> None:
    for agency in toolkit.agencies:
        view = agency_view(toolkit, agency, "")
        assert view["blocks"][0]["element"]["initial_option"]["value"] == agency
        assert view_faults(view) == []


@pytest.mark.parametrize("saved", [None, "", "ministry-of-none"])
def test_the_choice_begins_with_none_when_none_is_known(
    toolkit: Toolkit, saved: str | None
) -> None:
    assert "initial_option" not in agency_view(toolkit, saved, "")["blocks"][0]["element"]


def test_the_choice_remembers_what_was_read(toolkit: Toolkit) -> None:
    for entry in toolkit.entries:
        view = agency_view(toolkit, None, entry)
        assert view["private_metadata"] == entry
        assert view_faults(view) == []


@settings(max_examples=30, deadline=None, derandomize=True)
@given(chosen=st.from_regex(r"[a-z-]{1,30}", fullmatch=True))
def test_what_was_chosen_is_read_back(chosen: str) -> None:
    picked = {"type": "radio_buttons", "selected_option": {"value": chosen}}
    view = {"state": {"values": {ids.AGENCY_BLOCK: {ids.AGENCY_CHOICE: picked}}}}

    assert chosen_agency(view) == chosen


def test_the_window_names_its_choice_as_it_is_read_back(toolkit: Toolkit) -> None:
    block = agency_view(toolkit, None, "")["blocks"][0]

    assert block["block_id"] == ids.AGENCY_BLOCK
    assert block["element"]["action_id"] == ids.AGENCY_CHOICE


@pytest.fixture
def sqlite_desk(answering: Answering, preferences: Preferences, sqlite: AsyncEngine) -> Desk:
    return Desk(answering, preferences, HeardEvents(sqlite), Threads(sqlite))
