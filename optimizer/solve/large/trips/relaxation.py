"""The relaxed optimum over all trips, with cuts as long as they help: the bound of level 5."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.model.linear import Ending
from optimizer.model.network import Network
from optimizer.solve.large.places import BusModel, Places, rooms
from optimizer.solve.large.totals import Counting, Totals
from optimizer.solve.large.trips.cuts import Cut, Trip
from optimizer.solve.large.trips.master import Master, Relaxed
from optimizer.solve.large.trips.pricing import Pricer
from optimizer.solve.large.trips.rounding import Rounding
from optimizer.solve.search import Limits

MOST_SETS = 150_000  # of stops that are looked at in a round
NEAR = 20  # sites near enough to share a trip, where all sets are too many
NEW_TRIPS = 400  # a round
CUT_ROUNDS = 6
LEAST_GAIN = 5e-5  # of a round of cuts, relative
PROVEN = 1e-3  # least reduced cost that is still none
MOST_TRIPS = 200.0  # a fleet can drive more, but not with a reduced cost that small


@dataclass(frozen=True, slots=True)
class Relaxation:
    """`trips` that the optimum may want, by what they cost beyond their worth; `bound` of level 5 (None: none was
    proven), for plans that keep the levels before at `totals.kept`."""

    totals: Totals
    relaxed: Relaxed
    cuts: tuple[Cut, ...]
    trips: tuple[tuple[float, Trip], ...]
    bound: float | None

    @property
    def short(self) -> bool:
        """Whether even fractions of trips cannot keep the totals and levels: the buses are too few."""
        return self.relaxed.missing > 1e-4 or self.relaxed.excess > 1e-3


class Relaxing:
    """The relaxation of one day, settled by adding trips and cuts."""

    def __init__(
        self,
        network: Network,
        where: Places,
        models: tuple[BusModel, ...],
        totals: Totals,
        counting: Counting,
    ) -> None:
        room = rooms(network, where)
        self._totals = totals
        self._master = Master(network, where, models, totals, room)
        self._rounding = Rounding(network, where, models, totals, counting)
        sites = int((room > 0).any(axis=0).sum())
        self._complete = sites * (sites - 1) * (sites - 2) // 6 <= MOST_SETS
        waiting = tuple(most for _, most in totals.leaving)
        self._quick = Pricer(network, where, models, room, waiting, NEAR)
        self._every = Pricer(network, where, models, room, waiting) if self._complete else None
        self._master.add(self._quick.first())

    def run(self, limits: Limits) -> Relaxation:
        """Trips until none helps, cuts until none does; near trips first, in the end all there are."""
        for cut in self._rounding.first():
            self._master.cut(cut)
        relaxed, settled = self._settle(limits, self._quick)
        for _ in range(CUT_ROUNDS):
            cuts = self._rounding.broken(relaxed) if settled else []
            for cut in cuts:
                self._master.cut(cut)
            if not cuts:
                break
            before = relaxed.value
            relaxed, settled = self._settle(limits, self._quick)
            if relaxed.value - before < LEAST_GAIN * abs(before):
                break
        proven = False
        if settled and self._every is not None:
            relaxed, proven = self._settle(limits, self._every)
        worth = [(self._master.reduced_cost(trip, relaxed.prices), trip) for trip in self._master.trips]
        bound = max(0.0, relaxed.value - MOST_TRIPS * PROVEN) if proven else None
        cuts_kept = tuple(cut for cut, _ in self._master.cuts)
        return Relaxation(self._totals, relaxed, cuts_kept, tuple(sorted(worth)), bound)

    def _settle(self, limits: Limits, pricer: Pricer) -> tuple[Relaxed, bool]:
        """The optimum over the pricer's trips, and whether it is proven (not when the clock stops it)."""
        while True:
            relaxed = self._master.solve(max(0.01, limits.seconds_left()))
            if relaxed.ending is not Ending.OPTIMAL:
                return relaxed, False
            trips, least = self._quick.offers(relaxed.prices)
            if least > -PROVEN and pricer is not self._quick:
                trips, least = pricer.offers(relaxed.prices)
            if least > -PROVEN or not self._master.add(trips[:NEW_TRIPS]):
                return relaxed, True
            if limits.over():
                return relaxed, False
