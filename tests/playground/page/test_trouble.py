"""When the bot is gone, or Slack misbehaves: a clear sentence, and nothing is lost."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.toolkit.toolkit import Toolkit
from tests.playground.page.screen import Screen
from tests.support.processes import Running

pytestmark = pytest.mark.asyncio(loop_scope="session")

NRM = "what is the nrm and how does it work"


async def test_a_press_that_nobody_takes_says_so(page: Page, toolkit: Toolkit) -> None:
    screen = Screen(page)
    await screen.say(NRM)
    await expect(screen.button(toolkit.messages.buttons.full)).to_be_visible()
    await stop_the_bot(page)

    await screen.button(toolkit.messages.buttons.full).click()

    await expect(page.get_by_test_id("toast")).to_contain_text("not responding")
    await start_the_bot(page)


async def test_a_question_to_a_bot_that_is_gone_is_answered_when_it_is_back(
    page: Page, toolkit: Toolkit
) -> None:
    """Slack tries again after a minute; the clock need not be waited for."""
    screen = Screen(page)
    await stop_the_bot(page)
    await screen.say("wot do i do if there under 18")
    await page.get_by_test_id("controls-toggle").click()
    await expect(page.get_by_test_id("redeliveries")).to_contain_text("message.im")
    await page.get_by_test_id("controls-toggle").click()

    await start_the_bot(page)
    await page.get_by_test_id("controls-toggle").click()
    await page.get_by_test_id("clock-hour").click()

    await expect(screen.said(toolkit.routes["route/child"].title)).to_have_count(1)


@pytest.mark.parametrize("kind", ["rate_limited", "server_error", "lost_before", "sent_twice"])
async def test_a_question_is_answered_once_whatever_goes_wrong_on_the_way(
    page: Page, kind: str
) -> None:
    screen = Screen(page)
    before = await page.get_by_test_id("message").count()
    await page.get_by_test_id("controls-toggle").click()
    await page.get_by_test_id("fault-once").check()
    await page.get_by_test_id(f"fault-{kind}").check()
    await page.get_by_test_id("controls-toggle").click()

    await screen.say(NRM)

    await expect(page.get_by_test_id("message")).to_have_count(before + 2)
    await page.get_by_test_id("inspector-toggle").click()
    await expect(page.get_by_test_id("traffic-entry").first).to_be_visible()
    await expect(page.get_by_test_id("message")).to_have_count(before + 2)


async def test_the_page_says_that_the_workspace_is_gone_and_keeps_what_was_typed(
    page: Page, playground: Running
) -> None:
    await page.get_by_test_id("composer").fill("half a sentence")

    playground.process.kill()

    await expect(page.get_by_test_id("lost")).to_be_visible()
    await expect(page.get_by_test_id("composer")).to_have_value("half a sentence")


async def stop_the_bot(page: Page) -> None:
    await page.get_by_test_id("controls-toggle").click()
    await page.get_by_test_id("bot-stop").click()
    await expect(page.get_by_test_id("bot-state")).to_contain_text("stopped")
    await page.get_by_test_id("controls-toggle").click()


async def start_the_bot(page: Page) -> None:
    await page.get_by_test_id("controls-toggle").click()
    await page.get_by_test_id("bot-start").click()
    await expect(page.get_by_test_id("bot-state")).to_contain_text("ready")
    await page.get_by_test_id("controls-toggle").click()
