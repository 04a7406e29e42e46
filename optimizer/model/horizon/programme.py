"""One linear programme over several days of expected persons: its variables, day by day, and its rules as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from optimizer.model.horizon.setting import Setting
from optimizer.model.levels import BANDS
from optimizer.model.linear import INFINITY, Expression, LinearModel, expression
from optimizer.scenario.entities import Tranche

Column = int
LEAST, MOST = 0, -1  # of care_minutes


@dataclass(frozen=True, slots=True)
class Start:
    """How things are before the first day of a programme, `day` being the number of that first day.

    `residents` and `opened` (share of what was not open yet) by pool, `waiting` by class and `at` by departure,
    `care` minutes by region, `wheelchairs` in use by kind, `coa` places left. `housed` are the persons housed by day,
    from day 0 on.
    """

    day: int
    residents: tuple[float, ...]
    opened: tuple[float, ...]
    waiting: tuple[float, ...]
    at: tuple[float, ...]
    care: tuple[float, ...]
    wheelchairs: tuple[float, ...]
    coa: float
    housed: tuple[float, ...]


def start_of(setting: Setting, housed: Sequence[float]) -> Start:
    """The start before the first day: present residents, nobody waiting."""
    care = [0.0] * len(setting.regions[0])
    for pool in setting.pools:
        care[pool.region] += pool.care_minutes
    return Start(
        0,
        tuple(float(pool.occupied) for pool in setting.pools),
        (0.0,) * len(setting.pools),
        (0.0,) * len(setting.crowd.classes),
        (0.0,) * len(setting.crowd.departures),
        tuple(care),
        (0.0,) * len(setting.kinds),
        0.0,
        tuple(housed),
    )


@dataclass(frozen=True, slots=True)
class LoweredLimit:
    """A limit of a day that is lower than it was: `use` may exceed `most` by who was there before.

    `arrivals` are the persons who come where it holds; `all_in_use` what is then to be used in full (staff).
    """

    use: Expression
    most: float
    arrivals: tuple[Column, ...]
    all_in_use: tuple[tuple[Column, float], ...] = ()


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
    coa: Column = -1


class Programme:
    """The rows of the days from `start.day` on, and the levels that can be minimised over them.

    Limits never fall: who lives somewhere when a limit is lowered may stay (rule 6). So the optimum of these rows is
    a bound for every plan; `solve.horizon` adds what a plan itself must keep.
    """

    def __init__(self, setting: Setting, start: Start) -> None:
        self.setting, self.start = setting, start
        self.linear = LinearModel()
        self.days = [Day(number) for number in range(start.day, setting.days)]
        self._ceiling = _Ceilings(setting, start)
        self._opened = self._opening_variables()
        for day in self.days:
            self._add_variables(day)
        before: Day | None = None
        for day in self.days:
            self._people(day, before)
            self._sites(day, before)
            self._moves(day, before)
            self._region_limits(day)
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

    def _region_limits(self, day: Day) -> None:
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
                need = self.staff_need(day, mine)
                extra = self._ceiling.of_staff(day.number, v) - setting.staff_most(day.number, v)
                short = [self._new(extra)] if extra > 0 else []
                staff = expression([day.state[v], day.hired[v], *short], -1.0)
                self.linear.row(need + staff, high=setting.regions[day.number][v].own_staff)

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
        if day.number:
            known += freed * self.start.housed[day.number - 1]
        old = [before.coa] if before else []
        self._balance(day.coa, old, [*day.leave.values(), *day.waits_no_more], known)

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
            region = setting.regions[number][v]
            every = ((day.state[v], float(region.state_staff_max)), (day.hired[v], float(region.hired_staff_max)))
            yield LoweredLimit(self.staff_need(day, mine), staff, self._coming(day, mine), every)
        care = setting.care_most(number, v)
        if v in day.care and self._ceiling.of_care(number, v) > care:
            yield LoweredLimit(expression([day.care[v]]), care, self._coming(day, mine))

    def _coming(self, day: Day, pools: list[int]) -> tuple[Column, ...]:
        return tuple(x[g] for g in pools for x in (day.arrive, day.move_in) if g in x)

    def staff_need(self, day: Day, pools: list[int]) -> Expression:
        """Staff for the residents of pools; a site that is half full counts half its fixed staff."""
        per = self.setting.scenario.policy.people_per_staff
        return expression(
            [day.stay[g] for g in pools], [1 / per + self.setting.pools[g].fixed_per_place for g in pools] or 1.0
        )

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

    def _openings(self) -> Expression:
        costs = {g: pool.open_per_place * self.setting.all_places(g) for g, pool in enumerate(self.setting.pools)}
        total = expression(list(self._opened.values()), [costs[g] for g in self._opened] or 1.0)
        already = sum(costs[g] * self.start.opened[g] for g in self._opened)
        return Expression(total.columns, total.coefficients, -already)


class _Ceilings:
    """The most a limit may bind at on a day: what it is or was, or what present residents use of it."""

    def __init__(self, setting: Setting, start: Start) -> None:
        self._setting, self._start = setting, start
        per = setting.scenario.policy.people_per_staff
        self._held = {
            (v, tranche): sum(
                start.residents[g]
                for g, pool in enumerate(setting.pools)
                if pool.region == v and pool.tranche is tranche
            )
            for v in range(len(setting.regions[0]))
            for tranche in Tranche
        }
        self._staff = [
            sum(
                start.residents[g] * (1 / per + pool.fixed_per_place)
                for g, pool in enumerate(setting.pools)
                if pool.region == v
            )
            for v in range(len(setting.regions[0]))
        ]
        least = setting.scenario.policy.care_minutes[LEAST]
        each = [
            start.care[v] / held
            for v in range(len(setting.regions[0]))
            for held in [sum(self._held[v, tranche] for tranche in Tranche)]
            if held
        ]
        self.least_care = min([least, *each])

    def _since(self, day: int) -> range:
        return range(self._start.day, day + 1)

    def of_pool(self, day: int, g: int) -> float:
        """Residents of a pool."""
        return max(self._start.residents[g], *(self._setting.pools[g].places[d] for d in self._since(day)))

    def of_tranche(self, day: int, v: int, tranche: Tranche) -> float:
        """Residents of a region's sites of a tranche."""
        most = (self._setting.tranche_places(d, v, tranche) for d in self._since(day))
        return max(self._held[v, tranche], *most)

    def of_staff(self, day: int, v: int) -> float:
        """Staff of a region."""
        return max(self._staff[v], *(self._setting.staff_most(d, v) for d in self._since(day)))

    def care_limited(self, v: int) -> bool:
        """Whether a region's care minutes are limited on any day."""
        return any(self._setting.care_most(d, v) < INFINITY for d in range(self._setting.days))

    def of_care(self, day: int, v: int) -> float:
        """Care minutes of a region."""
        return max(self._start.care[v], *(self._setting.care_most(d, v) for d in self._since(day)))

    def of_wheelchairs(self, day: int, t: int) -> float:
        """Wheelchair places of a kind of site."""
        pools = [pool for pool in self._setting.pools if pool.kind == self._setting.kinds[t]]
        return max(sum(pool.wheelchair_places[d] for pool in pools) for d in range(day + 1))
