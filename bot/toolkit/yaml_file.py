"""One YAML file, read with the line of every key kept, so that an error can point to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML was built without its C library
    from yaml import SafeLoader  # type: ignore[assignment]

TEXT = "tag:yaml.org,2002:str"
KeyPath = tuple[str | int, ...]
DEEPEST = 100
_BRACKETS = re.compile(r"[\[\]{}]")
_DAY = re.compile(r"\b(\d{4}-\d\d-\d\d)\b")


class Loader(SafeLoader):
    """Reads YAML that can hold nothing but data."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Text is what it is: the long way round to it takes as long as all the rest."""
        if isinstance(node, yaml.ScalarNode) and node.tag == TEXT:
            return node.value
        return super().construct_object(node, deep)


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the content; *key* is the path inside the file, dotted."""

    file: str
    line: int
    key: str
    what: str

    def __str__(self) -> str:
        key = f" {self.key}:" if self.key else ""
        return f"{self.file}:{self.line}:{key} {self.what}"


@dataclass(frozen=True)
class YamlFile:
    """A file's data, and where each part of it stands."""

    name: str
    data: Any
    text: str

    @cached_property
    def root(self) -> yaml.Node | None:
        """The text read once more, with the place of every part; only a problem asks for it."""
        root: yaml.Node | None = Loader(self.text).get_single_node()
        return root

    def line(self, path: KeyPath) -> int:
        """The line (from 1) of *path*, or of the nearest thing around it that exists."""
        node = self.root
        line = 1
        for key in path:
            if node is None:
                break
            line = node.start_mark.line + 1
            node = _child(node, key)
        return line if node is None else node.start_mark.line + 1

    def problem(self, path: KeyPath, what: str) -> Problem:
        return Problem(self.name, self.line(path), ".".join(str(key) for key in path), what)


def read_yaml(path: Path, name: str) -> tuple[YamlFile, list[Problem]]:
    """Read *path*; *name* is how reports call it. A file that cannot be read has no data."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return YamlFile(name, None, ""), [
            Problem(name, 1, "", f"cannot be read ({error}); save it as a UTF-8 text file")
        ]
    if _is_too_deep(text):
        return _unread(name, 1, "is nested too deeply; no content needs that")
    try:
        loader = Loader(text)
        root = loader.get_single_node()
        if root is None:
            return _unread(name, 1, "is empty; put its entries back, or remove the file")
        file = YamlFile(name, loader.construct_document(root), text)
        repeated = [
            Problem(name, line, key, "stands twice in the same place; keep one of them")
            for line, key in _repeated_keys(root)
        ]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        said = f"is not valid YAML: {error.problem or error.context}; check quotes and indents"
        return _unread(name, line, said)
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError) as error:
        line = _odd_line(text, getattr(error, "position", None))
        return _unread(name, line, f"is not valid YAML: {_in_a_line(error)}; mend it")
    except (ArithmeticError, RecursionError) as error:
        return _unread(name, 1, f"is not valid YAML: {_in_a_line(error)}; write it plainly")
    return file, repeated


def _unread(name: str, line: int, what: str) -> tuple[YamlFile, list[Problem]]:
    return YamlFile(name, None, ""), [Problem(name, line, "", what)]


def _in_a_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _odd_line(text: str, position: int | None) -> int:
    """Where a sign stands that YAML does not allow, or a day that no month has."""
    if position is not None:
        return text.count("\n", 0, position) + 1
    for number, line in enumerate(text.splitlines(), start=1):
        day = _DAY.search(line)
        if day and not _is_a_day(day[1]):
            return number
    return 1


def _is_a_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_too_deep(text: str) -> bool:
    """Whether brackets are open so many times over that the C loader would run out of stack."""
    depth = 0
    for sign in _BRACKETS.findall(text):
        depth += 1 if sign in "[{" else -1
        if depth > DEEPEST:
            return True
    return False


def _child(node: yaml.Node, key: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int):
        return node.value[key] if key < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == str(key)), None)
    return None


def _repeated_keys(node: yaml.Node) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeated_keys(item)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for name, value in node.value:
            if name.value in seen:
                yield name.start_mark.line + 1, str(name.value)
            seen.add(str(name.value))
            yield from _repeated_keys(value)
