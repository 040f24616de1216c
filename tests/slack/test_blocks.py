"""A reply as Block Kit: within Slack's limits whatever the reply, and never more than was said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.replies import pages
from bot.replies.answering import Answering
from bot.replies.entries import contacts
from bot.replies.parts import (
    ContactLine,
    Contacts,
    Do,
    Notice,
    Offer,
    Offers,
    Part,
    Points,
    Reply,
    SourceLine,
    Sources,
    StepLine,
    Steps,
    Text,
    Title,
)
from bot.slack.blocks import (
    BUTTON_TEXT,
    SUMMARY_TEXT,
    TEXT_BUDGET,
    cut,
    escape,
    fitted,
    message,
    text_length,
)
from bot.toolkit.toolkit import Toolkit
from tests.support.limits import message_faults
from tests.support.payloads import buttons, words
from tests.support.reading import dos, element_types, header

TODAY = date(2030, 1, 1)
PINGS = {"user", "usergroup", "channel", "broadcast"}

prose = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=300)
label = prose.map(lambda text: text[:60])
ids = st.from_regex(r"[a-z]{1,20}/[a-z-]{1,30}", fullmatch=True)
parts = st.one_of(
    st.builds(
        Notice,
        st.sampled_from(["danger", "caution", "note"]),
        st.lists(prose, min_size=1, max_size=5).map(tuple),
    ),
    st.builds(Text, prose, label),
    st.builds(Points, label, st.lists(prose, min_size=1, max_size=8).map(tuple)),
    st.builds(
        Steps,
        label,
        st.lists(
            st.builds(
                StepLine,
                label,
                prose,
                st.lists(st.tuples(label, prose), max_size=4).map(tuple),
            ),
            min_size=1,
            max_size=12,
        ).map(tuple),
    ),
)
bodies = st.lists(parts, max_size=12)


def test_every_entry_fits_a_message(toolkit: Toolkit, answering: Answering) -> None:
    faults = {
        entry: found
        for entry in toolkit.entries
        if (found := message_faults(message(answering.show(entry, TODAY), share="Share")))
    }

    assert faults == {}


def test_every_entry_fits_a_message_with_a_steps_of_its_route_and_other_candidates(
    toolkit: Toolkit, answering: Answering
) -> None:
    """The longest answer that there is: the route's steps, and all that else was thought of."""
    longest = sorted(toolkit.entries, key=len)[-8:]
    faults = {}
    for entry in toolkit.guidance.values():
        reply = answering.show(entry.id, TODAY, others=(*entry.routes[:1], *longest))
        if found := message_faults(message(reply, share="Share")):
            faults[entry.id] = found

    assert faults == {}


def test_nothing_of_any_entry_is_left_out_to_make_it_fit(
    toolkit: Toolkit, answering: Answering
) -> None:
    """Leaving out is for a bad day; what we ship must fit whole."""
    short = []
    for entry in toolkit.entries:
        said = words(message(answering.show(entry, TODAY), share="Share"))
        if [text for text in _texts(answering.show(entry, TODAY).parts) if text not in said]:
            short.append(entry)

    assert short == []


def test_every_entry_fits_a_message_beside_the_longest_other(
    toolkit: Toolkit, answering: Answering
) -> None:
    """Two things were asked, and both are answered whole."""
    others = sorted(toolkit.entries, key=len)[-8:]

    def size(entry: str) -> int:
        return sum(map(len, _texts(answering.show_both([entry], others).parts)))

    longest, second = sorted(toolkit.entries, key=size)[-1:-3:-1]
    faults = {}
    for entry in toolkit.entries:
        reply = answering.show_both([entry, second if entry == longest else longest], others)
        built = message(reply, share="Share")
        left_out = [text for text in _texts(reply.parts) if text not in words(built)]
        if found := [*message_faults(built), *left_out]:
            faults[entry] = found

    assert faults == {}


def test_every_entry_fits_a_message_once_it_is_overdue(
    toolkit: Toolkit, answering: Answering
) -> None:
    last = max(entry.check_by for entry in toolkit.entries.values())
    faults = [
        found
        for entry in toolkit.entries
        if (found := message_faults(message(answering.show(entry, last + timedelta(days=1)))))
    ]

    assert faults == []


def test_every_entry_fits_when_it_is_shared(toolkit: Toolkit, answering: Answering) -> None:
    faults = [
        found
        for entry in toolkit.entries
        if (found := message_faults(message(answering.shared(entry, "<@U0123456789>", TODAY))))
    ]

    assert faults == []


def test_every_choice_of_what_is_related_fits(toolkit: Toolkit, answering: Answering) -> None:
    replies = {entry: answering.related(entry) for entry in toolkit.entries}

    assert {each: found for each in replies if (found := _faults(replies[each]))} == {}


def test_every_page_fits(toolkit: Toolkit) -> None:
    assert [found for reply in _pages(toolkit) if (found := _faults(reply))] == []


