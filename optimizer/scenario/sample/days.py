"""What is known of the days after the first: arrivals, regular reception, status holders, regions, targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from optimizer.scenario.dice import Dice
from optimizer.scenario.expected.forecast import Forecast, mean_inflow
from optimizer.scenario.expected.season import year_weights
from optimizer.scenario.expected.taakstelling import national_targets
from optimizer.scenario.sample.households import FAMILY_ORIGINS, STATUS_SIZES, STREAMS, linked_municipalities
from optimizer.scenario.sample.options import SampleOptions
from optimizer.scenario.sample.places import BUDEL, MARNEWAARD, TER_APEL, TRANCHE_PLACES, Row
from optimizer.scenario.sample.supply import STAFF_PER_REGION

ARRIVALS = 130  # a day of a national scenario; 47,991 in 2022 is 131
FREE_PLACES = (20, 56)  # that come free in regular reception on a working day: 27 a day of the week
LARGE_FACILITY = 1_000  # places of a temporary large facility (TNV) ...
LARGE_FACILITY_AFTER = 21  # ... which opens after so many days, in four days
READY = 90  # status holders who become ready, a day of the week
# National targets of half-years that were published; of others, the last of these.
HALF_YEARS = {(2022, 1): 10_000, (2022, 2): 13_500, (2023, 1): 21_200}


def horizon_tables(options: SampleOptions, regions: list[Row]) -> dict[str, list[Row]]:
    """The tables of several days; empty when the sample is of one."""
    if options.days == 1:
        return {}
    return {
        "inflow": _make_inflow(options),
        "coa": _make_coa(options),
        "status_inflow": _make_status_inflow(options),
        "region_days": _make_region_days(options, regions),
        "targets": _make_targets(options),
    }


def _later(options: SampleOptions) -> list[date]:
    """The days after the first."""
    return [options.date + timedelta(days=number) for number in range(1, options.days)]


def _make_inflow(options: SampleOptions) -> list[Row]:
    """The season and weekdays of a forecast, at the level of a national day for 900 people waiting."""
    first, *_ = later = _later(options)
    weights = {day: weight for year in {d.year for d in later} for day, weight in year_weights(year).items()}
    year_total = round(ARRIVALS * options.crowd * len(later) / sum(weights[day] for day in later))
    asked = Forecast(year_total, first, len(later), shares_of_origins(options))
    return [{"date": row.day, "origin_id": row.origin_id, "persons": row.persons} for row in mean_inflow(asked)]


def shares_of_origins(options: SampleOptions) -> dict[str, float]:
    """Where households of the sample come from, by persons."""
    family = STREAMS["family"] / sum(STREAMS.values())
    main = options.profile.at_main_origin
    shares = {origin: family * share / sum(FAMILY_ORIGINS.values()) for origin, share in FAMILY_ORIGINS.items()}
    for origin, share in ((TER_APEL, main), (BUDEL, (1 - main) * 0.7), (MARNEWAARD, (1 - main) * 0.3)):
        shares[origin] = shares.get(origin, 0.0) + (1 - family) * share
    return shares


def _make_coa(options: SampleOptions) -> list[Row]:
    """Some places each working day, and a large facility in the fourth week."""
    dice = Dice(options.seed, "regular reception")
    opening = _working_days(options.date + timedelta(days=LARGE_FACILITY_AFTER))
    large = {next(opening) for _ in range(4)}
    rows: list[Row] = []
    for day in [options.date, *_later(options)]:
        places = dice.whole(*FREE_PLACES) if day.weekday() < 5 else 0
        places = round(options.crowd * (places + LARGE_FACILITY / 4 * (day in large)))
        if places:
            rows.append({"date": day, "places": places})
    return rows


def _working_days(first: date) -> Iterator[date]:
    while True:
        if first.weekday() < 5:
            yield first
        first += timedelta(days=1)


def _make_status_inflow(options: SampleOptions) -> list[Row]:
    """Households of status holders who become ready on working days, linked as those on the list are."""
    dice, linked = Dice(options.seed, "ready later"), linked_municipalities(Dice(options.seed, "status holders"))
    ready: Counter[tuple[date, str]] = Counter()
    due = 0.0
    for day in _later(options):
        due += READY * 7 / 5 * options.list_share if day.weekday() < 5 else 0
        while due > 0:
            persons = STATUS_SIZES.spin(dice)
            ready[day, linked.spin(dice)] += persons
            due -= persons
    return [{"date": day, "gm_code": code, "persons": persons} for (day, code), persons in sorted(ready.items())]


def _make_region_days(options: SampleOptions, regions: list[Row]) -> list[Row]:
    """Half of the regions change once: two thirds of them build up places and staff, the others run them down."""
    dice = Dice(options.seed, "regions by day")
    rows: list[Row] = []
    for region in regions:
        changes, day, builds_up = dice.chance(0.5), dice.pick(_later(options)), dice.chance(2 / 3)
        places, staff = dice.pick([25, 50, 75, 100]), dice.whole(2, 8)
        if changes:
            change = _built_up(region, places, staff) if builds_up else _run_down(region, places, staff)
            rows.append({"vr_code": region["vr_code"], "from": day, **change})
    return sorted(rows, key=lambda row: (row["from"], row["vr_code"]))


def _built_up(region: Row, places: int, staff: int) -> Row:
    return {
        "additional_places": _or(region["additional_places"], TRANCHE_PLACES) + places,
        "own_staff": region["own_staff"] + staff,
        "hired_staff_max": region["hired_staff_max"] + staff // 2,
    }


def _run_down(region: Row, places: int, staff: int) -> Row:
    return {
        "additional_places": max(0, _or(region["additional_places"], TRANCHE_PLACES) - places),
        "state_staff_max": max(0, _or(region["state_staff_max"], STAFF_PER_REGION) - staff),
    }


def _or(value: int | None, default: int) -> int:
    return default if value is None else value


def _make_targets(options: SampleOptions) -> list[Row]:
    """Of each half-year that is planned; of the first, what was realised at each municipality's own pace."""
    dice = Dice(options.seed, "targets")
    begins = {_half_year(day) for day in [options.date, *_later(options)]}
    rows: list[Row] = []
    for first in sorted(begins):
        last = date(first.year, 6, 30) if first.month == 1 else date(first.year, 12, 31)
        total = HALF_YEARS.get((first.year, 1 if first.month == 1 else 2), list(HALF_YEARS.values())[-1])
        gone = max(0.0, (options.date - first) / (last - first + timedelta(days=1)))
        for target in national_targets(round(total * options.list_share), first, last):
            realised = round(target.persons * gone * dice.between(0.4, 1.4))
            rows.append(
                {
                    "gm_code": target.municipality,
                    "from": first,
                    "until": last,
                    "target": target.persons,
                    "realised": realised,
                }
            )
    return rows


def _half_year(day: date) -> date:
    """The first day of the half-year a day lies in."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)
