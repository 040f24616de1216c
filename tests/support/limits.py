"""What Slack refuses: the documented limits of messages and windows, checked without our code."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.slack.blocks import text_length

Json = dict[str, Any]

BLOCKS_IN_A_MESSAGE = 50
BLOCKS_IN_A_VIEW = 100
TEXT_OVER_ALL_BLOCKS = 10_000


def message_faults(message: Json) -> list[str]:
    """Everything that Slack, or our own budget, would refuse in *message*."""
    blocks = message["blocks"]
    faults = list(_not_json(message))
    faults += _length("top-level text", message["text"], 1, 3000)
    faults += _count("blocks", blocks, 1, BLOCKS_IN_A_MESSAGE)
    if text_length(blocks) > TEXT_OVER_ALL_BLOCKS:
        faults.append(f"{text_length(blocks)} characters over all blocks")
    faults += [f"{mark} is on" for mark in ("unfurl_links", "unfurl_media") if message[mark]]
    return faults + list(_in_blocks(blocks))


def view_faults(view: Json) -> list[str]:
    """Everything that Slack would refuse in a window."""
    faults = list(_not_json(view))
    faults += [] if view["type"] == "modal" else [f"type {view['type']}"]
    for button in ("title", "close", "submit"):
        if button in view:
            faults += _length(button, view[button]["text"], 1, 24)
    faults += _length("private_metadata", view.get("private_metadata", ""), 0, 3000)
    faults += _length("callback_id", view.get("callback_id", ""), 0, 255)
    faults += _count("blocks", view["blocks"], 1, BLOCKS_IN_A_VIEW)
    has_input = any(block["type"] == "input" for block in view["blocks"])
    if has_input and "submit" not in view:
        faults.append("an input without a way to submit it")
    return faults + list(_in_blocks(view["blocks"]))


def _in_blocks(blocks: list[Json]) -> Iterator[str]:
    yield from _twice("block_id", [block.get("block_id") for block in blocks])
    presses = [each for block in blocks if block["type"] == "actions" for each in block["elements"]]
    yield from _twice("action_id", [each["action_id"] for each in presses])
    for block in blocks:
        match block["type"]:
            case "header":
                yield from _length("header", block["text"]["text"], 1, 150)
            case "section":
                yield from _length("section", block["text"]["text"], 1, 3000)
            case "context":
                yield from _count("context", block["elements"], 1, 10)
                for each in block["elements"]:
                    yield from _length("context", each["text"], 1, 3000)
            case "actions":
                yield from _count("actions", block["elements"], 1, 25)
                for each in block["elements"]:
                    yield from _in_button(each)
            case "input":
                yield from _length("label", block["label"]["text"], 1, 2000)
                yield from _in_choice(block["element"])
            case "rich_text":
                yield from _count("rich text", block["elements"], 1, 1000)
                yield from _in_rich_text(block["elements"])
            case other:
                yield f"a block of type {other}, which these tests do not know"


def _in_button(button: Json) -> Iterator[str]:
    yield from _length("button", button["text"]["text"], 1, 75)
    yield from _length("button value", button["value"], 1, 2000)
    yield from _length("action_id", button["action_id"], 1, 255)


def _in_choice(element: Json) -> Iterator[str]:
    yield from _count("options", element["options"], 1, 10)
    for option in element["options"]:
        yield from _length("option", option["text"]["text"], 1, 75)
        yield from _length("option value", option["value"], 1, 150)
        yield from _length("option description", option["description"]["text"], 1, 75)
    if "initial_option" in element and element["initial_option"] not in element["options"]:
        yield "the option chosen at first is none of the options"


def _in_rich_text(elements: list[Json]) -> Iterator[str]:
    for each in elements:
        if "elements" in each:
            yield from _count(each["type"], each["elements"], 1, 1000)
            yield from _in_rich_text(each["elements"])
        elif each["type"] == "text":
            yield from _length("rich text", each["text"], 1, 3000)
        elif each["type"] == "link":
            yield from _length("link", each["url"], 1, 3000)


def _length(what: str, text: str, least: int, most: int) -> list[str]:
    return [] if least <= len(text) <= most else [f"{what} of {len(text)} characters: {text[:60]}"]


def _count(what: str, items: list[Any], least: int, most: int) -> list[str]:
    return [] if least <= len(items) <= most else [f"{len(items)} {what}"]


def _twice(what: str, ids: list[str | None]) -> list[str]:
    counted = Counter(each for each in ids if each is not None)
    return [f"{what} {each} is there {count} times" for each, count in counted.items() if count > 1]


def _not_json(payload: Json) -> Iterator[str]:
    try:
        json.dumps(payload, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        yield f"cannot be sent: {error}"
