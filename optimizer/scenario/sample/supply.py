"""What receives and carries people: regions with staff and care, homes, buses, and a few known driving times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import ceil

from optimizer.scenario.dice import Dice, Wheel, shares
from optimizer.scenario.regions import municipality_facts, region_facts
from optimizer.scenario.sample.options import STATUS_HOLDERS, SampleOptions
from optimizer.scenario.sample.places import BUDEL, TER_APEL, TRANCHE_PLACES, ZEVENAAR, Places, Row
from optimizer.scenario.travel import great_circle_km

STAFF_PER_REGION = 30  # 225 places / 7.5 residents a person: what the state supplies
PEOPLE_PER_STAFF = 7.5
HOUSED_SHARE = 0.45  # places in homes offered today for each status holder on the list
HOMES_A_DAY = 150  # places in homes that are offered anew, a day of the week; 110 persons a day were housed in Oct 2022
OFFER_TYPES = Wheel({"home": 82, "flex": 8, "transformation": 5, "interim": 5})
HOME_PERSONS = Wheel({1: 22, 2: 30, 3: 14, 4: 17, 5: 10, 6: 5, 8: 2})
SMALL_HOME_PERSONS = Wheel({1: 55, 2: 33, 4: 12})
STATIONS = {TER_APEL: 0.85, BUDEL: 0.10, ZEVENAAR: 0.05}
COACHES = Wheel({(50, 2): 88, (62, 1): 6, (19, 4): 6})  # seats, wheelchair positions
TIMED_SITES = 12  # sites whose drive from Ter Apel was measured


def make_regions(options: SampleOptions, places: Places) -> list[Row]:
    """All 25 with staff and care such that the present residents are looked after and a number more can be."""
    dice, profile, scale = Dice(options.seed, "regions"), options.profile, options.scale
    rows: list[Row] = []
    for region in region_facts():
        residents = [s for s in places.sites if s["vr_code"] == region.code and s["occupied"]]
        persons = sum(s["occupied"] for s in residents)
        need = persons / PEOPLE_PER_STAFF + sum(s["staff_fixed"] or 0 for s in residents)
        state = round(STAFF_PER_REGION * scale)
        more = dice.between(*profile.staff_room) * scale  # staff beyond what the residents need
        own = max(round(need / 5), round(need - state + more))
        if profile.state_short:
            state = min(state, max(0, round(need + more) - own))
        care = sum(s["care_minutes_used"] or 2 * s["occupied"] for s in residents)
        room = dice.between(*profile.care_room) * scale
        tranches = places.tranches[region.code]
        rows.append(
            {
                "vr_code": region.code,
                "base_places": _unless(TRANCHE_PLACES, tranches.asked),
                "additional_places": _unless(TRANCHE_PLACES, max(tranches.asked, tranches.additional)),
                "own_staff": own,
                "state_staff_max": _unless(STAFF_PER_REGION, state),
                "hired_staff_max": round(dice.whole(2, 10) * scale) if dice.chance(0.4) else 0,
                "care_minutes": round(care + room) if dice.chance(profile.care_limited) else None,
            }
        )
    return rows


def _unless(default: int, value: int) -> int | None:
    """The cell of a value: empty where it is the default."""
    return None if value == default else value


def make_housing(options: SampleOptions) -> list[Row]:
    """Homes in proportion to inhabitants and to how well the municipality delivers, for a share of those who wait.

    Of several days: as many today as for a list of one day, and new ones on every working day after it.
    """
    dice = Dice(options.seed, "housing")
    towns = Wheel({m.code: m.inhabitants * dice.between(0.3, 1.7) for m in municipality_facts()})
    waiting = options.status_holders if options.days == 1 else STATUS_HOLDERS * options.list_share
    rows = _offers(HOUSED_SHARE * waiting, towns, options.date, dice)
    later = Dice(options.seed, "housing of later days")
    for number in range(1, options.days):
        day = options.date + timedelta(days=number)
        if day.weekday() < 5:
            homes = _offers(HOMES_A_DAY * 7 / 5 * options.list_share, towns, day, later)
            rows += [home | {"available_on": day} for home in homes]
    width = max(4, len(str(options.status_holders)))
    return [{"offer_id": f"W{number:0{width}d}"} | row for number, row in enumerate(rows, start=1)]


def _offers(persons: float, towns: Wheel[str], today: date, dice: Dice) -> list[Row]:
    """Offers until there are places for so many persons, without ids."""
    rows: list[Row] = []
    while persons > 0:
        kind = OFFER_TYPES.spin(dice)
        size, units = _size(kind, dice)
        persons -= size * units
        rows.append(
            {
                "gm_code": towns.spin(dice),
                "type": kind,
                "persons": size,
                "units": units,
                "wheelchair": dice.chance(0.3 if kind == "interim" else 0.06),
                **_available(kind, today, dice),
            }
        )
    return rows


def _size(kind: str, dice: Dice) -> tuple[int, int]:
    """Persons of a unit (of the whole facility when interim) and units."""
    if kind == "home":
        return HOME_PERSONS.spin(dice), Wheel({1: 80, 2: 15, 3: 5}).spin(dice)
    if kind == "interim":
        return 5 * dice.whole(2, 10), 1
    return SMALL_HOME_PERSONS.spin(dice), dice.whole(2, 8)


def _available(kind: str, today: date, dice: Dice) -> Row:
    """One in ten becomes available later; flex and interim places end after months or years."""
    begins = dice.whole(1, 21) if dice.chance(0.1) else -dice.whole(0, 40)
    ends = today + timedelta(days=dice.whole(60, 700)) if kind in ("flex", "interim") else None
    return {"available_on": today + timedelta(days=begins), "available_until": ends}


def promise_homes(households: list[Row], housing: list[Row], options: SampleOptions) -> None:
    """Let a few ready status holders be promised a home that fits, and a few have refused one."""
    dice, today = Dice(options.seed, "promises"), options.date
    by_town: dict[object, list[Row]] = {}
    for offer in housing:
        if offer["available_on"] <= today and offer["type"] != "interim":
            by_town.setdefault(offer["gm_code"], []).append(offer)
    promised: set[object] = set()
    for row in households:
        if row["kind"] != "status_holder" or row["ready_on"] > today:
            continue
        offers = by_town.get(row["linked_municipality"], [])
        fitting = [o for o in offers if _fits(o, row) and o["offer_id"] not in promised]
        if fitting and dice.chance(0.04):
            row["pinned_to"] = dice.pick(fitting)["offer_id"]
            promised.add(row["pinned_to"])
        elif offers and dice.chance(0.02):
            row["not_to"] = dice.pick(offers)["offer_id"]


def _fits(offer: Row, row: Row) -> bool:
    return bool(offer["persons"] >= row["persons"] and (offer["wheelchair"] or not row["wheelchairs"]))


def make_buses(options: SampleOptions) -> list[Row]:
    """Mostly coaches of 50 seats at Ter Apel; an empty table is the default fleet, so 0 buses is policy."""
    dice = Dice(options.seed, "buses")
    stations = [
        s for s, n in zip(STATIONS, shares(options.buses, list(STATIONS.values())), strict=True) for _ in range(n)
    ]
    width = max(2, len(str(options.buses)))
    rows: list[Row] = []
    for number, station in enumerate(stations, start=1):
        seats, positions = COACHES.spin(dice) if number > 1 else (50, 2)
        rows.append(
            {
                "bus_id": f"BUS{number:0{width}d}",
                "station_id": station,
                "seats": seats,
                "wheelchair_positions": positions,
            }
        )
    return rows


def make_travel_times(options: SampleOptions, places: Places, origins: list[Row]) -> list[Row]:
    """Measured drives between Ter Apel and some sites, there and back not the same."""
    dice = Dice(options.seed, "travel times")
    start = next(o for o in origins if o["origin_id"] == TER_APEL)
    chosen = dice.shuffled(places.sites)[:TIMED_SITES]
    return [row for site in chosen for row in _there_and_back(start, site, dice)]


def _there_and_back(start: Row, site: Row, dice: Dice) -> Iterator[Row]:
    """Road 1.19-1.25 times the great circle, at 82-92 km an hour (figures, part 10), and up to 8 minutes of traffic."""
    ends = (place[axis] for place in (start, site) for axis in ("lon", "lat"))
    minutes = great_circle_km(*ends) * dice.between(1.19, 1.25) / dice.between(82, 92) * 60
    for one, other in ((start["origin_id"], site["site_id"]), (site["site_id"], start["origin_id"])):
        yield {"from_id": one, "to_id": other, "minutes": ceil(minutes) + dice.whole(0, 8)}
