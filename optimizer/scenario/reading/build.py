"""Checked tables to the entities of a Scenario, with the defaults that depend on other values; nothing can fail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optimizer.scenario.entities import (
    Bus,
    Household,
    Kind,
    Offer,
    OfferType,
    Origin,
    Policy,
    Region,
    Site,
    SiteStatus,
    Tranche,
    Transport,
)
from optimizer.scenario.reading.checking import CheckedTable
from optimizer.scenario.regions import region_facts

DEFAULT_SEATS, DEFAULT_POSITIONS = 50, 2


def households_of(table: CheckedTable) -> tuple[Household, ...]:
    """In the order of the table."""
    return tuple(_household(row) for row in table.rows())


def _household(row: dict[str, Any]) -> Household:
    kind = Kind(row["kind"])
    usual = Transport.BUS if kind is Kind.ASYLUM_SEEKER else Transport.OWN
    return Household(
        id=row["household_id"],
        kind=kind,
        persons=row["persons"],
        care_level=row["care_level"],
        wheelchairs=row["wheelchairs"],
        minor_alone=row["minor_alone"],
        priority=row["priority"],
        origin_id=row["origin_id"] or "",
        arrived_on=row["arrived_on"],
        linked_municipality=row["linked_municipality"],
        linked_on=row["linked_on"],
        ready_on=row["ready_on"],
        group_id=row["group_id"],
        moves=row["moves"],
        pinned_to=row["pinned_to"],
        not_to=frozenset(row["not_to"] or ()),
        transport=Transport(row["transport"] or usual),
    )


def origins_of(table: CheckedTable) -> tuple[Origin, ...]:
    """In the order of the table."""
    return tuple(Origin(r["origin_id"], r["name"] or r["origin_id"], r["lon"], r["lat"]) for r in table.rows())


def sites_of(table: CheckedTable, policy: Policy) -> tuple[Site, ...]:
    """In the order of the table."""
    return tuple(_site(row, policy) for row in table.rows())


def _site(row: dict[str, Any], policy: Policy) -> Site:
    return Site(
        id=row["site_id"],
        name=row["name"] or row["site_id"],
        region=row["vr_code"],
        municipality=row["gm_code"],
        lon=row["lon"],
        lat=row["lat"],
        tranche=Tranche(row["tranche"]),
        places=row["places"],
        occupied=row["occupied"],
        care_level=row["care_level"],
        care_minutes_used=_or(row["care_minutes_used"], row["occupied"] * policy.care_minutes[0]),
        wheelchair_places=row["wheelchair_places"],
        minors=row["minors"],
        status=SiteStatus(row["status"]),
        staff_fixed=row["staff_fixed"],
        open_cost=_or(row["open_cost"], policy.effort.open_site),
        opens_on=row["opens_on"],
        closes_on=row["closes_on"],
    )


def regions_of(table: CheckedTable, policy: Policy) -> tuple[Region, ...]:
    """All 25, VR01 first; a region that is not listed has the defaults."""
    listed = {row["vr_code"]: row for row in table.rows()}
    return tuple(_region(facts.code, facts.name, listed.get(facts.code, {}), policy) for facts in region_facts())


def _region(code: str, name: str, row: Mapping[str, Any], policy: Policy) -> Region:
    return Region(
        code=code,
        name=name,
        base_places=_or(row.get("base_places"), policy.base_places_per_region),
        additional_places=_or(row.get("additional_places"), policy.additional_places_per_region),
        own_staff=_or(row.get("own_staff"), 0.0),
        state_staff_max=_or(row.get("state_staff_max"), policy.staff_per_region),
        hired_staff_max=_or(row.get("hired_staff_max"), 0),
        care_minutes=row.get("care_minutes"),
    )


def offers_of(table: CheckedTable) -> tuple[Offer, ...]:
    """In the order of the table."""
    return tuple(
        Offer(
            id=row["offer_id"],
            municipality=row["gm_code"],
            type=OfferType(row["type"]),
            persons=row["persons"],
            units=row["units"],
            wheelchair=row["wheelchair"],
            available_on=row["available_on"],
            available_until=row["available_until"],
        )
        for row in table.rows()
    )


def buses_of(table: CheckedTable, origins: tuple[Origin, ...], policy: Policy) -> tuple[Bus, ...]:
    """The listed buses; without any, `buses_per_day` of the default kind at the first origin, if there is one."""
    if len(table):
        return tuple(Bus(r["bus_id"], r["station_id"], r["seats"], r["wheelchair_positions"]) for r in table.rows())
    if not origins:
        return ()
    digits = max(2, len(str(policy.buses_per_day)))
    return tuple(
        Bus(f"BUS{number:0{digits}}", origins[0].id, DEFAULT_SEATS, DEFAULT_POSITIONS)
        for number in range(1, policy.buses_per_day + 1)
    )


def travel_of(table: CheckedTable) -> dict[tuple[str, str], float]:
    """Minutes of the listed pairs."""
    return {(row["from_id"], row["to_id"]): row["minutes"] for row in table.rows()}


def _or(value: Any, default: Any) -> Any:
    return default if value is None else value
