"""A message in, what it is about out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, pairwise

from bot.kept import Kept
from bot.matching.agencies import AgencyEvidence, AgencyFinder, AgencyFound
from bot.matching.cleaning import clauses, clean, words
from bot.matching.counting import NOT_OURS, counted
from bot.matching.danger import Danger, DangerDetector
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
from bot.matching.index import EvidenceIndex
from bot.matching.old_names import OldNameFinder
from bot.matching.ranking import Candidate, Weights, in_order, rank, worth
from bot.matching.spelling import Speller
from bot.matching.wording import Wording
from bot.toolkit.toolkit import Toolkit

EXACT = 0.99  # a message so near to a phrase or title is that phrase or title
STORY = 15  # words from which on a message is a story with a question in it
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
    foreign: float = 0.0  # what speaks for the nearest neighbouring subject
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
        self._kind_sizes = Counter(map(self._toolkit.kind_of, self._agency_of))
        content = counted(toolkit, self._wording, kept or Kept(None))
        self._wording.at_hand.update(content.stems)
        self._danger = DangerDetector(content.danger, toolkit.urgent.phrases, self._wording)
        self._index = EvidenceIndex(content.phrases, self._within())
        self._agencies_in_order = [self._agency_of.get(name) for name in self._index.names]
        self._follow_ups = FollowUps(toolkit, self._wording)
        self._speller = Speller(content.words, content.right, toolkit.english)
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
            foreign=_speaks_for(foreign),
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
        outcome = going_on(sorted(ours, key=lambda each: -each[1]), within.foreign)
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
            kind = self._toolkit.kind_of(each.id)
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
        kind = self._toolkit.kind_of(asked.id)
        foreign = self._agency_of[asked.id] not in (None, whose.id)
        missing = bool(kind) and not self._has(whose.id, kind)
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
        of_others = {each.id for each in ours if self._toolkit.kind_of(each.id) == stands_in.kind}
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
        kind = self._toolkit.kind_of(first) or lent.get(first, "")
        if self._kind_sizes[kind] < CHOICES_AT_LEAST:
            return ""
        spoken_for = self._agency_of[first] in evidence.strengths
        if isinstance(outcome, Answer):
            return "" if spoken_for else kind
        others = [self._toolkit.kind_of(each) for each in outcome.ids[1:NEAREST]]
        return kind if kind in others and not spoken_for else ""

    def _for_every_agency(self, ours: Sequence[Candidate], kind: str) -> Choices:
        """The choice of the general page and every agency's heading of *kind*, likeliest first."""
        general = self._toolkit.kinds[kind].general
        ids = dict.fromkeys((*(each.id for each in ours), general))
        return Choices(tuple(h for h in ids if self._toolkit.kind_of(h) == kind or h == general))

    def _signs(
        self, understood: Understood, ours: Sequence[Candidate], foreign: Candidate | None
    ) -> Signs:
        first = ours[0] if ours else None
        score = first.by_words if first else 0.0
        lead = first.score - ours[1].score if first and len(ours) > 1 else score
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
            lead=(score - _speaks_for(foreign)) / 10,
            known=known / told if told else 0.0,
            length=math.log1p(len(telling)),
            ours=sum(counts * self._index.odds(term) for term, counts in understood.terms.items())
            / math.sqrt(length * length + 3),
            told=math.log1p(len(understood.spelt)),
        )

    def _within(self) -> dict[str, list[str]]:
        """The kinds that headings hold for agencies without a heading of those kinds."""
        within: dict[str, list[str]] = {}
        for kind in self._toolkit.kinds.values():
            for heading in kind.within:
                within.setdefault(heading, []).append(kind.id)
        return within


def _speaks_for(foreign: Candidate | None) -> float:
    """How much speaks for a neighbouring subject, if one was found."""
    return max(foreign.score, 0.0) if foreign else 0.0
