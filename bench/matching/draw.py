"""Draws what compare.py and scale.py found, as SVG pictures.

    python -m bench.matching.compare --out FOLDER
    python -m bench.matching.scale --out FOLDER
    python -m bench.matching.draw FOLDER              # writes docs/matching-*.svg

The same results give the same files. The pictures bring a white ground of their own, so that they
can be read on a dark page too.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from io import StringIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from bench.matching.figures import share

Rows = Sequence[Mapping[str, Any]]

DOCS = Path(__file__).parents[2] / "docs"
INK, FAINT = "#1b1f24", "#d0d4d9"
BLUE, ORANGE, GREEN, PINK, SKY, BROWN, GREY = (  # told apart by colour-blind people too
    "#0060a8", "#d55e00", "#008a63", "#b8548f", "#3a9bd6", "#8c6a00", "#6b7178",
)  # fmt: skip
COLOURS = (BLUE, ORANGE, GREEN, PINK, SKY, BROWN, GREY)
MARKS = "osD^vPX"
FELL = ("same kind, another agency", "same agency, another heading", "neither", "nothing found")
NO_KIND = "no kind"
SHADES = LinearSegmentedColormap.from_list("wrong to right", ("#e88a4a", "#f7ecd2", "#8fc1e8"))
TICKS_MS = (1, 2, 5, 10, 20, 50, 100, 200)
STYLE = {
    "svg.hashsalt": "toolkit",  # the same ids in each run
    "svg.fonttype": "none",
    "font.family": ["DejaVu Sans", "sans-serif"],
    "font.size": 11,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlesize": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": FAINT,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", type=Path, metavar="FOLDER", help="where the results are")
    args = parser.parse_args()
    compared = json.loads((args.results / "compare.json").read_text("utf-8"))
    scaled = json.loads((args.results / "scale.json").read_text("utf-8"))
    with mpl.rc_context(STYLE):
        draw_accuracy(compared)
        draw_calibration(compared["questions"])
        draw_confusion([each for each in compared["questions"] if each["covered"]])
        draw_scale(scaled)
    return 0


def draw_accuracy(compared: Mapping[str, Any]) -> None:
    """Top1 of each system by kind of question, with intervals."""
    figure = Figure((11, 11), layout="constrained")
    names = [each["name"] for each in compared["systems"]]
    sets = compared["kinds"]
    kinds = list(dict.fromkeys(each["kind"] for rows in sets.values() for each in rows))
    for axes, (title, rows) in zip(figure.subplots(1, 2), sets.items(), strict=True):
        _draw_kinds(axes, rows, names, kinds)
        axes.set_title(f"{title} questions")
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False)
    best = {each["system"]: each["top1"][0] for each in rows if each["kind"] == "all"}
    said = ", ".join(f"{name} {value:.0%}" for name, value in best.items())
    _save(
        figure,
        "accuracy",
        "The right heading comes first, by kind of question",
        f"Share of {title} questions whose first heading is right, each system: {said}.",
    )


def _draw_kinds(axes: Axes, rows: Rows, names: Sequence[str], kinds: Sequence[str]) -> None:
    for at, name in enumerate(names):
        mine = [each for each in rows if each["system"] == name]
        middles = [each["top1"][0] for each in mine]
        lows = [each["top1"][0] - each["top1"][1] for each in mine]
        highs = [each["top1"][2] - each["top1"][0] for each in mine]
        places = [kinds.index(each["kind"]) + 0.8 * (at + 0.5) / len(names) - 0.4 for each in mine]
        axes.errorbar(
            middles, places, xerr=(lows, highs), label=name,
            fmt=MARKS[at], color=COLOURS[at], markersize=5, elinewidth=1.4,
        )  # fmt: skip
    counts = {each["kind"]: each["n"] for each in rows}
    axes.set_yticks(range(len(kinds)), [f"{kind} ({counts.get(kind, 0)})" for kind in kinds])
    axes.set_ylim(len(kinds) - 0.5, -0.5)
    axes.hlines([row - 0.5 for row in range(1, len(kinds))], -1, 2, color=FAINT, linewidth=1)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(-0.02, 1.02)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.grid(axis="x")
    axes.set_xlabel("first heading is right, with 95 % interval")


def draw_calibration(questions: Rows) -> None:
    """What was said to be likely, against how often it was right."""
    figure = Figure((8, 8), layout="constrained")
    curve, counts = figure.subplots(2, 1, height_ratios=(4, 1), sharex=True)
    bins = _by_chance(questions)
    said = [sum(each["chance"] for each in here) / len(here) for here in bins]
    were = [share([float(each["right"]) for each in here]) for here in bins]
    errors = [[each.value - each.low for each in were], [each.high - each.value for each in were]]
    curve.plot((0, 1), (0, 1), color=GREY, linestyle="--", label="said as it is")
    curve.errorbar(
        said, [each.value for each in were], yerr=errors,
        fmt="o-", color=BLUE, capsize=3, label="first heading, with 95 % interval",
    )  # fmt: skip
    curve.set_title("the chances were fitted on these same questions")
    curve.set_ylabel("first heading was right")
    curve.yaxis.set_major_formatter(PercentFormatter(1))
    curve.grid()
    curve.legend(loc="upper left", frameon=False)
    middles = [int(here[0]["chance"] * 10) / 10 + 0.05 for here in bins]
    bars = counts.bar(middles, [len(here) for here in bins], width=0.09, color=SKY)
    counts.bar_label(bars, fontsize=9)
    counts.set_ylabel("questions")
    counts.margins(y=0.25)
    counts.set_xlabel("said to be right")
    counts.set_xlim(-0.02, 1.02)
    counts.xaxis.set_major_formatter(PercentFormatter(1))
    pairs = zip(said, were, bins, strict=True)
    points = "; ".join(f"{s:.0%}: {w.value:.0%} of {len(h)}" for s, w, h in pairs)
    _save(
        figure,
        "calibration",
        f"How far the chances can be trusted ({len(questions)} questions)",
        "Chance that the first heading was said to be right with, and share that was right. "
        f"The chances were fitted on these questions. {points}.",
    )


def _by_chance(questions: Rows) -> list[list[Mapping[str, Any]]]:
    """The questions by tenths of the chance; empty tenths are left out."""
    tenths = [[q for q in questions if min(9, int(q["chance"] * 10)) == at] for at in range(10)]
    return [here for here in tenths if here]


def draw_confusion(questions: Rows) -> None:
    """For each agency and kind of heading how many answers were right, and what the rest were."""
    agencies = _in_order(each["agency"] for each in questions)
    kinds = [kind or NO_KIND for kind in _in_order(each["kind"] for each in questions)]
    asked = Counter((each["agency"], each["kind"] or NO_KIND) for each in questions)
    right = Counter(
        (each["agency"], each["kind"] or NO_KIND) for each in questions if each["fell"] == "right"
    )
    fell = Counter((each["agency"], each["fell"]) for each in questions)
    figure = Figure((13.5, 7), layout="constrained")
    map_, rest = figure.subplots(1, 2, width_ratios=(len(kinds), 1.3 * len(FELL)))
    nothing = float("nan")
    image = map_.imshow(
        [[right[a, k] / asked[a, k] if asked[a, k] else nothing for k in kinds] for a in agencies],
        cmap=SHADES, vmin=0, vmax=1, aspect="auto",
    )  # fmt: skip
    _label(map_, [[f"{right[a, k]}/{asked[a, k]}" if asked[a, k] else "" for k in kinds]
                  for a in agencies], kinds, agencies)  # fmt: skip
    map_.set_title("right of asked, by agency and kind of the heading wanted")
    wrong = [[fell[agency, how] for how in FELL] for agency in agencies]
    rest.imshow(wrong, cmap="Oranges", vmin=0, vmax=2 * max(map(max, wrong)), aspect="auto")
    _label(rest, [[str(n) if n else "" for n in row] for row in wrong], FELL, [])
    rest.set_title("what the others were")
    bar = figure.colorbar(image, ax=[map_, rest], shrink=0.7, pad=0.01)
    bar.ax.yaxis.set_major_formatter(PercentFormatter(1))
    bar.set_label("first heading is right")
    rows = (f"{a}: {sum(right[a, k] for k in kinds)} of {sum(asked[a, k] for k in kinds)}"
            for a in agencies)  # fmt: skip
    _save(
        figure,
        "confusion",
        f"Where the first heading is right, and what it is else ({len(questions)} questions)",
        f"Right first headings by the agency of the heading wanted. {'; '.join(rows)}.",
    )


def _in_order(names: Any) -> list[str]:
    """The commonest first."""
    return [name for name, _ in sorted(Counter(names).items(), key=lambda each: (-each[1], each))]


def _label(
    axes: Axes, cells: Sequence[Sequence[str]], columns: Sequence[str], rows: Sequence[str]
) -> None:
    axes.set_xticks(range(len(columns)), columns, rotation=40, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(rows)), rows)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    for at in range(1, len(columns)):
        axes.axvline(at - 0.5, color="white", linewidth=2)
    for at in range(1, len(cells)):
        axes.axhline(at - 0.5, color="white", linewidth=2)
    for row, line in enumerate(cells):
        for column, text in enumerate(line):
            axes.text(column, row, text, ha="center", va="center", fontsize=9)


def draw_scale(scaled: Mapping[str, Any]) -> None:
    """Time of one match against the number of phrases, both axes logarithmic."""
    rows = scaled["rows"]
    phrases = [each["phrases"] for each in rows]
    figure = Figure((8, 6), layout="constrained")
    axes = figure.subplots()
    for name, label, colour in (("p99_ms", "p99", ORANGE), ("median_ms", "median", BLUE)):
        times = [each[name] for each in rows]
        slope = f"{label}, grows to the power {scaled['growth'][name]:.2f}"
        axes.loglog(phrases, times, "o-", color=colour, label=slope)
        for at, time in zip(phrases, times, strict=True):
            axes.annotate(f"{time:.1f}", (at, time), (0, 8), textcoords="offset points", ha="right")
    linear = [rows[0]["median_ms"] * at / phrases[0] for at in phrases]
    axes.loglog(phrases, linear, color=GREY, linestyle=":", label="median, were it linear")
    axes.plot(phrases[-1], scaled["goal_ms"], "*", color=GREEN, markersize=14, linestyle="none",
              label=f"goal for the p99: {scaled['goal_ms']:.0f} ms")  # fmt: skip
    axes.set_xlabel("phrases (shipped content, then made-up packs)")
    axes.set_ylabel("one match, milliseconds")
    axes.set_xticks(phrases, [f"{at:,}" for at in phrases])
    low, high = axes.get_ylim()
    shown = [each for each in TICKS_MS if low <= each <= high]
    axes.set_yticks(shown, [str(each) for each in shown])
    axes.minorticks_off()
    axes.grid()
    axes.legend(loc="upper left", frameon=False)
    points = "; ".join(
        f"{each['phrases']:,} phrases: median {each['median_ms']:.1f} ms, p99 {each['p99_ms']:.1f}"
        for each in rows
    )
    _save(figure, "scale", "Time of one match as the content grows", f"{points}.")


def _save(figure: Figure, name: str, title: str, described: str) -> None:
    """Write the picture with its title, and a description for who cannot see it."""
    figure.suptitle(title, fontsize=14, weight="bold")
    drawn = StringIO()
    figure.savefig(drawn, format="svg", facecolor="white", metadata={"Date": None, "Creator": None})
    told = f"<title>{escape(title)}</title>\n <desc>{escape(described)}</desc>"
    before, after = re.split(r"(?<=<svg )(?=[^>]*>)", drawn.getvalue(), maxsplit=1)
    svg = before + 'role="img" ' + after.replace(">", f">\n {told}", 1)
    lines = (line.rstrip() for line in svg.splitlines())
    (DOCS / f"matching-{name}.svg").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
