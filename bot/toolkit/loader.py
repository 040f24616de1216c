"""The content folder, read whole or refused whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from bot.errors import BrokenContentError
from bot.toolkit.crosschecks import crosscheck
from bot.toolkit.folder import default_content_dir
from bot.toolkit.reading import is_content, read_parts
from bot.toolkit.toolkit import Toolkit
from bot.toolkit.yaml_file import Problem


def load(folder: Path | None = None) -> Toolkit:
    """Read the toolkit from *folder*, by default the one that came with the bot.

    Raises:
        BrokenContentError: with every problem found, one a line; nothing is half-loaded.
    """
    folder = folder or default_content_dir()
    if not folder.is_dir():
        raise BrokenContentError(f"{folder} is not a folder; point CONTENT_DIR to the content")
    parts, problems = read_parts(folder)
    if parts:
        problems = [*problems, *crosscheck(parts)]
    if problems or not parts:
        raise BrokenContentError(_report(folder, problems))
    return Toolkit.build(parts, version=_version(folder))


def _report(folder: Path, problems: Iterable[Problem]) -> str:
    ordered = sorted(set(problems), key=lambda problem: (problem.file, problem.line, problem.key))
    lines = [f"{folder.name}/{problem}" for problem in ordered]
    count = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
    return "\n".join([*lines, f"{count} in {folder}; the bot does not start until all are mended"])


def _version(folder: Path) -> str:
    """Eight hex digits that change whenever a word of the content does."""
    digest = hashlib.sha256()
    for path in sorted((*folder.rglob("*.yaml"), *folder.glob("*.txt"))):
        if not is_content(path):
            continue
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:8]
