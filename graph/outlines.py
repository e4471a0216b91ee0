"""Which documents have one outline of pillars and sections: 1-① of one plan is not 1-① of another.

The headings that the documents print tell it, not their titles. One outline keeps the short paths (`section/1-①`); the
sections of any other have the id of its first document appended (`section/1-①-000_list`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from graph.document_part import DocumentPart
from graph.iris import slug
from graph.part_file import PartFile
from nlp.gazetteer import load_gazetteers
from nlp.layout.outline import heading_key, known_outlines, likeness

# Headings at least this alike (0..1) may be one heading, shortened, renamed or misread; below the second they are two for certain.
_ALIKE, _APART = 0.45, 0.3
# Fewer letters tell nothing: a heading that damage has eaten.
_LETTERS = 3
# An outline is a document's where at least this share of the headings that both print are alike.
_SHARE = 0.5
# Two outlines whatever agrees, where this many headings and this share of them are hardly one wording: a plan renumbered or revised, of
# which some sections are left. One heading alone may be a section renamed.
_UNLIKE, _LEAST_UNLIKE, _UNLIKE_SHARE = 0.4, 2, 1 / 3
# So many outlines that have headings of a document word for word are compared with it.
_NEAREST = 4


@dataclass(slots=True)
class _Group:
    """Documents of one outline (ids in the order of taking), and the first heading found for each notation; `rank`: 0 for one that
    is known beforehand, 1 for one of measures."""

    rank: int
    documents: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)


class _Groups:
    """The outlines found so far, and which of them have a heading word for word."""

    def __init__(self) -> None:
        self.all: list[_Group] = []
        self._having: dict[tuple[str, str], list[_Group]] = {}
        for entries in known_outlines(load_gazetteers().outlines).values():
            self.add(_Group(0), {entry.canonical: entry.surface for entry in entries})

    def add(self, group: _Group, labels: Mapping[str, str]) -> None:
        """Give a group the headings that it has not; a new one is taken in."""
        if group not in self.all:
            self.all.append(group)
        for notation, label in labels.items():
            if label and notation not in group.labels:
                group.labels[notation] = label
                self._having.setdefault((notation, label), []).append(group)

    def nearest(self, labels: Mapping[str, str]) -> _Group | None:
        """The group whose headings fit best; None where none shares enough of what can be compared."""
        votes = Counter(id(group) for item in labels.items() for group in self._having.get(item, ()))
        likely = {name for name, _ in votes.most_common(_NEAREST)}
        found = _best(labels, [group for group in self.all if id(group) in likely])
        return found or _best(labels, self.all)


def outlines(parts: Iterable[DocumentPart | PartFile]) -> dict[str, str]:
    """Document id -> the name of its outline, for the documents that have another than the corpus's first.

    The first is one that is known (`nlp/gazetteers/outlines.tsv`), else that of a plan's own measures, else the one that most
    documents have. Whatever the order of `parts`. A document that shares too few headings to tell belongs to the first.
    """
    known = [
        (not part.has_measures, -len(part.sections), str(part.document["id"]), part.sections)
        for part in parts
        if part.sections
    ]
    groups = _Groups()
    for listed, _, document, labels in sorted(known, key=lambda item: item[:3]):
        group = groups.nearest(labels) or _Group(1 + listed)
        groups.add(group, labels)
        group.documents.append(document)
    found = [group for group in groups.all if group.documents]
    if len(found) < 2:
        return {}
    found.sort(key=lambda group: (group.rank, -len(group.documents), min(group.documents)))
    first, named = found[0], dict[str, str]()
    for group in found[1:]:
        if _two(group.labels, first.labels):
            named.update(dict.fromkeys(group.documents, slug(min(group.documents))))
        else:
            groups.add(first, group.labels)
    return named


def _best(labels: Mapping[str, str], groups: Sequence[_Group]) -> _Group | None:
    best: tuple[float, _Group | None] = (0.0, None)
    for group in groups:
        compared = _compared(labels, group.labels)
        least = _ALIKE if group.rank else 1.0  # readers give the headings of a known outline word for word
        share = sum(one >= least for one in compared) / len(compared) if compared else 0.0
        if share >= _SHARE and share > best[0] and not (group.rank and _revised(compared)):
            best = (share, group)
    return best[1]


def _two(labels: Mapping[str, str], held: Mapping[str, str]) -> bool:
    """Whether headings say that the outlines are two. One that differs a little may be a section renamed."""
    compared = _compared(labels, held)
    if len(compared) == 1:
        return compared[0] < _APART
    if _revised(compared):
        return True
    return bool(compared) and sum(one >= _ALIKE for one in compared) < _SHARE * len(compared)


def _revised(compared: Sequence[float]) -> bool:
    """Whether too many headings are of other sections for one outline, although others agree."""
    unlike = sum(one < _UNLIKE for one in compared)
    return unlike >= max(_LEAST_UNLIKE, _UNLIKE_SHARE * len(compared))


def _compared(labels: Mapping[str, str], held: Mapping[str, str]) -> list[float]:
    """How alike (0..1) the headings are, of each notation for which both print a readable one."""
    found = (
        heading_likeness(label, held[notation]) for notation, label in labels.items() if notation in held
    )
    return [one for one in found if one is not None]


@lru_cache(maxsize=1 << 17)
def heading_likeness(one: str, other: str) -> float | None:
    """How alike two headings are, 0..1, cuts and reading errors allowed; None where too little of either is left to tell.

    >>> heading_likeness("相談の体制", "相談の休制") > 0.45 > heading_likeness("相談の体制", "消費者教育の充実")
    True
    """
    if one == other and one:
        return 1.0
    if min(len(_key(one)), len(_key(other))) < _LETTERS:
        return None
    return max(likeness(one, other), likeness(other, one))


@lru_cache(maxsize=1 << 14)
def _key(heading: str) -> str:
    return heading_key(heading)
