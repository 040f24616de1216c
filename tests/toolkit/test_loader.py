"""The content folder: read whole, or refused with everything that is wrong with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BrokenContentError
from bot.toolkit.loader import default_content_dir, load
from bot.toolkit.toolkit import Toolkit
from tests.support.content_copy import ContentCopy

SINGLE_FILES = (
    "outline.yaml",
    "routes/choosing.yaml",
    "urgent.yaml",
    "language.yaml",
    "messages.yaml",
    "kinds.yaml",
    "contacts.yaml",
    "sources.yaml",
    "bodies.yaml",
    "glossary.yaml",
    "not_ours.yaml",
    "english.txt",
)
POLICE = "guidance/police.yaml"
TEAM = "guidance/team.yaml"
ONE = "routes/one.yaml"
CHILD = "routes/child.yaml"
often = settings(max_examples=60, deadline=None, derandomize=True)


@pytest.fixture
def content(tmp_path: Path) -> ContentCopy:
    """A copy of the content that ships, to break."""
    return ContentCopy.below(tmp_path)


@pytest.fixture
def small(tmp_path: Path) -> ContentCopy:
    """The same files with little in them, where a test runs over many files."""
    return ContentCopy.small_below(tmp_path)


def test_the_content_that_ships_is_loaded_by_default(toolkit: Toolkit) -> None:
    assert load(default_content_dir()) == toolkit


def test_a_copy_somewhere_else_loads_alike(content: ContentCopy, toolkit: Toolkit) -> None:
    assert load(content.folder) == toolkit


def test_a_path_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenContentError, match="CONTENT_DIR"):
        load(tmp_path / "nowhere")


def test_an_unknown_key_is_refused(content: ContentCopy) -> None:
    line = content.insert(POLICE, "checked:", "mood: cheerful")

    problem = content.report().only

    assert problem.place == (POLICE, line, "0.mood")
    assert problem.hints


def test_an_unknown_key_deep_inside_is_refused(content: ContentCopy) -> None:
    line = content.insert(CHILD, "by_when:", "by_wen: Soon")

    problem = content.report().only

    assert problem.place == (CHILD, line, "steps.0.by_wen")
    assert problem.hints


def test_a_missing_key_is_pointed_to_at_its_entry(content: ContentCopy) -> None:
    content.remove("kinds.yaml", "general:")

    problem = content.report().only

    assert problem.place == ("kinds.yaml", content.line_of("kinds.yaml", "- id:"), "0.general")
    assert problem.hints


def test_a_missing_key_of_a_whole_file_is_pointed_to(content: ContentCopy) -> None:
    content.remove("messages.yaml", "nothing:")

    problem = content.report().only

    assert (problem.file, problem.key) == ("messages.yaml", "nothing")
    assert problem.hints


def test_a_statement_without_a_source_is_refused(content: ContentCopy) -> None:
    line = content.change(POLICE, "sources:", "sources: []")

    assert content.report().only.place == (POLICE, line, "0.points.0.sources")


def test_a_point_over_three_hundred_characters_is_refused(content: ContentCopy) -> None:
    line = content.change(POLICE, "- say:", f"- say: {'x' * 301}")

    problem = content.report().only

    assert problem.place == (POLICE, line, "0.points.0.say")
    assert "301" in problem.what
    assert problem.hints


def test_a_point_of_three_hundred_characters_is_not(content: ContentCopy) -> None:
    content.change(POLICE, "- say:", f"- say: {'x' * 300}")

    assert load(content.folder).guidance["police/responsibilities"].points[0].say == "x" * 300


def test_a_number_where_text_belongs_is_refused(content: ContentCopy) -> None:
    """``phone: 101`` is a number to YAML; unquoted, a leading nought would be lost."""
    line = content.change("contacts.yaml", 'phone: "101"', "phone: 101")

    problem = content.report().only

    assert problem.place == ("contacts.yaml", line, "1.phone")
    assert problem.hints


def test_a_badly_formed_id_is_refused(content: ContentCopy) -> None:
    line = content.change("kinds.yaml", "- id: responsibilities", "- id: Responsi bilities")

    assert content.report().only.place == ("kinds.yaml", line, "0.id")


@pytest.mark.parametrize(("name", "key"), [(POLICE, "0.check_by"), (CHILD, "check_by")])
def test_a_second_check_before_the_first_is_refused(
    content: ContentCopy, name: str, key: str
) -> None:
    line = content.change(name, "check_by:", "check_by: 2020-01-01")

    problem = content.report().only

    assert problem.place == (name, line, key)
    assert problem.hints


def test_a_second_check_on_the_same_day_is_refused(content: ContentCopy) -> None:
    content.change(POLICE, "checked:", "checked: 2026-11-23")
    content.change(POLICE, "check_by:", "check_by: 2026-11-23")

    assert content.report().only.key == "0.check_by"


def test_a_repeated_key_is_refused(content: ContentCopy) -> None:
    """YAML itself would silently keep the last one."""
    content.insert(POLICE, "owner:", "owner: Somebody else")
    second = content.line_of(POLICE, "owner: Somebody else") + 1

    problem = content.report().only

    assert problem.place == (POLICE, second, "owner")
    assert problem.hints


@pytest.mark.parametrize("wrong", ["title: 'open", "title: a: b", "title: [a", "\ttitle: a", "%"])
def test_invalid_yaml_is_refused(content: ContentCopy, wrong: str) -> None:
    line = content.change("kinds.yaml", "title:", wrong)

    problem = content.report().only

    assert problem.file == "kinds.yaml"
    assert problem.line >= line
    assert problem.hints


def test_invalid_yaml_is_pointed_to_at_its_line(content: ContentCopy) -> None:
    line = content.change("kinds.yaml", "title:", "title: a: b")

    assert content.report().only.line == line


def test_two_documents_in_a_file_are_refused(content: ContentCopy) -> None:
    line = content.insert("kinds.yaml", "- id: nrm-role", "---")

    assert content.report().only.place == ("kinds.yaml", line, "")


@pytest.mark.parametrize("name", [*SINGLE_FILES, TEAM, ONE, "agencies/team.yaml"])
def test_a_file_that_is_not_utf_8_is_refused(small: ContentCopy, name: str) -> None:
    small.write(name, "# caf\u00e9\n".encode("latin-1") + (small.folder / name).read_bytes())

    assert small.report().only.place == (name, 1, "")


def test_a_report_says_how_to_save_a_file_that_is_not_utf_8(small: ContentCopy) -> None:
    small.write("kinds.yaml", b"\xff")

    assert small.report().only.hints


def test_a_file_saved_with_a_byte_order_mark_is_read(content: ContentCopy) -> None:
    """Some editors write one; it changes no word."""
    kinds = content.folder / "kinds.yaml"
    content.write("kinds.yaml", b"\xef\xbb\xbf" + kinds.read_bytes())

    assert load(content.folder).kinds == load().kinds


def test_a_file_with_the_line_ends_of_windows_is_read(content: ContentCopy) -> None:
    kinds = content.folder / "kinds.yaml"
    content.write("kinds.yaml", kinds.read_bytes().replace(b"\n", b"\r\n"))

    assert load(content.folder).kinds == load().kinds


@pytest.mark.parametrize("nothing", [b"", b"\n\n", b"# a comment alone\n"])
@pytest.mark.parametrize("name", ["outline.yaml", "contacts.yaml", TEAM, ONE])
def test_an_empty_file_is_refused(small: ContentCopy, name: str, nothing: bytes) -> None:
    small.write(name, nothing)

    assert small.report().only.place == (name, 1, "")


@pytest.mark.parametrize("name", SINGLE_FILES)
def test_a_missing_file_is_named(small: ContentCopy, name: str) -> None:
    (small.folder / name).unlink()

    assert small.report().only.place == (name, 1, "")


@pytest.mark.parametrize("name", ["guidance", "agencies", "routes"])
def test_a_missing_folder_is_named(small: ContentCopy, name: str) -> None:
    shutil.rmtree(small.folder / name)

    assert "missing" in small.report().at(name, 1, "").what


@pytest.mark.parametrize(
    "name", ["outline.yaml", "messages.yaml", "urgent.yaml", "language.yaml", ONE]
)
def test_a_list_where_a_mapping_belongs_is_refused(small: ContentCopy, name: str) -> None:
    small.write(name, b"- one\n- two\n")

    assert small.report().only.place == (name, 1, "")


@pytest.mark.parametrize("name", ["contacts.yaml", "kinds.yaml", "bodies.yaml", TEAM])
def test_a_mapping_where_a_list_belongs_is_refused(small: ContentCopy, name: str) -> None:
    small.write(name, b"id: one\ntitle: two\n")

    problem = small.report().only

    assert problem.place == (name, 1, "")
    assert problem.hints


def test_an_entry_that_is_bare_text_is_refused(content: ContentCopy) -> None:
    line = content.insert("kinds.yaml", "- id: nrm-role", "- oops")

    assert content.report().only.place == ("kinds.yaml", line, "1")


@pytest.mark.parametrize(
    "recursive",
    [
        "&a [*a]",
        "&a {id: *a}",
        "- &a {id: *a, title: x, general: y}",
        "- &a {<<: *a, id: b}",
        "- &a [&b [*a, *b]]",
    ],
)
@pytest.mark.parametrize("name", ["kinds.yaml", "outline.yaml", ONE])
def test_an_anchor_inside_itself_is_refused(small: ContentCopy, name: str, recursive: str) -> None:
    small.write(name, recursive.encode())

    assert {problem.file for problem in small.report().problems} == {name}


def test_yaml_cannot_make_python_objects(content: ContentCopy, tmp_path: Path) -> None:
    made = tmp_path / "made"
    content.write("kinds.yaml", f'- !!python/object/apply:os.mkdir ["{made}"]\n'.encode())

    problem = content.report().only

    assert problem.file == "kinds.yaml"
    assert not made.exists()


def test_a_sentence_with_a_gap_that_nobody_fills_is_refused(content: ContentCopy) -> None:
    line = content.change("messages.yaml", "written_for:", 'written_for: "For {agency}, {moon}."')

    problem = content.report().only

    assert problem.place == ("messages.yaml", line, "written_for")
    assert "{agency}" in problem.what
    assert problem.hints


def test_a_sentence_that_lacks_its_gap_is_refused(content: ContentCopy) -> None:
    line = content.change("messages.yaml", "written_for:", "written_for: For somebody.")

    problem = content.report().only

    assert problem.place == ("messages.yaml", line, "written_for")
    assert "{agency}" in problem.what


def test_everything_that_is_wrong_stands_in_one_report(content: ContentCopy) -> None:
    expected = {
        ("contacts.yaml", content.change("contacts.yaml", 'phone: "999"', "phone: 999"), "0.phone"),
        (POLICE, content.insert(POLICE, "checked:", "mood: cheerful"), "0.mood"),
        (POLICE, content.change(POLICE, "- say:", f"- say: {'x' * 301}"), "0.points.0.say"),
        ("kinds.yaml", content.change("kinds.yaml", "- id:", "- id: A B"), "0.id"),
        ("kinds.yaml", content.change("kinds.yaml", "title:", "title: ab"), "0.title"),
    }
    (content.folder / "glossary.yaml").unlink()
    content.write("urgent.yaml", b"\xff\xfe")
    content.write(CHILD, b"a: [")

    found = content.report().places

    assert expected | {("glossary.yaml", 1, ""), ("urgent.yaml", 1, "")} < set(found)
    assert CHILD in {file for file, _, _ in found}


def test_a_report_is_in_the_order_of_files_and_lines(content: ContentCopy) -> None:
    content.insert(POLICE, "checked:", "mood: cheerful")
    content.insert(POLICE, "title:", "weather: fine")
    content.change("contacts.yaml", 'phone: "999"', "phone: 999")

    places = content.report().places

    assert len(places) == 3
    assert places == sorted(places)


def test_after_a_refusal_a_mended_folder_loads_whole(
    content: ContentCopy, toolkit: Toolkit
) -> None:
    """Nothing of the broken try is kept."""
    content.insert(POLICE, "checked:", "mood: cheerful")
    content.report()
    content.remove(POLICE, "mood:")

    assert load(content.folder) == toolkit


def test_the_version_changes_with_a_word(content: ContentCopy, toolkit: Toolkit) -> None:
    content.change("messages.yaml", "cancel:", "cancel: Go back")

    assert load(content.folder).version != toolkit.version


def test_the_version_stays_while_the_words_do(content: ContentCopy, toolkit: Toolkit) -> None:
    (content.folder / "README.md").write_text("For editors.", "utf-8")

    assert load(content.folder).version == toolkit.version


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small folder that loads; whoever breaks it puts it right again."""
    return ContentCopy.small_below(tmp_path_factory.mktemp("sound")).folder


