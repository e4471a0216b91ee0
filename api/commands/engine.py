"""What carries out the work of a build: this process, several, or a Dask cluster. A task is a function of plain values."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

Task = tuple[int, tuple[Any, ...]]
_ATTEMPTS = 3
# Tasks handed out before their turn, for each process: enough that none waits, few enough that none fills the memory.
_AHEAD = 3
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in <sys/prctl.h>


@dataclass(frozen=True, slots=True)
class Lost:
    """What becomes of a task that killed every process that tried it, or that no worker could finish."""

    reason: str


@dataclass(frozen=True, slots=True)
class Engine:
    """What carries out the work: `jobs` processes here (0: one a processor), or a Dask scheduler's address."""

    jobs: int = 0
    dask: str = ""

    def processors(self) -> int:
        """How many processors this machine's part of the work may use."""
        return self.jobs or os.cpu_count() or 1

    def run(
        self, function: Callable[..., Any], tasks: Iterable[Task], *, apart: bool = False
    ) -> Iterator[tuple[int, Any]]:
        """(number, result) of every task in the order in which they finish; `Lost` for one that cannot be carried out.

        Tasks are taken from `tasks` as they are needed. What `function` raises is raised here. With `apart` even a single
        processor's work is done in a process of its own, whose memory is free again when it is done.

        Raises:
            StoreError: Dask is not installed or the scheduler does not answer.
        """
        if self.dask:
            from api.commands.dask_engine import run_on_dask

            yield from run_on_dask(function, tasks, self.dask)
        elif self.processors() == 1 and not apart:
            for number, arguments in tasks:
                yield number, function(*arguments)
        else:
            yield from _run_in_processes(function, iter(tasks), self.processors())


def _run_in_processes(
    function: Callable[..., Any], tasks: Iterator[Task], jobs: int
) -> Iterator[tuple[int, Any]]:
    suspects: list[Task] = []
    while True:
        first = list(islice(tasks, 1))
        if not first:
            break
        with _pool(jobs) as pool:
            running: dict[Future[Any], Task] = {}
            try:
                for task in first:
                    running[pool.submit(function, *task[1])] = task
                while running:
                    for task in islice(tasks, max(0, jobs * _AHEAD - len(running))):
                        running[pool.submit(function, *task[1])] = task
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        number = running[future][0]
                        result = future.result()
                        del running[future]
                        yield number, result
            except BrokenProcessPool:
                suspects.extend(running.values())
    # A task that killed its process is tried again by itself, so that only it can fail.
    for number, arguments in suspects:
        yield number, _alone(function, arguments)


def _alone(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    for _ in range(_ATTEMPTS):
        with _pool(1) as pool:
            try:
                return pool.submit(function, *arguments).result()
            except BrokenProcessPool:
                continue
    return Lost("the process working on it was killed (memory?)")


def _pool(jobs: int) -> ProcessPoolExecutor:
    fork = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(jobs, mp_context=fork, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Have Linux end this process when the build is killed; elsewhere it waits for work that never comes."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
