"""Queries from the event loop: short ones without a thread, longer ones handed to one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from typing import Any

from api.endpoint.query_failures import WorkerLostError
from api.endpoint.query_process import Job
from api.endpoint.workers import ATTEMPTS, Stream, WorkerPool

Gone = Callable[[], Awaitable[Any]]


async def run(pool: WorkerPool, job: Job, client: str, executor: Executor, gone: Gone) -> Stream:
    """Runs a query; the result when its beginning is there, as `WorkerPool.run` gives it.

    `gone` returns when the client has left: the query is ended then. Raises: QueryFailedError.
    """
    for _ in range(ATTEMPTS):
        await _turn(pool, client)
        stream = pool.start(job, client)
        try:
            if not await _quickly(stream, pool.settings.long_after_seconds):
                await _patiently(stream, executor, gone)
        except WorkerLostError:
            continue
        return stream
    raise pool.failure({"code": "worker_lost"})


async def _turn(pool: WorkerPool, client: str) -> None:
    """Waits for a place. Raises: QueryFailedError when the queue is full or the wait too long."""
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    ticket = pool.turns.ask(client, lambda: loop.call_soon_threadsafe(ready.set))
    if ticket is None:
        raise pool.failure({"code": "busy"})
    if ticket.called:
        return
    try:
        async with asyncio.timeout(pool.settings.queue_seconds):
            await ready.wait()
    except TimeoutError:
        if pool.turns.leave(ticket):
            raise pool.failure({"code": "busy"}) from None


async def _quickly(stream: Stream, seconds: float) -> bool:
    """Whether the whole result came within `seconds`, read in the loop. Raises: QueryFailedError."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[bool] = loop.create_future()

    def readable() -> None:
        try:
            if stream.poll():
                finish(True)
            elif stream.large:
                finish(False)
        except Exception as error:
            stop()
            if not done.done():
                done.set_exception(error)

    def finish(value: bool) -> None:
        stop()
        if not done.done():
            done.set_result(value)

    def stop() -> None:
        loop.remove_reader(descriptor)
        timer.cancel()

    descriptor = stream.worker.socket.fileno()
    timer = loop.call_later(seconds, finish, False)
    loop.add_reader(descriptor, readable)
    return await done


async def _patiently(stream: Stream, executor: Executor, gone: Gone) -> None:
    """Waits in a thread; ends the query when the client leaves. Raises: QueryFailedError."""
    loop = asyncio.get_running_loop()
    work = loop.run_in_executor(executor, stream.begin)
    left = asyncio.ensure_future(gone())
    await asyncio.wait({work, left}, return_when=asyncio.FIRST_COMPLETED)
    if not work.done():
        stream.cancel()
    left.cancel()
    await work
