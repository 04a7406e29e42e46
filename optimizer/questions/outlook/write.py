"""The files of an outlook: the same bytes wherever its samples were worked out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any, Final

import optimizer
from optimizer.questions.folder import answer_folder, write_csv
from optimizer.questions.outlook.ahead import Asked, Future
from optimizer.questions.outlook.bands import (
    COUNTRY_FIGURES,
    DECIMALS,
    HIGH,
    LOW,
    MIDDLE,
    REGION_FIGURES,
    country_bands,
    region_bands,
)
from optimizer.questions.outlook.shortfalls import Resource, Shortfalls, first_days

QUANTILES: Final = ("low", "middle", "high")
FILES: Final = ("outlook.json", "bands_regions.csv", "bands_country.csv", "runs_out.csv", "prevents.csv")
Row = tuple[object, ...]


def columns() -> dict[str, tuple[str, ...]]:
    """The columns of each table of the folder."""

    def banded(figures: Sequence[str]) -> tuple[str, ...]:
        return tuple(name for figure in figures for name in (figure, *(f"{figure}_{each}" for each in QUANTILES)))

    return {
        "bands_regions": ("inflow_name", "date", "vr_code", "places", *banded(REGION_FIGURES)),
        "bands_country": ("inflow_name", "date", *banded(COUNTRY_FIGURES)),
        "runs_out": ("inflow_name", "what", "vr_code", "expected", "samples_share", *QUANTILES),
        "prevents": (
            "inflow_name",
            "what",
            "changes",
            "person_nights_outside",
            "person_nights_outside_with",
            "first_day_outside",
            "first_day_outside_with",
        ),
    }


def write_outlook(futures: Sequence[Future], asked: Asked, out: Path) -> None:
    """Write the folder `out`, whole or not at all. TargetError: it holds something that is no earlier outlook."""
    rows = {
        "bands_regions": _regions(futures),
        "bands_country": _country(futures),
        "runs_out": (row for future in futures for row in runs_out_rows(future)),
        "prevents": _prevents(futures),
    }
    with answer_folder(out, FILES) as folder:
        for name, cells in columns().items():
            write_csv(folder / f"{name}.csv", cells, rows[name])
        text = json.dumps(summary(futures, asked), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
        (folder / FILES[0]).write_text(text, encoding="utf-8", newline="\n")


def summary(futures: Sequence[Future], asked: Asked) -> dict[str, Any]:
    """What outlook.json holds: how it was made, and per inflow the proof of its plan; no time that a clock showed."""
    return {
        "version": optimizer.__version__,
        "date": futures[0].scenario.date.isoformat(),
        "days": futures[0].scenario.horizon.days,
        "samples": asked.samples,
        "seed": asked.seed,
        "quantiles": {"low": LOW, "middle": MIDDLE, "high": HIGH, "definition": "Hyndman and Fan 7"},
        "inflows": [
            {
                "name": future.name,
                "scenario_sha256": future.scenario.sha256,
                "status": str(future.plan.status),
                "levels": [
                    {
                        "name": level.name,
                        "value": _shown(level.value),
                        "bound": _shown(level.bound),
                        "settled": level.settled,
                    }
                    for level in future.plan.levels
                ],
                "warnings": list(future.plan.warnings),
            }
            for future in futures
        ],
    }


def _shown(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)


def _regions(futures: Sequence[Future]) -> Iterator[Row]:
    for future in futures:
        for row, bands in region_bands(future.expected, future.samples):
            cells = (cell for figure in REGION_FIGURES for cell in bands[figure].cells)
            yield (future.name, row.date, row.vr_code, row.places, *cells)


def _country(futures: Sequence[Future]) -> Iterator[Row]:
    for future in futures:
        for row, bands in country_bands(future.expected, future.samples):
            yield (future.name, row.date, *(cell for figure in COUNTRY_FIGURES for cell in bands[figure].cells))


def runs_out_rows(future: Future) -> Iterator[Row]:
    """Every resource of the country, and those of regions that run out in the plan or in a sample."""
    expected = first_days(future.scenario, future.expected)
    samples = [first_days(future.scenario, sample) for sample in future.samples]
    country = [(resource, "") for resource in Resource]
    regions = {key for found in (expected, *samples) for key in found if key[1]}
    order = list(Resource)
    for key in (*country, *sorted(regions, key=lambda key: (order.index(key[0]), key[1]))):
        yield (future.name, str(key[0]), key[1], expected.get(key), *_days_of(key, samples))


def _days_of(key: tuple[Resource, str], samples: Sequence[Shortfalls]) -> tuple[float | None, *tuple[date | None, ...]]:
    """The share of samples with the shortfall, and its day: the first in `LOW` of all samples, in half, in `HIGH`.

    None where it does not come in so many of them.
    """
    if not samples:
        return (None, None, None, None)
    days = sorted(found[key] for found in samples if key in found)

    def at(share: float) -> date | None:
        place = max(1, ceil(share * len(samples) - 1e-9))
        return days[place - 1] if place <= len(days) else None

    return (round(len(days) / len(samples), 6), at(LOW), at(MIDDLE), at(HIGH))


def _prevents(futures: Sequence[Future]) -> Iterator[Row]:
    for future in futures:
        for each in future.prevented:
            yield (
                future.name,
                each.candidate.text,
                " ".join(map(str, each.candidate.wishes)),
                each.without.person_nights,
                each.changed.person_nights,
                each.without.first,
                each.changed.first,
            )
