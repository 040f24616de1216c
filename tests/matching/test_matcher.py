"""From a message to what it is about, whose it is, and how sure that is."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.deciding import CHOICES, NEAREST, OTHERS, Answer, Choices, Nothing
from bot.matching.matcher import Match, Matcher
from bot.toolkit.loader import default_content_dir, load
from bot.toolkit.toolkit import Toolkit
from tests.matching.test_reached import REACHED

MIXED = [
    ("what is human trafficking", None),
    ("what do i write in the record", None),
    ("what do i write in the record", "prison-service"),
    ("how do i make a prevent referral", None),
    ("hes got a knfie and she is locked in", "health-services"),
    ("did ukba become the border force", None),
    ("asdf qwer zxcv", "police"),
    ("pt wont tlk wivout her bf, im a nurse wot do i do", None),
]


# Topics that repeat from agency to agency


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("what do i write in the record", "keeping-records"),
        ("she begged me not to tell anyone, can i keep it confidential", "confidentiality"),
        ("can i share information with other agencies", "information-sharing"),
    ],
)
def test_a_saved_agency_decides_whose_page_is_given(
    matcher: Matcher, toolkit: Toolkit, message: str, kind: str
) -> None:
    with_such_a_page = [a for a in toolkit.agencies if f"{a}/{kind}" in toolkit.entries]

    given_first = [matcher.match(message, a).outcome.ids[0] for a in with_such_a_page]

    assert given_first == [f"{agency}/{kind}" for agency in with_such_a_page]


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("what do i write in the record", "keeping-records"),
        ("keeping records", "keeping-records"),
        ("she begged me not to tell anyone, can i keep it confidential", "confidentiality"),
        ("can i share information with other agencies", "information-sharing"),
        ("what is my role in the process", "your-role"),
        ("someone just told me they were trafficked, what do i do", "if-you-suspect"),
        ("how do i spot a trafficker", "identifying-traffickers"),
    ],
)
def test_an_unknown_agency_is_asked_for_and_the_topic_is_kept(
    matcher: Matcher, toolkit: Toolkit, message: str, kind: str
) -> None:
    match = matcher.match(message)

    every_agency_s = {f"{a}/{kind}" for a in toolkit.agencies} & set(toolkit.entries)
    general = toolkit.kinds[kind].general
    assert match.kind_of_all == kind
    assert isinstance(match.outcome, Choices)
    assert set(match.outcome.ids) == {general, *every_agency_s}
    assert len(match.outcome.ids) == 1 + len(every_agency_s)


def test_nobody_is_asked_where_they_work_when_the_message_says_it(matcher: Matcher) -> None:
    match = matcher.match("nurse here, what do i write in the record")

    assert match.kind_of_all == ""
    assert match.outcome.ids[0] == "health-services/keeping-records"


def test_nobody_is_asked_where_they_work_when_the_page_is_for_everybody(matcher: Matcher) -> None:
    match = matcher.match("what is human trafficking")

    assert match.kind_of_all == ""
    assert match.outcome.ids[0] == "tackling/what-is-trafficking"


@pytest.mark.parametrize(
    ("message", "agency", "kind"),
    [
        (
            "she begged me not to tell anyone, can i keep it confidential",
            "competent-authorities",
            "confidentiality",
        ),
        ("what is my role in the process", "competent-authorities", "your-role"),
        (
            "how do i spot a trafficker",
            "crown-prosecution-service",
            "identifying-traffickers",
        ),
        ("how do i spot a trafficker", "health-services", "identifying-traffickers"),
        (
            "someone just told me they were trafficked, what do i do",
            "competent-authorities",
            "if-you-suspect",
        ),
    ],
)
def test_an_agency_without_such_a_page_gets_the_general_one(
    matcher: Matcher, toolkit: Toolkit, message: str, agency: str, kind: str
) -> None:
    match = matcher.match(message, agency)

    assert f"{agency}/{kind}" not in toolkit.entries
    assert match.stands_in is not None
    assert (match.stands_in.agency, match.stands_in.kind) == (agency, kind)
    assert match.outcome.ids[0] == toolkit.kinds[kind].general


@pytest.mark.parametrize(
    ("message", "agency", "kind"),
    [
        ("can i keep it confidential", "police", "confidentiality"),
        ("someone just told me they were trafficked, what do i do", "police", "if-you-suspect"),
        (
            "someone just told me they were trafficked, what do i do",
            "voluntary-organisations",
            "if-you-suspect",
        ),
    ],
)
def test_a_page_of_the_agency_s_own_that_holds_the_matter_comes_before_the_general_one(
    matcher: Matcher, toolkit: Toolkit, message: str, agency: str, kind: str
) -> None:
    match = matcher.match(message, agency)

    assert f"{agency}/{kind}" not in toolkit.entries
    assert match.stands_in is None
    assert match.outcome.ids[0] in toolkit.kinds[kind].within
    assert match.outcome.ids[0].startswith(agency)


def test_an_agency_with_such_a_page_gets_no_stand_in(matcher: Matcher) -> None:
    assert matcher.match("can i keep it confidential", "health-services").stands_in is None


# Outcomes


def test_a_plain_question_is_answered_with_others_behind_it(matcher: Matcher) -> None:
    outcome = matcher.match("what is human trafficking").outcome

    assert isinstance(outcome, Answer)
    assert outcome.id == "tackling/what-is-trafficking"
    assert 1 <= len(outcome.others) <= OTHERS
    assert outcome.id not in outcome.others


@pytest.mark.parametrize("entry_id", REACHED)
def test_an_outcome_keeps_its_bounds(matcher: Matcher, toolkit: Toolkit, entry_id: str) -> None:
    """With the question of every heading, asked by nobody known."""
    match = matcher.match(REACHED[entry_id]["ask"])

    assert_within_bounds(match, toolkit)
    assert not isinstance(match.outcome, Choices) or len(match.outcome.ids) >= 2


@pytest.mark.parametrize(
    ("message", "subject"),
    [
        ("how do i make a prevent referral", "prevent-referrals"),
        ("can i get an fgm form", "fgm"),
        ("how do i apply for a student visa to study", "visas-work-study"),
        ("what is for lunch", "food-and-social"),
        ("my laptop will not turn on", "it-kit"),
        ("how much annual leave have i got left", "annual-leave-sickness"),
    ],
)
def test_a_neighbouring_subject_gets_no_guidance_and_is_named(
    matcher: Matcher, toolkit: Toolkit, message: str, subject: str
) -> None:
    outcome = matcher.match(message).outcome

    titles = {each.id: each.title for each in toolkit.not_ours}
    assert isinstance(outcome, Nothing)
    assert outcome.subject == titles[subject]


@pytest.mark.parametrize(
    "message",
    ["hi", "hello", "hey there", "good morning all", "thanks", "thank you so much", "ok", "cheers"],
)
def test_a_greeting_gets_no_guidance(matcher: Matcher, message: str) -> None:
    assert isinstance(matcher.match(message).outcome, Nothing)


@pytest.mark.parametrize(
    "message",
    [
        "asdfghjkl qwertyuiop",
        "zzxqv blorp",
        "1234567",
        "aaaaaaaaaaa",
        "\U0001f642",
        "\u4f60\u597d",
        "lorem ipsum dolor sit amet",
    ],
)
def test_gibberish_gets_no_guidance(matcher: Matcher, message: str) -> None:
    outcome = matcher.match(message).outcome

    assert isinstance(outcome, Nothing)
    assert len(outcome.nearest) <= NEAREST


@pytest.mark.parametrize("message", ["", "   ", "<@U0BOT>", ":wave:", "``` ```", "?"])
def test_nothing_readable_is_about_nothing(matcher: Matcher, message: str) -> None:
    match = matcher.match(message)

    assert match.understood.typed == ()
    assert match.outcome == Nothing((), "")
    assert not match.danger
    assert match.agency is None
    assert match.old_names == ()


def test_slips_and_shorthand_find_the_same_page(matcher: Matcher) -> None:
    plain = matcher.match("i am a nurse, what do i write in the patient record")
    hurried = matcher.match("IM A NURSE wot do i wriet in the pt reccord pls")

    assert plain.outcome.ids[0] == hurried.outcome.ids[0] == "health-services/keeping-records"


# Invariants


@pytest.mark.parametrize(("message", "agency"), MIXED)
def test_the_same_words_match_the_same_way(
    matcher: Matcher, toolkit: Toolkit, message: str, agency: str | None
) -> None:
    again = Matcher(toolkit)

    assert matcher.match(message, agency) == matcher.match(message, agency)
    assert again.match(message, agency) == matcher.match(message, agency)


def test_one_message_leaves_nothing_behind_for_the_next(matcher: Matcher) -> None:
    before = matcher.match("what do i write in the record")
    matcher.match("im a nurse, he has a knife, ukba told me", "police")

    assert matcher.match("what do i write in the record") == before


def test_the_order_of_the_content_does_not_matter(matcher: Matcher, tmp_path: Path) -> None:
    shuffled = Matcher(load(_shuffled_copy(tmp_path)))
    asked = [*MIXED, *((q["ask"], q["agency"]) for q in REACHED.values())]

    changed = [each for each in asked if _ids(shuffled, *each) != _ids(matcher, *each)]

    assert changed == []


_AGENCY = st.sampled_from([None, "police", "health-services", "competent-authorities"])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(message=st.text(max_size=6000), agency=_AGENCY)
def test_any_text_is_matched(
    matcher: Matcher, toolkit: Toolkit, message: str, agency: str | None
) -> None:
    assert_within_bounds(matcher.match(message, agency), toolkit)


@pytest.mark.parametrize(
    ("message", "agency", "headings"),
    [
        (
            "what goes in the notes and who am i allowed to share it with",
            "health-services",
            {"health-services/keeping-records", "health-services/information-sharing"},
        ),
        (
            "can i keep it confidential, and what support can we offer him?",
            "prison-service",
            {"prison-service/confidentiality", "prison-service/support-and-advice"},
        ),
    ],
)
def test_a_message_that_asks_two_things_gets_both(
    matcher: Matcher, message: str, agency: str, headings: set[str]
) -> None:
    outcome = matcher.match(message, agency).outcome

    assert isinstance(outcome, Answer)
    assert set(outcome.answers) == headings
    assert set(outcome.ids[:2]) == headings


_OWN_WORDS = {word for question in REACHED.values() for word in question["ask"].split()}
_ODD_WORDS = ["<@U1>", ":wave:", "```", "999", "ukba", "soca", "&amp;", "\u2019", "\uff2e\uff32"]
_WORDS = st.sampled_from([*sorted(_OWN_WORDS), *_ODD_WORDS])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(said=st.lists(_WORDS, max_size=400), agency=_AGENCY)
def test_any_jumble_of_our_own_words_is_matched(
    matcher: Matcher, toolkit: Toolkit, said: list[str], agency: str | None
) -> None:
    message = " ".join(said)[:6000]

    assert_within_bounds(matcher.match(message, agency), toolkit)


@pytest.mark.parametrize("message", ["nrm " * 1500, "a" * 6000, "\u0000" * 6000, "<" * 6000])
def test_a_very_long_message_is_matched(matcher: Matcher, toolkit: Toolkit, message: str) -> None:
    assert_within_bounds(matcher.match(message), toolkit)


def assert_within_bounds(match: Match, toolkit: Toolkit) -> None:
    """What holds of every match, whatever was typed."""
    ids = match.outcome.ids
    assert set(ids) <= set(toolkit.entries)
    assert len(set(ids)) == len(ids)
    match match.outcome:
        case Answer(_, others):
            assert len(others) <= OTHERS
        case Choices():
            general = {toolkit.kinds[match.kind_of_all].general} if match.kind_of_all else set()
            kinds = {each.partition("/")[2] for each in set(ids) - general}
            assert len(ids) <= CHOICES or kinds == {match.kind_of_all}
        case Nothing(nearest, _):
            assert len(nearest) <= NEAREST
    scores = [candidate.score for candidate in match.candidates]
    assert scores == sorted(scores, reverse=True)
    assert match.agency is None or match.agency.id in toolkit.agencies
    assert set(match.old_names) <= set(toolkit.old_names)


def _ids(matcher: Matcher, message: str, agency: str | None) -> tuple[object, ...]:
    match = matcher.match(message, agency)
    return match.outcome.ids, match.agency, bool(match.danger), match.old_names


def _shuffled_copy(below: Path) -> Path:
    """The content with its entries, and the phrases within them, in another order."""
    folder = below / "content"
    shutil.copytree(default_content_dir(), folder, copy_function=shutil.copyfile)
    chance = random.Random(1)  # noqa: S311  # a shuffle that is the same every time
    names = ("kinds", "contacts", "bodies", "not_ours", "glossary", "sources", "urgent")
    for path in [
        *folder.glob("guidance/*.yaml"),
        *folder.glob("routes/*.yaml"),
        *(folder / f"{name}.yaml" for name in names),
    ]:
        data: Any = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        for entry in data if isinstance(data, list) else [data]:
            for key in {"asked_as", "also_called", "phrases", "heard", "calm"} & set(entry):
                chance.shuffle(entry[key])
        if isinstance(data, list):
            chance.shuffle(data)
        path.write_text(yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("message", "agency"),
    [
        ("what is my role in the process", "competent-authorities"),
        ("she begged me not to tell anyone, can i keep it confidential", "competent-authorities"),
        (
            "she begged me not to tell anyone, can i keep it confidential",
            "crown-prosecution-service",
        ),
    ],
)
def test_no_other_agency_s_page_comes_first(
    matcher: Matcher, toolkit: Toolkit, message: str, agency: str
) -> None:
    """Another agency's rules, said with confidence, are the worst kind of wrong answer."""
    owner = toolkit.agency_of(matcher.match(message, agency).outcome.ids[0])

    assert owner is None or owner.id == agency


@pytest.mark.parametrize("message", ["lesson", "e learning"])
def test_a_choice_is_of_two_or_more(matcher: Matcher, message: str) -> None:
    outcome = matcher.match(message).outcome

    assert outcome.name != "choices" or len(outcome.ids) >= 2


@pytest.mark.parametrize(
    ("message", "agency", "entry"),
    [
        ("identifying victims", None, "tackling/identifying-victims"),
        ("Prevention", "police", "police/prevention"),
    ],
)
def test_a_printed_heading_typed_leads_to_it(
    matcher: Matcher, message: str, agency: str | None, entry: str
) -> None:
    outcome = matcher.match(message, agency).outcome

    assert outcome.name != "none"
    assert entry in outcome.ids
