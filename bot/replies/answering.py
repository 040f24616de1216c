"""A question in, a reply out: the one way in which every door answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from bot.matching.deciding import Answer, Choices, Nothing
from bot.matching.finding import PageFinder
from bot.matching.matcher import Match, Matcher
from bot.matching.personal_data import may_identify
from bot.replies.entries import contacts, excerpt, in_brief, in_full, title
from bot.replies.offering import (
    agency_choice,
    choice,
    choice_refused,
    entry_offers,
    full_offer,
    route_offers,
    ways_on,
)
from bot.replies.parts import Notice, Offers, Part, Reply, SharedBy, Text, Title
from bot.toolkit.models import Guidance
from bot.toolkit.toolkit import Toolkit

CHOICES_SHOWN = 5
CALL_ANYWAY = ("police-999", "salvation-army", "ictg", "msh")


class Answering:
    """Answers questions and shows headings of one toolkit. Holds no state about anybody."""

    def __init__(self, toolkit: Toolkit, matcher: Matcher) -> None:
        self.toolkit = toolkit
        self._matcher = matcher
        self._say = toolkit.messages
        self._our_own = _numbers_and_addresses(toolkit)

    def answer(
        self, message: str, agency: str | None, today: date, before: str | None = None
    ) -> Reply:
        """Answer *message*, asked by somebody whose saved agency is *agency*.

        *before* is the page that the conversation was about so far, if there was one.
        """
        return self.reply_to(self._matcher.match(message, agency, before), message, today)

    def reply_to(self, match: Match, message: str, today: date) -> Reply:
        """The reply to a *message* that has been matched.

        Danger comes first, then what became of an old name, the answer, and last a caution if the
        message may identify somebody.
        """
        reply = self._body(match, today)
        before = [*self._danger(match), *self._old_names(match)]
        after = (
            [Notice("caution", (self._say.caution,))]
            if may_identify(message, self._our_own)
            else []
        )
        summary = reply.summary
        if match.danger:
            summary = f"{self.toolkit.urgent.say[0].say} {summary}"
        return Reply(summary, (*before, *reply.parts, *after), reply.entry)

    def show(self, entry_id: str, today: date, *, others: Sequence[str] = ()) -> Reply:
        """One heading or route as an excerpt; *others* are what else was thought of.

        Raises:
            UnknownIdError: if the content no longer holds it.
        """
        entry = self.toolkit.entry(entry_id)
        parts = excerpt(self.toolkit, entry, today)
        under = self.toolkit.under(entry_id)
        if under:
            parts.append(Text(self._say.labels.under))
            parts.append(choice(self.toolkit, [each.id for each in under]))
        parts.append(entry_offers(self.toolkit, entry, others))
        return Reply(f"{entry.title}. {entry.summary}", tuple(parts), entry.id)

    def show_both(self, entry_ids: Sequence[str], others: Sequence[str]) -> Reply:
        """Two headings at once, in short, each with the buttons to its steps and to all of it.

        Raises:
            UnknownIdError: if the content no longer holds one of them.
        """
        entries = [self.toolkit.entry(each) for each in entry_ids]
        parts: list[Part] = []
        for entry in entries:
            offers = (*route_offers(self.toolkit, entry), full_offer(self.toolkit, entry))
            parts += [*in_brief(self.toolkit, entry), Offers(offers)]
        if others:
            parts.append(choice_refused(self.toolkit, others))
        summary = " ".join(f"{entry.title}. {entry.summary}" for entry in entries)
        return Reply(summary, tuple(parts))

    def shared(self, entry_id: str, person: str, today: date) -> Reply:
        """What everybody in a channel sees when *person* shares a heading."""
        entry = self.toolkit.entry(entry_id)
        before, after = self._say.shared_by.split("{person}")
        by = SharedBy(before, person, after)
        offers = (*route_offers(self.toolkit, entry), full_offer(self.toolkit, entry))
        parts = (by, *excerpt(self.toolkit, entry, today), Offers(offers))
        return Reply(f"{entry.title}. {entry.summary}", parts, entry.id)

    def full(self, entry_id: str, today: date) -> Reply:
        """Everything that is written on a heading or route."""
        entry = self.toolkit.entry(entry_id)
        parts = (title(self.toolkit, entry), *in_full(self.toolkit, entry, today))
        return Reply(entry.title, parts, entry.id)

    def find(self, typed: str, agency: str | None) -> tuple[str, ...]:
        """The headings and routes that *typed* begins to name, best first."""
        return self._finder.find(typed, agency)

    def page_for(self, words: str, agency: str | None) -> tuple[str, bool]:
        """The page that *words* name, and whether that is sure; empty if there is none.

        A few words that make no question may still begin a page's name.
        """
        outcome = self._matcher.match(words, agency).outcome
        if isinstance(outcome, Answer):
            return outcome.id, True
        if isinstance(outcome, Choices):
            return outcome.ids[0], False
        return next(iter(self.find(words, agency)), ""), False

    def related(self, entry_id: str) -> Reply:
        """What belongs near a heading, to choose from."""
        entry = self.toolkit.entry(entry_id)
        ids = (*entry.see_also, *(entry.routes if isinstance(entry, Guidance) else ()))
        label = self._say.labels.related
        return Reply(
            f"{label}: {entry.title}", (Title(label, over=entry.title), choice(self.toolkit, ids))
        )

    def not_meant(self, others: Sequence[str]) -> Reply:
        """The next candidates, after the answer was not what was meant."""
        known = [each for each in others if each in self.toolkit.entries][:CHOICES_SHOWN]
        said = self._say.more_choices if known else self._say.no_more_choices
        offered = (choice(self.toolkit, known),) if known else ()
        return Reply(said, (Text(said), *offered, ways_on(self.toolkit)))

    def for_agency(self, entry_id: str, agency_id: str) -> str:
        """The heading on the topic of *entry_id* for an agency; empty if there is no topic."""
        if entry_id not in self.toolkit.entries or not self.toolkit.agency_of(entry_id):
            return entry_id if entry_id in self.toolkit.entries else ""
        kind = entry_id.partition("/")[2]
        own = f"{agency_id}/{kind}"
        if own in self.toolkit.entries:
            return own
        return self.toolkit.kinds[kind].general if kind in self.toolkit.kinds else entry_id

    @cached_property
    def _finder(self) -> PageFinder:
        """Made when somebody first types: to answer a question it is not needed."""
        return PageFinder(self.toolkit)

    def _body(self, match: Match, today: date) -> Reply:
        if not match.understood.typed:
            return Reply(self._say.empty, (Text(self._say.empty), ways_on(self.toolkit)))
        match match.outcome:
            case Answer(entry_id, others, ""):
                return self._answered(match, self.show(entry_id, today, others=others))
            case Answer(_, others):
                return self.show_both(match.outcome.answers, others)
            case Choices(ids):
                return self._asked_back(match, ids)
            case Nothing(nearest, subject):
                return self._nothing(nearest, subject)

    def _answered(self, match: Match, reply: Reply) -> Reply:
        """Say so when the page is not the asker's own: the general one, or another agency's."""
        notes = self._general_instead(match)
        owner = self.toolkit.agency_of(reply.entry or "")
        if not notes and match.agency and owner and owner.id != match.agency.id:
            notes = (Notice("note", (self._say.written_for.format(agency=owner.name),)),)
        return Reply(reply.summary, (*notes, *reply.parts), reply.entry)

    def _general_instead(self, match: Match) -> tuple[Part, ...]:
        if not match.stands_in:
            return ()
        note = self._say.general_instead.format(
            agency=self.toolkit.agencies[match.stands_in.agency].name,
            topic=self.toolkit.kinds[match.stands_in.kind].title,
        )
        return (Notice("note", (note,)),)

    def _asked_back(self, match: Match, ids: Sequence[str]) -> Reply:
        if match.kind_of_all:
            topic = self.toolkit.kinds[match.kind_of_all].title
            said = self._say.where_do_you_work.format(topic=topic)
            offered = agency_choice(self.toolkit, ids)
        else:
            said = self._say.choices
            offered = choice(self.toolkit, ids)
        parts = (*self._general_instead(match), Text(said), offered, ways_on(self.toolkit))
        return Reply(said, parts)

    def _nothing(self, nearest: Sequence[str], subject: str) -> Reply:
        say = self._say
        said = say.nothing_but.format(subject=subject) if subject else say.nothing
        parts: list[Part] = [Text(said)]
        if nearest:
            parts += [Text(say.nearest), choice(self.toolkit, nearest)]
        parts += [Text(say.call_anyway), contacts(self.toolkit, CALL_ANYWAY, brief=True)]
        return Reply(f"{said} {say.call_anyway}", (*parts, ways_on(self.toolkit)))

    def _danger(self, match: Match) -> list[Part]:
        if not match.danger:
            return []
        lines = (self._say.labels.danger, *(each.say for each in self.toolkit.urgent.say))
        return [Notice("danger", lines)]

    def _old_names(self, match: Match) -> list[Part]:
        return [Notice("note", (self.toolkit.old_names[each].say,)) for each in match.old_names]


def _numbers_and_addresses(toolkit: Toolkit) -> frozenset[str]:
    """What may be quoted of our own contacts without identifying anybody."""
    contacts = toolkit.contacts.values()
    numbers = frozenset().union(*(each.digits for each in contacts))
    return numbers | {each.email.casefold() for each in contacts if each.email}
