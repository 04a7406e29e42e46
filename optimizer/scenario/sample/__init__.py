"""Realistic synthetic scenarios on the real regions (docs/sample.md says what is measured and what is assumed)."""

from optimizer.scenario.sample.folder import write_sample
from optimizer.scenario.sample.make import Tables, make_sample
from optimizer.scenario.sample.options import DayKind, SampleOptions

__all__ = ["DayKind", "SampleOptions", "Tables", "make_sample", "write_sample"]
