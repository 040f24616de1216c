"""Replies that answer no question: help, the topics, the contacts, the way to a route, agencies."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

from bot.replies.entries import contacts
from bot.replies.offering import choice, ways_on
from bot.replies.parts import Do, Offer, Offers, Part, Points, Reply, Text, Title
from bot.toolkit.models import Agency
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


def topics_page(toolkit: Toolkit) -> Reply:
    """The parts of the toolkit, to choose from."""
    say = toolkit.messages
    offers = tuple(
        Offer(Do.SECTION, _section_name(toolkit, section.id, section.title), section.id)
        for section in toolkit.outline.sections
    )
    routes = Offer(Do.SECTION, say.labels.steps, "route")
    return Reply(
        say.topics_intro,
        (Title(say.topics_title), Text(say.topics_intro), Offers((*offers, routes))),
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
            return _listing(toolkit, _section_name(toolkit, section.id, section.title), ids)
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
    if not agency:
        offers = Offers((Offer(Do.SET_AGENCY, say.buttons.set_agency, strong=True),))
        return Reply(say.agency_none, (Title(say.agency_title), Text(say.agency_none), offers))
    said = say.agency_shown.format(agency=agency.name)
    offers = Offers(
        (
            Offer(Do.SET_AGENCY, say.buttons.change_agency),
            Offer(Do.FORGET_AGENCY, say.buttons.forget_agency),
        )
    )
    duties = (agency.first_responder.say, agency.duty_to_notify.say)
    return Reply(
        said,
        (
            Title(say.agency_title, over=agency.name),
            Text(said),
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


def title_of(toolkit: Toolkit, entry_id: str) -> Title:
    """The title of a heading or route, and over it whose it is."""
    agency = toolkit.agency_of(entry_id)
    return Title(toolkit.entry(entry_id).title, over=agency.name if agency else "")


def gone_page(error: UnknownIdError) -> Reply:
    """An old button led to something that the content no longer holds."""
    return _sentence(str(error))


def _sentence(said: str) -> Reply:
    return Reply(said, (Text(said),))


def _listing(toolkit: Toolkit, title: str, ids: Iterable[str]) -> Reply:
    return Reply(title, (Title(title), choice(toolkit, ids)))


def _section_name(toolkit: Toolkit, section_id: str, printed: str) -> str:
    agency = toolkit.agencies.get(section_id)
    return agency.name if agency else printed
