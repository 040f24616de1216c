"""Whose question is it? Found in the words of the message; a saved agency is only a prior."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.matching.wording import Wording, singular
from bot.toolkit.models import Agency, Language

STRENGTH = {"people": 3.0, "places": 2.0, "hints": 0.6}
ABOUT_SELF = 2.2  # "I am a nurse", "nurse here"
ABOUT_OTHERS = 0.15  # "ring the police": the police are not the asker
WITH_ARTICLE = 0.35  # "the police want the file": most often somebody else
FIRST_WORDS = 1.3  # "ward nurse: what do I write": who asks tends to come first
NAMED = 1.8  # from here on the message itself says who asks
ACTS = 2  # words between a name and what it does: "the detective on the case rang"
REACH = 3  # words between "I am a" and the trade: "I am a band 6 community nurse"


@dataclass(frozen=True)
class AgencyFound:
    """The agency that a message is asked for, and how that is known."""

    id: str
    how: Literal["named", "saved"]
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class AgencyEvidence:
    """How strongly the words speak for each agency; agencies not spoken for are left out."""

    strengths: dict[str, float]
    words: dict[str, tuple[str, ...]]

    def with_saved(self, saved: str | None, prior: float) -> dict[str, float]:
        """The strengths, with *prior* for the agency that the asker saved."""
        strengths = dict(self.strengths)
        if saved:
            strengths[saved] = strengths.get(saved, 0.0) + prior
        return strengths

    def whose(self, saved: str | None, prior: float) -> AgencyFound | None:
        """Whose question it is: the saved agency's, unless the message speaks louder."""
        if not saved:
            return self.named()
        strengths = self.with_saved(saved, prior)
        loudest = max(strengths, key=lambda each: (strengths[each], each == saved))
        if loudest == saved:
            return AgencyFound(saved, "saved")
        return AgencyFound(loudest, "named", self.words[loudest])

    def named(self) -> AgencyFound | None:
        """The agency that the words name clearly, if they name one."""
        ranked = sorted(self.strengths.items(), key=lambda each: (-each[1], each[0]))
        if not ranked or ranked[0][1] < NAMED:
            return None
        if len(ranked) > 1 and ranked[1][1] > 0.8 * ranked[0][1]:
            return None
        return AgencyFound(ranked[0][0], "named", self.words[ranked[0][0]])


class AgencyFinder:
    """Knows what the staff of each agency call themselves and their work."""

    def __init__(self, agencies: Iterable[Agency], language: Language, wording: Wording) -> None:
        self._names = wording.phrasebook(
            (
                (word, f"{group} {agency.id}")
                for group in STRENGTH
                for agency in agencies
                for word in getattr(agency.called, group)
            ),
            form=singular,
        )
        self._articles = frozenset(map(singular, language.about_others.articles))
        self._workplace = frozenset(map(singular, language.about_self.workplace))
        self._cues = wording.phrasebook(
            [(word, "self before") for word in language.about_self.before]
            + [(word, "self after") for word in language.about_self.after]
            + [(word, "others before") for word in language.about_others.before]
            + [(word, "others after") for word in language.about_others.after],
            form=singular,
        )

    def evidence(self, spelt: Sequence[str], starts: Container[int] = ()) -> AgencyEvidence:
        """Weigh every name of an agency in the message by who seems to say it of whom.

        *starts* are the places where a clause begins.
        """
        forms = [singular(word) for word in spelt]
        cues = self._cues.find(forms)
        strengths: dict[str, float] = {}
        seen: dict[str, tuple[str, ...]] = {}
        for meaning, place in self._names.find(forms):
            group, agency = meaning.split(" ", 1)
            weight = STRENGTH[group]
            if group != "hints":
                weight *= self._whose(forms, cues, place, starts)
            strengths[agency] = strengths.get(agency, 0.0) + weight
            text = " ".join(spelt[place.start : place.stop])
            seen[agency] = (*seen.get(agency, ()), text)
        return AgencyEvidence(strengths, seen)

    def _whose(
        self,
        forms: Sequence[str],
        cues: Sequence[tuple[str, range]],
        place: range,
        starts: Container[int],
    ) -> float:
        """How much likelier than usual it is that the name at *place* is the asker's own."""
        about_self = False
        for cue, where in cues:
            between = range(where.stop, place.start)
            behind = range(place.stop, where.start + 1)
            acts = place.stop <= where.start <= place.stop + ACTS and not _cut(behind, starts)
            if cue == "others after" and acts:
                return ABOUT_OTHERS
            follows = where.stop <= place.start
            if cue == "others before" and follows and len(between) <= 1:
                return ABOUT_OTHERS
            inside = place.start <= where.start and where.stop <= place.stop
            before = inside or (follows and len(between) <= REACH)
            about_self = about_self or (cue == "self before" and before)
            about_self = about_self or (cue == "self after" and where.start == place.stop)
        if about_self:
            return ABOUT_SELF
        if place.start and forms[place.start - 1] in self._articles:
            at_work = place.start > 1 and forms[place.start - 2] in self._workplace
            return 1.0 if at_work else WITH_ARTICLE
        return FIRST_WORDS if place.start <= 2 else 1.0


def _cut(places: Iterable[int], starts: Container[int]) -> bool:
    """Whether a clause begins at one of *places*."""
    return any(place in starts for place in places)
