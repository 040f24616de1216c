"""What must hold between the things of the content, each rule broken once in what ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.toolkit.loader import load
from bot.toolkit.outline import headings_in_order
from bot.toolkit.toolkit import Toolkit
from tests.support.content_copy import ContentCopy

POLICE = "guidance/police.yaml"
CHILD = "routes/child.yaml"
CHOOSING = "routes/choosing.yaml"
NOBODY = "01632 960 123"  # a number that is kept free for stories
ODD = "zebra crossing of bananas"


@pytest.fixture
def content(tmp_path: Path) -> ContentCopy:
    """A copy of the content that ships, to break."""
    return ContentCopy.below(tmp_path)


@pytest.mark.parametrize(
    ("name", "start", "new", "key"),
    [
        (POLICE, "see_also:", "see_also: [police/nowhere]", "0.see_also.0"),
        (POLICE, "routes:", "routes: [route/child, route/nowhere]", "0.routes.1"),
        (POLICE, "contacts:", "contacts: [police-999, nobody]", "0.contacts.1"),
        (POLICE, "sources:", "sources: [NOWHERE-s1]", "0.points.0.sources.0"),
        (POLICE, "ask:", "ask: nobody", "0.to_check.0.ask"),
        (CHILD, "see_also:", "see_also: [route/nowhere]", "see_also.0"),
        (CHILD, "then:", "then: route/nowhere", "steps.0.then"),
        (CHILD, "contacts:", "contacts: [nobody]", "steps.0.contacts.0"),
        ("agencies/police.yaml", "sources:", "sources: [NOWHERE]", "first_responder.sources.0"),
        ("kinds.yaml", "general:", "general: tackling/nowhere", "0.general"),
        ("kinds.yaml", "within:", "within: [police/nowhere]", "2.within.0"),
        ("contacts.yaml", "sources:", "sources: [NOWHERE]", "0.sources.0"),
        ("bodies.yaml", "leads_to:", "leads_to: [tackling/nowhere]", "0.leads_to.0"),
        ("bodies.yaml", "contact:", "contact: nobody", "0.contact"),
        ("glossary.yaml", "leads_to:", "leads_to: tackling/nowhere", "0.leads_to"),
        ("urgent.yaml", "route:", "route: route/nowhere", "route"),
        ("urgent.yaml", "contacts:", "contacts: [nobody]", "contacts.0"),
    ],
)
def test_a_reference_that_leads_nowhere_is_refused(
    content: ContentCopy, name: str, start: str, new: str, key: str
) -> None:
    line = content.change(name, start, new)

    problem = content.report().only

    assert problem.place == (name, line, key)
    assert "no" in problem.what.split()
    assert problem.hints


def test_a_form_and_a_way_to_reach_somebody_must_be_contacts(content: ContentCopy) -> None:
    form = content.change(CHILD, "form:", "form: nobody")
    reach = content.change("contacts.yaml", "reach_through:", "reach_through: [nobody]")

    report = content.report()

    assert [(each.file, each.line) for each in report.problems] == [
        ("contacts.yaml", reach),
        (CHILD, form),
    ]
    assert all("nobody" in each.what for each in report.problems)


def test_a_heading_cannot_lead_to_itself(content: ContentCopy) -> None:
    line = content.change(POLICE, "see_also:", "see_also: [police/responsibilities]")

    problem = content.report().only

    assert problem.place == (POLICE, line, "0.see_also.0")
    assert problem.hints


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (POLICE, "id"),
        ("kinds.yaml", "id"),
        ("contacts.yaml", "id"),
        ("sources.yaml", "key"),
        ("bodies.yaml", "id"),
        ("glossary.yaml", "term"),
        ("not_ours.yaml", "id"),
    ],
)
def test_an_id_that_stands_twice_is_refused(content: ContentCopy, name: str, key: str) -> None:
    entries = len([e for e in (content.folder / name).read_text().splitlines() if e[:2] == "- "])
    line = content.repeat_first(name)

    problem = content.report().at(name, line, f"{entries}.{key}")

    assert f"{name}:" in problem.what  # where the other one stands
    assert problem.hints


def test_a_route_and_an_agency_stand_once_though_each_has_a_file(content: ContentCopy) -> None:
    copies = {CHILD: "routes/child-too.yaml", "agencies/police.yaml": "agencies/police-too.yaml"}
    for name, copy in copies.items():
        content.write(copy, (content.folder / name).read_bytes())

    report = content.report()

    for name, copy in copies.items():
        # of the two the first by name is kept, and the other is told of
        assert report.at(max(name, copy), content.line_of(name, "id:"), "id").hints


@pytest.mark.parametrize(
    "again", [ODD, ODD.upper(), f"{ODD}?!", "Zebra-crossing of... bananas", f'"  {ODD}  "']
)
def test_a_phrase_asks_for_one_heading_only(content: ContentCopy, again: str) -> None:
    """Case and punctuation make no second phrase: the matcher would not know which to answer."""
    content.ask(POLICE, ODD)
    line = content.ask(CHILD, again)

    problem = content.report().only

    assert problem.place == (CHILD, line, "asked_as.0")
    assert problem.hints


def test_a_phrase_cannot_be_ours_and_not_ours(content: ContentCopy) -> None:
    content.ask(POLICE, ODD)
    line = content.ask("not_ours.yaml", ODD)

    assert content.report().only.place == ("not_ours.yaml", line, "0.asked_as.0")


def test_a_phrase_of_a_kind_is_no_heading_s_own(content: ContentCopy) -> None:
    """What anybody asks would count as one agency's, or twice."""
    content.ask(POLICE, ODD)
    line = content.ask("kinds.yaml", ODD)

    assert content.report().only.place == ("kinds.yaml", line, "0.asked_as.0")


