"""The workspace as one person sees it: what the page draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from bot.playground.bot_process import BotState
from bot.playground.cast import Example
from bot.playground.courier import Redelivery
from bot.playground.faults import Fault
from bot.playground.limits import Json
from bot.playground.refused import Refused
from bot.playground.workspace import Conversation, Message, Person, Workspace

MESSAGES_SHOWN = 100


def snapshot(
    workspace: Workspace,
    bot: BotState,
    examples: Sequence[Example],
    fault: Fault,
    redeliveries: Sequence[Redelivery],
    person_id: str,
    channel: str,
) -> Json:
    """All that the page draws for a person in a conversation; theirs with the bot by default."""
    me = workspace.people.get(person_id) or next(iter(workspace.people.values()))
    shown = _shown(workspace, me, channel)
    workspace.look_at(shown.id, me.id)
    command, hint = next(iter(workspace.app.commands.items()), ("", ""))
    return {
        "version": workspace.changes.version,
        "team": {"id": workspace.team_id, "name": workspace.team_name},
        "bot": {
            "user_id": workspace.bot_user_id,
            "app_id": workspace.app_id,
            "name": workspace.app.name,
            "command": command,
            "hint": hint,
            "state": bot.name,
            "said": bot.said,
        },
        "me": _person(me),
        "people": [_person(each) for each in workspace.people.values()],
        "conversations": [_conversation(workspace, each, me) for each in workspace.seen_by(me.id)],
        "in": shown.id,
        "messages": [
            _message(workspace, each)
            for each in [*workspace.messages(shown.id, me.id)][-MESSAGES_SHOWN:]
        ],
        "views": workspace.windows.stack(me.id),
        "home": workspace.windows.home(me.id),
        "prompts": workspace.prompts.get(me.id),
        "shortcuts": [asdict(each) for each in workspace.app.shortcuts],
        "examples": [{"person": _person(e.person), "asks": e.asks} for e in examples],
        "scheduled": [
            {
                "id": each.id,
                "channel": each.channel,
                "channel_name": workspace.conversations[each.channel].name,
                "post_at": each.post_at,
                "text": each.message["text"],
            }
            for each in workspace.scheduled.pending()
            if workspace.conversations[each.channel].person in {"", me.id}
        ],
        "clock": {"now": workspace.clock.now(), "ahead_s": workspace.clock.ahead_s},
        "faults": {"kind": fault.kind, "left": fault.left},
        "redeliveries": [
            {
                "id": each.id,
                "what": each.post.what,
                "attempt": each.attempt,
                "at": each.at,
                "reason": each.reason,
            }
            for each in redeliveries
        ],
    }


def _shown(workspace: Workspace, me: Person, channel: str) -> Conversation:
    try:
        found = workspace.conversation(channel)
    except Refused:
        found = workspace.conversation(me.id)
    return found if found.person in {"", me.id} else workspace.conversation(me.id)


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "job": person.job,
        "agency": person.agency,
        "is_admin": person.is_admin,
    }


def _conversation(workspace: Workspace, place: Conversation, me: Person) -> Json:
    return {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "bot_is_in": place.bot_is_in,
        "is_archived": place.is_archived,
        "topic": place.topic,
        "unread": workspace.has_unread(place.id, me.id),
    }


def _message(workspace: Workspace, message: Message) -> Json:
    is_bot = message.user == workspace.bot_user_id
    person = workspace.people.get(message.user)
    said: Json = {
        "ts": message.ts,
        "channel": message.channel,
        "user": message.user,
        "name": workspace.app.name if is_bot else person.name if person else "Slackbot",
        "is_bot": is_bot,
        "text": message.text,
        "only_for_me": bool(message.only_for),
        "is_slackbot": message.is_slackbots,
        "edited": message.edited,
        "posted_as_scheduled": message.was_scheduled,
    }
    if message.blocks:
        said["blocks"] = message.blocks
    return said | ({"thread_ts": message.thread_ts} if message.thread_ts else {})
