"""The asylum seekers' day in whole households and whole buses: one CP-SAT model, minimised level after level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ortools.sat.python import cp_model

from optimizer.model.care import keep_care
from optimizer.model.chain import Duties, KindDuties, link_duties
from optimizer.model.cpsat import scaled, weighted, whole_factor
from optimizer.model.day import DayModel, start_day
from optimizer.model.levels import displaced, effort, uneven, unsheltered
from optimizer.model.linear import Expression
from optimizer.model.network import Network
from optimizer.model.places import keep_places
from optimizer.model.slots import Slot, SlotModel, Total, slot_model
from optimizer.model.staff import keep_staff
from optimizer.solve.answer import Answer, Ride
from optimizer.solve.search import Limits, hint, minimize

LEVELS = ("unsheltered", "displaced", "uneven", "effort")  # of the asylum seekers, in order
EFFORT = 3  # the one that counts driving


@dataclass(frozen=True, slots=True)
class DayLevels:
    """The day model with every rule but the buses, and its levels; `effort` is without driving."""

    day: DayModel
    totals: tuple[Expression, Expression, Expression, Expression]


def day_levels(network: Network, *, integer: bool) -> DayLevels:
    """Variables, rules 1-6 and 9, and the four levels of the asylum seekers."""
    day = start_day(network, integer=integer)
    keep_places(day)
    keep_staff(day)
    keep_care(day)
    return DayLevels(day, (unsheltered(day), displaced(day), uneven(day), effort(day)))


@dataclass(frozen=True, slots=True)
class Measure:
    """A level as CP-SAT counts it: value = total / factor + constant."""

    total: Total
    factor: int
    constant: float

    def value(self, units: int) -> float:
        """A number of units as the level's value."""
        return float(Fraction(units, self.factor) + Fraction(str(self.constant)))

    def units(self, value: float) -> int:
        """A value of the level in units."""
        return round((value - self.constant) * self.factor)


@dataclass(frozen=True, slots=True)
class Result:
    """An answer with its value at the minimised level and the bound proven within this program."""

    answer: Answer | None
    units: int
    bound: int
    proven: bool
    infeasible: bool


