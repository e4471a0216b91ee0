"""What a goal or an achievement says in figures, and the wording by which they are read (indicator_cues.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from nlp.errors import ProfileError
from nlp.measures.measured import Wording

CUES = Path(__file__).parent.parent / "cues" / "indicator_cues.toml"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text: its value at [start, end), what it measures at [measured_start, measured_end).

    `change` tells a figure that is a rise or fall (3,000件増) from a level. `year` is the fiscal year in which a target is due, `date` the ISO date of a result, `reached` what the text
    says about the target (None: nothing). `said` is the span that says so. `part` tells a figure that is of the one before it (うち政令市20か所).
    `shred`: the words beside it are no name of anything (12月にかけて), so that `measured` is "".
    """

    start: int
    end: int
    value: Decimal | None
    unit: str
    text: str
    change: bool
    measured: str
    measured_start: int
    measured_end: int
    year: int | None = None
    date: str = ""
    reached: bool | None = None
    said: tuple[int, int] = (0, 0)
    part: bool = False
    shred: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """A target, a result, or both; at least one is there."""

    target: Figure | None
    result: Figure | None


@dataclass(frozen=True, slots=True)
class IndicatorCues:
    """The wording of indicator_cues.toml, compiled."""

    units: tuple[str, ...]
    same_units: tuple[frozenset[str], ...]
    patterns: Mapping[str, re.Pattern[str]]
    wording: Wording


_OWN = re.compile(r"[0-9０-９](?P<unit>[ァ-ヴー]{2,8})")


def with_own_units(cues: IndicatorCues, *texts: str) -> IndicatorCues:
    """The cues with counters that only these texts know: 10ルート, where サイクルルートを is what is counted."""
    joined = "\n".join(texts)
    found = {match["unit"] for match in _OWN.finditer(joined)} - set(cues.units)
    own = [unit for unit in found if re.search(rf"(?<=[一-龠ァ-ヴー]){unit}数?(?:は|が|を|の)", joined)]
    return replace(cues, units=(*cues.units, *sorted(own))) if own else cues


@lru_cache(maxsize=2)
def load_cues(path: Path = CUES) -> IndicatorCues:
    """The cues of a file.

    Raises:
        ProfileError: a key is missing or a pattern does not compile.
    """
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        patterns = {name: re.compile(value) for name, value in data.items() if isinstance(value, str)}
        wording = data["measured"]
        measured = {name: re.compile(value) for name, value in wording.items() if isinstance(value, str)}
        return IndicatorCues(
            tuple(data["units"]),
            tuple(frozenset(group) for group in data["same_units"]),
            patterns,
            Wording(
                **{name: measured[name] for name in Wording.__dataclass_fields__ if name != "act_names"},
                act_names=dict(wording["act_names"]),
            ),
        )
    except (tomllib.TOMLDecodeError, KeyError, re.error) as error:
        raise ProfileError(f"{path.name}: {error}", hint="see the comments in the file") from error
