"""The windows of reminders as a person has them before them: filled in, pressed and submitted."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from bot.reminders.checking import Field
from bot.slack.reminder_views import field_id
from tests.support.limits import view_faults
from tests.support.payloads import command, interaction, trigger
from tests.support.reading import settled
from tests.support.standin import Slack

Json = dict[str, Any]

# Element type: the key of what it holds, and the key of what it begins with.
_KEYS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
}


@dataclass
class Windows:
    """The windows of one person."""

    app: AsyncApp
    slack: Slack
    user: str = "U1"

    async def send(self, text: str, channel: str = "C1") -> Json:
        """Send ``/toolkit text``; the window that opens."""
        request = command(text, response_url=self.slack.hook, user=self.user, channel=channel)
        return await self.after(request)

    async def after(self, request: AsyncBoltRequest) -> Json:
        """The window that is seen once *request* is answered; Slack takes it."""
        response = await self.app.async_dispatch(request)
        assert response.status == 200
        await settled()
        return self.top

    @property
    def top(self) -> Json:
        """The window on top, as Slack has it."""
        view: Json = self.slack.workspace.windows.stack(self.user)[-1]
        assert view_faults(_sent(view)) == []
        return view

    async def change(self, **fields: Any) -> Json:
        """Fill in fields, the last of which tells the bot; the window as it is then."""
        view = self.top
        state = filled(view, **fields)
        of = field_id(Field([*fields][-1]))
        (element,) = state[of].values()
        action = {"action_id": of, "block_id": of, "action_ts": trigger("").rpartition(".")[2]}
        return await self._act(view, {**action, **element}, state)

    async def press(self, label: str, nth: int = 0) -> Json:
        """Press the button of that label; the window that is seen then."""
        view = self.top
        buttons = [
            (block, element)
            for block in view["blocks"]
            if block["type"] == "actions"
            for element in block["elements"]
            if element["text"]["text"] == label
        ]
        block, button = buttons[nth]
        return await self._act(view, {**button, "block_id": block["block_id"]}, filled(view))

    async def submit(self, **fields: Any) -> Json:
        """Submit the window; what the bot answers."""
        view = self.top
        sent = {**copy.deepcopy(view), "state": {"values": filled(view, **fields)}}
        payload = {"type": "view_submission", "trigger_id": trigger(self.user), "view": sent}
        response = await self.app.async_dispatch(interaction(payload, user=self.user))
        assert response.status == 200
        await settled()
        answer: Json = json.loads(response.body) if response.body else {}
        if answer.get("response_action") == "update":
            assert view_faults(answer["view"]) == []
            self.slack.workspace.windows.update(answer["view"], view_id=view["id"])
        if answer.get("response_action") == "errors":
            inputs = {b["block_id"] for b in view["blocks"] if b["type"] == "input"}
            assert answer["errors"].keys() <= inputs
        return answer

    async def wrong(self, **fields: Any) -> dict[Field, str]:
        """Submit what is not right; what is said, by field."""
        answer = await self.submit(**fields)
        assert answer["response_action"] == "errors", answer
        return {Field(each.partition(".")[2]): said for each, said in answer["errors"].items()}

    async def _act(self, view: Json, action: Json, state: Json) -> Json:
        payload = {
            "type": "block_actions",
            "container": {"type": "view", "view_id": view["id"]},
            "trigger_id": trigger(self.user),
            "view": {**copy.deepcopy(view), "state": {"values": state}},
            "actions": [action],
        }
        return await self.after(interaction(payload, user=self.user))


def filled(view: Json, **fields: Any) -> Json:
    """What Slack tells of the inputs of *view*: what they begin with, or *fields*."""
    state: Json = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        holds, begins = _KEYS[element["type"]]
        name = block["block_id"].partition(".")[2]
        value = element.get(begins)
        if name in fields:
            value = _as_chosen(holds, fields[name])
        state[block["block_id"]] = {element["action_id"]: {"type": element["type"], holds: value}}
    return state


def holds(view: Json, of: Field) -> Any:
    """What a field of *view* begins with, without its words."""
    (element,) = (b["element"] for b in view["blocks"] if b.get("block_id") == field_id(of))
    value = element.get(_KEYS[element["type"]][1])
    if isinstance(value, Mapping):
        return value["value"]
    return [each["value"] for each in value] if isinstance(value, list) else value


def shown_fields(view: Json) -> set[Field]:
    """The fields that a window shows."""
    return {each for each in Field if field_id(each) in {b.get("block_id") for b in view["blocks"]}}


def _as_chosen(holds: str, value: Any) -> Any:
    if holds == "selected_options":
        return [_option(each) for each in value]
    return _option(value) if holds == "selected_option" and value is not None else value


def _option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value}, "value": value}


def _sent(view: Json) -> Json:
    return {**view, "private_metadata": view.get("private_metadata") or ""}
