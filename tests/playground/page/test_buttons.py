"""The buttons, windows and search boxes of the bot, pressed as a person presses them."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.toolkit.toolkit import Toolkit
from tests.playground.page.screen import Screen

pytestmark = pytest.mark.asyncio(loop_scope="session")

NRM = "what is the nrm and how does it work"


async def test_every_button_of_a_reply_brings_something(page: Page) -> None:
    """A window, another message, or the same reply: never an error, never nothing."""
    screen = Screen(page)
    await screen.say(NRM)
    buttons = screen.said().last.get_by_test_id("button")
    await expect(buttons.first).to_be_visible()
    names = await buttons.all_inner_texts()
    at = await page.get_by_test_id("message").count() - 1
    for number, name in enumerate(names):
        before = await page.get_by_test_id("message").count()

        await page.get_by_test_id("message").nth(at).get_by_test_id("button").nth(number).click()

        came = screen.modal.or_(page.get_by_test_id("message").nth(before))
        await expect(came.first, name).to_be_visible()
        if await screen.modal.count():
            await screen.close_window()
    await expect(page.get_by_test_id("toast")).to_have_count(0)
    assert len(names) >= 4


async def test_the_full_guidance_opens_in_a_window(page: Page, toolkit: Toolkit) -> None:
    screen = Screen(page)
    await screen.say(NRM)

    await screen.button(toolkit.messages.buttons.full).click()

    entry = toolkit.entry("tackling/national-referral-mechanism")
    await expect(screen.modal).to_contain_text(entry.points[-1].say)
    await page.keyboard.press("Escape")
    await expect(screen.modal).to_have_count(0)


async def test_an_agency_is_chosen_in_a_window_and_answered_for(
    page: Page, toolkit: Toolkit
) -> None:
    screen = Screen(page)
    prisons = toolkit.agencies["prison-service"].name
    await screen.say(NRM)
    await screen.button(toolkit.messages.buttons.set_agency).click()

    await screen.modal.get_by_role("radio", name=prisons).check()
    await screen.modal.get_by_test_id("modal-submit").click()

    said = toolkit.messages.agency_saved.format(agency=prisons)
    await expect(screen.modal).to_contain_text(said)
    await screen.close_window()
    await screen.say("keeping records")
    own = toolkit.entry("prison-service/keeping-records").title
    await expect(screen.said(own).last).to_be_visible()


async def test_a_window_that_is_not_filled_in_says_what_is_missing(
    page: Page, toolkit: Toolkit
) -> None:
    screen = Screen(page)
    await screen.be("Morgan Ellis")
    await screen.say(NRM)
    await screen.button(toolkit.messages.buttons.set_agency).click()

    await screen.modal.get_by_test_id("modal-submit").click()

    await expect(screen.modal.get_by_test_id("input-error")).to_be_visible()
    await expect(screen.modal).to_be_visible()


async def test_home_tells_where_a_person_works_and_finds_pages_as_they_type(
    page: Page, toolkit: Toolkit
) -> None:
    screen = Screen(page)
    await page.get_by_test_id("tab-home").click()
    home = page.get_by_test_id("home")
    await expect(home).to_contain_text(toolkit.urgent.say[0].say)

    await home.get_by_role("combobox").click()
    await page.keyboard.type("prison rec")
    option = page.get_by_role("option", name=toolkit.entry("prison-service/keeping-records").title)
    await option.first.click()

    await expect(screen.modal).to_contain_text(
        toolkit.entry("prison-service/keeping-records").summary
    )


async def test_a_button_on_home_is_answered_in_a_window(page: Page, toolkit: Toolkit) -> None:
    screen = Screen(page)
    await page.get_by_test_id("tab-home").click()

    await (
        page.get_by_test_id("home")
        .get_by_role("button", name=toolkit.messages.buttons.contacts)
        .click()
    )

    await expect(screen.modal).to_contain_text(toolkit.messages.contacts_title)


async def test_the_referral_questions_are_walked_to_a_route(page: Page, toolkit: Toolkit) -> None:
    screen = Screen(page)
    await screen.say("/toolkit refer")
    question = next(q for q in toolkit.choosing.questions if q.id == toolkit.choosing.start)
    await expect(screen.said(question.ask).last).to_be_visible()

    await screen.button(question.answers[0].say).click()

    await expect(page.get_by_test_id("message")).not_to_have_count(1)


async def test_guidance_is_found_for_somebody_elses_message(page: Page, toolkit: Toolkit) -> None:
    screen = Screen(page)
    await screen.go_to("C01")
    await screen.say("15 yr old picked up with wraps and two phones, who do i refer to")
    await screen.be("Daniel Hughes")

    message = screen.said("15 yr old picked up").last
    await message.hover()
    await message.get_by_test_id("more-actions").click()
    await page.get_by_test_id("shortcut-find_guidance").click()

    await expect(screen.modal).to_contain_text(toolkit.routes["route/child"].title)
