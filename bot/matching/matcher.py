"""A message in, what it is about out."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, pairwise
from typing import Any

import Stemmer

from bot.kept import Kept
from bot.matching.agencies import AgencyEvidence, AgencyFinder, AgencyFound
from bot.matching.cleaning import clauses, clean, words
from bot.matching.danger import Danger, DangerCounts, DangerDetector, Example, count_danger
from bot.matching.deciding import (
    CHOICES,
    CHOICES_AT_LEAST,
    NEAREST,
    OTHERS,
    Answer,
    Choices,
    Nothing,
    Outcome,
    Signs,
    both,
    decide,
    going_on,
    heeded,
    sure_of_one,
)
from bot.matching.follow_ups import FollowUps
from bot.matching.index import OF_KIND, Counts, EvidenceIndex, Phrase, count
from bot.matching.old_names import OldNameFinder
from bot.matching.ranking import Candidate, Weights, in_order, rank, worth
from bot.matching.spelling import Speller, known_words
from bot.matching.wording import Wording
from bot.toolkit.models import Guidance
from bot.toolkit.toolkit import AnyEntry, Toolkit

NOT_OURS = "not-ours/"
TITLE_WEIGHT = 1.0
TEXT_WEIGHT = 0.25  # what we say speaks less for a heading than how it is asked for
EXACT = 0.99  # a message so near to a phrase or title is that phrase or title
STORY = 15  # words from which on a message is a story with a question in it
OURS_COUNT = 3000  # calm examples' worth of what the rest of the content is asked
FOREIGN_COUNT = 500
LIKELY = 8  # headings among which that of each question of a message must be
STAYS = 2.0  # who goes on from a page means that page rather than one near it
STAND_IN_LEAD = 6.0  # by words alone, over the best heading that the asker's agency has


@dataclass(frozen=True)
class Understood:
    """A message after reading: its words as typed, as repaired, and as terms with their weight.

    *starts* are the places in *spelt* where a clause begins.
    """

    typed: tuple[str, ...]
    repairs: dict[str, str]
    spelt: tuple[str, ...]
    stems: tuple[str, ...]
    terms: dict[str, float]
    starts: frozenset[int]


@dataclass(frozen=True)
class StandIn:
    """The heading given is the general one, for want of one of this kind for the agency."""

    agency: str
    kind: str


@dataclass(frozen=True)
class Match:
    """What a message is about, whose it is, and why that is thought."""

    understood: Understood
    outcome: Outcome
    agency: AgencyFound | None
    danger: Danger
    old_names: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    signs: Signs
    kind_of_all: str = ""
    stands_in: StandIn | None = None
    follows: str = ""  # the page before, where the message goes on from it


class Matcher:
    """Matches messages to the headings and routes of one toolkit. Built once, never changed."""

    def __init__(
        self, toolkit: Toolkit, weights: Weights | None = None, kept: Kept | None = None
    ) -> None:
        """*kept* is where what is counted from the content outlives the process, if anywhere."""
        self._toolkit = toolkit
        self._weights = weights or Weights()
        self._wording = Wording(toolkit.language)
        self._agencies = AgencyFinder(toolkit.agencies.values(), toolkit.language, self._wording)
        self._old_names = OldNameFinder(toolkit.old_names.values(), self._wording)
        self._question_words = frozenset(toolkit.language.question_words)
        self._joining_words = frozenset(toolkit.language.joining_words)
        self._asking = self._wording.phrasebook((each, each) for each in toolkit.language.asking)
        self._subjects = {f"{NOT_OURS}{each.id}": each.title for each in toolkit.not_ours}
        self._agency_of = {
            entry: agency.id if (agency := toolkit.agency_of(entry)) else None
            for entry in (*toolkit.entries, *self._subjects)
        }
        self._kind_sizes = Counter(map(self._shared_kind, self._agency_of))
        counted = (kept or Kept(None)).get("matching", self._inputs(), self._counted)
        index, danger, known, own, stems = counted
        self._wording.at_hand.update(stems)
        danger_counts = DangerCounts(*map(_unpacked, danger))
        self._danger = DangerDetector(danger_counts, toolkit.urgent.phrases, self._wording)
        self._index = EvidenceIndex(Counts(*index), self._within())
        self._agencies_in_order = [self._agency_of.get(name) for name in self._index.names]
        self._follow_ups = FollowUps(toolkit, self._wording)
        self._speller = Speller(known, frozenset(own), toolkit.english)
        self._wording.forget_texts()

    def match(self, message: str, agency: str | None = None, before: str | None = None) -> Match:
        """Match *message*; *agency* is the asker's saved one. The same words match the same way.

        *before* is the page that the conversation was about so far, if there was one: a few words
        that go on from it keep its topic and change what they name.
        """
        alone = self._match(message, agency)
        known = before is not None and before in self._toolkit.entries
        if before is None or not known or not self._follow_ups.opens(alone.understood.spelt):
            return alone
        return self._going_on(alone, before, self._match(message, self._whose(before, agency)))

    def _match(self, message: str, agency: str | None) -> Match:
        understood = self.understand(message)
        evidence = self._agencies.evidence(understood.spelt, understood.starts)
        whose = evidence.whose(agency, self._weights.saved)
        old_names = self._old_names.find(understood.stems)
        candidates = self._ranked(understood, evidence, agency, old_names, self._unfit(whose))
        ours = [each for each in candidates if each.id not in self._subjects]
        foreign = next((each for each in candidates if each.id in self._subjects), None)
        subject = ""
        if foreign and (not ours or foreign.score > ours[0].score):
            subject = self._subjects[foreign.id]
        ours_too = not subject and heeded(self._signs(understood, ours, foreign))
        danger = self._danger.detect(understood.stems, elsewhere=not ours_too)
        if danger:
            ours = self._danger_raised(ours, danger)
        lent: dict[str, str] = {}
        if not agency and not evidence.strengths:
            ours, lent = self._general_raised(ours)
        stands_in = self._stand_in(ours, whose)
        if stands_in:
            ours = self._general_first(ours, stands_in)
        signs = self._signs(understood, ours, foreign)
        ranked = [(each.id, each.score) for each in ours]
        exact = not subject and any(each.words.phrase >= EXACT for each in ours[:CHOICES])
        known = bool(old_names) or exact or (bool(danger) and not subject and heeded(signs))
        outcome = decide(ranked, signs, subject, covered=known)
        if whose and not danger and not stands_in:
            likely = [each.id for each in ours[:LIKELY]]
            outcome = both(outcome, self._asked_for(understood, evidence, agency, whose, likely))
        kind = self._kind_asked(outcome, whose, evidence, lent)
        return Match(
            understood=understood,
            outcome=self._for_every_agency(ours, kind) if kind else outcome,
            agency=whose,
            danger=danger,
            old_names=old_names,
            candidates=tuple(ours),
            signs=signs,
            kind_of_all=kind,
            stands_in=stands_in,
        )

    def _whose(self, before: str, agency: str | None) -> str | None:
        """Whose page is meant: the saved agency's, or that of the page before."""
        return agency or self._agency_of[before]

    def _going_on(self, alone: Match, before: str, within: Match) -> Match:
        """The match of a message that goes on from a page; *within* is read as its reader's.

        Another agency named means the same topic for that agency. Else the best of the pages that
        the page before leads to, if the words speak for one; what names something quite else, or
        is sure by itself, stands as it is.
        """
        named = alone.agency if alone.agency and alone.agency.how == "named" else None
        counterpart = self._follow_ups.counterpart(before, named.id) if named else ""
        if counterpart and self._tells_only_whose(alone, named):
            others = [each for each in within.outcome.ids if each != counterpart]
            outcome: Outcome = Answer(counterpart, tuple(others[:OTHERS]))
            return replace(within, outcome=outcome, kind_of_all="", follows=before)
        again = isinstance(alone.outcome, Answer) and alone.outcome.id == before
        if alone.danger or (isinstance(alone.outcome, Answer) and not again):
            return alone
        near = self._follow_ups.lead_on(before) - ({before} if again else set())
        ours = [
            (c.id, c.by_words + (STAYS if c.id == before else 0.0))
            for c in within.candidates
            if c.id in near and c.by_words > 0
        ]
        foreign = 10 * (within.signs.score - within.signs.lead)
        outcome = going_on(sorted(ours, key=lambda each: -each[1]), foreign)
        if isinstance(outcome, Nothing):
            return alone
        same = isinstance(outcome, Answer) and outcome.id == before and bool(outcome.others)
        if again or (same and self._follow_ups.changes_a_fact(alone.understood.spelt)):
            # Who goes on wants to know what changes: the same page may not be what they mean.
            others = [each for each in outcome.ids if each != before]
            outcome = Choices((*others[: NEAREST - 1], before))
        return replace(within, outcome=outcome, kind_of_all="", stands_in=None, follows=before)

    def _tells_only_whose(self, match: Match, named: AgencyFound | None) -> bool:
        """Whether nothing is said but whose page is wanted."""
        whose = {word for text in (named.words if named else ()) for word in text.split()}
        spelt = match.understood.spelt
        return not any(w for w in spelt if w not in whose and not self._wording.is_small(w))

    def _asked_for(
        self,
        understood: Understood,
        evidence: AgencyEvidence,
        agency: str | None,
        whose: AgencyFound | None,
        likely: Sequence[str],
    ) -> list[str]:
        """The heading, one of *likely*, that each question of the message clearly asks for."""
        questions = self._questions(understood)
        found: dict[str, None] = {}
        for question in questions if len(questions) > 1 else ():
            ranked = self._ranked(
                question, evidence, agency, (), self._unfit(whose), {*likely, *self._subjects}
            )
            ours = [each for each in ranked if each.id not in self._subjects]
            foreign = next((each for each in ranked if each.id in self._subjects), None)
            if ours and sure_of_one(self._signs(question, ours, foreign)):
                found[ours[0].id] = None
        return list(found)

    def _questions(self, understood: Understood) -> list[Understood]:
        """The questions of a message, each by itself; what stands before the first is left out."""
        spelt = understood.spelt
        begins = [
            at
            for at, word in enumerate(spelt)
            if word in self._question_words
            and (at in understood.starts or spelt[at - 1] in self._joining_words)
        ]
        parts = [spelt[start:end] for start, end in pairwise([*begins, len(spelt)])]
        return [
            replace(understood, spelt=part, terms=dict.fromkeys(self._wording.terms(part), 1.0))
            for part in parts
            if not all(map(self._wording.is_small, part))
        ]

    def understand(self, message: str) -> Understood:
        """Read a message: clean it, spell it out, repair it, and cut it into weighed terms."""
        cleaned = clean(message)
        parts = clauses(cleaned)
        repairs: dict[str, str] = {}
        spelt = [self._repaired(words(part), repairs) for part in parts]
        everything = list(chain.from_iterable(spelt))
        return Understood(
            typed=tuple(words(cleaned)),
            repairs=repairs,
            spelt=tuple(everything),
            stems=tuple(map(self._wording.stem, everything)),
            terms=self._weighed(spelt, len(everything)),
            starts=frozenset(accumulate(map(len, spelt), initial=0)),
        )

    def _repaired(self, typed: Sequence[str], repairs: dict[str, str]) -> list[str]:
        """The words spelt out, slips repaired; what was repaired is noted in *repairs*."""
        spelt = []
        for word in self._wording.spell_out(typed):
            mended = self._speller.repair(word)
            if mended:
                repairs[word] = mended
            spelt.append(mended or word)
        return spelt

    def _weighed(self, clauses: Sequence[Sequence[str]], length: int) -> dict[str, float]:
        """Each term with how much it counts: in a story, the clauses that ask count more."""
        weighed: dict[str, float] = {}
        for spelt in clauses:
            tells = length > STORY and not self._asks(spelt)
            counts = self._weights.telling if tells else 1.0
            for term in self._wording.terms(spelt):
                weighed[term] = max(counts, weighed.get(term, 0.0))
        return weighed

    def _asks(self, spelt: Sequence[str]) -> bool:
        return bool(self._asking.find([self._wording.stem(word) for word in spelt]))

    def _ranked(
        self,
        understood: Understood,
        whose: AgencyEvidence,
        saved: str | None,
        old_names: Sequence[str],
        unfit: Container[str],
        only: Container[str] | None = None,
    ) -> tuple[Candidate, ...]:
        asker = whose.with_saved(saved, self._weights.saved)
        led_to = [h for name in old_names for h in self._toolkit.old_names[name].leads_to]
        worths = worth(self._agencies_in_order, asker, self._weights)
        found = self._index.evidence(understood.terms, worths, only)
        return rank(found, self._agency_of, asker, led_to, unfit, self._weights)

    def _unfit(self, whose: AgencyFound | None) -> frozenset[str]:
        """The routes that are for agencies of the other sort: those who can refer, or cannot."""
        if not whose:
            return frozenset()
        can = {"yes": True, "no": False}.get(
            self._toolkit.agencies[whose.id].first_responder.answer
        )
        return frozenset(
            route.id
            for route in self._toolkit.routes.values()
            if can is not None and route.for_first_responders is (not can)
        )

    def _danger_raised(self, ours: Sequence[Candidate], danger: Danger) -> list[Candidate]:
        """The candidates with the route out of danger raised by how loud the danger is."""
        route = self._toolkit.urgent.route
        known = next((each for each in ours if each.id == route), Candidate(route))
        weights = self._weights
        louder = known.score + weights.danger_heard + weights.danger * danger.above_alarm
        rest = [each for each in ours if each.id != route]
        return in_order([known._replace(score=louder), *rest])

    def _general_raised(self, ours: Sequence[Candidate]) -> tuple[list[Candidate], dict[str, str]]:
        """The candidates with the general page of each kind put over the best agency's of it.

        While nobody knows whose question it is, what serves everybody serves best. Told as well
        is for which kind each page was raised.
        """
        found = {each.id: each for each in ours}
        lent: dict[str, str] = {}
        for each in ours:
            kind = self._shared_kind(each.id)
            general = self._toolkit.kinds[kind].general if kind else ""
            score = each.score + self._weights.general
            if general in found and found[general].score < score:
                found[general] = found[general]._replace(score=score)
                lent[general] = kind
        return in_order(found.values()), lent

    def _stand_in(self, ours: Sequence[Candidate], whose: AgencyFound | None) -> StandIn | None:
        """The asker's agency and the kind it has no heading of, if that kind is what is asked."""
        if not ours or not whose:
            return None
        asked = max(ours, key=lambda each: each.by_words)
        kind = asked.id.partition("/")[2]
        foreign = self._agency_of[asked.id] not in (None, whose.id)
        missing = kind in self._toolkit.kinds and not self._has(whose.id, kind)
        theirs = [each.by_words for each in ours if self._agency_of[each.id] in (None, whose.id)]
        lead = asked.by_words - max(theirs, default=0.0)
        clear = lead > (0.0 if asked.words.phrase >= EXACT else STAND_IN_LEAD)
        return StandIn(whose.id, kind) if foreign and missing and clear else None

    def _has(self, agency: str, kind: str) -> bool:
        """Whether an agency has a heading of a kind, or one that holds it."""
        held = self._toolkit.kinds[kind].within
        return any(self._agency_of.get(each) == agency for each in (f"{agency}/{kind}", *held))

    def _general_first(self, ours: Sequence[Candidate], stands_in: StandIn) -> list[Candidate]:
        """The general page of the kind first, in place of what other agencies have of it."""
        general = self._toolkit.kinds[stands_in.kind].general
        asked = max(ours, key=lambda each: each.by_words)
        score = max(asked.by_words, ours[0].score)
        of_others = {each.id for each in ours if self._shared_kind(each.id) == stands_in.kind}
        rest = [each for each in ours if each.id not in {general, *of_others}]
        return [asked._replace(id=general, score=score, agency=0.0), *rest]

    def _kind_asked(
        self,
        outcome: Outcome,
        whose: AgencyFound | None,
        evidence: AgencyEvidence,
        lent: Mapping[str, str],
    ) -> str:
        """The kind that is asked for while nobody knows whose, if one is.

        An answer for an agency that nothing speaks for would be a guess said with confidence.
        *lent* are the general pages that come first for their kind's sake.
        """
        if whose or not isinstance(outcome, Answer | Choices):
            return ""
        first = outcome.ids[0]
        kind = self._shared_kind(first) or lent.get(first, "")
        if self._kind_sizes[kind] < CHOICES_AT_LEAST:
            return ""
        spoken_for = self._agency_of[first] in evidence.strengths
        if isinstance(outcome, Answer):
            return "" if spoken_for else kind
        others = [self._shared_kind(each) for each in outcome.ids[1:NEAREST]]
        return kind if kind in others and not spoken_for else ""

    def _for_every_agency(self, ours: Sequence[Candidate], kind: str) -> Choices:
        """The choice of the general page and every agency's heading of *kind*, likeliest first."""
        general = self._toolkit.kinds[kind].general
        ids = dict.fromkeys((*(each.id for each in ours), general))
        return Choices(tuple(h for h in ids if self._shared_kind(h) == kind or h == general))

    def _shared_kind(self, heading: str) -> str:
        kind = self._kind_of(heading)
        return kind if kind in self._toolkit.kinds else ""

    def _signs(
        self, understood: Understood, ours: Sequence[Candidate], foreign: Candidate | None
    ) -> Signs:
        first = ours[0] if ours else None
        score = first.by_words if first else 0.0
        lead = first.score - ours[1].score if first and len(ours) > 1 else score
        foreign_score = max(foreign.score, 0.0) if foreign else 0.0
        telling = [term for term in understood.terms if term[0] != "=" and " " not in term]
        told = sum(map(self._index.rarity, telling))
        known = sum(self._index.rarity(term) for term in telling if self._index.knows(term))
        length = math.sqrt(max(1, len(understood.terms)))
        return Signs(
            margin=math.log1p(max(0.0, lead)),
            ahead=lead / length,
            score=score / 10,
            words=(first.words.heading + first.words.kind) / (3 * length) if first else 0.0,
            nearest=first.words.phrase if first else 0.0,
            nearest_foreign=foreign.words.phrase if foreign else 0.0,
            lead=(score - foreign_score) / 10,
            known=known / told if told else 0.0,
            length=math.log1p(len(telling)),
            ours=sum(counts * self._index.odds(term) for term, counts in understood.terms.items())
            / math.sqrt(length * length + 3),
            told=math.log1p(len(understood.spelt)),
        )

    def _counted(self) -> tuple[Any, ...]:
        """All that is counted from the content and takes long, as plain data."""
        spelt = self._wording.spelt
        urgent, calm = _urgent_examples(self._toolkit), _calm_examples(self._toolkit)
        own = set(chain.from_iterable(map(spelt, self._own_texts())))
        return (
            tuple(count(self._phrases())),
            tuple(map(_packed, count_danger(urgent, calm, self._wording))),
            known_words(map(spelt, self._typed_texts()), own, self._toolkit.english),
            sorted(own),
            self._wording.at_hand,
        )

    def _inputs(self) -> Iterator[bytes]:
        """All that the counts come from, besides the sources of this room."""
        toolkit = self._toolkit
        yield Stemmer.version().encode()
        yield repr(toolkit.language).encode()
        for entry in toolkit.entries.values():
            yield repr((entry.id, self._kind_of(entry.id), *_said_of(toolkit, entry))).encode()
        for kind in toolkit.kinds.values():
            yield repr((kind.id, kind.asked_as)).encode()
        for subject in toolkit.not_ours:
            yield repr((subject.id, subject.asked_as)).encode()
        yield repr((toolkit.urgent, tuple(self._own_texts()))).encode()

    def _phrases(self) -> Iterator[Phrase]:
        for entry in self._toolkit.entries.values():
            kind = self._kind_of(entry.id)
            for text, weight in _said_of(self._toolkit, entry):
                yield Phrase(entry.id, kind, text, self._terms(text), weight)
        for shared in self._toolkit.kinds.values():
            for text in shared.asked_as:
                yield Phrase(f"{OF_KIND}{shared.id}", shared.id, text, self._terms(text))
        for subject in self._toolkit.not_ours:
            label = f"{NOT_OURS}{subject.id}"
            for text in subject.asked_as:
                yield Phrase(label, label, text, self._terms(text), foreign=True)

    def _within(self) -> dict[str, list[str]]:
        """The kinds that headings hold for agencies without a heading of those kinds."""
        within: dict[str, list[str]] = {}
        for kind in self._toolkit.kinds.values():
            for heading in kind.within:
                within.setdefault(heading, []).append(kind.id)
        return within

    def _terms(self, text: str) -> tuple[str, ...]:
        return tuple(self._wording.terms(self._wording.spelt(text)))

    def _typed_texts(self) -> Iterator[str]:
        """Texts as people type them, slips and all."""
        kinds = self._toolkit.kinds.values()
        for asked in (*self._toolkit.entries.values(), *kinds, *self._toolkit.not_ours):
            yield from asked.asked_as

    def _own_texts(self) -> Iterator[str]:
        """Texts that are rightly spelt, for certain."""
        for entry in self._toolkit.entries.values():
            yield from (
                text for text, _ in _said_of(self._toolkit, entry) if text not in entry.asked_as
            )
            yield from (each.say for each in entry.do_not)
        for agency in self._toolkit.agencies.values():
            yield from (*agency.called.people, *agency.called.places, *agency.called.hints)
        for old in self._toolkit.old_names.values():
            yield from (old.name, *old.also_called)
        yield from self._toolkit.language.right_words

    def _kind_of(self, heading: str) -> str:
        section, _, name = heading.partition("/")
        shared = section in self._toolkit.agencies and name in self._toolkit.kinds
        return name if shared else heading


