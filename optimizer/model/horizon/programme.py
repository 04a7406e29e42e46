"""One linear programme over several days of expected persons: its variables, day by day, and its rules as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from optimizer.model.horizon.setting import Setting
from optimizer.model.horizon.shortage import Shortage, add_shortage
from optimizer.model.horizon.start import Ceilings, MostHoused, Start
from optimizer.model.levels import BANDS
from optimizer.model.linear import INFINITY, Expression, LinearModel, expression
from optimizer.scenario.entities import Tranche

Column = int
LEAST, MOST = 0, -1  # of care_minutes


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


@dataclass(slots=True)
class Day:
    """Variables of one day. Persons, unless said otherwise; keys are indices of the setting's tuples."""

    number: int
    ride: dict[tuple[int, int], Column] = field(default_factory=dict)  # departure, region
    arrive: dict[int, Column] = field(default_factory=dict)  # pool
    take: dict[tuple[int, int], Column] = field(default_factory=dict)  # class, kind
    stay: dict[int, Column] = field(default_factory=dict)  # pool: residents tonight
    leave: dict[int, Column] = field(default_factory=dict)  # pool: to regular reception
    move: dict[tuple[int, int], Column] = field(default_factory=dict)  # closing pool, region
    outside: dict[int, Column] = field(default_factory=dict)  # closing pool: who finds no place elsewhere
    move_in: dict[int, Column] = field(default_factory=dict)  # pool
    waiting: list[Column] = field(default_factory=list)  # class
    at: list[Column] = field(default_factory=list)  # departure
    waits_no_more: list[Column] = field(default_factory=list)  # class: to regular reception
    gone_from: list[Column] = field(default_factory=list)  # departure: the same people
    care: dict[int, Column] = field(default_factory=dict)  # region: minutes in use
    care_in: dict[int, Column] = field(default_factory=dict)
    care_out: dict[int, Column] = field(default_factory=dict)
    wheelchairs: dict[int, Column] = field(default_factory=dict)  # kind: places in use
    wheelchairs_out: dict[int, Column] = field(default_factory=dict)
    bands: dict[int, list[Column]] = field(default_factory=dict)  # region
    state: dict[int, Column] = field(default_factory=dict)  # region: staff
    hired: dict[int, Column] = field(default_factory=dict)
    short: dict[int, Column] = field(
        default_factory=dict
    )  # region: staff that it cannot have, after a limit was lowered
    is_short: dict[int, Column] = field(default_factory=dict)  # region: 1 if it is short, and 0 if not
    coa: Column = -1
    housed: Column = -1  # by the end of the day; -1 where it is known


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
            self._care(day, before)
            self._wheelchairs(day, before)
            self._buses(day)
            self._regular_reception(day, before)
            before = day

    # -- variables

    def _new(self, high: float = INFINITY) -> Column:
        return int(self.linear.variables(1, 0.0, high, integer=False)[0])

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
                day.stay[g] = self._new(self._ceiling.of_pool(number, g))
            if number and g in setting.move_onward and pool.closes == number:
                day.outside[g] = self._new()
                reached = [v for v in regions if setting.move_onward[g][v] < INFINITY and setting.fleet]
                day.move |= {(g, v): self._new() for v in reached}
            if number and (g in day.stay or g in day.outside):
                day.leave[g] = self._new()
        day.arrive = {g: self._new(setting.pools[g].places[number]) for g in usable}
        day.move_in = {g: self._new() for g in usable} if day.move else {}
        day.ride = {
            (p, v): self._new() for p in range(len(setting.crowd.departures)) for v in regions if self._goes(p, v)
        }
        kinds = {setting.pools[g].kind for g in usable}
        day.take = {
            (c, t): self._new()
            for c, person in enumerate(setting.crowd.classes)
            for t, kind in enumerate(setting.kinds)
            if kind in kinds and person.fits(kind)
        }
        day.waiting = [self._new() for _ in setting.crowd.classes]
        day.at = [self._new() for _ in setting.crowd.departures]
        if number:
            day.waits_no_more = [self._new() for _ in setting.crowd.classes]
            day.gone_from = [self._new() for _ in setting.crowd.departures]
        day.coa = self._new()
        for v, region in enumerate(setting.regions[number]):
            day.state[v] = self._new(region.state_staff_max)
            day.hired[v] = self._new(region.hired_staff_max)
            width = region.places / BANDS
            day.bands[v] = [self._new(width if b < BANDS - 1 else INFINITY) for b in range(BANDS)]

    # -- rows

    def _homes(self, most: MostHoused) -> None:
        """How many are housed by the end of each day, where that is not known."""
        for day in self.days:
            day.housed = self._new(most.by_day[day.number])
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

    def _care(self, day: Day, before: Day | None) -> None:
        """Care minutes where they are limited: people who leave may be chosen by need, none need less than the least.

        care_in of a region lies between what its arrivals need if they are those who need least, and most.
        """
        setting, minutes = self.setting, self.setting.scenario.policy.care_minutes
        limited = [v for v in range(len(setting.regions[0])) if self._ceiling.care_limited(v)]
        if not limited:
            return
        needed = expression(
            list(day.take.values()), [minutes[setting.crowd.classes[c].care_level] for c, _ in day.take]
        )
        everywhere: list[Column] = []
        for v in limited:
            pools = [g for g in range(len(setting.pools)) if setting.pools[g].region == v]
            arrive = [day.arrive[g] for g in pools if g in day.arrive]
            most = [minutes[setting.pools[g].kind.care_level] for g in pools if g in day.arrive]
            day.care[v] = self._new(self._ceiling.of_care(day.number, v))
            day.care_in[v], day.care_out[v] = self._new(), self._new()
            everywhere.append(day.care_in[v])
            self.linear.row(expression([day.care_in[v]]) + expression(arrive, -minutes[LEAST]), low=0.0)
            self.linear.row(expression([day.care_in[v]]) + expression(arrive, [-m for m in most] or -1.0), high=0.0)
            away = [day.leave[g] for g in pools if g in day.leave]
            away += [x for (g, _), x in day.move.items() if g in pools] + [
                x for g, x in day.outside.items() if g in pools
            ]
            self.linear.row(expression([day.care_out[v]]) + expression(away, -minutes[MOST]), high=0.0)
            moved = [day.move_in[g] for g in pools if g in day.move_in]
            old = [before.care[v]] if before else []
            come = expression(
                [day.care[v], day.care_out[v], day.care_in[v], *old], [1.0, 1.0, -1.0, *[-1.0 for _ in old]]
            )
            known = 0.0 if before else self.start.care[v]
            self.linear.row(come + expression(moved, -minutes[LEAST]), low=known, high=known)
            stay = [day.stay[g] for g in pools if g in day.stay]
            self.linear.row(expression([day.care[v]]) + expression(stay, -self._ceiling.least_care), low=0.0)
        rest = [x for g, x in day.arrive.items() if setting.pools[g].region not in limited]
        most_rest = [
            minutes[setting.pools[g].kind.care_level] for g in day.arrive if setting.pools[g].region not in limited
        ]
        spread = expression(everywhere) + needed.times(-1.0)
        self.linear.row(spread + expression(rest, minutes[LEAST]), high=0.0)
        self.linear.row(spread + expression(rest, most_rest or 1.0), low=0.0)

    def _wheelchairs(self, day: Day, before: Day | None) -> None:
        """Wheelchair places by kind of site; they do not grow fewer here, as those who are moved take theirs along."""
        setting = self.setting
        for t, kind in enumerate(setting.kinds):
            pools = [g for g, pool in enumerate(setting.pools) if pool.kind == kind]
            if not kind.wheelchairs or not pools:
                continue
            day.wheelchairs[t] = self._new(self._ceiling.of_wheelchairs(day.number, t))
            shares = [(x, float(setting.crowd.classes[c].wheelchairs)) for (c, s), x in day.take.items() if s == t]
            come = expression([x for x, _ in shares], [-share for _, share in shares] or 1.0)
            old = [before.wheelchairs[t]] if before else []
            known = 0.0 if before else self.start.wheelchairs[t]
            left = expression([day.wheelchairs[t], *old], [1.0, *[-1.0 for _ in old]]) + come
            leave = [day.leave[g] for g in pools if g in day.leave]
            if leave:
                day.wheelchairs_out[t] = self._new()
                self.linear.row(expression([day.wheelchairs_out[t]]) + expression(leave, -1.0), high=0.0)
                left = left + expression([day.wheelchairs_out[t]])
            self.linear.row(left, low=known, high=known)

    def _buses(self, day: Day) -> None:
        """Driving and duty of a day, as if every bus were full and each trip had one stop."""
        setting, policy = self.setting, self.setting.scenario.policy
        drive = self.ridden(day).times(1 / setting.seats)
        self.linear.row(drive, high=setting.fleet * policy.max_drive_minutes)
        duty = drive + self.service(day).times(1 / setting.seats)
        self.linear.row(duty, high=setting.fleet * policy.max_duty_minutes)

    def ridden(self, day: Day) -> Expression:
        """Person-minutes of driving by bus of a day."""
        rides = self._rides(day)
        return expression([x for x, _ in rides], [minutes for _, minutes in rides] or 1.0)

    def service(self, day: Day) -> Expression:
        """Person-minutes of boarding and stopping of a day, of those who do not stay where they are."""
        policy = self.setting.scenario.policy
        columns = [x for x, minutes in self._rides(day) if minutes > 0]
        return expression(columns, policy.load_minutes + policy.stop_minutes)

    def _rides(self, day: Day) -> list[tuple[Column, float]]:
        setting = self.setting
        rides = [
            (x, float(setting.onward[p, v])) for (p, v), x in day.ride.items() if not setting.crowd.departures[p].own
        ]
        return rides + [(x, float(setting.move_onward[g][v])) for (g, v), x in day.move.items()]

    def driving(self, day: Day) -> Expression:
        """What the ways of a day count at level 5: buses, and own travel."""
        setting, weights = self.setting, self.setting.scenario.policy.effort
        own = [
            (x, weights.own_minute * setting.minutes[p, v] / setting.crowd.departures[p].largest)
            for (p, v), x in day.ride.items()
            if setting.crowd.departures[p].own
        ]
        by_bus = self.ridden(day).times(weights.drive_minute / setting.seats)
        return by_bus + expression([x for x, _ in own], [cost for _, cost in own] or 1.0)

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
            total = total + self.driving(day)
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
