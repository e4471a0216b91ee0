"""再掲 and year-on-year: each programme's printed lines by list, its amounts, and what it continues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from api.services import Services
from api.views.facts import Filters
from api.views.lines_of import Line, Step, amount_words, change, column_words, kept, load
from api.views.picture import MARGIN, SIZE, WIDTH, Column, Edge, Node, Picture, page_by_height, paging_note
from api.views.svg import (
    ACCENT,
    LINE,
    QUIET,
    TINT,
    WARN,
    Drawing,
    arrow_head,
    bend,
    box,
    em_width,
    empty,
    lines,
    link,
    rule,
    text,
    wrap,
)

PAGE, MOST_COLUMNS = 11, 3  # bands of the tallest usual kind that fit
_LABEL = 236.0
Cells = Mapping[str, Mapping[tuple[str, str], list[Line]]]


def draw(service: Services, filters: Filters) -> Picture:
    """One band per programme, one column per list (year and stage), successors right under what they continue."""
    found = kept(service, filters)
    _, steps = load(service)
    cells: dict[str, dict[tuple[str, str], list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in found:
        cells[line.programme][line.column].append(line)
    steps = tuple(step for step in steps if step.later in cells and step.earlier in cells)
    columns = sorted({line.column for line in found})
    order = _order(cells, steps)
    latest = columns[-MOST_COLUMNS:]
    drawn = [path for path in order if any(column in cells[path] for column in latest)]
    names = {line.programme: line.name for line in found}
    width = _width(len(latest))[1]
    page, pages, shown = page_by_height(
        len(drawn),
        lambda at: _band(names[drawn[at]], cells[drawn[at]], latest, width)[2],
        filters.page,
        least=PAGE,
    )
    before = _before(steps, names)
    notes = [paging_note("事業", len(drawn), shown, pages)]
    if len(columns) > MOST_COLUMNS:
        notes.append(
            f"一覧{len(columns)}のうち新しい{MOST_COLUMNS}と、それに行のある事業を示す。ほかは年度で絞り込む。"
        )
    return Picture(
        "chain",
        "再掲と年度のつながり（事業ごとの行と金額）",
        "事業ごとに、年度の列へ印刷された行の番号・節・金額を並べ、再掲・新規・前身を示す。再掲は同じ額を一度だけ書く。"
        "内数は上限で、合計も比較もしない。",
        _drawing(drawn[shown], cells, latest, names, steps)
        if found
        else empty("この条件に合う行はありません"),
        (
            Column("programme", "事業", "Programme"),
            Column("fiscalYear", "年度", "Fiscal year"),
            Column("stage", "段階", "Stage"),
            Column("number", "番号", "Number"),
            Column("section", "節", "Section"),
            Column("amount", "金額（円）", "Amount (yen)"),
            Column("amountKind", "金額の種別", "Kind of amount"),
            Column("marks", "再掲・新規", "Relisted, new"),
            Column("ministries", "府省庁", "Ministries"),
            Column("continues", "前身", "Continues"),
        ),
        tuple(
            _row(line, before.get(line.programme, ""))
            for path in order
            for column in columns
            for line in cells[path].get(column, ())
        ),
        tuple(
            [Node(path, names[path], "事業") for path in order]
            + [Node(line.path, f"{column_words(line.column)} {line.place}", "予算一覧の行") for line in found]
        ),
        tuple(
            [Edge(line.path, line.programme, "事業") for line in found]
            + [Edge(step.later, step.earlier, step.kind) for step in steps]
        ),
        "".join(notes),
        page,
        pages,
    )


def _before(steps: Sequence[Step], names: Mapping[str, str]) -> dict[str, str]:
    """What each programme continues, in words."""
    found: dict[str, list[str]] = defaultdict(list)
    for step in steps:
        found[step.later].append(f"{step.kind}: {names[step.earlier]}")
    return {path: "、".join(words) for path, words in found.items()}


def _row(line: Line, before: str) -> tuple[str | int | None, ...]:
    kind = {"exact": "確定額", "includedIn": "内数", "ofWhich": "うち数"}.get(line.kind, "")
    ministries = "、".join(line.ministries)
    return (
        line.name,
        line.year,
        line.stage,
        line.number,
        line.section,
        line.yen,
        kind,
        line.marks,
        ministries,
        before,
    )


def _order(cells: Cells, steps: Sequence[Step]) -> list[str]:
    """Programmes by first line; what continues another stands right after it."""
    first = {
        path: min((line.column, line.number) for group in own.values() for line in group)
        for path, own in cells.items()
    }
    after: dict[str, list[str]] = defaultdict(list)
    for step in steps:
        after[step.earlier].append(step.later)
    order: dict[str, None] = {}

    def visit(path: str) -> None:
        if path in order:
            return
        order[path] = None
        for later in sorted(after[path], key=lambda name: first[name]):
            visit(later)

    later = {step.later for step in steps}
    for path in sorted(cells, key=lambda name: (name in later, first[name])):
        visit(path)
    return list(order)


def _drawing(
    shown: Sequence[str],
    cells: Cells,
    columns: Sequence[tuple[str, str]],
    names: Mapping[str, str],
    steps: Sequence[Step],
) -> Drawing:
    gap, width = _width(len(columns))
    lefts = [MARGIN + _LABEL + (width + gap) * index for index in range(len(columns))]
    parts = [text(MARGIN, 22, "事業", bold=True)]
    parts += [
        text(left, 22, column_words(column), bold=True) for left, column in zip(lefts, columns, strict=True)
    ]
    y = 34.0
    boxes: dict[tuple[str, int], tuple[float, float]] = {}
    for path in shown:
        label, contents, height = _band(names[path], cells[path], columns, width)
        parts.append(rule(MARGIN, y, WIDTH - MARGIN, y))
        parts.append(link(f"/id/{path}", lines(MARGIN, y + 24, label, step=19), names[path]))
        for index, content in enumerate(contents):
            if not content:
                parts.append(text(lefts[index] + 10, y + 26, "この一覧に行なし", fill=QUIET))
                continue
            tall = 19.0 * len(content) + 10
            parts.append(box(lefts[index], y + 6, width, tall, fill=TINT, stroke="#7d93a6", rx=3))
            amount = len(_amount(cells[path][columns[index]], width))
            parts.append(lines(lefts[index] + 10, y + 25, content[:amount], step=19, bold=True))
            parts.append(lines(lefts[index] + 10, y + 25 + 19 * amount, content[amount:], step=19))
            boxes[path, index] = (y + 6 + min(tall, 48) / 2, tall)
        for index in range(len(columns) - 1):
            if (path, index) in boxes and (path, index + 1) in boxes:
                words = change(cells[path][columns[index]], cells[path][columns[index + 1]])
                parts.append(_arrow(lefts[index] + width, lefts[index + 1], boxes[path, index][0], words))
        y += height
    parts.append(rule(MARGIN, y, WIDTH - MARGIN, y))
    bends = [_step(step, boxes, lefts, width) for step in steps]
    return Drawing("".join(parts + bends), WIDTH, y + 4)


def _width(columns: int) -> tuple[float, float]:
    """The gap between the columns and the width of each, px."""
    gap = 116.0 if columns < 3 else 108.0
    return gap, min(330.0, (WIDTH - 2 * MARGIN - _LABEL - gap * (columns - 1)) / max(1, columns))


def _band(
    name: str,
    own: Mapping[tuple[str, str], Sequence[Line]],
    columns: Sequence[tuple[str, str]],
    width: float,
) -> tuple[list[str], list[list[str]], float]:
    """A programme's band: the lines of its label, of each column, and its height in px."""
    label = wrap(name, (_LABEL - 20) / SIZE, 4)
    contents = [_content(own.get(column, ()), width) for column in columns]
    tall = max(19.0 * len(label) + 20, *(19.0 * len(content) + 22 for content in contents))
    return label, contents, tall