def _packed(value: Any) -> Any:
    """Counts in a form that is read at once; anything else as it is."""
    if isinstance(value, dict) and value:
        return "\n".join(value), array("d", value.values()).tobytes()
    return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, tuple):
        names, counts = value
        return dict(zip(names.split("\n"), array("d", counts), strict=True))
    return value


def _said_of(toolkit: Toolkit, entry: AnyEntry) -> Iterator[tuple[str, float]]:
    """Each text that speaks for *entry*, and how much."""
    yield from ((text, 1.0) for text in entry.asked_as)
    yield entry.title, TITLE_WEIGHT
    if printed := toolkit.printed.get(entry.id):
        yield printed.heading.title, TITLE_WEIGHT
    yield entry.summary, TEXT_WEIGHT
    if isinstance(entry, Guidance):
        yield from ((point.say, TEXT_WEIGHT) for point in entry.points)


def _urgent_examples(toolkit: Toolkit) -> Iterator[Example]:
    yield from ((text, 1.0) for text in toolkit.urgent.heard)
    yield from ((text, 1.0) for text in toolkit.routes[toolkit.urgent.route].asked_as)
    yield from ((text, 0.5) for text in toolkit.urgent.phrases)


def _calm_examples(toolkit: Toolkit) -> Iterator[Example]:
    """Calm messages like the urgent ones count most; there are far more of the other sorts.

    What is asked otherwise counts as a fixed number of examples, however many phrases there are.
    """
    yield from ((text, 1.0) for text in toolkit.urgent.calm)
    entries = (each for each in toolkit.entries.values() if each.id != toolkit.urgent.route)
    for asked, worth_of_all in ((entries, OURS_COUNT), (toolkit.not_ours, FOREIGN_COUNT)):
        texts = [text for each in asked for text in each.asked_as]
        yield from ((text, worth_of_all / len(texts)) for text in texts)
