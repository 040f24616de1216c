"""All that is counted from the content at a start: plain data, so that it can outlive the process.

Nothing here depends on a message. Which texts speak for which heading, and how much, stands here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import Stemmer

from bot.kept import Kept
from bot.matching.danger import DangerCounts, Example, count_danger
from bot.matching.index import OF_KIND, Counts, Phrase, count
from bot.matching.spelling import known_words
from bot.matching.wording import Wording
from bot.toolkit.models import Guidance
from bot.toolkit.toolkit import AnyEntry, Toolkit

NOT_OURS = "not-ours/"  # what stands before the id of a neighbouring subject
TITLE_WEIGHT = 1.0
TEXT_WEIGHT = 0.25  # what we say speaks less for a heading than how it is asked for
OURS_COUNT = 3000  # calm examples' worth of what the rest of the content is asked
FOREIGN_COUNT = 500


class Counted(NamedTuple):
    """What the matcher needs of the content."""

    phrases: Counts
    danger: DangerCounts
    words: dict[str, int]  # how often people type the words that are no slips
    right: frozenset[str]  # words that are rightly spelt, for certain
    stems: dict[str, str]  # of the content's words


def counted(toolkit: Toolkit, wording: Wording, kept: Kept) -> Counted:
    """What is counted from *toolkit*: afresh, or as *kept* from the same content."""
    found = kept.get("matching", _inputs(toolkit), lambda: _count(toolkit, wording))
    phrases, danger, words, right, stems = found
    return Counted(Counts(*phrases), DangerCounts(*danger), words, frozenset(right), stems)


def _count(toolkit: Toolkit, wording: Wording) -> tuple[object, ...]:
    """The fields of a Counted as plain data."""
    danger = count_danger(_urgent_examples(toolkit), _calm_examples(toolkit), wording)
    right = set(chain.from_iterable(map(wording.spelt, _own_texts(toolkit))))
    return (
        tuple(count(_phrases(toolkit, wording))),
        tuple(danger),
        known_words(map(wording.spelt, _typed_texts(toolkit)), right, toolkit.english),
        sorted(right),
        wording.at_hand,
    )


def _inputs(toolkit: Toolkit) -> Iterator[bytes]:
    """All that the counts come from, besides the sources of this room."""
    yield Stemmer.version().encode()
    yield repr(toolkit.language).encode()
    yield from (words.encode() for words in toolkit.english.by_start.values())
    for entry in toolkit.entries.values():
        yield repr((entry.id, toolkit.kind_of(entry.id), *_said_of(toolkit, entry))).encode()
    for kind in toolkit.kinds.values():
        yield repr((kind.id, kind.asked_as)).encode()
    for subject in toolkit.not_ours:
        yield repr((subject.id, subject.asked_as)).encode()
    yield repr((toolkit.urgent, tuple(_own_texts(toolkit)))).encode()


def _phrases(toolkit: Toolkit, wording: Wording) -> Iterator[Phrase]:
    def terms(text: str) -> tuple[str, ...]:
        return tuple(wording.terms(wording.spelt(text)))

    for entry in toolkit.entries.values():
        kind = toolkit.kind_of(entry.id) or entry.id
        for text, weight in _said_of(toolkit, entry):
            yield Phrase(entry.id, kind, text, terms(text), weight)
    for shared in toolkit.kinds.values():
        for text in shared.asked_as:
            yield Phrase(f"{OF_KIND}{shared.id}", shared.id, text, terms(text))
    for subject in toolkit.not_ours:
        label = f"{NOT_OURS}{subject.id}"
        for text in subject.asked_as:
            yield Phrase(label, label, text, terms(text), foreign=True)


def _said_of(toolkit: Toolkit, entry: AnyEntry) -> Iterator[tuple[str, float]]:
    """Each text that speaks for *entry*, and how much."""
    yield from ((text, 1.0) for text in entry.asked_as)
    yield entry.title, TITLE_WEIGHT
    if printed := toolkit.printed.get(entry.id):
        yield printed.heading.title, TITLE_WEIGHT
    yield entry.summary, TEXT_WEIGHT
    if isinstance(entry, Guidance):
        yield from ((point.say, TEXT_WEIGHT) for point in entry.points)


def _typed_texts(toolkit: Toolkit) -> Iterator[str]:
    """Texts as people type them, slips and all."""
    for asked in (*toolkit.entries.values(), *toolkit.kinds.values(), *toolkit.not_ours):
        yield from asked.asked_as


def _own_texts(toolkit: Toolkit) -> Iterator[str]:
    """Texts that are rightly spelt, for certain."""
    for entry in toolkit.entries.values():
        yield from (text for text, _ in _said_of(toolkit, entry) if text not in entry.asked_as)
        yield from (each.say for each in entry.do_not)
    for agency in toolkit.agencies.values():
        yield from (*agency.called.people, *agency.called.places, *agency.called.hints)
    for old in toolkit.old_names.values():
        yield from (old.name, *old.also_called)
    yield from toolkit.language.right_words


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
