"""What was once right, or never was, and could hurt somebody today: the bot never says it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.replies.answering import Answering
from bot.toolkit.toolkit import Toolkit
from tests.support.shown import Shown, rendered, written

# In pieces, so that nobody who looks for an old number finds it here either.
OLD_GANGMASTERS = ("0800" + "432" + "0804", "0345" + "602" + "5020", "0345" + "161" + "6000")
DECISION_MAKERS = "0300" + "072" + "4345"
COMMISSIONERS = ("Eleanor Ly" + "ons", "Ly" + "ons", "Thorn" + "ton", "Hy" + "land")


@pytest.fixture(scope="module")
def shown(toolkit: Toolkit, answering: Answering) -> list[Shown]:
    """All text as written, and all pages as drawn."""
    return [*written(toolkit), *rendered(answering, date(2026, 11, 23))]


def test_everything_that_can_be_shown_is_looked_at(shown: list[Shown], toolkit: Toolkit) -> None:
    """Or the tests below would look at nothing."""
    where = {each.where for each in shown}

    assert {
        "guidance.police/nrm-role.summary",
        "guidance.police/nrm-role.points.0.say",
        "routes.route/child.steps.0.do",
        "contacts.sca.phone",
        "contacts.sca.check",
        "old_names.poppy-project.say",
        "sources.FRT.title",
        "agencies.police.duty_to_notify.say",
        "choosing.questions.0.help",
        "urgent.say.0.say",
        "messages.caution",
        "messages.buttons.full",
        "glossary.0.means",
    } <= where
    assert all(f"{how} {each}" in " ".join(where) for how in ("show", "full") for each in PAGES)
    texts = {each.text for each in shown}
    assert all(step.do in texts for route in toolkit.routes.values() for step in route.steps)


PAGES = ("tackling/definition", "police/nrm-role", "route/child")


def test_what_people_type_is_not_taken_for_what_is_said(
    shown: list[Shown], toolkit: Toolkit
) -> None:
    texts = {each.text for each in shown}

    assert not texts & set(toolkit.entry("tackling/support-provisions").asked_as)
    assert not texts & set(toolkit.old_names["ukhtc"].also_called)


def test_the_old_test_for_a_first_decision_stands_only_as_an_old_name(shown: list[Shown]) -> None:
    said = [each for each in shown if "suspect but cannot prove" in plain(each.text)]

    assert {each.part for each in said} <= {"old_names"}


def test_of_the_costly_numbers_only_that_of_the_decision_makers_is_given(
    shown: list[Shown],
) -> None:
    """The Salvation Army once had one like it; who rings that today reaches nobody."""
    numbers = {
        number for each in shown for number in re.findall(r"\b0300\d*", joined_digits(each.text))
    }

    assert numbers == {DECISION_MAKERS}


@pytest.mark.parametrize("number", OLD_GANGMASTERS)
def test_no_old_number_of_the_gangmasters_authority_is_given(
    shown: list[Shown], number: str
) -> None:
    assert not said(shown, lambda text: number in re.sub(r"\D", "", text))


def test_no_old_referral_mailbox_is_given(shown: list[Shown]) -> None:
    mailbox = re.compile(r"nationalreferralmechanism\S*@\S*homeoffice", re.IGNORECASE)

    assert not said(shown, lambda text: bool(mailbox.search(text)))


def test_forty_five_days_are_no_recovery_period_today(shown: list[Shown]) -> None:
    """They are the least time to move on; a sentence may say that they no longer are the other."""
    days = re.compile(r"\b45[ -]days?\b|\bforty[ -]five days?\b")
    period = re.compile(
        r"\b(recovery|reflection)\b.*\bperiod\b|\bperiod of (recovery|reflection)\b"
    )
    over = re.compile(r"\bno longer\b|\bout of date\b|\bused to\b|\bin 2009\b")

    def wrong(text: str) -> bool:
        sentences = re.split(r"(?<=[.;!?])\s", text.casefold())
        return any(days.search(s) and period.search(s) and not over.search(s) for s in sentences)

    found = [each.where for each in shown if wrong(each.text)]

    assert found == ["old_names.reflection-period-45-days.name"]


def test_the_old_paper_form_is_named_only_to_say_that_it_is_gone(shown: list[Shown]) -> None:
    form = re.compile(r"\bms[- ]?1\b", re.IGNORECASE)
    gone = re.compile(r"\bdo not use\b|\breplaced\b|\bno longer\b", re.IGNORECASE)
    named = [each for each in shown if form.search(each.text) and not gone.search(each.text)]

    assert {each.where for each in named} <= {"old_names.paper-forms.name"}


@pytest.mark.parametrize("name", COMMISSIONERS)
def test_no_commissioner_is_named(shown: list[Shown], name: str) -> None:
    """A name outlives its term."""
    assert not said(shown, lambda text: name.casefold() in text.casefold())


def test_nobody_is_named_beside_the_office_of_commissioner(shown: list[Shown]) -> None:
    named = re.compile(
        r"Commissioner,? (is |was )?((Dame|Sir|Dr|Mr|Mrs|Ms) )?[A-Z][a-z]+ [A-Z][a-z]+"
    )

    assert not said(shown, lambda text: bool(named.search(text)))


def test_the_project_that_is_gone_stands_only_as_an_old_name(shown: list[Shown]) -> None:
    named = {each.where for each in shown if "poppy" in each.text.casefold()}

    assert named == {"old_names.poppy-project.name"}


def test_the_site_of_the_gangmasters_authority_is_not_written_out(shown: list[Shown]) -> None:
    assert not said(shown, lambda text: "gla.gov.uk" in text.casefold())


@pytest.mark.parametrize(
    "text", ["Ring 0300 303 8151.", "Ring 0300-303-8151", "(0300) 3038151", "on 0300\u00a0303 8151"]
)
def test_a_forbidden_number_would_be_seen_however_it_is_spaced(text: str) -> None:
    assert re.findall(r"\b0300\d*", joined_digits(text)) == ["03003038151"]


def said(shown: list[Shown], wrong: object) -> list[str]:
    """Where something *wrong* is said."""
    assert callable(wrong)
    return [each.where for each in shown if wrong(each.text)]


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold())


def joined_digits(text: str) -> str:
    """*text* with nothing between the digits of a number."""
    return re.sub(r"(?<=\d)[\s().\u2010-\u2015-]+(?=\d)", "", text)
