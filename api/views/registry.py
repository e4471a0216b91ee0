"""The views by name: what each draws, from what, and which filters it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from api.services import Services
from api.views import chain, explorer, heatmap, policy_map, tables, upset
from api.views.facts import Filters, selected
from api.views.picture import Picture
from graph.queries import stored_query

# A notation that more plans have is told by the headings of so many.
_MOST_LABELS = 3
_COMMON = ("ministry", "target", "section", "year", "kind", "keyword")


@dataclass(frozen=True, slots=True)
class View:
    """A view. Its words stand in texts.toml under its name."""

    name: str
    draw: Callable[[Services, Filters], Picture]
    takes: tuple[str, ...]


def _map(service: Services, filters: Filters) -> Picture:
    return policy_map.draw(selected(service, filters), filters, section_names(service))


def section_names(service: Services) -> dict[str, str]:
    """Labels of sections and pillars by notation; the first few, with ／ between them, where plans share a notation."""

    def load() -> dict[str, str]:
        names: dict[str, list[str]] = {}
        for notation, name in service.select(stored_query("views/section-names").text):
            names.setdefault(str(getattr(notation, "value", "")), []).append(str(getattr(name, "value", "")))
        return {notation: "／".join(labels[:_MOST_LABELS]) for notation, labels in names.items()}

    return service.cached("views.sections", load)


VIEWS: dict[str, View] = {
    view.name: view
    for view in (
        View("overlap", lambda s, f: heatmap.draw(selected(s, f), f), _COMMON),
        View("overlap-table", lambda s, f: tables.draw(selected(s, f), f), _COMMON),
        View("map", _map, _COMMON),
        View("upset", lambda s, f: upset.draw(selected(s, f), f), _COMMON),
        View("chain", chain.draw, ("ministry", "target", "section", "year", "keyword")),
        View("explorer", explorer.draw, ("focus",)),
    )
}
