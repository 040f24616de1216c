"""The page's addresses, over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, WSMsgType, web
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.playground.bot_process import BotState
from bot.playground.cast import Example
from bot.playground.courier import Courier
from bot.playground.faults import FaultKind
from bot.playground.server import PAGE, Playground, is_ours
from bot.playground.standin import StandIn
from bot.playground.workspace import Workspace
from tests.playground.support import (
    BUTTON,
    SECRET,
    TOKEN,
    Json,
    TinyBot,
    actions,
    asking,
    json_values,
    modal,
    plain,
    said,
    section,
    serve,
    serve_bot,
    until,
)
from tests.support.processes import free_port
from tests.support.standin import PATIENCE_S

GESTURES = (
    "write press suggest submit close shortcut open invite remove dismiss clock faults stop start"
)


class BotAtHand:
    """Stands in for the bot's process: it is as it was told to be."""

    def __init__(self) -> None:
        self.state = BotState("ready")

    async def start(self) -> None:
        self.state = BotState("ready")

    async def kill(self) -> None:
        self.state = BotState("stopped", "You stopped it.")


class Page:
    """The browser's part: it asks for the snapshot, and sends gestures."""

    def __init__(self, session: ClientSession, url: str, playground: Playground) -> None:
        self.session, self.url, self.playground = session, url, playground

    async def snapshot(self, **query: str) -> Json:
        async with self.session.get(f"{self.url}workspace", params=query) as response:
            seen: Json = await response.json()
            return seen

    async def does(self, gesture: str, **said: Any) -> Json:
        status, answer = await self.sends(gesture, json.dumps(said))
        assert status == 200
        return answer

    async def sends(self, gesture: str, body: str | bytes, **headers: str) -> tuple[int, Json]:
        headers = {"Content-Type": "application/json", **headers}
        async with self.session.post(
            f"{self.url}do/{gesture}", data=body, headers=headers
        ) as response:
            answer: Json = await response.json()
            return response.status, answer

    async def gets(self, path: str, **headers: str) -> ClientResponse:
        async with self.session.get(f"{self.url}{path}", headers=headers) as response:
            await response.read()
            return response


@pytest.fixture
async def bot() -> AsyncIterator[TinyBot]:
    async with serve_bot(TinyBot()) as bot:
        yield bot


@pytest.fixture
async def page(workspace: Workspace, bot: TinyBot) -> AsyncIterator[Page]:
    """A page in a browser, whose workspace has a tiny bot."""
    standin = StandIn(workspace, counts_rates=False)
    courier = Courier(
        workspace.clock, standin.traffic, standin.faults, url=bot.url, secret=SECRET, patience_s=30
    )
    asked = [Example(workspace.people["U1"], "what now?")]
    at_hand: Any = BotAtHand()
    playground = Playground(standin, courier, at_hand, asked)
    async with serve(playground.web_app()) as standin.url, ClientSession() as session:
        yield Page(session, standin.url, playground)
    await courier.close()


async def test_the_page_and_its_parts_are_served(page: Page) -> None:
    front = await page.gets("")

    assert front.status == 200
    assert front.content_type == "text/html"
    assert (await page.gets("page/index.html")).status == 200
    for file in PAGE.glob("*.js"):
        part = await page.gets(f"page/{file.name}")
        assert part.status == 200
        assert part.content_type.endswith("/javascript")


@pytest.mark.parametrize(
    "path",
    ["page/", "page/none.js", "page/..%2f..%2fcli.py", "page/../server.py", "none", "do/write"],
)
async def test_nothing_else_is_served(page: Page, path: str) -> None:
    assert 400 <= (await page.gets(path)).status < 500


@pytest.mark.parametrize("path", ["", "workspace", "traffic", "page/index.html", "none", "health"])
async def test_everything_comes_with_headers_that_keep_others_out(page: Page, path: str) -> None:
    headers = (await page.gets(path)).headers

    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1:80", "[::1]"])
@pytest.mark.parametrize("path", ["", "workspace", "traffic", "live", "api/auth.test"])
async def test_a_foreign_host_is_refused(page: Page, path: str, host: str) -> None:
    """Another site could let its own name point to this machine, and read along."""
    assert (await page.gets(path, Host=host)).status == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://localhost"]
)
async def test_a_foreign_origin_is_refused(page: Page, workspace: Workspace, origin: str) -> None:
    body = json.dumps({"as": "U1", "in": "D1", "text": "hello"})

    status, answer = await page.sends("write", body, Origin=origin)

    assert (status, answer["ok"]) == (403, False)
    assert (await page.gets("live", Origin=origin)).status == 403
    assert [*workspace.messages("D1")] == []


