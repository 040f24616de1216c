"""A message in, what it is about out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.matching.agencies import AgencyEvidence, AgencyFinder, AgencyFound
from bot.matching.cleaning import clean, words
from bot.matching.danger import Danger, DangerDetector
from bot.matching.deciding import Answer, Choices, Outcome, Signs, decide
from bot.matching.index import EvidenceIndex, Phrase
from bot.matching.old_names import OldNameFinder
from bot.matching.ranking import Candidate, Weights, rank
from bot.matching.spelling import Speller, vocabulary
from bot.matching.wording import Wording, stem
from bot.toolkit.models import Guidance
from bot.toolkit.toolkit import Entry, Toolkit

NOT_OURS = "not-ours/"
TITLE_WEIGHT = 1.0
TEXT_WEIGHT = 0.25  # what we say speaks less for a heading than how it is asked for
OTHERS = 8


@dataclass(frozen=True)
class Understood:
    """A message after reading: its words as typed, as repaired, and as terms."""

    typed: tuple[str, ...]
    repairs: dict[str, str]
    spelt: tuple[str, ...]
    stems: tuple[str, ...]
    terms: tuple[str, ...]


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


class Matcher:
    """Matches messages to the headings and routes of one toolkit. Built once, never changed."""

    def __init__(self, toolkit: Toolkit, weights: Weights | None = None) -> None:
        self._toolkit = toolkit
        self._weights = weights or Weights()
        self._wording = Wording(toolkit.language)
        self._agencies = AgencyFinder(
            toolkit.agencies.values(), toolkit.language, self._wording
        )
        self._danger = DangerDetector(
            _urgent_examples(toolkit), _calm_examples(toolkit), self._wording
        )
        self._old_names = OldNameFinder(toolkit.old_names.values(), self._wording)
        self._subjects = {f"{NOT_OURS}{each.id}": each.title for each in toolkit.not_ours}
        self._agency_of = {
            entry: agency.id if (agency := toolkit.agency_of(entry)) else None
            for entry in (*toolkit.entries, *self._subjects)
        }
        self._index = EvidenceIndex(list(self._phrases()))
        self._speller = Speller(vocabulary(self._wording.spelt(text) for text in self._texts()))

    def match(self, message: str, agency: str | None = None) -> Match:
        """Match *message*; *agency* is the asker's saved one. The same words match the same way."""
        understood = self.understand(message)
        whose = self._agencies.evidence(understood.spelt, understood.stems)
        old_names = self._old_names.find(understood.stems)
        danger = self._danger.detect(understood.stems)
        candidates = self._ranked(understood, whose, agency, old_names, danger)
        ours = [each for each in candidates if each.id not in self._subjects]
        foreign = next((each for each in candidates if each.id in self._subjects), None)
        signs = self._signs(understood, ours, foreign)
        ahead = foreign is not None and (not ours or foreign.score > ours[0].score)
        subject = self._subjects[foreign.id] if foreign and ahead else ""
        outcome = decide([(each.id, each.score) for each in ours], signs, subject)
        return Match(
            understood=understood,
            outcome=outcome,
            agency=whose.named() or (AgencyFound(agency, "saved") if agency else None),
            danger=danger,
            old_names=old_names,
            candidates=tuple(ours),
            signs=signs,
        )

    def understand(self, message: str) -> Understood:
        """Read a message: clean it, spell it out, repair it, and cut it into terms."""
        typed = words(clean(message))
        repairs: dict[str, str] = {}
        spelt: list[str] = []
        for word in self._wording.spell_out(typed):
            mended = self._speller.repair(word)
            if mended:
                repairs[word] = mended
            spelt.append(mended or word)
        return Understood(
            tuple(typed),
            repairs,
            tuple(spelt),
            tuple(stem(word) for word in spelt),
            tuple(self._wording.terms(spelt)),
        )

    def _ranked(
        self,
        understood: Understood,
        whose: AgencyEvidence,
        saved: str | None,
        old_names: Sequence[str],
        danger: Danger,
    ) -> tuple[Candidate, ...]:
        asker = dict(whose.strengths)
        if saved:
            asker[saved] = asker.get(saved, 0.0) + self._weights.saved
        led_to = [h for name in old_names for h in self._toolkit.old_names[name].leads_to]
        found = self._index.evidence(understood.terms)
        return rank(found, self._agency_of, asker, led_to, self._weights)

    def _signs(
        self, understood: Understood, ours: Sequence[Candidate], foreign: Candidate | None
    ) -> Signs:
        first = ours[0] if ours else None
        score = first.score if first else 0.0
        second = ours[1].score if len(ours) > 1 else 0.0
        foreign_score = max(foreign.score, 0.0) if foreign else 0.0
        telling = [term for term in understood.terms if term[0] != "=" and " " not in term]
        told = sum(map(self._index.rarity, telling))
        known = sum(self._index.rarity(term) for term in telling if self._index.knows(term))
        length = math.sqrt(max(1, len(set(understood.terms))))
        return Signs(
            margin=math.log1p(max(0.0, score - second)),
            score=score / 10,
            words=(first.words.heading + first.words.kind) / (3 * length) if first else 0.0,
            nearest=first.words.phrase if first else 0.0,
            nearest_foreign=foreign.words.phrase if foreign else 0.0,
            lead=(score - foreign_score) / 10,
            known=known / told if told else 0.0,
            length=math.log1p(len(telling)),
        )

    def _phrases(self) -> Iterator[Phrase]:
        for entry in self._toolkit.entries.values():
            kind = self._kind_of(entry.id)
            for text, weight in _said_of(self._toolkit, entry):
                yield Phrase(entry.id, kind, text, self._terms(text), weight)
        for subject in self._toolkit.not_ours:
            label = f"{NOT_OURS}{subject.id}"
            for text in subject.asked_as:
                yield Phrase(label, label, text, self._terms(text))

    def _terms(self, text: str) -> tuple[str, ...]:
        return tuple(self._wording.terms(self._wording.spelt(text)))

    def _texts(self) -> Iterator[str]:
        """Every text whose words count as rightly spelt."""
        for entry in self._toolkit.entries.values():
            yield from (text for text, _ in _said_of(self._toolkit, entry))
            yield from (each.say for each in entry.do_not)
        for agency in self._toolkit.agencies.values():
            yield from (*agency.called.people, *agency.called.places, *agency.called.hints)
        for subject in self._toolkit.not_ours:
            yield from subject.asked_as

    def _kind_of(self, heading: str) -> str:
        section, _, name = heading.partition("/")
        shared = section in self._toolkit.agencies and name in self._toolkit.kinds
        return name if shared else heading


