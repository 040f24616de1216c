"""Only Slack is answered: every request is signed with the app's secret, minutes ago at most."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.store.preferences import Preferences
from tests.support.gestures import offer, removed
from tests.support.payloads import (
    SECRET,
    command,
    direct_message,
    mention,
    press,
    save_agency,
    signed,
)
from tests.support.reading import settled
from tests.support.standin import Slack
from tests.support.surfaces import home_opened, message_shortcut, on_home, typed_on

MINUTE = 60
URL = "https://hooks.example/1"

Forge = Callable[[AsyncBoltRequest], AsyncBoltRequest]


def _unsigned(request: AsyncBoltRequest) -> AsyncBoltRequest:
    for name in ("x-slack-signature", "x-slack-request-timestamp"):
        del request.headers[name]
    return request


def _signed_with_another_secret(request: AsyncBoltRequest) -> AsyncBoltRequest:
    return signed(request.raw_body, request.headers["content-type"][0], secret="f" * 32)


def _changed_on_the_way(request: AsyncBoltRequest) -> AsyncBoltRequest:
    changed = request.raw_body.replace("U1", "U2")
    assert changed != request.raw_body
    return AsyncBoltRequest(body=changed, headers=request.headers)


def _signed_at(seconds_ago: int) -> Forge:
    def forge(request: AsyncBoltRequest) -> AsyncBoltRequest:
        timestamp = str(int(time.time()) - seconds_ago)
        signature = SignatureVerifier(SECRET).generate_signature(
            timestamp=timestamp, body=request.raw_body
        )
        request.headers["x-slack-request-timestamp"] = [timestamp]
        request.headers["x-slack-signature"] = [signature or ""]
        return request

    return forge


def _without_its_time(request: AsyncBoltRequest) -> AsyncBoltRequest:
    del request.headers["x-slack-request-timestamp"]
    return request


FORGERIES: dict[str, Forge] = {
    "unsigned": _unsigned,
    "signed with another secret": _signed_with_another_secret,
    "changed on the way": _changed_on_the_way,
    "six minutes old": _signed_at(6 * MINUTE),
    "from six minutes ahead": _signed_at(-6 * MINUTE),
    "without its time": _without_its_time,
}
REQUESTS: dict[str, Callable[[], AsyncBoltRequest]] = {
    "direct message": lambda: direct_message("zanzibar"),
    "mention": lambda: mention("zanzibar"),
    "command": lambda: command("zanzibar", response_url=URL),
    "press": lambda: press(offer("show", "route/child"), response_url=URL),
    "save": lambda: save_agency("police"),
    "home": lambda: home_opened("home"),
    "typing": lambda: typed_on(on_home(), "zanzibar"),
    "shortcut": lambda: message_shortcut("zanzibar"),
}


@pytest.mark.parametrize("make", REQUESTS.values(), ids=REQUESTS.keys())
@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
async def test_a_forged_request_is_refused_and_nothing_comes_of_it(
    app: AsyncApp,
    slack: Slack,
    preferences: Preferences,
    forge: Forge,
    make: Callable[[], AsyncBoltRequest],
) -> None:
    response = await app.async_dispatch(forge(make()))

    await settled()
    assert response.status == 401
    assert slack.calls == []
    assert await preferences.agency_of("T1", "U1") is None
    assert await preferences.agency_of("T1", "U2") is None


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
async def test_a_forged_removal_erases_nothing(
    app: AsyncApp, preferences: Preferences, forge: Forge
) -> None:
    await preferences.save_agency("T1", "U1", "police")
    farewell = removed("T1")
    farewell = AsyncBoltRequest(
        body=farewell.raw_body.replace("UBOT", "U1"), headers=farewell.headers
    )

    response = await app.async_dispatch(forge(farewell))

    await settled()
    assert response.status == 401
    assert await preferences.agency_of("T1", "U1") == "police"


async def test_a_request_of_four_minutes_ago_is_still_answered(app: AsyncApp, slack: Slack) -> None:
    """A retry may come late."""
    response = await app.async_dispatch(_signed_at(4 * MINUTE)(direct_message("the nrm")))

    assert response.status == 200
    assert await slack.wait_for("chat.postMessage")


async def test_a_refusal_tells_nothing_of_what_was_sent(app: AsyncApp) -> None:
    response = await app.async_dispatch(_unsigned(direct_message("zanzibar")))

    assert "zanzibar" not in response.body


async def test_the_address_can_be_verified_by_slack_only(app: AsyncApp) -> None:
    challenge = '{"type": "url_verification", "challenge": "abc", "token": "U1"}'

    honest = await app.async_dispatch(signed(challenge, "application/json"))
    forged = await app.async_dispatch(_unsigned(signed(challenge, "application/json")))

    assert (honest.status, "abc" in honest.body) == (200, True)
    assert (forged.status, "abc" in forged.body) == (401, False)
