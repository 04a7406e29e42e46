"""The generator of test scenarios: valid, repeatable, small where it says so, and rich in what it must cover."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from generate import ROOM, Size, Tightness, random_scenario

from optimizer.scenario.entities import OfferType, Policy, Scenario, SiteStatus, Transport
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample

TIGHTNESS: tuple[Tightness, ...] = tuple(ROOM)
KINDS: list[tuple[int, Size, Tightness]] = [
    *((seed, "tiny", TIGHTNESS[seed % 3]) for seed in range(1, 81)),
    *((seed, "small", TIGHTNESS[seed % 3]) for seed in range(1, 81)),
    *((seed, "mid", TIGHTNESS[seed % 3]) for seed in range(1, 13)),
]


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> list[Scenario]:
    """All of them are read from disk, so that an invalid one fails here with its faults."""
    folder = tmp_path_factory.mktemp("random")
    found = []
    for seed, size, tightness in KINDS:
        write_sample(random_scenario(seed, size, tightness), folder / f"{seed}-{size}")
        found.append(read_scenario(folder / f"{seed}-{size}"))
    return found


def test_same_seed_same_scenario() -> None:
    assert random_scenario(5, "mid", "tight") == random_scenario(5, "mid", "tight")
    assert random_scenario(5) != random_scenario(6)


def test_tiny_ones_can_be_enumerated(scenarios: list[Scenario]) -> None:
    tiny = [s for s, (_, size, _) in zip(scenarios, KINDS, strict=True) if size == "tiny"]
    assert max(len(s.households) for s in tiny) <= 6
    assert max(len(s.sites) for s in tiny) <= 4
    assert max(len(s.offers) for s in tiny) <= 3


def seats_differ(s: Scenario) -> bool:
    return len({b.seats for b in s.buses}) > 1 and len({b.station_id for b in s.buses}) > 1


def from_site(s: Scenario, today: Callable[[date], bool]) -> bool:
    """Whether someone is in a site that closes on such a day."""
    closing = {site.id for site in s.sites if site.closes_on and today(site.closes_on)}
    return any(h.origin_id in closing for h in s.households)


def overloaded(s: Scenario) -> bool:
    """Whether present residents alone exceed a tranche."""
    return any(
        sum(x.occupied for x in s.sites if (x.region, x.tranche) == (r.code, tranche)) > places
        for r in s.regions
        for tranche, places in (("base", r.base_places), ("additional", r.additional_places))
    )


def asymmetric(s: Scenario) -> bool:
    return any(s.travel_minutes.get((b, a), minutes) != minutes for (a, b), minutes in s.travel_minutes.items())


FEATURES: dict[str, Callable[[Scenario], bool]] = {
    "several origins": lambda s: len(s.origins) > 1,
    "people in a site that closes": lambda s: from_site(s, lambda day: day <= s.date),
    "people in a site that stays": lambda s: any(h.origin_id in {x.id for x in s.sites} for h in s.households),
    "a closed site with people": lambda s: any(
        x.status is SiteStatus.CLOSED and x.id in {h.origin_id for h in s.households} for x in s.sites
    ),
    "a site that can open at a cost": lambda s: any(
        x.status is SiteStatus.CAN_OPEN and x.open_cost != s.policy.effort.open_site for x in s.sites
    ),
    "a site that opens later": lambda s: any(x.opens_on and x.opens_on > s.date for x in s.sites),
    "an overfull site": lambda s: any(x.occupied > x.places for x in s.sites),
    "an overloaded tranche": overloaded,
    "fixed staff": lambda s: any(x.staff_fixed % 1 for x in s.sites),
    "hired staff": lambda s: any(r.hired_staff_max for r in s.regions),
    "no staff": lambda s: any(
        r.own_staff + r.state_staff_max + r.hired_staff_max == 0
        for r in s.regions
        if r.code in {x.region for x in s.sites}
    ),
    "care limits": lambda s: any(r.care_minutes is not None for r in s.regions),
    "wheelchairs": lambda s: any(h.wheelchairs for h in s.households) and any(x.wheelchair_places for x in s.sites),
    "minors": lambda s: any(h.minor_alone for h in s.households) and any(x.minors for x in s.sites),
    "priorities": lambda s: {h.priority for h in s.households} == {0, 1, 2},
    "groups": lambda s: len([h for h in s.households if h.group_id]) > len({h.group_id for h in s.households}),
    "a pin to the wrong kind of place": lambda s: any(
        h.seeks_asylum == (h.pinned_to in {o.id for o in s.offers}) for h in s.households if h.pinned_to
    ),
    "a pin": lambda s: any(h.seeks_asylum and h.pinned_to in {x.id for x in s.sites} for h in s.households),
    "not_to": lambda s: any(len(h.not_to) > 1 for h in s.households),
    "own transport": lambda s: any(h.seeks_asylum and h.transport is Transport.OWN for h in s.households),
    "buses of several seats and stations": seats_differ,
    "a bus at a site": lambda s: bool({b.station_id for b in s.buses} & {x.id for x in s.sites}),
    "more buses than may drive": lambda s: len(s.buses) > s.policy.buses_per_day > 0,
    "no bus at all": lambda s: s.policy.buses_per_day == 0,
    "the default fleet": lambda s: any("usual buses" in warning for warning in s.warnings),
    "a household larger than any bus": lambda s: any(
        h.seeks_asylum and h.persons > max((b.seats for b in s.buses), default=0) for h in s.households
    ),
    "asymmetric times": asymmetric,
    "homes": lambda s: any(o.units > 1 for o in s.offers),
    "interim places": lambda s: any(o.type is OfferType.INTERIM for o in s.offers),
    "offers not available": lambda s: any(not o.available(s.date) for o in s.offers),
    "interim only in the municipality": lambda s: not s.policy.interim_in_region,
    "status holders not ready": lambda s: any(not h.seeks_asylum and not h.ready(s.date) for h in s.households),
    "status holders overdue": lambda s: any(h.overdue(s.date, s.policy.weeks_to_house) for h in s.households),
    "status holders due exactly today": lambda s: any(
        h.linked_on is not None and (s.date - h.linked_on).days == 7 * s.policy.weeks_to_house for h in s.households
    ),
    "status holders without municipality": lambda s: any(
        not h.seeks_asylum and h.linked_municipality is None for h in s.households
    ),
    "no households": lambda s: not s.households,
    "no homes": lambda s: not s.offers and bool(s.households),
    "policy of its own": lambda s: s.policy.people_per_staff != Policy().people_per_staff,
    "effort of its own": lambda s: s.policy.effort != Policy().effort,
}


@pytest.mark.parametrize("feature", FEATURES)
def test_every_feature_of_the_contract_occurs(feature: str, scenarios: list[Scenario]) -> None:
    assert sum(map(FEATURES[feature], scenarios)) >= 2


def test_folders_are_named_by_what_is_in_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from generate import main

    monkeypatch.setattr("sys.argv", ["generate", str(tmp_path / "many"), "--count", "3", "--size", "tiny"])
    main()
    assert [folder.name[:10] for folder in sorted((tmp_path / "many").iterdir())] == [
        f"0000{i}-tiny" for i in (1, 2, 3)
    ]