def test_a_phrase_stands_once_within_a_heading(content: ContentCopy) -> None:
    content.ask(POLICE, ODD)
    content.ask(POLICE, ODD)

    assert content.report().only.key == "0.asked_as.1"


def test_a_word_belongs_to_one_agency(content: ContentCopy) -> None:
    """Else it could not tell whose staff is asking."""
    people = "people: [moon keeper, star keeper, sun keeper, sky keeper, cloud keeper]"
    content.change("agencies/border-agency.yaml", "people:", people)
    line = content.change("agencies/police.yaml", "people:", people.replace("moon", "Moon"))

    report = content.report()

    assert {each.place for each in report.problems} == {
        ("agencies/police.yaml", line, "called.people")
    }
    assert len(report.problems) == 5
    assert "moon keeper" in " ".join(each.what for each in report.problems)


def test_a_word_is_not_a_person_and_a_place(content: ContentCopy, toolkit: Toolkit) -> None:
    person = toolkit.agencies["police"].called.people[0]
    places = f"places: [{person}, moon house, star house, sun house, sky house]"
    line = content.change("agencies/police.yaml", "places:", places)

    assert content.report().only.place == ("agencies/police.yaml", line, "called.places")


def test_an_old_name_has_one_meaning(content: ContentCopy, toolkit: Toolkit) -> None:
    first, second, *_ = toolkit.old_names.values()
    line = content.change(
        "bodies.yaml",
        f"also_called: [{second.also_called[0]}",
        f"also_called: [{first.also_called[0].upper()}]",
    )

    assert content.report().only.place == ("bodies.yaml", line, "1.also_called.0")


def test_no_two_examples_stand_at_the_same_place(content: ContentCopy) -> None:
    content.change("agencies/border-agency.yaml", "order:", "order: 30")
    line = content.change("agencies/police.yaml", "order:", "order: 30")

    assert content.report().only.place == ("agencies/police.yaml", line, "example.order")


def test_an_agency_must_be_a_section(content: ContentCopy) -> None:
    agency = (content.folder / "agencies/police.yaml").read_text("utf-8")
    words = [f"moon {number}" for number in range(5)]
    stars = [f"star {number}" for number in range(5)]
    content.write("agencies/moon.yaml", agency.encode())
    line = content.change("agencies/moon.yaml", "id:", "id: moon")
    content.change("agencies/moon.yaml", "people:", f"people: [{', '.join(words)}]")
    content.change("agencies/moon.yaml", "places:", f"places: [{', '.join(stars)}]")
    content.change("agencies/moon.yaml", "order:", "order: 10")

    assert content.report().only.place == ("agencies/moon.yaml", line, "id")


@pytest.mark.parametrize(
    ("name", "start", "key"),
    [
        (POLICE, "- say:", "0.points.0.say"),
        (CHILD, "do:", "steps.0.do"),
        ("agencies/police.yaml", "say:", "first_responder.say"),
        ("bodies.yaml", "say:", "0.say"),
        ("urgent.yaml", "- say:", "say.0.say"),
        ("messages.yaml", "nothing:", "nothing"),
        (CHOOSING, "help:", "questions.0.help"),
    ],
)
def test_a_number_in_a_sentence_must_be_some_contacts(
    content: ContentCopy, name: str, start: str, key: str
) -> None:
    """A slip in a number could hurt somebody."""
    line = content.change(name, start, f"{start} Ring {NOBODY} at any hour.")

    problem = content.report().only

    assert problem.place == (name, line, key)
    assert NOBODY.replace(" ", "") in problem.what
    assert problem.hints


def test_the_number_of_a_contact_may_stand_in_any_sentence(
    content: ContentCopy, toolkit: Toolkit
) -> None:
    phone = toolkit.contacts["ictg"].phone
    content.change(POLICE, "- say:", f"- say: Ring {phone} at any hour.")

    assert str(phone) in load(content.folder).guidance["police/responsibilities"].points[0].say


