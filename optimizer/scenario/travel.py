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
        self._at = {site.id: (site.lon, site.lat) for site in scenario.sites}
        self._at |= {origin.id: (origin.lon, origin.lat) for origin in scenario.origins}
        self._known: dict[tuple[str, str], float] = dict(scenario.travel_minutes)
        self._listed = bool(scenario.travel_minutes)
        self._shortest: dict[tuple[str, str], float] | None = None

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

    def shortest(self, start: str, end: str) -> float:
        """Least minutes from `start` to `end` past any other places; never more than `minutes`.

        Great-circle minutes need no detour (rounding up keeps the triangle inequality); listed ones may.
        """
        if not self._listed:
            return self.minutes(start, end)
        if self._shortest is None:
            self._shortest = self._all_shortest()
        return self._shortest[start, end]

    def _all_shortest(self) -> dict[tuple[str, str], float]:
        """All pairs by Floyd and Warshall, a place at a time."""
        import numpy as np

        places = list(self._at)
        table = np.array([[self.minutes(a, b) for b in places] for a in places])
        for k in range(len(places)):
            np.minimum(table, table[:, k, None] + table[None, k, :], out=table)
        return {(a, b): float(table[i, j]) for i, a in enumerate(places) for j, b in enumerate(places)}
