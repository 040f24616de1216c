"""Slack's markup taken out of a message, and what is left cut into words."""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST = 4000  # characters read of a message; nobody's question starts after that
FEW = 3  # words outside pasted code below which the code is what is asked

_PLAIN = re.compile(r"[a-zA-Z0-9 ,.?!'()/%£-]*")  # signs that no markup is made of
_CODE = re.compile(r"```.*?(?:```|$)", re.DOTALL)
_LABELLED = re.compile(r"<(?:https?:|mailto:|tel:|#)[^<>|]*\|([^<>]*)>")
_MARKUP = re.compile(r"<[^<>\s][^<>]*>")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")
_EMOJI = re.compile(r":(?:[a-z][a-z0-9_+'-]*|[+-]1):")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CLAUSE = re.compile(r"(?<=[,;:])\s| - |\s(?=but\s)")
_WORD = re.compile(r"[^\W_]++(?:['&][^\W_]++)*+")
_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u0060\u00b4"), "'")


def clean(message: str) -> str:
    """The words of *message* as its writer meant them: no mentions, links, emoji or markup.

    Pasted code is left out where enough is said besides.

    The result is lower case, on one line, and empty when nothing readable is left.
    """
    text = message[:LONGEST]
    if _PLAIN.fullmatch(text) and "www." not in text:
        return " ".join(text.casefold().split())
    text = _without_code(text)
    text = _MARKUP.sub(" ", _LABELLED.sub(r" \1 ", text))
    text = _ADDRESS.sub(" ", html.unescape(text))
    text = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold()
    return " ".join(_EMOJI.sub(" ", text).split())


def _without_code(text: str) -> str:
    """*text* without what is pasted as code; a message that is little else is read whole."""
    outside = _CODE.sub(" ", text)
    return outside if len(_WORD.findall(outside)) >= FEW else text.replace("```", " ")


def sentences(cleaned: str) -> list[str]:
    """The sentences of a cleaned text, in order; a text without full stops is one."""
    return [each for each in _SENTENCE.split(cleaned) if _WORD.search(each)]


def clauses(cleaned: str) -> list[str]:
    """The clauses of a cleaned text, in order: its sentences, cut at commas and the like."""
    parts = (part for each in sentences(cleaned) for part in _CLAUSE.split(each))
    return [part for part in parts if _WORD.search(part)]


def words(cleaned: str) -> list[str]:
    """The words of a cleaned text, in order; ``a&e`` and ``won't`` are one word each."""
    return _WORD.findall(cleaned)
