"""Build hook: bundles the JavaScript, ships `ontology.ttl` and `seeds/` inside the wheel (a checkout reads them from the top level)."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TsunagariBuildHook(BuildHookInterface[Any]):
    """Adds the data that lives at the top level of the checkout to a standard wheel, not to an editable one."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a wheel is built; `version` is "standard" or "editable"."""
        root = Path(self.root)
        self._bundle(root)
        build_data["artifacts"].append("/api/static/built/*")
        if version == "standard":
            build_data["force_include"][str(root / "ontology.ttl")] = "graph/data/ontology.ttl"
            build_data["force_include"][str(root / "seeds")] = "graph/data/seeds"

    def _bundle(self, root: Path) -> None:
        """The scripts of the explorer and the query page; without npm in reach the rest works, and we say so."""
        spec = spec_from_file_location("bundle", root / "api" / "web" / "bundle.py")
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        try:
            module.bundle(root / "var" / "web")
        except (module.BundleError, OSError) as error:
            self.app.display_warning(f"JavaScript is not bundled, pages work without it: {error}")
