"""One measure's rows -> its record: every field with what is printed, where, how it was read and how sure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlp.layout.item_markers import CIRCLED
from nlp.layout.marks import parse_mark
from nlp.layout.outline import Candidate, Heading
from nlp.layout.table_rows import TableRules
from nlp.layout.tables import Cell, clean_cell
from nlp.measures.display_labels import (
    Gist,
    build_label,
    cut_at_head,
    cut_in_own_text,
    cut_label,
    label_cut_at_tail,
    tail_in_own_text,
)
from nlp.measures.links import link_fields
from nlp.measures.merged_rows import Draft
from nlp.measures.row_ministries import RowMinistries
from nlp.measures.rows import TextPiece, same_text
from nlp.measures.texts import text_fields
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Field, Issue, Record

_LAST_LETTERS = re.compile("[\u3041-\u30fe\u3400-\u9fff々]{1,3}")


@dataclass(frozen=True, slots=True)
class MeasureMaker:
    """Makes measure records of one table. `texts` are the names of its text fields, `year` the plan's year.

    `numbered` is False when the table has no column of numbers: rows are counted then, and it is said so.
    """

    reading: Reading
    context: Context
    rules: TableRules
    texts: Sequence[str]
    year: int | None
    numbered: bool = True

    @property
    def ignore(self) -> tuple[str, ...]:
        """Words beside ministry names that are no names."""
        return tuple(self.context.settings.get("beside_ministries", ()))

    def make(
        self,
        draft: Draft,
        place: tuple[Heading | None, Heading | None],
        candidates: Sequence[Candidate],
        before: Record | None,
    ) -> tuple[Record, list[Issue]]:
        """The record of one measure, and what is wrong with it. `before` is the measure above it."""
        subject = f"measure:{draft.key}"
        first = draft.rows[0]
        span = self.reading.where(first.row.start, draft.rows[-1].row.end)
        issues: list[Issue] = []
        fields: list[Field] = [self._number(draft, issues, subject)]
        if self.year is not None:
            fields.append(Field("plan_year", self.year, "", None, method="document", confidence=0.95))
        label = self._label(draft, before, issues, subject)
        fields.extend(label)
        ministries = RowMinistries(
            self.reading, self.context.gazetteers.ministries, self.ignore, self.rules.familiar
        ).fields(draft, issues, subject, span)
        fields.extend(ministries)
        joint = len({item.value for item in ministries}) > 1
        if joint or not draft.open_ministries:
            fields.append(Field("joint", joint, "", None, method="derived"))
        fields.extend(self._own_place(draft) or self._place(place, candidates))
        for name in self.texts:
            made, found = text_fields(self.reading, draft, name, self.rules.familiar, subject, span)
            fields.extend(made)
            issues.extend(found)
        links, cut = link_fields(self.reading, self._link_cells(draft), subject)
        fields.extend(links)
        issues.extend(cut)
        if not label or any(item.code == "cut-label" for item in issues):
            fields.extend(self._display_label(label, fields))
        if draft.note:
            issues.append(
                Issue(
                    "merged-rows",
                    "warning",
                    "。".join((draft.note, *draft.issues)),
                    span,
                    subject,
                    "原本の表で二つの行を確かめる",
                )
            )
        if draft.reread:
            issues.append(
                Issue(
                    "machine-repetition",
                    "warning",
                    "繰り返し読まれた行から、新しく加わった文字だけを取った",
                    span,
                    subject,
                )
            )
        return Record("measure", draft.key, span, tuple(fields)), issues

    def _number(self, draft: Draft, issues: list[Issue], subject: str) -> Field:
        if (piece := draft.number_piece) is not None:
            return self.reading.make("number", draft.number, piece.start, piece.end)
        cell = next((row.cell("number") for row in draft.rows if row.text("number")), None)
        cell = cell if cell is not None else draft.rows[0].cell("number")
        start, end = (cell.start, cell.end) if cell is not None else (draft.rows[0].row.start,) * 2
        printed = "" if cell is None else cell.text
        clean = re.sub(r"[^0-9０-９]", "", printed)
        second = draft.share is not None and draft.share[0] > 0
        if clean and int(clean) == draft.number and not second:
            return self.reading.make("number", draft.number, start, end, cell=self._cell_name(cell))
        if second:
            return Field(
                "number",
                draft.number,
                "",
                None,
                method="sequence",
                confidence=0.8,
                note="前の行と合わさっている",
            )
        if not self.numbered:
            return Field("number", draft.number, "", None, method="order", confidence=0.5)
        cut = bool(clean) and str(draft.number).endswith(clean)
        code = "cut-number" if cut else "missing-number"
        message = f"番号は「{printed}」と印刷されている" if printed else "番号が失われている"
        where = self.reading.where(start, end)
        issues.append(
            Issue(code, "warning", f"{message}。前後の順から {draft.number} とした", where, subject)
        )
        return self.reading.make(
            "number", draft.number, start, end, method="sequence", confidence=0.95 if cut else 0.9
        )

    def _cell_name(self, cell: Cell | None) -> str | None:
        return None if cell is None else f"c{cell.column + 1}"

    def _label(self, draft: Draft, before: Record | None, issues: list[Issue], subject: str) -> list[Field]:
        pieces = draft.label if draft.label is not None else tuple(self._label_pieces(draft, before))
        if not pieces:
            where = self.reading.where(draft.rows[0].row.start, draft.rows[0].row.end)
            issues.append(Issue("missing-label", "warning", "施策名が失われている", where, subject))
            return []
        value = "".join(clean_cell(piece.text) for piece in pieces)
        first = pieces[0]
        shared = draft.share is not None
        made = self.reading.make(
            "label",
            value,
            first.start,
            first.end,
            method="assigned" if shared else "printed",
            confidence=0.7 if shared else 1.0,
        )
        own = [
            piece.text
            for name in ("overview", "goal", "achievement", "review")
            for piece in draft.texts.get(name, ())
        ]
        head = cut_label(value, self.rules.familiar) or cut_in_own_text(value, own)
        if head or label_cut_at_tail(value) or tail_in_own_text(value, own):
            end = "初め" if head else "終わり"
            issues.append(
                Issue("cut-label", "warning", f"施策名の{end}が切れている: 「{value}」", made.where, subject)
            )
            return [Field(made.name, made.value, made.raw, made.where, "", "cut", 0.6, made.repaired)]
        return [made]

    def _label_pieces(self, draft: Draft, before: Record | None) -> Iterator[TextPiece]:
        above = "" if before is None else before.text("label")
        cells = [cell for row in draft.rows if (cell := row.cell("label")) is not None and cell.text]
        if draft.reread:
            first = draft.rows[0]
            cells = [cell for cell in cells if not (first.reread and same_text(cell.text, above))][:1]
        clear = [
            cell
            for cell in cells
            if not self.rules.familiar.garbage(cell.text) or self._ends_name(cell, cells, draft)
        ]
        if not clear and self.rules.familiar.share(cells[0].text if cells else "") > 0.2:
            clear = cells[:1]
        taken: list[str] = []
        for cell in clear:
            if not any(same_text(cell.text, item) for item in taken):
                taken.append(cell.text)
                yield TextPiece(cell.text, cell.start, cell.end)

    def _ends_name(self, cell: Cell, cells: Sequence[Cell], draft: Draft) -> bool:
        """Whether a cell holds the last letters of a name of which the visual line above had no room (…カーボンニュートラル対 / 応)."""
        if draft.reread or cell is cells[0] or not _LAST_LETTERS.fullmatch(cell.text):
            return False
        above = cells[cells.index(cell) - 1]
        widest = max(len(item.text) for item in cells)
        return len(above.text) >= widest - 1 and not self.rules.familiar.garbage(above.text)

    def _own_place(self, draft: Draft) -> list[Field]:
        """Section and pillar from a column of the row itself (4-①, （４）①), where the table has one."""
        for row in draft.rows:
            cell = row.cell("section")
            mark = parse_mark(cell.text) if cell is not None else None
            if cell is None or mark is None:
                continue
            end = cell.end
            if mark.kind == "both":
                notation = f"{mark.ordinal}-{CIRCLED[mark.section - 1]}"
                return [
                    self.reading.make("section", notation, cell.start, end, method="table-cell"),
                    self.reading.make("pillar", str(mark.ordinal), cell.start, end, method="table-cell"),
                ]
            if mark.kind in ("paren", "number", "roman", "part"):
                return [self.reading.make("pillar", str(mark.ordinal), cell.start, end, method="table-cell")]
        return []

    def _place(
        self, place: tuple[Heading | None, Heading | None], candidates: Sequence[Candidate]
    ) -> Iterator[Field]:
        for name, heading in (("section", place[1]), ("pillar", place[0])):
            if heading is None:
                continue
            if heading.candidate is None:
                yield Field(
                    name, heading.notation, "", None, method=heading.method, confidence=heading.confidence
                )
                continue
            printed = candidates[heading.candidate]
            yield self.reading.make(
                name,
                heading.notation,
                printed.start,
                printed.end,
                method="heading",
                confidence=heading.confidence,
            )

    def _link_cells(self, draft: Draft) -> list[TextPiece]:
        if draft.links is not None:
            return list(draft.links)
        cells = (row.cell("link") for row in draft.rows if not row.reread)
        return [
            TextPiece(cell.text, cell.start, cell.end) for cell in cells if cell is not None and cell.text
        ]

    def _display_label(self, label: Sequence[Field], fields: Sequence[Field]) -> Iterator[Field]:
        settings = self.context.settings.get("gist", {})
        gist = Gist.from_settings(settings if isinstance(settings, Mapping) else {})
        values = {item.name: str(item.value) for item in fields}
        texts = [values[name] for name in ("overview", "goal", "achievement", "review") if name in values]
        built = build_label([_from_whole(text, self) for text in texts], gist)
        printed = str(label[0].value) if label else ""
        if printed:
            # 女性の活…, …ステムの構築: the dots stand where the name is cut.
            head = cut_label(printed, self.rules.familiar) or cut_in_own_text(printed, texts)
            tail = label_cut_at_tail(printed) or tail_in_own_text(printed, texts)
            printed = f"{printed}…" if not head and tail else f"…{printed}"
        value = printed + (f"（{built}）" if built else "")
        if not value:
            return
        yield Field(
            "display_label", value, "", None, method="built", confidence=0.4, note="原本の施策名ではない"
        )


def _from_whole(text: str, maker: MeasureMaker) -> str:
    """The text from its first whole sentence or clause when its head is cut."""
    if not cut_at_head(text, maker.rules.familiar):
        return text
    later = re.search(r"[。、]\s*", text)
    return text[later.end() :] if later and later.end() < len(text) - 8 else text
