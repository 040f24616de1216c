"""What is counted from the content, and counted anew when the content is another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.kept import Kept
from bot.matching.counting import Counted, counted
from bot.matching.wording import Wording
from bot.toolkit.loader import load
from bot.toolkit.models import Urgent
from bot.toolkit.toolkit import Toolkit
from bot.toolkit.words import WordList
from tests.support.small_content import write_small_content

RARE = "vangled"  # typed once, and in no list of words
MORE = "somebody asks otherwise"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Toolkit:
    folder = tmp_path_factory.mktemp("content")
    write_small_content(folder)
    return _asked_also(load(folder), f"somebody asks with {RARE} words")


def count(toolkit: Toolkit, folder: Path | None = None) -> Counted:
    return counted(toolkit, Wording(toolkit.language), Kept(folder))


def _asked_also(toolkit: Toolkit, text: str) -> Toolkit:
    first = next(iter(toolkit.routes.values()))
    more = first.model_copy(update={"asked_as": (*first.asked_as, text)})
    return replace(toolkit, routes={**toolkit.routes, first.id: more})


def _asked(toolkit: Toolkit) -> Toolkit:
    return _asked_also(toolkit, MORE)


def _english(toolkit: Toolkit) -> Toolkit:
    return replace(toolkit, english=WordList.of([RARE]))


def _not_ours(toolkit: Toolkit) -> Toolkit:
    first, *others = toolkit.not_ours
    more = first.model_copy(update={"asked_as": (*first.asked_as, MORE)})
    return replace(toolkit, not_ours=(more, *others))


def _urgent(toolkit: Toolkit) -> Toolkit:
    urgent: Urgent = toolkit.urgent
    more = urgent.model_copy(update={"heard": (*urgent.heard, MORE)})
    return replace(toolkit, urgent=more)


def _right_words(toolkit: Toolkit) -> Toolkit:
    more = toolkit.language.model_copy(update={"right_words": (RARE,)})
    return replace(toolkit, language=more)


@pytest.mark.parametrize("changed", [_english, _asked, _not_ours, _urgent, _right_words])
def test_other_content_is_counted_anew(
    small: Toolkit, tmp_path: Path, changed: Callable[[Toolkit], Toolkit]
) -> None:
    """What a start keeps must never be what other content gave."""
    count(small, tmp_path)
    other = changed(small)

    assert count(other) != count(small)
    assert count(other, tmp_path) == count(other)


def test_the_same_content_is_counted_once(small: Toolkit, tmp_path: Path) -> None:
    first = count(small, tmp_path)
    kept = (tmp_path / "matching.kept").stat()

    assert count(small, tmp_path) == first
    assert (tmp_path / "matching.kept").stat().st_mtime_ns == kept.st_mtime_ns


def test_neighbouring_subjects_are_counted_as_others(small: Toolkit) -> None:
    names = count(small).phrases.names

    assert {f"not-ours/{each.id}" for each in small.not_ours} <= set(names)
    assert set(small.entries) <= set(names)
