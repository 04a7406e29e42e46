"""The five level values of a tiny scenario by trying everything; plain arithmetic, nothing of the product's solver."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from itertools import combinations, permutations, product
from math import ceil, inf

from optimizer.scenario.entities import Household, Offer, Scenario, SiteStatus, Tranche, Transport
from optimizer.scenario.travel import Travel

EPS = 1e-9


def best_levels(scenario: Scenario) -> tuple[float, float, float, float, float]:
    """Unsheltered, unhoused, displaced, uneven and effort of the best plan there is."""
    unhoused, elsewhere = _housing(scenario)
    unsheltered, spread, uneven, effort = best_shelter(scenario)
    return unsheltered, unhoused, elsewhere + spread, uneven, effort


def best_shelter(scenario: Scenario) -> tuple[float, float, float, float]:
    """The asylum seekers' part: unsheltered, persons of spread groups, uneven and effort."""
    return _Shelter(scenario).best()


def _housing(scenario: Scenario) -> tuple[float, float]:
    policy, today = scenario.policy, scenario.date
    holders = [h for h in scenario.households if not h.seeks_asylum and h.ready(today)]
    region = scenario.region_of_municipality
    best = (inf, inf)

    trading = {side.municipality: side for side in scenario.horizon.exchanges}

    def trades(h: Household, f: Offer) -> bool:
        linked, town = trading.get(h.linked_municipality or ""), trading.get(f.municipality)
        return linked is not None and town is not None and linked.province == town.province

    def own(h: Household, f: Offer) -> bool:
        return f.municipality == h.linked_municipality or (
            f.shared
            and policy.interim_in_region
            and h.linked_municipality is not None
            and region.get(f.municipality) is not None
            and region.get(f.municipality) == region.get(h.linked_municipality)
        )

    def fits(h: Household, f: Offer) -> bool:
        near = own(h, f) or trades(h, f)
        wished = h.pinned_to in (None, f.id) and f.id not in h.not_to
        return near and wished and f.available(today) and (f.wheelchair or not h.wheelchairs)

    options = [[None, *(f for f in scenario.offers if fits(h, f))] for h in holders]
    for choice in product(*options):
        placed: dict[str, list[int]] = defaultdict(list)
        for h, f in zip(holders, choice, strict=True):
            if f is not None:
                placed[f.id].append(h.persons)
        offers = {f.id: f for f in scenario.offers}
        full = any(
            sum(got) > offers[i].persons * offers[i].units
            if offers[i].shared
            else len(got) > offers[i].units or max(got) > offers[i].persons
            for i, got in placed.items()
        )
        elsewhere, for_others = Counter[str](), Counter[str]()
        for h, f in zip(holders, choice, strict=True):
            if f is not None and not own(h, f):
                elsewhere[str(h.linked_municipality)] += h.persons
                for_others[f.municipality] += h.persons
        full = full or any(elsewhere[code] > trading[code].takes_cno_places for code in elsewhere)
        full = full or any(for_others[code] > trading[code].gives_housing for code in for_others)
        if full:
            continue
        out = sum(
            h.persons * (2 if h.overdue(today, policy.weeks_to_house) else 1)
            for h, f in zip(holders, choice, strict=True)
            if f is None
        )
        pairs = zip(holders, choice, strict=True)
        away = sum(h.persons for h, f in pairs if f and f.municipality != h.linked_municipality)
        best = min(best, (out, away))
    return best


