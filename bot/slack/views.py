"""Windows over the conversation: the full guidance, and the choice of an agency."""

from __future__ import annotations

from typing import Any

from slackblocks import (
    Block,
    ContextBlock,
    HeaderBlock,
    InputBlock,
    ModalView,
    Option,
    PlainText,
    RadioButtonGroup,
)

from bot.replies.parts import Reply, Title
from bot.slack import ids
from bot.slack.blocks import Json, cut, part_blocks
from bot.toolkit.messages import Messages
from bot.toolkit.toolkit import Toolkit

VIEW_BLOCKS = 100
OPTION_TEXT = 75


def reply_view(reply: Reply, say: Messages) -> Json:
    """A reply in a window. What it is about is a header inside: a window's own title is short."""
    titled = any(isinstance(part, Title) for part in reply.parts)
    blocks: list[Block] = [] if titled else [HeaderBlock(cut(reply.summary, 150))]
    blocks += [block for part in reply.parts for block in part_blocks(part)]
    view: Json = ModalView(say.name, blocks[:VIEW_BLOCKS], close=say.close).to_dict()
    return view


def agency_view(toolkit: Toolkit, saved: str | None, about: str) -> Json:
    """The nine agencies to choose from; *about* is the heading to show after saving, if any."""
    say = toolkit.messages
    options = {
        agency.id: Option(
            PlainText(cut(agency.name, OPTION_TEXT)),
            agency.id,
            PlainText(cut(agency.you_are, OPTION_TEXT)),
        )
        for agency in toolkit.agencies.values()
    }
    choice = RadioButtonGroup(
        ids.AGENCY_CHOICE, list(options.values()), initial_option=options.get(saved or "")
    )
    view: Json = ModalView(
        say.agency_title,
        [
            InputBlock(PlainText(say.agency_pick), choice, block_id=ids.AGENCY_BLOCK),
            ContextBlock([PlainText(say.agency_kept)]),
        ],
        close=say.cancel,
        submit=say.save,
        private_metadata=about,
        callback_id=ids.AGENCY_VIEW,
    ).to_dict()
    return view


def chosen_agency(view: dict[str, Any]) -> str:
    """The agency that was chosen in a submitted window."""
    state = view["state"]["values"][ids.AGENCY_BLOCK][ids.AGENCY_CHOICE]
    agency: str = state["selected_option"]["value"]
    return agency
