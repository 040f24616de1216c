"""The windows of reminders: to set one up, to look at it, the list, and the settings. Pure."""

from __future__ import annotations

import json
from calendar import day_name
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    CheckboxGroup,
    ConfirmationDialogue,
    ContextBlock,
    ConversationFilter,
    ConversationSelectMenu,
    DatePicker,
    DividerBlock,
    Element,
    ExternalSelectMenu,
    InputBlock,
    ModalView,
    NumberInput,
    Option,
    PlainText,
    PlainTextInput,
    RadioButtonGroup,
    RichText,
    RichTextBlock,
    RichTextChannel,
    RichTextElement,
    RichTextSection,
    RichTextUser,
    StaticSelectMenu,
    TimePicker,
)

from bot.reminders.checking import (
    MOST_WEEKS,
    USUAL_ZONE,
    Field,
    Filled,
    How,
    counted_times,
)
from bot.reminders.holidays import REGIONS
from bot.reminders.model import Reminder, State, WorkspaceRules
from bot.reminders.rules import Recurs
from bot.replies.pages import part_of
from bot.replies.parts import Do, Notice, Offers, Part, Points, Reply, Text, Title
from bot.replies.reminder_words import (
    next_in_words,
    rule_in_words,
    subject_in_words,
    why_in_words,
)
from bot.slack import ids
from bot.slack.blocks import (
    BUTTON_TEXT,
    FINDER_LETTERS,
    INPUT_TEXT,
    OPTION_TEXT,
    SUMMARY_TEXT,
    WINDOW_BLOCKS,
    Json,
    cut,
    part_blocks,
)
from bot.slack.views import reply_view
from bot.toolkit.reminder_messages import ReminderMessages
from bot.toolkit.toolkit import Toolkit

NO_ROTATION = "none"
ON_A_PAGE = 10  # reminders; a window holds 100 blocks, and nobody reads so many
_ABOUT_A_POST = frozenset({Do.DONE, Do.IN_AN_HOUR, Do.TOMORROW, Do.STOP})


@dataclass(frozen=True)
class Listing:
    """Which reminders a list shows: of a channel and of its reader, or of the whole workspace."""

    channel: str = ""
    everywhere: bool = False
    offset: int = 0


@dataclass(frozen=True)
class About:
    """What a window carries along: the reminder that it changes, and the list it came from.

    *kept* are the fields that are not shown now.
    """

    reminder: int = 0
    listing: Listing | None = None
    kept: Mapping[str, str] = field(default_factory=dict)

    def carried(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, carried: str) -> About:
        told = json.loads(carried) if carried else {}
        listing = told.get("listing")
        return cls(
            told.get("reminder", 0), Listing(**listing) if listing else None, told.get("kept", {})
        )


@dataclass(frozen=True)
class Preview:
    """What comes of the fields so far: lines of times, and the head of the message."""

    times: Sequence[str] = ()
    head: Title | None = None


def field_id(of: Field) -> str:
    """The block id and the action id of a field."""
    return f"{ids.REMINDER}.{of}"


def remind_view(
    toolkit: Toolkit,
    filled: Filled,
    preview: Preview,
    about: About,
    said: Sequence[str] = (),
) -> Json:
    """The window, with what is filled in so far; *said* is what was not understood."""
    say = toolkit.messages.reminders
    shown = [each for each in Field if each in filled.applies]
    blocks: list[Block] = []
    if said:
        blocks.append(
            ContextBlock(
                [PlainText(cut(line, SUMMARY_TEXT)) for line in said], block_id=ids.REMINDER_SAID
            )
        )
    for each in shown:
        blocks.append(_input(toolkit, filled, each))
        if each is Field.AT:
            blocks += _preview(toolkit, preview)
    blocks.append(ActionsBlock([Button(say.buttons.look, ids.REMINDER_LOOK, value="look")]))
    hidden = {str(each): _kept(filled, each) for each in Field if each not in filled.applies}
    view: Json = ModalView(
        say.window.title_edit if about.reminder else say.window.title,
        blocks,
        close=toolkit.messages.cancel,
        submit=toolkit.messages.save,
        private_metadata=replace(about, kept=hidden).carried(),
        callback_id=ids.REMINDER,
    ).to_dict()
    return view


