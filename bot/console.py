"""The commands that answer here, at a terminal or through a pipe."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from bot import clock
from bot.errors import BotError
from bot.kept import Kept, folder_of
from bot.matching.matcher import Match, Matcher
from bot.replies.answering import Answering
from bot.replies.pages import find_agency
from bot.toolkit.loader import load
from bot.toolkit.toolkit import Toolkit


def ask(question: str, agency: str | None, content: Path | None) -> int:
    """Answer a question here."""
    from rich.console import Console

    from bot.terminal import show

    toolkit, matcher = _ready(content)
    reply = Answering(toolkit, matcher).answer(question, _agency(toolkit, agency), clock.today())
    show(reply, Console(highlight=False))
    return 0


def why(question: str, agency: str | None, content: Path | None) -> int:
    """Show how a question is matched, step by step."""
    from rich.console import Console

    from bot.terminal import show_why

    toolkit, matcher = _ready(content)
    show_why(matcher.match(question, _agency(toolkit, agency)), Console(highlight=False))
    return 0


def match(lines: Iterable[str], content: Path | None) -> int:
    """Match questions: JSON lines {"q", "agency"} in, {"outcome", "ids", "urgent"} out."""
    _, matcher = _ready(content)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            print(json.dumps(_as_json(matcher.match(*_asked(line, number)))))
    return 0


def check(content: Path | None) -> int:
    """Read the content as the bot would, and say what is wrong with it.

    What a start counts from it is counted and kept as well, so that the next one is quick.
    """
    toolkit = load(content)
    Matcher(toolkit, kept=_kept())
    phrases = sum(len(entry.asked_as) for entry in toolkit.entries.values())
    print(
        f"{len(toolkit.guidance)} headings, {len(toolkit.routes)} referral routes, "
        f"{len(toolkit.agencies)} agencies, {phrases} phrases, no problems; "
        f"content {toolkit.version}"
    )
    overdue = [e.id for e in toolkit.entries.values() if e.check_by < clock.today()]
    if overdue:
        print(f"to be checked again now: {', '.join(overdue)}")
    return 0


def _ready(content: Path | None) -> tuple[Toolkit, Matcher]:
    kept = _kept()
    toolkit = load(content, kept)
    return toolkit, Matcher(toolkit, kept=kept)


def _kept() -> Kept:
    """The one setting that counts here: the others are Slack's, and may be missing or wrong."""
    return Kept(folder_of(os.environ.get("CACHE_DIR")))


def _agency(toolkit: Toolkit, typed: str | None) -> str | None:
    if not typed:
        return None
    agency = find_agency(toolkit, typed)
    if not agency:
        raise BotError(f"--agency: there is no {typed!r}; one of: {', '.join(toolkit.agencies)}")
    return agency.id


def _asked(line: str, number: int) -> tuple[str, str | None]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        asked = None
    if isinstance(asked, dict):
        question, agency = asked.get("q"), asked.get("agency")
        if isinstance(question, str) and (agency is None or isinstance(agency, str)):
            return question, agency
    raise BotError(f'line {number} of standard input is not {{"q": "…", "agency": "…" or null}}')


def _as_json(found: Match) -> dict[str, object]:
    return {
        "outcome": found.outcome.name,
        "ids": list(found.outcome.ids),
        "urgent": bool(found.danger),
    }
