"""Which characters of a question are read: what is marked by spans and patterns, and the words of which most is left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from nlp.questions.found.words import Word

Span = tuple[int, int]


class Marked:
    """The characters of `text` that are read, none of them at first; spans are half-open, in characters.

    >>> marked = Marked("空き家の数は")
    >>> marked.all(re.compile("数は")), marked.any(0, 3)
    ([(4, 6)], False)
    """

    def __init__(self, text: str, spans: Iterable[Span] = ()) -> None:
        self.text = text
        self.read = [False] * len(text)
        self.take(spans)

    def take(self, spans: Iterable[Span]) -> None:
        """Marks the spans."""
        for start, end in spans:
            self.read[start:end] = [True] * (end - start)

    def copy(self) -> Marked:
        """The same characters marked, of which no later mark knows."""
        other = Marked(self.text)
        other.read[:] = self.read
        return other

    def any(self, start: int, end: int) -> bool:
        """Whether one of the characters is read."""
        return any(self.read[start:end])

    def matches(self, pattern: re.Pattern[str], *, outside: Marked | None = None) -> list[re.Match[str]]:
        """Marks what the pattern finds, but for nothing at all and for what touches what is read in `outside`; the matches."""
        found = [
            match
            for match in pattern.finditer(self.text)
            if match.end() > match.start() and not (outside is not None and outside.any(*match.span()))
        ]
        self.take(match.span() for match in found)
        return found

    def all(self, pattern: re.Pattern[str], *, outside: Marked | None = None) -> list[Span]:
        """The spans of such matches."""
        return [match.span() for match in self.matches(pattern, outside=outside)]

    def unread(self, tokens: Sequence[Word]) -> Iterator[Word]:
        """The tokens of the text of which less than half is read."""
        for token in tokens:
            if sum(self.read[token.start : token.end]) * 2 < token.end - token.start:
                yield token


__all__ = ["Marked", "Span"]
