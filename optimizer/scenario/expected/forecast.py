"""Expected arrivals by day from a yearly total: the mean, or one of the ways a year of that total may go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import isfinite

from optimizer.scenario.dice import Dice, Wheel
from optimizer.scenario.expected.mix import BUILT_IN_MIX, MixPart
from optimizer.scenario.expected.season import MONTHS_2022, WEEKDAYS, year_weights
from optimizer.scenario.horizon import MAX_DAYS, Inflow

# How much a month of a sample departs from its share: 15 %, as the months of 2022 do from the mean of their neighbours.
# Shares of a Dirichlet distribution with this concentration have that spread, and 2022's shares as their mean.
CONCENTRATION = 488.0
MONTH_SHAPE = 44.4  # of a gamma distribution with that spread: 1 / 0.15 ** 2


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is asked: `days` days from `first` of years of `year_total` persons. ValueError: a figure that cannot be.

    `origins`: the share of each, in any unit. `weekdays`: the weight of each day of the week, Monday first.
    """

    year_total: int
    first: date
    days: int
    origins: Mapping[str, float]
    weekdays: Sequence[float] = field(default=WEEKDAYS)

    def __post_init__(self) -> None:
        if self.year_total < 0:
            raise ValueError(f"the year total is {self.year_total}, must be 0 or more")
        if not 1 <= self.days <= MAX_DAYS:
            raise ValueError(f"days is {self.days}, must be 1 to {MAX_DAYS}")
        _check_weights("shares of the origins", list(self.origins.values()))
        _check_weights("weights of the weekdays", self.weekdays)
        if len(self.weekdays) != len(WEEKDAYS):
            raise ValueError(f"{len(self.weekdays)} weights of weekdays, must be {len(WEEKDAYS)}, Monday first")

    @property
    def dates(self) -> list[date]:
        """The days that are asked for."""
        return [self.first + timedelta(days=number) for number in range(self.days)]

    @property
    def years(self) -> range:
        """The calendar years they lie in."""
        return range(self.dates[0].year, self.dates[-1].year + 1)


def _check_weights(what: str, weights: Sequence[float]) -> None:
    if any(not weight >= 0 for weight in weights) or not isfinite(sum(weights)) or not sum(weights):
        raise ValueError(f"the {what} must be 0 or more, and not all 0")


def mean_inflow(asked: Forecast) -> tuple[Inflow, ...]:
    """The expected persons of each day and origin, to hundredths; a calendar year adds up to exactly the total.

    What rounding leaves of a row is carried to the next, so no sum of rows is off by more than a hundredth.
    """
    weights = {day: w for year in asked.years for day, w in year_weights(year, asked.weekdays).items()}
    whole = sum(asked.origins.values())
    rows: list[Inflow] = []
    exact, written = 0.0, 0
    for day in asked.dates:
        for origin, share in asked.origins.items():
            exact += 100 * asked.year_total * weights[day] * share / whole
            rows.append(Inflow(day, origin, (round(exact) - written) / 100))
            written = round(exact)
    return tuple(rows)


def sampled_inflow(asked: Forecast, seed: int) -> tuple[Inflow, ...]:
    """Whole persons of each day and origin, as one year of that total may go; a calendar year is exactly the total.

    Households of the built-in composition arrive one by one, in months that are busier or calmer than in 2022. The
    same seed gives the same days whatever day the forecast begins on, so that a later one continues an earlier.
    """
    arrived: Counter[tuple[date, str]] = Counter()
    for year in asked.years:
        arrived.update(_sampled_year(asked, year, Dice("inflow", seed, year)))
    return tuple(Inflow(day, origin, arrived[day, origin]) for day in asked.dates for origin in asked.origins)


def _sampled_year(asked: Forecast, year: int, dice: Dice) -> Counter[tuple[date, str]]:
    """Persons of each day and origin of a calendar year."""
    months = [dice.gamma(CONCENTRATION * month / sum(MONTHS_2022)) for month in MONTHS_2022]
    days, origins = Wheel(year_weights(year, asked.weekdays, months)), Wheel(asked.origins)
    sizes = Wheel(_shares_of_sizes(BUILT_IN_MIX))
    arrived: Counter[tuple[date, str]] = Counter()
    left = asked.year_total
    while left:
        persons = min(sizes.spin(dice), left)
        arrived[days.spin(dice), origins.spin(dice)] += persons
        left -= persons
    return arrived


def sampled_around(inflow: Sequence[Inflow], mix: Sequence[MixPart], seed: int) -> tuple[Inflow, ...]:
    """Whole persons for each row of an expected `inflow`, as they may come; the rows stay as many and as they are.

    As in `sampled_inflow` months are busier or calmer by some 15 %, and households come one by one, here of the
    composition `mix`; but no total is kept, as none is known. The mean over seeds is `inflow`.
    """
    sizes = _shares_of_sizes(mix)
    mean, size = sum(persons * share for persons, share in sizes.items()), Wheel(sizes)
    busy: dict[tuple[int, int], float] = {}
    rows = []
    for row in inflow:
        month = (row.day.year, row.day.month)
        if month not in busy:
            busy[month] = Dice("busy", seed, *month).gamma(MONTH_SHAPE) / MONTH_SHAPE
        dice = Dice("households", seed, row.day, row.origin_id)
        households = dice.poisson(row.persons * busy[month] / mean)
        rows.append(Inflow(row.day, row.origin_id, float(sum(size.spin(dice) for _ in range(households)))))
    return tuple(rows)


def _shares_of_sizes(mix: Sequence[MixPart]) -> dict[int, float]:
    shares: dict[int, float] = {}
    for part in mix:
        shares[part.persons] = shares.get(part.persons, 0.0) + part.share
    return shares