def filled_in(view: Json) -> Filled:
    """What is filled in of a window, also where a field is not shown."""
    state: Mapping[str, Any] = view.get("state", {}).get("values", {})
    kept = About.of(view.get("private_metadata", "")).kept

    def got(of: Field) -> str:
        if field_id(of) not in state:
            return kept.get(of, "")
        return _value(state[field_id(of)][field_id(of)])

    usual = Filled()
    rotation = got(Field.ROTATION)
    return Filled(
        entry=got(Field.ABOUT),
        rotation="" if rotation == NO_ROTATION else rotation,
        channel=got(Field.CHANNEL),
        how=How(got(Field.HOW) or usual.how),
        weekdays=frozenset(int(day) for day in got(Field.WEEKDAYS).split(",") if day),
        every=int(got(Field.EVERY) or usual.every),
        start=_date(got(Field.START)),
        at=_time(got(Field.AT)),
        until=_date(got(Field.UNTIL)),
        times=got(Field.TIMES),
        skips_holidays=bool(got(Field.HOLIDAYS)),
        region=got(Field.REGION) or usual.region,
        zone=got(Field.ZONE) or USUAL_ZONE,
        note=got(Field.NOTE),
    )


def said_in(view: Json) -> list[str]:
    """What a window says that it did not understand."""
    for block in view["blocks"]:
        if block.get("block_id") == ids.REMINDER_SAID:
            return [element["text"] for element in block["elements"]]
    return []


def look_view(toolkit: Toolkit, reply: Reply) -> Json:
    """The whole message, without the buttons that only a posted one may have."""
    say = toolkit.messages.reminders
    parts: list[Part] = []
    for part in reply.parts:
        of_a_post = isinstance(part, Offers) and _ABOUT_A_POST & {o.do for o in part.offers}
        if isinstance(part, Offers) and of_a_post:
            labels = ", ".join(offer.label for offer in part.offers)
            parts.append(Text(say.window.message_under.format(buttons=labels)))
        else:
            parts.append(part)
    view = reply_view(replace(reply, parts=tuple(parts)), toolkit.messages)
    return {**view, "title": _plain(say.window.title_look), "close": _plain(say.window.look_close)}


def said_view(toolkit: Toolkit, title: str, parts: Sequence[Part]) -> Json:
    """A window that only says something."""
    view = reply_view(Reply(title, tuple(parts)), toolkit.messages)
    return {**view, "title": _plain(title)}


def kept_view(toolkit: Toolkit, reminder: Reminder, next_at: str) -> Json:
    """A reminder is kept: what was made of it, and when it comes next."""
    say = toolkit.messages.reminders
    subject = subject_in_words(toolkit, reminder.subject)
    rule = rule_in_words(say, reminder.rule)
    before, after = say.window.kept.split("{channel}")
    fills = {"subject": subject, "rule": rule}
    sentence = [
        RichText(before.format_map(_Gaps(fills))),
        RichTextChannel(reminder.channel),
        RichText(after.format_map(_Gaps(fills))),
    ]
    paused = reminder.state is not State.ACTIVE
    when = say.window.kept_paused if paused else say.window.kept_next.format(when=next_at)
    blocks: list[Block] = [
        RichTextBlock([RichTextSection([part for part in sentence if part])]),
        *part_blocks(Text(when)),
        *part_blocks(Text(say.window.kept_how)),
    ]
    return _modal(say.window.title_edit if paused else say.listing.title, blocks, toolkit)


def list_view(
    toolkit: Toolkit,
    reminders: Sequence[Reminder],
    listing: Listing,
    now: datetime,
    *,
    reader: str,
    is_admin: bool,
    said: Sequence[Part] = (),
) -> Json:
    """The reminders of *listing*, a page of them; only who may act finds buttons to act."""
    say = toolkit.messages.reminders
    blocks: list[Block] = [block for part in said for block in part_blocks(part)]
    blocks += part_blocks(Text(_counted(say, reminders, listing, reader)))
    offset = min(listing.offset, max(0, len(reminders) - 1)) // ON_A_PAGE * ON_A_PAGE
    for each in reminders[offset : offset + ON_A_PAGE]:
        blocks += _listed(toolkit, each, now, acts=is_admin or each.owner == reader)
    if not reminders:
        blocks += part_blocks(Text(say.listing.none))
    ways: list[Element] = [_list_button(say.buttons.remind, "new", 0, strong=not reminders)]
    if offset:
        ways.append(_list_button(say.buttons.earlier, "page", offset - ON_A_PAGE))
    if offset + ON_A_PAGE < len(reminders):
        ways.append(_list_button(say.buttons.later, "page", offset + ON_A_PAGE))
    if listing.everywhere and is_admin:
        ways.append(_list_button(say.buttons.settings, "settings", 0))
    blocks += [DividerBlock(), ActionsBlock(ways)]
    carried = About(listing=replace(listing, offset=offset)).carried()
    return {
        **_modal(say.listing.title, blocks[-WINDOW_BLOCKS:], toolkit),
        "private_metadata": carried,
    }


