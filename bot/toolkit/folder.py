"""Where the content lies."""

from __future__ import annotations

from pathlib import Path

_INSIDE_THE_PACKAGE = Path(__file__).parents[1] / "content"
_BESIDE_THE_PACKAGE = Path(__file__).parents[2] / "content"


def default_content_dir() -> Path:
    """The content that came with the bot: inside the installed package, or in the checkout."""
    return _INSIDE_THE_PACKAGE if _INSIDE_THE_PACKAGE.is_dir() else _BESIDE_THE_PACKAGE
