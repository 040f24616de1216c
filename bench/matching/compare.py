"""How well and how fast this matcher finds a heading, beside the obvious ways, in one run.

    python -m bench.matching.compare                 # tables
    python -m bench.matching.compare --out FOLDER    # and the results as JSON, for draw.py

Top1 and top3 are shares of the questions that the toolkit covers; where this matcher says that it
has nothing, that counts as a miss, while the others never say so. Its weights were chosen
on these questions, the others' on none but for the worth of a saved agency.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from bench.matching.alternatives import SYSTEMS, System
from bench.matching.figures import Share, keep, parser, percentile, share, timed
from bench.matching.questions import DEVELOPMENT, HELD_OUT, Question, read
from bot.matching.calibration import RIGHT
from bot.matching.deciding import chance
from bot.matching.matcher import Match, Matcher
from bot.toolkit.loader import load
from bot.toolkit.toolkit import Toolkit

ROUNDS = 2
SHARES = {"top1": 1, "top3": 3}
Answers = Mapping[Question, Sequence[str]]
Sets = Mapping[str, Sequence[Question]]


@dataclass(frozen=True)
class Measured:
    """What one system answered, and how long that took."""

    name: str
    build_ms: float
    times_ms: Sequence[float]
    answers: Answers

    def hits(self, questions: Iterable[Question], first: int) -> list[float]:
        """For each question, 1 if one of the *first* answers is right and 0 if none is."""
        return [float(any(a in q.expect for a in self.answers[q][:first])) for q in questions]


def main() -> int:
    args = parser(__doc__).parse_args()
    toolkit = load()
    sets = {path.stem: read(path) for path in (DEVELOPMENT, *HELD_OUT)}
    everything = [question for questions in sets.values() for question in questions]
    systems = list(_measured(toolkit, everything))
    covered = {
        "development": _in_scope(sets["questions"]),
        "held out": _in_scope([q for path in HELD_OUT for q in sets[path.stem]]),
    }
    _print_quality(systems, covered)
    _print_nothing(systems[0], everything)
    _print_lead(systems, covered)
    _print_speed(systems, len(everything))
    parts = {path.stem[-1]: _in_scope(sets[path.stem]) for path in HELD_OUT}
    rows = {"development": {}, "held out": parts}
    for name, questions in covered.items():
        groups = {"all": questions, **rows[name], **_by_kind(questions)}
        for column, first in SHARES.items():
            _print_groups(f"{name}, {column}", systems, groups, first)
    matcher = Matcher(toolkit)
    results = {
        "systems": [_system(each) for each in systems],
        "kinds": {name: _kinds(systems, covered[name]) for name in covered},
        "questions": [_judged(toolkit, matcher, question) for question in everything],
    }
    keep(results, args.out, "compare.json")
    return 0


def _measured(toolkit: Toolkit, questions: Sequence[Question]) -> Iterator[Measured]:
    for name, build in SYSTEMS.items():
        began = perf_counter()
        try:
            system = build(toolkit)
        except ModuleNotFoundError as missing:
            print(f"{name}: {missing.name} is not installed, so it is left out\n")
            continue
        built = (perf_counter() - began) * 1000
        answers: dict[Question, Sequence[str]] = {}
        times = timed(_asking(system, answers), questions, rounds=ROUNDS)
        yield Measured(name, built, times, answers)


def _asking(system: System, answers: dict[Question, Sequence[str]]) -> Callable[[Question], None]:
    """Asks *system* a question and notes what it says."""

    def ask(question: Question) -> None:
        answers[question] = system(question.text, question.agency)

    return ask


def _in_scope(questions: Iterable[Question]) -> list[Question]:
    return [question for question in questions if question.in_scope]


def _by_kind(questions: Sequence[Question]) -> dict[str, list[Question]]:
    kinds = sorted({question.kind for question in questions})
    return {kind: [each for each in questions if each.kind == kind] for kind in kinds}


def _print_quality(systems: Sequence[Measured], sets: Sets) -> None:
    """Shares in per cent with 95 % intervals, for each set."""
    _print_by_set("per cent (95 % interval)", sets)
    for system in systems:
        cells = [share(system.hits(asked, n)) for asked in sets.values() for n in SHARES.values()]
        _print_cells(system.name, cells)


def _print_nothing(ours: Measured, questions: Sequence[Question]) -> None:
    """The matcher may say that it has nothing, rightly or wrongly."""
    covered = share([float(not ours.answers[q]) for q in questions if q.in_scope])
    others = share([float(not ours.answers[q]) for q in questions if not q.in_scope])
    print(f"{ours.name} finds nothing: {covered} of the questions that the toolkit covers,")
    print(f"{others} of the others; the other systems never say so")


def _print_lead(systems: Sequence[Measured], sets: Sets) -> None:
    """How far the first system is ahead of each other one, judged question by question."""
    ours, *others = systems
    _print_by_set(f"\n{ours.name} is ahead, points", sets)
    for other in others:
        cells = []
        for asked in sets.values():
            for first in SHARES.values():
                pairs = zip(ours.hits(asked, first), other.hits(asked, first), strict=True)
                cells.append(share([mine - theirs for mine, theirs in pairs]))
        _print_cells(f"of {other.name}", cells)


def _print_by_set(title: str, sets: Sets) -> None:
    names = [f"{name} ({len(asked)})" for name, asked in sets.items()]
    print(title)
    print(" " * 19 + "".join(f"{name:>40}" for name in names))
    print(" " * 19 + "".join(f"{column:>20}" for _ in names for column in SHARES))


def _print_cells(name: str, cells: Sequence[Share]) -> None:
    print(f"{name:19}" + "".join(f"{cell!s:>20}" for cell in cells))


def _print_speed(systems: Sequence[Measured], asked: int) -> None:
    print(f"\nmilliseconds{'build':>17}{f'median of {asked}':>18}{'p99':>9}")
    for each in systems:
        median, slowest = percentile(each.times_ms, 50), percentile(each.times_ms, 99)
        print(f"{each.name:19}{each.build_ms:10.0f}{median:18.2f}{slowest:9.2f}")


def _print_groups(title: str, systems: Sequence[Measured], groups: Sets, first: int) -> None:
    print(f"\n{title}, per cent and 95 % interval")
    names = [each.name.replace(" vectors", "").replace("SQLite ", "") for each in systems]
    heads = [name.replace("token_set_ratio", "token_set").split(" ")[-1] for name in names]
    print(f"{'kind':9}{'n':>3}" + "".join(f"{head:>12}" for head in heads))
    for group, questions in groups.items():
        cells = [share(each.hits(questions, first)).short for each in systems]
        print(f"{group:9}{len(questions):3}" + "".join(f"{cell:>12}" for cell in cells))


def _system(system: Measured) -> dict[str, Any]:
    median, slowest = percentile(system.times_ms, 50), percentile(system.times_ms, 99)
    figures = {"build_ms": system.build_ms, "median_ms": median, "p99_ms": slowest}
    return {"name": system.name, **figures}


def _kinds(systems: Sequence[Measured], questions: Sequence[Question]) -> list[dict[str, Any]]:
    groups = {"all": questions, **_by_kind(questions)}
    return [
        {"kind": kind, "n": len(asked), "system": each.name}
        | {column: share(each.hits(asked, first)) for column, first in SHARES.items()}
        for kind, asked in groups.items()
        for each in systems
    ]


def _judged(toolkit: Toolkit, matcher: Matcher, question: Question) -> dict[str, Any]:
    """How sure the matcher was of one question, and how its answer fell out."""
    match = matcher.match(question.text, question.agency)
    first = match.candidates[0].id if match.candidates else ""
    agency, kind = _place(toolkit, question.expect[0])
    return {
        "covered": question.in_scope,
        "agency": agency,
        "kind": kind,
        "chance": chance(RIGHT, match.signs),
        "right": question.in_scope and first in question.expect,
        "fell": _fell(toolkit, match, question) if question.in_scope else "",
    }


def _fell(toolkit: Toolkit, match: Match, question: Question) -> str:
    if match.outcome.name == "none":
        return "nothing found"
    first = match.outcome.ids[0]
    if first in question.expect:
        return "right"
    (agency, kind), expected = _place(toolkit, first), [_place(toolkit, e) for e in question.expect]
    if kind in toolkit.kinds and any(kind == right for _, right in expected):
        return "same kind, another agency"
    same = any(agency == right for right, _ in expected)
    return "same agency, another heading" if same else "neither"


def _place(toolkit: Toolkit, heading: str) -> tuple[str, str]:
    """Whose heading it is and of which kind; what is written for no agency has no kind."""
    section, _, name = heading.partition("/")
    if section not in toolkit.agencies:
        return "routes" if section == "route" else "for everybody", ""
    return toolkit.agencies[section].short, name if name in toolkit.kinds else "of its own"


if __name__ == "__main__":
    sys.exit(main())
