"""How things are when the days of a programme begin, and the most that a limit may bind at from then on."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.model.horizon.setting import Setting
from optimizer.model.linear import INFINITY
from optimizer.scenario.entities import Tranche

LEAST = 0  # of care_minutes


@dataclass(frozen=True, slots=True)
class Start:
    """How things are before the first day of a programme, `day` being the number of that first day.

    `residents` and `opened` (share of what was not open yet) by pool, `waiting` by class and `at` by departure,
    `care` minutes by region, `wheelchairs` in use by kind, `coa` places left. `housed` are the persons housed by day,
    from day 0 on, or how many can be at most.
    """

    day: int
    residents: tuple[float, ...]
    opened: tuple[float, ...]
    waiting: tuple[float, ...]
    at: tuple[float, ...]
    care: tuple[float, ...]
    wheelchairs: tuple[float, ...]
    coa: float
    housed: tuple[float, ...] | MostHoused


@dataclass(frozen=True, slots=True)
class MostHoused:
    """More than which no plan can have housed: persons `by_day` by its end, and person-days up to some days.

    `person_days`: the number of a day, and the sum over the days up to and with it of the persons housed by its end.
    """

    by_day: tuple[float, ...]
    person_days: tuple[tuple[int, float], ...] = ()


def start_of(setting: Setting, housed: MostHoused) -> Start:
    """The start before the first day: present residents, nobody waiting."""
    care = [0.0] * len(setting.regions[0])
    for pool in setting.pools:
        care[pool.region] += pool.care_minutes
    return Start(
        0,
        tuple(float(pool.occupied) for pool in setting.pools),
        (0.0,) * len(setting.pools),
        (0.0,) * len(setting.crowd.classes),
        (0.0,) * len(setting.crowd.departures),
        tuple(care),
        (0.0,) * len(setting.kinds),
        0.0,
        housed,
    )


class Ceilings:
    """The most a limit may bind at on a day: what it is or was, or what present residents use of it."""

    def __init__(self, setting: Setting, start: Start) -> None:
        """Limits of a setting's days from a start on."""
        self._setting, self._start = setting, start
        per = setting.scenario.policy.people_per_staff
        self._held = {
            (v, tranche): sum(
                start.residents[g]
                for g, pool in enumerate(setting.pools)
                if pool.region == v and pool.tranche is tranche
            )
            for v in range(len(setting.regions[0]))
            for tranche in Tranche
        }
        self._staff = [
            sum(
                start.residents[g] * (1 / per + pool.fixed_per_place)
                for g, pool in enumerate(setting.pools)
                if pool.region == v
            )
            for v in range(len(setting.regions[0]))
        ]
        least = setting.scenario.policy.care_minutes[LEAST]
        each = [
            start.care[v] / held
            for v in range(len(setting.regions[0]))
            for held in [sum(self._held[v, tranche] for tranche in Tranche)]
            if held
        ]
        self.least_care = min([least, *each])

    def _since(self, day: int) -> range:
        return range(self._start.day, day + 1)

    def of_pool(self, day: int, g: int) -> float:
        """Residents of a pool."""
        return max(self._start.residents[g], *(self._setting.pools[g].places[d] for d in self._since(day)))

    def of_tranche(self, day: int, v: int, tranche: Tranche) -> float:
        """Residents of a region's sites of a tranche."""
        most = (self._setting.tranche_places(d, v, tranche) for d in self._since(day))
        return max(self._held[v, tranche], *most)

    def of_staff(self, day: int, v: int) -> float:
        """Staff of a region."""
        return max(self._staff[v], *(self._setting.staff_most(d, v) for d in self._since(day)))

    def care_limited(self, v: int) -> bool:
        """Whether a region's care minutes are limited on any day."""
        return any(self._setting.care_most(d, v) < INFINITY for d in range(self._setting.days))

    def of_care(self, day: int, v: int) -> float:
        """Care minutes of a region."""
        return max(self._start.care[v], *(self._setting.care_most(d, v) for d in self._since(day)))

    def of_wheelchairs(self, day: int, t: int) -> float:
        """Wheelchair places of a kind of site."""
        pools = [pool for pool in self._setting.pools if pool.kind == self._setting.kinds[t]]
        return max(sum(pool.wheelchair_places[d] for pool in pools) for d in range(day + 1))
