"""The command line: ``python -m bot``."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import clock
from bot.errors import BotError
from bot.matching.matcher import Match, Matcher
from bot.replies.answering import Answering
from bot.replies.pages import find_agency
from bot.toolkit.loader import default_content_dir, load
from bot.toolkit.toolkit import Toolkit

WHAT_NEXT = """\
Ask a question here, without Slack:
  python -m bot ask "patient won't speak without her boyfriend, what do I do"
Answer in a Slack workspace (see README.md for the two tokens):
  python -m bot web        over HTTP, at /slack/events
  python -m bot socket     over Socket Mode, with SLACK_APP_TOKEN
After editing content:
  python -m bot check
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; what a person can put right is said on standard error, without a stack."""
    args = _parser().parse_args(argv)
    try:
        return int(args.run(args))
    except BotError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0


def what_next(_args: argparse.Namespace) -> int:
    """Say what can be done."""
    print(WHAT_NEXT, end="")
    return 0


def ask(args: argparse.Namespace) -> int:
    """Answer a question here."""
    from rich.console import Console

    from bot.terminal import show

    toolkit = load(args.content)
    reply = Answering(toolkit, Matcher(toolkit)).answer(
        args.question, _agency(toolkit, args.agency), clock.today()
    )
    show(reply, Console(highlight=False))
    return 0


def why(args: argparse.Namespace) -> int:
    """Show how a question is matched, step by step."""
    from rich.console import Console

    from bot.terminal import show_why

    toolkit = load(args.content)
    match = Matcher(toolkit).match(args.question, _agency(toolkit, args.agency))
    show_why(match, Console(highlight=False))
    return 0


def match(args: argparse.Namespace) -> int:
    """Match questions: JSON lines {"q", "agency"} in, {"outcome", "ids", "urgent"} out."""
    toolkit = load(args.content)
    matcher = Matcher(toolkit)
    for number, line in enumerate(sys.stdin, start=1):
        if line.strip():
            question, agency = _asked(line, number)
            print(json.dumps(_as_json(matcher.match(question, agency))))
    return 0


def check(args: argparse.Namespace) -> int:
    """Read the content as the bot would, and say what is wrong with it."""
    toolkit = load(args.content)
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


def web(_args: argparse.Namespace) -> int:
    """Answer in Slack, over HTTP."""
    from bot.serving import serve_web

    asyncio.run(serve_web())
    return 0


def socket(_args: argparse.Namespace) -> int:
    """Answer in Slack, over Socket Mode."""
    from bot.serving import serve_socket

    asyncio.run(serve_socket())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bot", description="The trafficking toolkit in Slack.")
    parser.set_defaults(run=what_next)
    commands = parser.add_subparsers(metavar="COMMAND")
    content = argparse.ArgumentParser(add_help=False)
    content.add_argument(
        "--content",
        type=Path,
        metavar="FOLDER",
        help=f"the content to read instead of {default_content_dir().name}/",
    )
    question = argparse.ArgumentParser(add_help=False)
    question.add_argument("question", help="in your own words")
    question.add_argument("--agency", metavar="ID", help="who asks, as if saved")
    for run, parents in (
        (ask, [question, content]),
        (why, [question, content]),
        (match, [content]),
        (check, [content]),
        (web, []),
        (socket, []),
    ):
        command = commands.add_parser(run.__name__, help=run.__doc__, parents=parents)
        command.set_defaults(run=run)
        if run is match:
            command.add_argument("--jsonl", action="store_true", required=True, help="JSON lines")
    return parser


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
