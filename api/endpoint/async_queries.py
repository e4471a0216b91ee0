"""Queries from the event loop: short ones without a thread, longer ones handed to one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from typing import Any

from api.endpoint.query_failures import WorkerLostError
from api.endpoint.query_process import Job
from api.endpoint.stream import LONG, Stream
from api.endpoint.workers import ATTEMPTS, PostponedError, WorkerPool

Gone = Callable[[], Awaitable[Any]]
_SOON = 0.5
"""Seconds that nobody asks whether the client is still there."""


async def run(pool: WorkerPool, job: Job, client: str, executor: Executor, gone: Gone) -> Stream:
    """Runs a query; the result when its beginning is there, as `WorkerPool.run` gives it.

    `gone` returns when the client has left: the query is ended then. Raises: QueryFailedError.
    """
    lane = pool.lane_of(job)
    for _ in range(ATTEMPTS):
        before = lane
        await _turn(pool, lane, client, gone)
        if (lane := pool.moved(job, client, lane)) != before:
            continue
        stream = pool.start(job, client, lane)
        try:
            if not await _quickly(stream, pool.settings.long_after_seconds):
                await _patiently(stream, executor, gone)
        except PostponedError:
            lane = LONG
            continue
        except WorkerLostError:
            continue
        return stream
    raise pool.failure({"code": "worker_lost"})


async def _turn(pool: WorkerPool, lane: str, client: str, gone: Gone) -> None:
    """Waits for a place. Raises: QueryFailedError when the queue is full, the wait too long or the client gone."""
    loop, here = asyncio.get_running_loop(), threading.get_ident()
    turns = pool.turns[lane]
    ready: asyncio.Future[None] = loop.create_future()

    def call() -> None:
        if threading.get_ident() == here:
            _finish(ready)
        else:
            loop.call_soon_threadsafe(_finish, ready)

    ticket = turns.ask(client, call)
    if ticket is None:
        raise pool.busy(lane)
    if ticket.called:
        return
    left: asyncio.Future[Any] | None = None
    try:
        await asyncio.wait({ready}, timeout=_SOON)
        if not ready.done():
            left = asyncio.ensure_future(gone())
            more = max(pool.settings.queue_seconds - _SOON, 0.0)
            await asyncio.wait({ready, left}, timeout=more, return_when=asyncio.FIRST_COMPLETED)
    finally:
        if left is not None:
            left.cancel()
        served = ready.done() or not turns.leave(ticket)
    if not served:
        raise pool.busy(lane)


def _finish(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


async def _quickly(stream: Stream, seconds: float) -> bool:
    """Whether the whole result came within `seconds`, read in the loop. Raises: QueryFailedError."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[bool] = loop.create_future()
    timer = loop.call_later(seconds, lambda: look())

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

    def look() -> None:
        nonlocal timer
        if stream.overdue():
            finish(False)
        else:
            timer = loop.call_later(seconds / 3, look)

    def finish(value: bool) -> None:
        stop()
        if not done.done():
            done.set_result(value)

    def stop() -> None:
        loop.remove_reader(descriptor)
        timer.cancel()

    descriptor = stream.worker.socket.fileno()
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
