"""The variables of one day of the programme over several days, and what its rows are made from."""

from __future__ import annotations

from dataclasses import dataclass, field

from optimizer.model.horizon.setting import Setting
from optimizer.model.horizon.start import Ceilings, Start
from optimizer.model.linear import INFINITY, LinearModel

Column = int


@dataclass(frozen=True, slots=True)
class Frame:
    """What the rows of every day are made from: the question, how it begins, the most that limits may bind at."""

    setting: Setting
    start: Start
    ceiling: Ceilings
    linear: LinearModel

    def new(self, high: float = INFINITY) -> Column:
        """One more variable, from 0 to `high`."""
        return int(self.linear.variables(1, 0.0, high, integer=False)[0])


@dataclass(slots=True)
class Day:
    """Variables of one day. Persons, unless said otherwise; keys are indices of the setting's tuples."""

    number: int
    ride: dict[tuple[int, int], Column] = field(default_factory=dict)  # departure, region
    arrive: dict[int, Column] = field(default_factory=dict)  # pool
    take: dict[tuple[int, int], Column] = field(default_factory=dict)  # class, kind
    stay: dict[int, Column] = field(default_factory=dict)  # pool: residents tonight
    leave: dict[int, Column] = field(default_factory=dict)  # pool: to regular reception
    move: dict[tuple[int, int], Column] = field(default_factory=dict)  # closing pool, region
    outside: dict[int, Column] = field(default_factory=dict)  # closing pool: who finds no place elsewhere
    move_in: dict[int, Column] = field(default_factory=dict)  # pool
    waiting: list[Column] = field(default_factory=list)  # class
    at: list[Column] = field(default_factory=list)  # departure
    waits_no_more: list[Column] = field(default_factory=list)  # class: to regular reception
    gone_from: list[Column] = field(default_factory=list)  # departure: the same people
    care: dict[int, Column] = field(default_factory=dict)  # region: minutes in use
    care_in: dict[int, Column] = field(default_factory=dict)
    care_out: dict[int, Column] = field(default_factory=dict)
    wheelchairs: dict[int, Column] = field(default_factory=dict)  # kind: places in use
    wheelchairs_out: dict[int, Column] = field(default_factory=dict)
    bands: dict[int, list[Column]] = field(default_factory=dict)  # region
    state: dict[int, Column] = field(default_factory=dict)  # region: staff
    hired: dict[int, Column] = field(default_factory=dict)
    short: dict[int, Column] = field(
        default_factory=dict
    )  # region: staff that it cannot have, after a limit was lowered
    is_short: dict[int, Column] = field(default_factory=dict)  # region: 1 if it is short, and 0 if not
    coa: Column = -1
    housed: Column = -1  # by the end of the day; -1 where it is known
