"""How fast matching is, side by side with the obvious alternative, in one run.

    python -m bench.matching.speed

Start-up is a fresh process, the median of five: the first with nothing kept, and again. A
match is one question of the development and held-out sets with the shipped content; rapidfuzz's
WRatio looks through the same phrases.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from tempfile import TemporaryDirectory
from time import perf_counter

from rapidfuzz import fuzz, process, utils

from bench.matching.questions import DEVELOPMENT, HELD_OUT, read
from bot.matching.matcher import Matcher
from bot.toolkit.loader import load

START = """
from time import perf_counter
began = perf_counter()
import sys
from pathlib import Path
from bot.kept import Kept
from bot.toolkit.loader import load
from bot.matching.matcher import Matcher
imported = perf_counter()
kept = Kept(Path(sys.argv[1]))
toolkit = load(None, kept)
loaded = perf_counter()
Matcher(toolkit, kept=kept)
indexed = perf_counter()
import resource
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(imported - began, loaded - imported, indexed - loaded, megabytes)
"""
ROUNDS = 3
STARTS = 5


def main() -> None:
    with TemporaryDirectory() as folder:
        first = [_start(f"{folder}/{at}") for at in range(STARTS)]
        again = [_start(f"{folder}/{at}") for at in range(STARTS)]
    print(f"{'':34}{'first':>9}{'again':>9}")
    names = ("import, ms", "load content, ms", "index, ms", "resident memory, MB")
    for at, (name, scale) in enumerate(zip(names, (1000, 1000, 1000, 1), strict=True)):
        medians = (statistics.median(start[at] for start in each) for each in (first, again))
        print(f"{name:34}" + "".join(f"{median * scale:9.0f}" for median in medians))
    ready = (statistics.median(sum(start[:3]) for start in each) for each in (first, again))
    print(f"{'import, load and index, ms':34}" + "".join(f"{each * 1000:9.0f}" for each in ready))

    toolkit = load()
    matcher = Matcher(toolkit)
    questions = [(q.text, q.agency) for q in read(DEVELOPMENT, *HELD_OUT)]
    ours = _timed(lambda asked: matcher.match(*asked), questions)
    phrases = [utils.default_process(p) for e in toolkit.entries.values() for p in e.asked_as]
    theirs = _timed(
        lambda asked: process.extractOne(
            asked[0], phrases, scorer=fuzz.WRatio, processor=utils.default_process
        ),
        questions,
    )
    print(f"\n{len(questions)} questions, {len(phrases)} phrases{'median, ms':>16}{'p99, ms':>10}")
    for name, times in (("this matcher", ours), ("rapidfuzz WRatio, best phrase", theirs)):
        print(f"{name:34}{_percentile(times, 50):9.2f}{_percentile(times, 99):10.2f}")
    print(f"{'ratio':34}{_percentile(theirs, 50) / _percentile(ours, 50):9.1f}")


def _start(folder: str) -> list[float]:
    command = [sys.executable, "-c", START, folder]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    return [float(figure) for figure in run.stdout.split()]


def _timed(
    answer: Callable[[tuple[str, str | None]], object],
    questions: Sequence[tuple[str, str | None]],
) -> list[float]:
    """Milliseconds for each question, the best of some rounds."""
    best = [float("inf")] * len(questions)
    for _ in range(ROUNDS):
        for at, asked in enumerate(questions):
            began = perf_counter()
            answer(asked)
            best[at] = min(best[at], (perf_counter() - began) * 1000)
    return best


def _percentile(times: Sequence[float], percent: int) -> float:
    return sorted(times)[min(len(times) - 1, round(len(times) * percent / 100))]


if __name__ == "__main__":
    main()
