"""The windows of reminders that more than one listener opens."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from slack_sdk.web.async_client import AsyncWebClient

from bot.reminders.model import Reminder
from bot.replies.parts import Notice, Part, Text
from bot.slack import delivery
from bot.slack.blocks import Json
from bot.slack.places import Place
from bot.slack.reminder_desk import ReminderDesk, UnreachableStoreError
from bot.slack.reminder_views import About, Listing, list_view, remind_view, said_view


async def open_window(
    reminders: ReminderDesk, client: AsyncWebClient, place: Place, about: About, entry: str = ""
) -> None:
    """Open the window for a new reminder, above the one that is open."""
    person = await reminders.person_of(client, place)
    channel = "" if place.channel.startswith("D") else place.channel
    listing = about.listing
    filled = reminders.begun_with(
        entry, channel or (listing.channel if listing else ""), person.zone
    )
    view = remind_view(reminders.toolkit, filled, reminders.preview(filled), about)
    await delivery.show_above(client, place, view)


async def draw_list(
    reminders: ReminderDesk,
    client: AsyncWebClient,
    place: Place,
    listing: Listing,
    said: Sequence[Part] = (),
) -> Json:
    """The list as its reader may see it: that of the workspace is for who administers it."""
    say = reminders.say

    async def own() -> Sequence[Reminder]:
        return await reminders.listed(place, replace(listing, everywhere=False))

    try:
        person, found = await asyncio.gather(
            reminders.person_of(client, place), reminders.listed(place, listing)
        )
        if listing.everywhere and not person.is_admin:
            said = (*said, Notice("note", (say.listing.admins_only,)))
            listing = Listing()
            found = await own()
    except UnreachableStoreError:
        return said_view(reminders.toolkit, say.listing.title, (Text(say.cannot.unreachable),))
    return list_view(
        reminders.toolkit,
        found,
        listing,
        reminders.now(),
        reader=place.user,
        is_admin=person.is_admin,
        said=said,
    )
