"""The bot's own sentences, as ``content/messages.yaml`` must hold them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.toolkit.content import Content
from bot.toolkit.reminder_messages import ReminderMessages
from bot.toolkit.sentences import ButtonLabel, Label, Sentence, WindowLabel, fills


class Buttons(Content):
    """What stands on the buttons."""

    steps: ButtonLabel
    full: ButtonLabel
    related: ButtonLabel
    not_meant: ButtonLabel
    set_agency: ButtonLabel
    change_agency: ButtonLabel
    forget_agency: ButtonLabel
    share: ButtonLabel
    refer: ButtonLabel
    contacts: ButtonLabel
    topics: ButtonLabel


class Labels(Content):
    """The small headings inside a reply."""

    points: Label
    do_not: Label
    to_check: Label
    steps: Label
    contacts: Label
    then_and_now: Label
    sources: Label
    under: Label
    general: Label
    related: Label
    nations: Label
    danger: Label
    when: Label
    why: Label
    form: Label


class Messages(Content):
    """Every sentence that the bot says of itself."""

    buttons: Buttons
    labels: Labels
    reminders: ReminderMessages

    name: WindowLabel
    help_title: Label
    help: tuple[Sentence, ...] = Field(min_length=1, max_length=10)
    help_examples: tuple[Sentence, ...] = Field(min_length=1, max_length=5)
    topics_title: Label
    topics_intro: Sentence
    contacts_title: Label
    contacts_intro: Sentence
    refer_title: Label
    refer_intro: Sentence

    home_ways_title: Label
    home_ways: tuple[Sentence, ...] = Field(min_length=1, max_length=5)
    home_privacy: Sentence
    home_content: Annotated[Sentence, fills("version", "checked", "check_by")]
    find_label: Label
    find_placeholder: Label
    prompts_title: Label

    caution: Sentence
    choices: Sentence
    more_choices: Sentence
    no_more_choices: Sentence
    nothing: Sentence
    nothing_but: Annotated[Sentence, fills("subject")]
    nearest: Sentence
    call_anyway: Sentence
    empty: Sentence
    where_do_you_work: Annotated[Sentence, fills("topic")]
    general_instead: Annotated[Sentence, fills("agency", "topic")]
    written_for: Annotated[Sentence, fills("agency")]
    printed_as: Annotated[Sentence, fills("title", "page")]

    checked: Annotated[Sentence, fills("checked", "check_by", "owner", "version")]
    overdue: Annotated[Sentence, fills("check_by", "owner")]
    more_sources: Annotated[Sentence, fills("count")]
    ask: Annotated[Sentence, fills("contact")]
    local_number: Sentence
    reach_through: Annotated[Sentence, fills("contacts")]

    agency_title: WindowLabel
    agency_shown: Annotated[Sentence, fills("agency")]
    agency_none: Sentence
    agency_saved: Annotated[Sentence, fills("agency")]
    agency_forgotten: Sentence
    agency_unknown: Annotated[Sentence, fills("typed", "agencies")]
    agency_pick: Sentence
    agency_kept: Sentence
    save: WindowLabel
    cancel: WindowLabel
    close: WindowLabel

    shared_by: Annotated[Sentence, fills("person")]
    gone: Annotated[Sentence, fills("id")]
    broke: Annotated[Sentence, fills("reference")]
