"""Pages for a few letters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.finding import FOUND_AT_MOST, PageFinder
from bot.toolkit.toolkit import Toolkit


@pytest.fixture(scope="module")
def finder(toolkit: Toolkit) -> PageFinder:
    return PageFinder(toolkit)


@pytest.mark.parametrize(
    ("typed", "expected", "within"),
    [
        ("nrm", "tackling/national-referral-mechanism", 1),
        ("the nr", "police/nrm-role", FOUND_AT_MOST),
        ("prison child", "prison-service/identifying-victims", 3),
        ("prison child", "route/child", FOUND_AT_MOST),
        ("child", "route/child", 5),
        ("chld", "tackling/child-victims", 3),
        ("wot is section 52", "tackling/responsibilities", 3),
        ("wot is section 52", "route/adult-no-consent", FOUND_AT_MOST),
        ("s52", "tackling/responsibilities", 3),
        ("duty to notify", "route/adult-no-consent", 2),
        ("safe hous", "route/support", 2),
        ("soca", "tackling/soca", 1),
        ("999", "route/immediate-danger", 1),
        ("serious and org", "tackling/soca", 1),
        ("gangmasters licensing", "tackling/gla", 1),
        ("palermo", "tackling/un-protocol", 1),
        ("health sig", "health-services/identifying-victims", 3),
        ("cps and courts record", "crown-prosecution-service/keeping-records", 1),
        ("do i need consent to refer someone under 18", "route/child", 1),
    ],
)
def test_what_a_person_expects_is_found(
    finder: PageFinder, typed: str, expected: str, within: int
) -> None:
    assert expected in finder.find(typed, None)[:within]


@pytest.mark.parametrize("typed", ["keep rec", "recrods", "keeping records"])
def test_the_page_of_every_agency_is_found_and_the_person_s_own_stands_first(
    finder: PageFinder, toolkit: Toolkit, typed: str
) -> None:
    pages = {each for each in toolkit.guidance if each.endswith("/keeping-records")}

    for own in pages:
        found = finder.find(typed, own.partition("/")[0])
        assert found[0] == own
        assert pages <= set(found)


def test_every_page_is_found_by_its_title_as_it_is_being_typed(
    finder: PageFinder, toolkit: Toolkit
) -> None:
    """The last word is not finished yet."""
    lost = [e.id for e in toolkit.entries.values() if e.id not in finder.find(e.title[:-1], None)]

    assert lost == []


def test_every_page_is_found_by_its_agency(finder: PageFinder, toolkit: Toolkit) -> None:
    for agency in toolkit.agencies.values():
        own = [each for each in toolkit.guidance if toolkit.agency_of(each) == agency]
        for name in (agency.name, agency.short):
            assert set(own) <= set(finder.find(name, None)), name


def test_every_page_is_found_by_every_way_in_which_it_is_asked_for(
    finder: PageFinder, toolkit: Toolkit
) -> None:
    """But for a few whose words are all in the titles of others."""
    asked = [(entry.id, each) for entry in toolkit.entries.values() for each in entry.asked_as[::6]]
    lost = [(entry, each) for entry, each in asked if entry not in finder.find(each, None)]

    assert len(lost) <= len(asked) * 0.02, lost


@pytest.mark.parametrize("typed", ["", " ", "?!", "zzzz", "qqqq xxxx", "é", "<@U1>", "\0"])
def test_what_is_near_to_nothing_finds_nothing(finder: PageFinder, typed: str) -> None:
    assert finder.find(typed, "police") == ()


def test_an_agency_that_nobody_knows_changes_nothing(finder: PageFinder) -> None:
    assert finder.find("records", "moon") == finder.find("records", None)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    typed=st.text(max_size=60) | st.from_regex(r"[a-z]{1,7}( [a-z]{1,7}){0,4}", fullmatch=True),
    agency=st.sampled_from([None, "police", "moon"]),
)
def test_any_letters_find_known_pages_each_once_and_always_the_same(
    finder: PageFinder, toolkit: Toolkit, typed: str, agency: str | None
) -> None:
    found = finder.find(typed, agency)

    assert len(found) == len(set(found)) <= FOUND_AT_MOST
    assert set(found) <= toolkit.entries.keys()
    assert found == finder.find(typed, agency)


def test_a_finder_that_is_made_again_finds_the_same(finder: PageFinder, toolkit: Toolkit) -> None:
    again = PageFinder(toolkit)

    for typed in ("records", "child", "wot is section 52", "police"):
        assert finder.find(typed, None) == again.find(typed, None)
