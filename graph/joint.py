"""What the documents of a corpus say together, block by block: the corpus itself stays on disk.

Each document is opened once and never kept: its names are noted, its items are written to a file from which they come to their
blocks, and what it points at is remembered. Blocks are reconciled by whatever `each` is (processes, a cluster); those that were finished before
are taken from the work folder. What crosses blocks (lineage, measures, descriptions) is joined in the end from little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pyoxigraph import Quad

from graph.block import Around, nodes_of, note_pointer, open_block, records_of
from graph.blocks import Blocks, Keep
from graph.build import authority_quads, rules_version
from graph.contributions import pack_statements
from graph.part_file import PartFile
from graph.plan_files import PlanFiles
from graph.quads.programmes import lineage_quads, measure_link_quads
from graph.reconcile.items import Doubt, Problem, ProgrammeCluster
from graph.reconcile.judgements import Judgement
from graph.reconcile.lineage import judged_lineage
from graph.reconcile.measure_words import printed_names
from graph.reconcile.partition import Partition, Partitioner
from graph.reconcile.related import judged_links
from graph.reconcile.review import measure_doubts
from graph.relating import Each, PlanLinks, Subjects, relate_plans
from graph.section_headings import SectionHeadings
from graph.yearly import changes_between_years


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
    sections: SectionHeadings = field(default_factory=SectionHeadings)

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
        measures=bool(whole.plans),
        names=bool(whole.plans or judgements),
        every_chapter=any(one.kind == "lineage" for one in judgements),
    )
    blocks = Blocks(partition, around, tuple(judgements), work, scratch, each, keep)
    files, unplaced = blocks.reconciled(noted)
    doubtful: list[Doubt] = []
    issues: list[Problem] = [one.problem for one in whole.sections.issues()]
    programmes: list[ProgrammeCluster] = []
    for file in files:
        block = open_block(file)
        doubtful.extend(block.doubtful)
        issues.extend(block.issues)
        # What judgements do not speak of is asked for its names alone.
        programmes.extend(block.programmes if judgements else map(_names_alone, block.programmes))
        whole.point_at(block.used)
    changes = changes_between_years(files, scratch, each=each, work=work, keep=keep, rules=rules_version())
    lineage = lineage_quads(judged_lineage(changes.links, programmes, judgements), nodes_of(changes.evidence))
    related, waiting, kept = _related(files, programmes, whole.plans, judgements, each, work, keep)
    pack_statements(_of_the_whole(whole, lineage, related), scratch / "whole")
    doubtful.sort(key=lambda doubt: (-doubt.score, doubt.first, doubt.second))
    issues.sort(key=lambda one: (one.code, one.subject, one.message))
    return Joint(
        tuple(files),
        scratch / "whole",
        (*doubtful, *waiting),
        tuple(issues),
        (*unplaced, *changes.kept, *kept),
    )


def _names_alone(programme: ProgrammeCluster) -> ProgrammeCluster:
    return replace(programme, members=(), ministries=(), links=())


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
            whole.sections.note(part)
            whole.plans.note(part)
    return partitioner.partition(), whole


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
    if plans:
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
