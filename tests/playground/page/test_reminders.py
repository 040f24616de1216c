"""A reminder, from words to the post in its channel, a week being over in seconds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.async_api import Locator, Page, expect

from bot import clock
from bot.reminders.checking import Field
from bot.slack.reminder_views import field_id
from bot.toolkit.toolkit import Toolkit
from tests.playground.page.screen import Screen

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_reminder_is_set_up_in_words_and_comes_at_its_times(
    page: Page, toolkit: Toolkit
) -> None:
    screen = Screen(page)
    entry = toolkit.entry("health-services/keeping-records")
    await screen.go_to("C01")
    await screen.say("/toolkit remind every day 9am health record keeping")
    await expect(screen.modal).to_contain_text(entry.title)

    await screen.modal.get_by_test_id("modal-submit").click()
    await expect(screen.modal.get_by_test_id("modal-submit")).to_have_count(0)
    await screen.close_window()

    await page.get_by_test_id("controls-toggle").click()
    scheduled = page.get_by_test_id("scheduled")
    await expect(scheduled).to_contain_text(entry.title)
    await page.get_by_test_id("clock-week").click()
    await expect(screen.said("sent as scheduled")).to_have_count(7)


async def test_words_that_are_not_understood_are_told_above_the_fields(
    page: Page, toolkit: Toolkit
) -> None:
    screen = Screen(page)
    await screen.go_to("C01")
    await screen.say("/toolkit remind every 3 months at 9 health record keeping")

    said = toolkit.messages.reminders.window.not_understood.format(words="every 3 months")
    await expect(screen.modal).to_contain_text(said)


async def test_what_is_wrong_is_said_under_its_field_and_what_was_typed_stays(
    page: Page, toolkit: Toolkit
) -> None:
    say, screen = toolkit.messages.reminders.problems, Screen(page)
    await screen.go_to("C01")
    await screen.say("/toolkit remind every day 9am health record keeping")
    long, longer = "x" * 2900, "word " * 1000
    invite = say.not_in_channel.format(name=toolkit.messages.name)

    await fill(screen, Field.START, "2020-01-31")
    await is_wrong(screen, Field.START, say.past_date, "2020-01-31")
    await fill(screen, Field.START, (clock.today() + timedelta(days=2)).isoformat())
    await choose(screen, Field.CHANNEL, "#general")
    await is_wrong(screen, Field.CHANNEL, invite, "#general")
    await choose(screen, Field.CHANNEL, "#old-project")
    await is_wrong(screen, Field.CHANNEL, say.is_archived, "#old-project")
    await choose(screen, Field.CHANNEL, "#safeguarding")
    await fill(screen, Field.NOTE, "Tell @channel")
    await is_wrong(screen, Field.NOTE, say.note_calls, "Tell @channel")
    await fill(screen, Field.NOTE, longer)  # Slack itself takes no more than 3,000
    await is_wrong(screen, Field.NOTE, "Please write at most 3000 characters.", longer)
    await fill(screen, Field.NOTE, long)
    await is_wrong(screen, Field.NOTE, say.note_long.format(length=2900, most=500), long)

    await fill(screen, Field.NOTE, "Bring the folder.")
    await screen.modal.get_by_test_id("modal-submit").click()
    await expect(screen.modal).to_contain_text("#safeguarding")


async def test_a_zone_that_does_not_exist_cannot_be_chosen_and_the_one_before_stays(
    page: Page,
) -> None:
    screen = Screen(page)
    await screen.go_to("C01")
    await screen.say("/toolkit remind every day 9am health record keeping")
    zone = element(screen, Field.ZONE)
    await zone.click()
    await page.keyboard.type("Mars/Base")

    await expect(zone).to_have_attribute("aria-busy", "false")
    await expect(page.get_by_role("option")).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(zone).to_have_value("Europe/London")


def element(screen: Screen, of: Field) -> Locator:
    """What a field of the window is filled in with."""
    return screen.modal.locator(f"[data-action-id='{field_id(of)}']")


async def fill(screen: Screen, of: Field, text: str) -> None:
    await element(screen, of).fill(text)


async def choose(screen: Screen, of: Field, name: str) -> None:
    await element(screen, of).click()
    await screen.page.get_by_role("option", name=name, exact=True).click()
    await expect(element(screen, of)).to_have_value(name)


async def is_wrong(screen: Screen, of: Field, said: str, typed: str) -> None:
    """Submit it: that is said under the field and nowhere else, and what was typed stays."""
    await screen.modal.get_by_test_id("modal-submit").click()
    wrong = screen.modal.locator(".field.wrong")
    await expect(wrong).to_have_count(1)
    await expect(wrong.get_by_test_id("input-error")).to_have_text(said)
    await expect(wrong.locator(f"[data-action-id='{field_id(of)}']")).to_have_value(typed)
