"""`cno outlook` on a real Dask cluster of worker processes: the same files as here, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from distributed import LocalCluster
from small_day import write_small_day

from optimizer.cli import cno
from optimizer.questions.cluster import ClusterError, on_dask
from optimizer.questions.outlook.write import FILES

INFLOWS = {"few": 2, "some": 5, "many": 9}


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """A scheduler and two workers, each its own process."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as started:
        yield started


@pytest.fixture
def asked(tmp_path: Path) -> list[str]:
    """Three days after today under three inflows, two samples each."""
    day = write_small_day(tmp_path / "day", places=20, policy="days = 4\n")
    (day / "inflow.csv").write_text(_inflow(1), encoding="utf-8")
    (day / "mix.csv").write_text("persons,share\n1,1\n", encoding="utf-8")
    files = [tmp_path / f"{name}.csv" for name in INFLOWS]
    for file in files:
        file.write_text(_inflow(INFLOWS[file.stem]), encoding="utf-8")
    return ["outlook", str(day), "--inflow", *map(str, files), "--samples", "2"]


def _inflow(persons: int) -> str:
    return "date,origin_id,persons\n" + "".join(f"2026-03-0{day},TA,{persons}\n" for day in (3, 4, 5))


def test_a_cluster_writes_the_bytes_that_processes_write(
    cluster: LocalCluster, asked: list[str], tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for out, where in ((here, ("--jobs", "2")), (there, ("--dask", cluster.scheduler_address))):
        result = CliRunner().invoke(cno, [*asked, "--out", str(out), *where])
        assert result.exit_code == 0, result.output
    assert {name: (here / name).read_bytes() for name in FILES} == {name: (there / name).read_bytes() for name in FILES}
    assert {line.split(",")[0] for line in (there / "bands_country.csv").read_text().splitlines()[1:]} == set(INFLOWS)


def test_work_is_done_by_the_workers_in_the_order_of_the_tasks(cluster: LocalCluster) -> None:
    told: list[tuple[int, int]] = []
    with on_dask(cluster.scheduler_address) as run:
        assert run(len, ["abc", "", "de"], lambda *count: told.append(count)) == [3, 0, 2]
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_scheduler_without_workers_is_refused() -> None:
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty,
        pytest.raises(ClusterError, match="has no workers"),
        on_dask(empty.scheduler_address),
    ):
        pass
