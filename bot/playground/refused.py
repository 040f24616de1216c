"""When Slack says no."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - an answer of Slack's, not a fault of ours
    """Slack's own name for what was wrong with a call, and its details if there are any."""

    def __init__(self, error: str, *details: str) -> None:
        super().__init__(error, *details)
        self.error = error
        self.details = details


class NotDone(Exception):  # noqa: N818
    """Something that a person did could not be done; the text is shown to them."""
