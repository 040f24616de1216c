"""A content folder with one or two of each thing: quick to load, so that it can be loaded often."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from bot.toolkit.loader import default_content_dir


def write_small_content(folder: Path) -> None:
    """Write a sound content folder."""
    shipped = default_content_dir()
    language = yaml.safe_load((shipped / "language.yaml").read_text("utf-8"))
    for name, data in (_FILES | {"language.yaml": _first_few(language)}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), "utf-8")
    shutil.copyfile(shipped / "messages.yaml", folder / "messages.yaml")
    (folder / "english.txt").write_text("# Words.\nhouse\ngarden\n", "utf-8")


def small_guidance(entry_id: str, see_also: str) -> dict[str, Any]:
    """A heading with the least that it must have."""
    return {
        "id": entry_id,
        "title": f"About {entry_id}",
        "summary": "A sentence that answers the question.",
        "points": [_statement(f"Do the thing that is number {each}.") for each in "123"],
        "do_not": [_statement("Do not do the other thing.")],
        "routes": ["route/one"],
        "contacts": ["desk"],
        "see_also": [see_also],
        "asked_as": _asked(entry_id),
        **_dated(),
    }


def small_route() -> dict[str, Any]:
    """A route with the least that it must have."""
    return {
        "id": "route/one",
        "title": "The one route",
        "summary": "A sentence that says what the route is.",
        "use_when": "It is the one to take.",
        "steps": [
            {"who": "You", "do": f"Take step {each} now.", "sources": ["S1"]} for each in "123"
        ],
        "contacts": ["desk"],
        "asked_as": _asked("route"),
        **_dated(),
    }


def _first_few(data: Any) -> Any:
    """*data* with no more than three things in any list or mapping of words."""
    if isinstance(data, list):
        return [_first_few(each) for each in data[:3]]
    if isinstance(data, dict):
        few = data if any(isinstance(each, list | dict) for each in data.values()) else _three(data)
        return {key: _first_few(value) for key, value in few.items()}
    return data


def _three(words: dict[str, Any]) -> dict[str, Any]:
    return dict(list(words.items())[:3])


def _statement(say: str) -> dict[str, Any]:
    return {"say": say, "sources": ["S1-p2"]}


def _asked(about: str) -> list[str]:
    return [f"{about} question {number}" for number in range(15)]


def _dated() -> dict[str, str]:
    return {"checked": "2026-11-23", "check_by": "2027-11-23", "owner": "Some lead"}


_DUTY = {"answer": "yes", "say": "You can do that here.", "sources": ["S1"]}
_FILES: dict[str, Any] = {
    "outline.yaml": {
        "sections": [
            {
                "id": "team",
                "title": "The team",
                "headings": [
                    {
                        "id": "team/first",
                        "title": "First",
                        "page": 1,
                        "headings": [{"id": "team/second", "title": "Second", "page": 2}],
                    }
                ],
            }
        ]
    },
    "guidance/team.yaml": [
        small_guidance("team/first", "team/second"),
        small_guidance("team/second", "route/one"),
    ],
    "routes/one.yaml": small_route(),
    "routes/choosing.yaml": {
        "start": "here",
        "questions": [
            {
                "id": "here",
                "ask": "Which way is it?",
                "answers": [
                    {"say": "This way", "leads_to": "route/one"},
                    {"say": "That way", "leads_to": "route/one"},
                ],
            }
        ],
    },
    "agencies/team.yaml": {
        "id": "team",
        "name": "The team",
        "short": "Team",
        "you_are": "A member of the team",
        "first_responder": _DUTY,
        "duty_to_notify": _DUTY,
        "example": {"name": "Sam", "job": "Member", "asks": "how is it done", "order": 1},
        "called": {
            "people": ["one", "two", "three", "four", "five"],
            "places": ["here", "there", "yonder", "home", "away"],
        },
    },
    "kinds.yaml": [{"id": "second", "title": "The second", "general": "team/first"}],
    "contacts.yaml": [
        {
            "id": "desk",
            "name": "The desk",
            "for": "Anything at all.",
            "phone": "01632 960 001",
            "where": "England",
            "sources": ["S1"],
            "source_date": "2026",
            "checked": "2026-11-23",
        }
    ],
    "sources.yaml": [
        {"key": "S1", "title": "A document", "publisher": "Somebody", "dated": "2026"},
    ],
    "bodies.yaml": [
        {
            "id": "old",
            "name": "The old team",
            "also_called": ["old team"],
            "today": "The team",
            "say": "The old team is the team now.",
            "leads_to": ["team/first"],
            "sources": ["S1"],
        }
    ],
    "glossary.yaml": [
        {"term": "Team", "means": "Those who work together.", "leads_to": "team/first"}
    ],
    "not_ours.yaml": [{"id": "tea", "title": "tea", "asked_as": ["tea", "coffee", "milk"]}],
    "urgent.yaml": {
        "say": [_statement("Call for help now.")],
        "route": "route/one",
        "contacts": ["desk"],
        "phrases": ["help now"],
        "heard": ["i need help now"],
        "calm": ["no help needed"],
    },
}
