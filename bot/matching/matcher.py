"""A message in, what it is about out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.matching.agencies import AgencyEvidence, AgencyFinder, AgencyFound
from bot.matching.cleaning import clean, words
from bot.matching.danger import Danger, DangerDetector
from bot.matching.deciding import Outcome, decide
from bot.matching.index import EvidenceIndex, Phrase
from bot.matching.old_names import OldNameFinder
from bot.matching.ranking import Candidate, Weights, rank
from bot.matching.spelling import Speller, vocabulary
from bot.matching.wording import Wording, stem
from bot.toolkit.models import Guidance
from bot.toolkit.toolkit import Toolkit

TITLE_WEIGHT = 1.0
TEXT_WEIGHT = 0.25  # what we say speaks less for a heading than how it is asked for


@dataclass(frozen=True)
class Understood:
    """A message after reading: its words as typed, as repaired, and as terms."""

    typed: tuple[str, ...]
    repairs: dict[str, str]
    spelt: tuple[str, ...]
    stems: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """What a message is about, whose it is, and why that is thought."""

    understood: Understood
    outcome: Outcome
    agency: AgencyFound | None
    danger: Danger
    old_names: tuple[str, ...]
    candidates: tuple[Candidate, ...]


class Matcher:
    """Matches messages to the headings and routes of one toolkit. Built once, never changed."""

    def __init__(self, toolkit: Toolkit, weights: Weights = Weights()) -> None:
        self._toolkit = toolkit
        self.weights = weights
        self._agency_of = {
            entry: agency.id if (agency := toolkit.agency_of(entry)) else None
            for entry in toolkit.entries
        }
        self._wording = Wording(toolkit.language)
        self._agencies = AgencyFinder(
            toolkit.agencies.values(), toolkit.language, self._wording
        )
        self._danger = DangerDetector(toolkit.urgent, self._wording)
        self._old_names = OldNameFinder(toolkit.old_names.values(), self._wording)
        self._index = EvidenceIndex(self._phrases())
        self._speller = Speller(self._vocabulary())

    def match(self, message: str, agency: str | None = None) -> Match:
        """Match *message*; *agency* is the asker's saved one. The same words match the same way."""
        understood = self.understand(message)
        evidence = self._agencies.evidence(understood.spelt, understood.stems)
        whose = evidence.named() or (AgencyFound(agency, "saved") if agency else None)
        old_names = self._old_names.find(understood.stems)
        candidates = self._ranked(understood, evidence, agency, old_names)
        danger = self._danger.detect(understood.stems)
        return Match(
            understood=understood,
            outcome=decide(candidates),
            agency=whose,
            danger=danger,
            old_names=old_names,
            candidates=candidates,
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

    def _vocabulary(self) -> dict[str, int]:
        texts = []
        for entry in self._toolkit.entries.values():
            texts += [entry.title, entry.summary, *entry.asked_as]
            if isinstance(entry, Guidance):
                texts += [p.say for p in (*entry.points, *entry.do_not)]
        for agency in self._toolkit.agencies.values():
            texts += [*agency.called.people, *agency.called.places, *agency.called.hints]
        return vocabulary(words(clean(text)) for text in texts)

    def _ranked(
        self,
        understood: Understood,
        evidence: AgencyEvidence,
        saved: str | None,
        old_names: Sequence[str],
    ) -> tuple[Candidate, ...]:
        asker = dict(evidence.strengths)
        if saved:
            asker[saved] = asker.get(saved, 0.0) + self.weights.saved
        led_to = [h for name in old_names for h in self._toolkit.old_names[name].leads_to]
        found = self._index.evidence(understood.terms)
        return rank(found, self._agency_of, asker, led_to, self.weights)

    def _phrases(self) -> list[Phrase]:
        phrases = []
        for entry in self._toolkit.entries.values():
            texts = [(text, 1.0) for text in entry.asked_as]
            texts.append((entry.title, TITLE_WEIGHT))
            if printed := self._toolkit.printed.get(entry.id):
                texts.append((printed.heading.title, TITLE_WEIGHT))
            texts.append((entry.summary, TEXT_WEIGHT))
            if isinstance(entry, Guidance):
                texts += [(point.say, TEXT_WEIGHT) for point in entry.points]
            for text, weight in texts:
                spelt = self._wording.spell_out(words(clean(text)))
                phrases.append(
                    Phrase(entry.id, self._kind_of(entry.id), text, tuple(self._wording.terms(spelt)), weight)
                )
        return phrases

    def _kind_of(self, heading: str) -> str:
        section, _, name = heading.partition("/")
        shared = section in self._toolkit.agencies and name in self._toolkit.kinds
        return name if shared else heading
