"""Put official boundaries (CBS, Kadaster) in the place of the derived ones, and take them away again."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from optimizer.scenario.areas.coverage import dissolve, share_borders
from optimizer.scenario.areas.geofile import GeoLayer, read_layers
from optimizer.scenario.areas.topology import write_topology
from optimizer.scenario.faults import Fault, InputError
from optimizer.scenario.regions import (
    Kind,
    area_names,
    former_municipalities,
    municipality_facts,
    own_boundaries_file,
    region_facts,
    region_of_municipality,
    topology,
)

STEP_DEGREES: Final = 1e-5  # about a metre
DETAIL_M: Final = 20.0  # borders are simplified to this
SLIVER_DEGREES2: Final = 2e-7  # about 1,500 m2: what rounding leaves between neighbours
TOWN_M: Final = 3_000.0  # a main town lies in its area, or this close
DIFFER: Final = 0.02  # of a region's area: how far it may be from its municipalities
CODES: Final[dict[Kind, str]] = {"regions": r"VR\d{2}", "municipalities": r"GM\d{4}"}
CODE_COLUMNS: Final = ("statcode", "identificatie", "code", "vr_code", "gm_code", "gemeentecode", "id")
WATER_COLUMNS: Final = ("water", "h2o")  # CBS marks the water part of a municipality with JA


@dataclass(frozen=True, slots=True)
class BoundariesInUse:
    """Which boundaries the maps show, and from what `source`; `str()` is for the planner.

    `file` is where official ones are kept, whether or not there are any.
    """

    official: bool
    file: Path
    source: Mapping[str, str]

    def __str__(self) -> str:
        if not self.official:
            return (
                "Boundaries: the project's own, derived from open data (data/regions/SOURCES.md).\n"
                "To use official ones: cno regions use FILE (GeoPackage, GeoJSON or TopoJSON)."
            )
        lines = [f"Boundaries: official, from {self.source['file']} (SHA-256 {self.source['sha256'][:12]}...)."]
        lines += [f"{key.capitalize()}: {self.source[key]}." for key in ("layers", "municipalities", "repaired")]
        return "\n".join([*lines, f"Kept in {self.file}; cno regions reset goes back to the project's own."])


def boundaries_in_use() -> BoundariesInUse:
    """What `boundaries` gives now."""
    source = topology("regions").source
    return BoundariesInUse(source["kind"] == "official", own_boundaries_file(), source)


def use_boundaries(file: Path | None) -> BoundariesInUse:
    """Check the boundaries in `file` and use them from now on; None goes back to the project's own.

    The file holds all 342 municipalities, or all 25 safety regions, or both, by CBS code. Raises InputError with
    every fault; then nothing has changed.
    """
    if file is None:
        own_boundaries_file().unlink(missing_ok=True)
        return boundaries_in_use()
    layers = read_layers(file)
    chosen = {kind: layer for kind in CODES if (layer := _choose(layers, kind)) is not None}
    if not chosen:
        expected = "a column with the codes VR01..VR25 or GM0014.. (CBS: statcode)"
        raise InputError([Fault(file.name, None, "statcode", "", expected)])
    found = [_Areas.read(file, kind, layer) for kind, layer in chosen.items()]
    faults = [fault for areas in found for fault in areas.faults]
    if not faults and len(found) == 2:
        faults = _disagreements(file, *found)
    if faults:
        raise InputError(faults)
    _keep(file, found)
    return boundaries_in_use()


@dataclass(frozen=True, slots=True)
class _Coded:
    """A layer and its column of codes."""

    layer: GeoLayer
    column: str

    @property
    def codes(self) -> list[str]:
        return self.layer.columns[self.column]


def _choose(layers: tuple[GeoLayer, ...], kind: Kind) -> _Coded | None:
    """The layer with the most areas of a kind; of several the generalised (CBS), then the first by name.

    A layer with many rows a code (districts with the code of their municipality) comes last.
    """
    known = {fact.code for fact in (region_facts() if kind == "regions" else municipality_facts())}
    coded = [_Coded(layer, column) for layer in layers for column in _code_columns(layer, kind)]

    def rank(one: _Coded) -> tuple[float, ...]:
        name = one.layer.name.lower()
        coarse = "gegeneraliseerd" in name and "niet" not in name
        order = [*CODE_COLUMNS, one.column.lower()].index(one.column.lower())
        return (-len(known & set(one.codes)), len(one.codes) > 2 * len(known), not coarse, order)

    return min(coded, key=lambda one: (rank(one), one.layer.name), default=None)


def _code_columns(layer: GeoLayer, kind: Kind) -> list[str]:
    pattern = re.compile(CODES[kind])
    return [
        column
        for column, values in layer.columns.items()
        if any(values) and all(pattern.fullmatch(value) for value in values if value)
    ]


@dataclass(frozen=True, slots=True)
class _Areas:
    """The areas of one kind in EPSG:28992 by today's code, what was repaired and what is wrong."""

    kind: Kind
    layer: str
    areas: dict[str, Any]
    repaired: tuple[str, ...]
    faults: tuple[Fault, ...]

    @classmethod
    def read(cls, file: Path, kind: Kind, coded: _Coded) -> _Areas:
        """Read a layer and check it; faults are kept, not raised."""
        facts = region_facts() if kind == "regions" else municipality_facts()
        names = {fact.code: fact.name for fact in facts}
        parts: dict[str, list[Any]] = {}
        repaired: list[str] = []
        faults: list[Fault] = []
        for row, code, geometry in _rows(file, coded):
            area, whole = _area(geometry)
            if code not in names:
                faults.append(_fault(file, coded, code, f"{kind} of 2021, 2022 or 2023", row))
            elif area is None:
                faults.append(_fault(file, coded, code, "an area (polygons)", row))
            else:
                parts.setdefault(code, []).append(area)
                repaired += [] if whole else [code]
        named = parts.keys() | {fault.value for fault in faults}
        faults += [
            _fault(file, coded, code, f"all {len(names)} {kind}; {code} {name} is missing")
            for code, name in names.items()
            if code not in named
        ]
        areas = _joined(parts)
        faults += _misplaced(file, coded, areas, kind)
        return cls(kind, coded.layer.name, areas, tuple(repaired), tuple(faults))


