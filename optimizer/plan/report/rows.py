"""The rows of the sheets that are one table each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from optimizer.plan.details.values import RegionLimits
from optimizer.plan.plan import Outcome, RegionTally, Stop, Trip
from optimizer.plan.report.day import ReportDay
from optimizer.plan.report.explain import EXPLAINED
from optimizer.plan.report.texts import BINDS, KINDS, SITE_STATUSES, TRANCHES
from optimizer.plan.texts import OUTCOMES, Lang, reason_text
from optimizer.scenario.entities import Household, Kind

Row = tuple[object, ...]


def region_rows(day: ReportDay) -> Iterator[Row]:
    """Every region with what it holds, how many more can come, and what stops the next one."""
    for tally in day.plan.regions:
        limits = day.limits[tally.vr_code]
        people = (tally.places, tally.occupied_before, tally.arrivals, tally.occupied_after, load(tally))
        room = (limits.room, binds_text(limits, day.lang))
        yield (tally.vr_code, tally.name, *people, *room, "; ".join(day.overloads(tally)) or None)


def capacity_rows(day: ReportDay) -> Iterator[Row]:
    """Every region with the staff and care that it needs, and the most it can have."""
    for tally in day.plan.regions:
        limits = day.limits[tally.vr_code]
        staff = (
            limits.staff_needed,
            tally.own_staff,
            tally.state_staff,
            limits.state_staff_max,
            tally.hired_staff,
            limits.hired_staff_max,
        )
        yield (tally.vr_code, tally.name, *staff, tally.care_minutes_used, limits.care_minutes_limit)


def load(tally: RegionTally) -> float | None:
    """Residents tonight as a share of the agreed places; None where none are agreed."""
    return tally.occupied_after / tally.places if tally.places else None


def binds_text(limits: RegionLimits, lang: Lang) -> str:
    """What stops the next person, in words."""
    return ", ".join(BINDS[bind][lang] for bind in limits.binds)


def site_rows(day: ReportDay) -> Iterator[Row]:
    """Every site, before and after."""
    for site, tally in day.sites:
        town = day.towns.get(site.municipality, site.municipality)
        kind = (TRANCHES[site.tranche][day.lang], SITE_STATUSES[site.status][day.lang])
        people = (tally.places, tally.occupied_before, tally.arrivals, tally.occupied_after)
        where = (site.id, site.name, day.regions[site.region], town)
        serves = (site.care_level, site.wheelchair_places, site.minors)
        yield (*where, *kind, tally.in_use, tally.opened, site.closes_on, *people, day.free(site, tally), *serves)


def municipality_rows(day: ReportDay) -> Iterator[Row]:
    """Housing of status holders, by municipality, in persons."""
    for gm_code, name, vr_code, *persons in day.municipalities:
        yield (gm_code, name, day.regions.get(str(vr_code)), *persons)


def exchange_rows(day: ReportDay) -> Iterator[Row]:
    """Status holders whom one municipality houses for another, against CNO places."""
    for pair in day.exchanged or ():
        linked, housed = (day.towns.get(code, code) for code in (pair.linked_gm_code, pair.housed_gm_code))
        limits = (pair.province, linked, pair.takes_cno_places, housed, pair.gives_housing)
        yield (*limits, pair.households, pair.persons)


def trip_rows(day: ReportDay) -> Iterator[Row]:
    """Every stop of every trip."""
    for trip in day.plan.trips:
        for number, stop in enumerate(trip.stops, 1):
            yield (*_ride(day, trip, stop, number), stop.persons, trip.persons, trip.drive_minutes)


def rider_rows(day: ReportDay) -> Iterator[Row]:
    """Every household that rides a bus, trip by trip and stop by stop."""
    riders: dict[tuple[str, str], list[Household]] = {}
    for household, assignment in day.outcomes():
        riders.setdefault((assignment.trip_id, assignment.destination_id), []).append(household)
    for trip in day.plan.trips:
        for number, stop in enumerate(trip.stops, 1):
            for household in riders.get((trip.trip_id, stop.site_id), []):
                yield (*_ride(day, trip, stop, number), household.id, *_needs(household))


def _ride(day: ReportDay, trip: Trip, stop: Stop, number: int) -> Row:
    start, end = day.names[trip.origin_id], day.names[stop.site_id]
    return (trip.trip_id, trip.bus_id, start, trip.departs, number, end, stop.arrives)


def _needs(household: Household) -> Row:
    return (household.persons, household.care_level, household.wheelchairs, household.minor_alone)


def household_rows(day: ReportDay) -> Iterator[Row]:
    """Every household and where it goes."""
    for h, a in day.outcomes():
        name = day.names.get(a.destination_id) if a.outcome is Outcome.SITE else None
        town = day.towns.get(a.gm_code, a.gm_code) or None
        goes = (a.destination_id or None, name, day.regions.get(a.vr_code), town, a.trip_id or None)
        yield (h.id, KINDS[h.kind][day.lang], *_needs(h), _origin(day, h), OUTCOMES[a.outcome][day.lang], *goes)


def unplaced_rows(day: ReportDay) -> Iterator[Row]:
    """Every household without a place, asylum seekers first: why, and what can be done."""
    first = sorted(day.plan.unplaced, key=lambda u: u.kind != Kind.ASYLUM_SEEKER)
    for unplaced in first:
        h = day.households[unplaced.household_id]
        town = day.towns.get(h.linked_municipality or "", h.linked_municipality)
        reason = unplaced.reason
        why = (reason_text(reason, day.lang, day.names), EXPLAINED[reason.code].to_do[day.lang], reason.code)
        yield (h.id, KINDS[h.kind][day.lang], h.persons, h.care_level, _origin(day, h), town, *why)


def _origin(day: ReportDay, household: Household) -> str | None:
    return day.names.get(household.origin_id, household.origin_id) or None


def reason_rows(day: ReportDay) -> Iterator[Row]:
    """Every reason there is in plain words, those of today first, with how many it holds back today."""
    households, persons = Counter[str](), Counter[str]()
    for unplaced in day.plan.unplaced:
        households[unplaced.reason.code] += 1
        persons[unplaced.reason.code] += unplaced.persons
    for code, explained in sorted(EXPLAINED.items(), key=lambda item: not households[item[0]]):
        yield (code, explained.means[day.lang], explained.to_do[day.lang], households[code], persons[code])
