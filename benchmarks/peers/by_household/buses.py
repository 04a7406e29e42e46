"""Trips of every kind of bus, what a kind can drive in a day, and seats for all who ride."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import floor

from benchmarks.peers.by_household.columns import BusKind, Leg, SiteModel
from benchmarks.peers.rows import Linear, linear
from benchmarks.peers.state import exact, needs_bus
from optimizer.scenario.entities import Bus, Household

TRIPS_TOLD_APART = (1, 2)  # so long that a bus makes no more than one, or two, of them in a day


def drive(model: SiteModel) -> Linear:
    """Trips, seats, positions and the day of each kind of bus; the minutes that all of them drive."""
    riders: dict[Leg, list[tuple[Household, int]]] = defaultdict(list)
    for site in model.scenario.sites:
        for household, x in model.at_site[site.id]:
            if needs_bus(household, site):
                riders[household.origin_id, site.id].append((household, x))
    seats = {leg: linear((x, h.persons) for h, x in group) for leg, group in riders.items()}
    chairs = {leg: linear((x, h.wheelchairs) for h, x in group if h.wheelchairs) for leg, group in riders.items()}
    driven, out = Linear(), Linear()
    for kind, buses in model.kinds.items():
        out.add(_kind_day(model, kind, buses, seats, driven))
    if len(model.scenario.buses) > model.scenario.policy.buses_per_day:
        model.rows.require(out, high=model.scenario.policy.buses_per_day)
    wheeled = {leg for leg, group in riders.items() if any(h.wheelchairs for h, _ in group)}
    for (kind, leg), trips in model.trips.items():
        seats[leg].add(trips, -kind.seats)
        chairs[leg].add(trips, -kind.positions)
    for leg in riders:
        model.rows.require(seats[leg], high=0)
        if leg in wheeled:
            model.rows.require(chairs[leg], high=0)
    return driven


def _kind_day(model: SiteModel, kind: BusKind, buses: list[Bus], legs: dict[Leg, Linear], driven: Linear) -> int:
    """The trips of like buses within the driving and duty of so many days; how many of the buses drive."""
    policy, minutes, duty = model.scenario.policy, Linear(), Linear()
    drives = model.rows.variable(len(buses))
    few: dict[int, Linear] = {most: linear([(drives, -most)]) for most in TRIPS_TOLD_APART}
    handling = exact(policy.load_minutes) + exact(policy.stop_minutes)
    for leg in legs:
        route = (leg[0], [leg[1]])
        if not model.fleet.allows(buses[0], [route]):
            continue
        one = model.fleet.driving(buses[0], [route])
        a_bus = _most(exact(policy.max_drive_minutes), one, _most(exact(policy.max_duty_minutes), one + handling, None))
        trips = model.rows.variable(len(model.seekers) if a_bus is None else a_bus * len(buses))
        model.trips[kind, leg] = trips
        minutes.add(trips, one)
        duty.add(trips, one + handling)
        driven.add(trips, one)
        for most, row in few.items():
            if a_bus is not None and a_bus <= most:
                row.add(trips)
    minutes.add(drives, -exact(policy.max_drive_minutes))
    duty.add(drives, -exact(policy.max_duty_minutes))
    for row in (minutes, duty, *few.values()):
        model.rows.require(row, high=0)
    return drives


def _most(limit: Fraction, one: Fraction, most: int | None) -> int | None:
    """How many times `one` goes into a limit, and not more than `most` (None: any number)."""
    if not one:
        return most
    return floor(limit / one) if most is None else min(most, floor(limit / one))
