"""The options with which commands read instances from files."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path

from benchmarks.facility_location.formats import READERS, read_instance
from benchmarks.facility_location.instance import Instance, InstanceError


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """How a file is to be read."""
    parser.add_argument("--format", choices=list(READERS), help="the file's format; default: told by its lines")
    parser.add_argument("--capacity", type=Fraction, help="for files that have the word `capacity` instead of a number")
    parser.add_argument("--unit-costs", action="store_true", help="the costs are those of one unit of demand")


def instance_in(file: Path, asked: argparse.Namespace) -> Instance:
    """The instance in a file. InstanceError: it cannot be read; the file is named."""
    try:
        text = file.read_text(encoding="utf-8")
        return read_instance(text, asked.format, capacity=asked.capacity, unit_costs=asked.unit_costs)
    except (InstanceError, OSError, UnicodeDecodeError) as error:
        raise InstanceError(f"{file}: {error}") from error
