"""What is written beside the code says what the code says, and nothing about who wrote it where."""

from __future__ import annotations

import re
import shlex
import subprocess

import pytest

from bot.cli import main
from bot.config import Settings
from bot.slack import ids
from tests.support.processes import PATIENCE_S, ROOT

COMMANDS = ("playground", "ask", "why", "match", "check", "web", "socket", "worker")
SLASH_WORDS = ("help", "topics", "agency", "contacts", "refer", "remind", "reminders")

# Put together from pieces, so that this file does not hold what it looks for.
FOLDERS = "|".join(("ho" + "me", "ro" + "ot", "Us" + "ers", "wo" + "rk"))
HOSTS = "|".join(
    re.escape(each)
    for each in (
        "py" + "pi.org",
        "pythonhosted" + ".org",
        "npm" + "js.org",
        "npm" + "js.com",
        "crates" + ".io",
        "proxy.gol" + "ang.org",
        "arti" + "factory.",
        "dev" + "pi.",
        "ne" + "xus.",
    )
)
A_FOLDER_OF_OURS = re.compile(rf"(?<![\w./~-])/({FOLDERS})/[\w.]")
A_REGISTRY = re.compile(rf"\b({HOSTS})|https?://[^\s\"']+/sim" + r"ple\b")


def test_the_commands_are_those_of_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert sorted(cli_commands(capsys)) == sorted(COMMANDS)


@pytest.mark.parametrize("name", [name.upper() for name in Settings.model_fields])
def test_every_setting_stands_in_the_readme(name: str) -> None:
    assert re.search(rf"\b{name}\b", readme())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_readme(name: str) -> None:
    assert re.search(rf"(python -m bot |toolkit-bot |`){name}\b", readme())


@pytest.mark.parametrize("word", SLASH_WORDS)
def test_every_word_of_the_slash_command_stands_in_the_readme(word: str) -> None:
    assert re.search(rf"({ids.COMMAND} |`){word}\b", readme())


def test_the_constraints_name_versions_and_no_address() -> None:
    """Whoever installs with them uses a registry of their own choice."""
    held = [name for name in tracked() if re.fullmatch(r"constraints[\w.-]*\.txt", name)]

    assert held
    for name in held:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "==" in text
        assert "://" not in text


def test_no_file_tells_where_it_was_written() -> None:
    assert found_in_files(A_FOLDER_OF_OURS) == []


def test_no_file_names_a_package_registry() -> None:
    assert found_in_files(A_REGISTRY) == []


@pytest.mark.parametrize(
    "text", ["in /" + "home/me/bot", '"/' + 'work/x"', "(/" + "root/.cache)", "/" + "Users/me"]
)
def test_a_folder_would_be_found(text: str) -> None:
    assert A_FOLDER_OF_OURS.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://" + "py" + "pi.org/x",
        "http://10.0.0.1/sim" + "ple",
        "files.python" + "hosted.org",
    ],
)
def test_a_registry_would_be_found(text: str) -> None:
    assert A_REGISTRY.search(text)


@pytest.mark.parametrize(
    "text", ["gov.uk/" + "work/permits", "https://x.uk/home/", "at/" + "work/now"]
)
def test_the_path_of_a_web_page_is_no_folder(text: str) -> None:
    assert not A_FOLDER_OF_OURS.search(text)


def test_the_processes_of_the_procfile_are_commands() -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    started = [shlex.split(line.partition(":")[2]) for line in lines if line.strip()]

    assert started
    for words in started:
        assert words[-2] in {"bot", "toolkit-bot"}
        assert words[-1] in COMMANDS


def cli_commands(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The commands that the help lists."""
    with pytest.raises(SystemExit):
        main(["--help"])
    return re.findall(r"(?m)^ {4}(\w+)", capsys.readouterr().out)


def readme() -> str:
    """The readme."""
    return (ROOT / "README.md").read_text(encoding="utf-8")


def tracked() -> list[str]:
    """The files in git, and those that are about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=True,
    ).stdout
    return sorted({name for name in listed.split("\0") if name and (ROOT / name).is_file()})


def found_in_files(pattern: re.Pattern[str]) -> list[str]:
    """The file and line of every find of *pattern*."""
    return [
        f"{name}:{number}"
        for name in tracked()
        for number, line in enumerate(
            (ROOT / name).read_text(encoding="utf-8", errors="replace").splitlines(), start=1
        )
        if pattern.search(line)
    ]
