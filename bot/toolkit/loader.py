"""The content folder, read whole or refused whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.errors import BrokenContentError
from bot.kept import Kept
from bot.toolkit.crosschecks import crosscheck
from bot.toolkit.folder import default_content_dir
from bot.toolkit.parts import Parts
from bot.toolkit.reading import is_content, read_parts
from bot.toolkit.toolkit import Toolkit
from bot.toolkit.yaml_file import Problem

VERSION = 8  # hex digits


def load(folder: Path | None = None, kept: Kept | None = None) -> Toolkit:
    """Read the toolkit from *folder*, by default the one that came with the bot.

    *kept* is where content that was found sound outlives the process, if anywhere.

    Raises:
        BrokenContentError: with every problem found, one a line; nothing is half-loaded.
    """
    folder = folder or default_content_dir()
    if not folder.is_dir():
        raise BrokenContentError(f"{folder} is not a folder; point CONTENT_DIR to the content")
    version = _digest(folder)
    if kept:
        inputs = (version.encode(), yaml.__version__.encode())
        known = kept.get("content", inputs, lambda: _sound(folder, version))
        parts, problems = read_parts(folder, known) if known else (None, [])
        if parts and not problems:
            return Toolkit.build(parts, version[:VERSION])
    parts, _ = _checked(folder)
    return Toolkit.build(parts, _digest(folder)[:VERSION])


def _checked(folder: Path) -> tuple[Parts, dict[str, Any]]:
    """The parts of sound content, and what its files hold."""
    known: dict[str, Any] = {}
    parts, problems = read_parts(folder, known)
    if parts:
        problems = [*problems, *crosscheck(parts)]
    if problems or not parts:
        raise BrokenContentError(_report(folder, problems))
    return parts, known


def _sound(folder: Path, version: str) -> dict[str, Any]:
    """What the files of sound content hold, as plain data; nothing if they change meanwhile."""
    _, known = _checked(folder)
    plain: dict[str, Any] = _plain(known) if _digest(folder) == version else {}
    return plain


def _plain(data: Any) -> Any:
    """*data* with its days written out: they are checked again when they are read."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return data.isoformat() if isinstance(data, date) else data


def _report(folder: Path, problems: Iterable[Problem]) -> str:
    ordered = sorted(set(problems), key=lambda problem: (problem.file, problem.line, problem.key))
    lines = [f"{folder.name}/{problem}" for problem in ordered]
    count = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
    return "\n".join([*lines, f"{count} in {folder}; the bot does not start until all are mended"])


def _digest(folder: Path) -> str:
    """Hex digits that change whenever a word of the content does; the first few are its version."""
    digest = hashlib.sha256()
    for path in sorted((*folder.rglob("*.yaml"), *folder.glob("*.txt"))):
        if not is_content(path):
            continue
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
