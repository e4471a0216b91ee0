"""What a generated document says: one fact a thing, beside the damage done to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a document states.

    `kind` and the names in `fields` are those of the extraction's records (budget_line, sheet, measure, indicator, grantee …);
    amounts are in yen, years western, several values a list. A field that the damage took away is absent or None.
    `damage` names what was done to this thing, "" when it is whole. `programme` is the same for all things about one programme.
    """

    document: str
    kind: str
    key: str
    fields: Mapping[str, Any]
    damage: str = ""
    programme: str = ""

    def json(self) -> str:
        """One line of `truth.jsonl`."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(slots=True)
class Made:
    """One generated document: its name without suffix, its family (a profile of the reader), its text and its facts."""

    name: str
    profile: str
    text: str = ""
    facts: list[Fact] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)

    def add(self, kind: str, key: str, *, damage: str = "", programme: str = "", **fields: Any) -> None:
        """State one thing."""
        self.facts.append(Fact(self.name, kind, key, fields, damage, programme))
