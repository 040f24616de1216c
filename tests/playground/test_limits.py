"""What Slack refuses in blocks, messages and windows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.playground.limits import (
    is_too_long,
    message_faults,
    options_faults,
    text_length,
    view_bytes,
    view_faults,
)
from bot.replies.answering import Answering
from bot.replies.pages import branch_page, contacts_page, help_page, section_page, topics_page
from bot.slack.blocks import message
from bot.slack.views import agency_view, reply_view
from tests.playground.support import (
    BUTTON,
    Json,
    actions,
    asking,
    json_objects,
    json_values,
    modal,
    plain,
    section,
)

TODAY = date(2026, 11, 25)


def option(text: str = "One", **more: Any) -> Json:
    return {"text": plain(text), "value": text, **more}


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


def buttons(count: int) -> list[Json]:
    return [{**BUTTON, "action_id": str(number)} for number in range(count)]


def element(kind: str, **more: Any) -> Json:
    return actions({"type": kind, "action_id": "a", **more})


def rich(*elements: Json) -> Json:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [*elements]}],
    }


def confirming(**more: str) -> Json:
    said = {"title": "T", "text": "T", "confirm": "Y", "deny": "N", **more}
    return actions({**BUTTON, "confirm": {key: plain(text) for key, text in said.items()}})


# Slack's documented most of each thing, and a block that has so many of it.
MOST: dict[str, tuple[int, Callable[[int], Json]]] = {
    "section text": (3000, lambda n: section("x" * n)),
    "fields": (10, lambda n: {"type": "section", "fields": [plain("x")] * n}),
    "field": (2000, lambda n: {"type": "section", "fields": [plain("x" * n)]}),
    "header": (150, lambda n: {"type": "header", "text": plain("😀" * n)}),
    "context elements": (10, lambda n: {"type": "context", "elements": [plain("x")] * n}),
    "actions": (25, lambda n: actions(*buttons(n))),
    "block_id": (255, lambda n: section(block_id="x" * n)),
    "action_id": (255, lambda n: actions({**BUTTON, "action_id": "x" * n})),
    "button text": (75, lambda n: actions({**BUTTON, "text": plain("x" * n)})),
    "button value": (2000, lambda n: actions({**BUTTON, "value": "x" * n})),
    "button url": (3000, lambda n: actions({**BUTTON, "url": "x" * n})),
    "button label": (75, lambda n: actions({**BUTTON, "accessibility_label": "x" * n})),
    "select options": (100, lambda n: element("static_select", options=options(n))),
    "select groups": (
        100,
        lambda n: element(
            "static_select", option_groups=[{"label": plain("G"), "options": options(1)}] * n
        ),
    ),
    "group label": (
        75,
        lambda n: element(
            "static_select", option_groups=[{"label": plain("x" * n), "options": options(1)}]
        ),
    ),
    "option text": (
        75,
        lambda n: element("static_select", options=[{"text": plain("x" * n), "value": "v"}]),
    ),
    "option value": (
        150,
        lambda n: element("static_select", options=[{"text": plain("x"), "value": "v" * n}]),
    ),
    "option description": (
        75,
        lambda n: element("static_select", options=[option(description=plain("x" * n))]),
    ),
    "placeholder": (150, lambda n: element("users_select", placeholder=plain("x" * n))),
    "overflow": (5, lambda n: element("overflow", options=options(n))),
    "checkboxes": (10, lambda n: element("checkboxes", options=options(n))),
    "radio buttons": (10, lambda n: element("radio_buttons", options=options(n))),
    "confirm title": (100, lambda n: confirming(title="x" * n)),
    "confirm text": (300, lambda n: confirming(text="x" * n)),
    "confirm button": (30, lambda n: confirming(confirm="x" * n)),
    "deny button": (30, lambda n: confirming(deny="x" * n)),
    "label": (2000, lambda n: {**asking(), "label": plain("x" * n)}),
    "hint": (2000, lambda n: {**asking(), "hint": plain("x" * n)}),
    "markdown": (12_000, lambda n: {"type": "markdown", "text": "x" * n}),
    "alt_text": (2000, lambda n: {"type": "image", "image_url": "u", "alt_text": "x" * n}),
    "image_url": (3000, lambda n: {"type": "image", "image_url": "x" * n, "alt_text": "a"}),
    "table rows": (100, lambda n: {"type": "table", "rows": [[{}]] * n}),
    "table cells": (20, lambda n: {"type": "table", "rows": [[{}] * n]}),
    "rich text": (3000, lambda n: rich({"type": "text", "text": "x" * n})),
    "context actions": (
        5,
        lambda n: {"type": "context_actions", "elements": [{"type": "icon_button"}] * n},
    ),
}
# A view holds as much as a message, and has a frame besides.
MOST_OF_A_VIEW: dict[str, tuple[int, Callable[[int], Json]]] = {
    "title": (24, lambda n: modal(title=plain("x" * n))),
    "submit": (24, lambda n: modal(submit=plain("x" * n))),
    "close": (24, lambda n: modal(close=plain("x" * n))),
    "callback_id": (255, lambda n: modal(callback_id="x" * n)),
    "private_metadata": (3000, lambda n: modal(private_metadata="x" * n)),
    "blocks": (100, lambda n: modal(*[section()] * n)),
}

REFUSED: dict[str, Any] = {
    "no object": "Hello",
    "no type": {"text": plain("x")},
    "an unknown type": {"type": "hologram"},
    "a type that is no text": {"type": ["section"]},
    "a section of nothing": {"type": "section"},
    "an empty section": section(""),
    "a text that is no text object": {"type": "section", "text": "Hello"},
    "a header in mrkdwn": {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
    "an empty context": {"type": "context", "elements": []},
    "actions without elements": {"type": "actions"},
    "an action_id twice": actions(BUTTON, BUTTON),
    "a button in an odd style": actions({**BUTTON, "style": "warning"}),
    "a style that is no word": actions({**BUTTON, "style": ["danger"]}),
    "an unknown element": element("slider"),
    "a select without options": element("static_select"),
    "a first choice that is not offered": element(
        "static_select", options=options(2), initial_option=option("Three")
    ),
    "an input that is a button": {**asking(), "element": BUTTON},
    "an input without an element": {"type": "input", "label": plain("Name")},
    "an odd date": element("datepicker", initial_date="1 May"),
    "an odd time": element("timepicker", initial_time="24:00"),
    "a confirmation that is none": actions({**BUTTON, "confirm": "sure?"}),
    "rich text of no known sort": {"type": "rich_text", "elements": [{"type": "text"}]},
    "an unknown mark in rich text": rich({"type": "hologram"}),
    "an image of nothing": {"type": "image", "alt_text": "A picture"},
    "an odd feedback button": {"type": "context_actions", "elements": [BUTTON]},
}


@pytest.mark.parametrize("what", MOST)
def test_as_much_as_is_documented_is_taken_and_no_more(what: str) -> None:
    most, block = MOST[what]

    assert message_faults({"blocks": [block(most)]}) == []
    assert message_faults({"blocks": [block(most + 1)]})


@pytest.mark.parametrize("what", MOST_OF_A_VIEW)
def test_the_frame_of_a_window_has_limits_of_its_own(what: str) -> None:
    most, view = MOST_OF_A_VIEW[what]

    assert view_faults(view(most)) == []
    assert view_faults(view(most + 1))


def test_fifty_blocks_are_a_message_and_no_more() -> None:
    assert message_faults({"blocks": [section()] * 50}) == []
    assert message_faults({"blocks": [section()] * 51})


@pytest.mark.parametrize("what", REFUSED)
def test_what_slack_does_not_understand_is_refused(what: str) -> None:
    assert message_faults({"blocks": [REFUSED[what]]})


def test_a_fault_says_where_it_is_as_slack_does() -> None:
    (fault,) = message_faults({"blocks": [section(), section("x" * 3001)]})

    assert fault == "[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]"


def test_every_fault_is_told_at_once() -> None:
    assert len(message_faults({"blocks": [section(""), section("x" * 3001)]})) == 2


def test_no_two_blocks_share_an_id() -> None:
    assert message_faults({"blocks": [section(block_id="a"), section(block_id="a")]})
    assert message_faults({"blocks": [section(block_id="a"), section(block_id="b")]}) == []


def test_a_message_holds_one_table() -> None:
    table = {"type": "table", "rows": [[{}]]}

    assert message_faults({"blocks": [table, table]})


@pytest.mark.parametrize("block", [{"type": "markdown", "text": "x"}, {"type": "table"}])
def test_some_blocks_are_for_messages_alone(block: Json) -> None:
    assert view_faults(modal(block))


@pytest.mark.parametrize("view", [None, [], "modal", {}, {"type": "popup"}, {"type": ["modal"]}])
def test_what_is_no_window_is_refused(view: Any) -> None:
    assert view_faults(view)


def test_a_window_has_a_block_and_a_title() -> None:
    assert view_faults({"type": "modal", "title": plain("x"), "blocks": []})
    assert view_faults({"type": "modal", "blocks": [section()]})


def test_a_window_that_asks_can_be_submitted() -> None:
    assert view_faults(modal(asking()))
    assert view_faults(modal(asking(), submit=plain("Save"))) == []


def test_a_home_tab_has_no_title() -> None:
    assert view_faults({"type": "home", "blocks": [section()]}) == []


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        ({"options": []}, True),
        ({"options": options(100)}, True),
        ({"options": options(101)}, False),
        ({"option_groups": [{"label": plain("G"), "options": options(2)}]}, True),
        ({"option_groups": [{"label": plain("G"), "options": []}]}, False),
        ({}, False),
        ({"options": "One"}, False),
        ({"options": [{"text": plain("x" * 76), "value": "v"}]}, False),
    ],
)
def test_a_hundred_options_may_be_offered(answer: Json, taken: bool) -> None:
    assert (options_faults(answer) == []) is taken


def test_text_is_counted_wherever_it_stands() -> None:
    blocks = [section("x" * 10), actions(BUTTON), rich({"type": "text", "text": "yy"})]

    assert text_length(blocks) == 14


def test_all_text_together_has_a_limit_that_markdown_alone_may_exceed() -> None:
    """Slack documents 12,000 for Markdown; the lowest refusal of other text was at 11,300."""
    markdown: Json = {"type": "markdown", "text": "x" * 6000}

    assert not is_too_long([section("x" * 2825)] * 4)
    assert is_too_long([section("x" * 2826)] * 4)
    assert not is_too_long([markdown, markdown])
    assert is_too_long([markdown, markdown, {"type": "markdown", "text": "x"}])
    assert is_too_long([markdown, section("x" * 2700), section("x" * 2700)])


def test_a_window_is_measured_in_bytes() -> None:
    assert view_bytes({"a": "é"}) == len('{"a": "\\u00e9"}')


def test_whatever_the_bot_says_is_taken(answering: Answering) -> None:
    """The stand-in would be of no use if it refused what Slack takes, or took what it refuses."""
    toolkit = answering.toolkit
    pages = [
        help_page(toolkit),
        topics_page(toolkit),
        contacts_page(toolkit),
        *(branch_page(toolkit, each.id) for each in toolkit.choosing.questions),
        *(section_page(toolkit, each.id) for each in toolkit.outline.sections),
        *(answering.show(each, TODAY) for each in toolkit.entries),
    ]
    windows = [
        agency_view(toolkit, None, ""),
        *(reply_view(answering.full(each, TODAY), toolkit.messages) for each in toolkit.entries),
    ]

    refused = [message(page) for page in pages if message_faults(message(page))]
    too_long = [page for page in pages if is_too_long(message(page)["blocks"])]

    assert refused == []
    assert too_long == []
    assert [view for view in windows if view_faults(view)] == []


@settings(max_examples=300, deadline=None)
@given(blocks=json_values | st.lists(json_objects, max_size=4))
@example(blocks=[{"type": "actions", "elements": [{"type": "button", "style": {}}]}])
@example(blocks=[{"type": "input", "element": {"type": "overflow", "options": [1]}}])
def test_rubbish_is_refused_and_never_breaks_the_check(blocks: Any) -> None:
    message_faults({"blocks": blocks})
    view_faults({"type": "modal", "blocks": blocks})
    view_faults({"type": "home", "title": blocks, "blocks": blocks, "submit": blocks})
    options_faults({"options": blocks})
    options_faults({"option_groups": blocks})
    text_length(blocks)
