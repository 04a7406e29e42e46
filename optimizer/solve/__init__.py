"""From a scenario to a proven decision."""

from optimizer.solve.lexicographic import solve

__all__ = ["solve"]
