"""One block of a corpus: its items reconciled, and what follows from them for the graph and for what is joined over all blocks.

A block is plain bytes in and plain bytes out, so that processes or a cluster can work on blocks and finished ones can be kept.
"""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any

import zstandard
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from graph.document_part import DocumentPart
from graph.iris import BASE, NS, iri
from graph.kept_files import DIGEST, digest_of, refused
from graph.part_file import file_parts, head_of
from graph.quads.programmes import programme_node, programme_quads
from graph.reconcile.blocking import BlockingLimits
from graph.reconcile.chapters import Chapter, chapters_of
from graph.reconcile.clusters import cluster_items
from graph.reconcile.items import Clustering, Doubt, Item, Problem, ProgrammeCluster
from graph.reconcile.judgements import Judgement
from graph.reconcile.lineage_links import Frame
from graph.reconcile.measure_sides import Subject, subject_key, subjects_of
from graph.reconcile.sheet_order import SheetOrder, Standing
from graph.vocabulary import term

_POINTERS = frozenset(NS + name for name in ("ministry", "section", "pillar", "targetGroup", "helperGroup"))
Evidence = Mapping[str, Sequence[str]]
_values = attrgetter(*(field.name for field in fields(Item)))


@dataclass(frozen=True, slots=True)
class Around:
    """What a block must know of the rest: judgements (of its own items), the years of the lists by stage, whether some plan has
    measures, whether the names of programmes are asked for, and every chapter or only those that ended or began.

    `orders`: None for a block that is a corpus of its own; else the documents whose sheets are to be placed in this block.
    """

    judgements: tuple[Judgement, ...]
    years: Mapping[str, tuple[int, ...]]
    measures: bool
    names: bool
    every_chapter: bool
    orders: Mapping[str, SheetOrder] | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A programme in one of two lists that follow each other; `before` says in which."""

    frame: Frame
    before: bool
    chapter: Chapter
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Block:
    """What one block says. `used` names what its statements point at; `listed` are pickled and compressed `Listed` by frame; `keys`
    are those of the subjects (`subject_key`); `stood`: where its rows and sheets stand, pickled and compressed; `met` and `wanting`
    as in `sheet_placing.Placed`."""

    doubtful: tuple[Doubt, ...]
    issues: tuple[Problem, ...]
    used: Mapping[str, tuple[str, ...]]
    programmes: tuple[ProgrammeCluster, ...]
    subjects: tuple[Subject, ...]
    keys: tuple[bytes, ...]
    evidence: Evidence
    listed: Mapping[Frame, bytes]
    stood: bytes = b""
    met: tuple[tuple[str, str], ...] = ()
    wanting: tuple[str, ...] = ()

    def standing(self) -> tuple[Standing, ...]:
        """Where its rows and sheets stand."""
        found: tuple[Standing, ...] = pickle.loads(zstandard.decompress(self.stood)) if self.stood else ()
        return found


def records_of(part: DocumentPart) -> Iterator[tuple[Item, str]]:
    """The items of a document, each as the line of its block: the item, evidence of its label, what bears its name.

    What a sheet says within is its own to carry on: only amounts are looked at together with their sheet.
    """
    by_id = {item.id: item for item in part.items}
    bearers: dict[str, list[str]] = {}
    for path, item_id in part.named:
        bearers.setdefault(item_id, []).append(path)
    seen: set[str] = set()
    for item in part.items:
        evidence = () if item.id in seen else part.labels.get(item.id, ())
        seen.add(item.id)
        sheet = by_id.get(item.parent)
        if sheet is not None and not item.ministry and item.kind != "sheet_amount":
            item = replace(item, ministry=sheet.ministry)
        line = (_values(item), evidence, bearers.pop(item.id, ()))
        yield item, json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def reconcile_block(records: bytes, around: Around) -> bytes:
    """Reconcile the items of one block (lines of `records_of`): a packed `Block` and the statements that follow."""
    items, evidence, named = _read(records)
    ordered = tuple(items[key] for key in sorted(items))
    # Similarity alone counts in a small corpus, not in a block of a larger one that happens to be small.
    limits = None if around.orders is None else BlockingLimits(broad_up_to=0)
    clustering = cluster_items(ordered, around.judgements, limits=limits, orders=around.orders)
    used: dict[str, set[str]] = {}
    quads = _noting(_quads(clustering, items, evidence, named), used)
    out = io.BytesIO()
    with zstandard.ZstdCompressor(level=1).stream_writer(out, closefd=False) as stream:
        serialize(quads, stream, RdfFormat.N_TRIPLES)
    subjects = tuple(subjects_of(clustering, items)) if around.measures else ()
    first = (one.programme.members[0] for one in subjects if one.programme.members)
    block = Block(
        clustering.doubtful,
        clustering.issues,
        {kind: tuple(sorted(names)) for kind, names in sorted(used.items())},
        tuple(replace(one, links=()) for one in clustering.programmes) if around.names else (),
        tuple(replace(one, programme=replace(one.programme, links=())) for one in subjects),
        tuple(map(subject_key, subjects)),
        {member: evidence.get(member, ()) for member in first},
        _listed(clustering, ordered, evidence, around),
        zstandard.compress(pickle.dumps(clustering.standing), 1) if clustering.standing else b"",
        clustering.met,
        clustering.wanting,
    )
    head, said = zstandard.compress(pickle.dumps(block), 1), out.getvalue()
    return (DIGEST + len(head)).to_bytes(8, "big") + digest_of(head, said) + head + said


def is_whole(file: Path) -> bool:
    """Whether a file holds all of a packed block as it was written; the log says when it is there and damaged."""
    try:
        head, said = file_parts(file)
    except FileNotFoundError:
        return False
    except OSError as error:
        refused(file, error)
        return False
    whole = head[:DIGEST] == digest_of(head[DIGEST:], said)
    if not whole:
        refused(file)
    return whole


def open_block(file: Path) -> Block:
    """The block in a packed file that `is_whole`."""
    block: Block = pickle.loads(zstandard.decompress(head_of(file)[DIGEST:]))
    return block


def _read(records: bytes) -> tuple[dict[str, Item], dict[str, list[str]], list[tuple[str, str]]]:
    items: dict[str, Item] = {}
    evidence: dict[str, list[str]] = {}
    named: list[tuple[str, str]] = []
    for line in records.splitlines():
        values, labels, bearers = json.loads(line)
        item = _item(values)
        held = items.get(item.id)
        if held is None or says_more(item, held):
            items[item.id] = item
        evidence.setdefault(item.id, []).extend(labels)
        named.extend((path, item.id) for path in bearers)
    return items, evidence, named


def _item(values: Iterable[Any]) -> Item:
    cells: Iterable[Any] = (tuple(value) if isinstance(value, list) else value for value in values)
    return Item(*cells)


def says_more(item: Item, held: Item) -> bool:
    """One review sheet may be spread over several tables: the one that says most is compared."""
    return item.kind == "review_sheet" and len(item.text) > len(held.text)


def _quads(
    clustering: Clustering, items: Mapping[str, Item], evidence: Evidence, named: Iterable[tuple[str, str]]
) -> Iterator[Quad]:
    yield from programme_quads(clustering, items, nodes_of(evidence))
    programme_of = clustering.programme_of()
    for path, item in named:
        key = programme_of.get(item)
        if key is not None:
            yield Quad(NamedNode(iri(path)), term("programme"), programme_node(key))


def nodes_of(evidence: Evidence) -> dict[str, list[NamedNode]]:
    """Evidence as nodes."""
    return {path: [NamedNode(node) for node in nodes] for path, nodes in evidence.items()}


def _noting(quads: Iterable[Quad], used: dict[str, set[str]]) -> Iterator[Any]:
    for quad in quads:
        note_pointer(quad, used)
        yield quad.triple


def note_pointer(quad: Quad, used: dict[str, set[str]]) -> None:
    """Remember what a statement points at and somebody has to describe: kind -> names."""
    if quad.predicate.value in _POINTERS and isinstance(quad.object, NamedNode):
        kind, _, name = quad.object.value[len(BASE) :].partition("/")
        used.setdefault(kind, set()).add(name)


def _listed(
    clustering: Clustering, items: Sequence[Item], evidence: Evidence, around: Around
) -> dict[Frame, bytes]:
    """For every two lists that follow each other, the programmes in one of them alone, and those whose texts count."""
    chapters = chapters_of(clustering, items)
    found: dict[Frame, ListedWriter] = {}
    for stage, years in around.years.items():
        for before, after in pairwise(years):
            old, new = chapters.get((before, stage), {}), chapters.get((after, stage), {})
            for key in sorted(old.keys() | new.keys()):
                both = key in old and key in new
                if both and not around.every_chapter and not old[key].texts:
                    continue
                for side, is_before in ((old, True), (new, False)):
                    if key in side:
                        one = _slim((before, after, stage), is_before, side[key], evidence)
                        found.setdefault(one.frame, ListedWriter()).write(one)
    return {frame: writer.end() for frame, writer in found.items()}


class ListedWriter:
    """Packs `Listed` one after the other: their texts repeat each other."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._stream = zstandard.ZstdCompressor(level=1).stream_writer(self._out, closefd=False)

    def write(self, one: Listed) -> None:
        """Add one."""
        self._stream.write(pickle.dumps(one))

    def end(self) -> bytes:
        """All that was added; packs may be put one behind the other."""
        self._stream.flush(zstandard.FLUSH_FRAME)
        return self._out.getvalue()


def listed_in(packed: bytes) -> Iterator[Listed]:
    """What `ListedWriter` packed."""
    stream = zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True)
    with io.BufferedReader(stream) as source:
        while source.peek(1):
            yield pickle.load(source)


def _slim(frame: Frame, before: bool, chapter: Chapter, evidence: Evidence) -> Listed:
    programme = replace(chapter.programme, members=(), links=())
    lines = {line.id: tuple(evidence.get(line.id, ())) for line in chapter.lines}
    return Listed(frame, before, replace(chapter, programme=programme), lines)