def settings_view(toolkit: Toolkit, rules: WorkspaceRules, carried: str) -> Json:
    """What the administrators decide for all reminders."""
    say = toolkit.messages.reminders.listing
    choices = {
        "says": Option(PlainText(say.overdue_says), "says"),
        "waits": Option(PlainText(say.overdue_waits), "waits"),
    }
    chosen = choices["waits" if rules.overdue_waits else "says"]

    def quiet(label: str, id_: str, at: time | None, hint: str | None = None) -> Block:
        picker = TimePicker(id_, at.strftime("%H:%M") if at else None)
        return InputBlock(PlainText(label), picker, block_id=id_, hint=hint, optional=True)

    overdue = RadioButtonGroup(ids.SETTINGS_OVERDUE, [*choices.values()], initial_option=chosen)
    view: Json = ModalView(
        say.settings_title,
        [
            InputBlock(PlainText(say.overdue_label), overdue, block_id=ids.SETTINGS_OVERDUE),
            quiet(say.quiet_from, ids.SETTINGS_QUIET_FROM, rules.quiet_from),
            quiet(say.quiet_to, ids.SETTINGS_QUIET_TO, rules.quiet_to, say.quiet_hint),
        ],
        close=toolkit.messages.cancel,
        submit=toolkit.messages.save,
        private_metadata=carried,
        callback_id=ids.REMINDER_SETTINGS,
    ).to_dict()
    return view


def chosen_settings(view: Json) -> WorkspaceRules:
    """What was decided in the window."""

    def got(id_: str) -> str:
        return _value(view["state"]["values"][id_][id_])

    return WorkspaceRules(
        overdue_waits=got(ids.SETTINGS_OVERDUE) == "waits",
        quiet_from=_time(got(ids.SETTINGS_QUIET_FROM)),
        quiet_to=_time(got(ids.SETTINGS_QUIET_TO)),
    )


def page_option(toolkit: Toolkit, entry_id: str) -> Option:
    """A page to choose."""
    title, part = toolkit.entry(entry_id).title, part_of(toolkit, entry_id)
    return Option(PlainText(cut(title, OPTION_TEXT)), entry_id, PlainText(cut(part, OPTION_TEXT)))


def zone_option(zone: str) -> Option:
    """A time zone to choose."""
    return Option(PlainText(cut(zone, OPTION_TEXT)), zone)


def drawn_options(options: list[Option]) -> list[Json]:
    """Options as an external select is answered with; none is an answer too."""
    if not options:
        return []
    (drawn,) = _drawn([ActionsBlock([StaticSelectMenu("-", options)])])
    offered: list[Json] = drawn["elements"][0]["options"]
    return offered


def after_done(
    blocks: Sequence[Json], say: ReminderMessages, person: str, count: int
) -> list[Json]:
    """The blocks of a posted reminder once somebody did it: so it says, and need not be done."""
    before, _, after = say.post.done_by.partition("{person}")
    fills = {"count": count}
    parts = [
        RichText(before.format_map(_Gaps(fills))) if before else None,
        RichTextUser(person),
        RichText(after.format_map(_Gaps(fills))) if after else None,
    ]
    said = RichTextBlock([RichTextSection([part for part in parts if part])])
    return [*_without_done(blocks), *_drawn([said])]


def _without_done(blocks: Iterable[Json]) -> Iterator[Json]:
    done = tuple(f"{ids.OFFER}.{do}." for do in (Do.DONE, Do.IN_AN_HOUR, Do.TOMORROW))
    for block in blocks:
        if block["type"] != "actions":
            yield block
            continue
        left = [each for each in block["elements"] if not each["action_id"].startswith(done)]
        if left:
            yield {**block, "elements": left}


