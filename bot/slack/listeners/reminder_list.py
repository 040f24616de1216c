"""What a channel, a person or the workspace is reminded of, and what can be done about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.reminders.checking import Filled
from bot.reminders.model import Reminder, State
from bot.reminders.ports import GoneError
from bot.replies.parts import Do, Notice, Part, Text
from bot.slack import delivery, ids
from bot.slack.desk import Desk
from bot.slack.places import Place
from bot.slack.reminder_desk import ReminderDesk, UnreachableStoreError
from bot.slack.reminder_views import (
    About,
    Listing,
    chosen_settings,
    remind_view,
    said_view,
    settings_view,
)
from bot.slack.reminder_windows import draw_list, open_window

WORD, ALL = "reminders", "all"
_STATES = {"pause": State.PAUSED, "resume": State.ACTIVE, "delete": State.ENDED}


class ReminderList:
    """Listens for the command, the buttons of the list, and the settings."""

    def __init__(self, desk: Desk, reminders: ReminderDesk) -> None:
        self._desk, self._reminders = desk, reminders

    def register(self, app: AsyncApp) -> None:
        app.command(ids.COMMAND, matchers=[_wants_list])(self.on_command)
        app.action(re.compile(rf"^{ids.OFFER}\.{Do.REMINDERS}\."))(self.on_offer)
        app.action(re.compile(rf"^{ids.REMINDER_LISTED}\."))(self.on_press)
        app.view(ids.REMINDER_SETTINGS)(self.on_settings)

    async def on_command(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Show the list in a window; ``all`` is that of the workspace."""
        await ack()
        place = Place.of_command(body)
        rest = body["text"].strip().partition(" ")[2].strip().casefold()
        channel = "" if place.channel.startswith("D") else place.channel
        listing = Listing(channel, everywhere=rest == ALL)
        view = await draw_list(self._reminders, client, place, listing)
        await client.views_open(trigger_id=place.trigger_id, view=view)

    async def on_offer(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Show a person's own reminders."""
        await ack()
        place = Place.of_press(body)
        view = await draw_list(self._reminders, client, place, Listing())
        await delivery.show_above(client, place, view)

    async def on_press(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Do what the button says, and show the list as it is then."""
        await ack()
        place, view = Place.of_press(body), body["view"]
        what, number = body["actions"][0]["action_id"].split(".")[1:]
        about = About.of(view.get("private_metadata", ""))
        listing = about.listing or Listing()
        said: Sequence[Part] = ()
        try:
            if what == "new":
                await open_window(self._reminders, client, place, About(listing=listing))
                return
            if what == "settings":
                await self._open_settings(client, place, listing)
                return
            if what == "page":
                listing = replace(listing, offset=int(number))
            else:
                reminder = await self._reminders.get(place.team, int(number))
                refused = await self._refused(client, place, reminder)
                if reminder and not refused and what == "edit":
                    await self._open_edit(client, place, reminder, listing)
                    return
                said = (Notice("caution", (refused,)),) if refused else ()
                if reminder and not refused:
                    said = await self._act(client, what, reminder)
        except UnreachableStoreError:
            said = (Notice("caution", (self._reminders.say.cannot.unreachable,)),)
        shown = await draw_list(self._reminders, client, place, listing, said)
        await delivery.show(client, place, shown)

    async def on_settings(
        self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient
    ) -> None:
        """Keep what an administrator decided."""
        say, toolkit = self._reminders.say, self._desk.toolkit
        place, rules = Place.of_press(body), chosen_settings(body["view"])
        wrong = ""
        if (rules.quiet_from is None) != (rules.quiet_to is None):
            wrong = say.problems.quiet_both
        elif rules.quiet_from and rules.quiet_from == rules.quiet_to:
            wrong = say.problems.quiet_same
        if wrong:
            await ack(response_action="errors", errors={ids.SETTINGS_QUIET_TO: wrong})
            return
        said = say.listing.admins_only
        if (await self._reminders.person_of(client, place)).is_admin:
            try:
                await self._reminders.set_rules(place.team, rules)
                said = say.listing.settings_kept
            except UnreachableStoreError:
                said = say.cannot.unreachable
        view = said_view(toolkit, say.listing.settings_title, (Text(said),))
        await ack(response_action="update", view=view)

    async def _refused(
        self, client: AsyncWebClient, place: Place, reminder: Reminder | None
    ) -> str:
        say = self._reminders.say.cannot
        if reminder is None:
            return say.gone
        return "" if await self._reminders.may_act(client, place, reminder) else say.not_yours

    async def _open_edit(
        self, client: AsyncWebClient, place: Place, reminder: Reminder, listing: Listing
    ) -> None:
        filled = Filled.of(reminder)
        preview = self._reminders.preview(filled)
        about = About(reminder=reminder.id, listing=listing)
        view = remind_view(self._desk.toolkit, filled, preview, about)
        await delivery.show_above(client, place, view)

    async def _open_settings(self, client: AsyncWebClient, place: Place, listing: Listing) -> None:
        rules = await self._reminders.rules(place.team)
        view = settings_view(self._desk.toolkit, rules, About(listing=listing).carried())
        await delivery.show_above(client, place, view)

    async def _act(self, client: AsyncWebClient, what: str, reminder: Reminder) -> Sequence[Part]:
        if what in _STATES:
            await self._reminders.set_state(reminder, _STATES[what])
            return ()
        say = self._reminders.say.listing
        try:
            await self._reminders.post_now(client, reminder)
        except GoneError:
            return (Notice("caution", (say.page_gone,)),)
        except SlackApiError as error:
            reason = error.response["error"]
            return (Notice("caution", (say.not_posted.format(reason=reason),)),)
        return (Notice("note", (say.posted,)),)


async def _wants_list(body: dict[str, Any]) -> bool:
    word, _, rest = (body.get("text") or "").strip().partition(" ")
    return word.casefold() == WORD and rest.strip().casefold() in {"", ALL}
