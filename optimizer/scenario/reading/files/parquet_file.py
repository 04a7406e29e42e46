"""A Parquet file to a raw table."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from optimizer.scenario.reading.cells import PLAIN
from optimizer.scenario.reading.files.raw import RawTable, raw_table
from optimizer.scenario.reading.findings import Findings

_MOST_CELLS: Final = 20_000_000


def read_parquet(name: str, file: Path, findings: Findings) -> RawTable | None:
    """The table of a Parquet file, its first row counted as row 2; None, with a fault: it cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file) as parquet:
            if parquet.metadata.num_rows * parquet.metadata.num_columns > _MOST_CELLS:
                findings.fault(name, None, "", "", f"a table of at most {_MOST_CELLS} cells")
                return None
            table = parquet.read()
        columns = [table.column(place).to_pylist() for place in range(table.num_columns)]
    except (pa.ArrowException, ValueError, OverflowError) as error:  # damage, bytes that are no text, no such dates
        findings.fault(name, None, "", "", f"a Parquet file ({str(error).partition(chr(10))[0]})")
        return None
    records = [table.column_names, *map(list, zip(*columns, strict=True))]
    return raw_table(name, records, PLAIN, findings)
