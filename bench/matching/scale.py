"""How the time of one match grows with the number of phrases.

    python -m bench.matching.scale                 # a table
    python -m bench.matching.scale --out FOLDER    # and the results as JSON, for draw.py

The shipped content, and made-up packs: the national content and, for fictitious places, a local
body beside each agency with that agency's headings, asked for in its own words. Each size is
measured in a fresh process; build is the matcher's alone, memory the process's at its highest.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from math import log
from statistics import linear_regression
from time import perf_counter
from typing import Any

from bench.matching.figures import keep, parser, percentile, timed
from bench.matching.questions import DEVELOPMENT, HELD_OUT, read
from bot.matching.matcher import Matcher
from bot.toolkit.loader import load
from bot.toolkit.models import Agency, Guidance
from bot.toolkit.toolkit import Toolkit

SEED = 2009
SIZES = (30_000, 100_000)
GOAL_MS = 25.0  # p99 of the largest
EVERY, ROUNDS = 3, 2  # one question in so many, and the best time of so many
STARTS = ("Quill", "Thrand", "Pell", "Wist", "Dorr", "Fenn", "Skell", "Yarm", "Gost", "Umber")
ENDS = ("mere", "combe", "wick", "holt")
PLACES = tuple(start + end for start, end in product(STARTS, ENDS))
SUBSTITUTES = {  # what a local pack would say otherwise
    "form": ("paperwork", "template", "proforma"),
    "refer": ("pass on", "send in", "flag"),
    "ring": ("call", "phone", "bleep"),
    "victim": ("client", "survivor", "service user"),
    "team": ("hub", "desk", "unit"),
    "kid": ("child", "youngster", "young person"),
    "police": ("force", "officers"),
    "who": ("which person", "which colleague"),
    "record": ("log", "note down"),
}
CHANGED = 0.3  # of the words that have a substitute
PLACED = 0.4  # of the phrases name the place


def main() -> int:
    arguments = parser(__doc__)
    arguments.add_argument("--size", type=int, help="measure one pack, here, and print it as JSON")
    args = arguments.parse_args()
    if args.size is not None:
        print(json.dumps(_measured(args.size)))
        return 0
    print("phrases   headings   build, s   memory, MB   median, ms   p99, ms")
    rows = []
    for size in (0, *SIZES):
        rows.append(_in_a_fresh_process(size))
        print(
            "{phrases:7,}{headings:11,}{build_s:11.2f}{memory_mb:13.0f}"
            "{median_ms:13.2f}{p99_ms:10.2f}".format(**rows[-1]),
            flush=True,
        )
    growth = {name: _growth(rows, name) for name in ("median_ms", "p99_ms")}
    print(
        f"\ntime grows as phrases to the power {growth['median_ms']:.2f} (median), "
        f"{growth['p99_ms']:.2f} (p99); 1 is linear"
    )
    verdict = "met" if rows[-1]["p99_ms"] <= GOAL_MS else "not met"
    print(f"goal: p99 of {GOAL_MS:.0f} ms with {SIZES[-1]:,} phrases: {verdict}")
    keep({"rows": rows, "growth": growth, "goal_ms": GOAL_MS}, args.out, "scale.json")
    return 0


def _in_a_fresh_process(size: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.matching.scale", "--size", str(size)]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, Any] = json.loads(run.stdout)
    return figures


def _measured(size: int) -> dict[str, Any]:
    toolkit = pack(load(), size)
    began = perf_counter()
    matcher = Matcher(toolkit)
    built = perf_counter() - began
    asked = list(_asked(toolkit))
    times = timed(lambda each: matcher.match(*each), asked, rounds=ROUNDS)
    return {
        "phrases": sum(len(entry.asked_as) for entry in toolkit.entries.values()),
        "headings": len(toolkit.entries),
        "build_s": built,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "median_ms": percentile(times, 50),
        "p99_ms": percentile(times, 99),
    }


def _growth(rows: Sequence[dict[str, Any]], name: str) -> float:
    """The slope of the time over the number of phrases, both as logarithms."""
    sizes = [log(row["phrases"]) for row in rows]
    return linear_regression(sizes, [log(row[name]) for row in rows]).slope


def _asked(toolkit: Toolkit) -> Iterator[tuple[str, str | None]]:
    """Labelled questions; every second asker with an agency works for one of its local bodies."""
    for at, question in enumerate(read(DEVELOPMENT, *HELD_OUT)[::EVERY]):
        agency = question.agency
        local = [each for each in toolkit.agencies if each.startswith(f"{agency}-at-")]
        yield question.text, local[at % len(local)] if local and at % 2 else agency


def pack(toolkit: Toolkit, size: int) -> Toolkit:
    """*toolkit* with local bodies added until it has *size* phrases; as it is if it has them."""
    chance = random.Random(SEED)
    guidance, agencies = dict(toolkit.guidance), dict(toolkit.agencies)
    missing = size - sum(len(entry.asked_as) for entry in toolkit.entries.values())
    for place, agency in product(PLACES, toolkit.agencies.values()):
        if missing <= 0:
            break
        body = _local(agency, place)
        agencies[body.id] = body
        for heading in toolkit.guidance.values():
            if missing > 0 and toolkit.agency_of(heading.id) is agency:
                copied = _copied(heading, body, place, missing, chance)
                guidance[copied.id] = copied
                missing -= len(copied.asked_as)
    return replace(toolkit, guidance=guidance, agencies=agencies)


def _local(agency: Agency, place: str) -> Agency:
    """A body of *place* that is called as the national one, with the place before it."""
    near = place.lower()
    called = agency.called.model_copy(
        update={
            "people": tuple(f"{near} {word}" for word in agency.called.people),
            "places": tuple(f"{near} {word}" for word in agency.called.places),
            "hints": (near,),
        }
    )
    name = f"{place}: {agency.name}"
    return agency.model_copy(
        update={"id": f"{agency.id}-at-{near}", "name": name, "called": called}
    )


def _copied(
    heading: Guidance, body: Agency, place: str, at_most: int, chance: random.Random
) -> Guidance:
    """The heading as *body* has it, asked for in local words in *at_most* ways."""
    return heading.model_copy(
        update={
            "id": f"{body.id}/{heading.id.partition('/')[2]}",
            "title": f"{heading.title} ({place})",
            "summary": _reworded(heading.summary, chance),
            "asked_as": tuple(
                _placed(_reworded(text, chance), place, chance)
                for text in heading.asked_as[:at_most]
            ),
        }
    )


def _reworded(text: str, chance: random.Random) -> str:
    return " ".join(
        chance.choice(SUBSTITUTES[word])
        if word in SUBSTITUTES and chance.random() < CHANGED
        else word
        for word in text.split()
    )


def _placed(text: str, place: str, chance: random.Random) -> str:
    return f"{text} {place.lower()}" if chance.random() < PLACED else text


if __name__ == "__main__":
    sys.exit(main())
