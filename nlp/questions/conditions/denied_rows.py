"""Whether what is denied is said of the rows: 再掲でない事業を持つ府省庁, not 再掲の事業を持たない府省庁.

Other conditions may stand between the denial and the rows (再掲でない令和7年度の事業を持つ府省庁): whatever was read as one.
"""

from __future__ import annotations

from functools import partial

from nlp.questions.found.reading import Reading
from nlp.questions.tables.cues import Cue
from nlp.questions.tables.patterns import patterns

_denied = partial(patterns, "denied_rows.toml", "denied")
_READ = "■"


def rows_denied(reading: Reading) -> bool:
    """Whether a question denies something of the rows that whoever is listed has, or has not.

    再掲でない事業を持つ府省庁 does, 再掲の事業を持たない府省庁 does not.
    """
    return any(a.denied for a in reading.aside) or denied_rows_held(reading) or denied_rows_lacked(reading)


def denied_rows_held(reading: Reading) -> bool:
    """Whether those are asked for that have such rows: 高齢者を対象としない施策が一番多い府省庁."""
    return _follows("held", reading) or _denied()["asked_first"].match(reading.text) is not None


def denied_rows_lacked(reading: Reading) -> bool:
    """Whether those are asked for that have no such rows: 新規でない事業を持たない府省庁, not 新規の事業を持たない府省庁."""
    return _follows("lacked", reading)


def _follows(what: str, reading: Reading) -> bool:
    """Whether behind a denial the pattern of that name follows, as it stands or with the conditions that were read marked."""
    ends = [found.end() for found in _denied()["begins"].finditer(reading.text)]
    pattern = _denied()[what]
    return any(
        pattern.match(reading.text, end) or pattern.match(_conditions_marked(reading, end)) for end in ends
    )


def _conditions_marked(reading: Reading, start: int) -> str:
    """The text from `start` on with every name, number and condition that was read there as one mark."""
    spans = [(hit.start, hit.end) for hit in reading.entities]
    spans += [(hit.start, hit.end) for hit in reading.numbers]
    spans += [
        (c.start, c.end) for c in reading.cues if c.slot in ("cond", "stage") and not _denies(c, reading)
    ]
    marked = list(reading.text)
    for begin, end in spans:
        if begin >= start:
            marked[begin:end] = [_READ, *[""] * (end - begin - 1)]
    return "".join(marked[start:])


def _denies(cue: Cue, reading: Reading) -> bool:
    return _denied()["begins"].search(reading.text[cue.start : cue.end]) is not None
