"""Origins and CNO sites on the real map: where, how large, how full, and what each can serve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from typing import Any

from optimizer.scenario.dice import Dice, Wheel, shares
from optimizer.scenario.regions import MunicipalityFacts, municipality_facts, region_facts
from optimizer.scenario.sample.names import SiteNames
from optimizer.scenario.sample.options import SampleOptions

Row = dict[str, Any]  # columns of the contract; an empty cell is None

TER_APEL, BUDEL, ZEVENAAR, MARNEWAARD = "ter-apel", "budel", "zevenaar", "marnewaard"
# Registration centres and the waiting location of 2022, at the point of their postal code (GeoNames); Ter Apel
# first, as buses start there by default.
PROCESS_CENTRES = (
    (TER_APEL, "Aanmeldcentrum Ter Apel", 7.0572, 52.8754),
    (BUDEL, "Aanmeldcentrum Budel", 5.576, 51.2717),
    (ZEVENAAR, "COA Zevenaar (gezinshereniging)", 6.077, 51.9292),
    (MARNEWAARD, "Wachtlocatie Marnewaard", 6.2141, 53.3974),
)
# Towns with regular reception (azc), where status holders wait for a home.
REGULAR_CENTRES = (
    ("azc-almelo", "Azc Almelo", 6.6715, 52.3455),
    ("azc-almere", "Azc Almere", 5.2178, 52.3712),
    ("azc-den-helder", "Azc Den Helder", 4.7862, 52.9183),
    ("azc-drachten", "Azc Drachten", 6.0986, 53.1023),
    ("azc-dronten", "Azc Dronten", 5.727, 52.5229),
    ("azc-echt", "Azc Echt", 5.8743, 51.1054),
    ("azc-emmen", "Azc Emmen", 6.8954, 52.783),
    ("azc-gilze", "Azc Gilze", 4.939, 51.5434),
    ("azc-katwijk", "Azc Katwijk", 4.3988, 52.2027),
    ("azc-middelburg", "Azc Middelburg", 3.6287, 51.4893),
    ("azc-utrecht", "Azc Utrecht", 5.1017, 52.0685),
)

# Published sizes of locations and how often they are drawn (figures, part 8): the published ones, with the rota's
# 150 and its halves 75 the most usual.
SIZES = {25: 3, 50: 14, 65: 4, 75: 14, 100: 26, 120: 8, 150: 22, 175: 5, 200: 6, 225: 3, 330: 3}
TRANCHE_PLACES = 225
# Regions that were hundreds above their task, and that were short on both tranches, on 15 August 2022.
AHEAD = {"VR09", "VR10", "VR17"}
SHORT = {"VR07", "VR14", "VR19", "VR24"}
SITE_CARE = Wheel({0: 0.56, 1: 0.27, 2: 0.12, 3: 0.05})


@dataclass(slots=True)
class Tranches:
    """Places a region's sites hold of each tranche; more than was asked raises what is asked."""

    asked: int
    base: int = 0
    additional: int = 0

    def fit(self, size: int) -> tuple[str, int]:
        """The tranche and the size for a site of about `size` places: the first with room, a size that fits."""
        for places in sorted((s for s in SIZES if s <= size), reverse=True):
            if self.base + places <= self.asked:
                self.base += places
                return "base", places
            if self.additional + places <= self.asked:
                self.additional += places
                return "additional", places
        self.additional += size  # the region does more than was asked
        return "additional", size


@dataclass(frozen=True, slots=True)
class Places:
    """The sites with the tranches of each region, by region code."""

    sites: list[Row]
    tranches: dict[str, Tranches]


def make_origins() -> list[Row]:
    """Registration centres first, then the azc where status holders live."""
    return [
        {"origin_id": i, "name": name, "lon": lon, "lat": lat}
        for i, name, lon, lat in PROCESS_CENTRES + REGULAR_CENTRES
    ]


