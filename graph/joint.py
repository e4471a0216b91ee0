"""What the documents of a corpus say together, block by block: the corpus itself stays on disk.

Each document is opened once and never kept: its names are noted, its items are written to a file from which they come to their
blocks, and what it points at is remembered. Blocks are reconciled by whatever `each` is (processes, a cluster); those that were finished before
are taken from the work folder. What crosses blocks (lineage, measures, descriptions) is joined in the end from little.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Quad

from graph.analysis.ministries import load_ministries
from graph.block import Around, listed_in, nodes_of, note_pointer, open_block, records_of
from graph.blocks import Blocks, Keep
from graph.build import authority_quads, rules_version, section_labels
from graph.contributions import pack_statements
from graph.kept_files import kept_in, to_keep
from graph.part_file import PartFile
from graph.plan_files import PlanFiles
from graph.quads.programmes import lineage_quads, measure_link_quads
from graph.reconcile.chapters import Chapter
from graph.reconcile.items import Doubt, LineageLink, Problem, ProgrammeCluster
from graph.reconcile.judgements import Judgement
from graph.reconcile.lineage import compare_lists, judged_lineage
from graph.reconcile.lineage_links import Frame
from graph.reconcile.measure_words import printed_names
from graph.reconcile.partition import Partition, Partitioner
from graph.reconcile.related import judged_links
from graph.reconcile.review import measure_doubts
from graph.reconcile.weights import load_weights
from graph.relating import Each, PlanLinks, Subjects, relate_plans


@dataclass(frozen=True, slots=True)
class Joint:
    """What a corpus says beside its documents: packed `files` with statements, the `whole` with those of no block, and for the report.

    `kept` are the files in which comparisons of years, of programmes with measures, and blocks before placing, are kept.
    """

    files: tuple[Path, ...]
    whole: Path
    doubtful: tuple[Doubt, ...]
    issues: tuple[Problem, ...]
    kept: tuple[Path, ...] = ()


@dataclass(slots=True)
class _Whole:
    """The little that is remembered of all documents."""

    plans: PlanFiles
    used: dict[str, set[str]] = field(default_factory=dict)
    described: set[str] = field(default_factory=set)
    sections: dict[str, str] = field(default_factory=dict)

    def point_at(self, used: Mapping[str, Iterable[str]]) -> None:
        for kind, names in used.items():
            self.used.setdefault(kind, set()).update(names)


def join(
    parts: Sequence[PartFile],
    judgements: Sequence[Judgement],
    work: Path,
    scratch: Path,
    *,
    each: Each,
    keep: Keep,
) -> Joint:
    """Reconcile the documents of `parts`, which come in the order of their ids. `work` holds finished blocks, `scratch` is ours alone."""
    noted = scratch / "noted.records"
    partition, whole = _noted(parts, judgements, noted, scratch)
    around = Around(
        judgements=(),
        years=partition.years,
        measures=bool(whole.plans.ids),
        names=bool(whole.plans.ids or judgements),
        every_chapter=any(one.kind == "lineage" for one in judgements),
    )
    blocks = Blocks(partition, around, tuple(judgements), work, scratch, each, keep)
    files, unplaced = blocks.reconciled(noted)
    doubtful: list[Doubt] = []
    issues: list[Problem] = []
    programmes: list[ProgrammeCluster] = []
    for file in files:
        block = open_block(file)
        doubtful.extend(block.doubtful)
        issues.extend(block.issues)
        programmes.extend(block.programmes)
        whole.point_at(block.used)
    lineage, lists = _lineage(files, scratch, programmes, judgements, each, work, keep)
    related, waiting, kept = _related(files, programmes, whole.plans, judgements, each, work, keep)
    pack_statements(_of_the_whole(whole, lineage, related), scratch / "whole")
    doubtful.sort(key=lambda doubt: (-doubt.score, doubt.first, doubt.second))
    issues.sort(key=lambda one: (one.code, one.subject, one.message))
    return Joint(
        tuple(files), scratch / "whole", (*doubtful, *waiting), tuple(issues), (*unplaced, *lists, *kept)
    )


def _of_the_whole(whole: _Whole, *joined: Iterable[Quad]) -> Iterator[Quad]:
    """What crosses blocks, and descriptions of all that anything points at."""
    for quads in joined:
        for quad in quads:
            note_pointer(quad, whole.used)
            yield quad
    yield from authority_quads(whole.used, whole.described, whole.sections)


def _noted(
    parts: Iterable[PartFile], judgements: Sequence[Judgement], noted: Path, scratch: Path
) -> tuple[Partition, _Whole]:
    """Take note of every document, and write its items to a file: the number of the name, and the line of the block."""
    partitioner, whole = Partitioner(judgements), _Whole(PlanFiles(scratch))
    with noted.open("wb") as out:
        for one in parts:
            part = one.open()
            numbers = partitioner.note(part.items)
            lines = (line for _, line in records_of(part))
            text = "".join(f"{number}\t{line}\n" for number, line in zip(numbers, lines, strict=True))
            out.write(text.encode("utf-8", "surrogatepass"))
            whole.point_at(part.used)
            whole.described.update(part.described)
            section_labels([part], whole.sections)
            whole.plans.note(part)
    return partitioner.partition(), whole


def compare_frame(frame: Frame, listed: bytes) -> bytes:
    """The links between two lists that follow each other, from packed `Listed`, to be kept: pairs of a link and the evidence
    of its rows."""
    before: dict[str, Chapter] = {}
    after: dict[str, Chapter] = {}
    evidence: dict[str, Sequence[str]] = {}
    for one in listed_in(listed):
        (before if one.before else after)[one.chapter.programme.key] = one.chapter
        evidence.update(one.evidence)
    links = compare_lists(before, after, frame, load_weights(), load_ministries())
    found = [
        (link, {line: evidence[line] for line in link.evidence})
        for link in links
        if link.earlier and link.later and link.earlier != link.later
    ]
    return to_keep(found)


def _lineage(
    files: Iterable[Path],
    scratch: Path,
    programmes: Sequence[ProgrammeCluster],
    judgements: Sequence[Judgement],
    each: Each,
    work: Path,
    keep: Keep,
) -> tuple[Iterator[Quad], tuple[Path, ...]]:
    lists: dict[Frame, Path] = {}
    for file in files:
        for frame, listed in open_block(file).listed.items():
            with lists.setdefault(frame, scratch / f"{len(lists)}.lists").open("ab") as out:
                out.write(listed)
    made: dict[int, Path] = {}

    def wanted() -> Iterator[tuple[int, tuple[Frame, bytes]]]:
        for number, frame in enumerate(sorted(lists)):
            listed = lists[frame].read_bytes()
            digest = hashlib.sha256(f"{rules_version()} {frame!r}\n".encode())
            digest.update(listed)
            made[number] = work / f"{digest.hexdigest()[:40]}.years"
            if _links_in(made[number]) is None:
                yield number, (frame, listed)

    for number, found in each(compare_frame, wanted()):
        keep(made[number], found)
    links: list[LineageLink] = []
    evidence: dict[str, Sequence[str]] = {}
    for file in made.values():
        for link, lines in _links_in(file) or ():
            links.append(link)
            evidence.update(lines)
    judged = judged_lineage(links, programmes, judgements)
    return lineage_quads(judged, nodes_of(evidence)), tuple(made.values())


def _links_in(file: Path) -> list[tuple[LineageLink, dict[str, Sequence[str]]]] | None:
    """The links that `compare_frame` found, or None where the file is missing or not whole."""
    found = kept_in(file)
    return found if isinstance(found, list) else None


def _related(
    files: Sequence[Path],
    programmes: Sequence[ProgrammeCluster],
    plans: PlanFiles,
    judgements: Sequence[Judgement],
    each: Each,
    work: Path,
    keep: Keep,
) -> tuple[Iterator[Quad], tuple[Doubt, ...], tuple[Path, ...]]:
    """What relates programmes to measures; what of it waits for a researcher; where it is kept."""
    found = PlanLinks()
    evidence: dict[str, Sequence[str]] = {}
    if plans.ids:
        names = printed_names(name for one in programmes for name in (one.label, *one.alt_labels))
        subjects = Subjects(plans.folder / "programmes")
        for file in files:
            block = open_block(file)
            evidence.update(block.evidence)
            subjects.add(block.subjects, block.keys)
        found = relate_plans(plans, subjects, names, each=each, work=work, keep=keep, rules=rules_version())
        evidence.update(found.evidence)
    judged = judged_links(found.links, programmes, plans.ordered() if judgements else (), judgements)
    evidence.update(plans.evidence_of(link.measure for link in judged if link.measure not in evidence))
    waiting = measure_doubts(judged, programmes, found.measures.values())
    return measure_link_quads(judged, nodes_of(evidence)), waiting, found.kept
