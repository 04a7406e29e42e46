"""Read areas from a GeoPackage, GeoJSON or TopoJSON file of someone else.

The three formats are told apart by content and decoded here, without GDAL: whatever a file pretends to be, it
makes nothing else be read (a VRT may name other files, a GDAL driver may open a connection).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import quote

from optimizer.scenario.areas.topology import join_arcs
from optimizer.scenario.faults import Fault, InputError

MAX_JSON_BYTES = 500_000_000
FORMATS = "a GeoPackage, GeoJSON or TopoJSON file"
_SQLITE = b"SQLite format 3\x00"
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}  # GeoPackage 1.3, section 2.1.3.1.1


@dataclass(frozen=True)
class GeoLayer:
    """One table of areas. `crs` is what pyproj understands, or None; geometries are read when asked for."""

    name: str
    crs: Any
    columns: dict[str, list[str]]
    geometries: Callable[[], list[Any]]  # shapely, or None for an empty one, in row order


def read_layers(file: Path) -> tuple[GeoLayer, ...]:
    """The layers of a local file. Raises InputError for another format or content that cannot be read."""
    if not file.is_file():
        raise unusable(file, "", f"{FORMATS} on this computer")
    with file.open("rb") as stream:
        start = stream.read(4096)
    try:
        if start.startswith(_SQLITE):
            return tuple(_geopackage(file))
        if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
            return tuple(_json_layers(file))
    except (sqlite3.Error, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as fault:
        raise unusable(file, f"{type(fault).__name__}: {fault}", f"{FORMATS} that is whole") from fault
    raise unusable(file, start[:40].decode("utf-8", "replace"), FORMATS)


def unusable(file: Path, value: str, expected: str, column: str = "") -> InputError:
    """One fault of the whole file, as an error."""
    return InputError([Fault(str(file.name), None, column, value, expected)])


def _geopackage(file: Path) -> Iterator[GeoLayer]:
    with closing(_connect(file)) as database:
        tables = database.execute(
            "SELECT g.table_name, g.column_name, r.organization, r.organization_coordsys_id, r.definition"
            " FROM gpkg_geometry_columns g LEFT JOIN gpkg_spatial_ref_sys r ON r.srs_id = g.srs_id ORDER BY 1"
        ).fetchall()
        for table, geometry, organization, number, definition in tables:
            found = database.execute(f"SELECT * FROM {_quoted(table)} LIMIT 0").description  # noqa: S608 quoted
            names = [name for name, *_ in found if name != geometry]
            rows = database.execute(f"SELECT {', '.join(map(_quoted, names))} FROM {_quoted(table)}")  # noqa: S608 quoted
            table_rows = [[_text(value) for value in row] for row in rows]
            columns = {name: [row[i] for row in table_rows] for i, name in enumerate(names)}
            crs = None
            if number is not None and int(number) > 0:
                crs = f"EPSG:{number}" if str(organization).upper() == "EPSG" else definition
            yield GeoLayer(str(table), crs, columns, _GeoPackageTable(file, str(table), str(geometry)))


@dataclass(frozen=True)
class _GeoPackageTable:
    """Reads the geometries of one table when called."""

    file: Path
    table: str
    column: str

    def __call__(self) -> list[Any]:
        with closing(_connect(self.file)) as database:
            query = f"SELECT {_quoted(self.column)} FROM {_quoted(self.table)}"  # noqa: S608 names are quoted
            return [_geopackage_geometry(blob) for (blob,) in database.execute(query)]


def _connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1", uri=True)


def _quoted(name: object) -> str:
    return '"' + str(name).replace('"', '""') + '"'


def _geopackage_geometry(blob: bytes | None) -> Any:
    import shapely

    if blob is None or blob[3] & 0b10000:  # the "empty geometry" flag
        return None
    if blob[:2] != b"GP":
        raise ValueError("a geometry is not in GeoPackage form")
    return shapely.from_wkb(blob[8 + _ENVELOPE_BYTES[blob[3] >> 1 & 0b111] :])


def _json_layers(file: Path) -> Iterator[GeoLayer]:
    if file.stat().st_size > MAX_JSON_BYTES:
        raise unusable(file, f"{file.stat().st_size} bytes", f"at most {MAX_JSON_BYTES} bytes, or a GeoPackage")
    content = json.loads(file.read_text(encoding="utf-8-sig"))
    crs = ((content.get("crs") or {}).get("properties") or {}).get("name")
    if content.get("type") == "FeatureCollection":
        yield _feature_layer(file.stem, crs, content["features"])
    elif content.get("type") == "Topology":
        arcs = list(_absolute_arcs(content))
        for name, layer in content["objects"].items():
            features = layer.get("geometries", [layer])
            yield _feature_layer(name, crs, [_topology_feature(feature, arcs) for feature in features])
    else:
        raise unusable(file, str(content.get("type")), "type FeatureCollection (GeoJSON) or Topology (TopoJSON)")


def _feature_layer(name: str, crs: object, features: Sequence[dict[str, Any]]) -> GeoLayer:
    rows = [{"id": feature.get("id"), **(feature.get("properties") or {})} for feature in features]
    names = dict.fromkeys(key for row in rows for key in row)
    columns = {key: [_text(row.get(key)) for row in rows] for key in names}
    return GeoLayer(name, crs, columns, lambda: [_shape(feature.get("geometry")) for feature in features])


def _shape(geometry: dict[str, Any] | None) -> Any:
    import shapely.geometry

    return shapely.geometry.shape(geometry) if geometry else None


def _absolute_arcs(content: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    transform = content.get("transform")
    for arc in content["arcs"]:
        if transform is None:
            yield [(x, y) for x, y, *_ in arc]
            continue
        (scale_x, scale_y), (west, south) = transform["scale"], transform["translate"]
        points: Iterable[Any] = accumulate(arc, lambda a, b: (a[0] + b[0], a[1] + b[1]))
        yield [(west + x * scale_x, south + y * scale_y) for x, y, *_ in points]


def _topology_feature(feature: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> dict[str, Any]:
    if feature.get("type") not in ("Polygon", "MultiPolygon"):
        return {**feature, "geometry": None}
    polygons = feature["arcs"] if feature["type"] == "MultiPolygon" else [feature["arcs"]]
    rings = [[join_arcs(arcs, ring) for ring in polygon] for polygon in polygons]
    return {**feature, "geometry": {"type": "MultiPolygon", "coordinates": rings}}


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
