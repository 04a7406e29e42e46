"""One linear programme over several days of expected persons: its variables, day by day, and its rules as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from optimizer.model.horizon.care import add_care, add_wheelchairs
from optimizer.model.horizon.day import Column, Day, Frame
from optimizer.model.horizon.setting import Setting
from optimizer.model.horizon.shortage import Shortage, add_shortage
from optimizer.model.horizon.start import Ceilings, MostHoused, Start
from optimizer.model.horizon.ways import add_buses, driving
from optimizer.model.levels import BANDS
from optimizer.model.linear import INFINITY, Expression, LinearModel, expression
from optimizer.scenario.entities import Tranche


@dataclass(frozen=True, slots=True)
class LoweredLimit:
    """A limit of a day that is lower than it was: `use` may exceed `most` by who was there before.

    `arrivals` are the persons who come where it holds; where it is exceeded `all_in_use` is to be used in full (staff),
    where it is kept nothing is `short`.
    """

    use: Expression
    most: float
    arrivals: tuple[Column, ...]
    all_in_use: tuple[tuple[Column, float], ...] = ()
    short: tuple[Column, ...] = ()


class Programme:
    """The rows of the days from `start.day` on, and the levels that can be minimised over them.

    Limits never fall: who lives somewhere when a limit is lowered may stay (rule 6). So the optimum of these rows is
    a bound for every plan; `solve.horizon` adds what a plan itself must keep.
    """

    def __init__(self, setting: Setting, start: Start) -> None:
        self.setting, self.start = setting, start
        self.linear = LinearModel()
        self.days = [Day(number) for number in range(start.day, setting.days)]
        self._ceiling = Ceilings(setting, start)
        frame = self._frame = Frame(setting, start, self._ceiling, self.linear)
        self._opened = self._opening_variables()
        for day in self.days:
            self._add_variables(day)
        if isinstance(start.housed, MostHoused):
            self._homes(start.housed)
        before: Day | None = None
        for day in self.days:
            self._people(day, before)
            self._sites(day, before)
            self._moves(day, before)
            self._region_limits(day, before)
            add_care(frame, day, before)
            add_wheelchairs(frame, day, before)
            add_buses(frame, day)
            self._regular_reception(day, before)
            before = day

    # -- variables

    def _goes(self, p: int, v: int) -> bool:
        """Whether anybody can go from a departure to a region: by own means, by bus, or by staying where he is."""
        setting = self.setting
        way = setting.minutes if setting.crowd.departures[p].own else setting.onward
        return bool(way[p, v] < INFINITY) and (setting.crowd.departures[p].own or setting.fleet > 0 or way[p, v] == 0)

    def _opening_variables(self) -> dict[int, Column]:
        """Share of the places of a pool that is opened by the end, from what is opened at the start."""
        opened = {}
        for g, pool in enumerate(self.setting.pools):
            if pool.open_per_place:
                opened[g] = int(self.linear.variables(1, self.start.opened[g], 1.0, integer=False)[0])
        return opened

    def _add_variables(self, day: Day) -> None:
        setting, number = self.setting, day.number
        usable = [g for g, pool in enumerate(setting.pools) if pool.places[number]]
        regions = sorted({setting.pools[g].region for g in usable})
        for g, pool in enumerate(setting.pools):
            if not (pool.occupied or any(pool.places[: number + 1]) or self.start.residents[g]):
                continue  # nobody has been there yet
            if setting.may_live(number, pool):
                day.stay[g] = self._frame.new(self._ceiling.of_pool(number, g))
            if number and g in setting.move_onward and pool.closes == number:
                day.outside[g] = self._frame.new()
                reached = [v for v in regions if setting.move_onward[g][v] < INFINITY and setting.fleet]
                day.move |= {(g, v): self._frame.new() for v in reached}
            if number and (g in day.stay or g in day.outside):
                day.leave[g] = self._frame.new()
        day.arrive = {g: self._frame.new(setting.pools[g].places[number]) for g in usable}
        moved_to = {v for _, v in day.move}
        day.move_in = {g: self._frame.new() for g in usable if setting.pools[g].region in moved_to}
        day.ride = {
            (p, v): self._frame.new() for p in range(len(setting.crowd.departures)) for v in regions if self._goes(p, v)
        }
        kinds = {setting.pools[g].kind for g in usable}
        day.take = {
            (c, t): self._frame.new()
            for c, person in enumerate(setting.crowd.classes)
            for t, kind in enumerate(setting.kinds)
            if kind in kinds and person.fits(kind)
        }
        day.waiting = [self._frame.new() for _ in setting.crowd.classes]
        day.at = [self._frame.new() for _ in setting.crowd.departures]
        if number:
            day.waits_no_more = [self._frame.new() for _ in setting.crowd.classes]
            day.gone_from = [self._frame.new() for _ in setting.crowd.departures]
        day.coa = self._frame.new()
        for v, region in enumerate(setting.regions[number]):
            day.state[v] = self._frame.new(region.state_staff_max)
            day.hired[v] = self._frame.new(region.hired_staff_max)
            width = region.places / BANDS
            day.bands[v] = [self._frame.new(width if b < BANDS - 1 else INFINITY) for b in range(BANDS)]

    # -- rows

    def _homes(self, most: MostHoused) -> None:
        """How many are housed by the end of each day, where that is not known."""
        for day in self.days:
            day.housed = self._frame.new(most.by_day[day.number])
        for before, day in pairwise(self.days):
            self.linear.row(expression([before.housed, day.housed], [1.0, -1.0]), high=0.0)
        for last, persons in most.person_days:
            self.linear.row(expression([day.housed for day in self.days if day.number <= last]), high=persons)

    def _people(self, day: Day, before: Day | None) -> None:
        """Who waits, by class and by departure; who comes off the buses is who is taken in."""
        crowd, linear = self.setting.crowd, self.linear
        for c in range(len(crowd.classes)):
            gone = [x for (k, _), x in day.take.items() if k == c] + day.waits_no_more[c : c + 1]
            old = [before.waiting[c]] if before else []
            new = [*day.outside.values()] if c == 0 else []  # a present resident's class is the first
            known = crowd.by_class[day.number][c] + (0.0 if before else self.start.waiting[c])
            self._balance(day.waiting[c], old + new, gone, known)
        for p in range(len(crowd.departures)):
            gone = [x for (k, _), x in day.ride.items() if k == p] + day.gone_from[p : p + 1]
            old = [before.at[p]] if before else []
            known = crowd.by_departure[day.number][p] + (0.0 if before else self.start.at[p])
            self._balance(day.at[p], old + self._outside_at(day, p), gone, known)
        if day.number:
            both = expression(day.waits_no_more) + expression(day.gone_from, -1.0)
            linear.row(both, low=0.0, high=0.0)
        for v in {v for _, v in day.ride}:
            rides = [x for (_, w), x in day.ride.items() if w == v]
            into = [x for g, x in day.arrive.items() if self.setting.pools[g].region == v]
            linear.row(expression(rides) + expression(into, -1.0), low=0.0, high=0.0)
        for t in {t for _, t in day.take}:
            taken = [x for (_, s), x in day.take.items() if s == t]
            into = [x for g, x in day.arrive.items() if self.setting.pools[g].kind == self.setting.kinds[t]]
            linear.row(expression(taken) + expression(into, -1.0), low=0.0, high=0.0)

    def _outside_at(self, day: Day, p: int) -> list[Column]:
        """Whoever finds no other site waits where the sites of that region are; if nobody ever does, at the first."""
        found = []
        for g, x in day.outside.items():
            if self._waits_at(g) == p:
                found.append(x)
        return found

    def _waits_at(self, g: int) -> int:
        names = {self.setting.scenario.sites[j].id for j in self.setting.pools[g].sites}
        departures = self.setting.crowd.departures
        return next((p for p, d in enumerate(departures) if names & set(d.places)), 0)

    def _balance(self, now: Column, more: list[Column], less: list[Column], known: float) -> None:
        """now = known + more - less."""
        left = expression([now]) + expression(less) + expression(more, -1.0)
        self.linear.row(left, low=known, high=known)

    def _sites(self, day: Day, before: Day | None) -> None:
        """Residents by pool; what was not open yet is opened as far as it is used."""
        for g, pool in enumerate(self.setting.pools):
            if g not in day.stay and pool.closes != day.number:
                continue
            old = [before.stay[g]] if before and g in before.stay else []
            known = 0.0 if before else self.start.residents[g]
            come = [x[g] for x in (day.arrive, day.move_in) if g in x]
            go = [day.leave[g]] if g in day.leave else []
            if go and come:  # nobody goes on to regular reception on the day he comes
                self.linear.row(expression(go) + expression(old, -1.0), high=known)
            if g in day.stay:
                self._balance(day.stay[g], old + come, go, known)
                if g in self._opened and pool.places[day.number]:
                    most = float(self.setting.all_places(g))
                    self.linear.row(expression([day.stay[g], self._opened[g]], [1.0, -most]), high=0.0)
            elif go:  # it closes: whoever is there leaves
                moved = [x for (f, _), x in day.move.items() if f == g] + [day.outside[g]]
                self.linear.row(expression(old) + expression(go + moved, -1.0), low=-known, high=-known)

    def _moves(self, day: Day, before: Day | None) -> None:
        """Who leaves a closing pool for a region lives in a pool of it."""
        for v in {v for _, v in day.move}:
            moved = [x for (_, w), x in day.move.items() if w == v]
            into = [x for g, x in day.move_in.items() if self.setting.pools[g].region == v]
            self.linear.row(expression(into) + expression(moved, -1.0), low=0.0, high=0.0)

    def _region_limits(self, day: Day, before: Day | None) -> None:
        """Tranches and staff of each region, and its residents in bands of its load."""
        setting = self.setting
        for v in range(len(setting.regions[day.number])):
            mine = [g for g in day.stay if setting.pools[g].region == v]
            here = [day.stay[g] for g in mine]
            self.linear.row(expression(here) + expression(day.bands[v], -1.0), low=0.0, high=0.0)
            for tranche in Tranche:
                inside = [g for g in mine if setting.pools[g].tranche is tranche]
                most = self._ceiling.of_tranche(day.number, v, tranche)
                if sum(self.linear.high[day.stay[g]] for g in inside) > most:
                    self.linear.row(expression([day.stay[g] for g in inside]), high=most)
            if mine:
                self._staff(day, before, v, mine)

    def _staff(self, day: Day, before: Day | None, v: int, pools: list[int]) -> None:
        """Enough staff for a region; what it is short of after a limit was lowered costs it all that it can have."""
        number, region = day.number, self.setting.regions[day.number][v]
        need, paid = self.staff_need(day, pools), expression([day.state[v], day.hired[v]], -1.0)
        most, extra = self.setting.staff_most(number, v), self._ceiling.of_staff(number, v)
        if extra > most:
            each = [self.staff_of_a_resident(g) for g in pools]
            short = Shortage(
                most=most,
                ceiling=extra,
                need=need,
                all_in_use=self._all_staff(day, v),
                residents=tuple(day.bands[v]),
                each=(min(each), max(each)),
                coming=self._coming(day, pools),
            )
            lasts = before is not None and v in before.short and self.setting.staff_most(number - 1, v) <= most
            day.short[v], day.is_short[v] = add_shortage(
                self.linear, short, before.is_short[v] if before and lasts else None
            )
            paid = paid + expression([day.short[v]], -1.0)
        self.linear.row(need + paid, high=region.own_staff)

    def _all_staff(self, day: Day, v: int) -> tuple[tuple[Column, float], ...]:
        """State and hired staff of a region, and the most there is of each."""
        region = self.setting.regions[day.number][v]
        return (day.state[v], float(region.state_staff_max)), (day.hired[v], float(region.hired_staff_max))

    def _regular_reception(self, day: Day, before: Day | None) -> None:
        """Places left = those left before + come free + freed by who was housed the day before - used."""
        freed = self.setting.scenario.horizon.freed_per_housed
        known = self.setting.coa[day.number] + (0.0 if before else self.start.coa)
        left = expression([day.coa]) + expression([*day.leave.values(), *day.waits_no_more])
        if before:
            left = left + expression([before.coa], -1.0)
        if day.number and isinstance(self.start.housed, tuple):
            known += freed * self.start.housed[day.number - 1]
        elif before:
            left = left + expression([before.housed], -freed)
            earlier = self.days[before.number - 1 : before.number]  # these days begin with the first
            left = left + expression([day.housed for day in earlier], freed)
        self.linear.row(left, low=known, high=known)

    def most(self) -> float:
        """More than any quantity without a limit of its own can be on a day: persons, places left, or care minutes."""
        crowd, start = self.setting.crowd, self.start
        persons = sum(start.residents) + sum(start.waiting) + sum(sum(new) for new in crowd.by_class)
        housed = max(start.housed.by_day if isinstance(start.housed, MostHoused) else (sum(start.housed),))
        places = start.coa + sum(self.setting.coa) + self.setting.scenario.horizon.freed_per_housed * housed
        return max(persons, places) * max(1.0, *self.setting.scenario.policy.care_minutes)

    # -- limits that are lowered

    def lowered_limits(self) -> Iterator[LoweredLimit]:
        """Every limit of a day that is lower than these rows take it for."""
        for day in self.days:
            for g in day.stay:
                most = self.setting.pools[g].places[day.number]
                if self._ceiling.of_pool(day.number, g) > most:
                    yield LoweredLimit(expression([day.stay[g]]), most, self._coming(day, [g]))
            for v in range(len(self.setting.regions[day.number])):
                yield from self._lowered_in(day, v)

    def has_lowered_limits(self) -> bool:
        """Whether any limit of a day is lower than these rows take it for."""
        return next(self.lowered_limits(), None) is not None

    def _lowered_in(self, day: Day, v: int) -> Iterator[LoweredLimit]:
        setting, number = self.setting, day.number
        mine = [g for g in day.stay if setting.pools[g].region == v]
        for tranche in Tranche:
            inside = [g for g in mine if setting.pools[g].tranche is tranche]
            most = setting.tranche_places(number, v, tranche)
            if inside and self._ceiling.of_tranche(number, v, tranche) > most:
                use = expression([day.stay[g] for g in inside])
                yield LoweredLimit(use, most, self._coming(day, inside))
        staff = setting.staff_most(number, v)
        if mine and self._ceiling.of_staff(number, v) > staff:
            use, every = self.staff_need(day, mine), self._all_staff(day, v)
            yield LoweredLimit(use, staff, self._coming(day, mine), every, (day.short[v],))
        care = setting.care_most(number, v)
        if v in day.care and self._ceiling.of_care(number, v) > care:
            yield LoweredLimit(expression([day.care[v]]), care, self._coming(day, mine))

    def _coming(self, day: Day, pools: list[int]) -> tuple[Column, ...]:
        return tuple(x[g] for g in pools for x in (day.arrive, day.move_in) if g in x)

    def staff_need(self, day: Day, pools: list[int]) -> Expression:
        """Staff for the residents of pools; a site that is half full counts half its fixed staff."""
        return expression([day.stay[g] for g in pools], [self.staff_of_a_resident(g) for g in pools] or 1.0)

    def staff_of_a_resident(self, g: int) -> float:
        """Staff for one resident of a pool."""
        return 1 / self.setting.scenario.policy.people_per_staff + self.setting.pools[g].fixed_per_place

    # -- levels

    def unsheltered(self) -> Expression:
        """Level 1 of these days."""
        weights = self.setting.scenario.policy.priority_weights
        each = [weights[person.priority] for person in self.setting.crowd.classes]
        columns = [x for day in self.days for x in day.waiting]
        return expression(columns, each * len(self.days))

    def uneven(self) -> Expression:
        """Level 4 of these days."""
        columns = [x for day in self.days for bands in day.bands.values() for x in bands]
        weights = [float(b * b) for day in self.days for _ in day.bands for b in range(BANDS)]
        return expression(columns, weights)

    def effort(self) -> Expression:
        """Level 5 of these days: driving, own travel, staff, and what is opened after the start."""
        weights = self.setting.scenario.policy.effort
        total = expression([], 0.0)
        for day in self.days:
            total = total + driving(self.setting, day)
            total = total + expression(list(day.state.values()), weights.state_staff)
            total = total + expression(list(day.hired.values()), weights.hired_staff)
        return total + self._openings()

    def nights(self) -> Expression:
        """Nights that residents spend in sites, in person-nights."""
        return expression([x for day in self.days for x in day.stay.values()])

    def _openings(self) -> Expression:
        costs = {g: pool.open_per_place * self.setting.all_places(g) for g, pool in enumerate(self.setting.pools)}
        total = expression(list(self._opened.values()), [costs[g] for g in self._opened] or 1.0)
        already = sum(costs[g] * self.start.opened[g] for g in self._opened)
        return Expression(total.columns, total.coefficients, -already)
