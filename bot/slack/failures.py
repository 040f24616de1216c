"""When something breaks: the person hears a sentence at once, and we find it in the log."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from aiohttp import ClientError
from slack_bolt.async_app import AsyncApp
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BotError
from bot.replies.parts import Notice, Reply
from bot.slack import delivery
from bot.slack.logs import where_it_broke
from bot.slack.places import Place
from bot.toolkit.messages import Messages

log = logging.getLogger(__name__)

_NOBODY_ASKED = frozenset({"app_home_opened", "block_suggestion"})


class Failures:
    """The one handler of errors that no listener expected."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    def register(self, app: AsyncApp) -> None:
        app.error(self.on_error)

    async def on_error(
        self, error: Exception, body: dict[str, Any], client: AsyncWebClient
    ) -> BoltResponse | None:
        """Log the error under a reference, and tell the person who waits.

        A request that no listener takes is answered here; any other was answered before it broke.
        """
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=200, body="")
        reference = secrets.token_hex(4)
        log.error("reference %s: %s", reference, where_it_broke(error))
        said = self._messages.broke.format(reference=reference)
        place = _place_of(body)
        if place:
            await self._tell(client, place, Reply(said, (Notice("caution", (said,)),)), reference)
        return None

    async def _tell(
        self, client: AsyncWebClient, place: Place, reply: Reply, reference: str
    ) -> None:
        try:
            await delivery.deliver(client, place, reply)
        except (BotError, SlackClientError, ClientError, OSError) as error:
            log.error("reference %s: nor could they be told: %s", reference, where_it_broke(error))


def _place_of(body: dict[str, Any]) -> Place | None:
    """Where the person waits; who pressed in a window is told in a direct message.

    Nobody waits for a tab that they opened, or for each letter that they type.
    """
    if body.get("event", body).get("type") in _NOBODY_ASKED:
        return None
    try:
        if "event" in body:
            return Place.of_event(body)
        if "command" in body:
            return Place.of_command(body)
        shortcut = body.get("type") == "message_action"
        place = Place.of_shortcut(body) if shortcut else Place.of_press(body)
    except KeyError:
        return None
    return Place(place.team, place.user, place.user) if place.is_window else place
