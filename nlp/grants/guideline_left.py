"""What of a guideline ended in no record: each sentence and line of it becomes an issue, so that nothing is lost without a word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from nlp.grants.guideline_outline import Outline
from nlp.grants.guideline_rules import sentences
from nlp.reading import Line
from nlp.records import Issue, Record

_WORDS = re.compile(r"[ぁ-ゖァ-ヺ一-鿿]{2}")
_DAYS = ("in_force", "established", "amended")
_SHARE = 0.5
_SHOWN = 40


def left_issues(outline: Outline, lines: Sequence[Line], records: Sequence[Record]) -> Iterator[Issue]:
    """One issue per sentence of an item, and per run of other `lines` (head, supplement), that no field of a record quotes."""
    quoted = _Quoted(records)
    for item in outline.items:
        texts = list(sentences(item.paragraphs))
        entry = item.heading is not None and not item.paragraphs and not outline.below.get(item.notation)
        if entry and item.heading is not None:
            texts.append((item.heading, 0, len(item.heading.text)))
        for block, start, end in texts:
            if _WORDS.search(block.text[start:end]) and not quoted.holds(
                *_source(outline, block.span(start, end))
            ):
                yield _issue(outline, block.text[start:end], block.span(start, end))
    run: list[Line] = []
    for line in lines:
        text = line.text.strip()
        if not text:
            continue
        left = bool(_WORDS.search(text)) and not quoted.holds(*_source(outline, (line.start, line.end)))
        if left and not re.match(outline.cues["supplement"], line.text):
            run.append(line)
        elif run:
            yield _issue(outline, run[0].text, (run[0].start, run[-1].end))
            run = []
    if run:
        yield _issue(outline, run[0].text, (run[0].start, run[-1].end))


def _source(outline: Outline, span: tuple[int, int]) -> tuple[int, int]:
    where = outline.reading.where(*span)
    return where.start, where.end


def _issue(outline: Outline, text: str, span: tuple[int, int]) -> Issue:
    message = f"どの事実とも決まりとも読めない文: 「{' '.join(text.split())[:_SHOWN]}」"
    return Issue(
        "unread-sentence", "info", message, outline.reading.where(*span), hint="原本でこの文を確かめる"
    )


class _Quoted:
    """The source places that fields of records quote."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._places = sorted(
            {
                place
                for record in records
                if record.kind not in ("law", "plan")
                for item in record.fields
                if item.where is not None and item.name not in ("legal_basis", "plan", "notation")
                for place in range(item.where.start, item.where.end)
            }
        )
        # この要領は、令和７年３月10日から施行する: the date is all that its sentence says.
        self._days = sorted(
            item.where.start
            for record in records
            for item in record.fields
            if item.where is not None and item.name in _DAYS
        )

    def holds(self, start: int, end: int) -> bool:
        """Whether at least half of a source span is quoted, or a day that is all it says."""
        if bisect_left(self._days, end) > bisect_left(self._days, start):
            return True
        inside = bisect_left(self._places, end) - bisect_left(self._places, start)
        return inside >= _SHARE * (end - start)