def _input(toolkit: Toolkit, filled: Filled, of: Field) -> Block:
    """A field, its label and its hint. What bears on the preview is told at once.

    What it begins with is only for a new window: in one that is open, what was typed stays.
    """
    say = toolkit.messages.reminders
    label: str = getattr(say.fields, of)
    hint: str | None = getattr(say.fields, f"{of}_hint", None)
    optional = {Field.ABOUT, Field.ROTATION, Field.UNTIL, Field.TIMES, Field.HOLIDAYS, Field.NOTE}
    return InputBlock(
        PlainText(label),
        _element(toolkit, filled, of),
        dispatch_action=of not in {Field.CHANNEL, Field.NOTE},
        block_id=field_id(of),
        hint=PlainText(hint) if hint else None,
        optional=of in optional,
    )


def _element(toolkit: Toolkit, filled: Filled, of: Field) -> Element:
    say, id_ = toolkit.messages.reminders, field_id(of)
    match of:
        case Field.ABOUT:
            known = filled.entry in toolkit.entries
            chosen = page_option(toolkit, filled.entry) if known else None
            return ExternalSelectMenu(
                id_,
                initial_option=chosen,
                min_query_length=FINDER_LETTERS,
                placeholder=toolkit.messages.find_placeholder,
            )
        case Field.ROTATION:
            names = {NO_ROTATION: say.fields.no_rotation}
            names |= {each.id: each.name for each in toolkit.agencies.values()}
            return _select(id_, names, filled.rotation or NO_ROTATION)
        case Field.CHANNEL:
            return ConversationSelectMenu(
                id_,
                initial_conversation=filled.channel or None,
                default_to_current_conversation=not filled.channel,
                filter=ConversationFilter(["public", "private"], exclude_bot_users=True),
            )
        case Field.HOW:
            return _select(id_, _named(say.how.model_dump()), filled.how)
        case Field.WEEKDAYS:
            days = [Option(PlainText(name), str(at)) for at, name in enumerate(day_name)]
            ticked = [day for day in days if int(day.value) in filled.weekdays]
            return CheckboxGroup(id_, days, initial_options=ticked or None)
        case Field.EVERY:
            weeks = {str(each): str(each) for each in range(1, MOST_WEEKS + 1)}
            return _select(id_, weeks, str(filled.every))
        case Field.START:
            return DatePicker(id_, _iso(filled.start))
        case Field.AT:
            return TimePicker(id_, filled.at.strftime("%H:%M") if filled.at else None)
        case Field.UNTIL:
            return DatePicker(id_, _iso(filled.until))
        case Field.TIMES:
            times = filled.times if counted_times(filled.times) else None
            return NumberInput(is_decimal_allowed=False, action_id=id_, initial_value=times)
        case Field.HOLIDAYS:
            option = Option(PlainText(say.fields.holidays_option), "skip")
            return CheckboxGroup(id_, [option], [option] if filled.skips_holidays else None)
        case Field.REGION:
            names = _named(say.regions.model_dump())
            return _select(id_, {each: names[each] for each in REGIONS}, filled.region)
        case Field.ZONE:
            return ExternalSelectMenu(
                id_, initial_option=zone_option(filled.zone), min_query_length=FINDER_LETTERS
            )
        case Field.NOTE:
            note = cut(filled.note, INPUT_TEXT) or None
            return PlainTextInput(id_, initial_value=note, multiline=True)


def _preview(toolkit: Toolkit, preview: Preview) -> Iterator[Block]:
    """The next times, and the head of the message as it will look."""
    say = toolkit.messages.reminders
    yield DividerBlock()
    if preview.times:
        yield from part_blocks(Points(say.window.preview, tuple(preview.times)))
    else:
        yield from part_blocks(Text(say.window.preview_none, say.window.preview))
    if preview.head:
        yield from part_blocks(Notice("note", (say.post.heading,)))
        yield from part_blocks(preview.head)
    yield DividerBlock()


def _listed(toolkit: Toolkit, reminder: Reminder, now: datetime, *, acts: bool) -> Iterator[Block]:
    say = toolkit.messages.reminders
    subject = subject_in_words(toolkit, reminder.subject)
    rule = rule_in_words(say, reminder.rule)
    if reminder.state is State.PAUSED:
        why = why_in_words(say, reminder.why)
        state = f"{rule}. {say.listing.paused.format(why=why)}"
    else:
        next_at = next_in_words(say, reminder, now)
        is_said = reminder.rule.recurs is Recurs.ONCE and next_at != say.words.no_next
        state = rule if is_said else say.listing.line.format(rule=rule, next=next_at)
    yield DividerBlock()
    yield RichTextBlock(
        [
            RichTextSection(
                [
                    RichText(f"{subject}\n", bold=True),
                    RichText(f"{state[:1].upper()}{state[1:]}\n"),
                    *_by(say, reminder),
                ]
            )
        ]
    )
    if acts:
        yield ActionsBlock(_acts(say, reminder, subject))


