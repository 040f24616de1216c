"""Shares with the doubt about them, and times: what the measuring commands have in common."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple, TypeVar

import numpy as np

SEED = 2009
RESAMPLES = 2000

Asked = TypeVar("Asked")


class Share(NamedTuple):
    """A share, or a difference of two, and its 95 % bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{100 * self.value:.1f} ({100 * self.low:.1f} to {100 * self.high:.1f})"

    @property
    def short(self) -> str:
        """In whole per cent, for a table with many columns."""
        return f"{100 * self.value:.0f} {100 * self.low:.0f}-{100 * self.high:.0f}"


def share(hits: Sequence[float]) -> Share:
    """The mean of *hits*, one for each question; the questions are what is resampled.

    As many hits are resampled alike, so the difference of two systems is judged pair by pair.
    """
    values = np.asarray(hits, float)
    drawn = np.random.default_rng(SEED).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.percentile(values[drawn].mean(1), (2.5, 97.5))
    return Share(float(values.mean()), float(low), float(high))


def timed(answer: Callable[[Asked], object], asked: Sequence[Asked], *, rounds: int) -> list[float]:
    """Milliseconds for each question, the best of some rounds: other work only ever adds time."""
    best = [float("inf")] * len(asked)
    for _ in range(rounds):
        for at, each in enumerate(asked):
            began = perf_counter()
            answer(each)
            best[at] = min(best[at], (perf_counter() - began) * 1000)
    return best


def percentile(times: Sequence[float], percent: int) -> float:
    return sorted(times)[min(len(times) - 1, round(len(times) * percent / 100))]


def keep(results: dict[str, Any], out: Path | None, name: str) -> None:
    """Write *results* as JSON into the folder *out*, if there is one, for ``draw.py``."""
    if out:
        out.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(json.dumps(results, indent=1) + "\n", "utf-8")


def parser(doc: str) -> argparse.ArgumentParser:
    """The arguments of a command that keeps its results; *doc* is its module's docstring."""
    arguments = argparse.ArgumentParser(description=doc.splitlines()[0])
    arguments.add_argument("--out", type=Path, metavar="FOLDER", help="keep the results as JSON")
    return arguments
