"""Draws docs/answer.svg, the top of a real answer: python docs/draw_answer.py"""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console

from bot import clock
from bot.matching.matcher import Matcher
from bot.replies.answering import Answering
from bot.replies.parts import Contacts, Notice, Points, Reply, Text, Title
from bot.terminal import show
from bot.toolkit.loader import load

QUESTION = "staff nurse here, boyfriend wont let her talk, can i do the nrm form"
SHOWN = (Notice, Title, Text, Points, Contacts)


def main() -> None:
    toolkit = load()
    reply = Answering(toolkit, Matcher(toolkit)).answer(QUESTION, None, clock.today())
    top = tuple(part for part in reply.parts if isinstance(part, SHOWN))[:5]
    console = Console(record=True, width=96, file=io.StringIO(), highlight=False)
    console.print(f'$ ./dev ask "{QUESTION}"', style="bold")
    show(Reply(reply.summary, top), console)
    console.print("\n  …", style="dim")
    svg = console.export_svg(title="Trafficking toolkit")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)  # no fonts from elsewhere
    Path(__file__).with_name("answer.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    main()
