"""How long another process has computed."""

from __future__ import annotations

import time


def processor_seconds(process_id: int) -> float:
    """Seconds of a processor that a process has used; the time of day where the system does not tell.

    Source: clock_getcpuclockid(3) as Linux encodes it.
    """
    try:
        return time.clock_gettime((~process_id << 3) | 2)
    except (OSError, OverflowError):
        return time.monotonic()
