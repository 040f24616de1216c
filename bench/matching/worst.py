"""The worst misses: wrong answers given outright, then right headings farthest down.

python -m bench.matching.worst               # twenty of the development and held-out questions
python -m bench.matching.worst --count 50
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from textwrap import shorten, wrap

from bench.matching.questions import DEVELOPMENT, HELD_OUT, Question, read
from bot.matching.matcher import Match, Matcher
from bot.toolkit.loader import load

WIDTH = 96
CUT = {"placeholder": " …", "break_on_hyphens": False}


@dataclass(frozen=True)
class Miss:
    """A question that the matcher got wrong; *place* is where the right heading came, from 1."""

    group: str
    question: Question
    match: Match
    place: int

    @property
    def outright(self) -> bool:
        return self.match.outcome.name == "answer"

    @property
    def found(self) -> bool:
        return self.place <= len(self.match.candidates)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20)
    args = parser.parse_args()
    matcher = Matcher(load())
    misses = [
        miss
        for path in (DEVELOPMENT, *HELD_OUT)
        for question in read(path)
        if (miss := _miss(matcher, path.stem, question))
    ]
    misses.sort(key=lambda miss: (not miss.outright, -miss.place, miss.question.text))
    outright = sum(miss.outright for miss in misses)
    print(f"{len(misses)} misses, of them {outright} answered outright; the worst {args.count}:\n")
    for number, miss in enumerate(misses[: args.count], 1):
        _print(number, miss)
    return 0


def _miss(matcher: Matcher, group: str, question: Question) -> Miss | None:
    match = matcher.match(question.text, question.agency)
    outcome = match.outcome
    if not question.in_scope:
        return None if outcome.name == "none" else Miss(group, question, match, 0)
    if outcome.name != "none" and outcome.ids[0] in question.expect:
        return None
    places = [at for at, each in enumerate(match.candidates, 1) if each.id in question.expect]
    return Miss(group, question, match, min(places, default=len(match.candidates) + 1))


def _print(number: int, miss: Miss) -> None:
    question, outcome = miss.question, miss.match.outcome
    where = f"right heading in place {miss.place}" if miss.found else "right heading not found"
    if not question.in_scope:
        where = "not covered"
    saved = f"saved {question.agency}" if question.agency else "no agency saved"
    print(f"{number:2}  {outcome.name}, {where}; {question.kind}, {miss.group}, {saved}")
    for line in wrap(question.text, WIDTH):
        print(f"    {line}")
    for word, ids in (("want", question.expect), ("got", outcome.ids[:3])):
        print(f"    {shorten(' '.join((word, ', '.join(ids))), WIDTH, **CUT)}")


if __name__ == "__main__":
    sys.exit(main())
