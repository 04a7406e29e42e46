"""A Scenario back into the tables it could have been read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from optimizer.scenario.entities import Effort, Policy, Scenario
from optimizer.scenario.expected.mix import BUILT_IN_MIX
from optimizer.scenario.horizon import Horizon
from optimizer.scenario.reading.settings import HORIZON_FIELDS

Row = dict[str, object]
_COLUMNS: Mapping[str, Mapping[str, str]] = {  # column -> field, where they are called differently
    "households": {"household_id": "id"},
    "origins": {"origin_id": "id"},
    "sites": {"site_id": "id", "vr_code": "region", "gm_code": "municipality"},
    "regions": {"vr_code": "code"},
    "housing": {"offer_id": "id", "gm_code": "municipality"},
    "buses": {"bus_id": "id"},
    "inflow": {"date": "day"},
    "coa": {"date": "day"},
    "status_inflow": {"date": "day", "gm_code": "municipality"},
    "region_days": {"vr_code": "region", "from": "day"},
    "targets": {"gm_code": "municipality", "from": "first", "until": "last", "target": "persons"},
    "exchange": {"gm_code": "municipality"},
}


def scenario_tables(scenario: Scenario) -> dict[str, list[Row]]:
    """The tables, as `write_sample` takes them; read again they give the same scenario, defaults written out."""
    from optimizer.scenario.csv_table import columns_of

    horizon = scenario.horizon
    rows: dict[str, tuple[Any, ...]] = {
        "households": scenario.households,
        "origins": scenario.origins,
        "sites": scenario.sites,
        "regions": scenario.regions,
        "housing": scenario.offers,
        "buses": scenario.buses,
        "inflow": horizon.inflow,
        "mix": horizon.mix if horizon.mix != BUILT_IN_MIX else (),
        "coa": horizon.coa,
        "status_inflow": horizon.status_inflow,
        "region_days": horizon.region_changes,
        "targets": horizon.targets,
        "exchange": horizon.exchanges,
    }
    tables: dict[str, list[Row]] = {"policy": list(_policy_rows(scenario))}
    for name, entities in rows.items():
        if entities:
            called = _COLUMNS.get(name, {})
            columns = {column: called.get(column, column) for column in columns_of(name)}
            tables[name] = [{c: _cell(getattr(each, field)) for c, field in columns.items()} for each in entities]
    pairs = scenario.travel_minutes.items()
    tables["travel_times"] = [{"from_id": a, "to_id": b, "minutes": minutes} for (a, b), minutes in pairs]
    return tables


def _cell(value: object) -> object:
    return " ".join(sorted(value)) if isinstance(value, frozenset) else value


def _policy_rows(scenario: Scenario) -> Iterator[Row]:
    yield {"key": "date", "value": scenario.date}
    yield {"key": "days", "value": scenario.horizon.days}
    for field in fields(Policy):
        value = getattr(scenario.policy, field.name)
        if isinstance(value, Effort):
            yield from ({"key": f"effort.{part.name}", "value": getattr(value, part.name)} for part in fields(value))
        else:
            yield {"key": field.name, "value": _setting(field.name, value)}
    standard = Horizon()
    for key, name in HORIZON_FIELDS.items():
        value = getattr(scenario.horizon, name)
        if value != getattr(standard, name):
            yield {"key": key, "value": _setting(key, value)}


def _setting(key: str, value: object) -> object:
    if key == "day_starts" and isinstance(value, int):
        return f"{value // 60:02d}:{value % 60:02d}"
    return list(value) if isinstance(value, tuple) else value
