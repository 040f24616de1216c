"""The content that ships: whole, sound, and in the wheel."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

import pytest

from bench.matching.questions import DEVELOPMENT, HELD_OUT, read
from bot.matching.deciding import Answer
from bot.matching.matcher import Matcher
from bot.replies.answering import CALL_ANYWAY
from bot.toolkit.loader import default_content_dir
from bot.toolkit.models import Guidance
from bot.toolkit.outline import headings_in_order
from bot.toolkit.toolkit import Toolkit
from tests.support.shown import written

CHECKOUT = Path(__file__).parents[2]
AGENCIES = (
    "competent-authorities",
    "police",
    "border-agency",
    "prison-service",
    "health-services",
    "voluntary-organisations",
    "local-authorities",
    "crown-prosecution-service",
    "social-services",
)
ROUTES = {
    "route/immediate-danger",
    "route/child",
    "route/adult-consents-first-responder",
    "route/adult-consents-not-first-responder",
    "route/adult-no-consent",
    "route/report-information",
    "route/after-referral",
    "route/support",
}
EXAMPLES_ARE_ABOUT = {
    "health-services": "health-services/if-you-suspect",
    "police": "route/child",
    "local-authorities": "local-authorities/identifying-victims",
    "social-services": "social-services/identifying-victims",
    "prison-service": "prison-service/if-you-suspect",
    "border-agency": "border-agency/identifying-victims",
    "voluntary-organisations": "voluntary-organisations/confidentiality",
    "crown-prosecution-service": "crown-prosecution-service/prosecutions",
    "competent-authorities": "competent-authorities/responsibilities",
}
AS_PRINTED = (Path(__file__).parents[2] / "content" / "outline.yaml").read_text("utf-8")
_NUMBER = re.compile(r"(?<![\w/.-])\+?\d(?:[ )\u00a0\u2010-\u2015-]{0,2}\d){8,}(?![\w/-])")


def test_every_heading_of_the_contents_page_is_answered(toolkit: Toolkit) -> None:
    """Counted in the file itself, for the outline that was read might have lost some."""
    ids = re.findall(r"\bid: ([a-z-]+/[a-z0-9-]+)", AS_PRINTED)

    assert len(ids) == 113
    assert ids == [heading.id for heading, _ in headings_in_order(toolkit.outline)]
    assert ids == list(toolkit.guidance)


def test_there_are_the_eight_routes(toolkit: Toolkit) -> None:
    assert set(toolkit.routes) == ROUTES


def test_there_are_the_nine_agencies(toolkit: Toolkit) -> None:
    assert tuple(toolkit.agencies) == AGENCIES


def test_every_section_written_for_an_agency_has_its_agency(toolkit: Toolkit) -> None:
    printed = [s.id for s in toolkit.outline.sections if s.title.startswith("Specific")]

    assert printed == list(toolkit.agencies)


def test_every_heading_that_recurs_has_a_kind(toolkit: Toolkit) -> None:
    """Else a question about it could not ask back for the agency."""
    names = [each.partition("/")[2] for each in toolkit.guidance if toolkit.agency_of(each)]
    recurring = {name for name in names if names.count(name) > 1} - {"ukhtc"}

    assert recurring <= set(toolkit.kinds)
    assert set(toolkit.kinds) <= set(names)


def test_everything_can_be_asked_for_in_many_ways(toolkit: Toolkit) -> None:
    assert not [each.id for each in toolkit.entries.values() if len(set(each.asked_as)) < 15]


def test_every_heading_has_three_to_eight_points_with_sources(toolkit: Toolkit) -> None:
    for heading in toolkit.guidance.values():
        assert 3 <= len(heading.points) <= 8, heading.id
        assert all(point.sources for point in heading.points), heading.id


def test_every_step_of_a_route_has_a_source(toolkit: Toolkit) -> None:
    for route in toolkit.routes.values():
        assert all(step.sources for step in route.steps), route.id


def test_no_point_stands_twice_in_a_heading(toolkit: Toolkit) -> None:
    for heading in toolkit.guidance.values():
        said = [plain(each.say) for each in (*heading.points, *heading.do_not)]
        assert len(said) == len(set(said)), heading.id


def test_every_source_that_is_cited_is_cited_whole(toolkit: Toolkit) -> None:
    for entry in toolkit.entries.values():
        refs = chain.from_iterable(each.sources for each in entry.do_not)
        assert all(each.source.title and each.source.dated for each in toolkit.cite(refs)), entry.id


def test_no_question_for_measuring_stands_in_what_the_bot_says(toolkit: Toolkit) -> None:
    """None of five words or more, for "what victims should expect" is a title of the toolkit."""
    said = " | ".join(plain(each.text) for each in written(toolkit))
    asked = [plain(each.text) for each in read(DEVELOPMENT)]

    assert not [each for each in asked if len(each.split()) > 4 and each in said]


def test_every_agency_has_an_example_of_its_own_that_is_answered_for_it(
    toolkit: Toolkit, matcher: Matcher
) -> None:
    examples = {each.id: each.example for each in toolkit.agencies.values()}
    found = {id_: matcher.match(example.asks, id_) for id_, example in examples.items()}

    assert [id_ for id_, match in found.items() if not isinstance(match.outcome, Answer)] == []
    assert {id_: match.outcome.ids[0] for id_, match in found.items()} == EXAMPLES_ARE_ABOUT
    assert sorted(each.order for each in examples.values()) == list(range(1, 10))
    assert len({each.name for each in examples.values()}) == len(examples)


def test_no_example_is_a_question_for_measuring(toolkit: Toolkit) -> None:
    measured = {plain(each.text) for each in read(DEVELOPMENT, *HELD_OUT)}

    assert not {plain(each.example.asks) for each in toolkit.agencies.values()} & measured


def test_every_number_in_the_text_is_a_contacts(toolkit: Toolkit) -> None:
    """However it is written: with hyphens, brackets, or spaces that do not break."""
    known = set(chain.from_iterable(each.digits for each in toolkit.contacts.values()))
    found = {
        (re.sub(r"\D", "", number), shown.where)
        for shown in written(toolkit)
        if shown.part not in {"contacts", "sources"}
        for number in _NUMBER.findall(shown.text)
    }

    assert found
    assert not [(number, where) for number, where in found if number not in known]


def test_the_numbers_that_matter_most_are_the_contacts(toolkit: Toolkit) -> None:
    """The four that a slip in would hurt most, written here a second time."""
    phones = {each: toolkit.contacts[each].phone for each in CALL_ANYWAY}

    assert phones == {
        "police-999": "999",
        "salvation-army": "0800 808 3733",
        "ictg": "0800 043 4303",
        "msh": "08000 121 700",
    }


def test_danger_is_always_told_to_ring_999(toolkit: Toolkit) -> None:
    assert "999" in toolkit.urgent.say[0].say
    assert toolkit.urgent.contacts[0] == "police-999"
    assert toolkit.urgent.route == "route/immediate-danger"


def test_nothing_was_checked_in_the_future(toolkit: Toolkit) -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)  # it may be tomorrow here already
    checked = [*toolkit.entries.values(), *toolkit.contacts.values()]

    assert not [each.id for each in checked if each.checked > tomorrow]


def test_everything_is_checked_again_within_a_year_or_so(toolkit: Toolkit) -> None:
    for entry in toolkit.entries.values():
        assert timedelta(days=7) <= entry.check_by - entry.checked <= timedelta(days=400), entry.id


def test_everything_has_somebody_to_keep_it_right(toolkit: Toolkit) -> None:
    """A role, for people move on."""
    for entry in toolkit.entries.values():
        assert " " in entry.owner, entry.id
        assert not re.search(r"@|\d", entry.owner), entry.id


def test_a_page_leads_on_to_other_pages_each_once(toolkit: Toolkit) -> None:
    for entry in toolkit.entries.values():
        assert len(entry.see_also) == len(set(entry.see_also)), entry.id
        assert len(entry.contacts) == len(set(entry.contacts)), entry.id
        if isinstance(entry, Guidance):
            assert len(entry.routes) == len(set(entry.routes)), entry.id


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "-w", str(folder)]
    if importlib.util.find_spec("hatchling"):
        command.append("--no-build-isolation")
    subprocess.run([*command, str(CHECKOUT)], check=True, cwd=folder)  # noqa: S603
    (built,) = folder.glob("*.whl")
    unpacked = folder / "unpacked"
    with zipfile.ZipFile(built) as archive:
        archive.extractall(unpacked)
    return unpacked


def test_the_wheel_holds_all_of_the_content(wheel: Path) -> None:
    assert files(wheel / "bot" / "content") == files(default_content_dir())


def test_the_wheel_holds_nothing_that_only_developers_need(wheel: Path) -> None:
    top = {path.name for path in wheel.iterdir() if not path.name.endswith(".dist-info")}

    assert top == {"bot"}


def test_the_bot_loads_its_content_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    """Away from the checkout, as it runs once installed."""
    program = (
        "import bot.toolkit.loader as loader\n"
        "toolkit = loader.load()\n"
        "print(loader.__file__)\n"
        "print(loader.default_content_dir())\n"
        "print(len(toolkit.guidance), len(toolkit.routes), len(toolkit.agencies))\n"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(wheel)},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )

    module, content, counts = done.stdout.splitlines()
    assert Path(module).is_relative_to(wheel)
    assert Path(content) == wheel / "bot" / "content"
    assert counts == "113 8 9"


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def files(folder: Path) -> dict[str, bytes]:
    """Every file of *folder* by its path inside it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
