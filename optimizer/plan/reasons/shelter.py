"""Why an asylum-seeker household has no site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from optimizer.plan.decision import Decision
from optimizer.plan.plan import Reason
from optimizer.plan.reasons.listing import Detail, listed, one, pinned
from optimizer.plan.reasons.rides import Rides
from optimizer.plan.reasons.room import Room
from optimizer.scenario.entities import Household, Scenario, Site, Transport

Sites = Sequence[Site]
USED_UP = {
    "places": "places_used_up",
    "wheelchair_places": "wheelchair_places_used_up",
    "tranche_base": "tranche_used_up",
    "tranche_additional": "tranche_used_up",
    "staff": "staff_used_up",
    "care_minutes": "care_minutes_used_up",
}


class Shelter:
    """Answers for one plan; households that are alike are worked out once."""

    def __init__(self, scenario: Scenario, decision: Decision) -> None:
        self._scenario = scenario
        self._room = Room(scenario, decision.destination)
        self._rides = Rides(scenario, decision)
        self._known: dict[tuple[object, ...], Reason] = {}

    def why(self, household: Household) -> Reason:
        """The first thing that leaves no site for `household`: its needs, its journey, then what is used up."""
        h = household
        alike = (h.persons, h.care_level, h.wheelchairs, h.minor_alone, h.origin_id, h.pinned_to, h.not_to, h.transport)
        if alike not in self._known:
            self._known[alike] = self._why(h)
        return self._known[alike]

    def _why(self, household: Household) -> Reason:
        if household.pinned_to is None:
            return self._why_none_of(household, self._scenario.sites)
        sites = [site for site in self._scenario.sites if site.id == household.pinned_to]
        why = self._why_none_of(household, sites) if sites else Reason("not_a_site")
        return pinned(household.pinned_to, why)

    def _why_none_of(self, household: Household, sites: Sites) -> Reason:
        sites = [site for site in sites if site.usable(self._scenario.date)]
        if not sites:
            return Reason("no_usable_site")
        met: Detail = ()
        for need in _needs(household):
            left = [site for site in sites if need.met_by(site)]
            if not left:
                return Reason(need.code, (*need.detail(sites), *met))
            sites, met = left, (*met, *need.once_met)
        left = [site for site in sites if site.id not in household.not_to]
        if not left:
            return Reason("excluded_everywhere", (*listed("sites", (site.id for site in sites)), *met))
        return self._why_out_of_reach(household, left) or self._why_used_up(household, left)

    def _why_out_of_reach(self, household: Household, sites: Sites) -> Reason | None:
        if all(_needs_bus(household, site) for site in sites):
            return self._rides.why_none(household, sites)
        return None

    def _why_used_up(self, household: Household, sites: Sites) -> Reason:
        sites = [s for s in sites if not _needs_bus(household, s) or self._rides.reach(household, s.id)]
        blocked = {site.id: self._room.blocked_by(household, site) for site in sites}
        free = [site for site in sites if not blocked[site.id]]
        if not free:
            return self._used_up(household, sites, blocked)
        room_at = listed("room_at", (site.id for site in free))
        if any(not _needs_bus(household, site) or self._rides.room(household, site.id) for site in free):
            return Reason("room_left", room_at)
        return Reason("buses_used_up", (*one("persons", household.persons), *room_at))

    def _used_up(self, household: Household, sites: Sites, blocked: Mapping[str, Sequence[str]]) -> Reason:
        first = Counter(USED_UP[blocked[site.id][0]] for site in sites)
        code = max(dict.fromkeys(USED_UP.values()), key=lambda name: first[name])
        detail = one("persons", household.persons)
        for limit in USED_UP:
            stuck = [site for site in sites if blocked[site.id][0] == limit]
            by_site = limit in ("places", "wheelchair_places")
            detail += listed(limit, (site.id if by_site else site.region for site in stuck))
        most = max(sites, key=self._room.places)
        if self._room.places(most) > 0:
            detail += (*one("most_room", self._room.places(most)), *one("most_room_at", most.id))
        return Reason(code, detail)


def _needs_bus(household: Household, site: Site) -> bool:
    return household.transport is Transport.BUS and site.id != household.origin_id


class _Need:
    """One thing a household needs of a site, whoever else is there."""

    def __init__(
        self, code: str, met_by: Callable[[Site], bool], detail: Callable[[Sites], Detail], once_met: Detail
    ) -> None:
        self.code, self.met_by, self.detail, self.once_met = code, met_by, detail, once_met


def _needs(household: Household) -> tuple[_Need, ...]:
    h = household
    return (
        _Need(
            "no_care_level",
            lambda site: site.care_level >= h.care_level,
            lambda sites: (*one("needed", h.care_level), *one("highest", max(site.care_level for site in sites))),
            one("care_level", h.care_level) if h.care_level else (),
        ),
        _Need(
            "no_minor_place",
            lambda site: site.minors or not h.minor_alone,
            lambda _: (),
            one("minors", "true") if h.minor_alone else (),
        ),
        _Need(
            "no_wheelchair_place",
            lambda site: site.wheelchair_places >= h.wheelchairs,
            lambda sites: (*one("needed", h.wheelchairs), *one("most", max(s.wheelchair_places for s in sites))),
            one("wheelchairs", h.wheelchairs) if h.wheelchairs else (),
        ),
        _Need(
            "household_larger_than_any_place",
            lambda site: site.places >= h.persons,
            lambda sites: (*one("persons", h.persons), *one("largest", max(site.places for site in sites))),
            (),
        ),
    )
