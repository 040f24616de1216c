"""Who is in the workspace, and where they talk."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground.cast import ADMINISTRATOR, SOMEBODY, examples, make_workspace
from bot.playground.workspace import Workspace
from bot.toolkit.loader import default_content_dir
from bot.toolkit.toolkit import Toolkit
from tests.support.content_copy import ContentCopy


@pytest.fixture
def content(tmp_path: Path) -> ContentCopy:
    return ContentCopy.below(tmp_path)


def test_every_agency_sends_somebody_with_a_question(toolkit: Toolkit) -> None:
    found = examples(default_content_dir())

    assert len(found) == len(toolkit.agencies)
    assert {each.person.agency for each in found} == {a.short for a in toolkit.agencies.values()}
    assert all(each.asks and each.person.name and each.person.job for each in found)
    assert len({each.person.id for each in found}) == len(found)
    assert len({each.person.name for each in found}) == len(found)


def test_they_come_in_the_order_that_the_content_gives_them() -> None:
    ids = [each.person.id for each in examples(default_content_dir())]

    assert ids == sorted(ids)


@pytest.mark.parametrize(
    "broken", [b"", b"- 1", b"{", b"\xff\xfe", b"example: 1", b"[" * 100_000, b"id: &a [*a]"]
)
def test_a_broken_agency_sends_nobody_and_keeps_nobody_away(
    content: ContentCopy, broken: bytes
) -> None:
    """The bot itself tells what is wrong with it; the workspace opens all the same."""
    everybody = examples(content.folder)

    content.write("agencies/police.yaml", broken)

    assert len(examples(content.folder)) == len(everybody) - 1


def test_a_folder_that_is_not_there_sends_nobody(tmp_path: Path) -> None:
    assert examples(tmp_path / "none") == []


def test_everybody_has_direct_messages_with_the_bot(workspace: Workspace) -> None:
    people = [each.person for each in examples(default_content_dir())]

    made = make_workspace(workspace.app, people)

    assert list(made.people.values()) == [*people, ADMINISTRATOR]
    assert all(made.conversation(person.id).person == person.id for person in made.people.values())
    assert all(place.id.startswith("D") for c in made.people if (place := made.conversation(c)))


def test_a_workspace_is_never_without_people(workspace: Workspace) -> None:
    assert list(make_workspace(workspace.app, []).people.values()) == [SOMEBODY, ADMINISTRATOR]


def test_there_are_channels_with_the_bot_without_it_and_one_that_is_closed(
    workspace: Workspace,
) -> None:
    places = make_workspace(workspace.app, []).seen_by(SOMEBODY.id)
    channels = [place for place in places if place.kind == "channel"]

    assert {place.bot_is_in for place in channels if not place.is_archived} == {True, False}
    assert any(place.is_archived for place in channels)


def test_two_workspaces_do_not_share_their_channels(workspace: Workspace) -> None:
    one, other = (make_workspace(workspace.app, []) for _ in range(2))
    channel = next(each for each in one.seen_by(SOMEBODY.id) if not each.bot_is_in)

    channel.bot_is_in = True

    assert not other.conversation(channel.id).bot_is_in
