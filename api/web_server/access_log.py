"""One JSON line for each request, without anything that says who asked or what: no address, no query, no agent."""

from __future__ import annotations

import json
import sys
import time


def write(endpoint: str, method: str, status: int, seconds: float) -> None:
    """Writes a line to standard error. `endpoint` is the name of the route, never the path with its values."""
    line = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "endpoint": endpoint,
        "method": method[:10],
        "status": status,
        "ms": round(seconds * 1000, 2),
    }
    print(json.dumps(line), file=sys.stderr)
