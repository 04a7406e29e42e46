"""`python -m benchmarks`: `cno plan` and its peers on the same scenarios, in one run, as a table.

Everything runs in processes of its own, one after the other, on two cores. Seconds are those of the whole process, from
start to exit. A ratio is how many times as long a peer takes until it is as good as `cno plan` at all five levels
(within the tolerances at which they count as settled), or "never" within its limit.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.child import keep_to_two_cores, run
from benchmarks.peers.__main__ import PEERS
from benchmarks.peers.stage import Stage
from benchmarks.plot import growth_svg
from benchmarks.results import Level, Ours, Peer
from benchmarks.scenarios import DAYS, Day
from benchmarks.table import Measured, growth_lines, level_table, main_table, standings
from optimizer.scenario.read import read_scenario

GRACE = 120.0  # seconds for reading, judging and writing beyond a time limit, before a process is killed
PEER_GIB = 8.0


class NoPlanError(RuntimeError):
    """`cno plan` ended without a plan."""


def main(arguments: list[str] | None = None) -> int:
    """Measure what is asked and print it; 1 when `cno plan` failed somewhere or a peer was better."""
    asked = _parser().parse_args(arguments)
    names, peers = asked.only or list(DAYS), [] if asked.no_peers else asked.peer or list(PEERS)
    measured: dict[str, tuple[Ours, dict[str, Peer]]] = {}
    failed: list[str] = []
    keep_to_two_cores()
    with TemporaryDirectory(prefix="benchmarks-") as scratch:
        for name in names:
            folder = (asked.keep or Path(scratch)) / name
            folder.mkdir(parents=True, exist_ok=True)
            DAYS[name].write(folder / "scenario")
            try:
                ours = ours_on(DAYS[name], folder, asked.repeat)
            except NoPlanError as error:
                failed.append(f"{name}: {error}")
                continue
            measured[name] = ours, dict(peers_on(folder, peers, asked.peer_limit))
            print(level_table({name: measured[name]}, peers), file=sys.stderr, flush=True)
            _write_files(measured, asked.json, asked.plot)
    print("\n".join([*_report(measured, peers), *failed]))
    return int(bool(failed) or any(standing.startswith("better") for standing in standings(measured)))


def _report(measured: Measured, peers: list[str]) -> list[str]:
    """Both tables, and how things grow where sizes were measured."""
    if not measured:
        return []
    growth = growth_lines(measured, {name: day.size for name, day in DAYS.items() if day.size is not None})
    return [main_table(measured, peers), "", level_table(measured, peers), *([growth] if growth else [])]


def _write_files(measured: Measured, figures: Path | None, plot: Path | None) -> None:
    """What is known so far: a run of hours that is stopped leaves it."""
    if figures is not None:
        figures.write_text(json.dumps(as_json(measured), indent=1) + "\n", encoding="utf-8")
    if plot is not None and any(DAYS[name].size for name in measured):
        plot.write_text(_plot(measured), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=list(DAYS), help="this scenario (may be given again)")
    parser.add_argument("--peer", action="append", choices=list(PEERS), help="this peer (may be given again)")
    parser.add_argument("--no-peers", action="store_true", help="`cno plan` alone")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="runs of `cno plan`; the median counts")
    parser.add_argument("--peer-limit", type=float, default=600.0, metavar="SECONDS", help="time limit of each peer")
    parser.add_argument("--json", type=Path, metavar="FILE", help="every figure, for other programs")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="growth as SVG (of the scenarios that have a size)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave scenarios and plans there")
    return parser


def ours_on(day: Day, folder: Path, repeat: int) -> Ours:
    """`cno plan` on the scenario in `folder`, so many times. NoPlanError: it made none."""
    plan = folder / "plan"
    command = [sys.executable, "-m", "optimizer.cli", "plan", str(folder / "scenario"), "--out", str(plan), "--quiet"]
    command += ["--time-limit", str(day.limit)]
    runs, solving = [], []
    for _ in range(max(1, repeat)):
        done = run(command, folder)
        if done.code not in (0, 3):
            raise NoPlanError(f"cno plan ended with {done.code} after {done.seconds:.0f} s. {done.told}")
        runs.append(done)
        summary = json.loads((plan / "summary.json").read_text(encoding="utf-8"))
        solving.append(float(summary["seconds"]))
    tolerances = read_scenario(folder / "scenario").policy.tolerance
    levels = tuple(
        Level(level["value"], level["bound"], level["gap"], level["settled"], tolerance)
        for level, tolerance in zip(summary["levels"], tolerances, strict=True)
    )
    middle = sorted(zip(runs, solving, strict=True), key=lambda pair: pair[0].seconds)[(len(runs) - 1) // 2]
    return Ours(tuple(runs), levels, middle[1])


def peers_on(folder: Path, peers: list[str], limit: float) -> Iterator[tuple[str, Peer]]:
    """Each peer on the scenario in `folder`."""
    for peer in peers:
        out = folder / f"{peer}.json"
        out.unlink(missing_ok=True)
        command = [sys.executable, "-m", "benchmarks.peers", peer, str(folder / "scenario"), "--out", str(out)]
        done = run([*command, "--seconds", str(limit)], folder, kill_after=limit + GRACE, most_gib=PEER_GIB)
        if not out.is_file():
            yield peer, Peer(done, None, None, (), (), limit, why_nothing(done.code, done.told))
            continue
        made = json.loads(out.read_text(encoding="utf-8"))
        stages = tuple(Stage(s["level"], s["value"], s["bound"], tuple(map(tuple, s["trace"]))) for s in made["stages"])
        yield peer, Peer(done, made["decided"], tuple(made["values"]), tuple(made["violations"]), stages, limit)


def why_nothing(code: int, told: str) -> str:
    """Why a peer left nothing."""
    if code == -9:
        return "killed after its time"
    if "MemoryError" in told or "bad_alloc" in told:
        return f"out of {PEER_GIB:g} GiB"
    last = told.strip().splitlines()
    return f"ended with {code}: {last[-1] if last else ''}"


def as_json(measured: Measured) -> dict[str, object]:
    """Every figure as plain values."""
    return {
        name: {"cno plan": asdict(ours), "peers": {peer: asdict(result) for peer, result in theirs.items()}}
        for name, (ours, theirs) in measured.items()
    }


def _plot(measured: Measured) -> str:
    sized = [(float(DAYS[name].size or 0), ours) for name, (ours, _) in measured.items() if DAYS[name].size]
    return growth_svg([(size, ours.seconds) for size, ours in sized], [(size, ours.mib) for size, ours in sized])


if __name__ == "__main__":
    sys.exit(main())