def _content(found: Sequence[Line], width: float) -> list[str]:
    if not found:
        return []
    ems = (width - 20) / SIZE
    packed: list[str] = []
    for line in found:
        if packed and em_width(packed[-1] + "、" + line.place) <= ems:
            packed[-1] += "、" + line.place
        else:
            packed.append(line.place)
    return [*_amount(found, width), *packed]


def _amount(found: Sequence[Line], width: float) -> list[str]:
    """The amount, never cut (内数 stands at its end); bold strokes take a little more room."""
    return wrap(amount_words(found), (width - 20) / SIZE * 0.96, 6)


def _arrow(x1: float, x2: float, y: float, words: tuple[str, str]) -> str:
    drawn = rule(x1 + 6, y, x2 - 8, y, stroke=QUIET, stroke_width=1.5) + arrow_head(x2 - 5, y, QUIET)
    middle = (x1 + x2) / 2
    upper = text(middle, y - 6, words[0], text_anchor="middle")
    return (
        drawn + upper + (text(middle, y + 18, words[1], text_anchor="middle", fill=QUIET) if words[1] else "")
    )


def _step(
    step: Step, boxes: Mapping[tuple[str, int], tuple[float, float]], lefts: Sequence[float], width: float
) -> str:
    """A bent arrow from the last list of the earlier programme to the first of the later one."""
    starts = [index for path, index in boxes if path == step.earlier]
    ends = [index for path, index in boxes if path == step.later]
    if not starts or not ends or max(starts) >= min(ends):
        return ""
    start, end = max(starts), min(ends)
    y1, y2 = boxes[step.earlier, start][0], boxes[step.later, end][0]
    x1, x2 = lefts[start] + width, lefts[end]
    drawn = bend(x1 + 2, y1, x2 - 8, y2, stroke=ACCENT, stroke_width=1.5, stroke_dasharray="5 3")
    drawn += arrow_head(x2 - 4, y2, ACCENT)
    label = box(x2 - 62, y2 - 11, 42, 22, fill="#ffffff", stroke=LINE, rx=3)
    return drawn + label + text(x2 - 41, y2 + 5, step.kind, text_anchor="middle", fill=WARN)