def _rows(file: Path, coded: _Coded) -> Iterator[tuple[int, str, Any]]:
    """Row number, today's code and geometry (EPSG:28992) of the rows with a code that are no water.

    A former municipality has the code of the one it merged into, unless it was divided.
    """
    today = {m.code: m.merged_into for m in former_municipalities() if not m.also}
    water = [cells for column, cells in coded.layer.columns.items() if column.lower() in WATER_COLUMNS]
    geometries = _in_metres(file, coded.layer)
    for i, (code, geometry) in enumerate(zip(coded.codes, geometries, strict=True)):
        if code and not any(cells[i].upper() == "JA" for cells in water):
            yield i + 1, today.get(code, code), geometry


def _fault(file: Path, coded: _Coded, value: str, expected: str, row: int | None = None) -> Fault:
    return Fault(f"{file.name} (layer {coded.layer.name})", row, coded.column, value, expected)


def _in_metres(file: Path, layer: GeoLayer) -> list[Any]:
    """The layer's geometries in EPSG:28992; without a CRS only degrees in and around the Netherlands are taken."""
    import pyproj
    import shapely
    from pyproj.exceptions import CRSError

    where = f"{file.name} (layer {layer.name})"
    try:
        shapes = layer.geometries()
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, IndexError) as fault:
        raise InputError([Fault(where, None, "geometry", str(fault), "geometries that can be read")]) from fault
    crs = layer.crs
    if crs is None:
        west, south, east, north = shapely.total_bounds([s for s in shapes if s is not None])
        if not (2 < west < east < 8 and 50 < south < north < 57):
            expected = "a coordinate reference system (EPSG:28992, say); none is given and these are not degrees"
            raise InputError([Fault(where, None, "geometry", f"{west:.0f} {south:.0f}", expected)])
        crs = "OGC:CRS84"
    try:
        turn = pyproj.Transformer.from_crs(crs, 28992, always_xy=True)
    except CRSError as fault:
        raise InputError([Fault(where, None, "geometry", str(crs)[:80], "a known CRS, as EPSG:28992")]) from fault
    return [
        None if s is None else shapely.transform(shapely.force_2d(s), turn.transform, interleaved=False) for s in shapes
    ]


