"""What is offered under a reply."""

from __future__ import annotations

import pytest

from bot.replies.offering import (
    IDS_CARRIED,
    agency_choice,
    choice,
    entry_offers,
    full_offer,
    route_offers,
    ways_on,
)
from bot.replies.parts import Do
from bot.toolkit.models import Guidance
from bot.toolkit.toolkit import Toolkit, UnknownIdError


def test_every_heading_offers_its_full_text_what_is_near_and_the_agency(toolkit: Toolkit) -> None:
    for entry in toolkit.entries.values():
        offered = {offer.do: offer for offer in entry_offers(toolkit, entry, ()).offers}
        assert {Do.FULL, Do.RELATED, Do.SET_AGENCY} <= set(offered)
        for do in (Do.FULL, Do.RELATED, Do.SET_AGENCY):
            assert offered[do].about == entry.id


def test_what_else_was_thought_of_is_offered_as_not_meant(toolkit: Toolkit) -> None:
    entry = toolkit.entry("tackling/definition")
    others = ["tackling/prevalence", "route/child"]

    (not_meant,) = [o for o in entry_offers(toolkit, entry, others).offers if o.do is Do.NOT_MEANT]

    assert not_meant.about.split(",") == others


def test_nothing_else_thought_of_offers_no_not_meant(toolkit: Toolkit) -> None:
    entry = toolkit.entry("tackling/definition")

    assert Do.NOT_MEANT not in {offer.do for offer in entry_offers(toolkit, entry, ()).offers}


def test_a_button_carries_only_so_many_ids(toolkit: Toolkit) -> None:
    entry, *others = toolkit.entries

    offers = entry_offers(toolkit, toolkit.entry(entry), others).offers

    (not_meant,) = [offer for offer in offers if offer.do is Do.NOT_MEANT]
    assert not_meant.about.split(",") == others[:IDS_CARRIED]
    assert len(not_meant.about) <= 2000


def test_a_heading_offers_the_steps_of_each_of_its_routes(toolkit: Toolkit) -> None:
    for entry in toolkit.guidance.values():
        offers = route_offers(toolkit, entry)
        assert [offer.about for offer in offers] == list(entry.routes)
        assert {offer.do for offer in offers} <= {Do.STEPS}


def test_the_only_route_of_a_heading_stands_out(toolkit: Toolkit) -> None:
    single = next(each for each in toolkit.guidance.values() if len(each.routes) == 1)

    (offer,) = route_offers(toolkit, single)

    assert offer.strong
    assert offer.label == toolkit.messages.buttons.steps


def test_one_of_several_routes_is_named(toolkit: Toolkit) -> None:
    for entry in toolkit.guidance.values():
        if len(entry.routes) > 1:
            for offer in route_offers(toolkit, entry):
                assert toolkit.routes[offer.about].title in offer.label


def test_a_route_offers_no_other_route_s_steps(toolkit: Toolkit) -> None:
    for route in toolkit.routes.values():
        assert route_offers(toolkit, route) == []


def test_the_full_text_of_an_entry_is_offered_by_its_id(toolkit: Toolkit) -> None:
    offer = full_offer(toolkit, toolkit.entry("route/child"))

    assert (offer.do, offer.about) == (Do.FULL, "route/child")


def test_a_choice_shows_each_heading_once_in_order(toolkit: Toolkit) -> None:
    ids = ["route/child", "tackling/definition", "route/child"]

    offers = choice(toolkit, ids).offers

    assert [offer.about for offer in offers] == ["route/child", "tackling/definition"]
    assert {offer.do for offer in offers} == {Do.SHOW}


def test_two_agencies_pages_can_be_told_apart_in_a_choice(toolkit: Toolkit) -> None:
    offers = choice(toolkit, toolkit.guidance).offers

    labels = [offer.label for offer in offers]
    assert len(set(labels)) == len(labels)


def test_a_choice_of_agencies_is_named_by_agency(toolkit: Toolkit) -> None:
    ids = [f"{a}/keeping-records" for a in toolkit.agencies if a != "competent-authorities"]

    offers = agency_choice(toolkit, ids).offers

    assert [(offer.do, offer.about) for offer in offers] == [(Do.SHOW, each) for each in ids]
    assert [offer.label for offer in offers] == [
        toolkit.agencies[each.partition("/")[0]].short for each in ids
    ]


def test_the_general_page_among_them_is_for_any_other_agency(toolkit: Toolkit) -> None:
    ids = ["tackling/nrm-information-sharing", "police/keeping-records"]

    labels = [offer.label for offer in agency_choice(toolkit, ids).offers]

    assert labels == [toolkit.messages.labels.general, toolkit.agencies["police"].short]


def test_a_choice_of_what_is_gone_is_refused(toolkit: Toolkit) -> None:
    with pytest.raises(UnknownIdError):
        choice(toolkit, ["police/no-such-page"])


def test_there_is_always_a_way_on(toolkit: Toolkit) -> None:
    offers = {offer.do: offer.about for offer in ways_on(toolkit).offers}

    assert set(offers) == {Do.WALK, Do.TOPICS, Do.CONTACTS, Do.SET_AGENCY}
    assert offers[Do.WALK] == toolkit.choosing.start


def test_no_heading_leads_back_to_itself(toolkit: Toolkit) -> None:
    itself = [
        entry.id
        for entry in toolkit.entries.values()
        if entry.id in entry.see_also or (isinstance(entry, Guidance) and entry.id in entry.routes)
    ]

    assert itself == []