class DayProgram:
    """Slots, routes and duties of a day; `settle` minimises a level, `keep` fixes what is reached."""

    def __init__(self, network: Network, slots: tuple[Slot, ...], *, alike: bool) -> None:
        self.network = network
        levels = day_levels(network, integer=True)
        self.model: SlotModel = slot_model(levels.day, slots, alike=alike)
        self.duties: Duties = link_duties(self.model)
        self.measures = [self._measure(total, drives=i == EFFORT) for i, total in enumerate(levels.totals)]

    def _measure(self, total: Expression, *, drives: bool) -> Measure:
        if not drives:
            whole, factor = scaled(self.model.columns, total)
            return Measure(whole, factor, total.constant)
        minute = Fraction(str(self.network.scenario.policy.effort.drive_minute)) / self.model.minute
        factor = whole_factor(total.coefficients) * minute.denominator
        linear = weighted(self.model.columns, total.columns, total.coefficients, factor)
        return Measure(linear + int(minute * factor) * self.duties.driving, factor, total.constant)

    def keep(self, level: int, units: int) -> None:
        """Let a level get no worse than this from now on."""
        self.model.cp.add(self.measures[level].total <= units)

    def stay_near(self, stays: Mapping[int, int], start: Answer, limits: Limits, *, work: float) -> Answer:
        """From a known answer: one in which most of so many households stay on their arcs."""
        away = []
        for a, count in stays.items():
            away.append(self.model.cp.new_int_var(0, count, f"away{a}"))
            self.model.cp.add(away[-1] + self.model.columns[self.model.day.flow[a]] >= count)
        flow = start.flow()
        missing = [max(0, count - flow.get(a, 0)) for a, count in stays.items()]
        hint(self.model.cp, {**self._hints(start), **dict(zip(away, missing, strict=True))})
        persons = [int(self.network.classes[self.network.arc_class[a]].persons) for a in stays]
        found = minimize(self.model.cp, cp_model.LinearExpr.weighted_sum(away, persons), limits, work=work)
        return start if found.values is None else self._read(found.values)

    def settle(
        self, level: int, limits: Limits, *, work: float, start: Answer | None = None, gap: float = 0.0
    ) -> Result:
        """Minimise one level from a known answer; the answer is None when nothing was found."""
        if start is not None:
            hint(self.model.cp, self._hints(start))
        found = minimize(self.model.cp, self.measures[level].total, limits, work=work, gap=gap)
        answer = None if found.values is None else self._read(found.values)
        return Result(answer, found.value, found.bound, found.proven, found.infeasible)

    def _read(self, values: cp_model.CpSolver) -> Answer:
        rides = {
            i: Ride(slot.routes[r], {a: values.value(n) for a, n in self.model.load[i].items() if values.value(n)})
            for i, slot in enumerate(self.model.slots)
            for r, taken in enumerate(self.model.takes[i])
            if values.boolean_value(taken)
        }
        duties = []
        for kind in self.duties.kinds:
            after = {i: j for (i, j), arc in kind.follows.items() if values.boolean_value(arc)}
            first = [i for i, arc in kind.starts.items() if values.boolean_value(arc)]
            duties.append(tuple(tuple(rides[i] for i in _walk(start, after)) for start in first))
        others = {
            a: values.value(self.model.columns[self.model.day.flow[a]])
            for a, by_bus in enumerate(self.network.arc_rides)
            if not by_bus
        }
        return Answer(tuple(duties), {a: n for a, n in others.items() if n})

    def _hints(self, answer: Answer) -> dict[cp_model.IntVar, int | bool]:
        """What the variables are in an answer whose rides fit the slots, in the order in which they stand."""
        flow = answer.flow()
        hints: dict[cp_model.IntVar, int | bool] = {
            self.model.columns[column]: flow.get(a, 0) for a, column in enumerate(self.model.day.flow.tolist())
        }
        place = self._seat(answer)
        for i, takes in enumerate(self.model.takes):
            ride = place.get(i)
            for taken, route in zip(takes, self.model.slots[i].routes, strict=True):
                hints[taken] = ride is not None and route == ride.route
            for a, var in self.model.load[i].items():
                hints[var] = 0 if ride is None else ride.load.get(a, 0)
        slot_of = {id(ride): i for i, ride in place.items()}
        for kind, duties in zip(self.duties.kinds, answer.duties, strict=True):
            hints |= _duty_hints(kind, [[slot_of[id(r)] for r in duty if id(r) in slot_of] for duty in duties])
        return hints

    def _seat(self, answer: Answer) -> dict[int, Ride]:
        """A slot for each ride: the first free one that may drive its route."""
        place: dict[int, Ride] = {}
        for k, kind in enumerate(answer.duties):
            for duty in kind:
                for ride in duty:
                    for i, slot in enumerate(self.model.slots):
                        if i not in place and k in slot.kinds and ride.route in slot.routes:
                            place[i] = ride
                            break
        return place


def _duty_hints(kind: KindDuties, ways: list[list[int]]) -> dict[cp_model.IntVar, int | bool]:
    """The duty literals of one bus type when its buses drive the slots of `ways`."""
    follows = {pair for way in ways for pair in pairwise(way)}
    first, last = {way[0] for way in ways if way}, {way[-1] for way in ways if way}
    driven = {i for way in ways for i in way}
    hints: dict[cp_model.IntVar, int | bool] = {arc: pair in follows for pair, arc in kind.follows.items()}
    for arcs, chosen in ((kind.starts, first), (kind.ends, last), (kind.drives, driven)):
        hints |= {arc: i in chosen for i, arc in arcs.items()}
    return hints


def _walk(start: int, after: dict[int, int]) -> list[int]:
    way = [start]
    while way[-1] in after:
        way.append(after[way[-1]])
    return way