class _Shelter:
    def __init__(self, scenario: Scenario) -> None:
        self.s = scenario
        self.travel = Travel(scenario)
        self.seekers = [h for h in scenario.households if h.seeks_asylum]
        self.sites = {site.id: site for site in scenario.sites}
        self.best_drive = cache(self._best_drive)

    def best(self) -> tuple[float, float, float, float]:
        choices = []
        for choice in product(*[self._options(h) for h in self.seekers]):
            value = self._value(choice)
            if value is not None:
                choices.append((value, choice))
        choices.sort(key=lambda pair: pair[0])
        best = (inf, inf, inf, inf)
        for value, choice in choices:
            if value >= best:
                break
            riders = tuple(
                (h.id, site)
                for h, site in zip(self.seekers, choice, strict=True)
                if site is not None and h.transport is Transport.BUS and h.origin_id != site
            )
            drive = self.best_drive(riders)
            if drive < inf:
                best = min(best, (*value[:3], value[3] + self.s.policy.effort.drive_minute * drive))
        return best

    def _options(self, h: Household) -> list[str | None]:
        return [None] + [
            site.id
            for site in self.s.sites
            if site.usable(self.s.date)
            and h.care_level <= site.care_level
            and h.wheelchairs <= site.wheelchair_places
            and (site.minors or not h.minor_alone)
            and h.pinned_to in (None, site.id)
            and site.id not in h.not_to
        ]

    def _value(self, choice: tuple[str | None, ...]) -> tuple[float, float, float, float] | None:
        """The levels without driving, or None when a rule other than the buses' is broken."""
        s, weights = self.s, self.s.policy.effort
        arrivals, wheels, care = Counter[str](), Counter[str](), Counter[str]()
        groups: dict[str, Counter[str]] = defaultdict(Counter)
        out = effort = 0.0
        for h, there in zip(self.seekers, choice, strict=True):
            if there is None:
                out += h.persons * s.policy.priority_weights[h.priority]
                continue
            site = self.sites[there]
            arrivals[there] += h.persons
            wheels[there] += h.wheelchairs
            care[site.region] += h.persons * s.policy.care_minutes[h.care_level]
            if h.group_id:
                groups[h.group_id][site.region] += h.persons
            left = self.sites.get(h.origin_id)
            if left and left.id != there and not left.closing(s.date):
                effort += weights.relocation * h.persons * (1 + h.moves)
            if h.transport is Transport.OWN:
                effort += weights.own_minute * self.travel.minutes(h.origin_id, there)
        for i, persons in arrivals.items():
            site = self.sites[i]
            if persons + site.occupied > site.places or wheels[i] > site.wheelchair_places:
                return None
            if site.status is SiteStatus.CAN_OPEN:
                effort += site.open_cost
        uneven = 0.0
        for region in s.regions:
            mine = [site for site in s.sites if site.region == region.code]
            here = self._region(region, mine, arrivals, care[region.code])
            if here is None:
                return None
            uneven, effort = uneven + here[0], effort + here[1]
        spread = sum(sum(g.values()) - max(g.values()) for g in groups.values())
        return out, spread, round(uneven, 9), effort

    def _region(self, region, mine, arrivals, care):  # type: ignore[no-untyped-def]  # entities, as in _value
        s, weights = self.s, self.s.policy.effort
        new = sum(arrivals[site.id] for site in mine)
        for tranche, most in ((Tranche.BASE, region.base_places), (Tranche.ADDITIONAL, region.additional_places)):
            inside = [site for site in mine if site.tranche is tranche]
            if sum(arrivals[x.id] for x in inside) and sum(arrivals[x.id] + x.occupied for x in inside) > most:
                return None
        care_used = sum(x.care_minutes_used for x in mine) + care
        if new and region.care_minutes is not None and care_used > region.care_minutes + EPS:
            return None
        total = sum(arrivals[x.id] + x.occupied for x in mine)
        need = sum(x.staff_fixed for x in mine if arrivals[x.id] + x.occupied > 0) + total / s.policy.people_per_staff
        short = need - region.own_staff
        if short > region.state_staff_max + region.hired_staff_max + EPS:
            if new:
                return None
            state, hired = region.state_staff_max, region.hired_staff_max
        else:
            people = max(0, ceil(short - EPS))
            cheap_state = weights.state_staff <= weights.hired_staff
            first = min(people, region.state_staff_max if cheap_state else region.hired_staff_max)
            state, hired = (first, people - first) if cheap_state else (people - first, first)
        k = region.places
        uneven = sum(b * b * min(max(total - b * k / 10, 0), k / 10) for b in range(10)) + 81 * max(0, total - k)
        return uneven, weights.state_staff * state + weights.hired_staff * hired

    def _best_drive(self, riders: tuple[tuple[str, str], ...]) -> float:
        """Least minutes to carry the riders (household, site), or inf when the buses cannot."""
        if not riders:
            return 0.0
        household = {h.id: h for h in self.seekers}
        alike = Counter((b.station_id, b.seats, b.wheelchair_positions) for b in self.s.buses)
        kinds = list(alike)
        full = (1 << len(riders)) - 1
        origin = [household[h].origin_id for h, _ in riders]
        persons = [household[h].persons for h, _ in riders]
        wheels = [household[h].wheelchairs for h, _ in riders]

        def trips(mask: int, seats: int, positions: int) -> list[tuple[int, str, tuple[str, ...]]]:
            members = [i for i in range(len(riders)) if mask >> i & 1]
            found = []
            for size in range(1, len(members) + 1):
                for some in combinations(members, size):
                    stops = {riders[i][1] for i in some}
                    if (
                        len({origin[i] for i in some}) == 1
                        and len(stops) <= 3
                        and sum(persons[i] for i in some) <= seats
                        and sum(wheels[i] for i in some) <= positions
                    ):
                        bits = sum(1 << i for i in some)
                        found += [(bits, origin[some[0]], order) for order in permutations(sorted(stops))]
            return found

        duty: list[dict[int, float]] = []
        for station, seats, positions in kinds:
            best: dict[int, float] = {}
            all_trips = trips(full, seats, positions)
            stack = [(0, station, 0.0, 0.0)]
            while stack:
                done, at, drive, service = stack.pop()
                home = drive + self.travel.minutes(at, station)
                if done and self._in_time(home, service):
                    best[done] = min(best.get(done, inf), home)
                for bits, start, order in all_trips:
                    if bits & done:
                        continue
                    leg, here = drive + self.travel.minutes(at, start), start
                    for stop in order:
                        leg, here = leg + self.travel.minutes(here, stop), stop
                    more = service + self.s.policy.load_minutes + len(order) * self.s.policy.stop_minutes
                    if leg <= self.s.policy.max_drive_minutes + EPS:
                        stack.append((done | bits, here, leg, more))
            duty.append(best)

        @cache
        def share(mask: int, k: int, left_of_kind: int, left: int) -> float:
            if not mask:
                return 0.0
            if k == len(kinds) or not left:
                return inf
            of_next_kind = alike[kinds[k + 1]] if k + 1 < len(kinds) else 0
            least = share(mask, k + 1, of_next_kind, left)
            if left_of_kind:
                for sub, minutes in duty[k].items():
                    if sub & mask == sub:
                        least = min(least, minutes + share(mask ^ sub, k, left_of_kind - 1, left - 1))
            return least

        return share(full, 0, alike[kinds[0]] if kinds else 0, self.s.policy.buses_per_day) if kinds else inf

    def _in_time(self, drive: float, service: float) -> bool:
        policy = self.s.policy
        duty = drive + service + 45 * (drive // 270)
        return drive <= policy.max_drive_minutes + EPS and duty <= policy.max_duty_minutes + EPS
