"""A process that plans, for tests that kill it.

    python -m bench.reminders.worker_for_test DATABASE FOLDER '{"T1": "http://127.0.0.1:1234/api/"}'

Everything is the bot's own but the clock and the words: in FOLDER the file ``ahead`` says how many
seconds the clock is ahead, and ``pages`` holds the pages, each with its version.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.reminders.world import Page, Words
from bot import clock
from bot.planning import Planning
from bot.reminders.planner import Planner
from bot.slack.bookings import SlackBookings, make_scheduling_client
from bot.store.engine import make_engine
from bot.store.reminders import ReminderStore

LOOKS_EVERY_S = 0.02
UNTIL = date(2100, 1, 1)  # no page is past its check-by date


async def main(database: str, folder: Path, api_urls: dict[str, str]) -> None:
    """Plan for ever."""
    versions: dict[str, int] = json.loads((folder / "pages").read_text())
    pages = {name: Page(version, UNTIL) for name, version in versions.items()}

    def now() -> datetime:
        ahead = float((folder / "ahead").read_text())
        return clock.now().astimezone(UTC) + timedelta(seconds=ahead)

    store = ReminderStore(make_engine(database))
    bookings = {
        team: SlackBookings(make_scheduling_client("xoxb-1-made-up", url), now)
        for team, url in api_urls.items()
    }
    planner = Planner(store, Words(pages), now, pass_every=timedelta(hours=12))
    await Planning(
        store, planner, bookings.__getitem__, now, looks_every_s=LOOKS_EVERY_S
    ).for_ever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])))