async def test_ones_own_origin_is_welcome(page: Page) -> None:
    body = json.dumps({"as": "U1", "in": "C1", "text": "hello"})

    status, _ = await page.sends("write", body, Origin=page.url.rstrip("/"))

    assert status == 200


async def test_the_snapshot_is_of_whoever_asks(page: Page) -> None:
    mine = await page.snapshot()
    theirs = await page.snapshot(**{"as": "U2", "in": "C1"})

    assert (mine["me"]["id"], mine["in"]) == ("U1", "D1")
    assert (theirs["me"]["id"], theirs["in"]) == ("U2", "C1")
    assert mine["examples"][0]["asks"] == "what now?"
    assert mine["bot"]["state"] == "ready"


@pytest.mark.parametrize("query", [{"as": "U9"}, {"in": "D2"}, {"as": "\x00", "in": "💥"}])
async def test_a_strange_question_is_answered_with_ones_own_view(
    page: Page, query: dict[str, str]
) -> None:
    seen = await page.snapshot(**query)

    assert (seen["me"]["id"], seen["in"]) == ("U1", "D1")


async def test_what_is_written_reaches_the_bot(
    page: Page, bot: TinyBot, workspace: Workspace
) -> None:
    assert await page.does("write", **{"as": "U1", "in": "D1", "text": "hello"}) == {"ok": True}

    await until(workspace, lambda: bot.brought)
    assert bot.brought[0].event["text"] == "hello"
    assert (await page.snapshot())["messages"][0]["text"] == "hello"


async def test_what_cannot_be_done_is_said_in_a_sentence(page: Page) -> None:
    answer = await page.does("write", **{"as": "U1", "in": "D1", "text": " "})

    assert answer["ok"] is False
    assert answer["error"].endswith(".")


async def test_an_answer_that_slack_refuses_is_said_in_a_sentence(page: Page, bot: TinyBot) -> None:
    bot.answers_json({"text": "x", "blocks": [{"type": "hologram"}]})

    answer = await page.does("write", **{"as": "U1", "in": "C1", "text": "/toolkit help"})

    assert answer["ok"] is False
    assert "invalid_blocks" in answer["error"]


async def test_a_button_can_be_pressed(page: Page, bot: TinyBot, workspace: Workspace) -> None:
    message = workspace.say("C1", "UBOT", "", blocks=[actions(BUTTON)])
    where = {"in": "C1", "ts": message.ts, "block_id": "row", "action_id": "go"}

    answer = await page.does("press", **{"as": "U1"}, **where, action={"type": "button"}, state={})

    assert answer == {"ok": True}
    assert bot.brought[0].payload["actions"][0]["action_id"] == "go"


async def test_options_are_handed_on(page: Page, bot: TinyBot, workspace: Workspace) -> None:
    select = {"type": "external_select", "action_id": "topic"}
    message = workspace.say("C1", "UBOT", "", blocks=[actions(select)])
    where = {"in": "C1", "ts": message.ts, "block_id": "row", "action_id": "topic"}
    bot.answers_json({"options": [{"text": plain("x"), "value": "v"}]})

    answer = await page.does("suggest", **{"as": "U1"}, **where, value="n")

    assert answer == {"ok": True, "options": [{"text": plain("x"), "value": "v"}]}


async def test_mistakes_in_a_window_are_handed_on(
    page: Page, bot: TinyBot, workspace: Workspace
) -> None:
    view = workspace.windows.open("U1", modal(asking(), submit=plain("Save")))
    bot.answers_json({"response_action": "errors", "errors": {"name": "No."}})

    answer = await page.does("submit", **{"as": "U1"}, view_id=view["id"], state={})

    assert answer == {"ok": False, "errors": {"name": "No."}}
    assert (await page.snapshot())["views"][0]["errors"] == {"name": "No."}


async def test_one_window_or_all_of_them_can_be_closed(page: Page, workspace: Workspace) -> None:
    for count in range(3):
        workspace.windows.push("U1", modal()) if count else workspace.windows.open("U1", modal())

    top = workspace.windows.stack("U1")[-1]["id"]
    await page.does("close", **{"as": "U1"}, view_id=top)
    assert len(workspace.windows.stack("U1")) == 2

    top = workspace.windows.stack("U1")[-1]["id"]
    await page.does("close", **{"as": "U1", "all": True}, view_id=top)
    assert workspace.windows.stack("U1") == []


