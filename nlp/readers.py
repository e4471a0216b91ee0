"""What every document reader takes and gives, and the table of readers that profiles name.

A profile lists readers by name; each reads its own part of the document and leaves the rest alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from nlp.errors import ProfileError
from nlp.gazetteer import Gazetteers
from nlp.reading import Reading
from nlp.records import Issue, Mention, Record, Relation, Repair


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader may know beside the text: gazetteers, its own settings, year and stage of the document.

    `settings` is the table `[reader.<name>]` of the profile. `fiscal_year` is western (令和7 = 2025), `stage`
    one of "initial", "supplementary", "" when the document itself has to say.
    """

    gazetteers: Gazetteers
    settings: Mapping[str, Any]
    document: str
    fiscal_year: int | None = None
    stage: str = ""
    found: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What one reader found. `covered` are reading spans that it accounts for (others may ignore them)."""

    records: tuple[Record, ...] = ()
    issues: tuple[Issue, ...] = ()
    repairs: tuple[Repair, ...] = ()
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    covered: tuple[tuple[int, int], ...] = ()


Reader = Callable[[Reading, Context], ReadResult]

READERS: Mapping[str, str] = {
    "budget_list": "nlp.budgets.reader:read_budget_list",
    "sheets": "nlp.sheets.reader:read_sheets",
    "measure_table": "nlp.measures.table_reader:read_measure_table",
    "measure_list": "nlp.measures.list_reader:read_measure_list",
    "grantees": "nlp.grants.grantees:read_grantees",
    "call": "nlp.grants.call:read_call",
    "guideline": "nlp.grants.guideline:read_guideline",
    "review_sheet": "nlp.reviews.reader:read_review_sheets",
}


def reader_named(name: str) -> Reader:
    """The reader called `name` in a profile.

    Raises:
        ProfileError: no reader has that name.
    """
    target = READERS.get(name)
    if target is None:
        raise ProfileError(
            f"「{name}」という読み手はありません (no reader is called that)",
            hint=f"使える名 (known): {', '.join(READERS)}",
        )
    module, function = target.split(":")
    found: Reader = getattr(import_module(module), function)
    return found
