"""One measure's rows -> its record: every field with what is printed, where, how it was read and how sure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nlp.display_labels import Gist, build_label, cut_at_head, cut_at_tail, cut_label
from nlp.link_cells import find_addresses
from nlp.measure_rows import TextPiece, join_pieces, same_text
from nlp.merged_rows import Draft
from nlp.ministry_cells import NamedMinistry, read_ministries
from nlp.outline import Candidate, Heading
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Field, Issue, Record, Where
from nlp.repetition import stable_length
from nlp.table_rows import DataRow, TableRules
from nlp.tables import Cell, clean_cell

_NAMES = {
    "label": "施策名",
    "overview": "施策の概要",
    "goal": "目標",
    "achievement": "達成状況",
    "review": "見直し方針",
    "ministry": "府省庁",
    "link": "URL",
}


@dataclass(frozen=True, slots=True)
class MeasureMaker:
    """Makes measure records of one table. `texts` are the names of its text fields, `year` the plan's year."""

    reading: Reading
    context: Context
    rules: TableRules
    texts: Sequence[str]
    year: int | None

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
        subject = f"measure:{draft.number}"
        first = draft.rows[0]
        span = self.reading.where(first.row.start, draft.rows[-1].row.end)
        issues: list[Issue] = []
        fields: list[Field] = [self._number(draft, issues, subject)]
        if self.year is not None:
            fields.append(Field("plan_year", self.year, "", None, method="document", confidence=0.95))
        label = self._label(draft, before, issues, subject)
        fields.extend(label)
        ministries = self._ministries(draft, issues, subject, span)
        fields.extend(ministries)
        fields.append(
            Field("joint", len({item.value for item in ministries}) > 1, "", None, method="derived")
        )
        fields.extend(self._place(place, candidates))
        for name in self.texts:
            fields.extend(self._text(draft, name, issues, subject, span))
        fields.extend(self._links(draft, issues, subject))
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
        return Record("measure", str(draft.number), span, tuple(fields)), issues

    def _number(self, draft: Draft, issues: list[Issue], subject: str) -> Field:
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
        if cut_label(value, self.rules.familiar):
            issues.append(
                Issue("cut-label", "warning", f"施策名の初めが切れている: 「{value}」", made.where, subject)
            )
            return [Field(made.name, made.value, made.raw, made.where, "", "cut", 0.6, made.repaired)]
        return [made]

    def _label_pieces(self, draft: Draft, before: Record | None) -> Iterator[TextPiece]:
        above = "" if before is None else before.text("label")
        cells = [cell for row in draft.rows if (cell := row.cell("label")) is not None and cell.text]
        if draft.reread:
            first = draft.rows[0]
            cells = [cell for cell in cells if not (first.reread and same_text(cell.text, above))][:1]
        clear = [cell for cell in cells if not self.rules.familiar.garbage(cell.text)]
        if not clear and self.rules.familiar.share(cells[0].text if cells else "") > 0.2:
            clear = cells[:1]
        taken: list[str] = []
        for cell in clear:
            if not any(same_text(cell.text, item) for item in taken):
                taken.append(cell.text)
                yield TextPiece(cell.text, cell.start, cell.end)

    def _ministries(self, draft: Draft, issues: list[Issue], subject: str, span: Where) -> list[Field]:
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
        if named and any(item.confidence < 0.7 for item in named):
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
                if len(raw) >= 3 and not self.rules.familiar.garbage(raw):
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
                    or (cell.column == row.layout.columns.get("link") and _has_address(cell.text))
                ):
                    continue
                found = read_ministries(cell.text, self.context.gazetteers.ministries, ignore=self.ignore)
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
                return named, unknown
        return [], unknown

    def _slipped(self, item: NamedMinistry, named: Sequence[NamedMinistry]) -> bool:
        """Whether a name read in the URL column counts: a whole name, or a piece beside a ministry cell that is damaged."""
        return item.method != "fragment" or any(other.confidence < 0.7 for other in named)

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

    def _text(
        self, draft: Draft, name: str, issues: list[Issue], subject: str, span: Where
    ) -> Iterator[Field]:
        pieces = draft.texts.get(name, ())
        kept = tuple(_stable(piece) for piece in pieces)
        kept = tuple(piece for piece in kept if piece.text)
        if not kept:
            if self.rules_have(name, draft):
                issues.append(
                    Issue(
                        "missing-cell", "info", f"{_NAMES.get(name, name)}の欄が空か、読めない", span, subject
                    )
                )
            return
        value, overlapped = join_pieces(kept)
        longest = max(kept, key=lambda piece: len(piece.text))
        doubtful = any(piece.doubtful for piece in kept)
        cut = cut_at_head(clean_cell(kept[0].text), self.rules.familiar)
        tail = cut_at_tail(value)
        garbled = any(piece.garbled for piece in kept)
        confidence = (
            0.2
            if garbled
            else 0.6
            if doubtful
            else (0.7 if overlapped else (0.9 if cut or tail else 1.0)) * draft.confidence
        )
        yield self.reading.make(
            name,
            value,
            longest.start,
            longest.end,
            method="garbled"
            if garbled
            else "repetition-residue"
            if doubtful
            else ("joined-rows" if len(kept) > 1 else "table-cell"),
            confidence=round(confidence, 2),
        )
        for piece in kept:
            if piece is not longest:
                yield self.reading.make(
                    "continuation",
                    name,
                    piece.start,
                    piece.end,
                    method="joined-rows",
                    confidence=round(confidence, 2),
                )
        if garbled:
            where = self.reading.where(kept[0].start, kept[-1].end)
            issues.append(
                Issue(
                    "garbled-cell", "warning", f"{_NAMES.get(name, name)}は字が崩れて読めない", where, subject
                )
            )
        elif cut or tail:
            ends = "と".join(word for word, flag in (("初め", cut), ("終わり", tail)) if flag)
            where = self.reading.where(kept[0].start, kept[-1].end)
            issues.append(
                Issue("cut-cell", "info", f"{_NAMES.get(name, name)}の{ends}が切れている", where, subject)
            )

    def rules_have(self, name: str, draft: Draft) -> bool:
        """Whether the table has this column at all (an empty cell is worth a note only then)."""
        return any(name in row.layout.columns for row in draft.rows)

    def _links(self, draft: Draft, issues: list[Issue], subject: str) -> Iterator[Field]:
        if draft.links is not None:
            cells = list(draft.links)
        else:
            found = (row.cell("link") for row in draft.rows if not row.reread)
            cells = [
                TextPiece(cell.text, cell.start, cell.end) for cell in found if cell is not None and cell.text
            ]
        cells = list(_continued(cells))
        seen: set[str] = set()
        for cell in cells:
            any_address = False
            for item in find_addresses(cell.text):
                any_address = True
                start, end = cell.start + item.start, min(cell.start + item.end, cell.end)
                if not item.whole:
                    issues.append(
                        Issue(
                            "cut-link",
                            "info",
                            f"URLが途中で切れている: 「{cell.text[item.start : item.end]}」",
                            self.reading.where(start, end),
                            subject,
                        )
                    )
                elif item.url not in seen:
                    seen.add(item.url)
                    method = "rejoined" if item.repaired else "printed"
                    sure = 0.75 if item.underscores else (0.9 if item.repaired else 1.0)
                    yield self.reading.make("link", item.url, start, end, method=method, confidence=sure)
            if not any_address and _has_address(cell.text):
                issues.append(
                    Issue(
                        "cut-link",
                        "info",
                        f"URLの初めが切れている: 「{cell.text[:60]}」",
                        self.reading.where(cell.start, cell.end),
                        subject,
                    )
                )

    def _display_label(self, label: Sequence[Field], fields: Sequence[Field]) -> Iterator[Field]:
        settings = self.context.settings.get("gist", {})
        gist = Gist.from_settings(settings if isinstance(settings, Mapping) else {})
        values = {item.name: str(item.value) for item in fields}
        texts = [values[name] for name in ("overview", "goal", "achievement", "review") if name in values]
        built = build_label([_from_whole(text, self) for text in texts], gist)
        printed = str(label[0].value) if label else ""
        if printed and built:
            value = f"…{printed}（{built}）"
        elif printed or built:
            value = f"…{printed}" if printed else f"（{built}）"
        else:
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


