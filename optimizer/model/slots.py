"""Rule 8 in whole buses: trip slots that choose a route, carry households and hang together as duties."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from optimizer.model.cpsat import load, whole_factor
from optimizer.model.day import DayModel
from optimizer.model.fleet import Route

Literal = cp_model.IntVar
Total = Any  # a CP-SAT sum: ortools' own union of expression types is not closed under addition


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for one trip: where it starts, the routes it may take, the bus types that may drive it.

    `after` are the slots that one bus may have driven just before it; None: any. A slot with `first` False
    begins no duty.
    """

    origin: str
    routes: tuple[Route, ...]
    kinds: tuple[int, ...]
    after: frozenset[int] | None = None
    first: bool = True


@dataclass(slots=True)
class SlotModel:
    """The day's linear model in CP-SAT, with its trips; `chain.link_duties` makes duties of them.

    `takes[i][r]` slot i drives its route r; `load[i][arc]` households on an arc riding slot i; times are in
    whole `minute`-ths of a minute.
    """

    day: DayModel
    slots: tuple[Slot, ...]
    cp: cp_model.CpModel
    columns: list[cp_model.IntVar]
    minute: int
    takes: list[list[Literal]] = field(default_factory=list)
    load: list[dict[int, cp_model.IntVar]] = field(default_factory=list)

    def whole_minutes(self, minutes: float) -> int:
        """Minutes in the model's own unit."""
        return int(Fraction(str(minutes)).limit_denominator(10**6) * self.minute)


def slot_model(day: DayModel, slots: tuple[Slot, ...], *, alike: bool) -> SlotModel:
    """Bus trips over the given slots, linked with the day's flows.

    `alike` says that slots of one origin may be swapped; then they are used in order, fullest first.
    """
    cp = cp_model.CpModel()
    columns = load(day.linear, cp)
    listed = list(day.network.scenario.travel_minutes.values())
    policy = day.network.scenario.policy
    times = [1.0, policy.load_minutes, policy.stop_minutes, policy.max_drive_minutes, policy.max_duty_minutes]
    model = SlotModel(day, slots, cp, columns, whole_factor(np.array([*times, *listed])))
    _choose_routes(model)
    _carry(model)
    if alike:
        _order_alike_slots(model)
    return model


def _choose_routes(model: SlotModel) -> None:
    """Each slot drives at most one of its routes."""
    for i, slot in enumerate(model.slots):
        model.takes.append([model.cp.new_bool_var(f"takes{i}_{r}") for r in range(len(slot.routes))])
        model.cp.add_at_most_one(model.takes[i])


def _carry(model: SlotModel) -> None:
    """Flows by bus are what the slots carry; a slot carries to its stops only, someone to each."""
    network = model.day.network
    site = {s.id: j for j, s in enumerate(network.scenario.sites)}
    by_bus: dict[int, list[cp_model.IntVar]] = {a: [] for a, rides in enumerate(network.arc_rides) if rides}
    arcs_from: dict[str, dict[int, list[int]]] = {}
    for a in by_bus:
        origin = network.classes[network.arc_class[a]].origin
        arcs_from.setdefault(origin, {}).setdefault(int(network.arc_site[a]), []).append(a)
    for i, slot in enumerate(model.slots):
        carried: dict[int, cp_model.IntVar] = {}
        visits: dict[int, list[Literal]] = {}
        for taken, route in zip(model.takes[i], slot.routes, strict=True):
            for stop in route.stops:
                visits.setdefault(site[stop], []).append(taken)
        for j, taken_by in visits.items():
            here = arcs_from.get(slot.origin, {}).get(j, [])
            for a in here:
                most = int(network.arc_count[a])
                carried[a] = model.cp.new_int_var(0, most, f"load{i}_{a}")
                model.cp.add(carried[a] <= most * sum(taken_by))
                by_bus[a].append(carried[a])
            model.cp.add(sum(carried[a] for a in here) >= sum(taken_by))
        model.load.append(carried)
    for a, loads in by_bus.items():
        model.cp.add(model.columns[model.day.flow[a]] == sum(loads))


def aboard(model: SlotModel, slot: int, *, wheelchairs: bool) -> Total:
    """Persons (or wheelchairs) riding a slot."""
    classes, arc_class = model.day.network.classes, model.day.network.arc_class
    load = model.load[slot]
    counts = [classes[arc_class[a]].wheelchairs if wheelchairs else classes[arc_class[a]].persons for a in load]
    return cp_model.LinearExpr.weighted_sum(list(load.values()), counts)


def _order_alike_slots(model: SlotModel) -> None:
    """Of slots with the same origin the fuller comes first: one of many equal plans is enough."""
    for i in range(1, len(model.slots)):
        if model.slots[i].origin == model.slots[i - 1].origin:
            fuller = aboard(model, i - 1, wheelchairs=False)
            model.cp.add(fuller >= aboard(model, i, wheelchairs=False))
