"""The 25 safety regions, the municipalities of 2023 and their boundaries, read from data/regions."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import platformdirs

from optimizer.scenario.areas.topology import Point, Topology, read_topology
from optimizer.scenario.faults import Fault, InputError

if TYPE_CHECKING:
    import geopandas

Kind = Literal["regions", "municipalities"]

_HERE = Path(__file__).resolve()
_FOLDERS = (_HERE.parents[1] / "data" / "regions", _HERE.parents[2] / "data" / "regions")  # wheel, checkout


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """A safety region; `lon` and `lat` (degrees, WGS 84) are those of its main town."""

    code: str
    name: str
    inhabitants: int
    lon: float
    lat: float
    town: str


@dataclass(frozen=True, slots=True)
class MunicipalityFacts:
    """A municipality of 2023; `region` is its safety region's code, the rest as in `RegionFacts`."""

    code: str
    name: str
    region: str
    province: str
    inhabitants: int
    lon: float
    lat: float
    town: str


@dataclass(frozen=True, slots=True)
class FormerMunicipality:
    """One that no longer exists: where most of its people now are, and which others took a part."""

    code: str
    name: str
    year: int
    merged_into: str
    also: tuple[str, ...]


@cache
def data_folder() -> Path:
    """Where the project's own facts are: in the installed package, else in the checkout."""
    found = next((folder for folder in _FOLDERS if (folder / "regions.csv").is_file()), None)
    if found is None:
        looked = " nor ".join(map(str, _FOLDERS))
        raise FileNotFoundError(f"data/regions is missing: neither {looked}. Install the package again.")
    return found


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (data_folder() / file).open(newline="", encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


@cache
def region_facts() -> tuple[RegionFacts, ...]:
    """All 25, VR01 first."""
    return tuple(
        RegionFacts(r["vr_code"], r["name"], int(r["inhabitants"]), float(r["lon"]), float(r["lat"]), r["town"])
        for r in _rows("regions.csv")
    )


@cache
def municipality_facts() -> tuple[MunicipalityFacts, ...]:
    """All 342 of the layout of 2023, by code."""
    return tuple(
        MunicipalityFacts(
            code=r["gm_code"],
            name=r["name"],
            region=r["vr_code"],
            province=r["province"],
            inhabitants=int(r["inhabitants"]),
            lon=float(r["lon"]),
            lat=float(r["lat"]),
            town=r["town"],
        )
        for r in _rows("municipalities.csv")
    )


@cache
def former_municipalities() -> tuple[FormerMunicipality, ...]:
    """Those that ended in 2014-2023, newest first."""
    return tuple(
        FormerMunicipality(r["gm_code"], r["name"], int(r["year"]), r["merged_into"], tuple(r["also"].split()))
        for r in _rows("former_municipalities.csv")
    )


@cache
def _topology(file: Path, changed: int) -> Topology:
    """A file as it was when it last changed (nanoseconds)."""
    return read_topology(file)


def topology(kind: Kind) -> Topology:
    """The boundaries in use: official ones where `use_boundaries` put them, else the derived ones.

    Raises InputError when the official ones, kept in the user's data folder, are damaged.
    """
    own = own_boundaries_file()
    if own.is_file():
        try:
            official = _topology(own, own.stat().st_mtime_ns)
        except (ValueError, KeyError, TypeError) as cause:
            expected = "official boundaries as `cno regions use` keeps them; `cno regions reset` goes back"
            raise InputError([Fault(str(own), None, "", str(cause), expected)]) from cause
        if kind in official.layers:
            return official
    derived = data_folder() / "boundaries.topo.json"
    return _topology(derived, derived.stat().st_mtime_ns)


def own_boundaries_file() -> Path:
    """Where `use_boundaries` keeps official boundaries: the user's data folder, or CNO_DATA_DIR if that is set."""
    folder = os.environ.get("CNO_DATA_DIR") or platformdirs.user_data_path("cno-optimizer", appauthor=False)
    return Path(folder) / "boundaries.topo.json"


def outlines(kind: Kind) -> dict[str, list[list[list[Point]]]]:
    """Each area by code as polygons of closed rings, the shell first; degrees (WGS 84), longitude first.

    The same borders as `boundaries`, without geopandas. Neighbours have the same points along their border.
    """
    return topology(kind).polygons(kind)


def boundaries(kind: Kind) -> geopandas.GeoDataFrame:
    """All areas, by code: columns code, name, geometry (and region, of municipalities), in EPSG:28992.

    They are a coverage: borders are shared point by point, and the regions are the municipalities joined.
    """
    import geopandas
    import pyproj
    import shapely

    to_metres = pyproj.Transformer.from_crs(4326, 28992, always_xy=True)
    areas = outlines(kind)
    facts: tuple[RegionFacts, ...] | tuple[MunicipalityFacts, ...]
    facts = region_facts() if kind == "regions" else municipality_facts()
    degrees = [
        shapely.MultiPolygon([(polygon[0], polygon[1:]) for polygon in areas[fact.code]])  # shell, holes
        for fact in facts
    ]
    columns: dict[str, list[str]] = {"code": [fact.code for fact in facts], "name": [fact.name for fact in facts]}
    if kind == "municipalities":
        columns["region"] = [fact.region for fact in municipality_facts()]
    metres = shapely.transform(degrees, to_metres.transform, interleaved=False)
    return geopandas.GeoDataFrame(columns, geometry=metres, crs="EPSG:28992")


def area_names() -> dict[str, str]:
    """The name of every region and municipality by code."""
    regions = {fact.code: fact.name for fact in region_facts()}
    return regions | {fact.code: fact.name for fact in municipality_facts()}


def region_of_municipality() -> dict[str, str]:
    """Safety region code by municipality code (a fresh dictionary on every call)."""
    return {m.code: m.region for m in municipality_facts()}


def merged_into() -> dict[str, str]:
    """Today's code by the code of a municipality that no longer exists; a divided one: the largest part."""
    return {m.code: m.merged_into for m in former_municipalities()}
