"""A copy of the content to break, and the report that comes of it, taken apart."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.errors import BrokenContentError
from bot.toolkit.loader import default_content_dir, load
from tests.support.small_content import write_small_content

_PROBLEM = re.compile(r"content/([^:]+):(\d+):(?: ([\w.\[\]-]+):)? (\S.*)")
_HINT = re.compile(
    r"\b(add|check|give|keep|make|mend|must|remove|save|shorten|start|take|put|write)\b"
)


@dataclass(frozen=True)
class Problem:
    """One line of a report."""

    file: str
    line: int
    key: str
    what: str

    @property
    def place(self) -> tuple[str, int, str]:
        return self.file, self.line, self.key

    @property
    def hints(self) -> bool:
        """Whether it says what to do."""
        return bool(_HINT.search(self.what))


@dataclass(frozen=True)
class Report:
    """All that a refused folder was refused for."""

    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, error: BrokenContentError) -> Report:
        *lines, last = str(error).splitlines()
        matches = [_PROBLEM.fullmatch(line) for line in lines]
        assert all(matches), lines
        found = [Problem(m[1], int(m[2]), m[3] or "", m[4]) for m in matches if m]
        assert int(last.split()[0]) == len(found)
        return cls(tuple(found))

    @property
    def only(self) -> Problem:
        (problem,) = self.problems
        return problem

    @property
    def places(self) -> list[tuple[str, int, str]]:
        return [problem.place for problem in self.problems]

    def at(self, file: str, line: int, key: str) -> Problem:
        """The one problem that points to this very place."""
        (problem,) = [each for each in self.problems if each.place == (file, line, key)]
        return problem


@dataclass(frozen=True)
class ContentCopy:
    """A folder of content, to change one line at a time; each change tells its line, from 1."""

    folder: Path

    @classmethod
    def below(cls, folder: Path) -> ContentCopy:
        """A copy of the content that ships, that may be written to."""
        to = folder / "content"
        shutil.copytree(default_content_dir(), to, copy_function=shutil.copyfile)
        return cls(to)

    @classmethod
    def small_below(cls, folder: Path) -> ContentCopy:
        """A folder of the same files with one or two things in each, for what all files share."""
        to = folder / "content"
        write_small_content(to)
        return cls(to)

    def line_of(self, name: str, start: str) -> int:
        """The first line of the file *name* that starts, after its indent, with *start*."""
        for number, line in enumerate(self._lines(name), start=1):
            if line.lstrip().startswith(start):
                return number
        raise AssertionError(f"no line of {name} starts with {start!r}")

    def change(self, name: str, start: str, new: str) -> int:
        """Write *new* in place of the first line that starts with *start*."""
        return self._put(name, start, [new], instead=True)

    def insert(self, name: str, before: str, new: str) -> int:
        """Write *new* before the first line that starts with *before*, indented alike."""
        return self._put(name, before, [new], instead=False)

    def remove(self, name: str, start: str) -> int:
        """Take out the first line that starts with *start*."""
        return self._put(name, start, [], instead=True)

    def ask(self, name: str, phrase: str) -> int:
        """Add *phrase* as the first one of the first ``asked_as`` of the file."""
        lines = self._lines(name)
        at = self.line_of(name, "asked_as:")
        lines.insert(at, f"{_indent(lines[at])}- {phrase}")
        self._write(name, lines)
        return at + 1

    def repeat_first(self, name: str) -> int:
        """Add a copy of the first entry of a list to its end."""
        lines = self._lines(name)
        starts = [at for at, line in enumerate(lines) if line.startswith("- ")]
        end = starts[1] if len(starts) > 1 else len(lines)
        self._write(name, [*lines, *lines[starts[0] : end]])
        return len(lines) + 1

    def write(self, name: str, data: bytes) -> None:
        (self.folder / name).write_bytes(data)

    def report(self) -> Report:
        """Load the folder, which must be refused."""
        with pytest.raises(BrokenContentError) as caught:
            load(self.folder)
        return Report.of(caught.value)

    def _put(self, name: str, start: str, new: list[str], *, instead: bool) -> int:
        number = self.line_of(name, start)
        lines = self._lines(name)
        indent = _indent(lines[number - 1])
        lines[number - 1 : number if instead else number - 1] = [indent + each for each in new]
        self._write(name, lines)
        return number

    def _lines(self, name: str) -> list[str]:
        return (self.folder / name).read_text("utf-8").splitlines()

    def _write(self, name: str, lines: list[str]) -> None:
        (self.folder / name).write_text("\n".join(lines) + "\n", "utf-8")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
