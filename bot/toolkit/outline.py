"""The toolkit's contents page, walked in its order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.toolkit.models import Heading, Outline
from bot.toolkit.yaml_file import KeyPath


def headings_in_order(outline: Outline) -> Iterator[tuple[Heading, KeyPath]]:
    """Every heading, from the first to the last, each with its place in ``outline.yaml``."""
    for at, section in enumerate(outline.sections):
        yield from below(section.headings, ("sections", at, "headings"))


def below(headings: Sequence[Heading], path: KeyPath = ()) -> Iterator[tuple[Heading, KeyPath]]:
    """Every one of *headings*, each followed by those under it; *path* is where they stand."""
    for at, heading in enumerate(headings):
        yield heading, (*path, at)
        yield from below(heading.headings, (*path, at, "headings"))
