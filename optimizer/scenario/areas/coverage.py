"""Make areas share their borders exactly: on one grid, without gaps or overlaps between neighbours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def share_borders(lines: Any, label_at: Callable[[Any], str], step: float, sliver: float) -> dict[str, Any]:
    """Areas by label, out of the faces between `lines` snapped to a grid of `step`.

    `label_at` gives the label for a point inside a face; an empty one means no area. Areas and labels of faces
    smaller than `sliver` (in the unit of the lines, squared) follow the neighbour with the longest common border.
    """
    import shapely

    noded = shapely.union_all(shapely.get_parts(lines), grid_size=step)
    faces = shapely.get_parts(shapely.polygonize([noded]))
    labels = [label_at(face.representative_point()) for face in faces]
    _join_slivers(faces, labels, sliver)
    parts: dict[str, list[Any]] = {}
    for label, face in zip(labels, faces, strict=True):
        if label:
            parts.setdefault(label, []).append(face)
    return {label: shapely.coverage_union_all(found) for label, found in sorted(parts.items())}


def _join_slivers(faces: Any, labels: list[str], sliver: float) -> None:
    import numpy as np
    import shapely

    tree, sizes = shapely.STRtree(faces), shapely.area(faces)
    for i in np.argsort(sizes, kind="stable"):
        if sizes[i] >= sliver:
            break
        near = [j for j in tree.query(faces[i], predicate="intersects") if sizes[j] >= sliver and labels[j]]
        common = [shapely.length(faces[i].boundary.intersection(faces[j].boundary)) for j in near]
        if near and max(common) > 0:
            labels[i] = labels[near[int(np.argmax(common))]]


def dissolve(areas: Mapping[str, Any], owner: Mapping[str, str]) -> dict[str, Any]:
    """Join areas that share their borders exactly into those of their `owner`."""
    import shapely

    parts: dict[str, list[Any]] = {}
    for code, area in areas.items():
        parts.setdefault(owner[code], []).append(area)
    return {code: shapely.coverage_union_all(found) for code, found in sorted(parts.items())}
