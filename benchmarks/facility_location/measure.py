"""`python -m benchmarks.facility_location.measure`: `cno plan` on instances with a known best, or an unknown one.

Planted instances have their optimum by construction (`known.py`). Drawn ones are solved by the textbook model too, with
the same time limit; its value and bound stand beside. Named files are published instances; what they say of their
optimum themselves is believed. A line an instance; figures in the instance's own money.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.facility_location import known, textbook
from benchmarks.facility_location.convert import scale_of, scenario_tables, total_of_plan
from benchmarks.facility_location.formats import write_holmberg
from benchmarks.facility_location.instance import Instance, InstanceError
from benchmarks.facility_location.options import add_reading_options, instance_in
from optimizer.plan.read import read_plan
from optimizer.scenario.sample import write_sample

DRAWN = {  # facilities, customers, capacity of all demand
    "drawn-10x50": (10, 50, 1.5),
    "drawn-10x50-wide": (10, 50, 4.0),
    "drawn-20x50": (20, 50, 2.0),
    "drawn-30x100-tight": (30, 100, 1.3),
    "drawn-30x150": (30, 150, 2.0),
    "drawn-30x200-wide": (30, 200, 3.0),
    "drawn-40x200-tight": (40, 200, 1.5),
    "drawn-50x100-tight": (50, 100, 1.15),
}
NAMES = (*known.RECIPES, *DRAWN)
HEADER = f"{'instance':<20}{'best known':>12}{'no less than':>14}{'cno value':>12}{'cno bound':>12}{'seconds':>9}"
CLOSE = 1e-6  # relative; what floating figures may differ


@dataclass(frozen=True, slots=True)
class Reference:
    """Least total that is known (None: none), and what none can be below."""

    value: float | None
    bound: float


@dataclass(frozen=True, slots=True)
class Result:
    """Total cost by the instance's own arithmetic (None: no plan, or not everybody served) and the claimed bound."""

    value: float | None
    bound: float
    seconds: float


def instance_of(name: str, asked: argparse.Namespace) -> Instance:
    """A planted or drawn instance by its name, else the one in the file of that name, read as asked."""
    if name in known.RECIPES:
        return known.planted(known.RECIPES[name])[0]
    if name in DRAWN:
        return textbook.drawn(*DRAWN[name], seed=1)
    return instance_in(Path(name), asked)


def reference_of(instance: Instance, seconds: float) -> Reference:
    """The optimum where the instance carries it, else what the textbook model reaches."""
    if instance.optimum is not None:
        return Reference(float(instance.optimum), float(instance.optimum))
    answer = textbook.solve(instance, seconds)
    return Reference(answer.value, answer.bound)


def planned(instance: Instance, folder: Path, seconds: float) -> Result:
    """What `cno plan`, in a process of its own, makes of the instance; scenario and plan are left in `folder`."""
    scenario, plan = folder / "scenario", folder / "plan"
    write_sample(scenario_tables(instance, time_limit_seconds=seconds), scenario, overwrite=True)
    command = [sys.executable, "-m", "optimizer.cli", "plan", str(scenario), "--out", str(plan), "--quiet"]
    began = time.monotonic()
    done = subprocess.run([*command, "--no-pages"], check=False, capture_output=True, text=True)
    spent = time.monotonic() - began
    if done.returncode not in (0, 3, 4):
        raise RuntimeError(f"cno plan ended with {done.returncode}:\n{done.stderr}")
    if done.returncode != 0:
        return Result(None, 0.0, spent)
    levels = json.loads((plan / "summary.json").read_text(encoding="utf-8"))["levels"]
    total = total_of_plan(instance, {a.household_id: a.destination_id for a in read_plan(plan).assignments})
    return Result(float(total), float(scale_of(instance).money) * (levels[4]["bound"] or 0.0), spent)


def verdict(reference: Reference, result: Result) -> str:
    """How the plan stands to what is known; `wrong` is a value or bound that cannot be."""
    if result.value is None:
        return "no plan that serves everybody"
    slack = CLOSE * max(1.0, result.value)
    if result.value < reference.bound - slack:
        return "wrong: the value is below the least there can be"
    if reference.value is not None and result.bound > reference.value + slack:
        return "wrong: the bound is above a solution"
    worse = reference.value is not None and result.value > reference.value + slack
    proven = result.bound >= result.value - slack
    optimal = proven or result.value <= reference.bound + slack
    standing = "worse than known" if worse else "optimum" if optimal else "best known"
    return f"{standing}, {'proven' if proven else 'not proven'}"


def rows(instances: dict[str, Instance], folder: Path, seconds: float) -> Iterator[tuple[str, str]]:
    """The table's lines, each with its verdict."""
    for number, (name, instance) in enumerate(instances.items()):
        own = folder / f"{number:02d}-{Path(name).name}"
        own.mkdir(parents=True, exist_ok=True)
        (own / "instance.txt").write_text(write_holmberg(instance), encoding="utf-8")
        reference, result = reference_of(instance, seconds), planned(instance, own, seconds)
        said = verdict(reference, result)
        figures = [reference.value, reference.bound, result.value, result.bound]
        shown = "".join(
            f"{'-' if f is None else f'{f:.8g}':>{w}}" for f, w in zip(figures, (12, 14, 12, 12), strict=True)
        )
        yield f"{Path(name).name:<20}{shown}{result.seconds:>9.1f}  {said}", said


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 when a plan misses what is known to be reachable, or claims what cannot be; 2: wrong input."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.facility_location.measure")
    parser.add_argument("names", nargs="*", help=f"files, or of {', '.join(NAMES)}; default: all of these")
    parser.add_argument("--seconds", type=float, default=60.0, help="time limit of each plan and of the textbook model")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave instances, scenarios and plans there")
    add_reading_options(parser)
    asked = parser.parse_args(arguments)
    try:
        instances = {name: instance_of(name, asked) for name in asked.names or NAMES}
    except InstanceError as error:
        print(error, file=sys.stderr)
        return 2
    print(HEADER)
    with TemporaryDirectory(prefix="facility-location-") as scratch:
        verdicts = []
        for line, said in rows(instances, asked.keep or Path(scratch), asked.seconds):
            print(line, flush=True)
            verdicts.append(said)
    return int(any(said.startswith(("worse", "wrong", "no plan")) for said in verdicts))


if __name__ == "__main__":
    sys.exit(main())
