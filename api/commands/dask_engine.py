"""Reading on a Dask cluster: one task a document, retried when a worker dies, gathered as it finishes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from nlp.errors import StoreError
from nlp.sources import SourceEntry

if TYPE_CHECKING:
    from api.commands.corpus import Made

_RETRIES = 3
_CONNECT_SECONDS = 15


def run_on_dask(tasks: Sequence[tuple[int, SourceEntry]], profile: str, address: str) -> Iterator[Made]:
    """The outcomes of all tasks in the order in which they finish.

    `address` is a scheduler ("tcp://host:8786") or "local" for a cluster of processes on this machine. Workers
    must see the documents under the same paths and have the same version of tsunagari installed.

    Raises:
        StoreError: Dask is not installed or the scheduler does not answer.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise StoreError("Dask is not installed", hint="pip install 'tsunagari[cluster]'") from error
    from api.commands.corpus import Made, make_one

    try:
        client = (
            Client(processes=True, dashboard_address=None, set_as_default=False)  # type: ignore[no-untyped-call]
            if address == "local"
            else Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
        )
    except OSError as error:
        raise StoreError(
            f"no Dask scheduler answers at {address}", hint="start one: dask scheduler"
        ) from error
    with client, client.as_current():
        names = {number: entry.path.name for number, entry in tasks}
        futures = {
            client.submit(make_one, number, entry, profile, pure=False, retries=_RETRIES): number
            for number, entry in tasks
        }
        for future in as_completed(futures):  # type: ignore[no-untyped-call]
            number = futures.pop(future)
            if future.status == "finished":
                yield future.result()
            else:
                yield Made(number, error=f"{names[number]}: {future.exception()}")
            future.release()