def test_every_choice_of_next_candidates_fits(toolkit: Toolkit, answering: Answering) -> None:
    every = list(toolkit.entries)
    fives = [every[at : at + 5] for at in range(0, len(every), 5)]

    assert [found for five in fives if (found := _faults(answering.not_meant(five)))] == []


@pytest.mark.parametrize("agency", [None, "police", "health-services"])
def test_every_example_question_gets_a_message_that_slack_takes(
    toolkit: Toolkit, answering: Answering, agency: str | None
) -> None:
    asked = [entry.asked_as[0] for entry in toolkit.entries.values()]
    asked += [each.asked_as[0] for each in toolkit.not_ours]
    asked += [*toolkit.urgent.heard[:10], *toolkit.messages.help_examples]

    faults = {
        text: found for text in asked if (found := _faults(answering.answer(text, agency, TODAY)))
    }

    assert faults == {}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=st.text(alphabet=st.characters(codec=None), max_size=5000))
def test_any_text_gets_a_message_that_slack_takes(answering: Answering, text: str) -> None:
    assert _faults(answering.answer(text, None, TODAY)) == []


@settings(max_examples=60, deadline=None, derandomize=True)
@given(typed=st.text(max_size=5000))
def test_any_agency_typed_gets_a_message_that_neither_pings_nor_links(
    toolkit: Toolkit, typed: str
) -> None:
    said = message(pages.agency_unknown_page(toolkit, typed))

    assert message_faults(said) == []
    assert not (PINGS | {"link", "mrkdwn"}) & element_types(said["blocks"])
    assert "<" not in said["text"]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(body=bodies)
def test_any_reply_of_lawful_parts_fits_a_message(body: list[Part]) -> None:
    said = message(Reply("A line.", (Text("A paragraph."), *body), "route/child"), share="Share")

    assert message_faults(said) == []


@settings(max_examples=60, deadline=None, derandomize=True)
@given(body=bodies)
def test_danger_contacts_and_buttons_are_never_left_out(body: list[Part]) -> None:
    danger = Notice("danger", ("Call 999 now.",))
    whom = Contacts("Who to call", (ContactLine("Helpline", "Any worry", "0800 000 000"),))
    ways = Offers((Offer(Do.CONTACTS, "Who to call"),))

    blocks = fitted([danger, *body, whom, ways])

    said = {"blocks": blocks}
    assert "Call 999 now." in words(said)
    assert "0800 000 000" in words(said)
    assert dos(said) == ["contacts"]


def test_what_is_too_much_is_left_out_whole_and_steps_first() -> None:
    steps = Steps("Steps", tuple(StepLine("You", "x" * 290) for _ in range(40)))
    points = Points("What to do", tuple(f"point {at}" for at in range(8)))

    said = {"blocks": fitted([Title("A title"), points, steps])}

    assert "x" not in words(said)
    assert [f"point {at}" for at in range(8) if f"point {at}" not in words(said)] == []
    assert header(said) == "A title"


