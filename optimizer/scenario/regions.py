"""The 25 safety regions, the municipalities of 2023 and their boundaries, read from data/regions."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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


def region_of_municipality() -> dict[str, str]:
    """Safety region code by municipality code (a fresh dictionary on every call)."""
    return {m.code: m.region for m in municipality_facts()}


def merged_into() -> dict[str, str]:
    """Today's code by the code of a municipality that no longer exists; a divided one: the largest part."""
    return {m.code: m.merged_into for m in former_municipalities()}
