"""Give a scenario enough homes, a share each week: python scripts/add_homes.py SCENARIO [WEEKS]

Adds flex homes to SCENARIO/housing.csv: for every household of status holders, on the list or expected, a home that is
large enough in its municipality, the same number each week from the scenario's date on (docs/horizon.md measures so).
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from datetime import timedelta
from math import ceil
from pathlib import Path

from optimizer.model.horizon.housing import expected_sizes
from optimizer.scenario.entities import Scenario
from optimizer.scenario.read import read_scenario

HOMES = (1, 2, 4, 8, 30)  # persons


def needed(scenario: Scenario) -> dict[tuple[str, int, bool], float]:
    """Households by municipality, the smallest home that holds them, and whether it is to be fit for a wheelchair."""
    homes: dict[tuple[str, int, bool], float] = defaultdict(float)
    for household in scenario.households:
        if not household.seeks_asylum and household.linked_municipality:
            homes[household.linked_municipality, _home(household.persons), household.wheelchairs > 0] += 1
    sizes = expected_sizes(scenario)
    for row in scenario.horizon.status_inflow:
        for size, share in sizes.items():
            homes[row.municipality, _home(size), False] += row.persons * share / size
    return homes


def _home(persons: int) -> int:
    return next(home for home in HOMES if home >= persons)


def main(folder: Path, weeks: int = 6) -> None:
    """Add the homes."""
    scenario, table = read_scenario(folder), folder / "housing.csv"
    with table.open(newline="", encoding="utf-8") as stream:
        columns = list(csv.DictReader(stream).fieldnames or ())
    with table.open("a", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        for (town, size, wheelchair), households in sorted(needed(scenario).items()):
            for week in range(weeks):
                writer.writerow(
                    {
                        "offer_id": f"N-{town}-{size}-{int(wheelchair)}-{week + 1}",
                        "gm_code": town,
                        "type": "flex",
                        "persons": size,
                        "units": ceil(households / weeks),
                        "wheelchair": str(wheelchair).lower(),
                        "available_on": (scenario.date + timedelta(weeks=week)).isoformat(),
                    }
                )


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
