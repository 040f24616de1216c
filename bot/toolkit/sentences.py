"""The shapes of what the bot says of itself: lengths, and the gaps that it fills in."""

from __future__ import annotations

import string
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

Sentence = Annotated[str, StringConstraints(min_length=2, max_length=300)]
Label = Annotated[str, StringConstraints(min_length=2, max_length=60)]
WindowLabel = Annotated[str, StringConstraints(min_length=2, max_length=24)]  # Slack's own limit
ButtonLabel = Annotated[str, StringConstraints(min_length=2, max_length=40)]


def fills(*names: str) -> AfterValidator:
    """A sentence with gaps: it must use exactly the *names* that the bot fills in."""

    def check(text: str) -> str:
        try:
            gaps = [gap for gap in string.Formatter().parse(text) if gap[1] is not None]
            used = {f"{name}{'!' + how if how else ''}{form}" for _, name, form, how in gaps}
        except ValueError as error:
            raise ValueError(f"has a stray brace ({error}); write {{name}} for a gap") from None
        if used != set(names):
            wanted = ", ".join(f"{{{name}}}" for name in names)
            raise ValueError(f"must use {wanted} and no other gap")
        return text

    return AfterValidator(check)
