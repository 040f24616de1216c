"""The bot's own sentences, and the gaps in them."""

from __future__ import annotations

import string
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from bot.toolkit.loader import default_content_dir
from bot.toolkit.messages import Messages

SHIPPED: dict[str, Any] = yaml.safe_load(
    (default_content_dir() / "messages.yaml").read_text("utf-8")
)


def gaps(text: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]


SENTENCES = {name: text for name, text in SHIPPED.items() if isinstance(text, str)}
WITH_GAPS = sorted(name for name, text in SENTENCES.items() if gaps(text))


def test_the_sentences_that_ship_are_sound() -> None:
    assert Messages.model_validate(SHIPPED).name == SHIPPED["name"]


def test_there_are_sentences_with_gaps() -> None:
    """Or the tests that run over them would test nothing."""
    assert {"where_do_you_work", "checked", "broke"} < set(WITH_GAPS)


@pytest.mark.parametrize("name", WITH_GAPS)
def test_a_sentence_takes_what_the_bot_fills_in(name: str) -> None:
    text: str = getattr(Messages.model_validate(SHIPPED), name)
    filled = text.format(**{gap: f"<{gap}>" for gap in gaps(text)})

    assert all(f"<{gap}>" in filled for gap in gaps(text))
    assert not gaps(filled)


@pytest.mark.parametrize("name", WITH_GAPS)
def test_a_sentence_must_keep_each_of_its_gaps(name: str) -> None:
    for gap in set(gaps(SHIPPED[name])):
        refused(name, SHIPPED[name].replace(f"{{{gap}}}", "something"))


@pytest.mark.parametrize("name", WITH_GAPS)
@pytest.mark.parametrize("wrong", ["{}", "{0}", "{nobody}", "{agency.name}", "{topic[0]}"])
def test_a_sentence_takes_no_other_gap(name: str, wrong: str) -> None:
    """The bot could not fill it in, and somebody in a hurry would get an error for an answer."""
    refused(name, f"{SHIPPED[name]} {wrong}")


@pytest.mark.parametrize("name", WITH_GAPS)
@pytest.mark.parametrize("stray", ["{", "}", "{{}", "{a"])
def test_a_stray_brace_is_refused(name: str, stray: str) -> None:
    refused(name, f"{SHIPPED[name]} {stray}")


def test_a_gap_may_stand_twice_and_anywhere() -> None:
    text = "{topic} is what {agency} has no page on: {topic}"

    changed = Messages.model_validate({**SHIPPED, "general_instead": text})

    assert changed.general_instead == text


def test_a_brace_that_is_meant_is_written_twice() -> None:
    changed = Messages.model_validate({**SHIPPED, "written_for": "For {agency} {{really}}."})

    assert changed.written_for.format(agency="police") == "For police {really}."


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_no_sentence_may_be_missing(name: str) -> None:
    without = {key: text for key, text in SHIPPED.items() if key != name}

    assert places(without) == [(name,)]


@pytest.mark.parametrize("group", ["buttons", "labels"])
def test_no_button_or_label_may_be_missing(group: str) -> None:
    for name in SHIPPED[group]:
        without = {key: text for key, text in SHIPPED[group].items() if key != name}

        assert places({**SHIPPED, group: without}) == [(group, name)]


def test_an_unknown_sentence_is_refused() -> None:
    """It is a slip in the key of another."""
    assert places({**SHIPPED, "nothign": "Nothing."}) == [("nothign",)]


@pytest.mark.parametrize(("limit", "name"), [(300, "nothing"), (60, "help_title"), (24, "save")])
def test_a_sentence_has_a_length_that_slack_can_show(limit: int, name: str) -> None:
    Messages.model_validate({**SHIPPED, name: "x" * limit})

    refused(name, "x" * (limit + 1))
    refused(name, "x")


def refused(name: str, text: str) -> None:
    """The sentence *name* may not be *text*."""
    assert places({**SHIPPED, name: text}) == [(name,)]


def places(data: dict[str, Any]) -> list[tuple[int | str, ...]]:
    """Where *data* is refused."""
    with pytest.raises(ValidationError) as caught:
        Messages.model_validate(data)
    return [fault["loc"] for fault in caught.value.errors()]
