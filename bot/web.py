"""The web process: Slack speaks to it over HTTP."""

from __future__ import annotations

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

LARGEST_BODY = 1024 * 1024


def web_app(app: AsyncApp, content_version: str) -> web.Application:
    """``/slack/events`` for Slack, ``/health`` for whoever watches the process."""

    async def from_slack(request: web.Request) -> web.Response:
        try:
            bolt_request = await to_bolt_request(request)
        except (ValueError, LookupError, TypeError, AttributeError):
            # Bolt reads the body before it looks at the signature; what is no body is not Slack's.
            return web.Response(status=400)
        return await to_aiohttp_response(await app.async_dispatch(bolt_request))

    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "content": content_version})

    server = web.Application(client_max_size=LARGEST_BODY)
    server.router.add_post("/slack/events", from_slack)
    server.router.add_get("/health", health)
    return server