def _continued(cells: Sequence[TextPiece]) -> Iterator[TextPiece]:
    """Link cells, one that goes on in the next row (no scheme of its own) joined to it; the span is the first cell's."""
    held: TextPiece | None = None
    for cell in cells:
        if held is not None and not re.search(r"https?:", cell.text) and _has_address(cell.text):
            held = replace(held, text=f"{held.text} {cell.text}")
            continue
        if held is not None:
            yield held
        held = cell
    if held is not None:
        yield held


def _stable(piece: TextPiece) -> TextPiece:
    text = piece.text[: stable_length(piece.text)].rstrip()
    return replace(piece, text=text, end=piece.start + len(text))


def _has_address(text: str) -> bool:
    return bool(re.search(r"https?:|www\.|\.(?:jp|ip)\b|\.html?|\.pdf|/", text))


def section_records(
    reading: Reading, candidates: Sequence[Candidate], headings: Sequence[Heading]
) -> Iterator[Record]:
    """A record for every pillar and section, lost ones included where the outline is known."""
    for heading in headings:
        where: Where | None = None
        candidate = None if heading.candidate is None else candidates[heading.candidate]
        if candidate is not None:
            where = reading.where(candidate.start, candidate.end)
        fields = [
            Field(
                "notation", heading.notation, "", where, method=heading.method, confidence=heading.confidence
            )
        ]
        if candidate is not None:
            fields = [
                reading.make(
                    "notation",
                    heading.notation,
                    candidate.start,
                    candidate.end,
                    method=heading.method,
                    confidence=heading.confidence,
                ),
                reading.make(
                    "label",
                    heading.label,
                    candidate.start,
                    candidate.end,
                    method=heading.method,
                    confidence=heading.confidence,
                ),
            ]
        elif heading.label:
            fields.append(
                Field("label", heading.label, "", None, method=heading.method, confidence=heading.confidence)
            )
        fields.append(Field("level", heading.level, "", None, method="derived"))
        if heading.level == "section":
            fields.append(Field("broader", heading.notation.split("-", 1)[0], "", None, method="derived"))
        yield Record("section", heading.notation, where, tuple(fields))