def test_the_small_folder_is_sound(sound: Path) -> None:
    """Or the tests that break it at random would break nothing."""
    assert list(load(sound).entries) == ["team/first", "team/second", "route/one"]


@often
@given(data=st.data())
def test_random_bytes_are_refused_or_read(sound: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(_names(sound)))
    noise = data.draw(st.binary(max_size=200) | st.text(max_size=100).map(_encoded))

    assert_refused_or_read(sound, name, noise)


@often
@given(data=st.data())
def test_random_small_edits_are_refused_or_read(sound: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(_names(sound)))
    text = (sound / name).read_text("utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.integers(0, 30))
        new = data.draw(st.text(alphabet="ab019.:-_[]{}&*<>|'\"#,?%@~\\ \n\t\u00e9", max_size=12))
        text = text[:at] + new + text[at + gone :]

    assert_refused_or_read(sound, name, text.encode())


@often
@given(data=st.data())
def test_lines_lost_doubled_or_moved_are_refused_or_read(sound: Path, data: st.DataObject) -> None:
    """What a slip in an editor, or a badly mended merge, does to a file."""
    name = data.draw(st.sampled_from(_names(sound)))
    lines = (sound / name).read_text("utf-8").splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    line = lines[at]
    match data.draw(st.sampled_from(["lose", "double", "move", "indent", "outdent"])):
        case "lose":
            del lines[at]
        case "double":
            lines.insert(at, line)
        case "move":
            lines.insert(data.draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        case "indent":
            lines[at] = f"  {line}"
        case _:
            lines[at] = line.removeprefix("  ")

    assert_refused_or_read(sound, name, "".join(lines).encode())


def assert_refused_or_read(folder: Path, name: str, data: bytes) -> None:
    """Load *folder* with *data* in the file *name*: a whole toolkit, or a report; no other end."""
    path = folder / name
    sound = path.read_bytes()
    path.write_bytes(data)
    try:
        assert isinstance(load(folder), Toolkit)
    except BrokenContentError as error:
        assert "content/" in str(error)  # noqa: PT017
    finally:
        path.write_bytes(sound)


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
