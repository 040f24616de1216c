"""What a person does and sees on the page of the playground."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect


@dataclass(frozen=True)
class Screen:
    """The page, as one person has it before them."""

    page: Page

    async def be(self, name: str) -> None:
        """Act as the person of that name."""
        await self.page.get_by_test_id("person-switcher").click()
        await self.page.get_by_role("option", name=name).click()
        await expect(self.page.get_by_test_id("person-switcher")).to_have_value(name)

    async def go_to(self, conversation: str) -> None:
        """Open a conversation, by its id; what is typed next is typed there."""
        entry = self.page.get_by_test_id(f"conversation-{conversation}")
        await entry.click()
        await expect(entry).to_have_attribute("aria-current", "page")

    async def say(self, text: str) -> None:
        """Type *text* and send it."""
        await self.page.get_by_test_id("composer").fill(text)
        await self.page.get_by_test_id("send").click()
        await expect(self.page.get_by_test_id("composer")).to_have_value("")

    def said(self, text: str = "") -> Locator:
        """The messages, or those that hold *text*."""
        return self.page.get_by_test_id("message").filter(has_text=text)

    def button(self, name: str) -> Locator:
        """The newest button of that name in the conversation."""
        return self.page.get_by_test_id("messages").get_by_role("button", name=name).last

    @property
    def modal(self) -> Locator:
        """The window on top."""
        return self.page.get_by_test_id("modal").last

    async def close_window(self) -> None:
        """Close the window on top; the page behind it takes no typing until it is gone."""
        await self.modal.get_by_test_id("modal-close").click()
        await expect(self.modal).to_have_count(0)