async def test_shortcuts_tabs_and_channels_have_their_gestures(
    page: Page, bot: TinyBot, workspace: Workspace
) -> None:
    message = workspace.say("C1", "U2", "Look")
    private = workspace.say("C1", "UBOT", "psst", only_for="U1")
    me = {"as": "U1"}

    for gesture, said_too in (
        ("shortcut", {"callback_id": "find", "in": "C1", "ts": message.ts}),
        ("shortcut", {"callback_id": "ask"}),
        ("open", {"tab": "home"}),
        ("invite", {"in": "C2"}),
        ("remove", {"in": "C1"}),
        ("dismiss", {"in": "C1", "ts": private.ts}),
    ):
        assert await page.does(gesture, **me, **said_too) == {"ok": True}

    assert workspace.conversation("C2").bot_is_in
    assert not workspace.conversation("C1").bot_is_in
    assert said(workspace, "C1") == []
    await until(workspace, lambda: len(bot.brought) == 3)


async def test_the_bot_can_be_stopped_and_started(page: Page) -> None:
    await page.does("stop")
    assert (await page.snapshot())["bot"]["state"] == "stopped"

    await page.does("start")
    assert (await page.snapshot())["bot"]["state"] == "ready"


async def test_moving_the_clock_posts_what_is_due_at_once(page: Page, workspace: Workspace) -> None:
    now = workspace.clock.now()
    workspace.scheduled.book("C1", now + 3600, {"text": "Later"}, metadata=False)

    await page.does("clock", ahead_s=1800)
    assert said(workspace, "C1") == []

    await page.does("clock", to=now + 3700)
    assert [each.text for each in said(workspace, "C1")] == ["Later"]


async def test_moving_the_clock_brings_again_what_is_due(
    page: Page, bot: TinyBot, workspace: Workspace
) -> None:
    bot.fails(2)
    await page.does("write", **{"as": "U1", "in": "D1", "text": "hello"})
    await until(workspace, lambda: len(bot.brought) == 2)
    (waiting,) = (await page.snapshot())["redeliveries"]
    assert (waiting["attempt"], waiting["reason"]) == (2, "http_error")

    await page.does("clock", ahead_s=61)

    assert [each.attempt for each in bot.brought] == [None, "1", "2"]
    assert (await page.snapshot())["redeliveries"] == []


@pytest.mark.parametrize("said_too", [{"ahead_s": -1}, {"to": 0}, {"ahead_s": 10**9}])
async def test_the_clock_does_not_go_just_anywhere(
    page: Page, workspace: Workspace, said_too: Json
) -> None:
    assert (await page.does("clock", **said_too))["ok"] is False
    assert workspace.clock.ahead_s == 0


async def test_time_passes_by_itself(page: Page, workspace: Workspace) -> None:
    passing = asyncio.create_task(page.playground.keep_time())
    workspace.scheduled.book("C1", workspace.clock.now() + 60, {"text": "Later"}, metadata=False)

    workspace.clock.move(61)

    await until(workspace, lambda: said(workspace, "C1"))
    passing.cancel()


@pytest.mark.parametrize("kind", FaultKind)
async def test_every_fault_can_be_switched_on_and_off(page: Page, kind: FaultKind) -> None:
    await page.does("faults", kind=kind, times=None)
    assert (await page.snapshot())["faults"] == {"kind": kind, "left": None}

    await page.does("faults", kind="none", times=None)
    assert (await page.snapshot())["faults"]["kind"] == "none"


async def test_a_fault_can_happen_so_many_times(page: Page) -> None:
    await page.does("faults", kind="rate_limited", times=2)

    assert (await page.snapshot())["faults"] == {"kind": "rate_limited", "left": 2}


async def test_all_that_was_said_can_be_looked_at_but_no_token(page: Page) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    for _ in range(2):
        await page.gets("api/auth.test", **headers)

    async with page.session.get(f"{page.url}traffic") as response:
        everything = await response.json()
    async with page.session.get(f"{page.url}traffic?after=1") as response:
        later = await response.json()

    assert [entry["what"] for entry in everything["entries"]] == ["auth.test"] * 2
    assert (everything["last"], [entry["n"] for entry in later["entries"]]) == (2, [2])
    assert TOKEN not in json.dumps(everything)


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 5000, "٣", "1e9"])
async def test_a_strange_number_is_answered(page: Page, after: str) -> None:
    assert (await page.gets(f"traffic?after={after}")).status == 200


