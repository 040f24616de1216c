"""A workspace removes the bot: what its people chose goes with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from slack_bolt.async_app import AsyncApp
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.replies.answering import Answering
from bot.store.preferences import Preferences
from tests.support.bots import app_on
from tests.support.breaking import database_that_is_gone
from tests.support.gestures import removed, tokens_revoked
from tests.support.reading import references, settled, until
from tests.support.standin import Slack


async def test_a_workspace_that_removes_the_app_is_forgotten_and_no_other(
    engine: AsyncEngine, slack: Slack, answering: Answering
) -> None:
    preferences = await _three_choices(Preferences(engine))

    response = await app_on(engine, slack, answering).async_dispatch(removed("T1"))

    async def forgotten() -> bool:
        first = await preferences.agency_of("T1", "U1")
        second = await preferences.agency_of("T1", "U2")
        return first is None and second is None

    await until(forgotten)
    assert response.status == 200
    assert await preferences.agency_of("T2", "U1") == "police"


async def test_a_workspace_is_forgotten_when_the_bots_token_is_revoked(
    app: AsyncApp, preferences: Preferences
) -> None:
    await _three_choices(preferences)

    await app.async_dispatch(tokens_revoked("T1", bot=["UBOT"]))

    async def forgotten() -> bool:
        return await preferences.agency_of("T1", "U1") is None

    await until(forgotten)
    assert await preferences.agency_of("T2", "U1") == "police"


@pytest.mark.parametrize("tokens", [{"oauth": ["U1"]}, {"oauth": ["U1"], "bot": []}, {}])
async def test_a_workspace_is_kept_when_only_a_persons_token_is_revoked(
    app: AsyncApp, preferences: Preferences, tokens: dict[str, list[str]]
) -> None:
    await _three_choices(preferences)

    response = await app.async_dispatch(tokens_revoked("T1", **tokens))

    await settled()
    assert response.status == 200
    assert await preferences.agency_of("T1", "U1") == "police"


async def test_a_workspace_is_forgotten_though_slack_no_longer_lets_the_bot_in(
    sqlite: AsyncEngine, answering: Answering, preferences: Preferences
) -> None:
    """When the news of the removal comes, the token is worth nothing any more."""
    await _three_choices(preferences)
    slack = Slack()
    slack.url = "http://127.0.0.1:9/"  # where nobody answers

    await app_on(sqlite, slack, answering).async_dispatch(removed("T1"))

    async def forgotten() -> bool:
        return await preferences.agency_of("T1", "U1") is None

    await until(forgotten)


async def test_a_workspace_that_could_not_be_forgotten_is_in_the_log(
    slack: Slack, answering: Answering, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """There is nobody left to tell."""
    app = app_on(database_that_is_gone(tmp_path), slack, answering)

    response = await app.async_dispatch(removed("T1"))

    await until(lambda: len(references(caplog.records)) == 1)
    assert response.status == 200
    assert slack.made("chat.postMessage") == []


async def _three_choices(preferences: Preferences) -> Preferences:
    for team, user in (("T1", "U1"), ("T1", "U2"), ("T2", "U1")):
        await preferences.save_agency(team, user, "police")
    return preferences
