"""Cue words of questions, read from `frames/cues.toml`, and found in a folded question.

A cue is `slot:value` (`ask:count`, `class:measure`). Each slot is matched by itself, longest first, so that
one stretch of text can be a cue of several slots (両方 joins conditions and asks for both years).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nlp.errors import ProfileError

FRAMES = Path(__file__).parent.parent.parent / "frames"
SLOTS = ("ask", "attr", "class", "cond", "stage", "join", "group", "follow", "plain")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found at [start, end) of the folded question."""

    start: int
    end: int
    slot: str
    value: str

    @property
    def name(self) -> str:
        """The cue as frames name it: `ask:count`."""
        return f"{self.slot}:{self.value}"


@dataclass(frozen=True, slots=True)
class CueTable:
    """The cues of one slot: surface -> values, and patterns with their value; `lengths` of surfaces by first character."""

    slot: str
    surfaces: Mapping[str, tuple[str, ...]]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    matcher: re.Pattern[str] | None
    lengths: Mapping[str, tuple[int, ...]]

    def find(
        self, text: str, starts: frozenset[int], ends: frozenset[int], masked: Sequence[bool]
    ) -> list[Cue]:
        """The cues in `text`. A cue must begin where a word begins; one of two characters or fewer must end
        where a word ends too (行 is not a cue in 行政)."""
        found: list[Cue] = []
        if self.matcher is not None:
            position = 0
            while match := self.matcher.search(text, position):
                position = match.start() + 1
                best = self._longest(text, match.start(), starts, ends, masked)
                if best:
                    end = match.start() + len(best)
                    found += [Cue(match.start(), end, self.slot, value) for value in self.surfaces[best]]
                    position = end if self.slot != "ask" else match.start() + 1
        for pattern, value in self.patterns:
            for hit in pattern.finditer(text):
                if hit.end() > hit.start() and not any(masked[hit.start() : hit.end()]):
                    found.append(Cue(hit.start(), hit.end(), self.slot, value))
        return found

    def _longest(
        self, text: str, start: int, starts: frozenset[int], ends: frozenset[int], masked: Sequence[bool]
    ) -> str:
        if start not in starts or masked[start]:
            return ""
        for length in self.lengths[text[start]]:
            surface = text[start : start + length]
            if (
                len(surface) == length
                and surface in self.surfaces
                and not any(masked[start : start + length])
            ):
                if length <= 2 and start + length not in ends:
                    continue
                return surface
        return ""


@lru_cache(maxsize=4)
def load_cues(path: Path = FRAMES / "cues.toml") -> tuple[CueTable, ...]:
    """The cue tables, one per slot.

    Raises:
        ProfileError: the file is missing, is not TOML, or names an unknown slot.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(
            f"{path.name}: {error}", hint="docs/questions.md shows the form of the file"
        ) from error
    unknown = set(data) - set(SLOTS)
    if unknown:
        raise ProfileError(
            f"{path.name}: unknown slot {sorted(unknown)[0]}", hint=f"one of {', '.join(SLOTS)}"
        )
    return tuple(_table(slot, data.get(slot, {}), path) for slot in SLOTS)


def _table(slot: str, groups: Mapping[str, Mapping[str, list[str]]], path: Path) -> CueTable:
    surfaces: dict[str, tuple[str, ...]] = {}
    patterns: list[tuple[re.Pattern[str], str]] = []
    for value, entry in groups.items():
        for surface in entry.get("surfaces", []):
            surfaces[surface] = (*surfaces.get(surface, ()), value)
        for pattern in entry.get("patterns", []):
            try:
                patterns.append((re.compile(pattern), value))
            except re.error as error:
                raise ProfileError(f"{path.name}: [{slot}.{value}] pattern {pattern}: {error}") from error
    return CueTable(slot, surfaces, tuple(patterns), _any_of(surfaces), _lengths(surfaces))


def _lengths(surfaces: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How long the surfaces with each first character are, the longest first."""
    found: dict[str, set[int]] = {}
    for surface in surfaces:
        found.setdefault(surface[0], set()).add(len(surface))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _any_of(surfaces: Iterable[str]) -> re.Pattern[str] | None:
    firsts = sorted({surface[0] for surface in surfaces})
    return re.compile("[" + "".join(re.escape(c) for c in firsts) + "]") if firsts else None


def find_cues(
    text: str, starts: frozenset[int], ends: frozenset[int], masked: Sequence[bool]
) -> tuple[Cue, ...]:
    """Every cue of the folded question outside the masked characters, in order."""
    cues = [cue for table in load_cues() for cue in table.find(text, starts, ends, masked)]
    return tuple(sorted(set(cues), key=lambda cue: (cue.start, -cue.end, cue.slot, cue.value)))
