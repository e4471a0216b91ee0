"""Questions whose wording is known (`frames/known_questions.tsv`), as skeletons: how something is asked, and how it is read.

One line each, of columns apart by tabs: a wording; the wording that asks the same and is read, with the same slots
(`{ministry}`), empty when the wording itself is read; where it comes from (an entry of the cases), which may be left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nlp.errors import ProfileError
from nlp.questions.refusing.skeletons import filled, written_skeleton
from nlp.questions.tables.cues import FRAMES

Written = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """One known wording: the text of its skeleton with its slots, and the wording that is read with its own."""

    skeleton: str
    slots: Written
    read_as: str
    read_slots: Written
    source: str = ""

    def with_slots(self, said: Sequence[tuple[str, str]]) -> str:
        """The wording that is read, with what a question says in its slots: (kind, words), in the order of the wording's own.

        >>> parse(["{ministry#2}でなく{ministry#1}の\\t{ministry}の事業で{ministry}でないもの"])[0].with_slots(
        ...     [("ministry", "法務省"), ("ministry", "内閣府")])
        '内閣府の事業で法務省でないもの'
        """
        words: dict[tuple[str, int], str] = {}
        for kind in {kind for kind, _ in said}:
            named = [slot for slot in self.slots if slot[0] == kind]
            words.update(zip(named, (word for of, word in said if of == kind), strict=True))
        return filled(self.read_as, [words[slot] for slot in self.read_slots])


def parse(lines: list[str], name: str = "") -> tuple[KnownQuestion, ...]:
    """The known questions of a file's lines; empty ones and those that begin with # are left out.

    Raises:
        ProfileError: a line has more than three columns, or its two wordings have other slots.
    """
    return tuple(_known(line, name) for line in lines if line.strip() and not line.startswith("#"))


def _known(line: str, name: str) -> KnownQuestion:
    columns = [*line.split("\t"), "", ""]
    wording, source = columns[0], columns[2]
    read_as = columns[1] or wording
    skeleton, slots = written_skeleton(wording)
    _, read_slots = written_skeleton(read_as)
    if len(columns) > 5 or sorted(slots) != sorted(read_slots):
        raise ProfileError(
            f"{name}: {line}", hint="two wordings with the same slots, docs/known-questions.md shows the form"
        )
    return KnownQuestion(skeleton, slots, read_as, read_slots, source)


@lru_cache(maxsize=2)
def known_questions(path: Path = FRAMES / "known_questions.tsv") -> tuple[KnownQuestion, ...]:
    """All of a file, in its order.

    Raises:
        ProfileError: the file is missing or a line of it is not of the form.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ProfileError(
            f"{path.name}: {error}", hint="docs/known-questions.md shows the form of the file"
        ) from error
    return parse(lines, path.name)
