"""What people do in the workspace, and what Slack makes of it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from bot.playground.courier import Answer, Courier, NoAnswerError
from bot.playground.limits import Json, options_faults
from bot.playground.refused import NotDone, Refused
from bot.playground.shapes import (
    Sender,
    action_of,
    command_post,
    event_post,
    home_opened_event,
    interaction_post,
    said_event,
)
from bot.playground.standin import StandIn
from bot.playground.web_api import checked_message, message_of
from bot.playground.windows import checked_view
from bot.playground.workspace import Conversation, Message, Person

LONGEST_MESSAGE = 40_000
_SUBSCRIPTIONS = {"im": "message.im", "channel": "message.channels"}
GONE = "That window is no longer open."
TROUBLE = "We had some trouble connecting. Try again?"


class Gestures:
    """Does what a person does: each gesture reaches the bot as Slack would bring it."""

    def __init__(self, standin: StandIn, courier: Courier) -> None:
        self._standin, self._courier = standin, courier
        self._workspace = workspace = standin.workspace
        self._sender = Sender(
            workspace.team_id,
            "playground",
            workspace.app_id,
            workspace.bot_user_id,
            workspace.bot_id,
        )

    async def write(self, person: str, channel: str, text: str, thread_ts: str | None) -> None:
        """Say something in a conversation; what begins with a slash is a command.

        Raises:
            NotDone: if nothing could be sent; nothing is said then.
        """
        place = self._open_place(person, channel)
        text = text.strip()
        if not text:
            raise NotDone("Write something first.")
        if len(text) > LONGEST_MESSAGE:
            raise NotDone(f"A message holds at most {LONGEST_MESSAGE:,} characters.")
        if text.startswith("/"):
            await self._command(self._workspace.people[person], place, text, thread_ts)
        else:
            root = self._message(person, place, thread_ts) if thread_ts else None
            thread = (root.thread_ts or root.ts) if root else None
            self._say(place, person, self._encoded(text), thread)

    async def press(self, person: str, where: Json, action: Json, state: Json) -> None:
        """Press a button or choose something, in a message or in a window.

        *where* holds ``in`` and ``ts``, or ``view_id``, and ``block_id`` and ``action_id``.

        Raises:
            NotDone: if it is not there, or if the bot does not take it.
        """
        around, element = self._pressed(person, where)
        chosen = action_of(
            element, str(where.get("block_id")), action, self._workspace.clock.stamp()
        )
        payload = {
            "type": "block_actions",
            **around,
            "trigger_id": self._workspace.hooks.new_trigger(person),
            "actions": [chosen],
        }
        if "view" in around:
            payload["view"] = {**around["view"], "state": {"values": state}}
        else:
            payload["state"] = {"values": state}
            payload["response_url"] = self._standin.response_url(
                person, around["channel"]["id"], around["container"]["message_ts"]
            )
        await self._ask(person, payload)

    async def suggest(self, person: str, where: Json, typed: str) -> Json:
        """The options that the bot offers for what was typed into a select.

        Raises:
            NotDone: if it offers none that Slack takes.
        """
        around, _ = self._pressed(person, where)
        payload = {
            "type": "block_suggestion",
            "action_id": where.get("action_id"),
            "block_id": where.get("block_id"),
            "value": typed,
            **around,
        }
        answer = await self._ask(person, payload)
        offered = answer.body if isinstance(answer.body, dict) else {}
        faults = options_faults(offered)
        if faults:
            raise NotDone(f"The app offered options that Slack refuses: {'; '.join(faults[:3])}")
        return {key: offered[key] for key in ("options", "option_groups") if key in offered}

    async def submit(self, person: str, view_id: str, state: Json) -> Mapping[str, str]:
        """Submit a window; the errors that the bot has with what was filled in, by block id.

        Raises:
            NotDone: if the bot does not take it, or answers what Slack does not understand.
        """
        view = self._top_modal(person, view_id)
        view.pop("errors", None)
        filled = {**view, "state": {"values": state}}
        trigger = self._workspace.hooks.new_trigger(person)
        answer = await self._ask(
            person,
            {
                "type": "view_submission",
                "trigger_id": trigger,
                "view": filled,
                "response_urls": [],
            },
        )
        try:
            return self._after_submission(person, view, answer.body)
        except Refused as no:
            raise NotDone(f"{TROUBLE} ({', '.join((no.error, *no.details))})") from None
        finally:
            self._workspace.changes.happened()

    async def close(self, person: str, view_id: str, *, every: bool) -> None:
        """Close a window, or the whole stack; the bot hears of it if it asked to."""
        view = self._top_modal(person, view_id)
        if every:
            self._workspace.windows.clear(person)
        else:
            self._workspace.windows.close(person, view)
        self._workspace.changes.happened()
        if view.get("notify_on_close"):
            with contextlib.suppress(NotDone):  # the window is gone all the same
                await self._ask(person, {"type": "view_closed", "view": view, "is_cleared": every})

    async def shortcut(self, person: str, callback_id: str, channel: str, ts: str) -> None:
        """Use a shortcut: one on a message, or a global one where *ts* is empty."""
        wanted = ("message" if ts else "global", callback_id)
        if wanted not in {(each.type, each.callback_id) for each in self._workspace.app.shortcuts}:
            raise NotDone("The app has no such shortcut.")
        payload: Json = {
            "type": "message_action" if ts else "shortcut",
            "callback_id": callback_id,
            "trigger_id": self._workspace.hooks.new_trigger(person),
            "action_ts": self._workspace.clock.stamp(),
        }
        if ts:
            place = self._place(person, channel)
            message = self._message(person, place, ts)
            payload |= {
                "message_ts": message.ts,
                "message": message_of(self._workspace, message),
                "channel": _channel(place),
                "response_url": self._standin.response_url(person, place.id, message.ts),
            }
        await self._ask(person, payload)

    def open(self, person: str, tab: str) -> None:
        """Open the Home tab or the Messages tab of the bot."""
        if tab not in {"home", "messages"}:
            raise NotDone("There are two tabs: home and messages.")
        place = self._place(person, person)
        self._tell(
            home_opened_event(
                person,
                place.id,
                tab,
                self._workspace.clock.stamp(),
                self._workspace.windows.home(person),
            )
        )

    def invite(self, person: str, channel: str, *, is_in: bool) -> None:
        """Bring the bot into a channel, or take it out."""
        place = self._open_place(person, channel)
        if place.person:
            raise NotDone("Direct messages are between the two of you.")
        place.bot_is_in = is_in
        done = "was added to" if is_in else "was removed from"
        self._workspace.tell(place.id, person, f"{self._workspace.app.name} {done} #{place.name}.")

    def dismiss(self, person: str, channel: str, ts: str) -> None:
        """Put away a message that only this person sees."""
        message = self._message(person, self._place(person, channel), ts)
        if message.only_for != person:
            raise NotDone("Only what you alone see can be dismissed.")
        self._workspace.take_back(message)

    def post_due(self) -> None:
        """Post the scheduled messages whose time has come, where the bot still may."""
        for booking in self._workspace.scheduled.take_due():
            place = self._workspace.conversations[booking.channel]
            if place.bot_is_in and not place.is_archived:
                bot = self._workspace.bot_user_id
                said: Json = {**booking.message, "at": booking.post_at, "was_scheduled": True}
                self._workspace.say(place.id, bot, **said)

    def _say(self, place: Conversation, person: str, text: str, thread_ts: str | None) -> None:
        message = self._workspace.say(place.id, person, text, thread_ts=thread_ts)
        said = message_of(self._workspace, message) | {"channel": place.id}
        if place.person:
            self._tell(said_event("message", self._sender, said, "im"))
            return
        if place.bot_is_in:
            self._tell(said_event("message", self._sender, said, "channel"))
        if f"<@{self._workspace.bot_user_id}>" in text:
            if place.bot_is_in:
                self._tell(said_event("app_mention", self._sender, said))
            else:
                name = self._workspace.app.name
                told = f"{name} is not in #{place.name}, so it did not hear you. Invite it first."
                self._workspace.tell(place.id, person, told)

    async def _command(
        self, person: Person, place: Conversation, text: str, thread_ts: str | None
    ) -> None:
        name, words = [*text.split(maxsplit=1), ""][:2]
        if thread_ts:
            raise NotDone(f"{name} is not supported in threads. Sorry!")
        if name not in self._workspace.app.commands:
            raise NotDone(f"{name} is not a valid command. There is: {self._commands()}.")
        post = command_post(
            self._sender,
            {"id": person.id, "name": person.name},
            {"id": place.id, "name": "directmessage" if place.person else place.name},
            name,
            _escaped(words),
            self._standin.response_url(person.id, place.id),
            self._workspace.hooks.new_trigger(person.id),
        )
        try:
            answer = await self._courier.ask(post)
        except NoAnswerError as error:
            raise NotDone(f"{name} failed with the error “{error}”.") from None
        self._say_at_once(person, place, answer.body)

    def _say_at_once(self, person: Person, place: Conversation, body: Any) -> None:
        """What the bot answers with its acknowledgement of a command is shown as a reply."""
        said = body if isinstance(body, dict) else {"text": body}
        if not said.get("text") and not said.get("blocks"):
            return
        text, blocks = checked_message(said)
        everybody = said.get("response_type") == "in_channel"
        only_for = None if everybody else person.id
        self._workspace.say(
            place.id, self._workspace.bot_user_id, text, blocks=blocks, only_for=only_for
        )

    def _after_submission(self, person: str, view: Json, body: Any) -> Mapping[str, str]:
        windows = self._workspace.windows
        answer = body if isinstance(body, dict) else {}
        match answer.get("response_action"):
            case None:
                windows.close(person, view)
            case "clear":
                windows.clear(person)
            case "update":
                windows.update(answer.get("view"), view_id=view["id"])
            case "push":
                checked_view(answer.get("view"), "modal")
                windows.push(person, answer["view"])
            case "errors":
                return self._errors(view, answer.get("errors"))
            case other:
                raise Refused("unknown response_action", str(other))
        return {}

    def _errors(self, view: Json, errors: Any) -> Mapping[str, str]:
        inputs = {b.get("block_id") for b in view["blocks"] if b["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
            raise Refused("errors must name input blocks of the view")
        found = {str(block): str(said) for block, said in errors.items()}
        view["errors"] = found
        return found

    def _pressed(self, person: str, where: Json) -> tuple[Json, Json]:
        """What is around the thing that was pressed, as a payload tells it, and the thing."""
        if where.get("view_id"):
            view = self._own_view(person, str(where["view_id"]))
            container = {"type": "view", "view_id": view["id"]}
            return {"container": container, "view": view}, _element(view["blocks"], where)
        place = self._place(person, str(where.get("in")))
        message = self._message(person, place, str(where.get("ts")))
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": place.id,
            "is_ephemeral": bool(message.only_for),
            **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        }
        around: Json = {"container": container, "channel": _channel(place)}
        if not message.only_for:
            around["message"] = message_of(self._workspace, message)
        return around, _element(message.blocks, where)

    async def _ask(self, person: str, payload: Json) -> Answer:
        who = self._workspace.people[person]
        user = {"id": who.id, "name": who.name}
        try:
            return await self._courier.ask(interaction_post(self._sender, user, payload))
        except NoAnswerError as error:
            raise NotDone(f"The app is not responding ({error}). {TROUBLE}") from None

    def _tell(self, event: Json) -> None:
        """Bring the bot an event, if its manifest asks for such."""
        subscription = _SUBSCRIPTIONS.get(event.get("channel_type", ""), event["type"])
        if subscription in self._workspace.app.events:
            self._courier.tell(event_post(self._sender, event, self._workspace.next_event_id()))

    def _place(self, person: str, channel: str) -> Conversation:
        try:
            self._workspace.person(person)
            place = self._workspace.conversation(channel)
        except Refused as no:
            raise NotDone(f"There is no such person or conversation ({no.error}).") from None
        if place.person not in {"", person}:
            raise NotDone("That conversation is not yours.")
        return place

    def _message(self, person: str, place: Conversation, ts: str) -> Message:
        for message in self._workspace.messages(place.id, person):
            if message.ts == ts:
                return message
        raise NotDone("That message is no longer there.")

    def _open_place(self, person: str, channel: str) -> Conversation:
        place = self._place(person, channel)
        if place.is_archived:
            raise NotDone(f"#{place.name} is archived; it can only be read.")
        return place

    def _top_modal(self, person: str, view_id: str) -> Json:
        """The modal that a person sees: what lies below it or on the Home tab is no such."""
        stack = self._workspace.windows.stack(person)
        if not stack or stack[-1]["id"] != view_id:
            raise NotDone(GONE)
        return stack[-1]

    def _own_view(self, person: str, view_id: str) -> Json:
        windows = self._workspace.windows
        home = windows.home(person)
        for view in (*windows.stack(person), *([home] if home else [])):
            if view["id"] == view_id:
                return view
        raise NotDone(GONE)

    def _encoded(self, text: str) -> str:
        """Text as Slack hands it on: three signs escaped, the bot's name made a mention."""
        return _escaped(text).replace(
            f"@{self._workspace.app.name}", f"<@{self._workspace.bot_user_id}>"
        )

    def _commands(self) -> str:
        return ", ".join(self._workspace.app.commands)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _channel(place: Conversation) -> Json:
    return {"id": place.id, "name": "directmessage" if place.person else place.name}


def _element(blocks: list[Json], where: Json) -> Json:
    """The element of a message or window that *where* names.

    Raises:
        NotDone: if there is none: the message has changed since it was drawn.
    """
    for block in blocks:
        if block.get("block_id") == where.get("block_id"):
            single = [block[key] for key in ("accessory", "element") if block.get(key)]
            for element in (*single, *block.get("elements", [])):
                action_id = element.get("action_id")  # what is only for reading has none
                if action_id and action_id == where.get("action_id"):
                    found: Json = element
                    return found
    raise NotDone("That is no longer there; the message has changed.")
