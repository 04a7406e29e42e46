"""A scenario folder or workbook to a checked Scenario, or every fault of it at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from optimizer.scenario.entities import Policy, Scenario
from optimizer.scenario.horizon import Horizon
from optimizer.scenario.reading import build
from optimizer.scenario.reading.checking import CheckedTable, check_table
from optimizer.scenario.reading.cross import check_across, warn_across
from optimizer.scenario.reading.cross_horizon import check_horizon
from optimizer.scenario.reading.digest import digest
from optimizer.scenario.reading.findings import Findings
from optimizer.scenario.reading.horizon import horizon_of
from optimizer.scenario.reading.settings import TABLE, Settings, read_settings
from optimizer.scenario.reading.sources import Sources
from optimizer.scenario.regions import region_of_municipality
from optimizer.scenario.tables import TABLES


def read_scenario(path: Path) -> Scenario:
    """Read a folder of CSV or Parquet files, or an Excel workbook, as the contract says.

    InputError: something is wrong; it holds every fault of every table. What is allowed but odd, and whatever is
    not used, is named in `Scenario.warnings`.
    """
    columns = {name: list(model.to_schema().columns) for name, model in TABLES.items()}
    findings = Findings({TABLE: (), **columns})
    sources = Sources(path, findings)
    if not sources.has_settings and not sources.tables:
        findings.stop_if_faulty()
    settings = _settings(sources, findings)
    policy = settings.policy()
    tables = {name: _table(name, sources, findings) for name in TABLES}
    if not tables["households"].present:
        findings.missing("households", "this table: one row a household that is to be placed")
    check_across(tables, policy, findings)
    check_horizon(tables, findings)
    findings.stop_if_faulty()
    warn_across(tables, policy, findings)
    assert settings.date is not None  # else it is a fault
    horizon = horizon_of(tables, settings.horizon(), settings.date, findings)
    return _scenario(settings.date, policy, horizon, tables, findings)


def _settings(sources: Sources, findings: Findings) -> Settings:
    if not sources.has_settings:
        findings.missing(TABLE, "this table: the day that is planned and the policy")
    return read_settings(sources.entries, findings) if sources.entries is not None else Settings()


def _table(name: str, sources: Sources, findings: Findings) -> CheckedTable:
    if name not in sources.tables:
        return CheckedTable(name, present=False)
    raw = sources.tables[name]
    return check_table(raw, findings) if raw is not None else CheckedTable(name, whole=False)


def _scenario(
    today: date, policy: Policy, horizon: Horizon, tables: Mapping[str, CheckedTable], findings: Findings
) -> Scenario:
    regions = build.regions_of(tables["regions"], policy)
    origins = build.origins_of(tables["origins"])
    scenario = Scenario(
        date=today,
        policy=policy,
        households=build.households_of(tables["households"]),
        origins=origins,
        sites=build.sites_of(tables["sites"], policy),
        regions=tuple(horizon.region_on(region, today) for region in regions),
        offers=build.offers_of(tables["housing"]),
        buses=build.buses_of(tables["buses"], origins, policy),
        travel_minutes=build.travel_of(tables["travel_times"]),
        region_of_municipality=region_of_municipality(),
        horizon=horizon,
        warnings=tuple(findings.warnings),
    )
    return replace(scenario, sha256=digest(scenario))
