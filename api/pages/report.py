"""The build's report as pages read it: what each document gave, and what is in doubt."""

from __future__ import annotations

import json
from typing import Any

from api.services import Services


def report_of(service: Services) -> dict[str, Any]:
    """The report of the served build; empty when it has none (a file served by --data, a remote engine)."""
    path = service.served.report_path
    if path is None:
        return {}

    def read() -> dict[str, Any]:
        try:
            data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return data

    return service.cached("report", read)
