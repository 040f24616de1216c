"""What takes long to work out and never changes, kept on disk between two starts.

Only plain data is kept, in a folder of the user's own. What is missing, spoilt, somebody else's or
of other inputs is worked out afresh, without a word; the same holds where nothing can be kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

BOT = Path(__file__).parent
ROOMS = ("toolkit", "matching")  # whose sources decide what is worked out
OFF = "off"
DIGEST = 32  # bytes


class Kept:
    """Keeps results in a folder; in none, if that is not to be."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, name: str, inputs: Iterable[bytes], work_out: Callable[[], Any]) -> Any:
        """What *work_out* gives, from the disk if the *inputs* and our sources are as they were.

        The result must be plain: what ``marshal`` writes. It is kept under *name*, one at a time.
        """
        if self._folder is None:
            return work_out()
        file = self._folder / f"{name}.kept"
        key = b""
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            key = _key(inputs)
            body = _read(file, key)
            if body is not None:
                return marshal.loads(body)  # noqa: S302  # our own, and whole: see _read
        made = work_out()
        if key:
            with contextlib.suppress(OSError, ValueError):
                _write(file, key, marshal.dumps(made))
        return made


def folder_of(setting: str | None) -> Path | None:
    """The folder that CACHE_DIR names: the user's own where it is not set, none for ``off``."""
    if setting == OFF:
        return None
    return Path(setting) if setting else _users_folder()


def _users_folder() -> Path | None:
    """Where this platform keeps what a program can make again; None without a home."""
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    try:
        usual = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    except RuntimeError:
        return None
    return (Path(named) if Path(named).is_absolute() else usual) / "trafficking-toolkit"


def _key(inputs: Iterable[bytes]) -> bytes:
    digest = hashlib.sha256(f"{sys.version} {sys.byteorder} {marshal.version}".encode())
    sources = (path for room in ROOMS for path in (BOT / room).glob("*.py"))
    for path in (Path(__file__), *sorted(sources)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for each in inputs:
        digest.update(each + b"\0")
    return digest.digest()


def _read(path: Path, key: bytes) -> bytes | None:
    """The body kept with *key*, if it is whole and nobody else can have written it."""
    if not _is_ours(path.parent.lstat()):
        return None
    try:
        opened = os.open(
            path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        )
    except FileNotFoundError:
        return None
    with open(opened, "rb") as file:  # noqa: PTH123  # a file that is open already
        if not stat.S_ISREG((found := os.fstat(opened)).st_mode) or not _is_ours(found):
            return None
        data = file.read()
    body = data[2 * DIGEST :]
    whole = data[: 2 * DIGEST] == key + hashlib.sha256(body).digest()
    return body if whole else None


def _write(path: Path, key: bytes, body: bytes) -> None:
    """Put the body in place at one stroke, for this user's eyes alone."""
    if not _is_ours(path.parent.lstat()):
        return
    opened, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
    try:
        with open(opened, "wb") as file:  # noqa: PTH123  # a file that is open already
            file.write(key + hashlib.sha256(body).digest() + body)
        Path(written).replace(path)
    except BaseException:
        Path(written).unlink(missing_ok=True)
        raise


def _is_ours(found: os.stat_result) -> bool:
    """Whether this user owns it and nobody else may write to it; Windows sees to that itself."""
    if sys.platform == "win32":
        return True
    writable = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return found.st_uid == os.getuid() and not writable and not stat.S_ISLNK(found.st_mode)
