"""A reply as Block Kit: pure functions from parts to blocks that Slack accepts.

``slackblocks`` refuses what is over one of Slack's limits; ``fitting`` sees to the two that hold
for a whole message or window.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    ExternalSelectMenu,
    HeaderBlock,
    Markdown,
    Message,
    PlainText,
    RichText,
    RichTextBlock,
    RichTextElement,
    RichTextLink,
    RichTextList,
    RichTextObject,
    RichTextSection,
    RichTextUser,
    SectionBlock,
)

from bot.replies.parts import (
    ContactLine,
    Contacts,
    Do,
    Finder,
    Notice,
    Offer,
    Offers,
    Part,
    Points,
    Reply,
    SharedBy,
    SourceLine,
    Sources,
    StepLine,
    Steps,
    Text,
    Title,
)
from bot.slack import ids

Json: TypeAlias = dict[str, Any]

TEXT_BUDGET = (
    10_000  # characters over all blocks; Slack refuses from about 11,300 without saying so
)
BLOCK_BUDGET = 45  # Slack's limit for a message is 50
WINDOW_BYTES = 240_000  # of its blocks; Slack's limit for the whole view is 250 kB
WINDOW_BLOCKS = 100
BUTTON_TEXT = 75
OPTION_TEXT = 75
BUTTONS_IN_A_ROW = 5
CONTEXT_TEXT = 2000
SUMMARY_TEXT = 3000
INPUT_TEXT = 3000
FINDER_LETTERS = 2  # typed before Slack asks for options

_EMOJI = {"danger": "🚨", "caution": "⚠️", "note": "ℹ️"}  # noqa: RUF001


class Drawn(Protocol):
    """What ``slackblocks`` makes of blocks: a message or a view."""

    def to_dict(self) -> Json: ...


@dataclass(frozen=True)
class Room:
    """How much a message or a window holds: blocks, and whatever *size* counts in them."""

    blocks: int
    most: int
    size: Callable[[list[Json]], int]


def message(reply: Reply, *, share: str = "") -> Json:
    """What Slack is given for *reply*: its blocks, and ``text`` for notifications and readers.

    With *share*, a button of that label shows what the reply is about to everybody.
    """
    parts = list(reply.parts)
    if share and reply.entry:
        parts.append(Offers((Offer(Do.SHARE, share, reply.entry),)))
    text = cut(escape(reply.summary), SUMMARY_TEXT)
    return {"text": text, "blocks": fitted(parts), "unfurl_links": False, "unfurl_media": False}


def fitted(parts: Sequence[Part]) -> list[Json]:
    """The blocks of *parts* within the budgets of one message."""
    drawn = fitting(parts, MESSAGE, lambda blocks: Message(channel="-", blocks=blocks))
    blocks: list[Json] = drawn["blocks"]
    return blocks


def fitting(parts: Sequence[Part], room: Room, draw: Callable[[list[Block]], Drawn]) -> Json:
    """What *draw* makes of the blocks of *parts*, as far as there is *room*.

    Where all is too much, whole parts are left out, least needed first: never half a sentence,
    never the danger, the contacts or the buttons. The full guidance still holds them.
    """
    for left_out in range(len(_LEFT_OUT_FIRST) + 1):
        kept = [part for part in parts if not isinstance(part, _LEFT_OUT_FIRST[:left_out])]
        blocks = [block for part in kept for block in part_blocks(part)]
        drawn = draw(blocks[: room.blocks]).to_dict()
        if len(blocks) <= room.blocks and room.size(drawn["blocks"]) <= room.most:
            break
    return drawn


_LEFT_OUT_FIRST: tuple[type[Part], ...] = (Steps, Points, Text)


def part_blocks(part: Part) -> Iterator[Block]:
    """The blocks of one part."""
    match part:
        case Notice(tone, (first, *rest)):
            said = RichTextSection([RichText(f"{_EMOJI[tone]} {first}", bold=tone != "note")])
            items = [RichTextSection([RichText(line)]) for line in rest]
            yield RichTextBlock([said, *([RichTextList("bullet", items)] if items else [])])
        case SharedBy(before, person, after):
            around = [RichText(text) for text in (before, after)]
            line = [around[0], RichTextUser(person), *([around[1]] if after else [])]
            yield RichTextBlock([RichTextSection(line)])
        case Title(text, over):
            if over:
                yield ContextBlock([PlainText(over)])
            yield HeaderBlock(text)
        case Text(text, label):
            lead = [RichText(f"{label}: ", bold=True)] if label else []
            yield RichTextBlock([RichTextSection([*lead, RichText(text)])])
        case Points(label, items, refs):
            numbers = refs or ("",) * len(items)
            lines = [
                RichTextSection(_with_ref(item, ref))
                for item, ref in zip(items, numbers, strict=True)
            ]
            yield RichTextBlock([*_label(label), RichTextList("bullet", lines)])
        case Steps(label, steps):
            yield RichTextBlock([*_label(label), *_step_lists(steps)])
        case Contacts(label, contacts):
            lines = [RichTextSection(list(_contact(each))) for each in contacts]
            yield RichTextBlock([*_label(label), RichTextList("bullet", lines)])
        case Sources():
            yield from _sources(part)
        case Offers(offers):
            for at in range(0, len(offers), BUTTONS_IN_A_ROW):
                row = enumerate(offers[at : at + BUTTONS_IN_A_ROW], start=at)
                yield ActionsBlock([_button(offer, number) for number, offer in row])
        case Finder(label, placeholder):
            box = ExternalSelectMenu(
                ids.FIND, min_query_length=FINDER_LETTERS, placeholder=placeholder
            )
            yield SectionBlock(PlainText(label), accessory=box)


def escape(text: str) -> str:
    """*text* for a place where Slack reads markup: the three signs it asks for, and no other."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, limit: int) -> str:
    """*text* in at most *limit* characters, with an ellipsis where something is missing."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def text_length(blocks: Iterable[Json]) -> int:
    """The characters of all text that Slack counts in *blocks*."""
    return sum(_lengths(list(blocks)))


def _lengths(value: Any) -> Iterator[int]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"text", "url"} and isinstance(inner, str):
                yield len(inner)
            else:
                yield from _lengths(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _lengths(inner)


MESSAGE = Room(BLOCK_BUDGET, TEXT_BUDGET, text_length)
WINDOW = Room(WINDOW_BLOCKS, WINDOW_BYTES, lambda blocks: len(json.dumps(blocks)))


def _label(label: str) -> list[RichTextObject]:
    return [RichTextSection([RichText(label, bold=True)])] if label else []


def _with_ref(item: str, ref: str) -> list[RichTextElement]:
    return [RichText(item), *([RichText(f" [{ref}]", italic=True)] if ref else [])]


def _step_lists(steps: Iterable[StepLine]) -> Iterator[RichTextObject]:
    """Slack has no list inside a list item: each step is a list of one that counts on."""
    for at, step in enumerate(steps):
        line = RichTextSection([RichText(f"{step.who}: ", bold=True), RichText(step.do)])
        yield RichTextList("ordered", [line], offset=at)
        if step.details:
            details = [
                RichTextSection([RichText(f"{label}: ", italic=True), RichText(text)])
                for label, text in step.details
            ]
            yield RichTextList("bullet", details, indent=1)


def _contact(contact: ContactLine) -> Iterator[RichTextElement]:
    yield RichText(contact.name, bold=True)
    if contact.phone:
        yield RichText(f" {contact.phone}", bold=True)
    if contact.hours:
        yield RichText(f" ({contact.hours})")
    yield RichText(f". {contact.use_for}")
    for note in contact.notes:
        yield RichText(f" {note}")
    if contact.email:
        yield RichText(" ")
        yield RichTextLink(f"mailto:{contact.email}", contact.email)
    if contact.url:
        yield RichText(" ")
        yield RichTextLink(contact.url, contact.url.removeprefix("https://"))


def _sources(part: Sources) -> Iterator[Block]:
    numbered = enumerate(part.sources, start=1)
    lines = [
        f"[{at}] {_linked(source)}" if part.numbered else _linked(source) for at, source in numbered
    ]
    gathered = f"*{escape(part.label)}*"
    for line in lines:
        if len(gathered) + len(line) + 2 > CONTEXT_TEXT:
            yield ContextBlock([Markdown(gathered)])
            gathered = line
        else:
            gathered += f"\n{line}" if part.numbered else f" · {line}"
    yield ContextBlock([Markdown(gathered)])
    yield ContextBlock([PlainText(note) for note in part.notes])


def _linked(source: SourceLine) -> str:
    text = escape(source.text)
    return f"<{source.url}|{text.replace('|', '/')}>" if source.url else text


def _button(offer: Offer, number: int) -> Button:
    return Button(
        PlainText(cut(offer.label, BUTTON_TEXT)),
        action_id=f"offer.{offer.do}.{offer.about[:80]}.{number}",
        value=offer.about or offer.do,
        style="primary" if offer.strong else None,
    )