def test_what_fits_is_all_there() -> None:
    """The budget itself is still allowed."""
    full: list[Part] = [Text("y" * 2500) for _ in range(TEXT_BUDGET // 2500)]

    assert text_length(fitted(full)) == TEXT_BUDGET


def test_one_sign_too_many_is_too_much() -> None:
    over: list[Part] = [Title("z"), *(Text("y" * 2500) for _ in range(TEXT_BUDGET // 2500))]

    assert text_length(fitted(over)) == 1


def test_the_summary_is_the_text_for_notifications_and_is_cut() -> None:
    said = message(Reply("w" * 4000, (Text("A paragraph."),)))

    assert len(said["text"]) == SUMMARY_TEXT
    assert said["text"].endswith("…")


def test_links_in_a_message_are_not_unfurled() -> None:
    said = message(Reply("A line.", (Text("A paragraph."),)))

    assert (said["unfurl_links"], said["unfurl_media"]) == (False, False)


def test_a_share_button_comes_last_and_carries_the_entry() -> None:
    said = message(Reply("A line.", (Text("A paragraph."),), "route/child"), share="Share here")

    (share,) = buttons(said)
    assert (share["value"], share["text"]["text"]) == ("route/child", "Share here")
    assert said["blocks"][-1]["type"] == "actions"


@pytest.mark.parametrize(("entry", "share"), [(None, "Share here"), ("route/child", "")])
def test_there_is_no_share_button_without_an_entry_or_without_others(
    entry: str | None, share: str
) -> None:
    assert buttons(message(Reply("A line.", (Text("A paragraph."),), entry), share=share)) == []


def test_a_button_carries_what_it_does_and_about_what() -> None:
    said = message(Reply("A line.", (Offers((Offer(Do.SHOW, "A heading", "police/x"),)),)))

    (button,) = buttons(said)
    assert button["action_id"] == "offer.show.police/x.0"
    assert button["value"] == "police/x"
    assert "style" not in button


def test_a_strong_offer_is_a_strong_button() -> None:
    offer = Offer(Do.STEPS, "Steps", "route/child", strong=True)

    (button,) = buttons(message(Reply("A line.", (Offers((offer,)),))))

    assert button["style"] == "primary"


def test_a_long_label_is_cut_to_the_button() -> None:
    said = message(Reply("A line.", (Offers((Offer(Do.SHOW, "l" * 200, "police/x"),)),)))

    assert len(buttons(said)[0]["text"]["text"]) == BUTTON_TEXT


def test_many_buttons_stand_in_rows_and_none_is_lost() -> None:
    offers = Offers(tuple(Offer(Do.SHOW, f"Heading {at}", f"police/h-{at}") for at in range(12)))

    said = message(Reply("A line.", (offers,)))

    assert [len(block["elements"]) for block in said["blocks"]] == [5, 5, 2]
    assert len({each["action_id"] for each in buttons(said)}) == 12


def test_offers_of_the_same_thing_have_ids_of_their_own_in_all_rows() -> None:
    same = Offers(tuple(Offer(Do.SHOW, f"Label {at}", "police/x") for at in range(6)))

    assert message_faults(message(Reply("A line.", (same,)))) == []


def test_a_contact_says_whom_when_and_how() -> None:
    line = ContactLine(
        name="Helpline",
        use_for="Any worry",
        phone="0800 000 000",
        hours="day and night",
        email="help@example.org",
        url="https://example.org/help",
        notes=("A note.",),
    )

    said = message(Reply("A line.", (Contacts("Who to call", (line,)),)))

    for each in ("Helpline", "Any worry", "0800 000 000", "day and night", "A note."):
        assert each in words(said)
    assert "mailto:help@example.org" in str(said)
    assert "https://example.org/help" in str(said)


def test_a_source_links_to_its_document_and_its_title_cannot_break_the_link() -> None:
    source = SourceLine("A <b> & a | title", "https://example.org/a")

    said = message(Reply("A line.", (Sources("Sources", (source,), ("Checked.",)),)))

    assert "<https://example.org/a|A &lt;b&gt; &amp; a / title>" in words(said)


def test_many_sources_are_spread_over_blocks_and_none_is_lost() -> None:
    many = tuple(SourceLine(f"Source number {at} " + "s" * 150) for at in range(40))

    said = message(Reply("A line.", (Sources("Sources", many, ("Checked.",), numbered=True),)))

    assert message_faults(said) == []
    assert [at for at in range(40) if f"Source number {at} " not in words(said)] == []


def test_points_carry_the_numbers_of_their_sources() -> None:
    said = message(Reply("A line.", (Points("What to do", ("One.", "Two."), ("1", "2,3")),)))

    assert "[1]" in words(said)
    assert "[2,3]" in words(said)


def test_every_contact_that_has_a_number_shows_it(toolkit: Toolkit) -> None:
    said = words(message(Reply("A line.", (contacts(toolkit, toolkit.contacts),))))

    numbers = [each.phone for each in toolkit.contacts.values() if each.phone]
    assert [number for number in numbers if number not in said] == []


@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=st.text(alphabet="<>&!@#|abc", max_size=50))
def test_escaped_text_holds_no_markup_and_reads_as_it_was(text: str) -> None:
    escaped = escape(text)

    assert not {"<", ">"} & set(escaped)
    back = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == text


@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=st.text(max_size=100), limit=st.integers(min_value=1, max_value=100))
def test_a_cut_text_is_within_its_limit_and_a_short_one_is_whole(text: str, limit: int) -> None:
    short = cut(text, limit)

    assert len(short) <= limit
    assert short == text or short.endswith("…")
    assert short == text or len(text) > limit


def _faults(reply: Reply) -> list[str]:
    return message_faults(message(reply, share="Share here"))


def _texts(parts: tuple[Part, ...]) -> Iterator[str]:
    """The sentences of every part that could be left out."""
    for part in parts:
        match part:
            case Text(text):
                yield text
            case Points(_, items):
                yield from items
            case Steps(_, steps):
                yield from (step.do for step in steps)


def _pages(toolkit: Toolkit) -> Iterator[Reply]:
    yield pages.help_page(toolkit)
    yield pages.topics_page(toolkit)
    yield pages.contacts_page(toolkit)
    yield pages.agency_forgotten_page(toolkit)
    yield pages.agency_page(toolkit, None)
    yield pages.section_page(toolkit, "route")
    for section in toolkit.outline.sections:
        yield pages.section_page(toolkit, section.id)
    for question in toolkit.choosing.questions:
        yield pages.branch_page(toolkit, question.id)
    for agency in toolkit.agencies.values():
        yield pages.agency_page(toolkit, agency.id)
        yield pages.agency_saved_page(toolkit, agency)
