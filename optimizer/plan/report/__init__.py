"""report.xlsx: the plan as a workbook for people who work in sheets."""

from optimizer.plan.report.workbook import write_report

__all__ = ["write_report"]
