"""One sample, whole: every table of the contract and the policy of the day."""

from __future__ import annotations

from dataclasses import fields, replace

from optimizer.scenario.entities import Effort, Policy
from optimizer.scenario.reading.settings import HORIZON_FIELDS, default_of
from optimizer.scenario.sample.days import horizon_tables
from optimizer.scenario.sample.households import make_households
from optimizer.scenario.sample.options import SampleOptions
from optimizer.scenario.sample.places import Row, make_origins, make_sites
from optimizer.scenario.sample.supply import (
    make_buses,
    make_housing,
    make_regions,
    make_travel_times,
    promise_homes,
)

Tables = dict[str, list[Row]]


def make_sample(options: SampleOptions | None = None) -> Tables:
    """The tables by name, each a list of rows by column; without options a national day.

    An empty cell is None. `policy` has the rows `key`, `value`: `date`, then every key of `[policy]`, those of
    `[policy.effort]` as `effort.<key>`. The same options give the same tables on every machine.
    """
    options = options or SampleOptions()
    places, origins = make_sites(options), make_origins()
    households, housing = make_households(options, places.sites), make_housing(options)
    promise_homes(households, housing, options)
    regions = make_regions(options, places)
    return {
        "policy": policy_rows(options, replace(Policy(), buses_per_day=options.buses)),
        "households": households,
        "origins": origins,
        "sites": places.sites,
        "regions": regions,
        "housing": housing,
        "buses": make_buses(options),
        "travel_times": make_travel_times(options, places, origins),
    } | horizon_tables(options, regions)


def policy_rows(options: SampleOptions, policy: Policy) -> list[Row]:
    """The day and the whole policy, so that a planner sees what may be changed; what is for several days, for those."""
    rows: list[Row] = [{"key": "date", "value": options.date}, {"key": "days", "value": options.days}]
    for field in fields(policy):
        value = getattr(policy, field.name)
        if isinstance(value, Effort):
            rows += [{"key": f"effort.{part.name}", "value": getattr(value, part.name)} for part in fields(value)]
        elif field.name == "day_starts":
            rows.append({"key": field.name, "value": f"{value // 60:02d}:{value % 60:02d}"})
        else:
            rows.append({"key": field.name, "value": list(value) if isinstance(value, tuple) else value})
    return rows + ([] if options.days == 1 else [{"key": key, "value": default_of(key)} for key in HORIZON_FIELDS])
