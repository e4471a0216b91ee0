"""How a process that runs queries is started: alone, silent, out of reach of Ctrl-C."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence


def start(
    arguments: Sequence[str], passed: Sequence[int], *, errors: bool = False
) -> subprocess.Popen[bytes]:
    """Starts this Python, isolated, with `arguments` and the open files `passed`; with `errors` it keeps our stderr.

    Raises: OSError when it cannot be started.
    """
    return subprocess.Popen(
        [sys.executable, "-I", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=None if errors else subprocess.DEVNULL,
        pass_fds=tuple(passed),
        # Each thread's heap would reserve 64 MiB of the bounded address space.
        env={**os.environ, "MALLOC_ARENA_MAX": "2"},
        # Away from Ctrl-C, but in our session: Linux gives each session an equal share of the processors,
        # and low priority counts only among the processes of one (sched(7), autogroup).
        process_group=0,
    )
