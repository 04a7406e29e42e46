"""`python -m benchmarks.peers PEER SCENARIO --out FILE`: one peer, in a process of its own, on one scenario folder.

FILE gets, as JSON, the peer's plan as the verifier values and judges it, and what it reached when.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

BEGAN = time.monotonic()  # before anything slow is imported: the peer's time is its whole process's
PEERS = ("first-come", "highs", "cp-sat")


def main(arguments: list[str] | None = None, began: float | None = None) -> int:
    """Run the peer and write what it made; its time counts from the clock reading `began`, or from now."""
    began = time.monotonic() if began is None else began
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers")
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("scenario", type=Path)
    parser.add_argument("--seconds", type=float, default=600.0, help="time limit of a model; first come needs none")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    asked = parser.parse_args(arguments)
    asked.out.write_text(json.dumps(run(asked.peer, asked.scenario, asked.seconds, began)), encoding="utf-8")
    return 0


def run(peer: str, folder: Path, seconds: float, began: float) -> dict[str, object]:
    """What a peer makes of a scenario folder; `began` is the clock reading from which its time counts."""
    from benchmarks.peers.by_household.run import by_household
    from benchmarks.peers.engines import ENGINES
    from benchmarks.peers.first_come import first_come
    from benchmarks.peers.judge import judge
    from benchmarks.peers.stage import Stage
    from optimizer.scenario.read import read_scenario

    scenario = read_scenario(folder)
    if peer == "first-come":
        decision, stages = first_come(scenario), tuple[Stage, ...]()
    else:
        decision, stages = by_household(scenario, ENGINES[peer], seconds, began)
    decided = time.monotonic() - began
    judged = judge(scenario, decision)
    return {
        "decided": round(decided, 3),
        "values": judged.values,
        "violations": judged.violations,
        "stages": [asdict(stage) for stage in stages],
    }


if __name__ == "__main__":
    sys.exit(main(began=BEGAN))
