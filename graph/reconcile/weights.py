"""The weight table `weights.toml`, checked at load."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log2
from pathlib import Path
from types import MappingProxyType

from nlp.errors import ProfileError

SECTIONS = (
    "name",
    "alias",
    "title",
    "ministry",
    "amount",
    "text",
    "mentioned",
    "place",
    "frame",
    "component",
    "lineage",
    "measure",
)


@dataclass(frozen=True, slots=True)
class Weights:
    """`prior` and level weights in log2 odds; `accept` and `doubt` are probabilities."""

    prior: float
    accept: float
    doubt: float
    minimum_core: int
    levels: Mapping[str, Mapping[str, float]]

    def of(self, feature: str, level: str) -> float:
        """The weight of a level.

        Raises:
            ProfileError: the table does not know the level; a new level needs a weight and a reason.
        """
        try:
            return self.levels[feature][level]
        except KeyError as error:
            raise ProfileError(
                f"weights: no weight for {feature}.{level}", hint="add it to graph/reconcile/weights.toml"
            ) from error


def probability(log_odds: float) -> float:
    """Log2 odds as a probability.

    >>> probability(0.0), round(probability(3.0), 3)
    (0.5, 0.889)
    """
    bounded = max(-60.0, min(60.0, log_odds))
    return float(1.0 / (1.0 + 2.0**-bounded))


def log_odds(probable: float) -> float:
    """A probability as log2 odds, the inverse of `probability`.

    >>> log_odds(0.5), round(log_odds(0.889), 1)
    (0.0, 3.0)
    """
    bounded = max(1e-18, min(1 - 1e-15, probable))
    return log2(bounded / (1.0 - bounded))


@lru_cache(maxsize=4)
def load_weights(path: Path | None = None) -> Weights:
    """The shipped weights, or those at `path`.

    Raises:
        ProfileError: a section or key is missing, not a number, or doubt is not below accept.
    """
    source = path or Path(__file__).parent / "weights.toml"
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    levels: dict[str, Mapping[str, float]] = {}
    for section in SECTIONS:
        table = data.get(section)
        if not isinstance(table, dict):
            raise ProfileError(f"{source.name}: [{section}] is missing")
        for level, weight in table.items():
            if isinstance(weight, bool) or not isinstance(weight, int | float):
                raise ProfileError(f"{source.name}: [{section}] {level} is not a number: {weight!r}")
        levels[section] = MappingProxyType({level: float(weight) for level, weight in table.items()})
    decision = data.get("decision", {})
    try:
        found = Weights(
            float(decision["prior"]),
            float(decision["accept"]),
            float(decision["doubt"]),
            int(decision["minimum_core"]),
            MappingProxyType(levels),
        )
    except KeyError as error:
        raise ProfileError(f"{source.name}: [decision] {error} is missing") from error
    if not 0.0 < found.doubt < found.accept <= 1.0:
        raise ProfileError(f"{source.name}: [decision] 0 < doubt < accept <= 1 is required")
    return found
