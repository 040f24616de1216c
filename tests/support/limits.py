"""What Slack, or our own budget, would refuse of what the bot sends."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.playground import limits

Json = dict[str, Any]

TEXT_OVER_ALL_BLOCKS = 10_000  # of ours; Slack refuses from about 11,300 without saying so
BLOCKS_IN_A_MESSAGE = 45
OPTIONS_OF_OURS = 20  # Slack takes 100, which nobody reads


def message_faults(message: Json) -> list[str]:
    """Everything that Slack, or our own budget, would refuse in *message*."""
    blocks, text = message["blocks"], message["text"]
    faults = [*_not_json(message), *limits.message_faults(message)]
    if not 1 <= len(text) <= 3000:
        faults.append(f"top-level text of {len(text)} characters")
    if not 1 <= len(blocks) <= BLOCKS_IN_A_MESSAGE:
        faults.append(f"{len(blocks)} blocks")
    if limits.text_length(blocks) > TEXT_OVER_ALL_BLOCKS:
        faults.append(f"{limits.text_length(blocks)} characters over all blocks")
    return faults + [f"{mark} is on" for mark in ("unfurl_links", "unfurl_media") if message[mark]]


def view_faults(view: Json) -> list[str]:
    """Everything that Slack would refuse in a window or a Home tab."""
    faults = [*_not_json(view), *limits.view_faults(view)]
    if limits.view_bytes(view) > limits.VIEW_BYTES:
        faults.append(f"{limits.view_bytes(view)} bytes")
    return faults


def options_faults(answer: Json) -> list[str]:
    """Everything that Slack, or our own sense of a list, would refuse in offered options."""
    options = answer["options"]
    faults = [*_not_json(answer), *limits.options_faults(answer)]
    if len(options) > OPTIONS_OF_OURS:
        faults.append(f"{len(options)} options")
    counted = Counter(option["value"] for option in options)
    return faults + [f"option {each} twice" for each, count in counted.items() if count > 1]


def _not_json(payload: Json) -> Iterator[str]:
    try:
        json.dumps(payload, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        yield f"cannot be sent: {error}"
