"""再掲 and year-on-year: each programme's printed rows by year, its amounts, and what it continues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from api.services import Services
from api.views.facts import Filters
from api.views.picture import Picture
from api.views.svg import Drawing, element, shorten, text, wrap
from graph.queries import stored_query

MOST = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line. `yen` None when not readable; `kind` exact, includedIn or ofWhich."""

    number: int
    year: str
    stage: str
    section: str
    yen: int | None
    kind: str
    relisted: bool
    new: bool
    programme: str
    name: str
    ministry: str


def load(service: Services) -> tuple[Row, ...]:
    """The lines of the served build, joint ministries in one string."""
    found: dict[str, Row] = {}
    for row in service.select(stored_query("views/lines").text):
        line, number, _, year, stage, _, amount, kind, relisted, new, section, programme, name, ministry = (
            None if item is None else str(getattr(item, "value", item)) for item in row
        )
        known = found.get(line or "")
        names = "・".join(filter(None, (known.ministry if known else "", ministry)))
        found[line or ""] = Row(
            int(number or 0),
            year or "",
            stage or "",
            section or "",
            int(amount) if amount else None,
            kind or "",
            relisted == "true",
            new == "true",
            programme or "",
            name or "",
            names,
        )
    return tuple(found.values())


def draw(service: Services, filters: Filters) -> Picture:
    """One band per programme, one column per year and stage; predecessors named below the programme."""
    rows = [row for row in load(service) if _keep(row, filters)]
    before = defaultdict(list)
    names = {row.programme: row.name for row in load(service)}
    for later, earlier, kind, *_ in service.select(stored_query("views/continues").text):
        if getattr(earlier, "value", "") in names:
            before[str(getattr(later, "value", ""))].append(
                (str(getattr(kind, "value", "")), names[str(earlier.value)])
            )  # type: ignore[union-attr]
    columns = sorted({(row.year, row.stage) for row in rows})
    programmes = list(dict.fromkeys(row.programme for row in sorted(rows, key=lambda r: (r.year, r.number))))
    shown = programmes[:MOST]
    table = tuple(
        (
            row.name,
            row.year,
            row.stage,
            f"No.{row.number}",
            row.section,
            _amount([row]),
            _marks(row),
            row.ministry,
        )
        for row in sorted(rows, key=lambda r: (r.name, r.year, r.number))
    )
    note = f"{len(programmes)}事業のうち{len(shown)}を示す。" if len(programmes) > len(shown) else ""
    return Picture(
        "chain",
        "再掲と年度のつながり（事業ごとの行と金額）",
        "事業ごとに、年度の列へ印刷された行の番号・節・金額を並べ、再掲・新規と前身を示す。内数は上限で、合計しない。",
        _drawing(rows, shown, columns, names, before),
        ("事業", "年度", "段階", "番号", "節", "金額", "再掲・新規", "府省庁"),
        table,
        tuple(
            (earlier, names[later], 1)
            for later, items in sorted(before.items())
            if later in names
            for _, earlier in items
        ),
        note,
    )


def _keep(row: Row, filters: Filters) -> bool:
    return (
        (not filters.ministry or any(name in row.ministry for name in filters.ministry))
        and (not filters.year or row.year in filters.year)
        and (
            not filters.section
            or any(row.section == s or row.section.startswith(s + "-") for s in filters.section)
        )
        and (not filters.keyword or filters.keyword in row.name)
    )


def _amount(rows: Sequence[Row]) -> str:
    values = list(dict.fromkeys((row.yen, row.kind) for row in rows))
    parts = []
    for yen, kind in values:
        if yen is None:
            parts.append("読めない")
            continue
        million = f"{yen / 1_000_000:,.0f}百万円"
        parts.append(million + {"includedIn": "の内数", "ofWhich": "（うち）"}.get(kind, ""))
    return "、".join(parts)


def _marks(row: Row) -> str:
    return "・".join(name for name, on in (("新規", row.new), ("再掲", row.relisted)) if on)


_KINDS = {"renamed": "改称", "split": "分割", "merged": "統合", "continued": "継続"}


def _drawing(rows, shown, columns, names, before) -> Drawing:  # type: ignore[no-untyped-def]
    if not shown:
        return Drawing(text(16, 40, "この条件に合う行はありません", size=14), 642, 60)
    size, left, width = 13.0, 330.0, 270.0
    total = left + width * len(columns) + 16
    parts = []
    for index, (year, stage) in enumerate(columns):
        era = f"令和{int(year) - 2018}年度" if year.isdigit() and int(year) > 2018 else year
        parts.append(text(left + index * width + 8, 22, f"{era} {stage}", size=size, font_weight="bold"))
    y = 34.0
    for programme in shown:
        own = [row for row in rows if row.programme == programme]
        label = wrap(names[programme], 300 / size, 2)
        past = [f"← {_KINDS.get(kind, kind)}: {name}" for kind, name in before.get(programme, ())]
        most = max(len([r for r in own if (r.year, r.stage) == column]) for column in columns)
        height = max(20 + 18 * len(label) + 16 * len(past), 26 + 17 * ((most + 3) // 4) + 18)
        parts.append(element("line", x1=12, x2=total - 12, y1=y, y2=y, stroke="#c8d1da", stroke_width=1))
        for step, line in enumerate(label):
            parts.append(text(12, y + 20 + 18 * step, line, size=size))
        for step, line in enumerate(past):
            parts.append(
                text(
                    24, y + 20 + 18 * len(label) + 16 * step, shorten(line, 290 / 12), size=12, fill="#7a3b00"
                )
            )
        for index, column in enumerate(columns):
            lines = sorted((r for r in own if (r.year, r.stage) == column), key=lambda r: r.number)
            if not lines:
                continue
            x = left + index * width
            box = element(
                "rect",
                x=x,
                y=y + 6,
                width=width - 12,
                height=height - 12,
                fill="#eef4f9",
                stroke="#74a9cf",
                rx=4,
            )
            parts.append(box)
            parts.append(
                text(
                    x + 8, y + 24, shorten(_amount(lines), (width - 24) / size), size=size, font_weight="bold"
                )
            )
            places = [f"No.{r.number}({r.section}{'・' + _marks(r) if _marks(r) else ''})" for r in lines]
            for step, line in enumerate(wrap("、".join(places), (width - 24) / 12, 3)):
                parts.append(text(x + 8, y + 42 + 17 * step, line, size=12))
        y += height
    return Drawing("".join(parts), total, y + 8)
