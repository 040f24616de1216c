"""What each part of the matching is worth: the figures with one part taken away at a time.

    python -m bench.matching.ablation

Cross-validated as in calibrate.py; the chances are fitted anew without the part.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from bench.matching.calibrate import Trial, figures
from bench.matching.questions import DEVELOPMENT, HELD_OUT, read
from bot.matching.matcher import Matcher
from bot.matching.ranking import Weights
from bot.toolkit.loader import load
from bot.toolkit.models import Kind, Language
from bot.toolkit.toolkit import Toolkit

COLUMNS = ("top1", "top3", "sure", "none", "outright", "urgent", "calm")

WITHOUT_WEIGHT = {
    "words by heading": {"heading": 0.0},
    "words by kind": {"kind": 0.0},
    "nearest phrases": {"phrase": 0.0},
    "whose question": {"named": 0.0, "other": 0.0, "unknown": 0.0},
    "old names": {"old_name": 0.0},
    "routes for the asker only": {"unfit": 0.0},
    "danger's own step": {"danger_heard": 0.0},
    "general page first": {"general": -math.inf},
    "clauses that ask": {"telling": 1.0},
}


def _language(**changes: object) -> Callable[[Toolkit], Toolkit]:
    def changed(toolkit: Toolkit) -> Toolkit:
        language: Language = toolkit.language.model_copy(update=changes)
        return replace(toolkit, language=language)

    return changed


def _kinds(**changes: object) -> Callable[[Toolkit], Toolkit]:
    def changed(toolkit: Toolkit) -> Toolkit:
        kinds: dict[str, Kind] = {
            name: kind.model_copy(update=changes) for name, kind in toolkit.kinds.items()
        }
        return replace(toolkit, kinds=kinds)

    return changed


def _no_neighbours(toolkit: Toolkit) -> Toolkit:
    return replace(toolkit, not_ours=toolkit.not_ours[:1])


WITHOUT_CONTENT: dict[str, Callable[[Toolkit], Toolkit]] = {
    "words of one meaning": _language(same_meaning=()),
    "shorthand": _language(shorthand={}),
    "words of the trade": _language(trade={}),
    "two questions": _language(question_words=()),
    "what anybody asks": _kinds(asked_as=()),
    "pages that hold a kind": _kinds(within=()),
    "neighbouring subjects": _no_neighbours,
}


def main() -> None:
    questions = read(DEVELOPMENT, *HELD_OUT)
    toolkit = load()

    def show(name: str, matcher: Matcher) -> None:
        found = figures(questions, Trial(matcher, questions).cross_validated())
        print(f"{name:28}" + "".join(f"{found[each].mean():9.1%}" for each in COLUMNS), flush=True)

    print(" " * 28 + "".join(f"{each:>9}" for each in COLUMNS))
    show("all parts", Matcher(toolkit))
    for name, changes in WITHOUT_WEIGHT.items():
        show(f"- {name}", Matcher(toolkit, replace(Weights(), **changes)))
    for name, changed in WITHOUT_CONTENT.items():
        show(f"- {name}", Matcher(changed(toolkit)))


if __name__ == "__main__":
    main()
