"""The buttons of a reminder that was posted: done, later, stop. Nothing of who presses is kept."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.reminders.model import State
from bot.reminders.ports import Key
from bot.replies.parts import Do, Reply, Text
from bot.replies.reminding import key_about
from bot.slack import delivery, ids
from bot.slack.desk import Desk
from bot.slack.places import Place
from bot.slack.reminder_desk import ReminderDesk, UnreachableStoreError
from bot.slack.reminder_views import after_done

_PRESSED = "|".join((Do.DONE, Do.IN_AN_HOUR, Do.TOMORROW, Do.STOP))


class ReminderPosts:
    """Listens for presses."""

    def __init__(self, desk: Desk, reminders: ReminderDesk) -> None:
        self._desk, self._reminders = desk, reminders

    def register(self, app: AsyncApp) -> None:
        app.action(re.compile(rf"^{ids.OFFER}\.(?:{_PRESSED})\."))(self.on_press)

    async def on_press(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Do it, and tell the presser; that it was done, everybody sees."""
        await ack()
        action, place = body["actions"][0], Place.of_press(body)
        do = Do(action["action_id"].split(".")[1])
        try:
            key = key_about(action["value"])
            if do is Do.DONE:
                await self._done(place, key, body.get("message") or {})
                return
            said = await self._later_or_stop(client, place, do, key)
        except ValueError:
            said = self._reminders.say.cannot.gone
        except UnreachableStoreError:
            said = self._reminders.say.cannot.unreachable
        await delivery.deliver(client, place, Reply(said, (Text(said),)))

    async def _done(self, place: Place, key: Key, message: dict[str, Any]) -> None:
        count = await self._reminders.done(place.team, key)
        blocks = after_done(message.get("blocks") or [], self._reminders.say, place.user, count)
        said = {"text": message.get("text") or self._desk.messages.name, "blocks": blocks}
        await delivery.replace_original(place, said)

    async def _later_or_stop(self, client: AsyncWebClient, place: Place, do: Do, key: Key) -> str:
        say = self._reminders.say
        reminder = await self._reminders.get(place.team, key.reminder)
        if reminder is None:
            return say.cannot.gone
        if do is Do.STOP:
            if not await self._reminders.may_act(client, place, reminder):
                return say.cannot.not_yours
            await self._reminders.set_state(reminder, State.PAUSED)
            return say.post.stopped
        if reminder.state is not State.ACTIVE:
            return say.post.stopped
        to_tomorrow = do is Do.TOMORROW
        when = await self._reminders.put_off(reminder, key, to_tomorrow=to_tomorrow)
        return say.post.put_off_to.format(when=when)
