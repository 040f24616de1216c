"""The bot is a house: a room imports from the floors below it, never from above or next door."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.support.processes import PATIENCE_S, ROOT

FLOORS = (  # lowest first; rooms on one floor do not know each other
    {"errors", "clock", "kept"},
    {"toolkit"},
    {"matching", "reminders"},
    {"replies"},
    {"store", "terminal"},
    {"slack"},
    {"planning"},
    {"config"},
    {"web"},
    {"serving"},
    {"playground", "console"},
    {"cli"},
    {"__main__"},
)
INNER = {"toolkit", "matching", "replies"}
OUTSIDE = {"slack_bolt", "slack_sdk", "slackblocks", "sqlalchemy", "aiohttp"}
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}

FILES = sorted((ROOT / "bot").rglob("*.py"))


def module_of(file: Path) -> str:
    """The dotted name of *file*."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(file): file for file in FILES}
ROOMS = sorted({name.split(".")[1] for name in MODULES if "." in name})


def test_every_room_stands_on_a_floor() -> None:
    assert sorted(FLOOR_OF) == ROOMS


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_from_below(room: str) -> None:
    above = {
        f"{module} imports {imported}"
        for module in modules_in(room)
        for imported in ours(module)
        if room_of(imported) != room and FLOOR_OF[room_of(imported)] >= FLOOR_OF[room]
    }

    assert above == set()


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {module: set(ours(module)) - {module} for module in MODULES}

    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a circle: {' -> '.join(error.args[1])}")


def test_the_playground_knows_the_bot_only_as_slack_does() -> None:
    """By requests and calls: a stand-in that shared the bot's code would share its faults."""
    known = {room_of(name) for module in modules_in("playground") for name in ours(module)}

    assert known <= {"playground", "clock", "errors", "toolkit"}


@pytest.mark.parametrize("room", sorted(INNER))
def test_an_inner_room_knows_neither_slack_nor_a_database(room: str) -> None:
    met = {
        f"{module} imports {imported}"
        for module in modules_in(room)
        for imported in imports(module)
        if imported.split(".")[0] in OUTSIDE
    }

    assert met == set()


@pytest.mark.parametrize("module", ["bot.replies.answering", "bot.replies.pages", "bot.console"])
def test_a_question_is_answered_without_loading_slack_or_a_database(module: str) -> None:
    """Nor do the libraries of an inner room bring them in."""
    loads = f"import sys, {module}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", loads],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=True,
    )

    loaded = set(done.stdout.split())
    assert "bot" in loaded
    assert loaded.isdisjoint(OUTSIDE)


def test_imports_are_really_seen() -> None:
    """The other tests would pass if nothing were found."""
    assert {"bot.store.engine", "bot.errors"} <= set(ours("bot.config"))
    assert "bot.slack.ids" in ours("bot.slack.listeners.agency")
    assert "bot.serving" in ours("bot.cli")
    assert "slack_bolt.async_app" in imports("bot.slack.app")


def modules_in(room: str) -> list[str]:
    """The modules of *room*."""
    return [module for module in MODULES if module.split(".")[1:2] == [room]]


def room_of(module: str) -> str:
    """The room that *module* of ours stands in."""
    return module.split(".")[1]


def ours(module: str) -> list[str]:
    """The modules of the bot that *module* imports, wherever in it the import stands."""
    return [name for name in imports(module) if name in MODULES and name != "bot"]


def imports(module: str) -> list[str]:
    """Whatever *module* imports; a name from a package that is a module itself counts as that."""
    return list(_imports(module))


def _imports(module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively: the floors cannot be seen"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else str(node.module)
