"""The window in which a reminder is set up or changed."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.reminders.checking import Field, zones_like
from bot.reminders.model import Reminder
from bot.replies.parts import Do, Text
from bot.slack import delivery, ids
from bot.slack.blocks import Json
from bot.slack.desk import Desk
from bot.slack.places import Place
from bot.slack.reminder_desk import (
    CHECKING_PATIENCE_S,
    ReminderDesk,
    UnreachableStoreError,
)
from bot.slack.reminder_views import (
    About,
    drawn_options,
    field_id,
    filled_in,
    kept_view,
    look_view,
    page_option,
    remind_view,
    said_in,
    said_view,
    zone_option,
)
from bot.slack.reminder_windows import draw_list, open_window

WORD = "remind"
OPTIONS = 20
VIEWS_KNOWN = 500
ANSWERS_WITHIN_S = 2.8  # Slack waits three seconds
LEFT_FOR_KEEPING_S = 0.5


class ReminderWindow:
    """Listens for the command, the button, and what is done in the window."""

    def __init__(self, desk: Desk, reminders: ReminderDesk) -> None:
        self._desk, self._reminders = desk, reminders
        self._newest: OrderedDict[str, str] = OrderedDict()  # view: when it was last changed

    def register(self, app: AsyncApp) -> None:
        app.command(ids.COMMAND, matchers=[_wants_window])(self.on_command)
        app.action(re.compile(rf"^{ids.OFFER}\.{Do.REMIND}\."))(self.on_offer)
        app.options(field_id(Field.ABOUT))(self.on_page_typed)
        app.options(field_id(Field.ZONE))(self.on_zone_typed)
        app.action(ids.REMINDER_LOOK)(self.on_look)
        app.action(re.compile(rf"^{ids.REMINDER}\.(?!look$)"))(self.on_changed)
        app.view(ids.REMINDER)(self.on_save)

    async def on_command(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Open the window, filled in with what the words say."""
        await ack()
        place = Place.of_command(body)
        words = (body.get("text") or "").strip().partition(" ")[2]
        text = words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        filled, said = await self._reminders.begun(client, place, text, self._desk.agency_of(place))
        preview = self._reminders.preview(filled)
        view = remind_view(self._desk.toolkit, filled, preview, About(), said)
        await client.views_open(trigger_id=place.trigger_id, view=view)

    async def on_offer(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Open the window with the page of the answer."""
        await ack()
        place, entry = Place.of_press(body), body["actions"][0]["value"]
        await open_window(self._reminders, client, place, About(), entry)

    async def on_page_typed(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Offer the pages that the letters may mean."""
        found = await self._desk.find(Place.of_press(body), body.get("value") or "")
        options = [page_option(self._desk.toolkit, each) for each in found]
        await ack(options=drawn_options(options))

    async def on_zone_typed(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Offer the time zones that the letters may mean."""
        found = zones_like(body.get("value") or "", OPTIONS)
        await ack(options=drawn_options([zone_option(each) for each in found]))

    async def on_changed(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Show the fields that apply now, and what comes of them; what was typed stays."""
        await ack()
        view, at = body["view"], body["actions"][0].get("action_ts", "")
        self._newest[view["id"]] = max(at, self._newest.pop(view["id"], ""))
        while len(self._newest) > VIEWS_KNOWN:
            self._newest.popitem(last=False)
        filled, about = filled_in(view), About.of(view.get("private_metadata", ""))
        preview = self._reminders.preview(filled)
        shown = remind_view(self._desk.toolkit, filled, preview, about, said_in(view))
        try:
            await client.views_update(view_id=view["id"], hash=view["hash"], view=shown)
        except SlackApiError as error:
            newest = self._newest.get(view["id"], at) == at
            if error.response["error"] == "hash_conflict" and newest:
                await delivery.show(client, Place.of_press(body), shown)
            elif error.response["error"] not in {"hash_conflict", "not_found"}:
                raise

    async def on_look(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Show the whole message above the window."""
        await ack()
        view, place = body["view"], Place.of_press(body)
        about = About.of(view.get("private_metadata", ""))
        reply = self._reminders.look(filled_in(view), place, about.reminder)
        toolkit, say = self._desk.toolkit, self._reminders.say.window
        shown = (
            look_view(toolkit, reply)
            if reply
            else said_view(toolkit, say.title_look, (Text(say.look_needs),))
        )
        await client.views_push(trigger_id=place.trigger_id, view=shown)

    async def on_save(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Keep it, or say under its field what is wrong; what was typed stays."""
        started = asyncio.get_running_loop().time()
        place, view = Place.of_press(body), body["view"]
        about, filled = About.of(view.get("private_metadata", "")), filled_in(view)
        toolkit, say = self._desk.toolkit, self._reminders.say
        before: Reminder | None = None
        first = field_id(Field.ABOUT)
        try:
            if about.reminder:
                before = await self._reminders.get(place.team, about.reminder)
                refused = await self._refused(client, place, before)
                if refused:
                    shown = said_view(toolkit, say.window.title_edit, (Text(refused),))
                    await ack(response_action="update", view=shown)
                    return
            patience_s = min(CHECKING_PATIENCE_S, self._left_s(started) - LEFT_FOR_KEEPING_S)
            wrong = await self._reminders.problems(client, place, filled, before, patience_s)
            if wrong:
                errors = {field_id(each): said for each, said in wrong.items()}
                await ack(response_action="errors", errors=errors)
                return
            kept = await self._reminders.kept(place, filled, before, self._left_s(started))
        except UnreachableStoreError:
            await ack(response_action="errors", errors={first: say.cannot.unreachable})
            return
        next_at = self._reminders.next_in_words(kept)
        await ack(response_action="update", view=kept_view(toolkit, kept, next_at))
        if about.listing and view.get("previous_view_id"):
            await self._refresh_list(client, place, body, about)

    async def _refused(self, client: AsyncWebClient, place: Place, before: Reminder | None) -> str:
        """Why a reminder cannot be changed by this person; empty if it can."""
        if before is None:
            return self._reminders.say.cannot.gone
        may = await self._reminders.may_act(client, place, before)
        return "" if may else self._reminders.say.cannot.not_yours

    async def _refresh_list(
        self, client: AsyncWebClient, place: Place, body: Json, about: About
    ) -> None:
        """Show in the list below what was kept."""
        if about.listing:
            shown = await draw_list(self._reminders, client, place, about.listing)
            below = Place(place.team, place.user, view_id=body["view"]["previous_view_id"])
            await delivery.show(client, below, shown)

    def _left_s(self, started: float) -> float:
        return max(0.2, ANSWERS_WITHIN_S - (asyncio.get_running_loop().time() - started))


async def _wants_window(body: dict[str, Any]) -> bool:
    return (body.get("text") or "").strip().partition(" ")[0].casefold() == WORD
