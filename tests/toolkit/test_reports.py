"""What a report points to, and what no file may do to the loader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.matching.questions import DEVELOPMENT, read
from bot.errors import BrokenContentError
from bot.toolkit import yaml_file
from bot.toolkit.loader import load
from bot.toolkit.messages import Messages
from bot.toolkit.models import phone_numbers
from bot.toolkit.toolkit import Toolkit
from tests.support.content_copy import ContentCopy
from tests.support.shown import written

POLICE = "guidance/police.yaml"
CHILD = "routes/child.yaml"
CHOOSING = "routes/choosing.yaml"


@pytest.fixture
def content(tmp_path: Path) -> ContentCopy:
    return ContentCopy.below(tmp_path)


@pytest.fixture
def small(tmp_path: Path) -> ContentCopy:
    return ContentCopy.small_below(tmp_path)


@pytest.mark.parametrize(
    "odd",
    [
        "!!bool maybe",  # KeyError
        '!!int ""',  # IndexError
        '!!timestamp "x"',  # AttributeError
        ":".join(["1"] + ["20"] * 250) + ".5",  # OverflowError
    ],
)
def test_a_value_that_yaml_cannot_make_is_refused(small: ContentCopy, odd: str) -> None:
    small.change("kinds.yaml", "title:", f"title: {odd}")
    assert {p.file for p in small.report().problems} == {"kinds.yaml"}


def test_a_day_that_the_calendar_lacks_is_pointed_to(content: ContentCopy) -> None:
    line = content.change(POLICE, "checked:", "checked: 2026-02-30")
    assert content.report().only.line == line


def test_control_characters_make_one_line_of_the_report(small: ContentCopy) -> None:
    small.write("kinds.yaml", b"- id: a\n  title: \x00\n")
    assert small.report().only.line == 2


def test_yaml_without_its_c_library_refuses_control_characters(
    small: ContentCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_file, "Loader", yaml_file.yaml.SafeLoader)
    small.write("kinds.yaml", b"\x00")
    with pytest.raises(BrokenContentError):
        load(small.folder)


@pytest.mark.parametrize("stray", ["x.yaml", "guidance/x.yaml"])
def test_a_lock_file_of_an_editor_does_no_harm(small: ContentCopy, stray: str) -> None:
    """Emacs makes a dangling link .#team.yaml beside a file that is being edited."""
    path = small.folder / stray
    path.with_name(f".#{path.name}").symlink_to("nowhere")
    load(small.folder)


def test_a_folder_with_the_name_of_a_file_is_refused_or_passed_over(small: ContentCopy) -> None:
    (small.folder / "x.yaml").mkdir()
    load(small.folder)


@pytest.mark.parametrize("data", [b"", b"- a\n", b"&a [*a]", b"&a {<<: *a, b: c}"])
def test_a_file_of_the_wrong_sort_says_what_to_do(small: ContentCopy, data: bytes) -> None:
    small.write("outline.yaml", data)
    assert all(each.hints for each in small.report().problems)


def test_a_list_of_words_that_cannot_be_read_says_what_to_do(small: ContentCopy) -> None:
    small.write("english.txt", b"\xff")
    assert small.report().only.hints


def test_a_second_check_before_the_first_is_pointed_to_at_its_line(content: ContentCopy) -> None:
    line = content.change(POLICE, "check_by:", "check_by: 2020-01-01")
    assert content.report().only.place == (POLICE, line, "0.check_by")


def test_an_agency_of_the_outline_must_be_there(content: ContentCopy) -> None:
    (content.folder / "agencies/police.yaml").unlink()
    assert any("police" in each.what for each in content.report().problems)


def test_a_question_stands_once(content: ContentCopy) -> None:
    content.insert(
        CHOOSING,
        "- id: age",
        "- {id: danger, ask: Again?, answers: ["
        "{say: 'Yes', leads_to: route/child}, {say: 'No', leads_to: route/child}]}",
    )
    assert {each.file for each in content.report().problems} == {CHOOSING}