def make_sites(options: SampleOptions) -> Places:
    """As many sites as asked, region by region, at real municipalities' main towns."""
    dice, names = Dice(options.seed, "sites"), SiteNames()
    tranches = {r.code: Tranches(round(TRANCHE_PLACES * options.scale)) for r in region_facts()}
    sizes = Wheel(SIZES)
    sites: list[Row] = []
    width = max(3, len(str(options.sites)))
    for town in _towns(options.sites, dice):
        tranche, places = tranches[town.region].fit(sizes.spin(dice))
        care = SITE_CARE.spin(dice)
        sites.append(
            {
                "site_id": f"S{len(sites) + 1:0{width}d}",
                "name": names.new(town.town, places, care, dice),
                "vr_code": town.region,
                "gm_code": town.code,
                "lon": round(town.lon + dice.between(-0.02, 0.02), 5),
                "lat": round(town.lat + dice.between(-0.012, 0.012), 5),
                "tranche": tranche,
                "places": places,
                "occupied": 0,
                "care_level": care,
                "care_minutes_used": None,
                "wheelchair_places": _wheelchair_places(care, dice),
                "minors": dice.chance(0.2),
                "status": "open",
                "staff_fixed": 2 if places >= 100 and dice.chance(0.6) else None,
                "open_cost": None,
                "opens_on": None,
                "closes_on": None,
            }
        )
    _date_sites(sites, options)
    _fill_sites(sites, options)
    _serve_everybody(sites, options)
    return Places(sites, tranches)


def _towns(count: int, dice: Dice) -> Iterator[MunicipalityFacts]:
    """One municipality a site, region by region: the larger ones sooner, and again only when all had one."""
    weights = [1.4 if r.code in AHEAD else 0.8 if r.code in SHORT else 1.0 for r in region_facts()]
    for region, sites in zip(region_facts(), shares(count, weights), strict=True):
        own = [m for m in municipality_facts() if m.region == region.code]
        left: list[MunicipalityFacts] = []
        for _ in range(sites):
            left = left or own.copy()
            town = Wheel({m: sqrt(m.inhabitants) for m in left}).spin(dice)
            left.remove(town)
            yield town


def _wheelchair_places(care_level: int, dice: Dice) -> int:
    if care_level >= 2:
        return dice.whole(4, 12)
    return dice.whole(1, 6) if dice.chance(0.45) else 0


def _date_sites(sites: list[Row], options: SampleOptions) -> None:
    """Which sites close today, close soon, open soon, can open or are closed; each a share of all sites."""
    dice, today = Dice(options.seed, "site days"), options.date
    queue = dice.shuffled(sites)
    if options.kind == "peak":  # the second tranche was asked that month: it is what can open
        queue.sort(key=lambda site: site["tranche"] != "additional")

    def take(share: float) -> list[Row]:
        taken = queue[: round(share * len(sites))]
        del queue[: len(taken)]
        return taken

    for site in take(options.profile.can_open):
        site["status"] = "can_open"
        site["open_cost"] = dice.pick([None, None, 180, 300, 480])
    queue = dice.shuffled(queue)
    for site in take(0.03):
        site["closes_on"] = today  # its residents are to be moved today
    for site in take(0.05):
        site["closes_on"] = today + timedelta(days=dice.whole(1, 14))
    for site in take(0.04):
        site["opens_on"] = today + timedelta(days=dice.whole(1, 10))
    for site in take(0.03):
        site["status"] = "closed"
    for site in queue:
        site["opens_on"] = today - timedelta(days=dice.whole(7, 150)) if dice.chance(0.5) else None
        site["closes_on"] = today + timedelta(days=dice.whole(20, 180)) if dice.chance(0.4) else None


def _fill_sites(sites: list[Row], options: SampleOptions) -> None:
    """Residents of the sites that are open tonight and stay so; a few are full, or hold extra beds."""
    dice, profile = Dice(options.seed, "residents"), options.profile
    for site in sites:
        places, load = site["places"], dice.between(*profile.occupancy)
        full, extra = dice.chance(profile.full_sites), dice.whole(0, profile.extra_beds)
        if not _receives(site, options):
            continue
        site["occupied"] = places + extra if full else round(places * load)
        if site["care_level"] and dice.chance(0.5):  # residents who need more than the least care
            site["care_minutes_used"] = round(site["occupied"] * dice.between(2.0, 3.5))


def _receives(site: Row, options: SampleOptions) -> bool:
    """Whether a site has residents who stay: open since before today, and not closing today."""
    opens, today = site["opens_on"], options.date
    return bool(site["status"] == "open" and (opens is None or opens <= today) and site["closes_on"] != today)


def _serve_everybody(sites: list[Row], options: SampleOptions) -> None:
    """Let the emptiest open site serve every care level, minors and wheelchairs where no other does."""
    usable = [s for s in sites if _receives(s, options) and s["occupied"] < s["places"]]
    if not usable:
        return
    best = max(usable, key=lambda s: s["places"] - s["occupied"])
    if all(s["care_level"] != 3 for s in usable):
        best["care_level"] = 3
    if not any(s["minors"] for s in usable):
        best["minors"] = True
    if not any(s["wheelchair_places"] for s in usable):
        best["wheelchair_places"] = 4
