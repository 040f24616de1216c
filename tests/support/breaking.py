"""Things that break: a lost connection, a database that is gone, a matcher with a fault."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.matching.matcher import Matcher
from bot.store.engine import make_engine


class BreaksOnEveryQuestion(Matcher):
    """A matcher with a fault, whose error quotes what was asked."""

    def __init__(self) -> None:
        """Nothing is built: it never matches."""

    def match(self, message: str, agency: str | None = None, before: str | None = None) -> NoReturn:
        raise RuntimeError(f"cannot match {message!r} for {agency} after {before}")


def database_that_is_gone(folder: Path) -> AsyncEngine:
    """A database in a folder that does not exist."""
    return make_engine(f"sqlite:///{folder / 'gone' / 'bot.db'}")
