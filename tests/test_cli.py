"""The command line, called as a function and, where the process itself matters, as a process."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import clock
from bot.cli import main
from bot.matching.matcher import Matcher
from bot.replies.answering import Answering
from bot.replies.parts import Title
from bot.toolkit.loader import default_content_dir
from bot.toolkit.toolkit import Toolkit
from tests.support.processes import Ended, run

QUESTION = "what is the nrm and how does it work"
ENTRY = "tackling/national-referral-mechanism"
Captured = pytest.CaptureFixture[str]


def test_asking_prints_the_reply(capsys: Captured, answering: Answering) -> None:
    reply = answering.answer(QUESTION, None, clock.today())

    assert main(["ask", QUESTION]) == 0

    titles = [part.text for part in reply.parts if isinstance(part, Title)]
    said = unwrapped(capsys.readouterr().out)
    assert titles
    assert all(unwrapped(title) in said for title in titles)


def test_the_agency_decides_whose_page_is_printed(capsys: Captured, toolkit: Toolkit) -> None:
    assert main(["ask", "keeping records", "--agency", "prison-service"]) == 0

    said = unwrapped(capsys.readouterr().out)
    assert unwrapped(toolkit.entry("prison-service/keeping-records").title) in said


def test_an_agency_with_a_slip_in_it_is_understood(capsys: Captured, toolkit: Toolkit) -> None:
    assert main(["ask", "keeping records", "--agency", "prisn-service"]) == 0

    said = unwrapped(capsys.readouterr().out)
    assert unwrapped(toolkit.entry("prison-service/keeping-records").title) in said


@pytest.mark.parametrize("command", ["ask", "why"])
def test_an_unknown_agency_is_one_line_that_names_all_there_are(
    capsys: Captured, toolkit: Toolkit, command: str
) -> None:
    assert main([command, QUESTION, "--agency", "zzzzzz"]) == 1

    (line,) = capsys.readouterr().err.splitlines()
    assert "--agency" in line
    assert "zzzzzz" in line
    assert all(agency in line for agency in toolkit.agencies)


def test_an_empty_question_is_answered_too(capsys: Captured, toolkit: Toolkit) -> None:
    assert main(["ask", ""]) == 0

    assert unwrapped(toolkit.messages.empty) in unwrapped(capsys.readouterr().out)


def test_why_names_the_outcome_and_the_candidates(capsys: Captured, matcher: Matcher) -> None:
    found = matcher.match(QUESTION, None)

    assert main(["why", QUESTION]) == 0

    said = capsys.readouterr().out
    assert f"{found.outcome.name}: {found.outcome.ids[0]}" in unwrapped(said)


def test_matching_answers_line_by_line_in_order(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, matcher: Matcher
) -> None:
    asked: list[tuple[str, str | None]] = [
        (QUESTION, None),
        ("keeping records", "prison-service"),
        ("keeping records", "police"),
        ("help he has a knife and is coming back for her now", None),
        ("recipe for banana bread", None),
        ("", None),
    ]
    feed(monkeypatch, *(json.dumps({"q": q, "agency": agency}) for q, agency in asked))

    assert main(["match", "--jsonl"]) == 0

    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = [matcher.match(*each) for each in asked]
    assert said == [
        {"outcome": m.outcome.name, "ids": list(m.outcome.ids), "urgent": bool(m.danger)}
        for m in found
    ]
    assert {each["outcome"] for each in said} <= {"answer", "choices", "none"}
    assert [each["urgent"] for each in said][3:5] == [True, False]


def test_matching_may_leave_the_agency_out(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(monkeypatch, '{"q": "keeping records", "agency": null}', '{"q": "keeping records"}')

    assert main(["match", "--jsonl"]) == 0

    with_null, without = capsys.readouterr().out.splitlines()
    assert with_null == without


@pytest.mark.parametrize(
    "slip", ["not json", "[]", '"text"', "7", "null", "{}", '{"agency": "police"}', '{"q": "x"']
)
def test_a_malformed_line_is_one_line_that_names_its_number(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, slip: str
) -> None:
    """The empty line counts, so that the number is the one that an editor shows."""
    feed(monkeypatch, '{"q": "records"}', "", slip)

    assert main(["match", "--jsonl"]) == 1

    said = capsys.readouterr()
    (line,) = said.err.splitlines()
    assert line.startswith("line 3 ")
    assert len(said.out.splitlines()) == 1


@given(st.lists(st.text(), min_size=15, max_size=15))
@settings(max_examples=4, deadline=None, derandomize=True)
def test_whatever_is_asked_has_an_outcome(asked: list[str]) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        out = io.StringIO()
        feed(monkeypatch, *(json.dumps({"q": q}) for q in asked))
        monkeypatch.setattr("sys.stdout", out)

        assert main(["match", "--jsonl"]) == 0

    said = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(said) == len(asked)
    assert all(each.keys() == {"outcome", "ids", "urgent"} for each in said)


def test_checking_counts_what_there_is(capsys: Captured, toolkit: Toolkit) -> None:
    assert main(["check"]) == 0

    said = capsys.readouterr().out.splitlines()[0]
    phrases = sum(len(entry.asked_as) for entry in toolkit.entries.values())
    counts = [len(toolkit.guidance), len(toolkit.routes), len(toolkit.agencies), phrases]
    assert [int(each) for each in re.findall(r"(\d+) [a-z]", said)][:4] == counts
    assert toolkit.version in said


def test_checking_names_what_must_be_checked_again(capsys: Captured, content: Path) -> None:
    route = content / "routes" / "child.yaml"
    dated = re.sub(r"(?m)^checked: .*$", "checked: 2000-01-01", route.read_text(encoding="utf-8"))
    dated = re.sub(r"(?m)^check_by: .*$", "check_by: 2001-01-01", dated)
    route.write_text(dated, encoding="utf-8")

    assert main(["check", "--content", str(content)]) == 0

    assert "route/child" in capsys.readouterr().out


def test_checking_a_broken_folder_reports_every_problem_and_fails(
    capsys: Captured, content: Path
) -> None:
    (content / "kinds.yaml").unlink()
    (content / "contacts.yaml").write_text("not: a list\n")

    assert main(["check", "--content", str(content)]) == 1

    said = capsys.readouterr()
    assert not said.out
    assert "kinds.yaml:1:" in said.err
    assert "contacts.yaml:1:" in said.err
    assert said.err.splitlines()[-1].startswith("2 problems")


def test_checking_a_folder_that_is_not_there_is_one_line(capsys: Captured, tmp_path: Path) -> None:
    assert main(["check", "--content", str(tmp_path / "none")]) == 1

    (line,) = capsys.readouterr().err.splitlines()
    assert str(tmp_path / "none") in line


def test_checking_as_a_process_fails_with_the_report_alone(content: Path, tmp_path: Path) -> None:
    """A build stops on the code; a person reads the lines."""
    (content / "urgent.yaml").write_text("[", encoding="utf-8")

    ended = run("check", "--content", str(content), folder=tmp_path)

    assert ended.code == 1
    assert "urgent.yaml:" in ended.err
    assert_calm(ended)


def test_it_answers_from_any_folder(tmp_path: Path, toolkit: Toolkit) -> None:
    ended = run("ask", QUESTION, folder=tmp_path)

    assert ended.code == 0
    assert unwrapped(toolkit.entry(ENTRY).title) in unwrapped(ended.out)
    assert ended.err == ""


def test_a_question_in_a_foreign_encoding_is_answered(tmp_path: Path) -> None:
    ended = run("ask", b"patient \xff keeping records", folder=tmp_path)

    assert ended.code == 0
    assert ended.err == ""


def test_lines_in_a_foreign_encoding_are_one_line_on_standard_error(tmp_path: Path) -> None:
    ended = run("match", "--jsonl", folder=tmp_path, stdin=b"\xff\xfe\n")

    assert ended.code == 1
    assert len(ended.err.splitlines()) == 1
    assert_calm(ended)


def test_without_a_command_it_is_the_playground_that_is_opened(tmp_path: Path) -> None:
    """It says so where it must not: beside the tokens of a real workspace."""
    bare, named = (
        run(*words, folder=tmp_path, settings={"SLACK_BOT_TOKEN": "xoxb-1"})
        for words in ((), ("playground",))
    )

    assert (bare.code, bare.err) == (named.code, named.err)
    assert bare.code == 1
    assert "SLACK_BOT_TOKEN" in bare.err
    assert len(bare.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("command", "given", "missing"),
    [
        ("web", {}, "SLACK_SIGNING_SECRET"),
        ("web", {"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
        ("web", {"SLACK_SIGNING_SECRET": "made-up"}, "SLACK_BOT_TOKEN"),
        ("web", {"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET"),
        ("socket", {}, "SLACK_APP_TOKEN"),
        ("socket", {"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ("socket", {"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
    ],
)
def test_serving_without_a_token_is_one_line_that_names_the_setting(
    tmp_path: Path, command: str, given: dict[str, str], missing: str
) -> None:
    ended = run(command, folder=tmp_path, settings=given)

    (line,) = ended.err.splitlines()
    assert ended.code == 1
    assert line.startswith(missing)


def test_serving_with_malformed_settings_is_one_line_each(tmp_path: Path) -> None:
    malformed = {"SLACK_BOT_TOKEN": "xapp-hunter2", "PORT": "hunter2", "DATABASE_URL": "hunter2"}

    ended = run("web", folder=tmp_path, settings=malformed)

    named = [line.partition(":")[0] for line in ended.err.splitlines()]
    assert ended.code == 1
    assert sorted(named) == sorted(malformed)
    assert "hunter2" not in ended.err


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content, to be spoilt."""
    return Path(shutil.copytree(default_content_dir(), tmp_path / "content"))


def feed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Put *lines* on standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def commands(capsys: Captured) -> set[str]:
    """The commands that the help lists."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    return set(re.findall(r"(?m)^ {4}(\w+)", capsys.readouterr().out))


def unwrapped(said: str) -> str:
    """What was printed, as if the line had no end."""
    return " ".join(said.split())


def assert_calm(ended: Ended) -> None:
    """Nobody but a programmer can read a stack."""
    assert "Traceback" not in ended.out + ended.err


def test_checking_keeps_what_the_next_start_would_have_to_count(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACHE_DIR", str(tmp_path / "kept"))

    assert main(["check"]) == 0

    assert (tmp_path / "kept" / "matching.kept").exists()
    assert "no problems" in capsys.readouterr().out


def test_a_setting_of_slack_that_is_wrong_does_not_matter_here(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "not a token")

    assert main(["ask", QUESTION]) == 0

    assert capsys.readouterr().err == ""
