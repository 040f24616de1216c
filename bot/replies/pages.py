"""Replies that answer no question: help, the topics, the contacts, the way to a route, agencies."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

from bot.replies.entries import contacts, day_in_words
from bot.replies.offering import choice, reminder_ways, ways_in, ways_on
from bot.replies.parts import (
    Do,
    Finder,
    Notice,
    Offer,
    Offers,
    Part,
    Points,
    Reply,
    Text,
    Title,
)
from bot.toolkit.models import Agency, Section
from bot.toolkit.outline import below
from bot.toolkit.toolkit import Toolkit, UnknownIdError

NEAR_ENOUGH = 80  # of 100: "helth" is health


def help_page(toolkit: Toolkit) -> Reply:
    """What the bot does, and what to try first."""
    say = toolkit.messages
    return Reply(
        f"{say.help_title}. {say.help[0]}",
        (Title(say.help_title), Points("", say.help), ways_on(toolkit)),
    )


def home_page(toolkit: Toolkit, agency_id: str | None) -> Reply:
    """What a person on shift needs before they have asked anything, most urgent first."""
    say, entries = toolkit.messages, toolkit.entries.values()
    content = say.home_content.format(
        version=toolkit.version,
        checked=day_in_words(max(entry.checked for entry in entries)),
        check_by=day_in_words(min(entry.check_by for entry in entries)),
    )
    return Reply(
        say.name,
        (
            Notice("danger", (say.labels.danger, toolkit.urgent.say[0].say)),
            *_where_they_work(toolkit, toolkit.agencies.get(agency_id or "")),
            _finder(toolkit),
            ways_in(toolkit),
            reminder_ways(toolkit),
            Points(say.home_ways_title, say.home_ways),
            Text(say.home_privacy),
            Text(content),
        ),
    )


def to_try(toolkit: Toolkit, agency_id: str | None) -> tuple[str, ...]:
    """Questions to begin with: one that is asked in the person's agency, then those for all."""
    agency = toolkit.agencies.get(agency_id or "")
    own = (agency.example.asks,) if agency else ()
    return (*own, *toolkit.messages.help_examples)


def topics_page(toolkit: Toolkit) -> Reply:
    """The parts of the toolkit, to choose from."""
    say = toolkit.messages
    offers = tuple(
        Offer(Do.SECTION, _section_name(toolkit, section), section.id)
        for section in toolkit.outline.sections
    )
    routes = Offer(Do.SECTION, say.labels.steps, "route")
    return Reply(
        say.topics_intro,
        (
            Title(say.topics_title),
            Text(say.topics_intro),
            _finder(toolkit),
            Offers((*offers, routes)),
        ),
    )


def section_page(toolkit: Toolkit, section_id: str) -> Reply:
    """The headings of one part of the toolkit, to choose from.

    Raises:
        UnknownIdError: if there is no such part.
    """
    if section_id == "route":
        return _listing(toolkit, toolkit.messages.labels.steps, toolkit.routes)
    for section in toolkit.outline.sections:
        if section.id == section_id:
            ids = [heading.id for heading, _ in below(section.headings)]
            return _listing(toolkit, _section_name(toolkit, section), ids)
    raise UnknownIdError(toolkit.messages.gone.format(id=section_id))


def contacts_page(toolkit: Toolkit) -> Reply:
    """Everybody who can be called."""
    say = toolkit.messages
    return Reply(
        f"{say.contacts_title}. {say.contacts_intro}",
        (
            Title(say.contacts_title),
            Text(say.contacts_intro),
            contacts(toolkit, toolkit.contacts, brief=True),
        ),
    )


def branch_page(toolkit: Toolkit, question_id: str) -> Reply:
    """One question on the way to a referral route.

    Raises:
        UnknownIdError: if there is no such question.
    """
    say = toolkit.messages
    for question in toolkit.choosing.questions:
        if question.id == question_id:
            offers = tuple(
                Offer(
                    Do.STEPS if answer.leads_to in toolkit.routes else Do.WALK,
                    answer.say,
                    answer.leads_to,
                )
                for answer in question.answers
            )
            parts: list[Part] = [Title(question.ask, over=say.refer_title)]
            if question.help:
                parts.append(Text(question.help))
            return Reply(question.ask, (*parts, Offers(offers)))
    raise UnknownIdError(say.gone.format(id=question_id))


