"""How far municipalities are with their targets: the file that `cno targets` takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from optimizer.scenario.expected.taakstelling import Standing
from optimizer.scenario.reading.checking import check_table
from optimizer.scenario.reading.cross import check_municipalities
from optimizer.scenario.reading.findings import Findings
from optimizer.scenario.reading.sources import read_table
from optimizer.scenario.tables.horizon import RealisedTable

_NAME: Final = "realised"


@dataclass(frozen=True, slots=True)
class Realised:
    """The standing of each municipality in the file, by code, and what is to be known of the file."""

    standing: Mapping[str, Standing]
    warnings: tuple[str, ...]


def read_realised(file: Path) -> Realised:
    """Read a CSV or Parquet file with `gm_code`, `realised` and `backlog`. InputError: it holds every fault."""
    findings = Findings({_NAME: list(RealisedTable.to_schema().columns)})
    findings.label[_NAME] = file.name
    raw = read_table(_NAME, file, findings)
    findings.stop_if_faulty()
    assert raw is not None  # else it is a fault
    table = check_table(raw, findings, RealisedTable)
    check_municipalities(table, "gm_code", findings)
    findings.stop_if_faulty()
    standing = {row["gm_code"]: Standing(row["realised"], row["backlog"]) for row in table.rows()}
    return Realised(standing, tuple(findings.warnings))