def test_a_mended_number_of_a_contact_must_be_mended_everywhere(content: ContentCopy) -> None:
    """The guardian line stands in sentences too; changing the contact alone is noticed."""
    content.change("contacts.yaml", "phone: 0800 043 4303", f"phone: {NOBODY}")

    report = content.report()

    assert CHILD in {each.file for each in report.problems}
    assert all("08000434303" in each.what for each in report.problems)


def test_people_may_type_any_number(content: ContentCopy) -> None:
    content.ask(POLICE, f"who answers on {NOBODY}")

    assert load(content.folder).guidance["police/responsibilities"].asked_as[0].endswith(NOBODY)


def test_questions_that_go_round_in_a_circle_are_refused(content: ContentCopy) -> None:
    line = content.change(CHOOSING, '- {say: "Yes", leads_to:', '- {say: "Yes", leads_to: danger}')

    problem = content.report().only

    assert problem.file == CHOOSING
    assert problem.line == line
    assert "danger" in problem.what


def test_a_longer_circle_is_refused_too(content: ContentCopy) -> None:
    content.change(
        CHOOSING, '- {say: "Not sure", leads_to: route/child', '- {say: "X?", leads_to: danger}'
    )

    assert content.report().only.file == CHOOSING


def test_an_answer_that_leads_nowhere_is_refused(content: ContentCopy) -> None:
    start = '- {say: "Not sure", leads_to: route/child'
    line = content.change(CHOOSING, start, '- {say: "Not sure", leads_to: route/nowhere}')

    problem = content.report().only

    assert (problem.file, problem.line) == (CHOOSING, line)
    assert problem.key.endswith("leads_to")
    assert "route/nowhere" in problem.what


def test_the_first_question_must_be_there(content: ContentCopy) -> None:
    line = content.change(CHOOSING, "start:", "start: nowhere")

    assert content.report().only.place == (CHOOSING, line, "start")


def test_a_route_that_no_answer_leads_to_is_refused(content: ContentCopy) -> None:
    content.change(
        CHOOSING,
        '- {say: "Only information", leads_to:',
        '- {say: "Only information", leads_to: route/immediate-danger}',
    )

    problem = content.report().only

    assert problem.file == CHOOSING
    assert "route/report-information" in problem.what
    assert problem.hints


def test_a_question_that_no_answer_leads_to_is_refused(content: ContentCopy) -> None:
    content.change(
        CHOOSING, '- {say: "Not asked yet",', '- {say: "Not yet", leads_to: route/child}'
    )

    problem = content.report().only

    assert problem.file == CHOOSING
    assert "explain" in problem.what


def test_a_heading_that_nothing_is_written_for_is_refused(content: ContentCopy) -> None:
    new = "- {id: introduction/thanks, title: Thanks, page: 8}"
    content.insert("outline.yaml", "- {id: introduction/aims", new)

    problem = content.report().only

    assert problem.file == "outline.yaml"
    assert "introduction/thanks" in problem.what
    assert problem.hints


def test_guidance_for_no_heading_of_the_outline_is_refused(content: ContentCopy) -> None:
    content.remove("outline.yaml", "- {id: police/prevention,")
    line = content.line_of(POLICE, "- id: police/prevention")

    problem = content.report().only

    assert (problem.file, problem.line) == (POLICE, line)
    assert "police/prevention" in problem.what


def test_a_heading_stands_once_in_the_outline(content: ContentCopy) -> None:
    new = "- {id: police/prevention, title: Prevention, page: 52}"
    content.insert("outline.yaml", "- {id: police/prevention", new)

    problem = content.report().only

    assert problem.file == "outline.yaml"
    assert "police/prevention" in problem.what
    assert problem.hints


def test_everything_that_does_not_hold_stands_in_one_report(
    content: ContentCopy, toolkit: Toolkit
) -> None:
    content.ask(POLICE, ODD)
    expected = {
        (POLICE, content.change(POLICE, "see_also:", "see_also: [no/where]"), "0.see_also.0"),
        (POLICE, content.change(POLICE, "- say:", f"- say: Ring {NOBODY}."), "0.points.0.say"),
        (CHILD, content.ask(CHILD, ODD), "asked_as.0"),
        (CHOOSING, content.change(CHOOSING, "start:", "start: nowhere"), "start"),
        ("kinds.yaml", content.change("kinds.yaml", "general:", "general: no/where"), "0.general"),
        ("kinds.yaml", content.repeat_first("kinds.yaml"), f"{len(toolkit.kinds)}.id"),
    }

    # the kind that stands twice leads nowhere twice
    assert expected < set(content.report().places)


def test_ids_of_an_outline_are_in_its_order(toolkit: Toolkit) -> None:
    ids = [heading.id for heading, _ in headings_in_order(toolkit.outline)]

    assert ids[:4] == [
        "introduction/aims",
        "tackling/what-is-trafficking",
        "tackling/definition",
        "tackling/prevalence",
    ]
    assert ids[-1] == "resources/related-sites"
