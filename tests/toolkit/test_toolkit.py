"""Finding a thing in the toolkit."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from bot.toolkit.loader import load
from bot.toolkit.models import Guidance, Route
from bot.toolkit.outline import headings_in_order
from bot.toolkit.toolkit import Citation, Toolkit, UnknownIdError
from tests.support.content_copy import ContentCopy


def test_headings_are_in_the_order_of_the_outline(toolkit: Toolkit) -> None:
    """Not of the files, which are read by name."""
    assert list(toolkit.guidance) == [
        heading.id for heading, _ in headings_in_order(toolkit.outline)
    ]


def test_agencies_are_in_the_order_of_the_outline(toolkit: Toolkit) -> None:
    sections = [section.id for section in toolkit.outline.sections]

    assert list(toolkit.agencies) == [each for each in sections if each in toolkit.agencies]


def test_contacts_are_in_the_order_of_their_file(tmp_path: Path) -> None:
    content = ContentCopy.below(tmp_path)
    lines = (content.folder / "contacts.yaml").read_text("utf-8").splitlines()
    written = [line.removeprefix("- id: ") for line in lines if line.startswith("- id: ")]

    assert list(load(content.folder).contacts) == written


def test_entries_are_headings_and_then_routes(toolkit: Toolkit) -> None:
    assert list(toolkit.entries) == [*toolkit.guidance, *toolkit.routes]


def test_an_entry_is_found_by_its_id(toolkit: Toolkit) -> None:
    assert isinstance(toolkit.entry("police/nrm-role"), Guidance)
    assert isinstance(toolkit.entry("route/child"), Route)
    assert all(toolkit.entry(each).id == each for each in toolkit.entries)


@pytest.mark.parametrize("gone", ["", "police", "police/", "police/no-such", "ROUTE/CHILD", "{id}"])
def test_an_unknown_id_is_told_of_in_words_for_people(toolkit: Toolkit, gone: str) -> None:
    """A button posted long ago may carry an id that is no more."""
    with pytest.raises(UnknownIdError) as caught:
        toolkit.entry(gone)

    assert str(caught.value) == toolkit.messages.gone.format(id=gone)


def test_a_page_of_an_agency_knows_whose_it_is(toolkit: Toolkit) -> None:
    agency = toolkit.agency_of("health-services/nrm-role")

    assert agency is not None
    assert agency.id == "health-services"


@pytest.mark.parametrize(
    "general", ["tackling/definition", "route/child", "resources/related-sites"]
)
def test_a_general_page_is_nobodys(toolkit: Toolkit, general: str) -> None:
    assert toolkit.agency_of(general) is None


def test_what_stands_under_a_heading_is_in_the_outlines_order(toolkit: Toolkit) -> None:
    under = toolkit.under("tackling/laws-broken")

    assert [each.id for each in under] == [
        "tackling/international-law",
        "tackling/european-law",
        "tackling/domestic-law",
    ]


@pytest.mark.parametrize("alone", ["tackling/definition", "route/child", "no/such"])
def test_nothing_stands_under_what_groups_nothing(toolkit: Toolkit, alone: str) -> None:
    assert toolkit.under(alone) == ()


def test_each_heading_is_known_as_it_was_printed(toolkit: Toolkit) -> None:
    assert list(toolkit.printed) == list(toolkit.guidance)
    printed = toolkit.printed["tackling/european-law"]
    assert (printed.heading.page, printed.section.id) == (15, "tackling")


def test_a_reference_is_cited_with_its_place_in_words(toolkit: Toolkit) -> None:
    assert toolkit.cite(["MSA-s52"]) == (Citation(toolkit.sources["MSA"], "section 52"),)


def test_a_document_as_a_whole_is_cited_without_a_place(toolkit: Toolkit) -> None:
    assert toolkit.cite(["FRT"]) == (Citation(toolkit.sources["FRT"], ""),)


def test_each_place_is_cited_once_and_in_order(toolkit: Toolkit) -> None:
    cited = toolkit.cite(["MSA-s52", "FRT", "MSA-s52", "MSA-s45", "FRT"])

    assert [(each.source.key, each.place) for each in cited] == [
        ("MSA", "section 52"),
        ("FRT", ""),
        ("MSA", "section 45"),
    ]


def test_nothing_is_cited_for_nothing(toolkit: Toolkit) -> None:
    assert toolkit.cite([]) == ()


@pytest.mark.parametrize(
    "name",
    [
        "guidance",
        "routes",
        "agencies",
        "kinds",
        "contacts",
        "sources",
        "old_names",
        "entries",
        "printed",
    ],
)
def test_no_mapping_of_the_toolkit_can_be_changed(toolkit: Toolkit, name: str) -> None:
    """Everybody's answers come from the one toolkit."""
    mapping: Any = getattr(toolkit, name)

    with pytest.raises(TypeError):
        mapping["new"] = None
    with pytest.raises(TypeError):
        del mapping[next(iter(mapping))]


def test_the_toolkit_itself_cannot_be_changed(toolkit: Toolkit) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        toolkit.version = "other"  # type: ignore[misc]


def test_the_version_is_short_and_the_same_each_time(toolkit: Toolkit, tmp_path: Path) -> None:
    again = load(ContentCopy.below(tmp_path).folder)

    assert len(toolkit.version) == 8
    assert again.version == toolkit.version
