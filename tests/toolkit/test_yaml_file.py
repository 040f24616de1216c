"""One YAML file: its data, and the line of every part of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.toolkit.yaml_file import KeyPath, Problem, YamlFile, read_yaml

FILE = """\
# a remark
- id: one
  say: >-
    Two lines
    of text.
  sources: [A, B]
  deep:
    - {key: 1, other: 2}
    - key: 3
- id: two
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 2),
        ((0,), 2),
        ((0, "id"), 2),
        ((0, "say"), 3),
        ((0, "sources"), 6),
        ((0, "sources", 1), 6),
        ((0, "deep", 0, "other"), 8),
        ((0, "deep", 1, "key"), 9),
        ((1,), 10),
        ((1, "id"), 10),
    ],
)
def test_a_part_is_found_at_its_line(tmp_path: Path, path: KeyPath, line: int) -> None:
    assert read(tmp_path, FILE).line(path) == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((0, "missing"), 2),
        ((1, "missing"), 10),
        ((0, "deep", 1, "missing"), 9),
        ((0, "deep", 7), 8),
        ((0, "id", "within", "text"), 2),
        ((0, "sources", "not a number"), 6),
        ((99,), 2),
    ],
)
def test_what_is_missing_is_pointed_to_where_it_should_be(
    tmp_path: Path, path: KeyPath, line: int
) -> None:
    assert read(tmp_path, FILE).line(path) == line


def test_a_problem_names_file_line_key_and_what(tmp_path: Path) -> None:
    problem = read(tmp_path, FILE).problem((0, "deep", 1, "key"), "is wrong")

    assert problem == Problem("some/file.yaml", 9, "0.deep.1.key", "is wrong")
    assert str(problem) == "some/file.yaml:9: 0.deep.1.key: is wrong"


def test_a_problem_of_a_whole_file_names_no_key() -> None:
    assert str(Problem("file.yaml", 1, "", "is wrong")) == "file.yaml:1: is wrong"


def test_a_file_that_holds_nothing_has_no_lines_to_tell_apart() -> None:
    assert YamlFile("file.yaml", None, "").line((0, "id")) == 1


def test_the_data_of_a_file_is_what_yaml_says(tmp_path: Path) -> None:
    data = read(tmp_path, FILE).data

    assert data[0]["say"] == "Two lines of text."
    assert data[1] == {"id": "two"}


def test_every_repeated_key_is_reported_at_its_second_place(tmp_path: Path) -> None:
    _, problems = read_any(tmp_path, b"a: 1\nb:\n  - {c: 1, d: 2,\n     c: 3}\na: 2\na: 3\n")

    assert sorted((each.line, each.key) for each in problems) == [(4, "c"), (5, "a"), (6, "a")]


def test_the_same_key_in_two_entries_is_no_repetition(tmp_path: Path) -> None:
    _, problems = read_any(tmp_path, b"- {id: one}\n- {id: two}\n")

    assert problems == []


def test_a_key_that_is_also_a_value_is_no_repetition(tmp_path: Path) -> None:
    _, problems = read_any(tmp_path, b"id: id\nother: {id: other}\n")

    assert problems == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"# nothing\n",
        b"a: 'open",
        b"a: b: c",
        b"\ta: b",
        b"a: [1, 2",
        b"a: *unknown",
        b"? [a, b]\n: c",
        b"--- a\n--- b\n",
        b"a: \xe9",
        b"\xff\xfea\x00",
        b"a: \x00",
        b"a: 2026-13-45",
        b"a: " + b"9" * 5000,
        b'a: "\\ud800"',
        b"&a [*a]",
        b"&a {a: *a}",
        b"&a {<<: *a}\n---\n",
        b"- " * 2000,
        b"!!python/object/apply:os.getcwd []",
    ],
    ids=lambda data: str(data[:20]),
)
def test_a_file_that_cannot_be_read_has_a_problem_and_no_data(tmp_path: Path, data: bytes) -> None:
    file, problems = read_any(tmp_path, data)

    assert file.data is None
    assert len(problems) == 1
    assert problems[0].file == "some/file.yaml"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"a: 1\nb: 2\nc: 'open\n", 4),
        (b"a: 1\nb: c: d\n", 2),
        (b"a: 1\n\tb: 2\n", 2),
        (b"a: 1\nb: *unknown\nc: 3\n", 2),
        (b"a: 1\n--- b\n", 2),
        (b"- a\n- ? [b]\n  : c\n", 2),
    ],
)
def test_invalid_yaml_is_pointed_to_at_the_line_where_reading_stopped(
    tmp_path: Path, data: bytes, line: int
) -> None:
    _, problems = read_any(tmp_path, data)

    assert [each.line for each in problems] == [line]


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    file, problems = read_yaml(tmp_path / "nowhere.yaml", "nowhere.yaml")

    assert file.data is None
    assert [each.file for each in problems] == ["nowhere.yaml"]


def test_a_folder_of_that_name_is_a_problem(tmp_path: Path) -> None:
    _, problems = read_yaml(tmp_path, "folder.yaml")

    assert [each.file for each in problems] == ["folder.yaml"]


often = settings(max_examples=60, deadline=None, derandomize=True)
SIGNS = "ab01:-[]{}&*!<>|'\"#,?%@~\\ \n\t\u00e9\u2028\ufeff\x00\x85"


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch")


@often
@given(data=st.binary(max_size=100) | st.text(alphabet=SIGNS, max_size=40).map(str.encode))
def test_whatever_a_file_holds_it_is_read_or_reported(scratch: Path, data: bytes) -> None:
    file, problems = read_any(scratch, data)

    assert problems or file.root is not None
    lines = len(data.decode(errors="replace").splitlines())
    assert all(1 <= each.line <= lines + 1 for each in problems)


@often
@given(path=st.lists(st.integers(0, 9) | st.sampled_from(["id", "deep", "key", ""]), max_size=5))
def test_any_path_has_a_line_inside_the_file(scratch: Path, path: list[int | str]) -> None:
    assert 1 <= read(scratch, FILE).line(tuple(path)) <= FILE.count("\n")


def read(folder: Path, text: str) -> YamlFile:
    """The file that holds *text*, which must be sound."""
    file, problems = read_any(folder, text.encode())
    assert not problems
    return file


def read_any(folder: Path, data: bytes) -> tuple[YamlFile, list[Problem]]:
    path = folder / "file.yaml"
    path.write_bytes(data)
    return read_yaml(path, "some/file.yaml")
