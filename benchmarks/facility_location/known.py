"""Instances whose optimum is known by construction, each from a seed.

Planted: a solution is drawn first, then costs around it such that a solution of the dual of the linear relaxation
proves it best. With prices v[i] of customers, m[j] of capacity and w[i, j] of a customer's share in an opening,

    cost[i, j] >= v[i] - m[j] demand[i] - w[i, j]             equal where the planted solution serves i from j
    fixed[j]   >= m[j] capacity[j] + sum over i of w[i, j]    equal where it opens j

every solution costs at least sum v. The planted one costs just that: its facilities are full to the last unit wherever
m[j] > 0, and w[i, j] > 0 at a facility it opens only for whom it serves from there.

With `gap`, demands are multiples of a step and capacities a little less than a step above the planted load. Customers
are served whole, so the last units help nobody and the proof holds as before; the linear relaxation uses them, and its
bound lies below the optimum.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction

from benchmarks.facility_location.instance import Instance


@dataclass(frozen=True, slots=True)
class Recipe:
    """Size and kind of a planted instance. `tight`: the facilities it opens are full; `gap`: see the module."""

    facilities: int
    customers: int
    tight: bool
    gap: bool
    seed: int = 1


RECIPES = {
    "5x10": Recipe(5, 10, tight=False, gap=False),
    "5x10-tight": Recipe(5, 10, tight=True, gap=False),
    "10x20-gap": Recipe(10, 20, tight=True, gap=True),
    "10x50": Recipe(10, 50, tight=False, gap=False),
    "10x50-tight": Recipe(10, 50, tight=True, gap=False),
    "16x50-gap": Recipe(16, 50, tight=True, gap=True),
    "20x50-tight": Recipe(20, 50, tight=True, gap=False),
    "30x150-tight": Recipe(30, 150, tight=True, gap=False),
    "30x200": Recipe(30, 200, tight=False, gap=False),
    "30x200-gap": Recipe(30, 200, tight=True, gap=True),
    "50x100-tight": Recipe(50, 100, tight=True, gap=False),
    "50x100-gap": Recipe(50, 100, tight=True, gap=True),
}
STEP = 3  # of demands where there is to be a gap


def planted(recipe: Recipe) -> tuple[Instance, tuple[int, ...]]:
    """The instance, with its optimum, and a solution of that cost; the same recipe gives the same on every machine."""
    draw = random.Random(f"facility location {recipe}")
    step = STEP if recipe.gap else 1
    opened = sorted(draw.sample(range(recipe.facilities), max(2, recipe.facilities * 2 // 5)))
    serves = [opened[i] if i < len(opened) else draw.choice(opened) for i in range(recipe.customers)]
    draw.shuffle(serves)
    demand = [step * draw.randint(2, 12) for _ in serves]
    load = [sum(d for d, j in zip(demand, serves, strict=True) if j == site) for site in range(recipe.facilities)]
    usual = sum(load) // len(opened)
    room = [
        (held if recipe.tight else held + draw.randint(1, usual)) if held else usual + step * draw.randint(-2, 2)
        for held in load
    ]
    room = [size // step * step for size in room]
    fixed, cost, best = _prices(draw, recipe, serves, demand, room)
    spare = [draw.randint(1, step - 1) if step > 1 else 0 for _ in room]
    instance = Instance(
        tuple(Fraction(size + more) for size, more in zip(room, spare, strict=True)),
        tuple(map(Fraction, fixed)),
        tuple(map(Fraction, demand)),
        tuple(tuple(map(Fraction, row)) for row in cost),
        Fraction(best),
    )
    return instance, tuple(serves)


def _prices(
    draw: random.Random, recipe: Recipe, serves: list[int], demand: list[int], room: list[int]
) -> tuple[list[int], list[list[int]], int]:
    """Fixed costs, assignment costs and the optimum, from prices that prove it."""
    opened = set(serves)
    capacity_price = [draw.randint(1, 3) if recipe.tight or j not in opened else 0 for j in range(len(room))]
    # a customer is worth more than any facility's capacity for it, so that no cost is negative
    worth = [3 * d + draw.randint(60, 160) for d in demand]
    cost, shares = [], [0] * len(room)
    for i, (d, value) in enumerate(zip(demand, worth, strict=True)):
        row = []
        for j, price in enumerate(capacity_price):
            may_share = j == serves[i] or (j not in opened and draw.random() < 0.3)
            share = draw.randint(5, 40) if may_share else 0
            shares[j] += share
            dearer = 0 if j == serves[i] or draw.random() < 0.2 else draw.randint(1, 150)
            row.append(value - price * d - share + dearer)
        cost.append(row)
    fixed = [
        capacity_price[j] * room[j] + shares[j] + (0 if j in opened else draw.randint(0, 60)) for j in range(len(room))
    ]
    return fixed, cost, sum(worth)
