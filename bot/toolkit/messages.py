"""The bot's own sentences, as ``content/messages.yaml`` must hold them."""

from __future__ import annotations

import string
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from bot.toolkit.content import Content

Sentence = Annotated[str, StringConstraints(min_length=2, max_length=300)]
Label = Annotated[str, StringConstraints(min_length=2, max_length=60)]
WindowLabel = Annotated[str, StringConstraints(min_length=2, max_length=24)]  # Slack's own limit
ButtonLabel = Annotated[str, StringConstraints(min_length=2, max_length=40)]


def _fills(*names: str) -> AfterValidator:
    """A sentence with gaps: it must use exactly the *names* that the bot fills in."""

    def check(text: str) -> str:
        try:
            gaps = [gap for gap in string.Formatter().parse(text) if gap[1] is not None]
            used = {f"{name}{'!' + how if how else ''}{form}" for _, name, form, how in gaps}
        except ValueError as error:
            raise ValueError(f"has a stray brace ({error}); write {{name}} for a gap") from None
        if used != set(names):
            wanted = ", ".join(f"{{{name}}}" for name in names)
            raise ValueError(f"must use {wanted} and no other gap")
        return text

    return AfterValidator(check)


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
    home_content: Annotated[Sentence, _fills("version", "checked", "check_by")]
    find_label: Label
    find_placeholder: Label
    prompts_title: Label

    caution: Sentence
    choices: Sentence
    more_choices: Sentence
    no_more_choices: Sentence
    nothing: Sentence
    nothing_but: Annotated[Sentence, _fills("subject")]
    nearest: Sentence
    call_anyway: Sentence
    empty: Sentence
    where_do_you_work: Annotated[Sentence, _fills("topic")]
    general_instead: Annotated[Sentence, _fills("agency", "topic")]
    written_for: Annotated[Sentence, _fills("agency")]
    printed_as: Annotated[Sentence, _fills("title", "page")]

    checked: Annotated[Sentence, _fills("checked", "check_by", "owner", "version")]
    overdue: Annotated[Sentence, _fills("check_by", "owner")]
    more_sources: Annotated[Sentence, _fills("count")]
    ask: Annotated[Sentence, _fills("contact")]
    local_number: Sentence
    reach_through: Annotated[Sentence, _fills("contacts")]

    agency_title: WindowLabel
    agency_shown: Annotated[Sentence, _fills("agency")]
    agency_none: Sentence
    agency_saved: Annotated[Sentence, _fills("agency")]
    agency_forgotten: Sentence
    agency_unknown: Annotated[Sentence, _fills("typed", "agencies")]
    agency_pick: Sentence
    agency_kept: Sentence
    save: WindowLabel
    cancel: WindowLabel
    close: WindowLabel

    shared_by: Annotated[Sentence, _fills("person")]
    gone: Annotated[Sentence, _fills("id")]
    broke: Annotated[Sentence, _fills("reference")]
