"""The blocks of a corpus: its items written to the files of their blocks, and these reconciled by whatever `each` is.

A sheet that no name ties to a row is placed among the rows of its document, and these may be in any block. So blocks are first
reconciled by names alone. Where that leaves sheets without rows, they and the rows that are left for them are taken out of their
blocks and reconciled together (`graph.straying`); the other rows and sheets of the document are then known by their groups' names.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from graph.block import Around, is_whole, reconcile_block
from graph.build import rules_version
from graph.reconcile.judgements import Judgement
from graph.reconcile.partition import ITEMS_IN_A_BLOCK, JUDGED, Partition
from graph.reconcile.sheet_order import SheetOrder
from graph.relating import Each
from graph.straying import Straying, straying_in

Keep = Callable[[Path, bytes], None]
# Bytes that wait in memory before they are written to their blocks.
_HELD = 8_000_000


@dataclass(frozen=True, slots=True)
class Blocks:
    """Reconciles the blocks of a partition; `work` holds finished blocks, `scratch` is ours alone."""

    partition: Partition
    around: Around
    judgements: tuple[Judgement, ...]
    work: Path
    scratch: Path
    each: Each
    keep: Keep

    def reconciled(self, noted: Path) -> tuple[list[Path], list[Path]]:
        """The packed blocks of the items in a file (lines of the number of the name, a tab, the item), which is removed; and
        blocks that are of use another time only."""
        written = self._written([noted], self.partition.blocks.__getitem__, "names")
        noted.unlink()
        if not self.partition.leaders:
            return list(self._made(written, None).values()), []
        files = first = self._made(written, {})
        straying = straying_in(list(first.values()), self.partition.leader_of)
        more = bool(straying.unions)
        while more:
            files = self._together(written, first, straying)
            more = straying.more(files.values())
        used = set(files.values())
        return list(files.values()), [file for file in first.values() if file not in used]

    def _together(
        self, written: Mapping[int, Path], first: Mapping[int, Path], straying: Straying
    ) -> dict[int, Path]:
        """All blocks, where what must be placed together is taken out of the blocks of its names."""
        blocks, leaders = self.partition.blocks, self.partition.leaders
        target = self._targets(straying.unions)
        touched = {block for leader, block in zip(leaders, blocks, strict=True) if leader in target}
        again = self._written(
            [written[block] for block in sorted(touched)],
            lambda name: target.get(leaders[name], blocks[name]),
            "places",
        )
        orders: dict[int, dict[str, SheetOrder]] = {}
        for document, leader in straying.placed():
            orders.setdefault(target[leader], {})[document] = straying.orders[document]
        made = self._made(again, orders)
        return {block: file for block, file in first.items() if block not in touched} | made

    def _targets(self, unions: Mapping[int, str]) -> dict[int, int]:
        """The new block of every name that must be placed with others, by its leader: as many blocks as their items fill."""
        blocks = self.partition.blocks
        judged = {union for leader, union in unions.items() if blocks[leader] == JUDGED}
        several = 1 << (self.partition.items_under(unions) // ITEMS_IN_A_BLOCK).bit_length()
        beyond = max(blocks) + 1
        return {
            leader: JUDGED if union in judged else beyond + zlib.crc32(union.encode()) % several
            for leader, union in unions.items()
        }

    def _written(self, sources: Iterable[Path], block_of: Callable[[int], int], name: str) -> dict[int, Path]:
        """The files of blocks to which the lines of others were written."""
        waiting: dict[int, list[bytes]] = {}
        files = {JUDGED: self._file(name, JUDGED)}
        for left in self.scratch.glob(f"*.{name}"):
            left.unlink()
        files[JUDGED].touch()

        def write() -> None:
            for block, lines in waiting.items():
                with files.setdefault(block, self._file(name, block)).open("ab") as out:
                    out.writelines(lines)
            waiting.clear()

        held = 0
        for source in sources:
            with source.open("rb") as lines:
                for line in lines:
                    waiting.setdefault(block_of(int(line[: line.index(b"\t")])), []).append(line)
                    held += len(line)
                    if held > _HELD:
                        write()
                        held = 0
        write()
        return files

    def _file(self, name: str, block: int) -> Path:
        return self.scratch / f"{block}.{name}"

    def _made(
        self, written: Mapping[int, Path], orders: Mapping[int, Mapping[str, SheetOrder]] | None
    ) -> dict[int, Path]:
        """The packed blocks, those not finished before made now; `orders` are those of each block (None: of the only one)."""
        files: dict[int, Path] = {}

        def wanted() -> Iterator[tuple[int, tuple[bytes, Around]]]:
            for number, file in sorted(written.items()):
                records = b"".join(line[line.index(b"\t") + 1 :] for line in _lines(file))
                mine = replace(
                    self.around,
                    judgements=self.judgements if number == JUDGED else (),
                    orders=None if orders is None else orders.get(number, {}),
                )
                digest = hashlib.sha256(f"{rules_version()} {mine!r}\n".encode())
                digest.update(records)
                files[number] = self.work / f"{digest.hexdigest()[:40]}.block"
                if not is_whole(files[number]):
                    yield number, (records, mine)

        for number, packed in self.each(reconcile_block, wanted()):
            self.keep(files[number], packed)
        return {number: files[number] for number in sorted(files)}


def _lines(file: Path) -> list[bytes]:
    with file.open("rb") as source:
        return source.readlines()
