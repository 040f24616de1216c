"""What the bot says about reminders, as ``content/messages.yaml`` must hold it."""

from __future__ import annotations

from typing import Annotated

from bot.toolkit.content import Content
from bot.toolkit.sentences import ButtonLabel, Label, Sentence, fills


class ReminderPost(Content):
    """A reminder in its channel, and what its buttons bring."""

    heading: Label
    set_up_by: Annotated[Label, fills("person")]
    checked: Annotated[Sentence, fills("checked", "check_by")]
    summary: Annotated[Label, fills("title")]
    done: ButtonLabel
    hour: ButtonLabel
    tomorrow: ButtonLabel
    stop: ButtonLabel
    done_by: Annotated[Sentence, fills("person", "count")]
    put_off_to: Annotated[Sentence, fills("when")]
    stopped: Sentence
    not_yours: Sentence


class ReminderTold(Content):
    """What the owner of a reminder is told when something is in its way."""

    gone: Annotated[Sentence, fills("id")]
    not_in_channel: Annotated[Sentence, fills("id", "channel")]
    is_archived: Annotated[Sentence, fills("id", "channel")]
    channel_not_found: Annotated[Sentence, fills("id")]
    refused: Annotated[Sentence, fills("id", "channel", "reason")]
    missed: Annotated[Sentence, fills("id", "channel", "count")]


class ReminderMessages(Content):
    """All sentences about reminders."""

    post: ReminderPost
    told: ReminderTold
