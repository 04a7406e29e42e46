"""The relaxed optimum over all trips, with cuts as long as they help: the bound of level 5."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.model.linear import Ending
from optimizer.model.network import Network
from optimizer.solve.large.places import BusModel, Places, rooms
from optimizer.solve.large.totals import Counting, Totals
from optimizer.solve.large.trips.cuts import Cut, Trip
from optimizer.solve.large.trips.master import Master, Relaxed
from optimizer.solve.large.trips.pricing import SMALL, Pricer
from optimizer.solve.large.trips.rounding import Rounding
from optimizer.solve.search import Limits

MOST_SETS = 150_000  # of stops that are looked at in a round
NEAR = 20  # sites near enough to share a trip, where all sets are too many
NEW_TRIPS = 400  # a round
CUT_ROUNDS = 6
LEAST_GAIN = 5e-5  # of a round of cuts, relative
SHORT = 1e-3  # persons, tenths of level 4
HOPELESS = 0.5
PROVEN = 1e-3  # least reduced cost that is still none


@dataclass(frozen=True, slots=True)
class Relaxation:
    """`trips` that the optimum may want, by what they cost beyond their worth; `bound` of level 5 (None: none was
    proven), for plans that keep the levels before at `totals.kept`. What was relaxed not to prove anything has the
    optimum over near trips there."""

    totals: Totals
    relaxed: Relaxed
    cuts: tuple[Cut, ...]
    trips: tuple[tuple[float, Trip], ...]
    bound: float | None
    fine: bool

    @property
    def short(self) -> bool:
        """Whether no fractions of trips can keep the levels."""
        return self.relaxed.missing > SHORT or self.relaxed.excess > SHORT


class Relaxing:
    """The relaxation of one day, settled by adding trips and cuts."""

    def __init__(
        self,
        network: Network,
        where: Places,
        models: tuple[BusModel, ...],
        totals: Totals,
        counting: Counting,
        *,
        fine: bool = False,
        prove: bool = True,
    ) -> None:
        """`fine` takes the day in classes of households, not in persons; without `prove` only near trips are looked
        at."""
        room = rooms(network, where)
        self._totals, self._fine = totals, fine
        self._master = Master(network, where, models, totals, room, fine=fine)
        self._rounding = Rounding(network, where, models, totals, counting)
        sites = int((room > 0).any(axis=0).sum())
        self._complete = prove and sites * (sites - 1) * (sites - 2) // 6 <= MOST_SETS
        self._prove = prove
        waiting = tuple(most for _, most in totals.leaving)
        self._quick = Pricer(network, where, models, room, waiting, NEAR)
        self._every = Pricer(network, where, models, room, waiting) if self._complete else None
        self._master.add(self._quick.first())

    def run(self, limits: Limits, *, give_up: bool = False) -> Relaxation:
        """Trips until none helps, cuts until none does; near trips first, in the end all there are. With `give_up`
        that ends as soon as the levels seem out of reach."""
        for cut in self._rounding.first():
            self._master.cut(cut)
        relaxed, settled = self._settle(limits, None)
        if give_up and relaxed.missing + relaxed.excess > HOPELESS:
            return self._found(relaxed, None)
        for _ in range(CUT_ROUNDS):
            cuts = self._rounding.broken(relaxed) if settled else []
            for cut in cuts:
                self._master.cut(cut)
            if not cuts:
                break
            before = relaxed.value
            relaxed, settled = self._settle(limits, None)
            if relaxed.value - before < LEAST_GAIN * abs(before):
                break
        bound = None if self._prove or not settled else relaxed.value
        if settled and self._every is not None:
            relaxed, settled = self._settle(limits, self._every)
            bound = self._bound(relaxed, self._every) if settled else None
        return self._found(relaxed, bound)

    def _found(self, relaxed: Relaxed, bound: float | None) -> Relaxation:
        worth = [(self._master.reduced_cost(trip, relaxed.prices), trip) for trip in self._master.trips]
        cuts_kept = tuple(cut for cut, _ in self._master.cuts)
        return Relaxation(self._totals, relaxed, cuts_kept, tuple(sorted(worth)), bound, self._fine)

    def _bound(self, relaxed: Relaxed, every: Pricer) -> float:
        """No plan costs less: it drives at most a trip a rider, and none saves more than the least reduced cost."""
        _, least = every.offers(relaxed.prices)
        riders = sum(most for _, most in self._totals.leaving)
        return max(0.0, relaxed.value + (least - SMALL) * riders)

    def _settle(self, limits: Limits, every: Pricer | None) -> tuple[Relaxed, bool]:
        """The optimum over near trips, and with `every` over all; whether it got there before the clock."""
        while True:
            relaxed = self._master.solve(max(0.01, limits.seconds_left()))
            if relaxed.ending is not Ending.OPTIMAL:
                return relaxed, False
            added = self._add(self._quick, relaxed) or (every is not None and self._add(every, relaxed))
            if not added:
                return relaxed, True
            if limits.over():
                return relaxed, False

    def _add(self, pricer: Pricer, relaxed: Relaxed) -> bool:
        """Take in the pricer's best trips; whether there was a new one that helps."""
        trips, least = pricer.offers(relaxed.prices)
        return least <= -PROVEN and self._master.add(trips[:NEW_TRIPS]) > 0
