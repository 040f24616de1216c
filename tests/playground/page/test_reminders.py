"""A reminder, from words to the post in its channel, a week being over in seconds."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

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


async def test_what_is_wrong_is_said_under_its_field_and_what_was_typed_stays(
    page: Page, toolkit: Toolkit
) -> None:
    screen = Screen(page)
    await screen.go_to("C01")
    await screen.say("/toolkit remind every day 9am health record keeping")
    note = screen.modal.get_by_label(toolkit.messages.reminders.fields.note)
    await note.fill("Tell @channel")

    await screen.modal.get_by_test_id("modal-submit").click()

    await expect(screen.modal.get_by_test_id("input-error")).to_be_visible()
    await expect(note).to_have_value("Tell @channel")
