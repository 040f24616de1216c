"""Takes the pictures of this folder anew, from the real playground: ``python -m docs.pictures``."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

from tests.playground.page.conftest import ALONE, BROWSERS
from tests.playground.page.screen import Screen
from tests.support.processes import free_port, serving

HERE = Path(__file__).parent
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


async def main() -> None:
    """Start a playground of its own, and photograph it."""
    expect.set_options(timeout=30_000)
    port, folder = free_port(), tempfile.mkdtemp()
    words = ("playground", "--no-browser", "--port", str(port), "--slack-waits", "30")
    async with (
        serving(*words, folder=Path(folder), settings={}, port=port) as running,
        async_playwright() as playwright,
    ):
        await running.until_healthy()
        path = next(found for name in BROWSERS if (found := shutil.which(name)))
        browser = await playwright.chromium.launch(executable_path=path, args=[*ALONE])
        page = await _open(browser, running.url, DESK)
        await _answer(page)
        await _private(page)
        await _home(page)
        await _inspector(page)
        await _reminder(await _open(browser, running.url, DESK))
        await _on_a_phone(await _open(browser, running.url, PHONE))
        await browser.close()


async def _open(browser: Browser, url: str, size: dict[str, int]) -> Page:
    context = await browser.new_context(viewport=size, device_scale_factor=1.5)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(url)
    await expect(page.get_by_test_id("bot-state")).to_contain_text("ready")
    return page


async def _answer(page: Page) -> None:
    """A nurse's question, answered in a direct message."""
    await Screen(page).say("staff nurse here, boyfriend wont let her talk, can i do the nrm form")
    await _settled(page, 2)
    await page.screenshot(path=HERE / "answer.png")


async def _private(page: Page) -> None:
    """Danger, by slash command, in the dark."""
    screen = Screen(page)
    await page.get_by_test_id("theme-dark").click()
    await screen.be("Daniel Hughes")
    await screen.go_to("C01")
    await screen.say("/toolkit shes locked in the back office and hes coming back in ten mins")
    await _settled(page, 1)
    await page.screenshot(path=HERE / "danger-dark.png")


async def _home(page: Page) -> None:
    """Home, with the search box open."""
    await page.get_by_test_id("theme-light").click()
    await page.get_by_test_id("conversation-D02").click()
    await page.get_by_test_id("tab-home").click()
    await page.get_by_test_id("home").get_by_role("combobox").click()
    await page.keyboard.type("recrods pris", delay=20)
    await expect(page.get_by_role("option").first).to_be_visible()
    await page.screenshot(path=HERE / "home.png")
    await page.keyboard.press("Escape")


async def _inspector(page: Page) -> None:
    """A window, and what went to the bot and back."""
    await page.get_by_test_id("home").get_by_role("button", name="Set my agency").click()
    await expect(page.get_by_test_id("modal")).to_be_visible()
    await page.screenshot(path=HERE / "window.png")
    await Screen(page).close_window()
    await page.get_by_test_id("inspector-toggle").click()
    await expect(page.get_by_test_id("traffic-entry").first).to_be_visible()
    await page.screenshot(path=HERE / "inspector.png")


async def _reminder(page: Page) -> None:
    """A reminder set up in words, its post two days later, and the list."""
    screen = Screen(page)
    await screen.go_to("C01")
    await screen.say("/toolkit remind every weekday 9am health record keeping")
    await expect(screen.modal).to_contain_text("09:00")
    await page.screenshot(path=HERE / "reminder-window.png")
    await screen.modal.get_by_test_id("modal-submit").click()
    await expect(screen.modal.get_by_test_id("modal-submit")).to_have_count(0)
    await screen.close_window()
    await page.get_by_test_id("controls-toggle").click()
    await expect(page.get_by_test_id("scheduled")).to_contain_text("Keeping records")
    await page.get_by_test_id("clock-next").click()
    await expect(screen.said("sent as scheduled")).to_have_count(1)
    await page.get_by_test_id("controls-toggle").click()
    await page.screenshot(path=HERE / "reminder.png")
    await screen.say("/toolkit reminders")
    await expect(screen.modal).to_be_visible()
    await page.screenshot(path=HERE / "reminder-list.png")
    await screen.close_window()


async def _on_a_phone(page: Page) -> None:
    """The same on a phone's width."""
    await Screen(page).say("15 yr old with two phones and a wad of cash, who do i refer to")
    await _settled(page, 2)
    await page.screenshot(path=HERE / "phone.png")


async def _settled(page: Page, messages: int) -> None:
    await expect(page.get_by_test_id("message").nth(messages - 1)).to_be_visible()
    await page.evaluate("() => document.fonts.ready")


if __name__ == "__main__":
    asyncio.run(main())
