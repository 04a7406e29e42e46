"""Minutes between places: listed ones first, else by great circle (contract, travel_times.csv)."""

from __future__ import annotations

from math import asin, ceil, cos, radians, sin, sqrt

from optimizer.scenario.entities import Scenario

EARTH_RADIUS_KM = 6371.0088  # mean radius R1 of GRS 80 (Moritz 2000, doi:10.1007/s001900050278)
ROAD_FACTOR = 1.25
SPEED_KMH = 80


def great_circle_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Distance in kilometres over a sphere between two points in degrees (WGS 84), by haversine."""
    (la, lo), (lb, lp) = (radians(lat_a), radians(lon_a)), (radians(lat_b), radians(lon_b))
    h = sin((lb - la) / 2) ** 2 + cos(la) * cos(lb) * sin((lp - lo) / 2) ** 2
    return EARTH_RADIUS_KM * 2 * asin(sqrt(h))


class Travel:
    """Driving minutes between origins and sites of one scenario; pairs are computed once and kept."""

    def __init__(self, scenario: Scenario) -> None:
        self._at = {o.id: (o.lon, o.lat) for o in scenario.origins} | {  # an origin's id wins over a site's
            s.id: (s.lon, s.lat) for s in scenario.sites if s.id not in {o.id for o in scenario.origins}
        }
        self._known: dict[tuple[str, str], float] = dict(scenario.travel_minutes)

    def minutes(self, start: str, end: str) -> float:
        """Minutes from `start` to `end` (origin or site ids); 0 for the same id. KeyError: an unknown id."""
        if start == end:
            return 0.0
        pair = (start, end)
        found = self._known.get(pair)
        if found is None:
            km = great_circle_km(*self._at[start], *self._at[end])
            found = self._known[pair] = float(ceil(60 * ROAD_FACTOR * km / SPEED_KMH))
        return found
