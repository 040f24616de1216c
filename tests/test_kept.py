"""What is kept between two starts, and that nothing stale or foreign is ever read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import kept as keeping
from bot.kept import Kept, folder_of
from bot.matching.matcher import Matcher
from bot.toolkit.loader import load
from bot.toolkit.toolkit import Toolkit

INPUTS = [b"the content"]
MADE = {"counts": [1, 2.5, "three"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def file(folder: Path) -> Path:
    """Something that was kept before."""
    assert Kept(folder).get("thing", INPUTS, lambda: MADE) == MADE
    return folder / "thing.kept"


def fail() -> object:
    raise AssertionError("worked out, though it was kept")


def afresh(folder: Path, inputs: list[bytes] = INPUTS) -> bool:
    """Whether it is worked out afresh; what comes back is right in any case."""
    asked: list[bool] = []
    assert Kept(folder).get("thing", inputs, lambda: asked.append(True) or MADE) == MADE
    return bool(asked)


def test_what_was_kept_is_not_worked_out_again(folder: Path, file: Path) -> None:
    assert file.exists()
    assert Kept(folder).get("thing", INPUTS, fail) == MADE


def test_only_this_user_may_read_it(folder: Path, file: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(folder.iterdir()) == [file]


def test_other_inputs_are_another_result(folder: Path, file: Path) -> None:
    assert afresh(folder, [b"other content"])
    assert file.exists()


@pytest.mark.parametrize("part", ["matching", "toolkit"])
def test_other_sources_are_another_result(
    folder: Path, file: Path, part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit to how things are counted must show at the next start."""
    rooms = tmp_path / "bot"
    (rooms / part).mkdir(parents=True)
    (rooms / part / "new.py").write_text("counted = 'otherwise'")
    monkeypatch.setattr(keeping, "BOT", rooms)

    assert file.exists()
    assert afresh(folder)


def test_another_python_is_another_result(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.version", "4.0")

    assert file.exists()
    assert afresh(folder)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:0],
        lambda data: data[:-1],
        lambda data: data[:70],
        lambda data: data + b"x",
    ],
)
def test_a_spoilt_file_is_made_anew(
    folder: Path, file: Path, spoil: Callable[[bytes], bytes]
) -> None:
    file.write_bytes(spoil(file.read_bytes()))

    assert afresh(folder)
    assert not afresh(folder)


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_that_others_may_write_is_not_read(folder: Path, file: Path, mode: int) -> None:
    file.chmod(mode)

    assert afresh(folder)


def test_a_folder_that_others_may_write_is_not_used(folder: Path, file: Path) -> None:
    folder.chmod(0o777)
    kept = file.read_bytes()

    assert afresh(folder, [b"other content"])
    assert afresh(folder)
    assert file.read_bytes() == kept


def test_what_another_user_wrote_is_not_read(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody_else = os.getuid() + 1
    monkeypatch.setattr("os.getuid", lambda: somebody_else)

    assert file.exists()
    assert afresh(folder)


def test_a_link_is_not_followed(folder: Path, file: Path, tmp_path: Path) -> None:
    elsewhere = file.rename(tmp_path / "elsewhere")
    file.symlink_to(elsewhere)

    assert afresh(folder)


def test_where_nothing_can_be_written_it_is_worked_out_each_time(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("no folder")

    assert afresh(tmp_path / "a file")
    assert afresh(tmp_path / "a file" / "cache")


def test_a_disk_that_is_full_changes_nothing(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> tuple[int, str]:
        raise OSError("no space left")

    before = file.read_bytes()
    monkeypatch.setattr("tempfile.mkstemp", full)

    assert afresh(folder, [b"other content"])
    assert file.read_bytes() == before


def test_what_is_not_plain_data_is_given_and_not_kept(folder: Path) -> None:
    thing = object()

    assert Kept(folder).get("thing", INPUTS, lambda: thing) is thing
    assert list(folder.iterdir()) == []


def test_a_failure_is_no_result(folder: Path) -> None:
    with pytest.raises(AssertionError):
        Kept(folder).get("thing", INPUTS, fail)

    assert afresh(folder)


def test_switched_off_nothing_is_kept() -> None:
    assert folder_of("off") is None
    assert Kept(None).get("thing", INPUTS, lambda: MADE) is MADE


def test_the_folder_is_the_users_own_unless_it_is_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))

    assert folder_of("") == tmp_path / "xdg" / "trafficking-toolkit"
    assert folder_of(str(tmp_path / "mine")) == tmp_path / "mine"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert folder_of(None) == tmp_path / ".cache" / "trafficking-toolkit"


def test_kept_content_and_counts_match_as_fresh_ones_do(
    folder: Path, toolkit: Toolkit, matcher: Matcher
) -> None:
    kept = Kept(folder)
    Matcher(load(None, kept), kept=kept)
    again = load(None, kept)

    assert again == toolkit
    for message in (
        "what do I write in the notes",
        "they are at the door asking for her",
        "vicitm",
    ):
        assert Matcher(again, kept=kept).match(message) == matcher.match(message)
