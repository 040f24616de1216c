"""Fits the two chances of ``bot/matching/deciding.py`` and says how far to trust them.

    python -m bench.matching.calibrate            # cross-validated: chances, thresholds, curve
    python -m bench.matching.calibrate --write    # and writes bot/matching/calibration.py

Questions of one family (the same first expected heading) stay in one fold, so that a chance is
never judged by a question like those that it was fitted to.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from dataclasses import astuple
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.matching.questions import DEVELOPMENT, HELD_OUT, Question, read
from bot.matching.matcher import Matcher
from bot.toolkit.loader import load

Floats = NDArray[np.float64]

FOLDS = 5
RIDGE = 2.0
TARGET = Path(__file__).parents[2] / "bot" / "matching" / "calibration.py"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the weights into the bot")
    args = parser.parse_args()
    questions = read(DEVELOPMENT, *HELD_OUT)
    matcher = Matcher(load())
    signs, ours, right = _judged(matcher, questions)
    folds = np.array([_fold(question) for question in questions])
    covered = _cross_validated(signs, ours, folds)
    sure = _cross_validated(signs, right, folds)
    _print_thresholds(covered, sure, ours, right)
    _print_curve(sure, right)
    if args.write:
        _write(_fitted(signs, ours), _fitted(signs, right))
    return 0


def _judged(matcher: Matcher, questions: list[Question]) -> tuple[Floats, Floats, Floats]:
    rows, ours, right = [], [], []
    for question in questions:
        match = matcher.match(question.text, question.agency)
        rows.append(astuple(match.signs))
        first = match.candidates[0].id if match.candidates else ""
        ours.append(question.in_scope)
        right.append(question.in_scope and first in question.expect)
    return np.array(rows, float), np.array(ours, float), np.array(right, float)


def _fold(question: Question) -> int:
    family = question.expect[0] if question.in_scope else question.text
    return zlib.crc32(family.encode()) % FOLDS


def _cross_validated(signs: Floats, truth: Floats, folds: NDArray[np.int_]) -> Floats:
    chances = np.zeros(len(truth))
    for fold in range(FOLDS):
        inside = folds == fold
        chances[inside] = _chance(_fitted(signs[~inside], truth[~inside]), signs[inside])
    return chances


def _fitted(signs: Floats, truth: Floats) -> Floats:
    """Ridge logistic regression by Newton's method: weights of the raw signs, constant first."""
    mean, spread = signs.mean(0), signs.std(0) + 1e-9
    scaled = np.column_stack([np.ones(len(signs)), (signs - mean) / spread])
    ridge = RIDGE * np.eye(scaled.shape[1])
    ridge[0, 0] = 0.0
    weights = np.zeros(scaled.shape[1])
    for _ in range(50):
        chances = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (chances - truth) + ridge @ weights
        bend = (scaled * (chances * (1 - chances))[:, None]).T @ scaled + ridge
        weights -= np.linalg.solve(bend, slope)
    raw = weights[1:] / spread
    return np.concatenate([[weights[0] - raw @ mean], raw])


def _chance(weights: Floats, signs: Floats) -> Floats:
    chances: Floats = 1 / (1 + np.exp(-(weights[0] + signs @ weights[1:])))
    return chances


def _print_thresholds(covered: Floats, sure: Floats, ours: Floats, right: Floats) -> None:
    print("covered  sure   top1  wrong and sure  none found  in scope lost  answered outright")
    for low in (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75):
        for high in (0.7, 0.75, 0.8, 0.85, 0.9):
            kept = covered >= low
            outright = kept & (sure >= high)
            inside = ours == 1
            print(
                f"{low:7.2f} {high:5.2f} {(kept & (right == 1))[inside].mean():6.1%}"
                f" {(outright & (right == 0)).mean():15.1%} {(~kept)[~inside].mean():11.1%}"
                f" {(~kept)[inside].mean():14.1%} {outright[inside].mean():18.1%}"
            )


def _print_curve(sure: Floats, right: Floats) -> None:
    print("\nsaid to be right   questions   were right")
    for low in np.arange(0, 1, 0.1):
        here = (sure >= low) & (sure < low + 0.1)
        if here.any():
            print(f"{low:8.1f} to {low + 0.1:.1f} {here.sum():11d} {right[here].mean():12.1%}")


def _write(ours: Floats, right: Floats) -> None:
    def as_python(weights: Floats) -> str:
        return "(\n" + "".join(f"    {weight:.4f},\n" for weight in weights) + ")"

    TARGET.write_text(
        '"""Fitted by ``python -m bench.matching.calibrate --write``; constants come first."""\n\n'
        f"OURS = {as_python(ours)}\nRIGHT = {as_python(right)}\n",
        "utf-8",
    )


if __name__ == "__main__":
    sys.exit(main())
