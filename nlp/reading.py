"""A source text beside its repaired reading, with a map from every read character back to its source.

Readers parse `Reading.text` (decoded, repaired) and quote `Reading.source_text` (what the file holds).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nlp.records import Field, Repair, Scalar, Where


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reading: its text without the line end, and its half-open span in the reading."""

    text: str
    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The text that readers parse, tied to the source it came from.

    `offsets[i]` is the index in `source_text` of read character i (not monotone where visual order was
    undone); None means identity (nothing was repaired). `pages` holds the reading offsets at which pages
    begin (form feeds or PDF pages), empty when unknown. `notes` say in words what was taken out of the whole text,
    `repairs` what was put into it.
    """

    source: str
    source_text: str
    text: str
    offsets: Sequence[int] | None = None
    pages: tuple[int, ...] = ()
    damaged: tuple[tuple[int, int], ...] = field(default=())
    notes: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @classmethod
    def plain(cls, source: str, text: str) -> Reading:
        """A reading of text that needed no repair."""
        return cls(source, text, text)

    def where(self, start: int, end: int, *, cell: str | None = None) -> Where:
        """The source span behind reading span [start, end): the smallest that holds all its characters."""
        page = self._page(start)
        if self.offsets is None or start >= end:
            origin = start if self.offsets is None else self._origin(start)
            return Where(self.source, origin, origin + max(0, end - start), page, cell)
        behind = self.offsets[start:end]
        last = max(behind) + 1
        # A voicing mark set apart belongs to the letter before it.
        last += self.source_text[last : last + 1] in ("\u3099", "\u309a")
        return Where(self.source, min(behind), last, page, cell)

    def quote(self, where: Where) -> str:
        """The exact source text at a place of this reading."""
        return self.source_text[where.start : where.end]

    def make(
        self,
        name: str,
        value: Scalar,
        start: int,
        end: int,
        *,
        unit: str = "",
        method: str = "printed",
        confidence: float = 1.0,
        cell: str | None = None,
        note: str = "",
    ) -> Field:
        """A field whose evidence is reading span [start, end); `repaired` is set where the source differs.

        >>> Reading.plain("d", "施策82").make("number", 82, 2, 4).raw
        '82'
        """
        where = self.where(start, end, cell=cell)
        raw, read = self.quote(where), self.text[start:end]
        repaired = None if raw == read else read
        return Field(name, value, raw, where, unit, method, confidence, repaired, note)

    def lines(self, start: int = 0, end: int | None = None) -> Iterator[Line]:
        """The lines of reading span [start, end), split at LF (a CR before it stays out of the text)."""
        stop = len(self.text) if end is None else end
        number = self.text.count("\n", 0, start)
        while start < stop:
            found = self.text.find("\n", start, stop)
            finish = stop if found < 0 else found
            body = finish - 1 if finish > start and self.text[finish - 1] == "\r" else finish
            yield Line(self.text[start:body], start, body, number)
            start = finish + 1
            number += 1

    def _origin(self, index: int) -> int:
        if self.offsets is None:
            return index
        return self.offsets[index] if index < len(self.offsets) else len(self.source_text)

    def _page(self, start: int) -> int | None:
        if not self.pages:
            return None
        return max(1, bisect_right(self.pages, start))
