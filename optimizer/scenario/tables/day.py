"""The tables of one day."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from optimizer.scenario.entities import CARE_LEVELS, PRIORITIES, Kind, OfferType, SiteStatus, Tranche, Transport
from optimizer.scenario.reading.cells import Cell
from optimizer.scenario.tables.columns import (
    LAT_RANGE,
    LON_RANGE,
    Day,
    Flag,
    Ids,
    Number,
    Text,
    Whole,
    any_cell,
    choice,
    day,
    degrees,
    flag,
    identity,
    not_after,
    number,
    reference,
    text,
    whole,
)


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
    group_id: Text = any_cell(Cell.ID, "households with the same one want the same region")
    moves: Whole = whole("how often it was moved before", default=0)
    pinned_to: Text = reference("the place the planner decided", "sites.csv or housing.csv")
    not_to: Ids = any_cell(Cell.IDS, "places it never goes to", to="sites.csv or housing.csv")
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
        return not_after(frame, "opens_on", "closes_on")


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
        return not_after(frame, "available_on", "available_until")


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
