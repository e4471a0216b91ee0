"""Lists of a corpus compared from year to year, stage by stage, and kept by what it follows from.

The links of two lists are kept under the digest of both; what speaks for each pair of programmes is kept beside, under what the two
say. A further document changes lists of many years, and of each a few programmes: only these are compared again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.analysis.ministries import load_ministries
from graph.block import Listed, listed_in, open_block
from graph.kept_files import kept_in, to_keep
from graph.reconcile.chapters import Chapter
from graph.reconcile.items import LineageLink
from graph.reconcile.lineage_links import Frame
from graph.reconcile.succession import Lists, Pairs, successions
from graph.reconcile.weights import load_weights
from graph.relating import Each

Told = tuple[LineageLink, dict[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Changes:
    """Links between the lists of a corpus, evidence of their rows, and the files in which they are kept."""

    links: tuple[LineageLink, ...]
    evidence: Mapping[str, Sequence[str]]
    kept: tuple[Path, ...]


def changes_between_years(
    blocks: Iterable[Path],
    scratch: Path,
    *,
    each: Each,
    work: Path,
    keep: Callable[[Path, bytes], None],
    rules: str,
) -> Changes:
    """What became of the programmes of packed blocks, kept in `work`; `scratch` is ours alone. Raises: OSError."""
    lists: dict[Frame, Path] = {}
    for file in blocks:
        for frame, listed in open_block(file).listed.items():
            with lists.setdefault(frame, scratch / f"{len(lists)}.lists").open("ab") as out:
                out.write(listed)
    frames = sorted(lists)
    made: dict[int, Path] = {}
    pairs = [work / f"{_digest(rules, frame, b'')}.pairs" for frame in frames]

    def wanted() -> Iterator[tuple[int, tuple[Any, ...]]]:
        for number, frame in enumerate(frames):
            listed = lists[frame].read_bytes()
            made[number] = work / f"{_digest(rules, frame, listed)}.years"
            if _links_in(made[number]) is None:
                yield number, (frame, listed, pairs[number])

    for number, (found, compared) in each(compare_frame, wanted()):
        if compared:
            keep(pairs[number], compared)
        keep(made[number], found)
    told = [one for number in sorted(made) for one in _links_in(made[number]) or ()]
    evidence: dict[str, Sequence[str]] = {}
    for _, lines in told:
        evidence.update(lines)
    return Changes(tuple(link for link, _ in told), evidence, (*made.values(), *pairs))


def _digest(rules: str, frame: Frame, listed: bytes) -> str:
    digest = hashlib.sha256(f"{rules} {frame!r}\n".encode())
    digest.update(listed)
    return digest.hexdigest()[:40]


def compare_frame(frame: Frame, listed: bytes, pairs: Path) -> tuple[bytes, bytes]:
    """The links between two lists that follow each other, from packed `Listed`, to be kept: pairs of a link and the evidence of its
    rows. And, where the file `pairs` does not hold them all, what speaks for each pair."""
    alone: dict[bool, dict[str, Listed]] = {True: {}, False: {}}  # by whether it is last year's
    texts: dict[str, Sequence[str]] = {}
    both: set[str] = set()
    for one in listed_in(listed):
        key = one.chapter.programme.key
        if one.before:
            texts[key] = one.chapter.texts
        if key in both or alone[not one.before].pop(key, None) is not None:
            both.add(key)  # of a programme in both lists only last year's texts are asked
        else:
            alone[one.before][key] = one
    lists = Lists(_chapters(alone[True]), _chapters(alone[False]), texts.items())
    compared = Pairs(_known(pairs))
    links = successions(lists, frame, load_weights(), load_ministries(), compared)
    evidence = {
        line: nodes
        for side in alone.values()
        for one in side.values()
        for line, nodes in one.evidence.items()
    }
    found = [(link, {line: evidence[line] for line in link.evidence}) for link in links]
    changed = compared.fresh or len(compared.used) < len(compared.known)
    return to_keep(found), to_keep(compared.used) if changed else b""


def _chapters(listed: Mapping[str, Listed]) -> dict[str, Chapter]:
    return {key: listed[key].chapter for key in sorted(listed)}


def _known(pairs: Path) -> Mapping[bytes, Any]:
    found = kept_in(pairs)
    return found if isinstance(found, dict) else {}


def _links_in(file: Path) -> list[Told] | None:
    """The links that `compare_frame` found, or None where the file is missing or not whole."""
    found = kept_in(file)
    return found if isinstance(found, list) else None