def _said_of(toolkit: Toolkit, entry: Entry) -> Iterator[tuple[str, float]]:
    """Each text that speaks for *entry*, and how much."""
    yield from ((text, 1.0) for text in entry.asked_as)
    yield entry.title, TITLE_WEIGHT
    if printed := toolkit.printed.get(entry.id):
        yield printed.heading.title, TITLE_WEIGHT
    yield entry.summary, TEXT_WEIGHT
    if isinstance(entry, Guidance):
        yield from ((point.say, TEXT_WEIGHT) for point in entry.points)


def _urgent_examples(toolkit: Toolkit) -> Iterator[tuple[str, float]]:
    yield from ((text, 1.0) for text in toolkit.urgent.heard)
    yield from ((text, 1.0) for text in toolkit.routes[toolkit.urgent.route].asked_as)
    yield from ((text, 0.3) for text in toolkit.urgent.phrases)


def _calm_examples(toolkit: Toolkit) -> Iterator[tuple[str, float]]:
    yield from ((text, 1.0) for text in toolkit.urgent.calm)
    for entry in toolkit.entries.values():
        if entry.id != toolkit.urgent.route:
            yield from ((text, 0.5) for text in entry.asked_as)
    for subject in toolkit.not_ours:
        yield from ((text, 0.3) for text in subject.asked_as)
