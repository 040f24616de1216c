"""What the bot says about reminders, as ``content/messages.yaml`` must hold it."""

from __future__ import annotations

from typing import Annotated

from bot.toolkit.content import Content
from bot.toolkit.sentences import ButtonLabel, Label, Sentence, WindowLabel, fills


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


class ReminderCannot(Content):
    """Why something is not done, wherever it was asked for."""

    gone: Sentence
    not_yours: Sentence
    unreachable: Sentence


class ReminderWhys(Content):
    """Why a reminder is paused, to follow a colon. What is *refused* is told in Slack's words."""

    asked: Sentence
    gone: Sentence
    not_in_channel: Sentence
    is_archived: Sentence
    channel_not_found: Sentence
    refused: Annotated[Sentence, fills("reason")]


class ReminderTold(Content):
    """What the owner of a reminder is told when something is in its way."""

    paused: Annotated[Sentence, fills("subject", "channel", "why")]
    missed: Annotated[Sentence, fills("subject", "channel", "count")]
    in_doubt: Annotated[Sentence, fills("subject", "channel", "when", "button")]


class ReminderButtons(Content):
    """What stands on the buttons."""

    remind: ButtonLabel
    reminders: ButtonLabel
    look: ButtonLabel
    edit: ButtonLabel
    pause: ButtonLabel
    resume: ButtonLabel
    now: ButtonLabel
    delete: ButtonLabel
    settings: ButtonLabel
    earlier: ButtonLabel
    later: ButtonLabel


class ReminderFields(Content):
    """The labels of the window's fields."""

    about: Label
    about_hint: Sentence
    rotation: Label
    no_rotation: Label
    channel: Label
    how: Label
    weekdays: Label
    every: Label
    start: Label
    at: Label
    until: Label
    times: Label
    holidays: Label
    holidays_option: Label
    region: Label
    zone: Label
    zone_hint: Sentence
    note: Label
    note_hint: Sentence


class ReminderHows(Content):
    """How often, to choose from."""

    once: Label
    daily: Label
    weekdays: Label
    weeks: Label
    monthly: Label
    first_working_day: Label
    last_working_day: Label


class ReminderRegions(Content):
    """The regions that have bank holidays of their own."""

    england_and_wales: Label
    scotland: Label
    northern_ireland: Label


class ReminderWords(Content):
    """A rule and its times in words."""

    once: Annotated[Label, fills("day", "time")]
    daily: Annotated[Label, fills("time")]
    weekly: Annotated[Label, fills("days", "time")]
    weeks: Annotated[Label, fills("count", "days", "time")]
    monthly: Annotated[Label, fills("day", "time")]
    first_working_day: Annotated[Label, fills("time")]
    last_working_day: Annotated[Label, fills("time")]
    weekday: Label
    until: Annotated[Label, fills("day")]
    times: Annotated[Label, fills("count")]
    no_holidays: Label
    zone: Annotated[Label, fills("zone")]
    both: Annotated[Label, fills("some", "last")]
    moment: Annotated[Label, fills("day", "time")]
    next: Annotated[Label, fills("when")]
    no_next: Label
    rotation: Annotated[Label, fills("agency")]
    gone: Annotated[Label, fills("id")]


class ReminderWindow(Content):
    """The window in which a reminder is set up or changed."""

    title: WindowLabel
    title_edit: WindowLabel
    title_look: WindowLabel
    look_close: WindowLabel
    preview: Label
    preview_none: Sentence
    left_out: Annotated[Label, fills("when", "holiday")]
    message_under: Annotated[Sentence, fills("buttons")]
    look_needs: Sentence
    not_understood: Annotated[Sentence, fills("words")]
    no_page_for: Annotated[Sentence, fills("words")]
    nearest: Annotated[Sentence, fills("title")]
    kept: Annotated[Sentence, fills("subject", "channel", "rule")]
    kept_next: Annotated[Sentence, fills("when")]
    kept_how: Sentence
    kept_paused: Sentence


class ReminderProblems(Content):
    """What is wrong with what was filled in, under its field."""

    no_page: Sentence
    both: Sentence
    page_gone: Sentence
    no_weekdays: Sentence
    no_date: Sentence
    past_date: Sentence
    far_date: Sentence
    no_time: Sentence
    past_time: Sentence
    quiet: Annotated[Sentence, fills("start", "end")]
    no_zone: Sentence
    until_early: Sentence
    times: Sentence
    note_long: Annotated[Sentence, fills("length", "most")]
    note_calls: Sentence
    never: Sentence
    no_channel: Sentence
    not_in_channel: Annotated[Sentence, fills("name")]
    is_archived: Sentence
    channel_not_found: Annotated[Sentence, fills("name")]
    not_a_member: Sentence
    too_many: Annotated[Sentence, fills("most")]
    quiet_both: Sentence
    quiet_same: Sentence


class ReminderList(Content):
    """What a channel or a person is reminded of."""

    title: WindowLabel
    here: Annotated[Label, fills("count")]
    mine: Annotated[Label, fills("count")]
    everywhere: Annotated[Label, fills("count")]
    none: Sentence
    line: Annotated[Sentence, fills("rule", "next")]
    by: Annotated[Label, fills("channel", "owner")]
    paused: Annotated[Sentence, fills("why")]
    delete_title: Label
    delete_ask: Annotated[Sentence, fills("subject")]
    delete_yes: WindowLabel
    delete_no: WindowLabel
    posted: Sentence
    not_posted: Annotated[Sentence, fills("reason")]
    page_gone: Sentence
    admins_only: Sentence
    settings_title: WindowLabel
    overdue_label: Label
    overdue_says: Label
    overdue_waits: Label
    quiet_from: Label
    quiet_to: Label
    quiet_hint: Sentence
    settings_kept: Sentence


class ReminderMessages(Content):
    """All sentences about reminders."""

    post: ReminderPost
    cannot: ReminderCannot
    why: ReminderWhys
    told: ReminderTold
    buttons: ReminderButtons
    fields: ReminderFields
    how: ReminderHows
    regions: ReminderRegions
    words: ReminderWords
    window: ReminderWindow
    problems: ReminderProblems
    listing: ReminderList
