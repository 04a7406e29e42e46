"""The data dictionary in code: every input table with its columns, units, ranges and defaults, as pandera schemas.

`docs/data-dictionary.md` is generated from here. What a cell may look like (`1.170`, `ja`, `03-11-2026`) is in
`reading/cells.py`; what ties one table to another in `reading/cross.py`. Importing this package loads pandas.
"""

from __future__ import annotations

from typing import Final

import pandera.pandas as pa

from optimizer.scenario.tables import day, horizon
from optimizer.scenario.tables.columns import CODES, DUTCH_WORDS, LAT_RANGE, LON_RANGE, NUMBER_LIMIT, expectation

Schema = type[pa.DataFrameModel]

DAY_TABLES: Final[dict[str, Schema]] = {
    "households": day.HouseholdTable,
    "origins": day.OriginTable,
    "sites": day.SiteTable,
    "regions": day.RegionTable,
    "housing": day.HousingTable,
    "buses": day.BusTable,
    "travel_times": day.TravelTable,
}
HORIZON_TABLES: Final[dict[str, Schema]] = {
    "inflow": horizon.InflowTable,
    "mix": horizon.MixTable,
    "coa": horizon.CoaTable,
    "status_inflow": horizon.StatusInflowTable,
    "region_days": horizon.RegionDaysTable,
    "targets": horizon.TargetTable,
    "exchange": horizon.ExchangeTable,
}
TABLES: Final[dict[str, Schema]] = DAY_TABLES | HORIZON_TABLES

__all__ = [
    "CODES",
    "DAY_TABLES",
    "DUTCH_WORDS",
    "HORIZON_TABLES",
    "LAT_RANGE",
    "LON_RANGE",
    "NUMBER_LIMIT",
    "TABLES",
    "Schema",
    "expectation",
]
