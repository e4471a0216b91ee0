"""What the documents of a corpus say together, block by block: the corpus itself stays on disk.

Each document is opened once and never kept: its names are noted, its items are written to a file from which they come to their
blocks, and what it points at is remembered. Blocks are reconciled by whatever `each` is (processes, a cluster); those that were finished before
are taken from the work folder. What crosses blocks (lineage, measures, descriptions) is joined in the end from little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from pyoxigraph import Quad

from graph.block import Around, Evidence, nodes_of, note_pointer, open_block, records_of
from graph.blocks import Blocks, Keep
from graph.build import authority_quads, rules_version
from graph.contributions import pack_statements
from graph.part_file import PartFile
from graph.plan_files import PlanFiles
from graph.quads.programmes import lineage_quads, measure_link_quads
from graph.reconcile.items import MeasureLink, Problem, ProgrammeCluster
from graph.reconcile.judgements import Judgement
from graph.reconcile.lineage import judged_lineage
from graph.reconcile.measure_words import printed_names
from graph.reconcile.partition import Partition, Partitioner
from graph.reconcile.related import measure_verdicts
from graph.reconcile.review import measure_doubts
from graph.relating import Each, Related, Subjects, relate_plans
from graph.section_headings import SectionHeadings
from graph.waiting import Waiting
from graph.yearly import changes_between_years


@dataclass(frozen=True, slots=True)
class Joint:
    """What a corpus says beside its documents: packed `files` with statements, the `whole` with those of no block, and for the report
    what waits for a researcher (`doubtful`, in the scratch folder) and `issues`.

    `kept` are the files in which comparisons of years, of programmes with measures, and blocks before placing, are kept.
    """

    files: tuple[Path, ...]
    whole: Path
    doubtful: Waiting
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
    waiting = Waiting(scratch / "waiting")
    issues: list[Problem] = [one.problem for one in whole.sections.issues()]
    programmes: list[ProgrammeCluster] = []
    for block in map(open_block, files):
        waiting.add(block.doubtful)
        issues.extend(block.issues)
        # What judgements do not speak of is asked for its names alone.
        programmes.extend(block.programmes if judgements else map(_names_alone, block.programmes))
        whole.point_at(block.used)
        del block  # the next is opened before the name is given to it
    changes = changes_between_years(files, scratch, each=each, work=work, keep=keep, rules=rules_version())
    lineage = lineage_quads(judged_lineage(changes.links, programmes, judgements), nodes_of(changes.evidence))
    kept = [*unplaced, *changes.kept]
    relating = _Relating(whole.plans, programmes, judgements, waiting, kept)
    related = (
        relating.quads(files, partial(relate_plans, each=each, work=work, keep=keep)) if whole.plans else ()
    )
    pack_statements(_of_the_whole(whole, lineage, related), scratch / "whole")
    issues.sort(key=lambda one: (one.code, one.subject, one.message))
    return Joint(tuple(files), scratch / "whole", waiting, tuple(issues), tuple(kept))


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


@dataclass(frozen=True, slots=True)
class _Relating:
    """What relates programmes to measures, year after year: of a year no more is held than its statements ask for. What waits for a
    researcher is added to `waiting`, where it is kept to `kept`."""

    plans: PlanFiles
    programmes: Sequence[ProgrammeCluster]
    judgements: Sequence[Judgement]
    waiting: Waiting
    kept: list[Path]

    def quads(self, files: Sequence[Path], relate: Callable[..., Iterator[Related]]) -> Iterator[Quad]:
        """The statements about the programmes of packed blocks. `relate` is `relate_plans` but for what is ours to say."""
        names = printed_names(name for one in self.programmes for name in (one.label, *one.alt_labels))
        subjects = Subjects(self.plans.folder / "programmes")
        evidence: dict[str, Sequence[str]] = {}
        for block in map(open_block, files):
            evidence.update(block.evidence)
            subjects.add(block.subjects, block.keys)
            del block
        verdicts = measure_verdicts(
            self.programmes, self.plans.ordered() if self.judgements else (), self.judgements
        )
        labels = {one.key: one.label for one in self.programmes}
        for year in relate(self.plans, subjects, names, rules=rules_version(), kept=self.kept):
            links = verdicts.left(link for found in year.links.values() for link in found)
            self.waiting.add(measure_doubts(links, labels, year.measures.values()))
            yield from measure_link_quads(links, nodes_of(_asked_by(links, evidence, year.evidence)))
        given = verdicts.given()
        printed = self.plans.evidence_of(link.measure for link in given)
        yield from measure_link_quads(given, nodes_of(_asked_by(given, evidence, printed)))


def _asked_by(links: Iterable[MeasureLink], *known: Evidence) -> Evidence:
    """The evidence that links ask for."""
    names = {name for link in links for name in (*link.items, link.measure)}
    return {name: nodes[name] for nodes in known for name in names if name in nodes}
