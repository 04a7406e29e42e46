"""Rule 8, the bus's day: slots hang together as duties from a station and back, in time."""

from __future__ import annotations

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from optimizer.model.fleet import BREAK_AFTER, BREAK_MINUTES, drive_minutes
from optimizer.model.slots import Literal, SlotModel, Total, aboard


@dataclass(slots=True)
class KindDuties:
    """One bus type's duties: `drives[i]` it drives slot i, which comes first, after slot j, or last."""

    drives: dict[int, Literal] = field(default_factory=dict)
    starts: dict[int, Literal] = field(default_factory=dict)
    follows: dict[tuple[int, int], Literal] = field(default_factory=dict)
    ends: dict[int, Literal] = field(default_factory=dict)


@dataclass(slots=True)
class Duties:
    """All duties; `driven[i]`, `served[i]` are a bus's driving and service up to the end of slot i,
    `onward[i]` its way from there to the next origin or home, `driving` the minutes of all buses."""

    kinds: list[KindDuties]
    driven: list[cp_model.IntVar]
    served: list[cp_model.IntVar]
    onward: list[cp_model.IntVar]
    driving: Total = 0


def link_duties(model: SlotModel) -> Duties:
    """Every used slot lies on the way of one bus; no bus drives or works longer than it may."""
    policy, count = model.day.network.scenario.policy, range(len(model.slots))
    drive, duty = model.whole_minutes(policy.max_drive_minutes), model.whole_minutes(policy.max_duty_minutes)
    duties = Duties(
        [_kind(model, k) for k in range(len(model.day.network.fleet))],
        [model.cp.new_int_var(0, drive, f"driven{i}") for i in count],
        [model.cp.new_int_var(0, duty, f"served{i}") for i in count],
        [model.cp.new_int_var(0, drive, f"onward{i}") for i in count],
    )
    for i in count:
        model.cp.add(sum(kind.drives[i] for kind in duties.kinds if i in kind.drives) == sum(model.takes[i]))
    model.cp.add(sum(sum(kind.starts.values()) for kind in duties.kinds) <= policy.buses_per_day)
    for k, kind in enumerate(duties.kinds):
        _run_in_time(model, duties, k, kind)
    reaching = [
        model.whole_minutes(model.day.network.travel.minutes(bus.station, model.slots[i].origin)) * start
        for bus, kind in zip(model.day.network.fleet, duties.kinds, strict=True)
        for i, start in kind.starts.items()
    ]
    duties.driving = sum(reaching) + sum(_way(model, i) for i in count) + sum(duties.onward)
    return duties


def _kind(model: SlotModel, k: int) -> KindDuties:
    """The circuits of one bus type over the slots it may drive; node 0 is its station.

    CP-SAT wants at least one circuit, so that the last node stands for a bus that is parked all day.
    """
    bus, cp = model.day.network.fleet[k], model.cp
    mine = [i for i, slot in enumerate(model.slots) if k in slot.kinds]
    kind = KindDuties(
        {i: cp.new_bool_var(f"drives{k}_{i}") for i in mine},
        {i: cp.new_bool_var(f"starts{k}_{i}") for i in mine if model.slots[i].first},
        {(i, j): cp.new_bool_var(f"follows{k}_{i}_{j}") for i in mine for j in mine if _may_follow(model, i, j)},
        {i: cp.new_bool_var(f"ends{k}_{i}") for i in mine},
    )
    node = {i: n for n, i in enumerate(mine, start=1)}
    arcs: list[tuple[int, int, cp_model.LiteralT]] = [(0, node[i], start) for i, start in kind.starts.items()]
    arcs += [(node[i], 0, end) for i, end in kind.ends.items()]
    arcs += [(node[i], node[j], follows) for (i, j), follows in kind.follows.items()]
    arcs += [(node[i], node[i], ~drives) for i, drives in kind.drives.items()]
    parked = len(mine) + 1
    cp.add_multiple_circuit([*arcs, (0, parked, True), (parked, 0, True)])
    cp.add(sum(kind.starts.values()) <= len(bus.buses))
    for i in mine:
        cp.add(aboard(model, i, wheelchairs=False) <= bus.seats).only_enforce_if(kind.drives[i])
        cp.add(aboard(model, i, wheelchairs=True) <= bus.positions).only_enforce_if(kind.drives[i])
    return kind


def _may_follow(model: SlotModel, i: int, j: int) -> bool:
    after = model.slots[j].after
    return i != j and (after is None or i in after)


def _run_in_time(model: SlotModel, duties: Duties, k: int, kind: KindDuties) -> None:
    """Driving and service add up along each duty of a bus type, and end within the limits."""
    station = model.day.network.fleet[k].station
    for i, start in kind.starts.items():
        reach = model.whole_minutes(model.day.network.travel.minutes(station, model.slots[i].origin))
        model.cp.add(duties.driven[i] >= reach + _way(model, i)).only_enforce_if(start)
        model.cp.add(duties.served[i] >= _service(model, i)).only_enforce_if(start)
    for (i, j), follows in kind.follows.items():
        link = _leg(model, i, model.slots[j].origin)
        model.cp.add(duties.onward[i] >= link).only_enforce_if(follows)
        model.cp.add(duties.driven[j] >= duties.driven[i] + link + _way(model, j)).only_enforce_if(follows)
        model.cp.add(duties.served[j] >= duties.served[i] + _service(model, j)).only_enforce_if(follows)
    for i, end in kind.ends.items():
        home = _leg(model, i, station)
        model.cp.add(duties.onward[i] >= home).only_enforce_if(end)
        _end_in_time(model, duties, i, home, end)


def _end_in_time(model: SlotModel, duties: Duties, i: int, home: Total, end: Literal) -> None:
    """Driving <= its limit, and driving + service + a break for every full 270 minutes <= the duty limit."""
    policy = model.day.network.scenario.policy
    drive = duties.driven[i] + home
    every, pause = model.whole_minutes(BREAK_AFTER), model.whole_minutes(BREAK_MINUTES)
    breaks = model.cp.new_int_var(0, model.whole_minutes(policy.max_drive_minutes) // every, f"breaks{i}")
    model.cp.add(drive <= model.whole_minutes(policy.max_drive_minutes)).only_enforce_if(end)
    model.cp.add(drive <= every * breaks + every - 1).only_enforce_if(end)
    duty = drive + duties.served[i] + pause * breaks
    model.cp.add(duty <= model.whole_minutes(policy.max_duty_minutes)).only_enforce_if(end)


def _way(model: SlotModel, i: int) -> Total:
    """Minutes from the slot's origin to its last stop."""
    minutes = [model.whole_minutes(drive_minutes(r, model.day.network.travel)) for r in model.slots[i].routes]
    return cp_model.LinearExpr.weighted_sum(model.takes[i], minutes)


def _service(model: SlotModel, i: int) -> Total:
    """Boarding once and every stop, in minutes."""
    policy = model.day.network.scenario.policy
    minutes = [
        model.whole_minutes(policy.load_minutes) + len(r.stops) * model.whole_minutes(policy.stop_minutes)
        for r in model.slots[i].routes
    ]
    return cp_model.LinearExpr.weighted_sum(model.takes[i], minutes)


def _leg(model: SlotModel, i: int, place: str) -> Total:
    """Minutes from the slot's last stop to a place."""
    travel = model.day.network.travel
    minutes = [model.whole_minutes(travel.minutes(route.end, place)) for route in model.slots[i].routes]
    return cp_model.LinearExpr.weighted_sum(model.takes[i], minutes)
