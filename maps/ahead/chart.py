"""A small drawing of residents against places over the days of an outlook; its words stand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from optimizer.plan.outlook import OutlookRow

WIDTH: Final = 240
HEIGHT: Final = 72


@dataclass(frozen=True, slots=True)
class Chart:
    """Outlines in units, y down: `residents` a line, `places` in steps, `band` the area between low and high or ''."""

    residents: str
    places: str
    band: str
    width: int = WIDTH
    height: int = HEIGHT


def chart(days: Sequence[OutlookRow], top: int, band: Sequence[tuple[float, float]] = ()) -> Chart:
    """The drawing of `days`, of which `top` people are as high as it goes; `band`: low and high of each day, if any."""
    across, up = WIDTH / max(1, len(days) - 1), HEIGHT / top

    def x(number: int) -> str:
        return f"{round(number * across, 1):g}"

    def y(people: float) -> str:
        return f"{round(HEIGHT - people * up, 1):g}"

    residents = [f"{x(n)} {y(day.occupied)}" for n, day in enumerate(days)]
    changes = [n for n in range(1, len(days)) if days[n].places != days[n - 1].places]
    steps = "".join(f"H{x(n)}V{y(days[n].places)}" for n in changes)
    low = [f"{x(n)} {y(people)}" for n, (people, _) in enumerate(band)]
    high = [f"{x(n)} {y(people)}" for n, (_, people) in enumerate(band)]
    outline = "M" + "L".join([*high, *reversed(low)]) + "z" if band else ""
    return Chart("M" + "L".join(residents), f"M0 {y(days[0].places)}{steps}H{WIDTH}", outline)


def round_top(most: float) -> int:
    """A round number that is at least `most`, and at least 10."""
    half: int = 5 * 10 ** max(0, len(str(ceil(most))) - 2)
    return max(10, half * ceil(most / half))