def agency_page(toolkit: Toolkit, agency_id: str | None) -> Reply:
    """The agency that is kept for a person, and the ways to change and to erase it."""
    say = toolkit.messages
    agency = toolkit.agencies.get(agency_id or "")
    said, offers = _where_they_work(toolkit, agency)
    if not agency:
        return Reply(said.text, (Title(say.agency_title), said, offers))
    duties = (agency.first_responder.say, agency.duty_to_notify.say)
    return Reply(
        said.text,
        (
            Title(say.agency_title, over=agency.name),
            said,
            Points(say.labels.points, duties),
            Text(say.agency_kept),
            offers,
        ),
    )


def agency_saved_page(toolkit: Toolkit, agency: Agency) -> Reply:
    """An agency was kept."""
    return _sentence(toolkit.messages.agency_saved.format(agency=agency.name))


def agency_forgotten_page(toolkit: Toolkit) -> Reply:
    """Everything about a person was erased."""
    return _sentence(toolkit.messages.agency_forgotten)


def agency_unknown_page(toolkit: Toolkit, typed: str) -> Reply:
    """What was typed is no agency; *typed* is shown again, cut short."""
    say = toolkit.messages
    names = ", ".join(agency.name for agency in toolkit.agencies.values())
    said = say.agency_unknown.format(typed=typed[:40], agencies=names)
    offers = Offers((Offer(Do.SET_AGENCY, say.buttons.set_agency, strong=True),))
    return Reply(said, (Text(said), offers))


def find_agency(toolkit: Toolkit, typed: str) -> Agency | None:
    """The agency that *typed* names: by its id, its name, or what its people call themselves."""
    names = {
        name: agency
        for agency in toolkit.agencies.values()
        for name in (
            *agency.called.people,
            *agency.called.places,
            *(utils.default_process(name) for name in (agency.short, agency.name, agency.id)),
        )
    }
    best = process.extractOne(
        typed,
        names.keys(),
        scorer=fuzz.ratio,
        processor=utils.default_process,
        score_cutoff=NEAR_ENOUGH,
    )
    return names[best[0]] if best else None


def part_of(toolkit: Toolkit, entry_id: str) -> str:
    """The name of the part of the toolkit that a heading stands in, or that of all routes."""
    printed = toolkit.printed.get(entry_id)
    return _section_name(toolkit, printed.section) if printed else toolkit.messages.labels.steps


def gone_page(error: UnknownIdError) -> Reply:
    """An old button led to something that the content no longer holds."""
    return _sentence(str(error))


def _sentence(said: str) -> Reply:
    return Reply(said, (Text(said),))


def _listing(toolkit: Toolkit, title: str, ids: Iterable[str]) -> Reply:
    return Reply(title, (Title(title), choice(toolkit, ids)))


def _where_they_work(toolkit: Toolkit, agency: Agency | None) -> tuple[Text, Offers]:
    """The agency that is kept for a person, if one is, and what they can do about it."""
    say = toolkit.messages
    if not agency:
        offers = Offers((Offer(Do.SET_AGENCY, say.buttons.set_agency, strong=True),))
        return Text(say.agency_none), offers
    change = Offer(Do.SET_AGENCY, say.buttons.change_agency)
    forget = Offer(Do.FORGET_AGENCY, say.buttons.forget_agency)
    return Text(say.agency_shown.format(agency=agency.name)), Offers((change, forget))


def _finder(toolkit: Toolkit) -> Finder:
    return Finder(toolkit.messages.find_label, toolkit.messages.find_placeholder)


def _section_name(toolkit: Toolkit, section: Section) -> str:
    agency = toolkit.agencies.get(section.id)
    return agency.name if agency else section.title
