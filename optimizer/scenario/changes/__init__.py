"""What a planner wants to know the effect of: keys and cells that are otherwise than in the files of a scenario."""

from optimizer.scenario.changes.apply import changed_scenario
from optimizer.scenario.changes.wish import Wish

__all__ = ["Wish", "changed_scenario"]
