"""The offers under a reply: what more can be asked for, by ids of the content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.replies.parts import Do, Offer, Offers
from bot.toolkit.models import Guidance
from bot.toolkit.toolkit import AnyEntry, Toolkit

IDS_CARRIED = 8  # a button's value holds 2,000 characters; ids are at most 60 long


def entry_offers(toolkit: Toolkit, entry: AnyEntry, others: Sequence[str]) -> Offers:
    """What is offered under the excerpt of *entry*; *others* are what else was thought of."""
    say = toolkit.messages.buttons
    offers = [*route_offers(toolkit, entry), full_offer(toolkit, entry)]
    offers.append(Offer(Do.RELATED, say.related, entry.id))
    if others:
        offers.append(_not_meant(toolkit, others))
    offers.append(Offer(Do.SET_AGENCY, say.set_agency, entry.id))
    offers.append(remind_offer(toolkit, entry.id))
    return Offers(tuple(offers))


def choice_refused(toolkit: Toolkit, others: Sequence[str]) -> Offers:
    """The button for somebody who meant neither of two answers; *others* come next."""
    return Offers((_not_meant(toolkit, others),))


def route_offers(toolkit: Toolkit, entry: AnyEntry) -> list[Offer]:
    """A button to the steps of each route that belongs to a heading."""
    if not isinstance(entry, Guidance):
        return []
    say = toolkit.messages
    if len(entry.routes) == 1:
        return [Offer(Do.STEPS, say.buttons.steps, entry.routes[0], strong=True)]
    return [
        Offer(Do.STEPS, f"{say.labels.steps}: {toolkit.routes[route].title}", route)
        for route in entry.routes
    ]


def full_offer(toolkit: Toolkit, entry: AnyEntry) -> Offer:
    """A button to everything that is written on *entry*."""
    return Offer(Do.FULL, toolkit.messages.buttons.full, entry.id)


def remind_offer(toolkit: Toolkit, entry_id: str = "") -> Offer:
    """A button to have a channel reminded, of a page if one is named."""
    return Offer(Do.REMIND, toolkit.messages.reminders.buttons.remind, entry_id)


def reminder_ways(toolkit: Toolkit) -> Offers:
    """To set up a reminder, and to see those that there are."""
    say = toolkit.messages.reminders.buttons
    return Offers((remind_offer(toolkit), Offer(Do.REMINDERS, say.reminders)))


def choice(toolkit: Toolkit, entry_ids: Iterable[str]) -> Offers:
    """A button for each heading or route, named so that two agencies' can be told apart."""
    return Offers(tuple(_show(toolkit, each) for each in dict.fromkeys(entry_ids)))


def agency_choice(toolkit: Toolkit, entry_ids: Iterable[str]) -> Offers:
    """A button for each agency's page on one topic, named by the agency, and for the general."""
    general = toolkit.messages.labels.general
    named = ((each, toolkit.agency_of(each)) for each in entry_ids)
    return Offers(
        tuple(Offer(Do.SHOW, agency.short if agency else general, each) for each, agency in named)
    )


def ways_on(toolkit: Toolkit) -> Offers:
    """Where to go when nothing was found."""
    set_agency = Offer(Do.SET_AGENCY, toolkit.messages.buttons.set_agency)
    return Offers((*ways_in(toolkit).offers, set_agency))


def ways_in(toolkit: Toolkit) -> Offers:
    """Where to begin without a question."""
    say = toolkit.messages.buttons
    return Offers(
        (
            Offer(Do.WALK, say.refer, toolkit.choosing.start),
            Offer(Do.CONTACTS, say.contacts),
            Offer(Do.TOPICS, say.topics),
        )
    )


def _not_meant(toolkit: Toolkit, others: Sequence[str]) -> Offer:
    about = ",".join(others[:IDS_CARRIED])
    return Offer(Do.NOT_MEANT, toolkit.messages.buttons.not_meant, about)


def _show(toolkit: Toolkit, entry_id: str) -> Offer:
    entry = toolkit.entry(entry_id)
    agency = toolkit.agency_of(entry_id)
    label = f"{agency.short}: {entry.title}" if agency else entry.title
    return Offer(Do.SHOW, label, entry_id)
