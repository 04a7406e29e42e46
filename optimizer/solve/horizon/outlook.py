"""The outlook of a settled first day and what is expected after it, worked out row by row from what people do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from optimizer.model.horizon.day import Day
from optimizer.model.horizon.setting import Setting
from optimizer.model.horizon.ways import driving, ridden, service
from optimizer.model.levels import uneven_of
from optimizer.plan.outlook import LevelsRow, NationalRow, OutlookRow
from optimizer.plan.plan import Outcome, Plan
from optimizer.solve.horizon.homes import Homes
from optimizer.solve.horizon.later import Expectation

DECIMALS = 6  # of expected persons; what is less than a millionth is nobody


@dataclass(frozen=True, slots=True)
class Rows:
    """The outlook's rows by day and region, by day, and the levels by day."""

    regions: tuple[OutlookRow, ...]
    country: tuple[NationalRow, ...]
    levels: tuple[LevelsRow, ...]


def outlook_rows(setting: Setting, today: Plan, found: Expectation, homes: Homes) -> Rows:
    """All rows of a plan whose first day is `today`."""
    regions, country, levels = [_first_regions(today)], [_first_country(setting, today)], [_first_levels(today)]
    days = _Days(setting, today, found)
    for day, when in zip(found.programme.days, setting.scenario.days[1:], strict=True):
        here = days.regions(day, when, regions[-1], country[-1])
        regions.append(here)
        country.append(days.country(day, when, here, country[-1], homes))
        waiting = country[-1].waiting
        levels.append(days.levels(day, when, here, waiting, homes))
    return Rows(tuple(row for rows in regions for row in rows), tuple(country), tuple(levels))


def _first_regions(today: Plan) -> list[OutlookRow]:
    return [
        OutlookRow(
            date=today.date,
            vr_code=region.vr_code,
            places=region.places,
            occupied=region.occupied_after,
            arrivals=region.arrivals,
            to_coa=0.0,
            moved_in=0.0,
            moved_out=0.0,
            state_staff=region.state_staff,
            hired_staff=region.hired_staff,
            care_minutes_used=region.care_minutes_used,
        )
        for region in today.regions
    ]


def _first_country(setting: Setting, today: Plan) -> NationalRow:
    seekers = dict.fromkeys(Outcome, 0)
    holders = dict.fromkeys(Outcome, 0)
    for household, assignment in zip(setting.scenario.households, today.assignments, strict=True):
        (seekers if household.seeks_asylum else holders)[assignment.outcome] += household.persons
    return NationalRow(
        date=today.date,
        inflow=sum(seekers.values()),
        waiting=seekers[Outcome.UNPLACED],
        arrivals=seekers[Outcome.SITE],
        unsheltered=seekers[Outcome.UNPLACED],
        to_coa=0.0,
        ready=holders[Outcome.UNPLACED],
        housed=holders[Outcome.HOME],
        coa_places_left=setting.coa[0],
        buses_used=today.buses_used,
    )


def _first_levels(today: Plan) -> LevelsRow:
    return LevelsRow(today.date, *(level.value for level in today.levels))


@dataclass(slots=True)
class _Flows:
    """Persons of a region and day."""

    arrivals: float
    to_coa: float
    moved_in: float
    moved_out: float


