"""Sets by what happened to their source text: 番号が読めなかった施策, URLが切れている施策 (`frames/doubts.toml`)."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.questions.found.cores import Core
from nlp.questions.found.reading import Reading
from nlp.questions.framing.sets import Knowledge, SetReading
from nlp.questions.records import Condition, Term
from nlp.questions.tables.frame_files import load_frames_file


@lru_cache(maxsize=1)
def _doubts() -> tuple[tuple[re.Pattern[str], Term], ...]:
    entries = load_frames_file("doubts.toml")["doubt"]
    return tuple((re.compile(e["words"]), Term("text", e["issue"], e["label"])) for e in entries)


def doubt_asked(reading: Reading) -> tuple[Term, tuple[int, int]] | None:
    """The first kind of damage that the question speaks of, and where: a pattern for issues, labelled in Japanese."""
    found = ((term, words.search(reading.text)) for words, term in _doubts())
    return next(((term, match.span()) for term, match in found if match), None)


def doubt_conditions(reading: Reading, into: SetReading, known: Knowledge) -> tuple[Core, ...]:
    """The damage asked about as a condition, where rows of this kind have issues; the words that said so."""
    asked = doubt_asked(reading)
    if asked is None or not known.supports(into.over, "doubt"):
        return ()
    term, (start, end) = asked
    into.conditions = [c for c in into.conditions if c.kind not in ("missing", "has")]
    into.add(Condition("doubt", (term,)), known)
    return tuple(core for core in reading.cores if core.start < end + 1 and start - 1 < core.end)
