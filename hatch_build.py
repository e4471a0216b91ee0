"""Build hook: ships `ontology.ttl` and `seeds/` inside the wheel (a checkout reads them from the top level)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TsunagariBuildHook(BuildHookInterface[Any]):
    """Adds the data that lives at the top level of the checkout to a standard wheel, not to an editable one."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a wheel is built; `version` is "standard" or "editable"."""
        root = Path(self.root)
        if version == "standard":
            build_data["force_include"][str(root / "ontology.ttl")] = "graph/data/ontology.ttl"
            build_data["force_include"][str(root / "seeds")] = "graph/data/seeds"
