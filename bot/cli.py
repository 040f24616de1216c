"""The command line: ``python -m bot``. Each command loads what it needs, and no more."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.errors import BotError
from bot.toolkit.folder import default_content_dir

PLAYGROUND_PORT = 3030
SLACK_WAITS_S = 3


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


def playground(args: argparse.Namespace) -> int:
    """Try the bot here, in a workspace in the browser that stands in for Slack (the default)."""
    try:
        from bot.playground.opening import open_playground

        asyncio.run(
            open_playground(
                args.port, args.content, show=args.browser, patience_s=float(args.slack_waits)
            )
        )
    except KeyboardInterrupt:
        return 130  # before it was open; from then on, Ctrl+C closes it in order
    return 0


def ask(args: argparse.Namespace) -> int:
    """Answer a question here."""
    from bot import console

    return console.ask(args.question, args.agency, args.content)


def why(args: argparse.Namespace) -> int:
    """Show how a question is matched, step by step."""
    from bot import console

    return console.why(args.question, args.agency, args.content)


def match(args: argparse.Namespace) -> int:
    """Match questions: JSON lines {"q", "agency"} in, {"outcome", "ids", "urgent"} out."""
    from bot import console

    return console.match(sys.stdin, args.content)


def check(args: argparse.Namespace) -> int:
    """Read the content as the bot would, and say what is wrong with it."""
    from bot import console

    return console.check(args.content)


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


def worker(_args: argparse.Namespace) -> int:
    """Plan reminders only; any number of workers share one Postgres."""
    from bot.serving import serve_worker

    asyncio.run(serve_worker())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bot", description="The trafficking toolkit in Slack.")
    parser.set_defaults(
        run=playground, port=PLAYGROUND_PORT, content=None, browser=True, slack_waits=SLACK_WAITS_S
    )
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
    window = argparse.ArgumentParser(add_help=False)
    window.add_argument("--port", type=_port, default=PLAYGROUND_PORT, metavar="NUMBER")
    window.add_argument(
        "--no-browser", dest="browser", action="store_false", help="only say where it is"
    )
    window.add_argument(
        "--slack-waits",
        type=int,
        default=SLACK_WAITS_S,
        metavar="SECONDS",
        help="for an answer of the bot; as Slack does by default, longer on a slow machine",
    )
    for run, parents in (
        (playground, [window, content]),
        (ask, [question, content]),
        (why, [question, content]),
        (match, [content]),
        (check, [content]),
        (web, []),
        (socket, []),
        (worker, []),
    ):
        command = commands.add_parser(run.__name__, help=run.__doc__, parents=parents)
        command.set_defaults(run=run)
        if run is match:
            command.add_argument("--jsonl", action="store_true", required=True, help="JSON lines")
    return parser


def _port(typed: str) -> int:
    port = int(typed)
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{port} is no port; one is a number from 1 to 65535")
    return port
