"""Pages for a few letters that somebody is typing: by title, agency, and how people ask.

A question in words is the matcher's; here every letter counts, and a word may be unfinished.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.matching.cleaning import clean, words
from bot.matching.wording import Wording, singular
from bot.toolkit.toolkit import AnyEntry, Toolkit

FOUND_AT_MOST = 20
WORDS_READ = 8  # nobody types more into a search box
TITLE = 1.0
ASKED = 0.8  # one way of asking says less for a page than its title, even one spelt badly
UNFINISHED = 0.95  # "child" is sooner a child than it is children
NEAR_ENOUGH = 75  # of 100, between what was typed and the beginning of a word
SHORTEST_SLIP = 4  # letters; a shorter word is too near to too many others
HALF = 0.5  # of the best; what falls below is not worth a line
OFTEN = 0.1  # of the ways in which a page is asked for
STEPS = 40  # scores that round to the same fortieth are equal
NOT_FOUND = 0, False


class _Line(NamedTuple):
    """One text by which an entry is found, and how much it says."""

    entry: str
    weight: float


class PageFinder:
    """Finds the headings and routes of one toolkit. Built once, never changed."""

    def __init__(self, toolkit: Toolkit) -> None:
        self._toolkit = toolkit
        self._wording = Wording(toolkit.language)
        self._place = {entry: at for at, entry in enumerate(toolkit.entries)}
        self._lines: list[_Line] = []
        self._lines_with: dict[str, list[int]] = defaultdict(list)
        self._asked_just_so: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._in_titles: set[str] = set()
        for entry in toolkit.entries.values():
            self._add(entry)
        self._vocabulary = sorted(self._lines_with)

    def find(self, typed: str, agency: str | None) -> tuple[str, ...]:
        """The ids of what *typed* begins to name, best first; of equals *agency*'s own come first.

        Then come those with it in their title, those that are oftener asked for so, then the
        toolkit's own order. Empty when nothing is near. The same letters give the same list on
        every machine.
        """
        best: dict[str, tuple[int, bool]] = {}
        ways: Counter[str] = Counter()
        for line, score in self._scores(self._telling(typed)).items():
            entry, weight = self._lines[line]
            best[entry] = max((round(score * STEPS), weight == TITLE), best.get(entry, NOT_FOUND))
            ways[entry] += score >= HALF
        for entry in self._asked_just_so.get(tuple(words(clean(typed))), ()):
            best[entry] = STEPS, True  # as good as its title
        least = max(best.values(), default=NOT_FOUND)[0] * HALF

        def order(entry: str) -> tuple[int, bool, bool, bool, int, int]:
            others = entry.partition("/")[0] != agency
            step, titled = best[entry]
            often = ways[entry] / max(1, len(self._toolkit.entries[entry].asked_as))
            by_asking = 0 if titled else -round(often * STEPS)
            return -step, others, not titled, often < OFTEN, by_asking, self._place[entry]

        found = sorted((entry for entry, (step, _) in best.items() if step >= least), key=order)
        return tuple(found[:FOUND_AT_MOST])

    def _add(self, entry: AnyEntry) -> None:
        agency = self._toolkit.agency_of(entry.id)
        whose = words(clean(f"{agency.name} {agency.short}")) if agency else []
        self._in_titles.update(whose)
        for text in _titles(self._toolkit, entry):
            self._in_titles.update(self._add_line(_Line(entry.id, TITLE), text, whose))
        for text in entry.asked_as:
            self._add_line(_Line(entry.id, ASKED), text, whose)
            self._asked_just_so[tuple(words(clean(text)))].append(entry.id)

    def _add_line(self, line: _Line, text: str, whose: Iterable[str]) -> set[str]:
        """Find *line* by its words as they stand, by what they are short for, and by *whose*.

        Outside a title small words find nothing, unless there are no others: they are everywhere.
        """
        written = words(clean(text))
        own = {*written, *self._wording.spell_out(written)}
        small = set() if line.weight == TITLE else set(filter(self._wording.is_small, own))
        for word in (own - small or own).union(whose):
            self._lines_with[word].append(len(self._lines))
        self._lines.append(line)
        return own

    def _telling(self, typed: str) -> Sequence[Sequence[str]]:
        """The words that tell a page; where none does, all of them.

        Each is told with what else it may be: "org" is short for one word, and begins another.
        """
        written = words(clean(typed))
        spelt = list(dict.fromkeys(self._wording.spell_out(written)))
        telling = [word for word in spelt if not self._wording.is_small(word)] or spelt
        short = spelt and self._wording.spell_out(written[-1:]) == spelt[-1:] != written[-1:]
        return [
            (word, written[-1]) if short and word == spelt[-1] else (word,)
            for word in telling[:WORDS_READ]
        ]

    def _scores(self, typed: Sequence[Sequence[str]]) -> Mapping[int, float]:
        """How well each line answers to the words, from 0 to 1; only lines that answer at all."""
        total: dict[int, float] = defaultdict(float)
        for each in typed:
            likest: dict[int, float] = {}
            for known, likeness in chain.from_iterable(map(self._like, each)):
                for line in self._lines_with[known]:
                    if likeness > likest.get(line, 0.0):
                        likest[line] = likeness
            for line, likeness in likest.items():
                total[line] += likeness * self._lines[line].weight / len(typed)
        return total

    def _like(self, typed: str) -> Iterator[tuple[str, float]]:
        """The known words that begin like *typed*, and how like they are.

        What begins a word of a title is no slip of another word, however near that is.
        """
        length = len(typed)
        begins_a_title = any(word.startswith(typed) for word in self._in_titles)
        for known, ratio, _ in process.extract(
            typed,
            self._vocabulary,
            scorer=fuzz.ratio,
            processor=lambda word: word[:length],
            score_cutoff=100 if begins_a_title or length < SHORTEST_SLIP else NEAR_ENOUGH,
            limit=None,
        ):
            whole = singular(known) == singular(typed)
            yield known, ratio / 100 * (1.0 if whole else UNFINISHED)


def _titles(toolkit: Toolkit, entry: AnyEntry) -> Iterator[str]:
    """What the page is called, was called in print, and is called from agency to agency."""
    yield entry.title
    if printed := toolkit.printed.get(entry.id):
        yield printed.heading.title
    kind = toolkit.kinds.get(entry.id.partition("/")[2])
    if kind and toolkit.agency_of(entry.id):
        yield kind.title
