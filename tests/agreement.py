"""Plan generated scenarios and let the contract's checker judge every plan folder.

`python -m tests.agreement --checker ../shared/tools/check_plan.py --count 200` plans scenarios of mixed size and
tightness, prints a line for each, and exits with 1 when a plan is not valid or a level value differs.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from optimizer.day import plan_day
from optimizer.plan.plan import Plan
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample
from tests.generate import Size, Tightness, random_scenario

SIZES: tuple[Size, ...] = ("tiny", "small", "tiny", "small", "mid")


def case(number: int) -> tuple[Size, Tightness]:
    """Size and tightness of the scenario with this number: all pairs come round."""
    tightness = get_args(Tightness)
    return SIZES[number % len(SIZES)], tightness[number // len(SIZES) % len(tightness)]


def judged(number: int, checker: Path, folder: Path, seconds: float) -> tuple[Plan, str]:
    """The plan of one scenario within so many seconds, and what the checker says of it ("" when it is valid)."""
    asked, out = folder / f"day-{number}", folder / f"plan-{number}"
    write_sample(random_scenario(number, *case(number)), asked)
    scenario = read_scenario(asked)
    scenario = replace(scenario, policy=replace(scenario.policy, time_limit_seconds=seconds))
    plan = plan_day(scenario, out, lang="nl", pages=None, progress=lambda _: None, interrupted=lambda: False)
    said = subprocess.run([sys.executable, checker, asked, out], capture_output=True, text=True, check=False)
    return plan, "" if said.returncode == 0 else said.stdout + said.stderr


def verdicts(numbers: range, checker: Path, seconds: float) -> Iterator[tuple[int, Plan, str]]:
    """Each scenario's number, its plan and the checker's complaint."""
    with TemporaryDirectory(prefix="agreement-") as folder:
        for number in numbers:
            yield number, *judged(number, checker, Path(folder), seconds)


def main() -> int:
    """Judge the plans of many scenarios; the number of plans that are not valid, at most 1."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checker", type=Path, required=True, help="check_plan.py of the contract")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="number of the first scenario")
    parser.add_argument("--seconds", type=float, default=60.0, help="time limit of each plan")
    options = parser.parse_args()
    wrong = 0
    numbers = range(options.first, options.first + options.count)
    for number, plan, complaint in verdicts(numbers, options.checker, options.seconds):
        levels = " ".join(f"{level.value:g}/{level.bound:g}" for level in plan.levels)
        print(number, *case(number), plan.status.value, levels, complaint.strip() or "valid", flush=True)
        wrong += bool(complaint)
    print(f"{options.count} scenarios, {wrong} plans not valid")
    return min(1, wrong)


if __name__ == "__main__":
    sys.exit(main())
