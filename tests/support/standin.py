"""The playground's stand-in for Slack, with a small workspace in it, and what tests ask of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiohttp import web

from bot.playground.app_manifest import read_manifest
from bot.playground.faults import Fault, FaultKind
from bot.playground.hooks import Hooks
from bot.playground.standin import StandIn
from bot.playground.timekeeping import WorkspaceClock
from bot.playground.traffic import Entry
from bot.playground.workspace import Conversation, Person, Workspace
from bot.toolkit.folder import default_content_dir
from tests.support.payloads import TRIGGER

PATIENCE_S = 30.0  # a busy machine is slow; nothing waits this long that will not fail
MANIFEST = Path(__file__).parents[2] / "bot" / "slack" / "manifest.yaml"
AGENCIES = sorted(file.stem for file in (default_content_dir() / "agencies").glob("*.yaml"))
PEOPLE = ("U1", "U2", "U7", "U9", "U0PERSON", "U-without-any", *(f"U-{each}" for each in AGENCIES))
WINDOWS = {"U1": "V1", "U2": "V5", "U7": "V9"}  # are open, for tests that press or submit there


class Slack(StandIn):
    """Slack, as far as the bot can tell; it does not count how often it is called."""

    def __init__(self) -> None:
        super().__init__(_workspace(), counts_rates=False)

    @property
    def hook(self) -> str:
        """A new address to answer a person of channel C1 at."""
        return self.response_url("U1", "C1")

    @property
    def calls(self) -> list[Entry]:
        """Every call that the bot made and Slack took, in order."""
        return self.traffic.calls()

    def made(self, method: str) -> list[dict[str, Any]]:
        """The arguments of every call of *method* so far, in order."""
        return [call.sent for call in self.traffic.calls(method)]

    async def wait_for(self, method: str, count: int = 1) -> dict[str, Any]:
        """Wait until *method* was called *count* times; the last call's arguments."""
        call = await self.traffic.wait_for(method, count, PATIENCE_S)
        sent: dict[str, Any] = call.sent
        return sent

    def top_window(self, person: str) -> str:
        """The id of the window that a person sees."""
        window: str = self.workspace.windows.stack(person)[-1]["id"]
        return window

    def fails_with(self, status: int, *, retry_after: int | None = None) -> None:
        """The next call is answered with *status*."""
        if retry_after is None:
            self.faults.add(Fault(FaultKind.SERVER_ERROR, status=status))
        else:
            self.faults.add(Fault(FaultKind.RATE_LIMITED, retry_after_s=retry_after))

    def refuses_with(self, error: str) -> None:
        """The next call is answered with one of Slack's own errors."""
        self.faults.add(Fault(FaultKind.REFUSED, error=error))

    def loses_connections(self, times: int = 1) -> None:
        """Slack hangs up on the next calls before it has heard them."""
        self.faults.add(Fault(FaultKind.LOST_BEFORE, left=times))


async def serve(slack: StandIn) -> web.AppRunner:
    """Serve *slack* on a free port of loopback; the runner is for cleaning up."""
    app = web.Application()
    slack.add_routes(app)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    return runner


def _workspace() -> Workspace:
    """Some people, two channels, and direct messages of the first two; a window is open."""
    places = [
        Conversation("C1", "general"),
        Conversation("C9", "safeguarding"),
        *(Conversation(f"D{each[1:]}", "Trafficking toolkit", person=each) for each in PEOPLE),
    ]
    people = [Person(each, f"Person {each}") for each in PEOPLE]
    workspace = Workspace("T1", "Tests", read_manifest(MANIFEST), people, places)
    text = {"type": "mrkdwn", "text": "A window"}
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "A window"},
        "blocks": [{"type": "section", "text": text}],
    }
    for person, window in WINDOWS.items():
        workspace.windows.open(person, view)["id"] = window
    workspace.hooks = _Hooks(workspace.clock)
    return workspace


class _Hooks(Hooks):
    """Takes the triggers that ``tests.support.payloads`` makes for those that Slack would."""

    def __init__(self, clock: WorkspaceClock) -> None:
        super().__init__(clock)
        self._ours: dict[str, str] = {}

    def use_trigger(self, trigger: object) -> str:
        if isinstance(trigger, str) and trigger.startswith(TRIGGER):
            trigger = self._adopted(trigger)
        return super().use_trigger(trigger)

    def _adopted(self, trigger: str) -> str:
        if trigger not in self._ours:
            person = trigger.removeprefix(TRIGGER).partition(".")[0]
            self._ours[trigger] = self.new_trigger(person)
        return self._ours[trigger]
