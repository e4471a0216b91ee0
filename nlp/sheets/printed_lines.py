"""One printed line of a document with programme sheets, with what it was found to be."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.layout.blocks import Block
from nlp.reading import Line


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a sheet: its family ("" = any), what stands below it, and its span in the line's block.

    `inner`: printed in brackets, as a heading below another may be.
    """

    layout: str
    section: str
    start: int
    end: int
    rest: int | None
    inner: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """A possible title. `strength` 3: printed as one or with its office; 2: beside an amount; 1: by its form alone;
    0: by a form that many lines have, at what may be the head of a page."""

    strength: int
    start: int
    end: int
    office: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One printed line. `block` is its text without marks; `blank` counts the empty lines before it.

    `kind` is heading, amount, title, other, noise or text; a title line may carry an amount as well.
    """

    line: Line
    block: Block
    kind: str
    blank: int
    indented: bool
    page: int
    bullet: bool = False
    headings: tuple[Heading, ...] = ()
    title: Title | None = None

    @property
    def text(self) -> str:
        """The text without marks."""
        return self.block.text
