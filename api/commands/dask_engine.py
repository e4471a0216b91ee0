"""Work on a Dask cluster: tasks retried when a worker dies, gathered as they finish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from api.commands.engine import Lost, Task
from nlp.errors import StoreError

_RETRIES = 3
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
        raise StoreError("Dask is not installed", hint="pip install 'tsunagari[cluster]'") from error
    waiting = iter(tasks)
    first = list(islice(waiting, _AHEAD))
    if not first:
        return
    client = _client(address)
    with client, client.as_current():

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


def _client(address: str) -> Any:
    """A client of the scheduler; a cluster of this machine is started again when one of its workers dies while it starts."""
    from distributed import Client

    if address != "local":
        try:
            return Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
        except OSError as error:
            raise StoreError(
                f"no Dask scheduler answers at {address}", hint="start one: dask scheduler"
            ) from error
    reason = ""
    for _ in range(_RETRIES):
        try:
            return Client(processes=True, dashboard_address=None, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, RuntimeError) as error:
            reason = str(error)
    raise StoreError(f"no Dask cluster can be started here: {reason}", hint="build with --jobs instead")