def test_a_section_stands_once(content: ContentCopy) -> None:
    content.change("outline.yaml", "- id: resources", "- id: police")
    assert {p.file for p in content.report().problems} == {"outline.yaml"}


@pytest.mark.parametrize(
    "text",
    [
        "Ring 01632 960 123 24 hours a day.",
        "Ring 01632-960-123.",
        "Ring 01632\u00a0960\u00a0123.",
        "Ring (01632) 960 123.",
        "tel.01632 960 123",
    ],
)
def test_a_number_is_found_however_an_editor_writes_it(text: str) -> None:  # test_models.py
    assert phone_numbers(text) == ["01632960123"]


def test_a_missing_heading_is_pointed_to_at_its_line(content: ContentCopy) -> None:
    line = content.insert(
        "outline.yaml", "- {id: police/prevention", "- {id: police/thanks, title: Thanks, page: 52}"
    )
    assert content.report().only.line == line


def test_a_repeated_heading_is_pointed_to_at_its_line(content: ContentCopy) -> None:
    line = content.insert(
        "outline.yaml",
        "- {id: police/prevention",
        "- {id: police/prevention, title: Prevention, page: 52}",
    )
    assert content.report().only.line == line + 1


def test_a_circle_is_pointed_to(content: ContentCopy) -> None:
    line = content.change(CHOOSING, '- {say: "Yes", leads_to:', '- {say: "Yes", leads_to: danger}')
    problem = content.report().only
    assert problem.line == line
    assert problem.hints


@pytest.mark.parametrize(
    ("name", "start", "new"),
    [
        (CHOOSING, "start:", "start: nowhere"),
        (
            CHOOSING,
            '- {say: "Not sure", leads_to: route/child',
            '- {say: "Not sure", leads_to: route/nowhere}',
        ),
        ("outline.yaml", "- {id: police/prevention", "# gone"),
    ],
)
def test_what_leads_nowhere_says_what_to_do(
    content: ContentCopy, name: str, start: str, new: str
) -> None:
    content.change(name, start, new)
    assert all(each.hints for each in content.report().problems)


def test_a_slip_in_one_entry_does_not_hide_what_leads_nowhere(content: ContentCopy) -> None:
    content.insert(POLICE, "checked:", "mood: cheerful")
    content.change(CHILD, "see_also:", "see_also: [no/where]")
    assert len(content.report().problems) == 2


@pytest.mark.parametrize(
    "gap", ["{agency:d}", "{agency!x}", "{agency:>99999}", "{agency:{agency}}"]
)
def test_a_gap_is_filled_as_it_is(toolkit: Toolkit, gap: str) -> None:
    data = {**toolkit.messages.model_dump(), "written_for": f"For {gap}."}
    with pytest.raises(ValueError, match="written_for"):
        Messages.model_validate(data)


def test_no_question_for_measuring_stands_in_the_content(toolkit: Toolkit) -> None:
    def plain(text: str) -> str:
        return re.sub(r"[\W_]+", " ", text.casefold()).strip()

    everything = [*toolkit.entries.values(), *toolkit.not_ours]
    phrases = {plain(p) for each in everything for p in each.asked_as}
    urgent = toolkit.urgent
    phrases |= {plain(p) for p in (*urgent.phrases, *urgent.heard, *urgent.calm)}
    assert not [q.text for q in read(DEVELOPMENT) if plain(q.text) in phrases]


def test_the_old_paper_form_is_not_named(toolkit: Toolkit) -> None:
    assert not [s.where for s in written(toolkit) if re.search(r"\bms1\b", s.text, re.IGNORECASE)]


def test_no_citation_leads_to_the_site_of_the_gangmasters_authority(toolkit: Toolkit) -> None:
    assert not [s.key for s in toolkit.sources.values() if "gla.gov.uk" in s.url]
