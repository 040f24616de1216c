"""The front desk: takes what a listener heard, finds out who asks, and has it answered.

Every door of Slack goes through here, so that a question is answered in one way only.
"""

from __future__ import annotations

import asyncio
import logging
from time import perf_counter
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot import clock
from bot.replies import pages
from bot.replies.answering import Answering
from bot.replies.parts import Do, Reply, Title
from bot.slack import delivery
from bot.slack.places import Place
from bot.slack.views import agency_view, home_view, reply_view
from bot.store.heard import HeardEvents
from bot.store.preferences import Preferences
from bot.store.threads import NO_THREAD, Threads
from bot.toolkit.messages import Messages
from bot.toolkit.toolkit import Toolkit, UnknownIdError

log = logging.getLogger(__name__)

LONGEST_NAME = 2  # words; more than that after "agency" is a sentence
DATABASE_PATIENCE_S = 2.0  # for an agency; Slack lets a window be opened for three seconds


class Desk:
    """Answers for one toolkit, remembering only what people chose."""

    def __init__(
        self, answering: Answering, preferences: Preferences, heard: HeardEvents, threads: Threads
    ) -> None:
        self._answering = answering
        self._preferences = preferences
        self._heard = heard
        self._threads = threads

    @property
    def toolkit(self) -> Toolkit:
        return self._answering.toolkit

    @property
    def messages(self) -> Messages:
        return self.toolkit.messages

    async def is_new(self, body: dict[str, Any]) -> bool:
        """Whether this event is heard for the first time.

        Without the database nobody can tell, and an answer given twice is better than none.
        """
        try:
            return await self._heard.is_new(body["team_id"], body["event_id"], clock.now())
        except (SQLAlchemyError, OSError):
            log.warning("event %s: the database cannot be asked; answered anyway", body["event_id"])
            return True

    async def agency_of(self, place: Place) -> str | None:
        """The agency that the person saved; unknown while the database cannot be asked."""
        try:
            async with asyncio.timeout(DATABASE_PATIENCE_S):
                saved = await self._preferences.agency_of(place.team, place.user)
        except (SQLAlchemyError, OSError):
            log.warning("team %s: the database cannot be asked for an agency", place.team)
            return None
        return saved if saved in self.toolkit.agencies else None

    async def answer(self, place: Place, text: str) -> Reply:
        """Answer a question put in words."""
        started = perf_counter()
        agency, before = await self.agency_of(place), await self._before(place)
        reply = self._answering.answer(text, agency, clock.today(), before)
        took_ms = (perf_counter() - started) * 1000
        log.info("team %s: answered with %s in %.0f ms", place.team, reply.entry, took_ms)
        return reply

    async def command(self, place: Place, word: str, rest: str, text: str) -> Reply:
        """Answer the slash command: a *word* that it knows, or else *text* as a question."""
        if not text or (word == "help" and not rest):
            return pages.help_page(self.toolkit)
        if word == "agency":
            return await self._agency_command(place, rest, text)
        if rest:
            return await self.answer(place, text)
        if word == "topics":
            return pages.topics_page(self.toolkit)
        if word == "contacts":
            return pages.contacts_page(self.toolkit)
        if word == "refer":
            return pages.branch_page(self.toolkit, self.toolkit.choosing.start)
        return await self.answer(place, text)

    async def offered(self, place: Place, do: Do, about: str) -> Reply:
        """What an offer promises. One that the content no longer knows is said to be gone."""
        try:
            return await self._offered(place, do, about)
        except UnknownIdError as error:
            return pages.gone_page(error)

    async def find(self, place: Place, typed: str) -> tuple[str, ...]:
        """The headings and routes that *typed* begins to name, the person's own first."""
        return self._answering.find(typed, await self.agency_of(place))

    async def to_try(self, place: Place) -> tuple[str, ...]:
        """Questions for this person to begin with."""
        return pages.to_try(self.toolkit, await self.agency_of(place))

    def chosen(self, agency_id: str, about: str, *, kept: bool) -> Reply:
        """An agency was chosen while reading *about*: the same topic, for that agency.

        Only when it is *kept* does the reply say so.
        """
        agency = self.toolkit.agencies[agency_id]
        counterpart = self._answering.for_agency(about, agency_id)
        told = pages.agency_saved_page(self.toolkit, agency).parts if kept else ()
        if not counterpart:
            return Reply(agency.name, (Title(agency.name), *told))
        shown = self._answering.full(counterpart, clock.today())
        return Reply(agency.name, (*told, *shown.parts))

    async def save_agency(self, place: Place, agency_id: str) -> None:
        """Keep the agency for this person."""
        await self._preferences.save_agency(place.team, place.user, agency_id)

    async def forget_workspace(self, team: str) -> None:
        """Erase all that is kept of a workspace; it has removed the bot."""
        await self._preferences.forget_workspace(team)
        await self._heard.forget_workspace(team)
        await self._threads.forget_workspace(team)

    async def share(self, client: AsyncWebClient, place: Place, entry_id: str) -> None:
        """Show a heading to everybody in the channel; that it is gone, to its presser alone."""
        try:
            reply = self._answering.shared(entry_id, place.user, clock.today())
        except UnknownIdError as error:
            await self.deliver(client, place, pages.gone_page(error))
        else:
            await delivery.share(place, reply)

    async def deliver(self, client: AsyncWebClient, place: Place, reply: Reply) -> None:
        """Bring a reply to where it was asked for."""
        if place.is_window:
            await delivery.show(client, place, reply_view(reply, self.messages))
            return
        said = await delivery.deliver(client, place, reply, share=self.messages.buttons.share)
        if said and reply.entry:
            await self._remember(place, said, reply.entry)

    async def ask_agency(self, client: AsyncWebClient, place: Place, about: str) -> None:
        """Ask in a window where the person works; *about* is what they are reading."""
        view = agency_view(self.toolkit, await self.agency_of(place), about)
        await delivery.show(client, place, view)

    async def publish_home(self, client: AsyncWebClient, place: Place) -> None:
        """Show the person their Home as it is now.

        Raises:
            SlackApiError: if Slack refuses it.
        """
        page = pages.home_page(self.toolkit, await self.agency_of(place))
        await client.views_publish(user_id=place.user, view=home_view(page))

    async def refresh_home(self, client: AsyncWebClient, place: Place) -> None:
        """Show the person on their Home what has changed; what they asked for is done already."""
        try:
            await self.publish_home(client, place)
        except (SlackClientError, ClientError, OSError) as error:
            log.info("team %s: Home is as it was (%s)", place.team, type(error).__name__)

    async def _before(self, place: Place) -> str | None:
        """What the conversation was about so far, if that is known."""
        thread = place.thread_ts or NO_THREAD
        if place.response_url or not (thread or place.channel.startswith("D")):
            return None
        try:
            async with asyncio.timeout(DATABASE_PATIENCE_S):
                return await self._threads.about(place.team, place.channel, thread, clock.now())
        except (SQLAlchemyError, OSError):
            return None

    async def _remember(self, place: Place, said: str, entry_id: str) -> None:
        """Keep what a conversation is about now: a reply stands under question or answer."""
        begins = [NO_THREAD, place.message_ts, said] if not place.thread_ts else [place.thread_ts]
        of = [each for each in begins if each is not None]
        try:
            await self._threads.remember(place.team, place.channel, of, entry_id, clock.now())
        except (SQLAlchemyError, OSError):
            log.warning("team %s: the database cannot keep what a thread is about", place.team)

    async def _offered(self, place: Place, do: Do, about: str) -> Reply:
        toolkit, answering = self.toolkit, self._answering
        match do:
            case Do.SHOW | Do.STEPS:
                return answering.show(about, clock.today())
            case Do.FULL:
                return answering.full(about, clock.today())
            case Do.RELATED:
                return answering.related(about)
            case Do.NOT_MEANT:
                return answering.not_meant(about.split(","))
            case Do.WALK:
                return pages.branch_page(toolkit, about)
            case Do.SECTION:
                return pages.section_page(toolkit, about)
            case Do.TOPICS:
                return pages.topics_page(toolkit)
            case Do.CONTACTS:
                return pages.contacts_page(toolkit)
            case Do.FORGET_AGENCY:
                return await self._forget(place)
        raise UnknownIdError(self.messages.gone.format(id=do))

    async def _agency_command(self, place: Place, typed: str, text: str) -> Reply:
        """See, set or forget an agency; a sentence that only begins with the word is a question."""
        if not typed:
            return pages.agency_page(self.toolkit, await self.agency_of(place))
        if typed.casefold() == "forget":
            return await self._forget(place)
        agency = pages.find_agency(self.toolkit, typed)
        if agency:
            await self._preferences.save_agency(place.team, place.user, agency.id)
            return pages.agency_saved_page(self.toolkit, agency)
        if len(typed.split()) > LONGEST_NAME:
            return await self.answer(place, text)
        return pages.agency_unknown_page(self.toolkit, typed)

    async def _forget(self, place: Place) -> Reply:
        await self._preferences.forget(place.team, place.user)
        return pages.agency_forgotten_page(self.toolkit)
