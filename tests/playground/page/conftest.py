"""A real playground, its real bot beside it, in a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.support.processes import Running, free_port, serving

GONE = "net::ERR_"  # what Chromium says by itself of an address that does not answer
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ALONE = (  # as root, in a container, with no way to the outside
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 30_000.0  # a busy machine is slow; nothing waits this long that will not fail

expect.set_options(timeout=PATIENCE_MS)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The Chromium that the system has. Without one these tests are skipped, but never in CI."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if not found:
        why = "there is no Chromium: install it (on Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=[*ALONE])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def playground(tmp_path: Path) -> AsyncIterator[Running]:
    """``python -m bot playground`` as a person starts it: each test has one of its own."""
    port = free_port()
    words = ("playground", "--no-browser", "--port", str(port), "--slack-waits", "30")
    async with serving(*words, folder=tmp_path, settings={}, port=port) as running:
        await running.until_healthy()
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser, playground: Running) -> AsyncIterator[Page]:
    """A fresh browser window on the workspace; whatever the page complains of fails the test.

    Only of a workspace that the test has ended the browser may say that it is gone.
    """
    context = await chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    await page.goto(playground.url)
    yield page
    await context.close()
    ended = playground.process.poll() is not None
    assert [each for each in complaints if not (ended and GONE in each)] == []
