"""A Slack app that uses everything Slack has, to see that the playground draws and reports it."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]

FRUIT = ("Apple", "Pear", "Quince")
TOO_SHORT = "Write at least three letters."


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower(), "description": plain(f"A {text.lower()}")}


OPTIONS = [option(each) for each in FRUIT]
ELEMENTS: dict[str, Json] = {
    "button": {"type": "button", "text": plain("Press me"), "value": "pressed"},
    "static_select": {"type": "static_select", "placeholder": plain("A fruit"), "options": OPTIONS},
    "external_select": {
        "type": "external_select",
        "placeholder": plain("Type a fruit"),
        "min_query_length": 2,
    },
    "radio_buttons": {"type": "radio_buttons", "options": OPTIONS},
    "checkboxes": {"type": "checkboxes", "options": OPTIONS},
    "overflow": {"type": "overflow", "options": OPTIONS},
    "datepicker": {"type": "datepicker", "initial_date": "2026-11-25"},
    "timepicker": {"type": "timepicker", "initial_time": "09:00"},
}


def element(kind: str) -> Json:
    return {**ELEMENTS[kind], "action_id": kind}


def everything() -> list[Json]:
    """A message with every element that a message can hold, and every sort of text."""
    rich = [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Bold", "style": {"bold": True}},
                {"type": "text", "text": " and "},
                {"type": "link", "url": "https://example.org/", "text": "a link"},
                {"type": "emoji", "name": "wave"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "First step"}]},
            ],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "A quotation"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "As it is"}]},
    ]
    return [
        {"type": "header", "text": plain("Everything")},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*Strong* _slanted_ `code`"}},
        {"type": "section", "fields": [plain("Left field"), plain("Right field")]},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "Small print"}]},
        {"type": "rich_text", "elements": rich},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "A cell"}]]},
        {"type": "markdown", "text": "# A heading\n\n- a point"},
        {"type": "actions", "elements": [element(kind) for kind in ELEMENTS]},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "text": plain("Open a window"), "action_id": "window"},
                {
                    "type": "button",
                    "text": plain("Dangerous"),
                    "style": "danger",
                    "action_id": "danger",
                    "confirm": {
                        "title": plain("Sure?"),
                        "text": plain("This cannot be undone."),
                        "confirm": plain("Do it"),
                        "deny": plain("Leave it"),
                    },
                },
            ],
        },
    ]


def window(title: str, *, pushed: bool = False) -> Json:
    """A window with a field that must be well filled in, and one of each choice."""
    text = {"type": "plain_text_input", "action_id": "words", "placeholder": plain("Some words")}
    blocks: list[Json] = [
        {"type": "input", "block_id": "words", "label": plain("Your words"), "element": text},
        *(
            {
                "type": "input",
                "block_id": kind,
                "label": plain(f"By {kind}"),
                "optional": True,
                "element": element(kind),
            }
            for kind in ("static_select", "external_select", "checkboxes", "datepicker")
        ),
    ]
    if not pushed:
        push = {"type": "button", "text": plain("Another on top"), "action_id": "push"}
        blocks.append({"type": "actions", "elements": [push]})
    return {
        "type": "modal",
        "callback_id": "window",
        "title": plain(title),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "blocks": blocks,
    }


class EveryElement:
    """The app's listeners; *heard* holds the actions and *saved* the submissions, as they came."""

    def __init__(self) -> None:
        self.heard: list[Json] = []
        self.saved: list[Json] = []

    def register(self, app: AsyncApp) -> None:
        app.event("message")(self.on_message)
        app.action("window")(self.on_window)
        app.action("push")(self.on_push)
        app.action(re.compile(".*"))(self.on_action)
        app.options("external_select")(self.on_type)
        app.view("window")(self.on_save)

    async def on_message(self, event: Json, client: AsyncWebClient) -> None:
        await client.chat_postMessage(
            channel=event["channel"], text="Everything", blocks=everything()
        )

    async def on_window(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=window("A window"))

    async def on_push(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        view = window("On top", pushed=True)
        await client.views_push(trigger_id=body["trigger_id"], view=view)

    async def on_action(self, ack: AsyncAck, action: Json) -> None:
        await ack()
        self.heard.append(action)

    async def on_type(self, ack: AsyncAck, payload: Json) -> None:
        typed = payload["value"].lower()
        await ack(options=[each for each in OPTIONS if each["value"].startswith(typed)])

    async def on_save(self, ack: AsyncAck, view: Json) -> None:
        values = view["state"]["values"]
        words = values["words"]["words"]["value"] or ""
        if len(words) < 3:
            await ack(response_action="errors", errors={"words": TOO_SHORT})
        elif words == "again":
            await ack(response_action="update", view=window("Once more", pushed=True))
        elif words == "all":
            await ack(response_action="clear")
        else:
            self.saved.append(values)
            await ack()
