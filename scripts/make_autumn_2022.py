"""Write the tables of examples/autumn-2022: python scripts/make_autumn_2022.py [FOLDER]

Every figure below is in the example's README.md with its source, and marked there as measured, derived or assumed.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from optimizer.scenario.csv_table import write_table
from optimizer.scenario.dice import Dice, Wheel, shares
from optimizer.scenario.expected.forecast import Forecast, mean_inflow
from optimizer.scenario.expected.season import MONTHS_2022
from optimizer.scenario.expected.taakstelling import national_targets
from optimizer.scenario.regions import MunicipalityFacts, municipality_facts, region_facts
from optimizer.scenario.sample import SampleOptions
from optimizer.scenario.sample.days import shares_of_origins
from optimizer.scenario.sample.households import STATUS_SIZES, linked_municipalities, make_households
from optimizer.scenario.sample.places import make_origins

Row = dict[str, Any]

SEED = 2022

FIRST, LAST = date(2022, 7, 1), date(2022, 12, 31)
CNO_ENDS = date(2023, 1, 1)  # the places were asked until 31 December 2022
SECOND_ASKED, HALF_READY, ALL_READY = date(2022, 7, 15), date(2022, 9, 15), date(2022, 10, 15)
SHORT_UNTIL = date(2022, 9, 1)

# People: in reception and in COA locations on 27 June and 5 December; what moved between those days.
JUNE, DECEMBER = date(2022, 6, 27), date(2022, 12, 5)
IN_RECEPTION = {JUNE: 42_301, DECEMBER: 51_805}
IN_COA = {JUNE: 40_384, DECEMBER: 44_768}
STATUS_HOLDERS = {FIRST: 15_270, LAST: 16_200}
HOUSED_FIRST_HALF = 11_886
HOUSED = {9: 2_714, 10: 3_359, 11: 3_200}  # a month; 17,000 in the half-year, the other months alike
HOUSED_HALF_YEAR = 17_000
TARGET = 13_500
OWN_STAFF = 30  # a region has beside the state's 30: what the second 225 places take
WAITING = round(MONTHS_2022[6] / 31)  # the arrivals of one day

SHORT = {"VR14", "VR19", "VR24"}  # below 225 until September
NOTHING_YET = "VR07"  # no place on 15 August
AHEAD = {"VR09", "VR10", "VR17"}  # hundreds above what was asked
AHEAD_BY = 200
# The first places of a region, where a location of that size was named in the press: municipality, name, places.
NAMED: dict[str, list[tuple[str, str, int]]] = {
    "VR01": [("Westerkwartier", "Leek", 150)],
    "VR02": [("Heerenveen", "Heerenveen", 100)],
    "VR03": [("Midden-Drenthe", "Westerbork", 100), ("De Wolden", "Ruinen", 50)],
    "VR07": [("Rheden", "De Steeg", 150)],
    "VR08": [("Culemborg", "Culemborg", 150)],
    "VR09": [("Utrecht", "Utrecht", 100)],
    "VR10": [("Schagen", "'t Zand", 50)],
    "VR14": [("Hilversum", "Hilversum", 75), ("Laren", "Laren", 75)],
    "VR15": [("'s-Gravenhage", "Den Haag, hotel", 75), ("Leidschendam-Voorburg", "Leidschendam, sporthal", 75)],
    "VR18": [("Zwijndrecht", "Zwijndrecht, twee hallen", 150)],
    "VR19": [("Terneuzen", "Terneuzen", 150)],
    "VR20": [("Loon op Zand", "Loon op Zand", 150)],
    "VR25": [("Almere", "Almere", 150)],
}


@dataclass(frozen=True)
class Opening:
    """Places of a tranche that a region opens on a day, in one site."""

    opens_on: date
    tranche: str
    places: int
    municipality: str = ""  # empty: the next largest
    name: str = ""


def openings(region: str) -> Iterator[Opening]:
    """How a region's places came: 150, then 225, then another 225."""
    begins = SHORT_UNTIL if region == NOTHING_YET else FIRST
    left = 150
    for municipality, name, places in NAMED.get(region, ()):
        yield Opening(begins, "base", places, municipality, name)
        left -= places
    if left:
        yield Opening(begins, "base", left)
    yield Opening(SHORT_UNTIL if region in SHORT | {NOTHING_YET} else SECOND_ASKED, "base", 75)
    if region in AHEAD:
        yield from (Opening(SECOND_ASKED, "additional", AHEAD_BY // 2) for _ in range(2))
        yield Opening(ALL_READY, "additional", 225 - AHEAD_BY)
    else:
        yield Opening(HALF_READY, "additional", 110)
        yield Opening(ALL_READY, "additional", 115)


def make_sites() -> list[Row]:
    """The sites of every region, with those who were outside COA locations in the ones that are open."""
    rows: list[Row] = []
    for region in region_facts():
        own = {m.name: m for m in municipality_facts() if m.region == region.code}
        named = {municipality for municipality, *_ in NAMED.get(region.code, ())}
        largest = cycle(sorted((m for m in own.values() if m.name not in named), key=lambda m: -m.inhabitants))
        for number, opening in enumerate(openings(region.code)):
            town = own[opening.municipality] if opening.municipality else next(largest)
            rows.append(_site(len(rows) + 1, opening, town, number))
    open_now = [row for row in rows if row["opens_on"] == FIRST]
    residents = IN_RECEPTION[JUNE] - IN_COA[JUNE]
    for row, occupied in zip(open_now, shares(residents, [row["places"] for row in open_now]), strict=True):
        row["occupied"] = occupied
    return rows


def _site(number: int, opening: Opening, town: MunicipalityFacts, of_region: int) -> Row:
    """A region's first site serves more care, wheelchairs and minors than the others."""
    first = of_region == 0
    return {
        "site_id": f"S{number:03d}",
        "name": f"CNO {opening.name or f'{town.town} {of_region + 1}'}",
        "vr_code": town.region,
        "gm_code": town.code,
        "lon": town.lon,
        "lat": town.lat,
        "tranche": opening.tranche,
        "places": opening.places,
        "care_level": 3 if first else 1,
        "wheelchair_places": 6 if first else 2,
        "minors": first,
        "status": "open",
        "opens_on": opening.opens_on,
        "closes_on": CNO_ENDS,
    }


def places_on(sites: list[Row], region: str, day: date) -> Row:
    """Places of both tranches that are open on a day."""
    opened = [row for row in sites if row["vr_code"] == region and row["opens_on"] <= day]
    return {
        f"{tranche}_places": sum(row["places"] for row in opened if row["tranche"] == tranche)
        for tranche in ("base", "additional")
    }


def make_regions(sites: list[Row]) -> list[Row]:
    """Places as on the first day."""
    return [{"vr_code": r.code, **places_on(sites, r.code, FIRST), "own_staff": OWN_STAFF} for r in region_facts()]


def make_region_days(sites: list[Row]) -> list[Row]:
    """Places from each day on which a site of the region opens."""
    days = sorted({(row["opens_on"], row["vr_code"]) for row in sites if row["opens_on"] > FIRST})
    return [{"vr_code": region, "from": day, **places_on(sites, region, day)} for day, region in days]


def make_inflow() -> list[Row]:
    """The published months from the second day on, by weekday and place as in a forecast."""
    days = (LAST - FIRST).days
    asked = Forecast(sum(MONTHS_2022), FIRST + timedelta(days=1), days, shares_of_origins(SampleOptions()))
    return [{"date": row.day, "origin_id": row.origin_id, "persons": row.persons} for row in mean_inflow(asked)]


def housed_in(month: int) -> float:
    """Status holders housed in a month of the half-year, in persons."""
    others = (HOUSED_HALF_YEAR - sum(HOUSED.values())) / (6 - len(HOUSED))
    return HOUSED.get(month, others)


def coa_places_a_day() -> float:
    """Places a day in regular reception beside those that housed status holders free.

    COA locations grew; and what arrived, less who was housed and by how much reception grew, left otherwise.
    """
    days = (DECEMBER - JUNE).days
    grown = (IN_COA[DECEMBER] - IN_COA[JUNE]) / days
    arrived = 3 * MONTHS_2022[5] / 30 + sum(MONTHS_2022[6:11]) + 5 * MONTHS_2022[11] / 31
    housed = 3 * HOUSED_FIRST_HALF / 181 + sum(map(housed_in, range(7, 12))) + 5 * housed_in(12) / 31
    left_otherwise = arrived - housed - (IN_RECEPTION[DECEMBER] - IN_RECEPTION[JUNE])
    return grown + left_otherwise / days


def make_coa() -> list[Row]:
    """Whole places each day."""
    days = (LAST - FIRST).days + 1
    ends = [round(coa_places_a_day() * number) for number in range(days + 1)]
    return [{"date": FIRST + timedelta(days=n), "places": ends[n + 1] - ends[n]} for n in range(days)]


def ready_a_day() -> float:
    """Status holders who become ready, so that with those housed the published stock is met at the year's end."""
    return (STATUS_HOLDERS[LAST] - STATUS_HOLDERS[FIRST] + HOUSED_HALF_YEAR) / ((LAST - FIRST).days + 1)


def working_days(first: date, last: date) -> list[date]:
    """Monday to Friday."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]


def make_status_inflow() -> list[Row]:
    """Households who become ready on working days after the first, linked by inhabitants and backlog."""
    dice, linked = Dice(SEED, "ready"), linked_municipalities(Dice(SEED, "status holders"))
    days = working_days(FIRST + timedelta(days=1), LAST)
    ready: Counter[tuple[date, str]] = Counter()
    due = 0.0
    for day in days:
        due += ready_a_day() * (LAST - FIRST).days / len(days)
        while due > 0:
            persons = STATUS_SIZES.spin(dice)
            ready[day, linked.spin(dice)] += persons
            due -= persons
    return [{"date": day, "gm_code": code, "persons": persons} for (day, code), persons in sorted(ready.items())]


def make_housing() -> list[Row]:
    """Homes for as many persons as were housed each month, sized as the households are, by inhabitants."""
    dice, towns = Dice(SEED, "homes"), Wheel({m.code: m.inhabitants for m in municipality_facts()})
    kinds = Wheel({"home": 87, "flex": 8, "transformation": 5})
    rows: list[Row] = []
    for month in range(7, 13):
        left = housed_in(month)
        units: Counter[tuple[str, str, int]] = Counter()
        while left > 0:
            size = STATUS_SIZES.spin(dice)
            units[towns.spin(dice), kinds.spin(dice), size] += 1
            left -= size
        first, last = date(2022, month, 1), date(2022, month + 1, 1) if month < 12 else CNO_ENDS
        days = working_days(first, last - timedelta(days=1))
        rows += [
            {"gm_code": code, "type": kind, "persons": size, "units": count} | _offered(days, dice)
            for (code, kind, size), count in sorted(units.items())
        ]
    return [{"offer_id": f"W{number:04d}"} | row for number, row in enumerate(rows, start=1)]


def _offered(days: list[date], dice: Dice) -> Row:
    return {"wheelchair": dice.chance(0.06), "available_on": dice.pick(days)}


def make_people() -> list[Row]:
    """Who waits on the first day, and all status holders in reception."""
    options = SampleOptions(date=FIRST, people=WAITING, status_holders=STATUS_HOLDERS[FIRST], sites=0, seed=SEED)
    return make_households(options, [])


def make_targets() -> list[Row]:
    """The national target of the half-year by inhabitants."""
    targets = national_targets(TARGET, FIRST, LAST)
    return [{"gm_code": t.municipality, "from": FIRST, "until": LAST, "target": t.persons} for t in targets]


def main(folder: Path) -> None:
    """Write every table into `folder`; what else is there stays."""
    sites = make_sites()
    tables = {
        "households": make_people(),
        "origins": make_origins(),
        "sites": sites,
        "regions": make_regions(sites),
        "housing": make_housing(),
        "inflow": make_inflow(),
        "coa": make_coa(),
        "status_inflow": make_status_inflow(),
        "region_days": make_region_days(sites),
        "targets": make_targets(),
    }
    settings = (
        f"# Made by scripts/make_autumn_2022.py; see README.md\ndate = {FIRST}\ndays = {(LAST - FIRST).days + 1}\n"
    )
    (folder / "scenario.toml").write_text(settings, encoding="utf-8", newline="\n")
    for name, rows in tables.items():
        write_table(name, rows, folder / f"{name}.csv")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).resolve().parents[1] / "examples" / "autumn-2022")
