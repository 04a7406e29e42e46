"""What regions were told before is kept unless something is better by it; each change is named with its cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from optimizer.model.horizon.programme import Programme
from optimizer.model.linear import Expression, Floats, expression
from optimizer.plan.causes import Cause, CauseCode
from optimizer.plan.outlook import ChangeRow, NationalRow, OutlookRow
from optimizer.plan.plan import Plan
from optimizer.plan.read import read_plan
from optimizer.plan.rows import Row, table_rows
from optimizer.scenario.entities import Scenario, SiteStatus
from optimizer.scenario.faults import Fault, InputError
from optimizer.solve.horizon.stages import Stages

NOTICED = 0.05  # persons: a smaller difference is no change
LEVELS = (1, 4, 5)  # in the order in which the days after the first settle them
Told = Mapping[tuple[date, str], float]


@dataclass(frozen=True, slots=True)
class EarlierSite:
    """A site as a plan had it: its region, and when it was to open and close."""

    region: str
    status: SiteStatus
    opens_on: date | None
    closes_on: date | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier plan of several days: its outlook and its sites."""

    regions: Mapping[tuple[date, str], OutlookRow]
    country: Mapping[date, NationalRow]
    sites: Mapping[str, EarlierSite]

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
        row.text("place_id"): _site(row) for row in table_rows(folder, "places", faults) if row.text("kind") == "site"
    }
    if faults:
        raise InputError(faults)
    return Earlier(
        {(row.date, row.vr_code): row for row in outlook.regions}, {row.date: row for row in outlook.country}, sites
    )


def _site(row: Row) -> EarlierSite:
    def day(column: str) -> date | None:
        return row.read(column, lambda text: date.fromisoformat(text) if text else None, "a date, YYYY-MM-DD", None)

    status = row.read("status", SiteStatus, ", ".join(SiteStatus), SiteStatus.CLOSED)
    return EarlierSite(row.text("vr_code"), status, day("opens_on"), day("closes_on"))


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
            told = earlier.regions[key].arrivals
            forced = Cause(CauseCode.PLANNED) if row.date == today.date else _forced_by(key, told, kept)
            found.append(ChangeRow(row.date, row.vr_code, told, row.arrivals, (*events.of(row), forced)))
    return tuple(found)


def _forced_by(key: tuple[date, str], told: float, kept: Kept) -> Cause:
    """The first of the levels for which arrivals had to change; none: they could not stay whatever it costs."""
    changed = [abs(arrivals[key] - told) > NOTICED for arrivals in kept.arrivals]
    if changed[0]:
        return Cause(CauseCode.IMPOSSIBLE)
    stage = changed.index(True) - 1 if True in changed else len(LEVELS) - 1
    return Cause(CauseCode.LEVEL_BETTER, (str(LEVELS[stage]), kept.gained[stage]))


class _Events:
    """What is known to be otherwise than when the earlier plan was made."""

    def __init__(self, scenario: Scenario, earlier: Earlier) -> None:
        self._earlier, self._scenario = earlier, scenario
        self._inflow: dict[date, float] = defaultdict(float)
        for inflow in scenario.horizon.inflow:
            self._inflow[inflow.day] += inflow.persons
        self._inflow[scenario.date] = sum(h.persons for h in scenario.households if h.seeks_asylum)
        self._sites: dict[str, list[Cause]] = defaultdict(list)
        now = {site.id: EarlierSite(site.region, site.status, site.opens_on, site.closes_on) for site in scenario.sites}
        for site_id in dict.fromkeys([*now, *earlier.sites]):
            for region, cause in _site_causes(site_id, earlier.sites.get(site_id), now.get(site_id)):
                self._sites[region].append(cause)

    def of(self, row: OutlookRow) -> Iterator[Cause]:
        """What concerns a region and day."""
        before, told = self._earlier.regions[row.date, row.vr_code], self._earlier.country[row.date].inflow
        if abs(self._inflow[row.date] - told) > NOTICED and row.date >= self._scenario.date:
            yield Cause(CauseCode.INFLOW, (told, self._inflow[row.date]))
        if row.places != before.places:
            yield Cause(CauseCode.PLACES, (before.places, row.places))
        yield from self._sites[row.vr_code]


def _site_causes(site_id: str, before: EarlierSite | None, now: EarlierSite | None) -> Iterator[tuple[str, Cause]]:
    """What is new of a site, with the region that it concerns; one that moves is gone from one and new in the other."""
    if before is not None and (now is None or now.region != before.region):
        yield before.region, Cause(CauseCode.SITE_GONE, (site_id,))
    if now is None:
        return
    if before is None or now.region != before.region:
        yield now.region, Cause(CauseCode.SITE_NEW, (site_id,))
        return
    if before.status is not now.status:
        yield now.region, Cause(CauseCode.SITE_STATUS, (site_id, before.status, now.status))
    if before.opens_on != now.opens_on:
        yield now.region, Cause(CauseCode.SITE_OPENS, (site_id, before.opens_on, now.opens_on))
    if before.closes_on != now.closes_on:
        yield now.region, Cause(CauseCode.SITE_CLOSES, (site_id, before.closes_on, now.closes_on))
