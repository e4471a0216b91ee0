"""Work on a Dask cluster: tasks retried when a worker dies, gathered as they finish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from api.commands.engine import Lost, Task
from nlp.errors import StoreError

_RETRIES = 3
_STARTS = 8
_CONNECT_SECONDS = 15
# Tasks handed to the scheduler before their turn.
_AHEAD = 256


def run_on_dask(
    function: Callable[..., Any], tasks: Iterable[Task], address: str
) -> Iterator[tuple[int, Any]]:
    """(number, result) of all tasks in the order in which they finish; `Lost` with the reason for one that failed.

    `address` is a scheduler ("tcp://host:8786") or "local" for a cluster of processes on this machine. Workers
    must see the documents under the same paths and have the same version of tsunagari installed.

    Raises:
        StoreError: Dask is not installed or the scheduler does not answer.
    """
    try:
        from distributed import as_completed
    except ImportError as error:
        raise StoreError(
            "Dask が入っていません (Dask is not installed)", hint="pip install 'tsunagari[cluster]'"
        ) from error
    waiting = iter(tasks)
    first = list(islice(waiting, _AHEAD))
    if not first:
        return
    with _cluster(address) as where, _client(where) as client, client.as_current():

        def submitted(task: Task) -> Any:
            return client.submit(function, *task[1], pure=False, retries=_RETRIES)

        futures = {submitted(task): task[0] for task in first}
        finished = as_completed(list(futures))  # type: ignore[no-untyped-call]
        for future in finished:
            number = futures.pop(future)
            yield number, future.result() if future.status == "finished" else Lost(str(future.exception()))
            future.release()
            for task in islice(waiting, 1):
                more = submitted(task)
                futures[more] = task[0]
                finished.add(more)  # type: ignore[no-untyped-call]


@contextmanager
def _cluster(address: str) -> Iterator[Any]:
    """The scheduler's address, or a cluster of this machine: begun again when one of its workers dies while it starts."""
    if address != "local":
        yield address
        return
    from distributed import LocalCluster

    reason = ""
    for _ in range(_STARTS):
        try:
            cluster = LocalCluster(processes=True, dashboard_address=None)  # type: ignore[no-untyped-call]
        except (OSError, RuntimeError) as error:
            reason = str(error)
            continue
        with cluster:
            yield cluster
        return
    raise StoreError(
        f"ここでは Dask を起こせません (no Dask cluster can be started here: {reason})",
        hint="--jobs で作る (build with --jobs instead)",
    )


def _client(where: Any) -> Any:
    from distributed import Client

    try:
        return Client(where, timeout=_CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except OSError as error:
        raise StoreError(
            f"{where} の Dask が応えません (no Dask scheduler answers)",
            hint="起こす (start one): dask scheduler",
        ) from error
