"""The labelled questions that matching is measured with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
DEVELOPMENT = HERE / "questions.yaml"
HELD_OUT = tuple(HERE / f"held_out_{part}.yaml" for part in "abcdef")


@dataclass(frozen=True)
class Question:
    """A message, who asks (a saved agency, or None), and the headings that answer it."""

    text: str
    agency: str | None
    expect: tuple[str, ...]
    kind: str

    @property
    def in_scope(self) -> bool:
        return self.expect != ("none",)


def read(*paths: Path) -> list[Question]:
    """The questions of *paths*, in order."""
    return [
        Question(case["q"], case.get("agency"), tuple(case["expect"]), case["kind"])
        for path in paths
        for case in yaml.safe_load(path.read_text("utf-8"))
    ]
