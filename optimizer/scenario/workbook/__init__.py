"""A scenario as one Excel workbook: what a planner fills in, filled or empty (docs/sample.md)."""

from optimizer.scenario.workbook.book import write_template, write_workbook

__all__ = ["write_template", "write_workbook"]
