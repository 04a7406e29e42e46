"""Checked tables of several days to a Horizon; what lies outside the days is left out, with a warning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from optimizer.scenario.entities import SiteStatus
from optimizer.scenario.expected.mix import MixPart
from optimizer.scenario.horizon import Exchange, FreePlaces, Horizon, Inflow, RegionChange, StatusInflow, Target
from optimizer.scenario.reading.checking import CheckedTable
from optimizer.scenario.reading.findings import Findings
from optimizer.scenario.regions import municipality_facts

Row = dict[str, Any]
T = TypeVar("T")
_SHARES_TOLERANCE = 0.01  # of the sum of shares: rounding, not a forgotten row
_ROUNDING = 1e-12  # of floating numbers
_KIND = ("persons", "care_level", "wheelchairs", "minor_alone", "priority")
_FIRST_DAY = {"inflow": "who arrives", "status_inflow": "who is ready"}


def horizon_of(tables: Mapping[str, CheckedTable], settings: Horizon, first: date, findings: Findings) -> Horizon:
    """`settings` (days, tolerances ...) with what the tables say of the days from `first`."""
    reader = _Reader(tables, first, first + timedelta(days=settings.days - 1), findings)
    reader.warn_of_use(settings.days)
    return replace(
        settings,
        inflow=reader.sums("inflow", "origin_id", "persons", Inflow),
        mix=reader.mix() or settings.mix,
        coa=reader.sums("coa", None, "places", FreePlaces),
        status_inflow=reader.sums("status_inflow", "gm_code", "persons", StatusInflow),
        region_changes=reader.region_changes(),
        targets=reader.targets(),
        exchanges=reader.exchanges(allowed=settings.exchange),
    )


class _Reader:
    """Takes from each table what concerns the days from `first` to `last`, in order of day and id."""

    def __init__(self, tables: Mapping[str, CheckedTable], first: date, last: date, findings: Findings) -> None:
        self._tables, self._findings = tables, findings
        self._first, self._last = first, last

    def warn_of_use(self, days: int) -> None:
        """Warn of tables that a plan of so many days has no use for, or cannot well do without."""
        if days > 1 and not len(self._tables["inflow"]):
            self._findings.warn("inflow", "has no rows: nobody is expected to arrive after the first day")
        for name in ("mix", "coa"):
            if days == 1 and len(self._tables[name]):
                self._findings.warn(name, "says something of later days only, and one day is planned")

    def sums(self, name: str, key: str | None, figure: str, make: Callable[..., T]) -> tuple[T, ...]:
        """One entity a day (and key); a day that is there twice has both figures added up, with a warning."""
        totals: dict[tuple[Any, ...], float] = {}
        again = 0
        for row in self._of_horizon(name):
            at = (row["date"], row[key]) if key else (row["date"],)
            again += at in totals
            totals[at] = totals.get(at, 0.0) + row[figure]
        if again:
            what = f"date and {key}" if key else "date"
            self._findings.warn(name, f"{again} rows repeat a {what}; their {figure} are added up")
        return tuple(make(*at, total) for at, total in sorted(totals.items()) if total)

    def _of_horizon(self, name: str) -> Iterator[Row]:
        """Rows with a day of the horizon; who arrives or is ready on the first is among the households."""
        outside = today = 0
        for row in self._rows(name):
            if not self._first <= row["date"] <= self._last:
                outside += 1
            elif row["date"] == self._first and name in _FIRST_DAY:
                today += 1
            else:
                yield row
        self._warn_of_outside(name, outside)
        if today:
            words = f"{_FIRST_DAY[name]} that day is to be in {self._findings.label['households']}"
            self._findings.warn(name, f"{today} rows of the first day, {self._first:%d-%m-%Y}, are not used: {words}")

    def _warn_of_outside(self, name: str, count: int) -> None:
        if count:
            days = f"{self._first:%d-%m-%Y} to {self._last:%d-%m-%Y}"
            self._findings.warn(name, f"{count} rows are not used: outside the days that are planned ({days})")

    def mix(self) -> tuple[MixPart, ...]:
        """The shares, divided by their sum."""
        kinds: dict[tuple[Any, ...], float] = {}
        for row in self._rows("mix"):
            kind = tuple(row[name] for name in _KIND)
            kinds[kind] = kinds.get(kind, 0.0) + row["share"]
        total = sum(kinds.values())
        if kinds and abs(total - 1) > _SHARES_TOLERANCE:
            self._findings.warn("mix", f"the shares add up to {total:g}, not to 1; each is divided by {total:g}")
        if abs(total - 1) <= _ROUNDING:
            total = 1.0  # so that shares that were divided once are not changed by being read again
        return tuple(
            MixPart(**dict(zip(_KIND, kind, strict=True)), share=share / total)
            for kind, share in sorted(kinds.items())
            if share / total > 0
        )

    def region_changes(self) -> tuple[RegionChange, ...]:
        """In order of day and region."""
        rows = list(self._rows("region_days"))
        inside = [row for row in rows if self._first <= row["from"] <= self._last]
        self._warn_of_outside("region_days", len(rows) - len(inside))
        changes = [RegionChange(row.pop("vr_code"), row.pop("from"), **row) for row in inside]
        return tuple(sorted(changes, key=lambda change: (change.day, change.region)))

    def targets(self) -> tuple[Target, ...]:
        """Of the periods that share a day with the horizon, by municipality and first day."""
        targets = [
            Target(row["gm_code"], row["from"], row["until"], row["target"], row["realised"])
            for row in self._rows("targets")
        ]
        inside = [target for target in targets if target.first <= self._last and target.last >= self._first]
        self._warn_of_outside("targets", len(targets) - len(inside))
        return tuple(sorted(inside, key=lambda target: (target.municipality, target.first)))

    def exchanges(self, *, allowed: bool) -> tuple[Exchange, ...]:
        """By municipality; none where the policy allows none."""
        rows = list(self._rows("exchange"))
        if rows and not allowed:
            self._findings.warn("exchange", "is not used: the policy has no exchange = true")
            return ()
        if allowed and not rows:
            self._findings.warn("exchange", "has no rows: exchange is allowed, and nobody offers any")
        province = {facts.code: facts.province for facts in municipality_facts()}
        exchanges = tuple(
            Exchange(row["gm_code"], province[row["gm_code"]], row["takes_cno_places"], row["gives_housing"])
            for row in sorted(rows, key=lambda row: str(row["gm_code"]))
        )
        self._warn_of_promises(exchanges)
        return exchanges

    def _warn_of_promises(self, exchanges: tuple[Exchange, ...]) -> None:
        """CNO places that are promised and not there, and provinces where nobody is on the other side."""
        places: dict[str, int] = {}
        for row in self._tables["sites"].rows():
            if row["status"] != SiteStatus.CLOSED:
                places[row["gm_code"]] = places.get(row["gm_code"], 0) + row["places"]
        for side in exchanges:
            if (there := places.get(side.municipality, 0)) < side.takes_cno_places:
                text = f"{side.municipality} takes {side.takes_cno_places} CNO places; its sites have {there}"
                self._findings.warn("exchange", text)
        takers = {side.province for side in exchanges if side.takes_cno_places}
        givers = {side.province for side in exchanges if side.gives_housing}
        for province in sorted(takers ^ givers):
            lacking = "gives housing" if province in takers else "takes CNO places"
            self._findings.warn("exchange", f"nobody in {province} {lacking}, so nothing is traded there")

    def _rows(self, name: str) -> Iterator[Row]:
        return self._tables[name].rows()
