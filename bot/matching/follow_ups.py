"""A few words that go on from the page before: "and if he's 17?", "what about prisons?"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.matching.wording import Wording
from bot.toolkit.models import Guidance
from bot.toolkit.toolkit import Toolkit

FEW_WORDS = 14  # what is longer stands by itself
FEW_TELLING = 6
OPENING_WORDS = 3  # among which a change begins: "but what if"


class FollowUps:
    """Knows how people go on, and where a page leads on to."""

    def __init__(self, toolkit: Toolkit, wording: Wording) -> None:
        self._toolkit = toolkit
        self._wording = wording
        openings = (wording.spelt(each) for each in toolkit.language.follow_ups)
        self._openings = sorted({each for each in openings if each}, key=len, reverse=True)
        changes = (wording.spelt(each) for each in toolkit.language.fact_changes)
        self._changes = frozenset(each for each in changes if each)

    def opens(self, spelt: Sequence[str]) -> bool:
        """Whether the words go on from something: few, and opened as people go on."""
        if not 0 < len(spelt) <= FEW_WORDS:
            return False
        telling = sum(not self._wording.is_small(word) for word in spelt)
        opened = any(tuple(spelt[: len(each)]) == each for each in self._openings)
        return opened and telling <= FEW_TELLING

    def changes_a_fact(self, spelt: Sequence[str]) -> bool:
        """Whether the words open with a fact that is other than it was: "what if he's 19"."""
        return any(
            tuple(spelt[at : at + len(each)]) == each
            for each in self._changes
            for at in range(OPENING_WORDS)
        )

    def lead_on(self, before: str) -> frozenset[str]:
        """Where the page *before* leads: to what belongs near it, its routes, and itself.

        From one route to any other: what changes is a fact that decides between them.
        """
        entry = self._toolkit.entries[before]
        near = {before, *entry.see_also}
        routes = self._toolkit.routes.keys()
        if not isinstance(entry, Guidance) or entry.routes:
            near.update(routes)
        near.update(e.id for e in self._toolkit.entries.values() if before in e.see_also)
        return frozenset(near)

    def counterpart(self, before: str, agency: str) -> str:
        """The page of *agency* on the topic of *before*; empty if it has none of its own."""
        kind = self._toolkit.kind_of(before)
        own = f"{agency}/{kind}"
        return own if kind and own != before and own in self._toolkit.entries else ""
