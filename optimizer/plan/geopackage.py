"""plan.gpkg: the plan as three map layers for a GIS, in EPSG:28992 (Amersfoort / RD New, metres)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from optimizer.plan.cells import clock_text
from optimizer.plan.plan import Plan
from optimizer.scenario.entities import Scenario
from optimizer.scenario.regions import boundaries

if TYPE_CHECKING:
    import geopandas

RD_NEW, WGS_84 = 28992, 4326


def write_geopackage(plan: Plan, scenario: Scenario, file: Path) -> None:
    """Write layers `regions` (polygons), `sites` (points) and `trips` (lines from origin to last stop) to `file`.

    The same plan gives the same bytes: the time of writing is noon UTC of the planned day.
    """
    import pyogrio

    layers = {
        "regions": (_regions(plan), "MultiPolygon"),
        "sites": (_sites(plan, scenario), "Point"),
        "trips": (_trips(plan, scenario), "LineString"),
    }
    with _written_at(f"{plan.date.isoformat()}T12:00:00Z"):
        for name, (frame, geometry) in layers.items():
            pyogrio.write_dataframe(
                frame, file, layer=name, driver="GPKG", geometry_type=geometry, append=file.exists()
            )


def _regions(plan: Plan) -> geopandas.GeoDataFrame:
    import pandas as pd

    tallies = pd.DataFrame([asdict(region) for region in plan.regions])
    tallies["load"] = (tallies["occupied_after"] / tallies["places"].where(tallies["places"] > 0)).round(4)
    shapes = boundaries("regions")[["code", "geometry"]].rename(columns={"code": "vr_code"})
    return shapes.merge(tallies, on="vr_code", how="inner", validate="one_to_one")


def _sites(plan: Plan, scenario: Scenario) -> geopandas.GeoDataFrame:
    from shapely import Point

    columns = "site_id name vr_code gm_code status tranche in_use opened places occupied_before arrivals occupied_after"
    rows = [
        {
            **asdict(tally),
            "name": site.name,
            "vr_code": site.region,
            "gm_code": site.municipality,
            "status": site.status.value,
            "tranche": site.tranche.value,
        }
        for site, tally in zip(scenario.sites, plan.sites, strict=True)
    ]
    return _frame(rows, columns.split(), [Point(site.lon, site.lat) for site in scenario.sites])


def _trips(plan: Plan, scenario: Scenario) -> geopandas.GeoDataFrame:
    from shapely import LineString

    columns = "trip_id bus_id sequence origin_id departs arrives drive_minutes persons stops"
    at = {site.id: (site.lon, site.lat) for site in scenario.sites}
    at |= {origin.id: (origin.lon, origin.lat) for origin in scenario.origins}
    rows = [
        {
            "trip_id": trip.trip_id,
            "bus_id": trip.bus_id,
            "sequence": trip.sequence,
            "origin_id": trip.origin_id,
            "departs": clock_text(trip.departs),
            "arrives": clock_text(trip.stops[-1].arrives),
            "drive_minutes": trip.drive_minutes,
            "persons": trip.persons,
            "stops": " ".join(stop.site_id for stop in trip.stops),
        }
        for trip in plan.trips
    ]
    routes = [(trip.origin_id, *(stop.site_id for stop in trip.stops)) for trip in plan.trips]
    return _frame(rows, columns.split(), [LineString([at[place] for place in route]) for route in routes])


def _frame(rows: list[dict[str, object]], columns: list[str], shapes: list[Any]) -> geopandas.GeoDataFrame:
    """Rows with shapes in degrees, as a frame in RD New."""
    import geopandas

    frame = geopandas.GeoDataFrame(rows, columns=columns, geometry=shapes, crs=WGS_84)
    return frame.to_crs(RD_NEW)


@contextmanager
def _written_at(moment: str) -> Iterator[None]:
    """GDAL puts `moment` for the time of writing, and its own clock again afterwards."""
    import pyogrio

    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": moment})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