class _Days:
    """Reads the days after the first out of a solution."""

    def __init__(self, setting: Setting, today: Plan, found: Expectation) -> None:
        self._setting, self._solution = setting, found.solution
        self._scenario, self._weights = setting.scenario, setting.scenario.policy.effort
        self._care = {region.vr_code: region.care_minutes_used for region in today.regions}
        self._opened = list(found.programme.start.opened)
        self._programme = found.programme

    def _persons(self, columns: Mapping[int, int], v: int | None = None) -> float:
        """The sum of columns by pool, of one region or of all."""
        pools = self._setting.pools
        mine = [x for g, x in columns.items() if v is None or pools[g].region == v]
        return _clean(float(self._solution[mine].sum()) if mine else 0.0)

    # -- regions

    def regions(self, day: Day, when: date, before: list[OutlookRow], country: NationalRow) -> list[OutlookRow]:
        """A row a region."""
        care = self._care_minutes(day)
        flows = [self._flows(day, v, old.occupied) for v, old in enumerate(before)]
        self._absorb_rounding(day, when, flows, country)
        rows = []
        for v, (old, flow) in enumerate(zip(before, flows, strict=True)):
            occupied = old.occupied + flow.arrivals + flow.moved_in - flow.to_coa - flow.moved_out
            flow.to_coa = max(0.0, flow.to_coa + min(0.0, occupied))  # nobody leaves twice for rounding
            state, hired = self._staff(day, v)
            rows.append(
                OutlookRow(
                    date=when,
                    vr_code=old.vr_code,
                    places=self._setting.regions[day.number][v].places,
                    occupied=round(max(0.0, occupied), DECIMALS),
                    arrivals=round(flow.arrivals, DECIMALS),
                    to_coa=round(flow.to_coa, DECIMALS),
                    moved_in=flow.moved_in,
                    moved_out=round(flow.moved_out, DECIMALS),
                    state_staff=state,
                    hired_staff=hired,
                    care_minutes_used=_clean(care[v]),
                )
            )
        return rows

    def _flows(self, day: Day, v: int, before: float) -> _Flows:
        """Who comes and goes, rounded, so that nobody is left where nobody is left in the solution."""
        moved = self._sum(x for (g, _), x in day.move.items() if self._in(g, v))
        flows = _Flows(
            self._persons(day.arrive, v),
            self._persons(day.leave, v),
            self._persons(day.move_in, v),
            _clean(self._persons(day.outside, v) + moved),
        )
        left = before + flows.arrivals + flows.moved_in - flows.to_coa - flows.moved_out
        if self._persons(day.stay, v) == 0.0 or left < 0:
            if flows.moved_out:
                flows.moved_out = max(0.0, flows.moved_out + left)
            elif flows.to_coa:
                flows.to_coa = max(0.0, flows.to_coa + left)
        return flows

    def _absorb_rounding(self, day: Day, when: date, flows: list[_Flows], before: NationalRow) -> None:
        """Let as many wait, and as many places be left, as in the solution, to the last decimal.

        What rounding added up to is put where most people go to regular reception, and where most arrive.
        """
        gone = _clean(float(self._solution[day.waits_no_more].sum()))
        most = max(flows, key=lambda flow: flow.to_coa)
        taken = self._free(day, before) - gone - _clean(float(self._solution[day.coa]))
        most.to_coa = max(0.0, most.to_coa + taken - sum(flow.to_coa for flow in flows)) if most.to_coa else 0.0
        waiting = _clean(float(np.maximum(self._solution[day.waiting], 0.0).sum()))
        arrived = before.waiting + self._inflow(when, flows) - gone - waiting
        largest = max(flows, key=lambda flow: flow.arrivals)
        largest.arrivals = max(0.0, largest.arrivals + arrived - sum(flow.arrivals for flow in flows))

    def _free(self, day: Day, before: NationalRow) -> float:
        """Places in regular reception that may be used on a day."""
        freed = self._scenario.horizon.freed_per_housed * before.housed
        return before.coa_places_left + self._setting.coa[day.number] + freed

    def _inflow(self, when: date, flows: list[_Flows]) -> float:
        expected = sum(row.persons for row in self._scenario.horizon.inflow if row.day == when)
        return expected + sum(flow.moved_out - flow.moved_in for flow in flows)

    def _in(self, g: int, v: int) -> bool:
        return self._setting.pools[g].region == v

    def _sum(self, columns: Iterator[int]) -> float:
        return float(sum(self._solution[x] for x in columns))

    def _staff(self, day: Day, v: int) -> tuple[float, float]:
        """State and hired staff that the residents need, the cheaper first; all of it where that is too little."""
        region = self._setting.regions[day.number][v]
        mine = [g for g in day.stay if self._in(g, v)]
        need = self._programme.staff_need(day, mine).value(self._solution) - region.own_staff
        prices = {"state": self._weights.state_staff, "hired": self._weights.hired_staff}
        most = {"state": region.state_staff_max, "hired": region.hired_staff_max}
        used = {}
        for kind in sorted(prices, key=lambda name: prices[name]):
            used[kind] = _clean(min(max(0.0, need), most[kind]))
            need -= used[kind]
        return used["state"], used["hired"]

    def _care_minutes(self, day: Day) -> list[float]:
        """Care minutes by region: as the programme has them where they are limited, else by persons.

        Where there is no limit arrivals are alike everywhere, and who leaves needs what the residents need.
        """
        setting, minutes = self._setting, self._scenario.policy.care_minutes
        limited = float(self._solution[list(day.care_in.values())].sum()) if day.care_in else 0.0
        needed = sum(minutes[setting.crowd.classes[c].care_level] * self._solution[x] for (c, _), x in day.take.items())
        free = {g: x for g, x in day.arrive.items() if setting.pools[g].region not in day.care}
        persons = self._sum(iter(free.values()))
        each = (needed - limited) / persons if persons > 1e-9 else 0.0
        found = []
        for v, code in enumerate(self._care):
            if v in day.care:
                self._care[code] = float(self._solution[day.care[v]])
            else:
                self._care[code] = self._unlimited(day, v, self._care[code], each)
            found.append(self._care[code])
        return found

    def _unlimited(self, day: Day, v: int, before: float, each: float) -> float:
        stay, come = self._persons(day.stay, v), self._persons(day.arrive, v)
        moved = self._persons(day.move_in, v)
        away = self._persons(day.leave, v) + self._sum(x for (g, _), x in day.move.items() if self._in(g, v))
        away += self._persons(day.outside, v)
        all_of_them = before + each * come + self._scenario.policy.care_minutes[0] * moved
        return all_of_them * stay / (stay + away) if stay > 1e-9 else 0.0

    # -- the country

    def country(self, day: Day, when: date, here: list[OutlookRow], before: NationalRow, homes: Homes) -> NationalRow:
        """The sums of a day."""
        arrivals = round(sum(row.arrivals for row in here), DECIMALS)
        from_sites = round(sum(row.to_coa for row in here), DECIMALS)
        from_waiting = _clean(float(self._solution[day.waits_no_more].sum()))
        inflow = sum(row.persons for row in self._scenario.horizon.inflow if row.day == when)
        inflow += round(sum(row.moved_out - row.moved_in for row in here), DECIMALS)
        waiting = before.waiting + inflow - arrivals - from_waiting
        if waiting < 0:  # by what rounding added up to
            from_waiting, waiting = max(0.0, from_waiting + waiting), 0.0
        left = self._free(day, before) - from_sites - from_waiting
        housed = _clean(homes.housed[day.number])
        return NationalRow(
            date=when,
            inflow=round(inflow, DECIMALS),
            waiting=round(waiting, DECIMALS),
            arrivals=arrivals,
            unsheltered=round(waiting, DECIMALS),
            to_coa=round(from_sites + from_waiting, DECIMALS),
            ready=_clean(homes.ready[day.number]),
            housed=housed,
            coa_places_left=max(0.0, round(left, DECIMALS)),
            buses_used=self._buses(day),
        )

    def _buses(self, day: Day) -> float:
        """Buses that the day's driving and duty take when each is full all day."""
        policy, setting = self._scenario.policy, self._setting
        drive = ridden(setting, day).value(self._solution) / setting.seats
        duty = drive + service(setting, day).value(self._solution) / setting.seats
        return _clean(max(drive / policy.max_drive_minutes, duty / policy.max_duty_minutes))

    # -- levels

    def levels(self, day: Day, when: date, here: list[OutlookRow], waiting: float, homes: Homes) -> LevelsRow:
        """The five levels of a day."""
        return LevelsRow(
            date=when,
            unsheltered=self._unsheltered(day, waiting),
            unhoused=_clean(homes.unhoused[day.number]),
            displaced=_clean(homes.displaced[day.number]),
            uneven=float(sum(uneven_of(row.occupied, int(row.places)) for row in here)),
            effort=self._effort(day, here),
        )

    def _unsheltered(self, day: Day, waiting: float) -> float:
        """Weighted persons who wait, with the weights that their classes have in the solution."""
        weights = self._scenario.policy.priority_weights
        each = np.array([weights[person.priority] for person in self._setting.crowd.classes])
        persons = np.maximum(self._solution[day.waiting], 0.0)
        return float(each @ persons) * waiting / float(persons.sum()) if persons.sum() > 1e-9 else 0.0

    def _effort(self, day: Day, here: list[OutlookRow]) -> float:
        weights = self._weights
        staff = sum(weights.state_staff * row.state_staff + weights.hired_staff * row.hired_staff for row in here)
        ways = driving(self._setting, day).value(self._solution)
        return float(staff + max(0.0, ways) + self._openings(day))

    def _openings(self, day: Day) -> float:
        """What a day opens of the places that were not open yet."""
        cost = 0.0
        for g, pool in enumerate(self._setting.pools):
            if pool.open_per_place and g in day.stay and pool.places[day.number]:
                share = min(1.0, float(self._solution[day.stay[g]]) / self._setting.all_places(g))
                if share > self._opened[g] + 1e-9:
                    cost += (share - self._opened[g]) * pool.open_per_place * self._setting.all_places(g)
                    self._opened[g] = share
        return cost


def _clean(value: float) -> float:
    """A figure without the noise of floating numbers."""
    return max(0.0, round(float(value), DECIMALS))
