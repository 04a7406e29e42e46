"""What regions were told before is kept unless something is better by it; each change is named with its cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from optimizer.model.horizon.programme import Programme
from optimizer.model.linear import Expression, Floats, expression
from optimizer.plan.outlook import ChangeRow, NationalRow, OutlookRow
from optimizer.plan.plan import LEVEL_NAMES, Plan
from optimizer.plan.read import read_plan
from optimizer.plan.rows import table_rows
from optimizer.scenario.entities import Scenario
from optimizer.scenario.faults import Fault, InputError
from optimizer.solve.horizon.stages import Stages

NOTICED = 0.05  # persons: a smaller difference is no change
LEVELS = (0, 3, 4)  # of LEVEL_NAMES, in the order in which the days after the first settle them
Told = Mapping[tuple[date, str], float]


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier plan of several days: its outlook, and when its sites were to open and close."""

    regions: Mapping[tuple[date, str], OutlookRow]
    country: Mapping[date, NationalRow]
    sites: Mapping[str, tuple[str, str, str]]  # status, opens_on, closes_on as they are written

    @property
    def told(self) -> dict[tuple[date, str], float]:
        """Arrivals by day and region."""
        return {key: row.arrivals for key, row in self.regions.items()}


def read_earlier(folder: Path) -> Earlier:
    """The outlook of a plan folder. InputError: it cannot be read, or is a plan of one day."""
    outlook = read_plan(folder).outlook
    if outlook is None:
        raise InputError([Fault("outlook.csv", None, "", "", f"the outlook of several days in {folder.name}")])
    faults: list[Fault] = []
    sites = {
        row.text("place_id"): (row.text("status"), row.text("opens_on"), row.text("closes_on"))
        for row in table_rows(folder, "places", faults)
        if row.text("kind") == "site"
    }
    if faults:
        raise InputError(faults)
    return Earlier(
        {(row.date, row.vr_code): row for row in outlook.regions}, {row.date: row for row in outlook.country}, sites
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """What comes nearest to what was told, with ever more levels kept: none, then level 1, then 4, then 5 as well.

    `arrivals` by day and region in each case; `gained`: by how much each level is better than if what was told
    were kept as far as the levels before it allow.
    """

    arrivals: tuple[Told, ...]
    gained: tuple[float, ...]


def settle_near(stages: Stages, levels: Sequence[Expression], told: Told) -> tuple[Floats, Kept]:
    """Each level as low as it can be, and then as near to what was told as that allows."""
    near = _Nearness(stages, told)
    solution = near.least()
    arrivals, gained = [near.arrivals(solution)], []
    for level in levels:
        as_told = level.value(solution)
        best = stages.settle(level)
        gained.append(max(0.0, as_told - level.value(best)))
        solution = near.least()
        arrivals.append(near.arrivals(solution))
    return solution, Kept(tuple(arrivals), tuple(gained))


class _Nearness:
    """The sum of what arrivals differ from what was told, as an objective."""

    def __init__(self, stages: Stages, told: Told) -> None:
        self._stages, programme = stages, stages.programme
        self._arrivals = arrivals_of(programme)
        self._differences: list[int] = []
        for key, arrivals in self._arrivals.items():
            if key in told:
                self._differences.append(stages.distance(arrivals, told[key]))

    def least(self) -> Floats:
        """A solution that is nearest."""
        return self._stages.least(expression(self._differences))

    def arrivals(self, solution: Floats) -> dict[tuple[date, str], float]:
        """Arrivals of a solution by day and region."""
        return {key: arrivals.value(solution) for key, arrivals in self._arrivals.items()}


def arrivals_of(programme: Programme) -> dict[tuple[date, str], Expression]:
    """Arrivals by day and region, as expressions."""
    setting, columns = programme.setting, defaultdict(list)
    for day in programme.days:
        for g, x in day.arrive.items():
            columns[day.number, setting.pools[g].region].append(x)
    codes = [region.code for region in setting.scenario.regions]
    return {
        (setting.scenario.days[day.number], codes[v]): expression(columns[day.number, v])
        for day in programme.days
        for v in range(len(codes))
    }


def changes(
    scenario: Scenario, earlier: Earlier, today: Plan, rows: Sequence[OutlookRow], kept: Kept
) -> tuple[ChangeRow, ...]:
    """Every arrival that is told otherwise than before, and what made it change."""
    events = _Events(scenario, earlier)
    found = []
    for row in rows:
        key = (row.date, row.vr_code)
        if key in earlier.regions and abs(row.arrivals - earlier.regions[key].arrivals) > NOTICED:
            causes = events.of(row)
            if row.date == today.date:
                causes.append("today is planned household by household")
            else:
                causes.append(_forced_by(key, earlier.told[key], kept))
            found.append(
                ChangeRow(row.date, row.vr_code, earlier.regions[key].arrivals, row.arrivals, "; ".join(causes))
            )
    return tuple(found)


def _forced_by(key: tuple[date, str], told: float, kept: Kept) -> str:
    """The first of the levels for which arrivals had to change; none: they could not stay whatever it costs."""
    changed = [abs(arrivals[key] - told) > NOTICED for arrivals in kept.arrivals]
    if changed[0]:
        return "what was told is not possible any more"
    stage = changed.index(True) - 1 if True in changed else len(LEVELS) - 1
    return f"{LEVEL_NAMES[LEVELS[stage]]} is {kept.gained[stage]:.1f} better over all days"


class _Events:
    """What is known to be otherwise than when the earlier plan was made."""

    def __init__(self, scenario: Scenario, earlier: Earlier) -> None:
        self._earlier, self._scenario = earlier, scenario
        self._inflow: dict[date, float] = defaultdict(float)
        for inflow in scenario.horizon.inflow:
            self._inflow[inflow.day] += inflow.persons
        self._inflow[scenario.date] = sum(h.persons for h in scenario.households if h.seeks_asylum)
        self._sites: dict[str, list[str]] = defaultdict(list)
        for site in scenario.sites:
            now = (str(site.status), _text(site.opens_on), _text(site.closes_on))
            if (before := earlier.sites.get(site.id)) != now:
                self._sites[site.region].append(_site_text(site.id, before, now))

    def of(self, row: OutlookRow) -> list[str]:
        """What concerns a region and day, in words."""
        before, told = self._earlier.regions[row.date, row.vr_code], self._earlier.country[row.date].inflow
        causes = []
        if abs(self._inflow[row.date] - told) > NOTICED and row.date >= self._scenario.date:
            causes.append(f"{self._inflow[row.date]:.1f} people are expected that day instead of {told:.1f}")
        if row.places != before.places:
            causes.append(f"the region has {row.places:g} places instead of {before.places:g}")
        return causes + self._sites[row.vr_code]


def _text(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _site_text(site_id: str, before: tuple[str, str, str] | None, now: tuple[str, str, str]) -> str:
    """What is new of a site."""
    if before is None:
        return f"site {site_id} is new"
    words = ("is {} instead of {}", "opens on {} instead of {}", "closes on {} instead of {}")
    told = [
        word.format(new or "no day", old or "no day")
        for word, old, new in zip(words, before, now, strict=True)
        if old != new
    ]
    return f"site {site_id} {', '.join(told)}"
