"""Scores the matching on the development questions, and fails when it has fallen.

python -m bench.matching.gate             # compare with floor.json
python -m bench.matching.gate --raise     # keep today's figures as the new floor
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FLOOR = HERE / "floor.json"
ALLOWED = 0.02  # a fall of two points is noise
LOWER_IS_BETTER = frozenset({"sure"})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--raise", action="store_true", dest="raise_floor", help="keep as floor")
    args = parser.parse_args()
    subprocess.run([sys.executable, str(HERE / "score.py")], check=True)
    scored = subprocess.run(
        [sys.executable, str(HERE / "score.py"), "--json"],
        check=True,
        capture_output=True,
        text=True,
    )
    today: dict[str, float] = json.loads(scored.stdout)
    if args.raise_floor:
        FLOOR.write_text(json.dumps(today, indent=2) + "\n", "utf-8")
        return 0
    floor: dict[str, float] = json.loads(FLOOR.read_text("utf-8"))
    fallen = {name for name in floor if _fall(name, floor[name], today[name]) > ALLOWED}
    for name in sorted(fallen):
        print(f"{name}: {today[name]:.1%}, was {floor[name]:.1%}", file=sys.stderr)
    return 1 if fallen else 0


def _fall(name: str, before: float, now: float) -> float:
    return now - before if name in LOWER_IS_BETTER else before - now


if __name__ == "__main__":
    sys.exit(main())
