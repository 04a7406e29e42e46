"""What ties the rows of the tables of several days to each other and to the map."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from optimizer.scenario.reading.checking import CheckedTable
from optimizer.scenario.reading.findings import Findings
from optimizer.scenario.regions import municipality_facts


def check_horizon(tables: Mapping[str, CheckedTable], findings: Findings) -> None:
    """Note every fault of a table of several days that takes more than one row, or the map, to see."""
    _check_shares(tables["mix"], findings)
    _check_periods(tables["targets"], findings)
    _check_provinces(tables["exchange"], findings)


def _check_shares(mix: CheckedTable, findings: Findings) -> None:
    """Some household is expected."""
    shares = mix.column("share")
    if shares and all(share == 0 for share in shares):
        findings.fault("mix", None, "share", "0", "shares that add up to 1, not to 0")


def _check_periods(targets: CheckedTable, findings: Findings) -> None:
    """Periods of one municipality lie apart; the last day of one may be written as the first of the next."""
    periods: dict[str, list[tuple[date, date, int]]] = {}
    for row, number in zip(targets.rows(), targets.numbers, strict=True):
        if row["gm_code"] and row["from"] and row["until"]:
            periods.setdefault(row["gm_code"], []).append((row["from"], row["until"], number))
    for own in periods.values():
        for (first, last, other), (begins, _, number) in pairwise(sorted(own)):
            if first < begins < last:
                expected = f"a day after {last}, when the period of row {other} ends"
                findings.fault("targets", number, "from", begins, expected)


def _check_provinces(exchange: CheckedTable, findings: Findings) -> None:
    """A province, where it is given, is the municipality's own."""
    facts = {fact.code: fact for fact in municipality_facts()}
    for row, number in zip(exchange.rows(), exchange.numbers, strict=True):
        own, written = facts.get(row["gm_code"]), row["province"]
        if own and written and written.casefold() != own.province.casefold():
            expected = f"{own.province}, the province of {own.code} {own.name}"
            findings.fault("exchange", number, "province", written, expected, own.province)
