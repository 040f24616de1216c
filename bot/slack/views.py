"""Views: a reply in a window, the choice of an agency, and the Home tab."""

from __future__ import annotations

from typing import Any

from slackblocks import (
    ContextBlock,
    HomeTabView,
    InputBlock,
    ModalView,
    Option,
    PlainText,
    RadioButtonGroup,
)

from bot.replies.parts import Reply
from bot.slack import ids
from bot.slack.blocks import OPTION_TEXT, WINDOW, Json, cut, fitting
from bot.toolkit.messages import Messages
from bot.toolkit.toolkit import Toolkit


def reply_view(reply: Reply, say: Messages) -> Json:
    """A reply in a window."""
    return fitting(reply.parts, WINDOW, lambda blocks: ModalView(say.name, blocks, close=say.close))


def home_view(reply: Reply) -> Json:
    """A reply as the Home tab."""
    return fitting(reply.parts, WINDOW, HomeTabView)


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
