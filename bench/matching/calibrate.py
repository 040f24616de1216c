"""Fits the two chances of ``bot/matching/deciding.py`` and says how far to trust the matching.

    python -m bench.matching.calibrate            # cross-validated: figures, weights, curve
    python -m bench.matching.calibrate --write    # and writes bot/matching/calibration.py

Questions of one family (the same first expected heading) stay in one fold. Whatever is chosen for a
fold, chances and weights of the ranking, is chosen on the other folds, so that no question is
judged by anything that was fitted to a question like it. The content is the same for all: what was
written into it with a question in mind flatters that question here too.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.matching.questions import DEVELOPMENT, HELD_OUT, Question, read
from bot.matching import deciding
from bot.matching.matcher import Match, Matcher
from bot.matching.ranking import Weights
from bot.toolkit.loader import load

Floats = NDArray[np.float64]
Figures = dict[str, float]

FOLDS = 5
RIDGE = 2.0
SAMPLES = 2000  # of the bootstrap
FACTORS = (0.7, 1.4)  # by which each weight of the ranking is tried
DANGER = "route/immediate-danger"
TARGET = Path(__file__).parents[2] / "bot" / "matching" / "calibration.py"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the chances into the bot")
    args = parser.parse_args()
    questions = read(DEVELOPMENT, *HELD_OUT)
    toolkit = load()
    trial = Trial(Matcher(toolkit), questions)
    matches = trial.cross_validated()
    print("with the weights in use, chances fitted on the other folds")
    print_figures(questions, matches)
    print("\nwith every weight of the ranking chosen on the other folds as well")
    others = [Trial(Matcher(toolkit, weights), questions) for weights in _tried(Weights())]
    print_figures(questions, _chosen_elsewhere([trial, *others]))
    print("\nat other points of decision (covered, sure)")
    _print_thresholds(trial)
    _print_curve(trial)
    if args.write:
        _write(trial.fitted(trial.ours), trial.fitted(trial.right))
    return 0


class Trial:
    """All questions matched once, and again fold by fold with chances fitted elsewhere."""

    def __init__(self, matcher: Matcher, questions: Sequence[Question]) -> None:
        self.questions = questions
        self.folds = np.array([_fold(question) for question in questions])
        self._matcher = matcher
        found = [matcher.match(question.text, question.agency) for question in questions]
        self.signs = np.array([astuple(match.signs) for match in found], float)
        self.ours = np.array([question.in_scope for question in questions], float)
        firsts = [match.candidates[0].id if match.candidates else "" for match in found]
        self.right = np.array(
            [q.in_scope and first in q.expect for q, first in zip(questions, firsts, strict=True)],
            float,
        )

    def fitted(self, truth: Floats, without: int | None = None) -> Floats:
        """Weights of the signs for a chance, fitted to all folds but one."""
        inside = self.folds != without
        return _fitted(self.signs[inside], truth[inside])

    def chances(self, truth: Floats) -> Floats:
        """The chance of each question, fitted on the other folds."""
        chances = np.zeros(len(truth))
        for fold in range(FOLDS):
            inside = self.folds == fold
            chances[inside] = _chance(self.fitted(truth, fold), self.signs[inside])
        return chances

    def cross_validated(self) -> list[Match]:
        """Each question matched with chances that were fitted on the other folds."""
        matches: dict[int, Match] = {}
        kept = deciding.OURS, deciding.RIGHT
        for fold in range(FOLDS):
            deciding.OURS = tuple(self.fitted(self.ours, fold))
            deciding.RIGHT = tuple(self.fitted(self.right, fold))
            for at in np.flatnonzero(self.folds == fold):
                asked = self.questions[at]
                matches[int(at)] = self._matcher.match(asked.text, asked.agency)
        deciding.OURS, deciding.RIGHT = kept
        return [matches[at] for at in range(len(self.questions))]


def judged(question: Question, match: Match) -> Figures:
    """What one question adds to each figure that it counts for."""
    outcome, ids = match.outcome.name, match.outcome.ids
    right = [each in question.expect for each in ids[:3]]
    said = outcome != "none"
    figures = {"sure": outcome == "answer" and not (question.in_scope and right[0])}
    if question.in_scope:
        figures |= {"top1": said and right[:1] == [True], "top3": said and any(right)}
        figures |= {"lost": not said, "outright": outcome == "answer"}
    else:
        figures["none"] = not said
    if question.kind == "urgent":
        figures["urgent"] = bool(match.danger)
    elif DANGER not in question.expect:
        figures["calm"] = bool(match.danger)
    return {name: float(value) for name, value in figures.items()}


def figures(questions: Sequence[Question], matches: Sequence[Match]) -> dict[str, Floats]:
    """For each figure what every question that counts for it adds."""
    found: dict[str, list[float]] = {}
    for question, match in zip(questions, matches, strict=True):
        for name, value in judged(question, match).items():
            found.setdefault(name, []).append(value)
    return {name: np.array(values) for name, values in found.items()}


def print_figures(questions: Sequence[Question], matches: Sequence[Match]) -> None:
    """The share of each figure, and between what it lies 95 times in 100, by the bootstrap."""
    chance = np.random.default_rng(0)
    found = figures(questions, matches)
    for name in ("top1", "top3", "sure", "none", "lost", "outright", "urgent", "calm"):
        values = found[name]
        means = chance.choice(values, (SAMPLES, len(values))).mean(axis=1)
        low, high = np.quantile(means, (0.025, 0.975))
        print(f"{name:9}{values.mean():7.1%}   {low:6.1%} to {high:6.1%}  of {len(values)}")


def _tried(weights: Weights) -> Iterator[Weights]:
    """The weights with each one in turn made smaller and greater."""
    for field in fields(weights):
        for factor in FACTORS:
            yield replace(weights, **{field.name: getattr(weights, field.name) * factor})


def _chosen_elsewhere(trials: Sequence[Trial]) -> list[Match]:
    """For each fold the trial that was right most often on the other folds."""
    folds, questions = trials[0].folds, trials[0].questions
    matches: dict[int, Match] = {}
    known: dict[int, list[Match]] = {}
    for fold in range(FOLDS):
        best = max(range(len(trials)), key=lambda at: trials[at].right[folds != fold].sum())
        if best not in known:
            known[best] = trials[best].cross_validated()
        matches |= {int(at): known[best][at] for at in np.flatnonzero(folds == fold)}
    return [matches[at] for at in range(len(questions))]


def _fold(question: Question) -> int:
    family = question.expect[0] if question.in_scope else question.text
    return zlib.crc32(family.encode()) % FOLDS


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


def _print_thresholds(trial: Trial) -> None:
    kept = deciding.COVERED, deciding.SURE
    print("covered  sure    top1    top3    sure    none    lost  outright")
    for covered in (0.6, 0.7, 0.8):
        for sure in (0.8, 0.85, 0.9):
            deciding.COVERED, deciding.SURE = covered, sure
            found = figures(trial.questions, trial.cross_validated())
            shares = [found[name].mean() for name in ("top1", "top3", "sure", "none", "lost")]
            row = "".join(f"{share:8.1%}" for share in shares)
            print(f"{covered:7.2f} {sure:5.2f}{row}{found['outright'].mean():10.1%}")
    deciding.COVERED, deciding.SURE = kept


def _print_curve(trial: Trial) -> None:
    sure, right = trial.chances(trial.right), trial.right
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