def _by(say: ReminderMessages, reminder: Reminder) -> Iterator[RichTextElement]:
    """Where a reminder is posted, and who set it up."""
    mentions: Mapping[str, RichTextElement] = {
        "channel": RichTextChannel(reminder.channel),
        "owner": RichTextUser(reminder.owner),
    }
    for at, piece in enumerate(say.listing.by.replace("}", "{").split("{")):
        if at % 2:
            yield mentions[piece]
        elif piece:
            yield RichText(piece)


def _acts(say: ReminderMessages, reminder: Reminder, subject: str) -> list[Element]:
    paused = reminder.state is State.PAUSED
    sure = ConfirmationDialogue(
        say.listing.delete_title,
        PlainText(say.listing.delete_ask.format(subject=cut(subject, 200))),
        say.listing.delete_yes,
        say.listing.delete_no,
        style="danger",
    )
    pausing = ("resume", say.buttons.resume) if paused else ("pause", say.buttons.pause)
    return [
        _list_button(say.buttons.edit, "edit", reminder.id),
        _list_button(pausing[1], pausing[0], reminder.id, strong=paused),
        _list_button(say.buttons.now, "now", reminder.id),
        _list_button(say.buttons.delete, "delete", reminder.id, sure=sure),
    ]


def _list_button(
    label: str,
    what: str,
    about: int,
    *,
    strong: bool = False,
    sure: ConfirmationDialogue | None = None,
) -> Button:
    return Button(
        PlainText(cut(label, BUTTON_TEXT)),
        action_id=f"{ids.REMINDER_LISTED}.{what}.{about}",
        value=str(about),
        style="primary" if strong else None,
        confirm=sure,
    )


def _counted(
    say: ReminderMessages, reminders: Sequence[Reminder], listing: Listing, reader: str
) -> str:
    if listing.everywhere:
        return say.listing.everywhere.format(count=len(reminders))
    mine = sum(1 for each in reminders if each.owner == reader)
    if not listing.channel:
        return say.listing.mine.format(count=mine)
    here = sum(1 for each in reminders if each.channel == listing.channel)
    return f"{say.listing.here.format(count=here)}. {say.listing.mine.format(count=mine)}."


def _modal(title: str, blocks: list[Block], toolkit: Toolkit) -> Json:
    view: Json = ModalView(title, blocks, close=toolkit.messages.close).to_dict()
    return view


def _drawn(blocks: list[Block]) -> list[Json]:
    drawn: list[Json] = ModalView("-", blocks).to_dict()["blocks"]
    return drawn


def _select(id_: str, names: Mapping[str, str], chosen: str) -> StaticSelectMenu:
    options = {
        value: Option(PlainText(cut(name, OPTION_TEXT)), value) for value, name in names.items()
    }
    return StaticSelectMenu(id_, [*options.values()], initial_option=options.get(chosen))


def _named(sentences: Mapping[str, str]) -> dict[str, str]:
    """Sentences by the ids that their keys stand for."""
    return {key.replace("_", "-"): said for key, said in sentences.items()}


def _value(state: Mapping[str, Any]) -> str:
    """What one element holds, as text; several choices are joined by commas."""
    if "selected_options" in state:
        return ",".join(each["value"] for each in state["selected_options"] or ())
    if "selected_option" in state:
        return str((state["selected_option"] or {}).get("value") or "")
    found = next((v for k, v in state.items() if k.startswith("selected_") or k == "value"), None)
    return str(found or "")


def _kept(filled: Filled, of: Field) -> str:
    match of:
        case Field.WEEKDAYS:
            return ",".join(map(str, sorted(filled.weekdays)))
        case Field.EVERY:
            return str(filled.every)
        case Field.UNTIL:
            return _iso(filled.until) or ""
        case Field.TIMES:
            return filled.times[:10]
        case Field.HOLIDAYS:
            return "skip" if filled.skips_holidays else ""
        case _:
            return filled.region


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


class _Gaps(dict[str, Any]):
    """Fills the gaps that it knows, and leaves the others."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
