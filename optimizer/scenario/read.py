"""A scenario folder or workbook to a checked Scenario, or every fault of it at once."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy, deepcopy
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
from optimizer.scenario.reading.edits import Edits
from optimizer.scenario.reading.files.raw import RawTable
from optimizer.scenario.reading.findings import Findings
from optimizer.scenario.reading.horizon import horizon_of
from optimizer.scenario.reading.settings import TABLE, Settings, read_settings
from optimizer.scenario.reading.sources import Sources, read_table
from optimizer.scenario.regions import region_of_municipality
from optimizer.scenario.tables import TABLES


def read_scenario(path: Path) -> Scenario:
    """Read a folder of CSV or Parquet files, or an Excel workbook, as the contract says.

    InputError: something is wrong; it holds every fault of every table. What is allowed but odd, and whatever is
    not used, is named in `Scenario.warnings`.
    """
    return ScenarioFiles(path).scenario()


class ScenarioFiles:
    """The files of a scenario, opened once; from them the scenario is made as it is, or with edits.

    InputError: there is nothing to read.
    """

    def __init__(self, path: Path) -> None:
        columns = {name: list(model.to_schema().columns) for name, model in TABLES.items()}
        self._findings = Findings({TABLE: (), **columns})
        self._sources = Sources(path, self._findings)
        if not self._sources.has_settings and not self._sources.tables:
            self._findings.stop_if_faulty()

    def table(self, name: str) -> RawTable | None:
        """A table as it stands in its file; None: there is none, or it cannot be read."""
        return self._sources.tables.get(name)

    def with_table(self, name: str, file: Path) -> ScenarioFiles:
        """The same files with a CSV or Parquet file as one of the tables. InputError: it cannot be read."""
        other = copy(self)
        other._findings, other._sources = deepcopy(self._findings), copy(self._sources)
        other._findings.label[name] = file.name
        other._sources.tables = {**self._sources.tables, name: read_table(name, file, other._findings)}
        other._findings.stop_if_faulty()
        return other

    def scenario(self, edits: Edits | None = None) -> Scenario:
        """The checked scenario. InputError: every fault of every table, and of every edit."""
        edits = edits or Edits()
        findings = deepcopy(self._findings)
        findings.asked = edits.asked
        settings = self._settings(edits, findings)
        policy = settings.policy()
        tables = {name: self._table(name, edits, findings) for name in TABLES}
        if not tables["households"].present:
            findings.missing("households", "this table: one row a household that is to be placed")
        check_across(tables, policy, findings)
        check_horizon(tables, findings)
        findings.stop_if_faulty()
        warn_across(tables, policy, findings)
        assert settings.date is not None  # else it is a fault
        horizon = horizon_of(tables, settings.horizon(), settings.date, findings)
        return _scenario(settings.date, policy, horizon, tables, findings)

    def _settings(self, edits: Edits, findings: Findings) -> Settings:
        if not self._sources.has_settings:
            findings.missing(TABLE, "this table: the day that is planned and the policy")
        entries = self._sources.entries
        return read_settings(edits.applied_to(entries), findings) if entries is not None else Settings()

    def _table(self, name: str, edits: Edits, findings: Findings) -> CheckedTable:
        if name not in self._sources.tables and name not in edits.tables:
            return CheckedTable(name, present=False)
        raw = edits.tables.get(name) or self._sources.tables[name]
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
