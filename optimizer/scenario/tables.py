"""The data dictionary in code: every input table with its columns, units, ranges and defaults, as pandera schemas.

`docs/data-dictionary.md` is generated from here. What a cell may look like (`1.170`, `ja`, `03-11-2026`) is in
`reading/cells.py`; what ties one table to another in `reading/cross.py`. Importing this module loads pandas.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from optimizer.scenario.entities import CARE_LEVELS, PRIORITIES, Kind, OfferType, SiteStatus, Tranche, Transport
from optimizer.scenario.reading.cells import DATE, FLAG, Cell

NUMBER_LIMIT: Final = 1_000_000  # no count, minute or weight of a real day comes near
LON_RANGE: Final = (3.2, 7.3)  # degrees, WGS 84: the European Netherlands with some sea
LAT_RANGE: Final = (50.7, 53.6)
LATER_TABLES: Final = ("inflow", "mix", "coa", "status_inflow", "region_days", "targets")
CODES: Final = {
    "regions": "a safety region, VR01 to VR25",
    "municipalities": "the code of a municipality, like GM0034",
}
_WORDS: Final = {
    Cell.ID: "an id",
    Cell.PLACE_ID: "an id without spaces",
    Cell.IDS: "ids with spaces between them",
    Cell.TEXT: "text",
    Cell.FLAG: FLAG,
    Cell.DATE: DATE,
}
DUTCH_WORDS: Final = {  # what a Dutch planner may write instead; only to name the right word, never read as it
    "asielzoeker": "asylum_seeker",
    "statushouder": "status_holder",
    "eigen": "own",
    "eigen vervoer": "own",
    "eerste": "base",
    "tweede": "additional",
    "geopend": "open",
    "te openen": "can_open",
    "dicht": "closed",
    "gesloten": "closed",
    "woning": "home",
    "flexwoning": "flex",
    "transformatiewoning": "transformation",
    "tussenvoorziening": "interim",
    "TuVo": "interim",
}


def _field(cell: Cell, meaning: str, *, required: bool = False, **rest: Any) -> Any:
    """A column; `default` is filled in for an empty cell, `otherwise` says in words what an empty cell means."""
    checks = {key: rest.pop(key) for key in ("ge", "le", "isin", "unique") if key in rest}
    metadata = {"cell": cell, "required": required} | rest
    return pa.Field(nullable=not required, description=meaning, metadata=metadata, **checks)


def identity(meaning: str, cell: Cell = Cell.ID) -> Any:
    """The column that names a row, unique in its table."""
    return _field(cell, meaning, required=True, unique=True)


def reference(meaning: str, to: str, **rest: Any) -> Any:
    """An id of another table, or an official code; `to` says which."""
    return _field(Cell.ID, meaning, to=to, **rest)


def text(meaning: str, **rest: Any) -> Any:
    """Free text, as it stands."""
    return _field(Cell.TEXT, meaning, **rest)


def choice(values: type[StrEnum], meaning: str, **rest: Any) -> Any:
    """One of a fixed list of words."""
    words = [str(value) for value in values]
    return _field(Cell.CHOICE, meaning, isin=words, values=words, **rest)


def whole(meaning: str, *, low: int = 0, high: int = NUMBER_LIMIT, **rest: Any) -> Any:
    """A whole number from `low` to `high`."""
    return _field(Cell.WHOLE, meaning, ge=low, le=high, **rest)


def number(meaning: str, *, low: float = 0, **rest: Any) -> Any:
    """A number of `low` or more, with decimals where they make sense."""
    return _field(Cell.NUMBER, meaning, ge=low, le=NUMBER_LIMIT, **rest)


def flag(meaning: str, **rest: Any) -> Any:
    """True or false."""
    return _field(Cell.FLAG, meaning, **rest)


def day(meaning: str, **rest: Any) -> Any:
    """A date."""
    return _field(Cell.DATE, meaning, **rest)


def degrees(meaning: str, within: tuple[float, float]) -> Any:
    """A coordinate that has to lie in the Netherlands."""
    return _field(Cell.DEGREES, meaning, required=True, ge=within[0], le=within[1])


def expectation(column: Any) -> str:
    """What a cell of this schema column has to be, in words, for faults and for the documentation."""
    cell: Cell = column.metadata["cell"]
    limits = {key: value for check in column.checks for key, value in check.statistics.items()}
    if cell is Cell.CHOICE:
        return "one of " + ", ".join(limits["allowed_values"])
    if cell is Cell.DEGREES:
        return f"degrees in the Netherlands, {limits['min_value']} to {limits['max_value']}"
    if cell in (Cell.WHOLE, Cell.NUMBER):
        noun = "a whole number" if cell is Cell.WHOLE else "a number"
        low, high = limits["min_value"], limits["max_value"]
        return f"{noun}, {low} or more" if high == NUMBER_LIMIT else f"{noun}, {low} to {high}"
    return CODES.get(column.metadata.get("to", "")) or _WORDS[cell]


def _not_after(frame: pd.DataFrame, first: str, last: str) -> pd.Series:
    return pd.Series(
        [a is None or b is None or a <= b for a, b in zip(frame[first], frame[last], strict=True)],
        index=frame.index,
        dtype=bool,
    )


Text = Series[pd.StringDtype]
Whole = Series[pd.Int64Dtype]
Number = Series[pd.Float64Dtype]
Flag = Series[pd.BooleanDtype]
Day = Series[object]
Ids = Series[object]


class HouseholdTable(pa.DataFrameModel):
    """One row a household that is to be placed; a household is never split."""

    household_id: Text = identity("unique text")
    kind: Text = choice(Kind, "whether the household has a residence permit", required=True)
    persons: Whole = whole("everybody counts, babies too", low=1, required=True, unit="persons")
    care_level: Whole = whole("the care the household needs", high=CARE_LEVELS[-1], default=0)
    wheelchairs: Whole = whole("of them in a wheelchair; at most `persons`", default=0, unit="persons")
    minor_alone: Flag = flag("an unaccompanied minor", default=False)
    priority: Whole = whole("2 is the most urgent", high=PRIORITIES[-1], default=0)
    origin_id: Text = reference(
        "where the household is now", "origins.csv or sites.csv", otherwise="not given; asylum seekers need one"
    )
    arrived_on: Day = day("when it arrived there")
    linked_municipality: Text = reference(
        "`gm_code` of the municipality a status holder is linked to", "municipalities"
    )
    linked_on: Day = day("when it was linked")
    ready_on: Day = day("a status holder is planned from this day on", otherwise="ready")
    group_id: Text = _field(Cell.ID, "households with the same one want the same region")
    moves: Whole = whole("how often it was moved before", default=0)
    pinned_to: Text = reference("the place the planner decided", "sites.csv or housing.csv")
    not_to: Ids = _field(Cell.IDS, "places it never goes to", to="sites.csv or housing.csv")
    transport: Text = choice(Transport, "how it travels", otherwise="asylum seekers `bus`, status holders `own`")

    @pa.dataframe_check(name="linked_on", error="a date before 2100")
    @classmethod
    def linked_in_this_century(cls, frame: pd.DataFrame) -> pd.Series:
        """Weeks are added to it."""
        return pd.Series([day is None or day.year < 2100 for day in frame["linked_on"]], index=frame.index, dtype=bool)

    @pa.dataframe_check(name="wheelchairs", error="no more wheelchairs than persons")
    @classmethod
    def wheelchairs_have_users(cls, frame: pd.DataFrame) -> pd.Series:
        """No more wheelchairs than persons."""
        return (frame["wheelchairs"] <= frame["persons"]).fillna(True).astype(bool)


class OriginTable(pa.DataFrameModel):
    """Where people wait: a registration centre or another place."""

    origin_id: Text = identity("unique text")
    name: Text = text("as it is shown", otherwise="the id")
    lon: Number = degrees("east, WGS 84", LON_RANGE)
    lat: Number = degrees("north, WGS 84", LAT_RANGE)


class SiteTable(pa.DataFrameModel):
    """CNO locations."""

    site_id: Text = identity("unique text without spaces", Cell.PLACE_ID)
    name: Text = text("as it is shown", otherwise="the id")
    vr_code: Text = reference("safety region, VR01..VR25", "regions", required=True)
    gm_code: Text = reference("municipality, in that region", "municipalities", required=True)
    lon: Number = degrees("east, WGS 84", LON_RANGE)
    lat: Number = degrees("north, WGS 84", LAT_RANGE)
    tranche: Text = choice(Tranche, "which of the region's two times 225 places it counts against", default="base")
    places: Whole = whole("beds", required=True, unit="persons")
    occupied: Whole = whole("there tonight, not in households.csv", default=0, unit="persons")
    care_level: Whole = whole("the highest level it can serve", high=CARE_LEVELS[-1], default=0)
    care_minutes_used: Number = number(
        "care the present residents take", otherwise="`occupied` * `care_minutes[0]`", unit="minutes a day"
    )
    wheelchair_places: Whole = whole("for persons in a wheelchair", default=0, unit="persons")
    minors: Flag = flag("takes unaccompanied minors", default=False)
    status: Text = choice(SiteStatus, "takes people, could be opened, or does not", default="open")
    staff_fixed: Number = number("staff needed when in use, whatever its occupancy", default=0.0, unit="persons")
    open_cost: Number = number("counted when the plan opens it", otherwise="policy `effort.open_site`")
    opens_on: Day = day("first day with residents", otherwise="has opened")
    closes_on: Day = day("first day without residents; not before `opens_on`", otherwise="stays open")

    @pa.dataframe_check(name="closes_on", error="a date that is not before opens_on")
    @classmethod
    def closes_after_it_opens(cls, frame: pd.DataFrame) -> pd.Series:
        """A site does not close before it opens."""
        return _not_after(frame, "opens_on", "closes_on")


class RegionTable(pa.DataFrameModel):
    """What a safety region brings; a region that is not listed has the defaults."""

    vr_code: Text = reference("safety region, VR01..VR25", "regions", required=True, unique=True)
    base_places: Whole = whole("first tranche", otherwise="policy `base_places_per_region`", unit="places")
    additional_places: Whole = whole(
        "second tranche, on top", otherwise="policy `additional_places_per_region`", unit="places"
    )
    own_staff: Number = number("staff of the region itself", default=0.0, unit="persons")
    state_staff_max: Whole = whole("most the state supplies", otherwise="policy `staff_per_region`", unit="persons")
    hired_staff_max: Whole = whole("most that can be hired", default=0, unit="persons")
    care_minutes: Number = number("care the region can give", otherwise="unlimited", unit="minutes a day")


class HousingTable(pa.DataFrameModel):
    """Homes and interim places for status holders."""

    offer_id: Text = identity("unique text without spaces", Cell.PLACE_ID)
    gm_code: Text = reference("municipality", "municipalities", required=True)
    type: Text = choice(OfferType, "an interim facility is shared, the others take one household a unit", required=True)
    persons: Whole = whole("capacity of one unit, or of the whole interim facility", required=True, unit="persons")
    units: Whole = whole("homes like this one; an interim facility has 1", default=1)
    wheelchair: Flag = flag("fit for a wheelchair", default=False)
    available_on: Day = day("first day", otherwise="available")
    available_until: Day = day("first day it is no longer available", otherwise="stays available")

    @pa.dataframe_check(name="available_until", error="a date that is not before available_on")
    @classmethod
    def ends_after_it_begins(cls, frame: pd.DataFrame) -> pd.Series:
        """An offer does not end before it begins."""
        return _not_after(frame, "available_on", "available_until")


class BusTable(pa.DataFrameModel):
    """Buses with driver; without this table `buses_per_day` buses stand at the first origin."""

    bus_id: Text = identity("unique text")
    station_id: Text = reference("where it starts and ends the day", "origins.csv or sites.csv", required=True)
    seats: Whole = whole("passengers", low=1, default=50, unit="persons")
    wheelchair_positions: Whole = whole("of passengers in a wheelchair", default=2, unit="persons")


class TravelTable(pa.DataFrameModel):
    """Driving times that are known better than by great circle."""

    from_id: Text = reference("from", "origins.csv or sites.csv", required=True)
    to_id: Text = reference("to", "origins.csv or sites.csv", required=True)
    minutes: Number = number("driving time", required=True, unit="minutes")

    @pa.dataframe_check(name="to_id", error="each pair of places once")
    @classmethod
    def pairs_are_unique(cls, frame: pd.DataFrame) -> pd.Series:
        """A pair has one time."""
        return ~frame.duplicated(["from_id", "to_id"]) | frame["from_id"].isna() | frame["to_id"].isna()

    @pa.dataframe_check(name="minutes", error="0 from a place to itself")
    @classmethod
    def nothing_to_itself(cls, frame: pd.DataFrame) -> pd.Series:
        """Staying takes no time."""
        return ((frame["from_id"] != frame["to_id"]) | (frame["minutes"] == 0)).fillna(True).astype(bool)


TABLES: Final[dict[str, type[pa.DataFrameModel]]] = {
    "households": HouseholdTable,
    "origins": OriginTable,
    "sites": SiteTable,
    "regions": RegionTable,
    "housing": HousingTable,
    "buses": BusTable,
    "travel_times": TravelTable,
}
