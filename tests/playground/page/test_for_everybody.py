"""The page by keyboard alone, in the dark, on a phone, and for a screen reader."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.toolkit.toolkit import Toolkit
from tests.playground.page.screen import Screen
from tests.support.processes import Running

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHILD = "wot do i do if there under 18"
PHONE = {"width": 390, "height": 844}


async def test_a_question_is_asked_and_its_guidance_read_by_keyboard_alone(
    page: Page, toolkit: Toolkit
) -> None:
    keyboard, screen = page.keyboard, Screen(page)
    await expect(page.get_by_test_id("composer")).to_be_focused()
    await keyboard.type(CHILD)
    await keyboard.press("Enter")
    full = screen.button(toolkit.messages.buttons.full)
    await expect(full).to_be_visible()

    await press_until_focused(page, "Shift+Tab", toolkit.messages.buttons.full)
    await keyboard.press("Enter")
    await expect(screen.modal).to_be_visible()
    focused_inside = await page.evaluate(
        "() => !!document.activeElement.closest('[role=dialog], dialog')"
    )
    await keyboard.press("Escape")

    await expect(screen.modal).to_have_count(0)
    await expect(full).to_be_focused()
    assert focused_inside


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_nothing_serious_stands_in_the_way_of_a_screen_reader(
    page: Page, toolkit: Toolkit, theme: str
) -> None:
    screen = Screen(page)
    await page.get_by_test_id(f"theme-{theme}").click()
    await screen.say(CHILD)
    await expect(screen.button(toolkit.messages.buttons.full)).to_be_visible()
    assert await serious_faults(page) == []

    await screen.button(toolkit.messages.buttons.set_agency).click()
    await expect(screen.modal).to_be_visible()
    assert await serious_faults(page) == []
    await page.keyboard.press("Escape")
    await page.get_by_test_id("tab-home").click()
    await expect(page.get_by_test_id("home")).to_contain_text(toolkit.urgent.say[0].say)
    assert await serious_faults(page) == []


async def test_the_dark_is_dark_and_is_remembered(page: Page) -> None:
    await page.get_by_test_id("theme-dark").click()
    await page.reload()

    await expect(page.get_by_test_id("composer")).to_be_visible()
    red, green, blue = await background(page)
    assert max(red, green, blue) < 80


async def test_a_phone_shows_one_thing_at_a_time_and_nothing_hangs_out(
    chromium: Browser, playground: Running, toolkit: Toolkit
) -> None:
    context = await chromium.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(playground.url)
    screen = Screen(page)

    await screen.say(CHILD)

    await expect(screen.button(toolkit.messages.buttons.full)).to_be_visible()
    wide = await page.evaluate("() => document.documentElement.scrollWidth")
    await page.get_by_test_id("menu").click()
    await page.get_by_test_id("conversation-C01").click()
    await expect(page.get_by_test_id("title")).to_contain_text("safeguarding")
    await context.close()
    assert wide <= PHONE["width"]


async def press_until_focused(page: Page, key: str, name: str) -> None:
    """Go by *key* until the thing of that name has the focus."""
    for _ in range(40):
        text = await page.evaluate("() => document.activeElement.innerText || ''")
        if text.strip() == name:
            return
        await page.keyboard.press(key)
    pytest.fail(f"{name} is not reached by {key}")


async def serious_faults(page: Page) -> list[str]:
    found = await Axe().run(page)
    violations: list[dict[str, Any]] = found.response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in violations
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


async def background(page: Page) -> tuple[int, int, int]:
    """The colour behind the messages."""
    said: str = await page.evaluate(
        "() => { let e = document.querySelector('[data-testid=messages]');"
        " const of = x => getComputedStyle(x).backgroundColor;"
        " while (e && of(e) === 'rgba(0, 0, 0, 0)') e = e.parentElement; return of(e); }"
    )
    red, green, blue = (int(part) for part in said.strip("rgba()").split(",")[:3])
    return red, green, blue
