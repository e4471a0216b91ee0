"""The process that fills a database, as seen by who asks it: lines of JSON in, one outcome out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast


class Asked:
    """A Python process that runs `program` and was asked something. It is started, not forked: nothing of our memory is in it."""

    def __init__(self, program: str, request: Mapping[str, Any]) -> None:
        """Start it and ask. Raises: OSError when no process can be started."""
        path = os.pathsep.join(one or str(Path.cwd()) for one in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._asking, self._hearing = cast(IO[str], self._process.stdin), cast(IO[str], self._process.stdout)
        self.ask(request)

    def ask(self, request: Mapping[str, Any]) -> None:
        """Say one line more. That it ended meanwhile is told by its outcome."""
        try:
            self._asking.write(f"{json.dumps(request)}\n")
            self._asking.flush()
        except BrokenPipeError:
            pass
        except BaseException:
            self.stop()
            raise

    def outcome(self) -> tuple[int, dict[str, Any] | None]:
        """How the process ended, and its outcome, None when it was ended before it had one. It is waited for."""
        try:
            lines = self._hearing.read().splitlines()
            ended = self._process.wait()
        finally:
            self.stop()
        return ended, json.loads(lines[-1]) if ended == 0 and lines else None

    def stop(self) -> None:
        """End the process if it still runs."""
        self._process.kill()
        self._process.wait()
        self._hearing.close()
        with suppress(BrokenPipeError):  # what it was to be asked does not reach it any more
            self._asking.close()
