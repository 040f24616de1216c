"""Everything that Block Kit has, drawn, pressed and filled in, with an app that uses it all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.playground.bot_process import BotState
from bot.playground.courier import Courier
from bot.playground.server import Playground
from bot.playground.standin import StandIn
from bot.playground.workspace import Workspace
from bot.slack.delivery import make_client
from bot.web import web_app
from tests.playground.page.screen import Screen
from tests.playground.support import SECRET, TOKEN, serve
from tests.support.every_element import TOO_SHORT, EveryElement

pytestmark = pytest.mark.asyncio(loop_scope="session")


READY = BotState("ready")


@dataclass
class AlwaysReady:
    """A bot that needs no process of its own."""

    state: BotState = READY

    async def kill(self) -> None:
        """Nothing to end."""

    async def start(self) -> None:
        """Nothing to start."""


@dataclass(frozen=True)
class Workshop:
    """The page of a workspace with that app in it, and what the app has heard."""

    page: Page
    app: EveryElement
    standin: StandIn


@pytest_asyncio.fixture(loop_scope="session")
async def workshop(chromium: Browser, workspace: Workspace) -> AsyncIterator[Workshop]:
    standin = StandIn(workspace)
    listeners = EveryElement()
    app = AsyncApp(client=make_client(TOKEN, "http://127.0.0.1:9/"), signing_secret=SECRET)
    listeners.register(app)
    async with serve(web_app(app, "test")) as bot_url:
        courier = Courier(
            standin.workspace.clock,
            standin.traffic,
            standin.faults,
            url=f"{bot_url}slack/events",
            secret=SECRET,
        )
        playground = Playground(standin, courier, AlwaysReady(), [])
        async with serve(playground.web_app()) as url:
            standin.url = url
            app.client.base_url = standin.api_url
            context = await chromium.new_context(viewport={"width": 1280, "height": 1000})
            page = await context.new_page()
            await page.goto(url)
            yield Workshop(page, listeners, standin)
            await context.close()
        await courier.close()


async def test_every_block_is_drawn(workshop: Workshop) -> None:
    message = await ask(workshop)

    for text in (
        "Everything", "Strong", "Left field", "Small print", "First step", "A quotation",
        "As it is", "A cell", "A heading", "a point",
    ):  # fmt: skip
        await expect(message.get_by_text(text).first).to_be_visible()
    await expect(message.get_by_test_id("not-drawn")).to_have_count(0)


async def test_every_choice_in_a_message_reaches_the_app_at_once(workshop: Workshop) -> None:
    page, message = workshop.page, await ask(workshop)

    await message.get_by_role("button", name="Press me").click()
    await message.locator("[data-action-id=static_select]").click()
    await page.get_by_role("option", name="Pear").click()
    await message.locator("[data-action-id=external_select]").click()
    await page.keyboard.type("qu")
    await page.get_by_role("option", name="Quince").click()
    await message.get_by_role("radio", name="Apple").check()
    await message.get_by_role("checkbox", name="Apple").check()
    await message.get_by_role("checkbox", name="Quince").check()
    await message.locator("[data-action-id=overflow]").click()
    await page.get_by_test_id("overflow-option").nth(1).click()
    await message.locator("[data-action-id=datepicker]").fill("2026-12-24")
    await message.locator("[data-action-id=timepicker]").fill("16:30")

    await expect_heard(workshop, "timepicker")
    heard = {each["action_id"]: each for each in workshop.app.heard}
    assert heard["button"]["value"] == "pressed"
    assert heard["static_select"]["selected_option"]["value"] == "pear"
    assert heard["external_select"]["selected_option"]["value"] == "quince"
    assert heard["radio_buttons"]["selected_option"]["value"] == "apple"
    assert [o["value"] for o in heard["checkboxes"]["selected_options"]] == ["apple", "quince"]
    assert heard["overflow"]["selected_option"]["value"] == "pear"
    assert heard["datepicker"]["selected_date"] == "2026-12-24"
    assert heard["timepicker"]["selected_time"] == "16:30"


async def test_a_dangerous_button_asks_first(workshop: Workshop) -> None:
    page, message = workshop.page, await ask(workshop)

    await message.get_by_role("button", name="Dangerous").click()
    await page.get_by_test_id("confirm-deny").click()
    await message.get_by_role("button", name="Dangerous").click()
    await page.get_by_test_id("confirm-agree").click()

    await expect_heard(workshop, "danger")
    assert [each["action_id"] for each in workshop.app.heard] == ["danger"]


async def test_a_window_says_what_is_wrong_and_keeps_what_was_typed(workshop: Workshop) -> None:
    screen = await open_window(workshop)
    await screen.modal.get_by_label("Your words").fill("no")
    await screen.modal.get_by_role("checkbox", name="Pear").check()
    await screen.modal.get_by_test_id("modal-submit").click()

    await expect(screen.modal.get_by_test_id("input-error")).to_contain_text(TOO_SHORT)
    await expect(screen.modal.get_by_label("Your words")).to_have_value("no")
    await screen.modal.get_by_label("Your words").fill("enough")
    await screen.modal.get_by_test_id("modal-submit").click()

    await expect(screen.modal).to_have_count(0)
    (saved,) = workshop.app.saved
    assert saved["words"]["words"]["value"] == "enough"
    assert saved["datepicker"]["datepicker"]["selected_date"] == "2026-11-25"
    assert [o["value"] for o in saved["checkboxes"]["checkboxes"]["selected_options"]] == ["pear"]


async def test_a_window_is_put_on_another_and_leads_back_to_it(workshop: Workshop) -> None:
    screen = await open_window(workshop)

    await screen.modal.get_by_role("button", name="Another on top").click()
    await expect(screen.modal).to_contain_text("On top")
    await screen.modal.get_by_test_id("modal-back").click()

    await expect(screen.modal).to_contain_text("A window")


async def test_a_submission_changes_the_window_or_clears_the_stack(workshop: Workshop) -> None:
    screen = await open_window(workshop)
    await screen.modal.get_by_label("Your words").fill("again")
    await screen.modal.get_by_test_id("modal-submit").click()
    await expect(screen.modal).to_contain_text("Once more")

    await screen.modal.get_by_label("Your words").fill("all")
    await screen.modal.get_by_test_id("modal-submit").click()

    await expect(screen.modal).to_have_count(0)


async def test_what_slack_would_refuse_is_not_drawn_and_the_inspector_says_why(
    workshop: Workshop,
) -> None:
    client = make_client(TOKEN, workshop.standin.api_url)
    too_long = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}

    with pytest.raises(SlackApiError) as refusal:
        await client.chat_postMessage(channel="D1", text="Too long", blocks=[too_long])

    answer = refusal.value.response
    assert answer["error"] == "invalid_blocks"
    assert "/blocks/0/text/text" in answer["response_metadata"]["messages"][0]


async def test_a_scheduled_message_appears_when_the_clock_is_moved_to_its_time(
    workshop: Workshop,
) -> None:
    page, clock = workshop.page, workshop.standin.workspace.clock
    client = make_client(TOKEN, workshop.standin.api_url)
    week_s = 7 * 24 * 3600
    await client.chat_scheduleMessage(
        channel="D1", post_at=int(clock.now()) + week_s, text="A week later"
    )
    await page.get_by_test_id("controls-toggle").click()
    await expect(page.get_by_test_id("scheduled")).to_contain_text("A week later")

    await page.get_by_test_id("clock-next").click()

    await expect(Screen(page).said("A week later")).to_be_visible()


async def ask(workshop: Workshop) -> Locator:
    """Have the app post its message; the message."""
    screen = Screen(workshop.page)
    await screen.say("everything, please")
    message = screen.said("Small print")
    await expect(message).to_be_visible()
    return message


async def open_window(workshop: Workshop) -> Screen:
    message = await ask(workshop)
    await message.get_by_role("button", name="Open a window").click()
    screen = Screen(workshop.page)
    await expect(screen.modal).to_be_visible()
    return screen


async def expect_heard(workshop: Workshop, action_id: str) -> None:
    """Wait until the app has heard of an action."""
    changes = workshop.standin.workspace.changes
    while action_id not in {each["action_id"] for each in workshop.app.heard}:
        await changes.after(changes.version)
