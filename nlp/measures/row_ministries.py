"""The ministries of one measure's rows: from the first row that names any, and from the visual lines below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from nlp.gazetteer import Gazetteer
from nlp.language.familiarity import Familiarity
from nlp.layout.table_rows import DataRow
from nlp.layout.tables import clean_cell
from nlp.measures.links import has_address
from nlp.measures.merged_rows import Draft
from nlp.measures.ministry_cells import NamedMinistry, read_ministries
from nlp.reading import Reading
from nlp.records import Field, Issue, Where

_WHOLE_NAME = 0.95
_SLIPPED = 0.9
_BEHIND = re.compile(
    r"https?:[!-~ ]+?[ \u3000\n]*(?P<names>[ぁ-ゖァ-ヺー一-龥々][ぁ-ゖァ-ヺー一-龥々、・\s]{1,40})$"
)


@dataclass(frozen=True, slots=True)
class RowMinistries:
    """Reads ministries of rows; `ignore` are words beside ministry names that are no names."""

    reading: Reading
    known: Gazetteer
    ignore: tuple[str, ...]
    familiar: Familiarity

    def fields(self, draft: Draft, issues: list[Issue], subject: str, span: Where) -> list[Field]:
        """One `ministry` field each (unresolved letters too, doubted), and in `issues` what is damaged or missing."""
        if draft.ministries is not None:
            named = list(draft.ministries)
            unknown: list[tuple[int, int]] = []
        else:
            named, unknown = self._cell_ministries(draft.rows)
        made = [
            self.reading.make(
                "ministry",
                item.name,
                item.start,
                item.end,
                method=item.method,
                confidence=min(item.confidence, draft.confidence),
            )
            for item in named
        ]
        doubtful = [item for item in named if item.confidence < 0.7]
        # 法勝省 alone in its cell is one name misread; beside letters that say nothing more may be lost.
        if doubtful and (unknown or any(item.method != "tolerant" for item in doubtful)):
            issues.append(
                Issue(
                    "damaged-ministry",
                    "warning",
                    "府省庁名の欄が壊れている。読めた名だけを挙げる",
                    made[0].where,
                    subject,
                )
            )
        elif named and any(item.confidence < 1 and item.method == "tolerant" for item in named):
            read = "、".join(f"「{item.raw}」→{item.value}" for item in made if item.method == "tolerant")
            issues.append(
                Issue(
                    "misread-ministry", "info", f"府省庁名の読み誤りを直した: {read}", made[0].where, subject
                )
            )
        if not named:
            issues.append(
                Issue(
                    "missing-ministry",
                    "warning",
                    "担当府省庁が読めない",
                    span,
                    subject,
                    "原本の表で担当府省庁の欄を確かめる",
                )
            )
            for start, end in unknown:
                where = self.reading.where(start, end)
                raw = self.reading.quote(where)
                if len(raw) >= 3 and not self.familiar.garbage(raw):
                    made.append(Field("ministry", clean_cell(raw), raw, where, "", "unresolved", 0.3))
        return made

    def _cell_ministries(self, rows: Sequence[DataRow]) -> tuple[list[NamedMinistry], list[tuple[int, int]]]:
        """Ministries of the first row that names any, spans in the reading; letters that slipped into the URL column too."""
        unknown: list[tuple[int, int]] = []
        for row in rows:
            named: list[NamedMinistry] = []
            for cell in (row.cell("ministry"), row.cell("link")):
                if (
                    cell is None
                    or not cell.text
                    or (
                        cell.column == row.layout.columns.get("link")
                        and has_address(normalize("NFKC", cell.text))
                    )
                ):
                    continue
                found = read_ministries(cell.text, self.known, ignore=self.ignore)
                main = cell.column == row.layout.columns.get("ministry")
                for item in found.ministries:
                    if item.name not in [other.name for other in named] and (
                        main or self._slipped(item, named)
                    ):
                        named.append(
                            NamedMinistry(
                                item.name,
                                cell.start + item.start,
                                cell.start + item.end,
                                item.method,
                                item.confidence,
                            )
                        )
                if main:
                    unknown.extend((cell.start + start, cell.start + end) for start, end in found.unknown)
            if named:
                return [*named, *self._further(rows, row, named)], unknown
        behind = [item for row in rows for item in self._behind_address(row)]
        return behind, [] if behind else unknown

    def _behind_address(self, row: DataRow) -> Iterator[NamedMinistry]:
        """Whole names that stand behind the address in the URL's cell (https://….html 文化庁), where the ministries' own cell is empty."""
        cell = row.cell("link")
        if cell is None or row.text("ministry"):
            return
        found = _BEHIND.search(cell.text)
        named = read_ministries(found["names"], self.known, ignore=self.ignore) if found else None
        if found is None or named is None or named.unknown:
            return
        at = cell.start + found.start("names")
        for item in named.ministries:
            if item.method != "fragment":
                yield replace(
                    item, start=at + item.start, end=at + item.end, confidence=_SLIPPED * item.confidence
                )

    def _further(
        self, rows: Sequence[DataRow], first: DataRow, named: Sequence[NamedMinistry]
    ) -> Iterator[NamedMinistry]:
        """Ministries on the visual lines below the first (厚生労働省 / 公正取引委員会): whole names, each once."""
        seen = {item.name for item in named}
        for row in rows[rows.index(first) + 1 :]:
            cell = row.cell("ministry")
            if row.reread or cell is None or not cell.text or _stands_alone(first, row):
                return
            found = read_ministries(cell.text, self.known, ignore=self.ignore)
            for item in found.ministries:
                if item.name not in seen and item.method != "fragment" and item.confidence >= _WHOLE_NAME:
                    seen.add(item.name)
                    start, end = cell.start + item.start, cell.start + item.end
                    yield NamedMinistry(item.name, start, end, item.method, item.confidence)

    def _slipped(self, item: NamedMinistry, named: Sequence[NamedMinistry]) -> bool:
        """Whether a name read in the URL column counts: a whole name, or a piece beside a ministry cell that is damaged."""
        return item.method != "fragment" or any(other.confidence < 0.7 for other in named)


def _stands_alone(first: DataRow, row: DataRow) -> bool:
    """Whether a row below says sentences of its own where those of the first are finished: a row of something else."""
    names = [name for name in first.layout.columns if name not in ("number", "label", "link", "ministry")]
    whole = [name for name in names if first.text(name).endswith("。") and row.text(name).endswith("。")]
    return len(whole) >= 2 and len(row.text("label")) > 3
