"""Slack's Web API, as far as a bot like ours calls it: the same names, answers and refusals."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from bot.playground.limits import (
    MARKDOWN_OVER_ALL_BLOCKS,
    Json,
    is_too_long,
    message_faults,
)
from bot.playground.refused import Refused
from bot.playground.scheduled import Booking
from bot.playground.workspace import Conversation, Message, Person, Workspace

TEXT_OF_A_POST = 40_000  # Slack cuts what is longer
TEXT_OF_AN_UPDATE = 4_000
PROMPTS = 4
_TRUNCATED: Json = {
    "warning": "message_truncated",
    "response_metadata": {"warnings": ["message_truncated"]},
}
A_PAGE, LARGEST_PAGE = 100, 1000

Method = Callable[[Workspace, Json], Json]

# Without a line here a method needs no scope; "in" a list, any one of them will do.
SCOPES: Mapping[str, tuple[str, ...]] = {
    "assistant.threads.setStatus": ("chat:write", "assistant:write"),
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "chat.delete": ("chat:write",),
    "chat.deleteScheduledMessage": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.scheduleMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.info": ("channels:read", "groups:read", "im:read"),
    "conversations.list": ("channels:read", "groups:read", "im:read"),
    "conversations.members": ("channels:read", "groups:read", "im:read"),
    "conversations.open": ("im:write",),
    "users.info": ("users:read",),
}


def call(workspace: Workspace, method: str, args: Json, token: str) -> Json:
    """Do what *method* does; the answer without its ``ok``.

    Raises:
        Refused: with Slack's own name for what is wrong.
    """
    if not token:
        raise Refused("not_authed")
    if not token.startswith(("xoxb-", "xapp-")):
        raise Refused("invalid_auth")
    do = METHODS.get(method)
    if not do:
        raise Refused("unknown_method")
    needed = SCOPES.get(method, ())
    if needed and not workspace.app.scopes.intersection(needed):
        raise Refused("missing_scope", f"needed: {' or '.join(needed)}")
    return do(workspace, args)


def checked_message(args: Mapping[str, Any], longest: int | None = None) -> tuple[str, list[Json]]:
    """The text and the blocks of a message that Slack takes.

    Raises:
        Refused: if it does not.
    """
    text, blocks = str(args.get("text") or ""), args.get("blocks") or []
    if args.get("markdown_text"):
        if text or blocks:
            raise Refused("markdown_text_conflict")
        text = str(args["markdown_text"])
        if len(text) > MARKDOWN_OVER_ALL_BLOCKS:
            raise Refused("msg_too_long")
        return text, [{"type": "markdown", "text": text}]
    if not text and not blocks and not args.get("attachments"):
        raise Refused("no_text")
    faults = message_faults({"blocks": blocks})
    if faults:
        raise Refused("invalid_blocks", *faults)
    if is_too_long(blocks):
        raise Refused("msg_blocks_too_long")
    if longest is not None and len(text) > longest:
        raise Refused("msg_too_long")
    return text[:TEXT_OF_A_POST], blocks


def auth_test(workspace: Workspace, _args: Json) -> Json:
    return {
        "url": f"https://{workspace.team_id.lower()}.slack.invalid/",
        "team": workspace.team_name,
        "user": workspace.app.name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot_user_id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def post_message(workspace: Workspace, args: Json) -> Json:
    channel = _writable(workspace, args)
    text, blocks = checked_message(args)
    message = workspace.say(
        channel.id, workspace.bot_user_id, text, blocks=blocks, thread_ts=_thread(args)
    )
    posted = {"channel": channel.id, "ts": message.ts, "message": message_of(workspace, message)}
    return posted | (_TRUNCATED if len(str(args.get("text") or "")) > TEXT_OF_A_POST else {})


def post_ephemeral(workspace: Workspace, args: Json) -> Json:
    channel = _writable(workspace, args)
    person = workspace.people.get(str(args.get("user")))
    if not person or channel.person not in {"", person.id}:
        raise Refused("user_not_in_channel")
    text, blocks = checked_message(args)
    message = workspace.say(
        channel.id,
        workspace.bot_user_id,
        text,
        blocks=blocks,
        thread_ts=_thread(args),
        only_for=person.id,
    )
    return {"message_ts": message.ts}


def update_message(workspace: Workspace, args: Json) -> Json:
    message = _own_message(workspace, args, "cant_update_message")
    text, blocks = checked_message(args, TEXT_OF_AN_UPDATE)
    workspace.replace(message, text, blocks)
    return {"channel": message.channel, "ts": message.ts, "text": text}


def delete_message(workspace: Workspace, args: Json) -> Json:
    message = _own_message(workspace, args, "cant_delete_message")
    workspace.take_back(message)
    return {"channel": message.channel, "ts": message.ts}


def schedule_message(workspace: Workspace, args: Json) -> Json:
    channel = _writable(workspace, args)
    text, blocks = checked_message(args)
    later = {"text": text, "blocks": blocks, "thread_ts": _thread(args)}
    booking = workspace.scheduled.book(
        channel.id, args.get("post_at"), later, metadata=bool(args.get("metadata"))
    )
    workspace.changes.happened()
    return {
        "channel": channel.id,
        "scheduled_message_id": booking.id,
        "post_at": booking.post_at,
        "message": {"text": text, "blocks": blocks, "bot_id": workspace.bot_id, "type": "message"},
    }


def delete_scheduled(workspace: Workspace, args: Json) -> Json:
    channel = workspace.conversation(args.get("channel"))
    workspace.scheduled.cancel(channel.id, args.get("scheduled_message_id"))
    workspace.changes.happened()
    return {}


def list_scheduled(workspace: Workspace, args: Json) -> Json:
    channel = workspace.conversation(args["channel"]).id if args.get("channel") else None
    oldest, latest = _number(args, "oldest", 0.0), _number(args, "latest", math.inf)
    found = [b for b in workspace.scheduled.pending(channel) if oldest <= b.post_at <= latest]
    page, cursor = _page(found, args)
    return {
        "scheduled_messages": [_booking_of(each) for each in page],
        "response_metadata": {"next_cursor": cursor},
    }


def open_view(workspace: Workspace, args: Json) -> Json:
    person = workspace.hooks.use_trigger(args.get("trigger_id"))
    return _shown(workspace, workspace.windows.open(person, args.get("view")))


def push_view(workspace: Workspace, args: Json) -> Json:
    person = workspace.hooks.use_trigger(args.get("trigger_id"))
    return _shown(workspace, workspace.windows.push(person, args.get("view")))


def update_view(workspace: Workspace, args: Json) -> Json:
    view = workspace.windows.update(
        args.get("view"),
        view_id=args.get("view_id"),
        external_id=args.get("external_id"),
        hash_=args.get("hash"),
    )
    return _shown(workspace, view)


def publish_view(workspace: Workspace, args: Json) -> Json:
    if not workspace.app.has_home:
        raise Refused("not_enabled")
    person = workspace.person(str(args.get("user_id")))
    return _shown(
        workspace, workspace.windows.publish(person.id, args.get("view"), args.get("hash"))
    )


def set_prompts(workspace: Workspace, args: Json) -> Json:
    channel = workspace.conversation(args.get("channel_id"))
    prompts = args.get("prompts")
    if args.get("thread_ts"):
        return {}  # an app with an agent view that names a thread fails in silence
    if not channel.person:
        raise Refused("channel_not_found")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= PROMPTS:
        raise Refused("invalid_arguments", "prompts must hold one to four")
    if not all(isinstance(p, dict) and p.get("title") and p.get("message") for p in prompts):
        raise Refused("invalid_arguments", "each prompt needs title and message")
    workspace.prompts[channel.person] = {"title": args.get("title") or "", "prompts": prompts}
    workspace.changes.happened()
    return {}


def set_status(workspace: Workspace, args: Json) -> Json:
    workspace.conversation(args.get("channel_id"))
    return {}


def conversation_info(workspace: Workspace, args: Json) -> Json:
    return {"channel": _channel_of(workspace.conversation(args.get("channel")))}


def list_conversations(workspace: Workspace, args: Json) -> Json:
    public = [each for each in workspace.conversations.values() if not each.person]
    page, cursor = _page(public, args)
    channels = [_channel_of(each) for each in page]
    return {"channels": channels, "response_metadata": {"next_cursor": cursor}}


def list_members(workspace: Workspace, args: Json) -> Json:
    channel = workspace.conversation(args.get("channel"))
    people = [channel.person] if channel.person else list(workspace.people)
    members = [*people, *([workspace.bot_user_id] if channel.bot_is_in else [])]
    return {"members": members, "response_metadata": {"next_cursor": ""}}


def open_conversation(workspace: Workspace, args: Json) -> Json:
    person = workspace.person(str(args.get("users")))
    return {"channel": {"id": workspace.conversation(person.id).id}}


def user_info(workspace: Workspace, args: Json) -> Json:
    return {"user": _user_of(workspace, workspace.person(str(args.get("user"))))}


METHODS: Mapping[str, Method] = {
    "assistant.threads.setStatus": set_status,
    "assistant.threads.setSuggestedPrompts": set_prompts,
    "auth.test": auth_test,
    "chat.delete": delete_message,
    "chat.deleteScheduledMessage": delete_scheduled,
    "chat.postEphemeral": post_ephemeral,
    "chat.postMessage": post_message,
    "chat.scheduleMessage": schedule_message,
    "chat.scheduledMessages.list": list_scheduled,
    "chat.update": update_message,
    "conversations.info": conversation_info,
    "conversations.list": list_conversations,
    "conversations.members": list_members,
    "conversations.open": open_conversation,
    "users.info": user_info,
    "views.open": open_view,
    "views.publish": publish_view,
    "views.push": push_view,
    "views.update": update_view,
}


def message_of(workspace: Workspace, message: Message) -> Json:
    """A message as Slack hands it to an app."""
    said: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": workspace.team_id,
    }
    if message.user == workspace.bot_user_id:
        said |= {"bot_id": workspace.bot_id, "app_id": workspace.app_id}
    if message.blocks:
        said["blocks"] = message.blocks
    return said | ({"thread_ts": message.thread_ts} if message.thread_ts else {})


def _writable(workspace: Workspace, args: Json) -> Conversation:
    channel = workspace.conversation(args.get("channel"))
    if channel.is_archived:
        raise Refused("is_archived")
    if not channel.bot_is_in:
        raise Refused("not_in_channel")
    return channel


def _own_message(workspace: Workspace, args: Json, refusal: str) -> Message:
    channel = workspace.conversation(args.get("channel"))
    message = workspace.message(channel.id, args.get("ts"))
    if message.only_for:
        raise Refused("message_not_found")  # nobody but its reader knows of it
    if message.user != workspace.bot_user_id:
        raise Refused(refusal)
    return message


def _thread(args: Json) -> str | None:
    return str(args["thread_ts"]) if args.get("thread_ts") else None


def _shown(workspace: Workspace, view: Json) -> Json:
    workspace.changes.happened()
    return {"view": view}


def _page(items: list[Any], args: Json) -> tuple[list[Any], str]:
    """The items of one page, and where the next one begins, as text."""
    start = _number(args, "cursor", 0.0, "invalid_cursor")
    most = _number(args, "limit", A_PAGE, "invalid_limit")
    if not 1 <= most <= LARGEST_PAGE:
        raise Refused("invalid_limit")
    if not 0 <= start <= len(items):
        raise Refused("invalid_cursor")
    end = int(start) + int(most)
    return items[int(start) : end], str(end) if end < len(items) else ""


def _number(args: Json, key: str, otherwise: float, refusal: str = "invalid_arguments") -> float:
    try:
        return float(args[key]) if args.get(key) else otherwise
    except (TypeError, ValueError, OverflowError):
        raise Refused(refusal, f"{key} must be a number") from None


def _booking_of(booking: Booking) -> Json:
    return {
        "id": booking.id,
        "channel_id": booking.channel,
        "post_at": booking.post_at,
        "date_created": booking.made,
        "text": booking.message["text"],
    }


def _channel_of(channel: Conversation) -> Json:
    if channel.person:
        return {"id": channel.id, "is_im": True, "user": channel.person, "is_archived": False}
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": True,
        "is_im": False,
        "is_private": False,
        "is_member": channel.bot_is_in,
        "is_archived": channel.is_archived,
        "topic": {"value": channel.topic},
    }


def _user_of(workspace: Workspace, person: Person) -> Json:
    return {
        "id": person.id,
        "team_id": workspace.team_id,
        "name": person.name.lower().replace(" ", "."),
        "real_name": person.name,
        "is_admin": person.is_admin,
        "is_bot": False,
        "deleted": False,
        "tz": person.zone,
        "profile": {"real_name": person.name, "title": person.job},
    }
