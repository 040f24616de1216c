"""What holds between the things of the content: every id leads somewhere, nothing stands twice."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from pydantic import BaseModel

from bot.toolkit.messages import Messages
from bot.toolkit.models import Choosing, Contact, Entry, Kind, NotOurs, phone_numbers
from bot.toolkit.outline import headings_in_order
from bot.toolkit.parts import Parts, Placed
from bot.toolkit.sources import split_ref
from bot.toolkit.yaml_file import KeyPath, Problem

FOR_AN_AGENCY = "Specific arrangements and advice for"  # how the outline titles such a section
Text = tuple[KeyPath, str, str]
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def crosscheck(parts: Parts) -> Iterator[Problem]:
    """Yield every problem between the parts, file by file as far as can be."""
    yield from _ids_stand_once(parts)
    yield from _headings_are_all_answered(parts)
    yield from _agencies_are_all_there(parts)
    yield from _every_value_is_right(parts)
    yield from _phrases_stand_once(parts)
    yield from _names_stand_once(parts)
    yield from _examples_stand_in_order(parts)
    yield from _branches_reach_every_route(parts)


def _ids_stand_once(parts: Parts) -> Iterator[Problem]:
    groups: tuple[tuple[str, Sequence[Placed[BaseModel]]], ...] = (
        ("id", (*parts.guidance, *parts.routes)),
        ("id", parts.agencies),
        ("id", parts.kinds),
        ("id", parts.contacts),
        ("key", parts.sources),
        ("id", parts.old_names),
        ("term", parts.glossary),
        ("id", parts.not_ours),
    )
    for key, group in groups:
        yield from _twice((getattr(placed.item, key), placed, (key,)) for placed in group)


def _headings_are_all_answered(parts: Parts) -> Iterator[Problem]:
    printed = [
        (heading.id, (*path, "id")) for heading, path in headings_in_order(parts.outline.item)
    ]
    yield from _twice((heading, parts.outline, path) for heading, path in printed)
    answered = {placed.item.id for placed in parts.guidance} | parts.refused
    for heading, path in printed:
        if heading not in answered:
            said = f"nothing is written for {heading}; add it to guidance/"
            yield parts.outline.problem(said, *path)
    known = {heading for heading, _ in printed}
    for placed in parts.guidance:
        if placed.item.id not in known:
            said = f"{placed.item.id} is not a heading of outline.yaml; mend the id, or remove this"
            yield placed.problem(said, "id")


def _agencies_are_all_there(parts: Parts) -> Iterator[Problem]:
    sections = parts.outline.item.sections
    yield from _twice(
        (section.id, parts.outline, ("sections", at, "id")) for at, section in enumerate(sections)
    )
    there = {placed.item.id for placed in parts.agencies} | parts.refused
    for at, section in enumerate(sections):
        if section.title.startswith(FOR_AN_AGENCY) and section.id not in there:
            said = f"there is no agency {section.id}; add agencies/{section.id}.yaml"
            yield parts.outline.problem(said, "sections", at, "id")
    for placed in parts.agencies:
        if placed.item.id not in {section.id for section in sections}:
            yield placed.problem("is not a section of outline.yaml; mend the id", "id")


def _every_value_is_right(parts: Parts) -> Iterator[Problem]:
    known = {
        "heading or route": {p.item.id for p in (*parts.guidance, *parts.routes)},
        "route": {p.item.id for p in parts.routes},
        "contact": {p.item.id for p in parts.contacts},
        "source": {p.item.key for p in parts.sources} | parts.refused,
    }
    numbers = frozenset(chain.from_iterable(placed.item.digits for placed in parts.contacts))
    for placed in _all_placed(parts):
        texts = list(_texts(placed.item))
        # A branch may lead to a question; the bot's own sentences refer to nothing.
        if not isinstance(placed.item, Choosing | Messages):
            yield from _references_lead_somewhere(placed, texts, known, parts.refused)
        if not isinstance(placed.item, Contact):
            yield from _numbers_are_those_of_contacts(placed, texts, numbers)


_LEADS_TO = {
    "see_also": "heading or route",
    "leads_to": "heading or route",
    "general": "heading or route",
    "within": "heading or route",
    "routes": "route",
    "route": "route",
    "then": "route",
    "contacts": "contact",
    "contact": "contact",
    "reach_through": "contact",
    "ask": "contact",
    "form": "contact",
    "sources": "source",
}


def _references_lead_somewhere(
    placed: Placed[BaseModel],
    texts: Iterable[Text],
    known: Mapping[str, Container[str]],
    refused: Container[str],
) -> Iterator[Problem]:
    for path, field, value in texts:
        sort = _LEADS_TO.get(field)
        if sort is None:
            continue
        wanted = split_ref(value, known["source"])[0] if sort == "source" else value
        if wanted not in known[sort] and wanted not in refused:
            yield placed.problem(f"there is no {sort} {value!r}; mend or remove it", *path)
        if value == getattr(placed.item, "id", None):
            yield placed.problem("leads to itself; remove it", *path)


def _numbers_are_those_of_contacts(
    placed: Placed[BaseModel], texts: Iterable[Text], known: Container[str]
) -> Iterator[Problem]:
    """A number in a sentence that no contact has is a slip that could hurt somebody."""
    for path, field, value in texts:
        if field in {"asked_as", "also", "also_called", "url"}:
            continue
        for number in phone_numbers(value):
            if number not in known:
                yield placed.problem(
                    f"{number} is the number of no contact; mend it, or add the contact", *path
                )


def _phrases_stand_once(parts: Parts) -> Iterator[Problem]:
    yield from _twice(
        (_plain(phrase), placed, ("asked_as", at))
        for placed in _asked_for(parts)
        for at, phrase in enumerate(placed.item.asked_as)
    )


def _asked_for(parts: Parts) -> tuple[Placed[Entry | Kind | NotOurs], ...]:
    return (*parts.guidance, *parts.routes, *parts.kinds, *parts.not_ours)


def _names_stand_once(parts: Parts) -> Iterator[Problem]:
    yield from _twice(
        (word, placed, ("called", group))
        for placed in parts.agencies
        for group in ("people", "places")
        for word in getattr(placed.item.called, group)
    )
    yield from _twice(
        (word, placed, ("also_called", at))
        for placed in parts.old_names
        for at, word in enumerate(placed.item.also_called)
    )


def _examples_stand_in_order(parts: Parts) -> Iterator[Problem]:
    yield from _twice(
        (str(placed.item.example.order), placed, ("example", "order")) for placed in parts.agencies
    )


def _branches_reach_every_route(parts: Parts) -> Iterator[Problem]:
    choosing = parts.choosing.item
    questions = {question.id: question for question in choosing.questions}
    place = {question.id: at for at, question in enumerate(choosing.questions)}
    routes = {placed.item.id for placed in parts.routes}
    yield from _twice(
        (question.id, parts.choosing, ("questions", at, "id"))
        for at, question in enumerate(choosing.questions)
    )
    for at, question in enumerate(choosing.questions):
        for number, answer in enumerate(question.answers):
            if answer.leads_to not in questions.keys() | routes | parts.refused:
                yield parts.choosing.problem(
                    f"there is no question or route {answer.leads_to!r}; mend the id",
                    *("questions", at, "answers", number, "leads_to"),
                )
    if choosing.start not in questions:
        said = f"there is no question {choosing.start!r}; mend the id"
        yield parts.choosing.problem(said, "start")
        return
    reached: set[str] = set()
    waiting: list[tuple[str, tuple[str, ...], KeyPath]] = [(choosing.start, (), ("start",))]
    while waiting:
        here, before, path = waiting.pop()
        if here in before:
            said = f"the questions go round in a circle at {here!r}; mend one of the answers"
            yield parts.choosing.problem(said, *path)
            return
        reached.add(here)
        if here in questions:
            waiting += [
                (
                    answer.leads_to,
                    (*before, here),
                    ("questions", place[here], "answers", number, "leads_to"),
                )
                for number, answer in enumerate(questions[here].answers)
            ]
    for missing in sorted((routes | set(questions)) - reached):
        yield parts.choosing.problem(f"no answer leads to {missing}; add one that does")


def _all_placed(parts: Parts) -> Iterator[Placed[BaseModel]]:
    for value in vars(parts).values():
        if isinstance(value, Placed):
            yield value
        elif isinstance(value, tuple):
            yield from value


def _texts(value: object, path: KeyPath = (), field: str = "") -> Iterator[Text]:
    """Every single text inside *value*: its path, the field it belongs to, and itself."""
    if isinstance(value, str):
        yield path, field, value
    elif isinstance(value, tuple):
        for at, within in enumerate(value):
            yield from _texts(within, (*path, at), field)
    elif isinstance(value, BaseModel):
        for name, within in value:
            yield from _texts(within, (*path, name), name)


def _twice(named: Iterable[tuple[str, Placed[BaseModel], KeyPath]]) -> Iterator[Problem]:
    first: dict[str, Placed[BaseModel]] = {}
    for name, placed, path in named:
        if name not in first:
            first[name] = placed
            continue
        there = first[name]
        yield placed.problem(
            f"{name!r} stands already in {there.file.name}:{there.file.line(there.path)}; "
            "keep one of them",
            *path,
        )


def _plain(phrase: str) -> str:
    return _BETWEEN_WORDS.sub(" ", phrase.casefold()).strip()
