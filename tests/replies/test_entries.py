"""One heading or one route, in parts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.replies.entries import SOURCES_IN_AN_EXCERPT, contact_line, contacts, excerpt, in_full
from bot.replies.parts import (
    Contacts,
    Notice,
    Part,
    Points,
    Sources,
    Steps,
    Text,
    Title,
)
from bot.toolkit.models import Guidance, Route
from bot.toolkit.toolkit import AnyEntry, Toolkit

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def entries(toolkit: Toolkit) -> list[AnyEntry]:
    return list(toolkit.entries.values())


def test_an_excerpt_starts_with_the_title_and_whose_it_is(
    toolkit: Toolkit, entries: list[AnyEntry]
) -> None:
    for entry in entries:
        agency = toolkit.agency_of(entry.id)
        first = excerpt(toolkit, entry, TODAY)[0]
        assert first == Title(entry.title, over=agency.name if agency else "")


def test_not_you_stands_before_the_summary(toolkit: Toolkit, entries: list[AnyEntry]) -> None:
    """Who asks whether they may refer must not read half an answer first."""
    with_it = [entry for entry in entries if entry.not_you]
    assert with_it
    for entry in with_it:
        assert entry.not_you
        said = [Notice("note", (entry.not_you.say,)), Text(entry.summary)]
        assert excerpt(toolkit, entry, TODAY)[1:3] == said
        assert in_full(toolkit, entry, TODAY)[:2] == said


def test_an_entry_that_is_for_the_reader_has_no_not_you(
    toolkit: Toolkit, entries: list[AnyEntry]
) -> None:
    for entry in entries:
        if not entry.not_you:
            assert excerpt(toolkit, entry, TODAY)[1] == Text(entry.summary)


def test_every_point_and_warning_is_in_an_excerpt(
    toolkit: Toolkit, entries: list[AnyEntry]
) -> None:
    for entry in entries:
        listed = _items(excerpt(toolkit, entry, TODAY))
        assert {each.say for each in entry.do_not} <= listed
        if isinstance(entry, Guidance):
            assert {each.say for each in entry.points} <= listed


def test_a_route_shows_its_steps_in_order(toolkit: Toolkit) -> None:
    for route in toolkit.routes.values():
        (steps,) = [part for part in excerpt(toolkit, route, TODAY) if isinstance(part, Steps)]
        assert [(line.who, line.do) for line in steps.steps] == [
            (step.who, step.do) for step in route.steps
        ]


def test_a_step_says_when_why_whom_and_on_which_form(toolkit: Toolkit) -> None:
    for route in toolkit.routes.values():
        (steps,) = [part for part in excerpt(toolkit, route, TODAY) if isinstance(part, Steps)]
        for line, step in zip(steps.steps, route.steps, strict=True):
            detail = " ".join(text for _, text in line.details)
            named = [*step.contacts, *([step.form] if step.form else [])]
            for contact in named:
                assert toolkit.contacts[contact].name in detail
            for text in (step.by_when, step.why):
                assert not text or text in detail
            assert not step.then or toolkit.routes[step.then].title in detail


def test_the_only_route_of_a_heading_is_shown_along_with_it(toolkit: Toolkit) -> None:
    """Where several belong to it the facts decide which, so the reader chooses."""
    for entry in toolkit.guidance.values():
        shown = [part for part in excerpt(toolkit, entry, TODAY) if isinstance(part, Steps)]
        only = [toolkit.routes[each] for each in entry.routes] if len(entry.routes) == 1 else []
        assert [part.label for part in shown] == [route.title for route in only]
        for part, route in zip(shown, only, strict=True):
            assert [line.do for line in part.steps] == [step.do for step in route.steps]


def test_the_contacts_of_an_entry_are_shown_in_their_order(
    toolkit: Toolkit, entries: list[AnyEntry]
) -> None:
    for entry in entries:
        for parts in (excerpt(toolkit, entry, TODAY), in_full(toolkit, entry, TODAY)):
            shown = [part for part in parts if isinstance(part, Contacts)]
            names = [line.name for part in shown for line in part.contacts]
            assert names == [toolkit.contacts[each].name for each in entry.contacts]


def test_a_contact_is_shown_with_its_number_and_hours(toolkit: Toolkit) -> None:
    for contact in toolkit.contacts.values():
        line = contact_line(toolkit, contact)
        assert (line.phone, line.hours) == (contact.phone or "", contact.hours or "")
        assert (line.email, line.url) == (contact.email or "", contact.url or "")


def test_a_contact_without_a_number_says_whom_to_reach_it_through(toolkit: Toolkit) -> None:
    through = [each for each in toolkit.contacts.values() if each.reach_through]
    assert through
    for contact in through:
        notes = " ".join(contact_line(toolkit, contact).notes)
        for other in contact.reach_through:
            assert toolkit.contacts[other].name in notes


def test_a_contact_of_each_area_says_so(toolkit: Toolkit) -> None:
    local = [each for each in toolkit.contacts.values() if each.local]
    assert local
    for contact in local:
        brief = contact_line(toolkit, contact, brief=True)
        assert toolkit.messages.local_number in brief.notes


def test_contacts_come_in_the_order_asked_for(toolkit: Toolkit) -> None:
    shown = contacts(toolkit, ["msh", "police-999"])

    expected = [toolkit.contacts["msh"].name, toolkit.contacts["police-999"].name]
    assert [line.name for line in shown.contacts] == expected


def test_every_excerpt_ends_with_its_sources_and_the_date_checked(
    toolkit: Toolkit, entries: list[AnyEntry]
) -> None:
    for entry in entries:
        last = excerpt(toolkit, entry, TODAY)[-1]
        assert isinstance(last, Sources)
        assert 1 <= len(last.sources) <= SOURCES_IN_AN_EXCERPT
        notes = " ".join(last.notes)
        assert f"{entry.checked.day} {entry.checked:%B %Y}" in notes
        assert f"{entry.check_by.day} {entry.check_by:%B %Y}" in notes
        assert entry.owner in notes
        assert toolkit.version in notes


def test_an_excerpt_says_how_many_sources_it_leaves_out(
    toolkit: Toolkit, entries: list[AnyEntry]
) -> None:
    for entry in entries:
        brief, full = excerpt(toolkit, entry, TODAY)[-1], in_full(toolkit, entry, TODAY)[-1]
        assert isinstance(brief, Sources)
        assert isinstance(full, Sources)
        left_out = len(full.sources) - len(brief.sources)
        said = toolkit.messages.more_sources.format(count=left_out)
        assert (said in brief.notes) == (left_out > 0)
        assert brief.sources == full.sources[: len(brief.sources)]


def test_each_point_in_full_bears_the_numbers_of_its_sources(
    toolkit: Toolkit, entries: list[AnyEntry]
) -> None:
    for entry in entries:
        parts = in_full(toolkit, entry, TODAY)
        sources = parts[-1]
        assert isinstance(sources, Sources)
        assert sources.numbered
        for part in parts:
            if isinstance(part, Points) and part.refs:
                assert len(part.refs) == len(part.items)
                numbers = [int(n) for ref in part.refs for n in ref.split(",")]
                assert set(numbers) <= set(range(1, len(sources.sources) + 1))


def test_what_is_to_be_checked_says_with_whom(toolkit: Toolkit, entries: list[AnyEntry]) -> None:
    with_it = [entry for entry in entries if entry.to_check]
    assert with_it
    for entry in with_it:
        listed = "\n".join(_items(excerpt(toolkit, entry, TODAY)))
        for check in entry.to_check:
            assert check.say in listed
            assert toolkit.contacts[check.ask].name in listed


def test_what_has_changed_since_2009_is_told(toolkit: Toolkit) -> None:
    changed = [each for each in toolkit.guidance.values() if each.then_and_now]
    assert changed
    for entry in changed:
        assert entry.then_and_now
        label = toolkit.messages.labels.then_and_now
        assert Text(entry.then_and_now.say, label) in excerpt(toolkit, entry, TODAY)


def test_a_route_in_full_says_when_to_use_it_and_what_differs_elsewhere(toolkit: Toolkit) -> None:
    for route in toolkit.routes.values():
        parts = in_full(toolkit, route, TODAY)
        assert Text(route.use_when, toolkit.messages.labels.when) in parts
        assert {each.say for each in route.nations} <= _items(parts)


@pytest.mark.parametrize("entry_id", ["tackling/definition", "route/child"])
def test_a_page_past_its_date_says_so_and_names_its_owner(toolkit: Toolkit, entry_id: str) -> None:
    entry = toolkit.entry(entry_id)
    day_after = entry.check_by + timedelta(days=1)

    for parts in (excerpt(toolkit, entry, day_after), in_full(toolkit, entry, day_after)):
        (notice,) = [part for part in parts if _is_caution(part)]
        assert isinstance(notice, Notice)
        assert entry.owner in notice.lines[0]


@pytest.mark.parametrize("entry_id", ["tackling/definition", "route/child"])
def test_a_page_is_good_until_the_end_of_its_last_day(toolkit: Toolkit, entry_id: str) -> None:
    entry = toolkit.entry(entry_id)

    for day in (entry.checked, entry.check_by):
        assert not any(map(_is_caution, excerpt(toolkit, entry, day)))
        assert not any(map(_is_caution, in_full(toolkit, entry, day)))


def test_nothing_that_is_said_is_left_out_of_the_full_text(
    toolkit: Toolkit, entries: list[AnyEntry]
) -> None:
    for entry in entries:
        said = [entry.summary, *(each.say for each in entry.do_not)]
        main = entry.steps if isinstance(entry, Route) else entry.points
        said += [each.do if hasattr(each, "do") else each.say for each in main]
        shown = repr(in_full(toolkit, entry, TODAY))
        assert [text for text in said if repr(text)[1:-1] not in shown] == []


def _items(parts: list[Part]) -> set[str]:
    return {item for part in parts if isinstance(part, Points) for item in part.items}


def _is_caution(part: Part) -> bool:
    return isinstance(part, Notice) and part.tone == "caution"
