"""Names that we know: ministries, target groups, laws, regions; read from commented TSV files.

Columns: surface, canonical, type, broader, valid_from, valid_to, successor_of, source, note (later ones may be
empty). A line `# …` is a comment; the first other line is the header. Several lines with one canonical
name are its variants.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from string import ascii_letters
from types import MappingProxyType
from unicodedata import normalize

from rapidfuzz.distance import DamerauLevenshtein

from nlp.errors import ProfileError
from nlp.radicals import misread_alike
from nlp.word_tries import pattern_of

FOLDER = Path(__file__).parent / "gazetteers"
COLUMNS = (
    "surface",
    "canonical",
    "type",
    "broader",
    "valid_from",
    "valid_to",
    "successor_of",
    "source",
    "note",
)
_SPACE = re.compile(r"[\s\u3000]+")


@lru_cache(maxsize=16_384)
def comparison_key(name: str) -> str:
    """The form in which two spellings of one name are equal: NFKC, no spaces, lower case.

    >>> comparison_key("ＮＰＯ 等")
    'npo等'
    """
    return _SPACE.sub("", normalize("NFKC", name)).casefold()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a gazetteer. `broader` is a canonical name or ""; dates are ISO or ""."""

    surface: str
    canonical: str
    type: str
    broader: str = ""
    valid_from: str = ""
    valid_to: str = ""
    successor_of: str = ""
    source: str = ""
    note: str = ""


def pattern_of_names(surfaces: Iterable[str]) -> re.Pattern[str] | None:
    """The longest of `surfaces` at each place; None for no names."""
    # 社会福祉法 does not stand in 社会福祉法人, nor DV in DVD, nor 障害のある児童 in 障害のある児童生徒; every ministry has a 大臣官房.
    ends = {
        "法": "(?!人)",
        "児童": "(?!生徒)",
        "官房": "(?<!大臣官房)(?<!長官官房)",
        **dict.fromkeys(ascii_letters, "(?![A-Za-z])"),
    }
    names = sorted(set(surfaces))
    return re.compile(pattern_of(names, ends)) if names else None


@dataclass(frozen=True, slots=True)
class Resolved:
    """The entry a surface stands for. `method` is exact, variant or fuzzy; `confidence` 0..1."""

    entry: Entry
    surface: str
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A gazetteer name found in a text at [start, end)."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """The entries of one file, with exact, tolerant and in-text look-up."""

    name: str
    entries: tuple[Entry, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Entry]:
        """Comparison key -> entry; the first line wins when two share a key."""
        table: dict[str, Entry] = {}
        for entry in self.entries:
            table.setdefault(comparison_key(entry.surface), entry)
        return MappingProxyType(table)

    @cached_property
    def canonical(self) -> Mapping[str, Entry]:
        """Canonical name -> its own line (surface == canonical where it exists)."""
        table: dict[str, Entry] = {}
        for entry in self.entries:
            if entry.canonical not in table or entry.surface == entry.canonical:
                table[entry.canonical] = entry
        return MappingProxyType(table)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return pattern_of_names(entry.surface for entry in self.entries)

    @cached_property
    def by_surface(self) -> Mapping[str, Entry]:
        """Surface as written -> entry; the first line wins."""
        return {entry.surface: entry for entry in reversed(self.entries)}

    @cached_property
    def _in_force(self) -> Mapping[str, str]:
        """Comparison key -> canonical name, of the names in force."""
        return {comparison_key(name): name for name, entry in self.canonical.items() if not entry.valid_to}

    def resolve(self, surface: str, *, tolerant: bool = True) -> Resolved | None:
        """The entry that `surface` names, or None.

        Exact and variant spellings first; when `tolerant`, the single nearest canonical name within one
        edit per four characters (享生労働省 -> 厚生労働省). Of two equally near, the one that differs by a kanji of the
        same radical alone, else None: a reading error is repaired only where one name alone explains it.
        """
        key = comparison_key(surface)
        found = self.by_key.get(key)
        if found is not None:
            exact = found.surface == surface and found.surface == found.canonical
            return Resolved(found, surface, "exact" if exact else "variant", 1.0)
        if not tolerant or len(key) < 3:
            return None
        allowed = max(1, len(key) // 4)
        # Only names in force: a cut 生労働省 is 厚生労働省, not the 労働省 of before 2001.
        names = self._in_force
        scored = sorted(
            (DamerauLevenshtein.distance(key, other, score_cutoff=allowed), other) for other in names
        )
        near = [(distance, other) for distance, other in scored if distance <= allowed]
        if not near:
            return None
        nearest = [other for distance, other in near if distance == near[0][0]]
        best = {names[other] for other in nearest}
        confidence = round(1.0 - near[0][0] / max(len(key), 1), 2)
        if len(best) > 1:
            # 縂務省 is as near to 法務省 as to 総務省: the radical tells which kanji was misread.
            best = {names[other] for other in nearest if misread_alike(key, other)}
            confidence = round(confidence - 0.05, 2)
        if len(best) != 1:
            return None
        return Resolved(self.canonical[best.pop()], surface, "fuzzy", confidence)

    def find(self, text: str) -> Iterator[Hit]:
        """Every name in `text`, longest first, not overlapping, in order."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text):
            yield Hit(match.start(), match.end(), self.by_surface[match.group()])

    def ancestors(self, canonical: str) -> Iterator[str]:
        """The broader canonical names above `canonical`, nearest first."""
        seen = {canonical}
        entry = self.canonical.get(canonical)
        while entry is not None and entry.broader and entry.broader not in seen:
            seen.add(entry.broader)
            yield entry.broader
            entry = self.canonical.get(entry.broader)


@dataclass(frozen=True, slots=True)
class Gazetteers:
    """The gazetteers that readers use; `outlines` holds known pillar and section headings."""

    ministries: Gazetteer
    offices: Gazetteer
    target_groups: Gazetteer
    regions: Gazetteer
    legal_forms: Gazetteer
    laws: Gazetteer
    outlines: Gazetteer


def load_gazetteer(path: Path) -> Gazetteer:
    """Read one TSV file.

    Raises:
        ProfileError: a column is missing or a line has no surface or canonical name (with file and line).
    """
    rows: list[Entry] = []
    header: list[str] = []
    with path.open(encoding="utf-8", newline="") as handle:
        for number, row in enumerate(csv.reader(handle, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if not row or row[0].startswith("#"):
                continue
            if not header:
                header = row
                unknown = [name for name in header if name not in COLUMNS]
                if unknown or header[:2] != ["surface", "canonical"]:
                    raise ProfileError(
                        f"{path.name}:{number}: header must start with surface, canonical; unknown: {unknown}",
                        hint=f"columns: {', '.join(COLUMNS)}",
                    )
                continue
            values = dict(zip(header, (cell.strip() for cell in row), strict=False))
            if not values.get("surface") or not values.get("canonical"):
                raise ProfileError(
                    f"{path.name}:{number}: surface and canonical must not be empty",
                    hint="separate columns by one tab each",
                )
            rows.append(Entry(**{"type": "", **values}))
    return Gazetteer(path.stem, tuple(rows))


@lru_cache(maxsize=4)
def load_gazetteers(folder: Path = FOLDER) -> Gazetteers:
    """The gazetteers of a folder, read once per process."""
    return Gazetteers(
        **{
            name: load_gazetteer(folder / f"{name}.tsv")
            for name in (
                "ministries",
                "offices",
                "target_groups",
                "regions",
                "legal_forms",
                "laws",
                "outlines",
            )
        }
    )
