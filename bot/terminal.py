"""A reply for somebody at a terminal."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text as Line

from bot.matching.calibration import OURS, RIGHT
from bot.matching.deciding import chance
from bot.matching.matcher import Match
from bot.replies.parts import (
    ContactLine,
    Contacts,
    Do,
    Finder,
    Notice,
    Offers,
    Part,
    Points,
    Reply,
    SharedBy,
    Sources,
    Steps,
    Text,
    Title,
)

_BORDER = {"danger": "bold red", "caution": "yellow", "note": "blue"}
_PRESSED_IN_SLACK = frozenset(
    {Do.SET_AGENCY, Do.NOT_MEANT, Do.RELATED, Do.FULL, Do.SHARE, Do.REMIND, Do.REMINDERS}
)


def show(reply: Reply, console: Console) -> None:
    """Print *reply*; its text is shown as it is, whatever brackets it holds."""
    for part in reply.parts:
        for drawn in _draw(part):
            console.print(drawn)


def _draw(part: Part) -> list[RenderableType]:
    match part:
        case Notice(tone, (first, *rest)):
            said = (Line(first, style="bold"), *(Line(f"• {line}") for line in rest))
            return [Panel(Group(*said), border_style=_BORDER[tone])]
        case SharedBy(before, person, after):
            return [Line(f"{before}{person}{after}", style="dim")]
        case Title(text, over):
            above = [Line(over.upper(), style="dim")] if over else []
            return [Line(), *above, Line(text, style="bold underline")]
        case Text(text, label):
            lead = Line(f"{label}: ", style="bold") if label else Line()
            return [Line(), lead.append(text, style="not bold")]
        case Points(label, items):
            listed = [_hanging("•", Line(item)) for item in items]
            return [Line(), *([Line(label, style="bold")] if label else []), *listed]
        case Steps(label, steps):
            drawn: list[RenderableType] = [Line(), Line(label, style="bold")]
            for number, step in enumerate(steps, start=1):
                line = Line(f"{step.who}: ", style="bold").append(step.do, style="not bold")
                drawn.append(_hanging(f"{number}.", line))
                drawn += [
                    Padding(Line(f"{name}: {text}", style="dim"), (0, 0, 0, 5))
                    for name, text in step.details
                ]
            return drawn
        case Contacts(label, contacts):
            return [Line(), Line(label, style="bold"), *(_contact(each) for each in contacts)]
        case Sources(label, sources, notes):
            lines = [Line(f"• {source.text}", style="dim") for source in sources]
            return [
                Line(),
                Line(label, style="dim bold"),
                *lines,
                Line(" ".join(notes), style="dim"),
            ]
        case Offers(offers):
            ids = [f"{o.label} ({o.about})" for o in offers if o.do not in _PRESSED_IN_SLACK]
            return [Line(), *(Line(f"→ {each}", style="cyan") for each in ids)] if ids else []
        case Finder():
            return []  # a command that was run does not answer while one types
    return []


def _contact(contact: ContactLine) -> RenderableType:
    said = Line(contact.name, style="bold")
    if contact.phone:
        said.append(f"  {contact.phone}", style="bold green")
    if contact.hours:
        said.append(f"  ({contact.hours})", style="not bold")
    more = (contact.use_for, *contact.notes, contact.email, contact.url)
    said.append("\n" + " ".join(each for each in more if each), style="not bold dim")
    return _hanging("•", said)


def _hanging(mark: str, line: Line) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=3, justify="right")
    grid.add_column()
    grid.add_row(mark, line)
    return grid


def show_why(match: Match, console: Console) -> None:
    """Print the steps of one match: what was read, and what each candidate's score is made of."""
    read = match.understood
    repairs = ", ".join(f"{slip} → {word}" for slip, word in read.repairs.items())
    whose = match.agency
    named = f"{whose.id} ({whose.how}: {', '.join(whose.words)})" if whose else "unknown"
    covered, right = chance(OURS, match.signs), chance(RIGHT, match.signs)
    facts = {
        "words": " ".join(read.spelt),
        "repaired": repairs or "nothing",
        "agency": named,
        "old names": ", ".join(match.old_names) or "none",
        "danger": f"{match.danger.above_alarm:+.2f} {'YES' if match.danger else 'no'}: "
        + ", ".join(match.danger.words),
        "chances": f"covered {covered:.0%}, first heading right {right:.0%}",
        "goes on from": match.follows or "nothing",
        "outcome": f"{match.outcome.name}: {', '.join(match.outcome.ids[:5]) or 'nothing near'}",
    }
    for name, fact in facts.items():
        console.print(Line(f"{name:>10}  ", style="bold").append(fact, style="not bold"))
    table = Table("candidate", "score", "words", "kind", "nearest", "agency", "nearest phrase")
    for each in match.candidates[:8]:
        words = each.words
        figures = (each.score, words.heading, words.kind, words.phrase, each.agency)
        table.add_row(Line(each.id), *(f"{f:.1f}" for f in figures), Line(words.nearest[:60]))
    console.print(table)
