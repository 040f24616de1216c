"""From files to models: each thing checked by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.toolkit.messages import Messages
from bot.toolkit.models import (
    Agency,
    Choosing,
    Contact,
    Guidance,
    Kind,
    Language,
    NotOurs,
    OldName,
    Outline,
    Route,
    Source,
    Term,
    Urgent,
)
from bot.toolkit.parts import Parts, Placed
from bot.toolkit.words import WordList
from bot.toolkit.yaml_file import Problem, YamlFile, read_yaml

Model = TypeVar("Model", bound=BaseModel)

CHOOSING = "routes/choosing.yaml"


def read_parts(
    folder: Path, known: dict[str, Any] | None = None
) -> tuple[Parts | None, list[Problem]]:
    """Read every file of *folder*: what is sound in itself, and the problems.

    *known* is what files hold, by name, where that is known already; the others are read, and
    added to it.
    There are no parts when a whole file could not be read: all that leads into it would be wrong.
    """
    reading = _Reading(folder, {} if known is None else known)
    outline = reading.one("outline.yaml", Outline)
    choosing = reading.one(CHOOSING, Choosing)
    urgent = reading.one("urgent.yaml", Urgent)
    language = reading.one("language.yaml", Language)
    messages = reading.one("messages.yaml", Messages)
    lists = {
        "guidance": reading.folder("guidance", Guidance),
        "routes": reading.folder("routes", Route, but=CHOOSING),
        "agencies": reading.folder("agencies", Agency),
        "kinds": reading.many("kinds.yaml", Kind),
        "contacts": reading.many("contacts.yaml", Contact),
        "sources": reading.many("sources.yaml", Source),
        "old_names": reading.many("bodies.yaml", OldName),
        "glossary": reading.many("glossary.yaml", Term),
        "not_ours": reading.many("not_ours.yaml", NotOurs),
        "english": reading.words("english.txt"),
    }
    if not (outline and choosing and urgent and language and messages) or reading.unread:
        return None, reading.problems
    parts = Parts(outline, choosing, urgent, language, messages, **lists)  # type: ignore[arg-type]
    return replace(parts, refused=frozenset(reading.refused)), reading.problems


def is_content(path: Path) -> bool:
    """Whether *path* is a file of the content, and not what an editor leaves beside it."""
    return path.is_file() and not path.name.startswith(".")


class _Reading:
    """Reads on after a problem, so that one run reports them all."""

    def __init__(self, folder: Path, known: dict[str, Any]) -> None:
        self._folder = folder
        self._known = known
        self.problems: list[Problem] = []
        self.refused: set[str] = set()
        self.unread = False

    def one(self, name: str, model: type[Model]) -> Placed[Model] | None:
        """The one thing that the file *name* holds."""
        file = self._file(name)
        if file is None:
            return None
        self.unread = self.unread or not isinstance(file.data, dict)
        return self._placed(file, (), file.data, model)

    def many(self, name: str, model: type[Model]) -> tuple[Placed[Model], ...]:
        """The list of things that the file *name* holds."""
        file = self._file(name)
        if file is None:
            return ()
        if not isinstance(file.data, list):
            self.problems.append(file.problem((), "must be a list; start each entry with '- '"))
            self.unread = True
            return ()
        placed = (self._placed(file, (at,), data, model) for at, data in enumerate(file.data))
        return tuple(thing for thing in placed if thing)

    def folder(self, name: str, model: type[Model], *, but: str = "") -> tuple[Placed[Model], ...]:
        """The things in all files of the folder *name*: one a file, or a list of them."""
        found: list[Placed[Model]] = []
        names = sorted(
            path.relative_to(self._folder).as_posix()
            for path in (self._folder / name).rglob("*.yaml")
            if is_content(path)
        )
        if not names:
            self.problems.append(Problem(name, 1, "", "is missing or holds no .yaml file"))
        for each in names:
            if each == but:
                continue
            if name == "guidance":
                found.extend(self.many(each, model))
            elif thing := self.one(each, model):
                found.append(thing)
        return tuple(found)

    def words(self, name: str) -> WordList:
        """The words that the text file *name* holds, one a line; a line with # is a remark."""
        if name in self._known:
            return WordList(self._known[name])
        try:
            lines = (self._folder / name).read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            self.problems.append(Problem(name, 1, "", f"cannot be read ({error}); put it back"))
            return WordList.of(())
        words = WordList.of(line for line in lines if not line.startswith("#"))
        self._known[name] = dict(words.by_start)
        return words

    def _file(self, name: str) -> YamlFile | None:
        if name in self._known:
            return YamlFile(name, self._known[name], "")
        path = self._folder / name
        if not path.is_file():
            self.problems.append(Problem(name, 1, "", "is missing; the bot cannot do without it"))
            self.unread = True
            return None
        file, problems = read_yaml(path, name)
        self.problems.extend(problems)
        self.unread = self.unread or bool(problems)
        if problems:
            return None
        self._known[name] = file.data
        return file

    def _placed(
        self, file: YamlFile, path: tuple[int, ...], data: Any, model: type[Model]
    ) -> Placed[Model] | None:
        try:
            return Placed(model.model_validate(data), file, path)
        except ValidationError as error:
            self.problems.extend(
                file.problem((*path, *fault["loc"]), _advice(fault)) for fault in error.errors()
            )
            if isinstance(data, dict):
                self.refused.update(str(data[key]) for key in ("id", "key") if key in data)
            return None


_ADVICE = {
    "extra_forbidden": "is not a known key; mend its spelling or take it out",
    "missing": "is missing; add it",
    "model_type": "must be lines of the form 'key: value'",
    "recursion_loop": "leads back to itself; write it out instead of using an anchor",
    "string_type": "must be text; put quotes round it",
    "string_pattern_mismatch": "is not written as it should be: {msg}",
}


def _advice(fault: Any) -> str:
    """What pydantic found, in words for an editor."""
    said = _ADVICE.get(fault["type"], "{msg}").format(msg=fault["msg"])
    if fault["type"] == "string_too_long":
        said += f" (it has {len(fault['input'])}); shorten it or make two of it"
    return said
