"""Work on a cluster: the same results in the same order, and what stops it said before any work is done."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import Any

import pytest

from optimizer.questions.cluster import ClusterError, in_processes, on_dask
from optimizer.questions.runs import default_jobs


class FakeClient:
    """What `on_dask` needs of a client; whatever goes to a worker and back is pickled, as there."""

    versions: dict[str, str] | None = None

    def __init__(self, address: str, timeout: float) -> None:
        if address == "tcp://nowhere:1":
            raise OSError("nobody answers")

    def __enter__(self) -> FakeClient:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, work: Callable[[], str]) -> dict[str, str]:
        return {"tcp://a": work()} if self.versions is None else self.versions

    def map(self, work: Callable[[Any], Any], tasks: Sequence[Any], *, pure: bool) -> list[bytes]:
        assert not pure
        return [pickle.dumps((pickle.loads(pickle.dumps(work)), task)) for task in tasks]

    def gather(self, futures: Sequence[bytes]) -> list[Any]:
        return [work(task) for work, task in map(pickle.loads, futures)]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[FakeClient]]:
    """Stands in for dask.distributed."""
    module = ModuleType("distributed")
    module.Client = FakeClient  # type: ignore[attr-defined]
    module.as_completed = reversed  # type: ignore[attr-defined]  # they are done in any order
    monkeypatch.setitem(sys.modules, "distributed", module)
    yield FakeClient
    FakeClient.versions = None


def test_results_come_in_the_order_of_the_tasks(fake: type[FakeClient]) -> None:
    told: list[tuple[int, int]] = []
    with on_dask("tcp://here:1") as run:
        assert run(len, ["abc", "", "de"], lambda *count: told.append(count)) == [3, 0, 2]
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert in_processes(1)(len, ["abc", "", "de"], lambda *_: None) == [3, 0, 2]


def test_nobody_there_is_said(fake: type[FakeClient]) -> None:
    with pytest.raises(ClusterError, match="No Dask scheduler answers at tcp://nowhere:1"), on_dask("tcp://nowhere:1"):
        pass


@pytest.mark.parametrize(
    ("versions", "words"), [({}, "has no workers"), ({"tcp://a": "0.0.1"}, "has version 0.0.1 of cno-optimizer")]
)
def test_a_worker_that_could_answer_otherwise_is_refused(
    fake: type[FakeClient], versions: dict[str, str], words: str
) -> None:
    fake.versions = versions
    with pytest.raises(ClusterError, match=words), on_dask("tcp://here:1"):
        pass


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'cno-optimizer\[dask\]'"), on_dask("tcp://here:1"):
        pass


def test_there_is_a_core_at_least() -> None:
    assert default_jobs() >= 1
