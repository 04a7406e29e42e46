"""The rows of arrivals.csv, housed.csv, exchange_used.csv and region_limits.csv."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from optimizer.plan.details.values import Arrivals, Details, RegionLimits, counted_text

Row = tuple[object, ...]


def detail_rows(details: Details) -> dict[str, Iterator[Row]]:
    """By table, those that `details` has; a row's cells in the order of its columns."""
    tables: dict[str, Iterator[Row]] = {}
    if details.arrivals is not None:
        tables["arrivals"] = map(_arrivals_row, details.arrivals)
    if details.housed is not None:
        tables["housed"] = map(_cells, details.housed)
    if details.exchanged is not None:
        tables["exchange_used"] = map(_cells, details.exchanged)
    if details.limits is not None:
        tables["region_limits"] = map(_limits_row, details.limits)
    return tables


def _cells(value: object) -> Row:
    return tuple(getattr(value, field.name) for field in fields(value))  # type: ignore[arg-type]  # a dataclass


def _arrivals_row(arrivals: Arrivals) -> Row:
    cells = dict(zip((field.name for field in fields(arrivals)), _cells(arrivals), strict=True))
    return tuple(
        {**cells, "sizes": counted_text(arrivals.sizes), "care_levels": counted_text(arrivals.care_levels)}.values()
    )


def _limits_row(limits: RegionLimits) -> Row:
    return (*_cells(limits)[:-1], " ".join(limits.binds))
