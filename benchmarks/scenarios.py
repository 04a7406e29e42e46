"""The days that are measured: samples, made anew at run time, the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from optimizer.scenario.sample import DayKind, SampleOptions, make_sample, write_sample


@dataclass(frozen=True, slots=True)
class Day:
    """A scenario to be. `size`: so many times the national day, where growth is measured; `limit`: solver seconds."""

    options: SampleOptions
    size: int | None = None
    limit: float = 300.0

    def write(self, folder: Path) -> None:
        """Make the scenario folder."""
        write_sample(make_sample(self.options), folder, overwrite=True)


def _grown(size: int, limit: float) -> Day:
    options = SampleOptions.of_day(
        DayKind.NATIONAL, people=900 * size, status_holders=2000 * size, sites=100 * size, buses=20 * size
    )
    return Day(options, size, limit)


DAYS: dict[str, Day] = {
    "calm": Day(SampleOptions.of_day(DayKind.CALM)),  # 300 people
    "national": _grown(1, 300.0),  # 900 people, 2,000 status holders, 100 sites, 20 buses
    "peak": Day(SampleOptions.of_day(DayKind.PEAK)),  # 1,400 people: some stay outside
    "staff-bound": Day(SampleOptions.of_day(DayKind.STAFF)),
    "care-bound": Day(SampleOptions.of_day(DayKind.CARE)),
    "growth-3x": _grown(3, 300.0),
    "growth-10x": _grown(10, 540.0),  # of ten minutes for the whole process
}