def _area(geometry: Any) -> tuple[Any, bool]:
    """The polygons of a geometry (None: there are none), and whether it was valid as it stood."""
    import numpy as np
    import shapely

    if geometry is None or not np.isfinite(shapely.get_coordinates(geometry)).all():
        return None, False
    whole = bool(shapely.is_valid(geometry))
    mended = geometry if whole else shapely.make_valid(geometry)
    polygons = [part for part in shapely.get_parts(shapely.get_parts(mended)) if part.geom_type == "Polygon"]
    return (shapely.multipolygons(polygons) if polygons else None), whole


def _joined(parts: Mapping[str, list[Any]]) -> dict[str, Any]:
    import shapely

    return {code: found[0] if len(found) == 1 else shapely.union_all(found) for code, found in sorted(parts.items())}


def _misplaced(file: Path, coded: _Coded, areas: Mapping[str, Any], kind: Kind) -> list[Fault]:
    """Areas that are not where their main town is: another CRS, swapped axes or swapped codes."""
    import pyproj
    import shapely

    turn = pyproj.Transformer.from_crs(4326, 28992, always_xy=True)
    return [
        _fault(file, coded, fact.code, f"an area with {fact.town} in it ({fact.name}): is the CRS right?")
        for fact in (region_facts() if kind == "regions" else municipality_facts())
        if fact.code in areas
        and shapely.distance(areas[fact.code], shapely.Point(turn.transform(fact.lon, fact.lat))) > TOWN_M
    ]


def _disagreements(file: Path, regions: _Areas, municipalities: _Areas) -> list[Fault]:
    """Regions that are not their municipalities joined."""
    import shapely

    members: dict[str, list[Any]] = {}
    for code, region in region_of_municipality().items():
        members.setdefault(region, []).append(municipalities.areas[code])
    where = f"{file.name} (layers {regions.layer}, {municipalities.layer})"
    expected = "the region to be its municipalities of 2023 joined"
    return [
        Fault(where, None, "", code, expected)
        for code, area in regions.areas.items()
        if shapely.area(shapely.symmetric_difference(area, shapely.union_all(members[code])))
        > DIFFER * shapely.area(area)
    ]


def _keep(file: Path, found: list[_Areas]) -> None:
    """Write the boundaries in use to the user's data folder, whole or not at all."""
    of_kind = {areas.kind: areas for areas in found}
    layers: dict[str, dict[str, Any]] = {}
    if "municipalities" in of_kind:
        layers["municipalities"] = _coverage(of_kind["municipalities"].areas)
        layers["regions"] = dissolve(layers["municipalities"], region_of_municipality())
    else:
        layers["regions"] = _coverage(of_kind["regions"].areas)
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    source = {
        "kind": "official",
        "file": file.name,
        "sha256": digest,
        "layers": ", ".join(areas.layer for areas in found),
        "municipalities": "from the file" if "municipalities" in of_kind else "not in the file, the project's own stay",
        "repaired": ", ".join(code for areas in found for code in areas.repaired) or "nothing",
    }
    target = own_boundaries_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        draft = Path(folder) / target.name
        write_topology(draft, layers, area_names(), STEP_DEGREES, source)
        draft.replace(target)


def _coverage(areas: Mapping[str, Any]) -> dict[str, Any]:
    """The areas, simplified, in degrees, with borders shared exactly."""
    import pyproj
    import shapely

    turn = pyproj.Transformer.from_crs(28992, 4326, always_xy=True)
    codes = list(areas)
    simple = shapely.coverage_simplify([areas[code] for code in codes], DETAIL_M)
    degrees = shapely.transform(simple, turn.transform, interleaved=False)
    tree = shapely.STRtree(degrees)

    def code_at(point: Any) -> str:
        holders = tree.query(point, predicate="within")
        return codes[min(holders)] if len(holders) else ""

    return share_borders(shapely.geometrycollections(shapely.boundary(degrees)), code_at, STEP_DEGREES, SLIVER_DEGREES2)
