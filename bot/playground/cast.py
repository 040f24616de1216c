"""Who is in the workspace, and where they talk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.playground.app_manifest import AppManifest
from bot.playground.workspace import Conversation, Person, Workspace
from bot.toolkit.yaml_file import read_yaml

FIRST_QUESTIONS = 3
ADMINISTRATOR = Person("U0ADMIN", "Morgan Ellis", "Workspace administrator", is_admin=True)
SOMEBODY = Person("U01", "Sam Taylor", "Frontline worker")
CHANNELS = (
    Conversation("C01", "safeguarding", "Worries, advice and who is on call"),
    Conversation("C02", "team-leads", "Rotas and reviews"),
    Conversation("C03", "general", "Everybody, about everything", bot_is_in=False),
    Conversation("C04", "old-project", "Closed in spring", is_archived=True),
)


@dataclass(frozen=True)
class Example:
    """A question to begin with, and who asks it."""

    person: Person
    asks: str


def examples(content: Path) -> list[Example]:
    """One person for each agency of the content, in its own order, with their question.

    What cannot be read is passed over: the bot itself says what is wrong with it.
    """
    found = []
    for file in sorted((content / "agencies").glob("*.yaml")):
        agency = read_yaml(file, file.name)[0].data
        try:
            order, example = agency["example"]["order"], agency["example"]
            person = Person(f"U{order:02d}", example["name"], example["job"], agency["short"])
            found.append((order, Example(person, example["asks"])))
        except (ValueError, LookupError, TypeError):
            continue
    return [example for _, example in sorted(found, key=lambda pair: pair[0])]


def make_workspace(app: AppManifest, people: list[Person]) -> Workspace:
    """A workspace of *people* and an administrator, each with direct messages to the bot."""
    everybody = [*(people or [SOMEBODY]), ADMINISTRATOR]
    direct = [Conversation(f"D{p.id[1:]}", app.name, person=p.id) for p in everybody]
    channels = [Conversation(**vars(each)) for each in CHANNELS]
    return Workspace("T0LOCAL", "Frontline, this machine", app, everybody, [*channels, *direct])
