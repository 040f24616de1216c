"""Asking the bot, in each of the ways that there are."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.toolkit.toolkit import Toolkit
from tests.playground.page.screen import Screen

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHILD = "wot do i do if there under 18"


async def test_the_first_minute_is_three_questions_to_click(page: Page, toolkit: Toolkit) -> None:
    """Each of another profession; a click asks it as that person."""
    first = sorted(toolkit.agencies.values(), key=lambda agency: agency.example.order)[:3]
    for number, agency in enumerate(first):
        await expect(page.get_by_test_id(f"example-{number}")).to_contain_text(agency.example.asks)

    await page.get_by_test_id("example-1").click()

    await expect(page.get_by_test_id("person-switcher")).to_have_value(first[1].example.name)
    await expect(Screen(page).said(first[1].example.asks)).to_have_count(1)
    await expect(page.get_by_test_id("message")).to_have_count(2)


async def test_a_direct_message_is_answered_in_the_conversation(
    page: Page, toolkit: Toolkit
) -> None:
    screen = Screen(page)

    await screen.say(CHILD)

    await expect(screen.said(toolkit.routes["route/child"].steps[0].do)).to_be_visible()


async def test_a_slash_command_is_answered_for_its_sender_alone(
    page: Page, toolkit: Toolkit
) -> None:
    screen = Screen(page)
    await screen.go_to("C01")

    await screen.say(f"/toolkit {CHILD}")

    answer = screen.said(toolkit.routes["route/child"].title)
    await expect(answer).to_contain_text("Only visible to you")
    await screen.be("Daniel Hughes")
    await expect(page.get_by_test_id("title")).to_contain_text("safeguarding")
    await expect(answer).to_have_count(0)


async def test_what_is_shared_is_seen_by_all(page: Page, toolkit: Toolkit) -> None:
    screen = Screen(page)
    await screen.go_to("C02")
    await screen.say(f"/toolkit {CHILD}")

    await screen.button(toolkit.messages.buttons.share).click()

    await screen.be("Daniel Hughes")
    await expect(screen.said(toolkit.routes["route/child"].title)).to_contain_text("Shared by")


async def test_a_mention_is_answered_in_its_thread(page: Page, toolkit: Toolkit) -> None:
    screen = Screen(page)
    await screen.go_to("C01")

    await screen.say(f"@Trafficking toolkit {CHILD}")

    await screen.said("@Trafficking toolkit").last.get_by_test_id("replies").click()
    thread = page.get_by_test_id("thread-pane")
    await expect(thread).to_contain_text(toolkit.routes["route/child"].steps[0].do)
    await thread.get_by_test_id("thread-pane-close").click()
    await expect(thread).to_have_count(0)


async def test_the_composer_completes_the_mention_and_the_command(page: Page) -> None:
    screen = Screen(page)
    await screen.go_to("C01")
    composer = page.get_by_test_id("composer")

    await composer.press_sequentially("@tra")
    await expect(page.get_by_test_id("suggestions")).to_be_visible()
    await composer.press("Enter")
    await expect(composer).to_have_value("@Trafficking toolkit ")
    await composer.fill("")
    await composer.press_sequentially("/")
    await composer.press("Tab")

    await expect(composer).to_have_value("/toolkit ")
    await composer.fill("")


async def test_a_mention_where_the_bot_is_not_says_so_and_an_invitation_helps(page: Page) -> None:
    screen = Screen(page)
    await screen.go_to("C03")
    await screen.say(f"@Trafficking toolkit {CHILD}")
    await expect(screen.said("is not in #general")).to_be_visible()

    await page.get_by_test_id("invite").click()
    await expect(page.get_by_test_id("not-in")).to_have_count(0)
    await screen.say(f"@Trafficking toolkit {CHILD}")

    await expect(page.get_by_test_id("replies")).to_be_visible()


async def test_a_suggested_question_is_asked_by_a_click(page: Page) -> None:
    """The page opens the Messages tab, the bot hears of it and suggests questions."""
    prompt = page.get_by_test_id("prompts").get_by_role("button").first
    await expect(prompt).to_be_visible()
    before = await page.get_by_test_id("message").count()

    await prompt.click()

    await expect(page.get_by_test_id("message")).to_have_count(before + 2)


async def test_danger_comes_first(page: Page, toolkit: Toolkit) -> None:
    screen = Screen(page)

    await screen.say("shes locked in the back office and hes coming back in ten mins")

    answer = screen.said(toolkit.urgent.say[0].say).last
    await expect(answer.get_by_test_id("block-rich_text").first).to_contain_text(
        toolkit.messages.labels.danger
    )


async def test_what_nobody_can_send_stays_in_the_composer(page: Page) -> None:
    """Nothing that was typed is lost."""
    composer = page.get_by_test_id("composer")

    await composer.fill("/nonsense at all")
    await page.get_by_test_id("send").click()

    await expect(page.get_by_test_id("composer-error")).to_contain_text("not a valid command")
    await expect(composer).to_have_value("/nonsense at all")


async def test_markup_that_is_typed_is_shown_and_never_obeyed(page: Page) -> None:
    screen = Screen(page)
    typed = "<b>bold</b> <img src=x onerror=alert(1)> <!channel> & <https://evil.example|click>"

    await screen.say(typed)

    await expect(screen.said(typed)).to_be_visible()
    await expect(page.locator("img[src=x]")).to_have_count(0)
