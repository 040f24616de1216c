"""Finding out what a posted message or a window is, whatever its sentences are today."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from tests.support.standin import PATIENCE_S

_LISTENER = "run_ack_function_asynchronously"  # Bolt's own name for it
_REFERENCE = re.compile(r"reference ([0-9a-f]{8}):")


def header(shown: dict[str, Any]) -> str:
    """The first header of a message or a window; empty if it has none."""
    headers = (block["text"]["text"] for block in shown["blocks"] if block["type"] == "header")
    return next(headers, "")


def dos(message: dict[str, Any]) -> list[str]:
    """What the buttons of *message* do, in order."""
    return [
        element["action_id"].split(".")[1]
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def element_types(blocks: Any) -> set[str]:
    """Every type that anything inside *blocks* has."""
    if isinstance(blocks, dict):
        own = {blocks["type"]} if isinstance(blocks.get("type"), str) else set()
        return own.union(*(element_types(each) for each in blocks.values()))
    if isinstance(blocks, list):
        return set[str]().union(*(element_types(each) for each in blocks))
    return set()


def references(records: list[logging.LogRecord]) -> list[str]:
    """The references under which errors were logged, each once, in order."""
    found = (_REFERENCE.match(record.getMessage()) for record in records)
    return list(dict.fromkeys(match[1] for match in found if match))


async def until(holds: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait until something that no call tells of *holds*.

    Raises:
        TimeoutError: if it never does.
    """
    async with asyncio.timeout(PATIENCE_S):
        while True:
            found = holds()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.01)


async def settled() -> None:
    """Wait until every listener that Bolt has started, which outlives its request, is done.

    Raises:
        TimeoutError: if one never is.
    """
    async with asyncio.timeout(3 * PATIENCE_S):
        while running := [task for task in asyncio.all_tasks() if _LISTENER in repr(task)]:
            await asyncio.wait(running)
