"""The tables beside the plan, read back; what cannot be read is named by file, row and column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from optimizer.plan.details.values import Arrivals, Bind, Details, Exchanged, Housed, RegionLimits, counted
from optimizer.plan.rows import Row, table_rows
from optimizer.scenario.entities import OfferType
from optimizer.scenario.faults import Fault, InputError

T = TypeVar("T")


def read_details(folder: Path) -> Details:
    """What the folder says of arrivals, housing and limits. InputError: every fault in the files that are there."""
    faults: list[Fault] = []
    details = Details(
        arrivals=_table(folder, "arrivals", _arrivals, faults),
        housed=_table(folder, "housed", _housed, faults),
        limits=_table(folder, "region_limits", _limits, faults),
        exchanged=_table(folder, "exchange_used", _exchanged, faults),
    )
    if faults:
        raise InputError(faults)
    return details


def _table(folder: Path, name: str, make: Callable[[Row], T], faults: list[Fault]) -> tuple[T, ...] | None:
    if not (folder / f"{name}.csv").exists():
        return None
    return tuple(make(row) for row in table_rows(folder, name, faults))


def _arrivals(row: Row) -> Arrivals:
    return Arrivals(
        site_id=row.text("site_id"),
        vr_code=row.text("vr_code"),
        trip_id=row.text("trip_id"),
        sequence=row.whole("sequence") if row.text("sequence") else None,
        origin_id=row.text("origin_id"),
        households=row.whole("households"),
        persons=row.whole("persons"),
        sizes=row.read("sizes", counted, "households by persons: 1:4;2:3", {}),
        care_levels=row.read("care_levels", counted, "persons by care level: 0:20;1:3", {}),
        wheelchairs=row.whole("wheelchairs"),
        minors_alone=row.whole("minors_alone"),
        relocated=row.whole("relocated"),
    )


def _housed(row: Row) -> Housed:
    return Housed(
        gm_code=row.text("gm_code"),
        vr_code=row.text("vr_code"),
        type=row.read("type", OfferType, ", ".join(OfferType), OfferType.HOME),
        units=row.whole("units"),
        offered=row.whole("offered"),
        units_used=row.whole("units_used"),
        households=row.whole("households"),
        persons=row.whole("persons"),
        linked_elsewhere=row.whole("linked_elsewhere"),
    )


def _exchanged(row: Row) -> Exchanged:
    return Exchanged(
        province=row.text("province"),
        linked_gm_code=row.text("linked_gm_code"),
        takes_cno_places=row.whole("takes_cno_places"),
        housed_gm_code=row.text("housed_gm_code"),
        gives_housing=row.whole("gives_housing"),
        households=row.whole("households"),
        persons=row.whole("persons"),
    )


def _limits(row: Row) -> RegionLimits:
    return RegionLimits(
        vr_code=row.text("vr_code"),
        base_places=row.whole("base_places"),
        additional_places=row.whole("additional_places"),
        base_used=row.whole("base_used"),
        additional_used=row.whole("additional_used"),
        own_staff=row.number("own_staff"),
        own_staff_max=row.number("own_staff_max"),
        state_staff_max=row.whole("state_staff_max"),
        hired_staff_max=row.whole("hired_staff_max"),
        staff_needed=row.number("staff_needed"),
        staff_fixed=row.number("staff_fixed"),
        people_per_staff=row.number("people_per_staff"),
        care_minutes_limit=row.number("care_minutes_limit") if row.text("care_minutes_limit") else None,
        room=row.whole("room"),
        binds=row.read("binds", _binds, ", ".join(Bind), ()),
    )


def _binds(text: str) -> tuple[Bind, ...]:
    return tuple(map(Bind, text.split(" ")))
