"""Open modals, a stack for each person, and each person's Home tab."""

from __future__ import annotations

import secrets
from collections import defaultdict
from typing import Any

from bot.playground.limits import VIEW_BYTES, Json, view_bytes, view_faults
from bot.playground.refused import Refused
from bot.playground.timekeeping import WorkspaceClock

STACK = 3
_KEPT = ("type", "title", "submit", "close", "blocks", "callback_id", "private_metadata")
_KEPT_TOO = ("external_id", "clear_on_close", "notify_on_close")


class Windows:
    """Views as Slack keeps them: with an id, a hash that changes, and a place in a stack."""

    def __init__(self, clock: WorkspaceClock, team_id: str, app_id: str, bot_id: str) -> None:
        self._clock = clock
        self._of_app = {
            "team_id": team_id,
            "app_id": app_id,
            "bot_id": bot_id,
            "app_installed_team_id": team_id,
        }
        self._stacks: dict[str, list[Json]] = defaultdict(list)
        self._homes: dict[str, Json] = {}

    def stack(self, person: str) -> list[Json]:
        """The modals that are open for a person, bottom first."""
        return self._stacks[person]

    def home(self, person: str) -> Json | None:
        """What was published on a person's Home tab."""
        return self._homes.get(person)

    def open(self, person: str, view: Any) -> Json:
        """Open a modal for a person; what was open before goes."""
        kept = self._new(view, "modal")
        self._stacks[person] = [kept]
        return kept

    def push(self, person: str, view: Any) -> Json:
        """Put a modal on top of those that are open."""
        stack = self._stacks[person]
        if not stack:
            raise Refused("not_found")
        if len(stack) >= STACK:
            raise Refused("push_limit_reached")
        kept = self._new(view, "modal")
        kept["previous_view_id"], kept["root_view_id"] = stack[-1]["id"], stack[0]["id"]
        stack.append(kept)
        return kept

    def publish(self, person: str, view: Any, hash_: object = None) -> Json:
        """Put a view on a person's Home tab."""
        before = self._homes.get(person)
        if before and hash_ and hash_ != before["hash"]:
            raise Refused("hash_conflict")
        kept = self._new(view, "home", before)
        kept["id"] = kept["root_view_id"] = before["id"] if before else kept["id"]
        self._homes[person] = kept
        return kept

    def update(
        self, view: Any, *, view_id: object = None, external_id: object = None, hash_: object = None
    ) -> Json:
        """Put other content into an open modal; it keeps its id and its place."""
        before = self._find("id", view_id) or self._find("external_id", external_id)
        if not before:
            raise Refused("not_found")
        if hash_ and hash_ != before["hash"]:
            raise Refused("hash_conflict")
        kept = self._new(view, before["type"], before)
        places = ("id", "root_view_id", "previous_view_id")
        for button in ("submit", "close"):  # a view has those that were last put into it
            before.pop(button, None)
        before |= {**kept, **{place: before[place] for place in places}}
        before.pop("errors", None)
        return before

    def find(self, view_id: object) -> Json:
        """An open modal or a Home tab by its id, or ``not_found``."""
        found = self._find("id", view_id)
        if not found:
            raise Refused("not_found")
        return found

    def close(self, person: str, view: Json) -> None:
        """Close a modal and what stands on it."""
        stack = self._stacks[person]
        if view in stack:
            del stack[stack.index(view) :]

    def clear(self, person: str) -> None:
        """Close all modals of a person."""
        self._stacks[person].clear()

    def _find(self, key: str, value: object) -> Json | None:
        if not value:
            return None
        everywhere = (*self._homes.values(), *(v for s in self._stacks.values() for v in s))
        return next((each for each in everywhere if each.get(key) == value), None)

    def _new(self, view: Any, kind: str, before: Json | None = None) -> Json:
        """*view* as it is kept; *before* is the one in whose place it comes."""
        checked_view(view, kind)
        namesake = self._find("external_id", view.get("external_id"))
        if namesake and namesake is not before:
            raise Refused("duplicate_external_id")
        kept: Json = {
            "private_metadata": "",
            "callback_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
            "external_id": "",
            "previous_view_id": None,
            **{key: view[key] for key in (*_KEPT, *_KEPT_TOO) if view.get(key) is not None},
            **self._of_app,
            "id": f"V{secrets.token_hex(5).upper()}",
            "state": {"values": {}},
            "hash": f"{self._clock.now():.0f}.{secrets.token_hex(4)}",
        }
        kept["root_view_id"] = kept["id"]
        for block in kept["blocks"]:
            block.setdefault("block_id", secrets.token_urlsafe(4))
        return kept


def checked_view(view: Any, kind: str) -> None:
    """Refuse a view that Slack refuses, in Slack's words."""
    if view_bytes(view) > VIEW_BYTES:
        raise Refused("view_too_large")
    faults = view_faults(view)
    if not faults and view["type"] != kind:
        faults = [f"[ERROR] must be a {kind} view [json-pointer:/view/type]"]
    if faults:
        raise Refused("invalid_arguments", *faults)
