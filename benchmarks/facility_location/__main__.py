"""`python -m benchmarks.facility_location INSTANCE --out SCENARIO`: an instance as a scenario folder.

With `--plan DIR` instead it says what the plan in DIR costs in the instance's own money, worked out from the instance
and the assignments alone.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from benchmarks.facility_location.convert import scale_of, scenario_tables, total_of_plan
from benchmarks.facility_location.instance import Instance, InstanceError
from benchmarks.facility_location.options import add_reading_options, instance_in
from optimizer.scenario.sample import write_sample


def main(arguments: list[str] | None = None) -> int:
    """0: done; 1: the plan is no solution; 2: the instance cannot be read or converted. Faults go to standard error."""
    asked = _parser().parse_args(arguments)
    try:
        instance = instance_in(asked.instance, asked)
        if asked.out is not None:
            tables = scenario_tables(instance, time_limit_seconds=asked.time_limit)
            write_sample(tables, asked.out, overwrite=asked.overwrite)
    except (InstanceError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(_described(instance))
    return 0 if asked.plan is None else _tell_plan(instance, asked.plan)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.facility_location", description=__doc__.splitlines()[0])
    parser.add_argument("instance", type=Path)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=Path, metavar="SCENARIO", help="the scenario folder to write")
    what.add_argument("--plan", type=Path, metavar="DIR", help="a plan folder whose total cost is asked")
    add_reading_options(parser)
    parser.add_argument("--time-limit", type=float, default=300.0, metavar="SECONDS", help="of the scenario's policy")
    parser.add_argument("--overwrite", action="store_true", help="replace what is in SCENARIO")
    return parser


def _described(instance: Instance) -> str:
    best = "" if instance.optimum is None else f", optimum {float(instance.optimum):.10g} by its own file"
    return (
        f"{len(instance.capacity)} facilities, {len(instance.demand)} customers, demand"
        f" {float(sum(instance.demand)):g} of capacity {float(sum(instance.capacity)):g}{best};"
        f" total cost = level 5 x {scale_of(instance).money}"
    )


def _tell_plan(instance: Instance, folder: Path) -> int:
    try:
        with (folder / "assignments.csv").open(newline="", encoding="utf-8") as stream:
            destinations = {row["household_id"]: row["destination_id"] for row in csv.DictReader(stream)}
        print(f"total cost {float(total_of_plan(instance, destinations)):.10g}")
    except (InstanceError, OSError, KeyError) as error:
        print(f"{folder}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