async def test_every_change_is_told_to_those_who_look(page: Page, workspace: Workspace) -> None:
    async with (
        page.session.ws_connect(f"{page.url}live") as one,
        page.session.ws_connect(f"{page.url}live") as other,
        asyncio.timeout(PATIENCE_S),
    ):
        for live in (one, other):
            first = await live.receive_json()
            assert first["version"] <= workspace.changes.version

        workspace.say("C1", "U1", "hello")

        for live in (one, other):
            while (await live.receive_json())["version"] < workspace.changes.version:
                pass


async def test_whoever_looks_when_it_closes_is_hung_up_on(
    workspace: Workspace, bot: TinyBot
) -> None:
    """Otherwise an open page would keep the workspace from ending."""
    standin = StandIn(workspace)
    courier = Courier(workspace.clock, standin.traffic, standin.faults, url=bot.url, secret=SECRET)
    at_hand: Any = BotAtHand()
    app = Playground(standin, courier, at_hand, []).web_app()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=PATIENCE_S)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/live"
    async with ClientSession() as session, asyncio.timeout(PATIENCE_S / 2):
        live = await session.ws_connect(url)
        assert "version" in await live.receive_json()

        await runner.cleanup()

        ended = await live.receive()
    await courier.close()
    assert ended.type in {WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.ERROR}


RUBBISH = [b"", b"{", b"[]", b"1", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000]


@pytest.mark.parametrize("body", RUBBISH)
async def test_what_is_no_json_object_is_no_gesture(page: Page, body: bytes) -> None:
    for sort in ("application/json", "application/json; charset=bogus", "text/plain"):
        status, answer = await page.sends("write", body, **{"Content-Type": sort})

        assert (status, answer["ok"]) == (400, False)
        assert answer["error"].endswith(".")


@pytest.mark.parametrize("gesture", ["none", "Write", "__init__", "%00"])
async def test_a_gesture_that_is_not_there_is_refused(page: Page, gesture: str) -> None:
    status, answer = await page.sends(gesture, b"{}")

    assert (status, answer["ok"]) == (400, False)


ids = st.sampled_from(["U1", "U2", "C1", "C2", "C3", "D1", "D2", "V1", "find", "ask", "home", ""])
SAID = (
    "as in text thread_ts ts view_id block_id action_id action state value callback_id tab "
    "ahead_s to kind times all"
)
kinds = st.sampled_from([*FaultKind])


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    gesture=st.sampled_from(GESTURES.split()),
    said_all=st.dictionaries(st.sampled_from(SAID.split()), ids | kinds | json_values, max_size=12),
)
@example(gesture="clock", said_all={"to": 10**400})
@example(gesture="clock", said_all={"ahead_s": float("inf")})
@example(gesture="faults", said_all={"kind": "slow", "times": float("inf")})
@example(gesture="write", said_all={"as": "U1", "in": "C1", "text": "/toolkit \ud800"})
@example(gesture="write", said_all={"as": "U1", "in": "D1", "text": "x", "thread_ts": {}})
@example(gesture="write", said_all={"as": ["U1"], "in": {}, "text": "x"})
@example(gesture="press", said_all={"as": "U1", "view_id": {"a": []}, "state": {"a": 1}})
async def test_no_json_object_breaks_the_workspace(
    page: Page, workspace: Workspace, gesture: str, said_all: Json
) -> None:
    workspace.say("C1", "UBOT", "", blocks=[section(), actions(BUTTON)])

    status, answer = await page.sends(gesture, json.dumps(said_all))

    assert status in {200, 400}
    assert isinstance(answer["ok"], bool)
    assert answer["ok"] or answer.get("error") or answer.get("errors")
    assert (await page.snapshot())["me"]["id"] == "U1"
    assert (await page.gets("traffic")).status == 200


async def test_what_is_nested_without_end_breaks_nothing(page: Page, workspace: Workspace) -> None:
    view = workspace.windows.open("U1", modal(asking(), submit=plain("Save")))
    for depth in (100, 400, 900, 5_000):
        nest = '{"a":' * depth + "1" + "}" * depth
        body = f'{{"as": "U1", "view_id": "{view["id"]}", "state": {nest}}}'

        status, _ = await page.sends("submit", body)

        assert status in {200, 400}
        assert (await page.gets("traffic")).status == 200


async def test_a_workspace_knows_its_own(page: Page) -> None:
    assert await is_ours(page.url)


async def test_another_program_is_not_taken_for_a_workspace(bot: TinyBot) -> None:
    assert not await is_ours(bot.url)
    assert not await is_ours(f"http://127.0.0.1:{free_port()}/")
