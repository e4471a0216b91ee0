"""Whose 両方, とも, どちらも are: of the names, or of the years beside them (R6とR7の両方にある厚労省・国交省の事業)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.questions.found.reading import Reading
from nlp.questions.names.linking import EntityHit
from nlp.questions.tables.cues import Cue

# 両年度, 2年とも: the years are said by the word itself.
_YEARS = re.compile(r"両年|\d(?:か)?年")


def said_of_all(names: Sequence[EntityHit], reading: Reading) -> bool:
    """Whether a word for all of them (両方, 共同で) is said of the names: each such word belongs to the list right before it,
    which may be that of the years."""
    return any(not _of_years(cue, names, reading) for cue in reading.spans("join:all"))


def _of_years(cue: Cue, names: Sequence[EntityHit], reading: Reading) -> bool:
    """Whether the years stand closer before the word than the names do, and the word is one that may be said of years."""
    if not any(both.start <= cue.end and cue.start <= both.end for both in reading.spans("ask:both_in")):
        return False
    years = [hit.end for hit in reading.numbers_of("year") if hit.end <= cue.start]
    years += [match.start() for match in _YEARS.finditer(reading.text) if match.start() <= cue.start]
    before = [hit.end for hit in names if hit.end <= cue.start]
    return bool(years) and max(years) > max(before, default=-1)


__all__ = ["said_of_all"]
