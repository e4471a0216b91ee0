"""The error tree, split by who must act. Trouble with one record is an `Issue`, not an exception."""

from __future__ import annotations


class TsunagariError(Exception):
    """Anything Tsunagari refuses, with what, where and what to do.

    `message` says what is wrong and where; `hint` says what the reader can do about it.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  → {self.hint}" if self.hint else self.message


class SourceError(TsunagariError):
    """A source file cannot be read at all: the person who supplied it must act."""


class UnknownKindError(SourceError):
    """A file reads well but is no kind of document that we know: left aside, unless somebody named it."""


class ProfileError(TsunagariError):
    """A data file of ours (profile, gazetteer, frame, rule) is wrong: its author must act."""


class IdentityError(TsunagariError):
    """Judgements or clusters contradict each other: the researcher who judged must act."""


class VocabularyError(TsunagariError):
    """The graph does not fit `ontology.ttl` or its shapes: the maintainer must act."""


class QueryError(TsunagariError):
    """A query is rejected. `line` and `column` are 1-based; None when the position is unknown."""

    def __init__(
        self, message: str, *, hint: str = "", line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.line = line
        self.column = column


class StoreError(TsunagariError):
    """The store cannot be opened, written or understood: the operator must act."""
