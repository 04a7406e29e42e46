"""The tables of several days: what is expected, and what changes, after the day that is planned."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from optimizer.scenario.entities import CARE_LEVELS, PRIORITIES
from optimizer.scenario.tables.columns import (
    NUMBER_LIMIT,
    Day,
    Flag,
    Number,
    Text,
    Whole,
    day,
    flag,
    not_after,
    number,
    reference,
    text,
    whole,
)


def _once(frame: pd.DataFrame, *columns: str) -> pd.Series:
    """Row by row, whether no earlier row has the same values; an empty cell is like no other."""
    return ~frame.duplicated(list(columns)) | frame[list(columns)].isna().any(axis=1)


class InflowTable(pa.DataFrameModel):
    """Expected arrivals of asylum seekers; those of the first day are in households.csv."""

    date: Day = day("the day they arrive", required=True)
    origin_id: Text = reference("where they arrive", "origins.csv", required=True)
    persons: Number = number("expected; decimals are fine", required=True, unit="persons")


class MixTable(pa.DataFrameModel):
    """What the expected households are like; without rows, the built-in composition."""

    persons: Whole = whole("everybody counts, babies too", low=1, required=True, unit="persons")
    care_level: Whole = whole("the care the household needs", high=CARE_LEVELS[-1], default=0)
    wheelchairs: Whole = whole("of them in a wheelchair; at most `persons`", default=0, unit="persons")
    minor_alone: Flag = flag("an unaccompanied minor", default=False)
    priority: Whole = whole("2 is the most urgent", high=PRIORITIES[-1], default=0)
    share: Number = number("of the expected households, not persons; all rows together are 1", required=True)

    @pa.dataframe_check(name="wheelchairs", error="no more wheelchairs than persons")
    @classmethod
    def wheelchairs_have_users(cls, frame: pd.DataFrame) -> pd.Series:
        """No more wheelchairs than persons."""
        return (frame["wheelchairs"] <= frame["persons"]).fillna(True).astype(bool)


class CoaTable(pa.DataFrameModel):
    """Places in regular reception, temporary large facilities included, for people in the CNO or waiting for it."""

    date: Day = day("the day they come free; what is not used stays free", required=True)
    places: Number = number("that come free that day", required=True, unit="persons")


class StatusInflowTable(pa.DataFrameModel):
    """Status holders who become ready for a home; those of the first day are in households.csv."""

    date: Day = day("the day they are ready", required=True)
    gm_code: Text = reference("the municipality they are linked to", "municipalities", required=True)
    persons: Number = number("expected; decimals are fine", required=True, unit="persons")


class RegionDaysTable(pa.DataFrameModel):
    """How a safety region's figures change, so that reception is built up or run down."""

    vr_code: Text = reference("safety region, VR01..VR25", "regions", required=True)
    from_: Day = day("first day with these figures", required=True, alias="from")
    base_places: Whole = whole("first tranche", otherwise="unchanged", unit="places")
    additional_places: Whole = whole("second tranche, on top", otherwise="unchanged", unit="places")
    own_staff: Number = number("staff of the region itself", otherwise="unchanged", unit="persons")
    state_staff_max: Whole = whole("most the state supplies", otherwise="unchanged", unit="persons")
    hired_staff_max: Whole = whole("most that can be hired", otherwise="unchanged", unit="persons")
    care_minutes: Number = number("care the region can give", otherwise="unchanged", unit="minutes a day")

    @pa.dataframe_check(name="from", error="each region and day once")
    @classmethod
    def days_are_unique(cls, frame: pd.DataFrame) -> pd.Series:
        """A region has one set of figures a day."""
        return _once(frame, "vr_code", "from")


class TargetTable(pa.DataFrameModel):
    """Targets (taakstelling): status holders each municipality is to house in a period, mostly a half-year."""

    gm_code: Text = reference("municipality", "municipalities", required=True)
    from_: Day = day("first day of the period", required=True, alias="from")
    until: Day = day("last day of the period", required=True)
    target: Whole = whole("to be housed in the period, backlog included", required=True, unit="persons")
    realised: Whole = whole("housed in the period before the first day of the plan", default=0, unit="persons")

    @pa.dataframe_check(name="from", error="each municipality and first day once")
    @classmethod
    def periods_are_unique(cls, frame: pd.DataFrame) -> pd.Series:
        """A municipality has one target a period."""
        return _once(frame, "gm_code", "from")

    @pa.dataframe_check(name="until", error="a date that is not before from")
    @classmethod
    def ends_after_it_begins(cls, frame: pd.DataFrame) -> pd.Series:
        """A period does not end before it begins."""
        return not_after(frame, "from", "until")


class ExchangeTable(pa.DataFrameModel):
    """Which municipalities of one province trade CNO places against housing (with `exchange` in the policy)."""

    gm_code: Text = reference("municipality", "municipalities", required=True, unique=True)
    takes_cno_places: Whole = whole(
        "CNO places it takes for others of its province, who house status holders for it", default=0, unit="persons"
    )
    gives_housing: Whole = whole(
        "status holders linked to others of its province whom it can house for them", default=0, unit="persons"
    )
    province: Text = text("as CBS writes it; the municipality's own", otherwise="the municipality's province")


class RealisedTable(pa.DataFrameModel):
    """What `cno targets --realised` reads: how far municipalities are; no table of a scenario."""

    gm_code: Text = reference("municipality", "municipalities", required=True, unique=True)
    realised: Whole = whole("status holders housed in the period so far", default=0, unit="persons")
    backlog: Whole = whole(
        "short of earlier targets when the period began; negative: ahead", low=-NUMBER_LIMIT, default=0, unit="persons"
    )
