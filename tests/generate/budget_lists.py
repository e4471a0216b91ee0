"""Budget lists and their truth: other numbers, names, ministries, years, layouts, damage.

`write_list` prints rows in one layout; with `torn` their amounts (and headings) are printed apart from them, in blocks
downwards, upwards or in any order, as PDF order does. `make_document` is a whole document of one pillar, short sheets included.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.generate.words import era

_WIDE = {ord(a): ord(a) - 0x30 + 0xFF10 for a in "0123456789"}
OBJECTS = [
    "ひとり親家庭", "若年無業者", "高齢単身世帯", "外国人住民", "妊産婦", "就学前児童", "介護者", "被災者", "中高年齢層", "難病患者",
    "障害のある学生", "不登校児童", "離島住民", "農村女性", "退職者", "DV被害者", "刑余者", "多重債務者", "生活困窮世帯", "ケアラー",
]  # fmt: skip
ACTIONS = [
    "見守り体制整備", "相談窓口強化", "居場所運営支援", "就労準備支援", "つながり創出", "アウトリーチ推進", "実態把握調査", "普及啓発", "人材養成",
    "オンライン交流促進", "住まい確保", "食料提供", "学習支援", "通いの場づくり", "伴走型支援",
]  # fmt: skip
ENDINGS = ["事業", "事業費補助金", "交付金", "モデル事業", "に必要な経費", "緊急対策事業", "推進事業"]
MINISTRIES = ["厚生労働省", "内閣府", "法務省", "こども家庭庁", "農林水産省", "国土交通省", "文部科学省", "環境省", "総務省", "警察庁", "消費者庁", "出入国在留管理庁"]  # fmt: skip
SECTION_NAMES = ["実態の把握", "声を上げやすい環境整備", "相談支援体制の整備", "人材育成等の支援", "居場所の確保", "関連施策の推進", "ＮＰＯ等との対話"]  # fmt: skip


@dataclass
class Line:
    """One true row."""

    number: int
    name: str
    million: int
    included: bool
    ministries: list[str]
    section: str
    remark: str
    tear: bool = False
    damage: str = ""
    programme: str = ""

    @property
    def printed(self) -> str:
        return f"{self.million:,}" + ("の内数" if self.included else "")


@dataclass
class Made:
    """A document's text and what it says."""

    text: str
    lines: list[Line]
    year: int
    stage: str
    torn: set[int] = field(default_factory=set)


def make_lines(rng: random.Random, rows: int | None = None) -> list[Line]:
    """True rows of one pillar: sections with rows, some programmes listed again in a later section."""
    number, pillar = rng.randint(1, 120), rng.randint(1, 4)
    lines: list[Line] = []
    wanted = rows or rng.randint(5, 16)
    marks = "①②③④⑤"[: rng.randint(1, 5)]
    names: set[str] = set()
    for place, mark in enumerate(marks):
        here: set[str] = set()
        for _ in range(max(1, wanted // len(marks) + rng.randint(-1, 1)) if place else max(1, wanted // 2)):
            old = [line for line in lines if line.name not in here]
            if old and rng.random() < 0.25:
                first = rng.choice(old)
                line = Line(number, first.name, first.million, first.included, first.ministries, "", "再掲")
            else:
                name = (
                    rng.choice(OBJECTS)
                    + rng.choice(["の", "への", "等の", "に対する"])
                    + rng.choice(ACTIONS)
                    + rng.choice(ENDINGS)
                )
                if name in names:
                    continue
                amount = rng.choice(
                    [rng.randint(10, 999), rng.randint(100, 3000), rng.choice([100, 200, 500, 1000])]
                )
                remark = rng.choice(["", "", "再掲", "新規", "新規・再掲"])
                line = Line(number, name, amount, rng.random() < 0.2, [rng.choice(MINISTRIES)], "", remark)
            names.add(line.name)
            here.add(line.name)
            line.section = f"{pillar}-{mark}"
            lines.append(line)
            number += 1
    return lines


def _headings(lines: list[Line]) -> dict[str, str]:
    return {line.section: f"{line.section}{SECTION_NAMES['①②③④⑤'.index(line.section[-1])]}" for line in lines}


def make_document(
    seed: int,
    *,
    separator: str = " ",
    torn: bool = False,
    torn_headings: bool = False,
    habit: str = "any",
    sheets: float = 0.7,
    page_number: bool = False,
    rows: int | None = None,
) -> Made:
    """One document. `sheets` is the share of programmes with a sheet that states its amount."""
    rng = random.Random(seed)
    lines = make_lines(rng, rows)
    year, stage = rng.randint(2023, 2029), rng.choice(["補正", "当初"])
    made = Made("", lines, year, "supplementary" if stage == "補正" else "initial")
    out = write_list(
        rng,
        lines,
        year,
        stage,
        _headings(lines),
        separator=separator,
        torn=torn,
        torn_headings=torn_headings,
        habit=habit,
        page_number=page_number,
    )
    made.torn = {line.number for line in lines if line.tear}
    out.extend(_sheets(rng, lines, year - 2018, stage, sheets))
    made.text = "\n".join(out) + "\n"
    return made


def write_list(
    rng: random.Random,
    lines: list[Line],
    year: int,
    stage: str,
    headings: dict[str, str],
    *,
    pillars: dict[str, str] | None = None,
    separator: str = " ",
    torn: bool = False,
    torn_headings: bool = False,
    habit: str = "any",
    page_number: bool = False,
) -> list[str]:
    """The printed lines of a list. `stage` is 当初 or 補正; `headings` by section, `pillars` (printed where given) by its first part."""
    head = f"{era(year).translate(_WIDE) if rng.random() < 0.5 else era(year)}年度"
    out = [] if torn else ["（単位：百万円）", ""]
    columns = ["No.", "事業名", f"{head} {stage}予算額", "担当府省庁", "備考"]
    if torn:
        columns.pop(2)
    out.append(separator.join(columns))
    section = pillar = ""
    if torn_headings:
        out.append("")
    for line in lines:
        if line.section != section:
            above, _, _ = line.section.partition("-")
            if pillars and above != pillar and not torn_headings:
                out.append(f"{above}{rng.choice(('. ', '．'))}{pillars[above]}")
            pillar = above
            if torn_headings and section:
                out.append("")
            if not torn_headings:
                out.append(headings[line.section])
            section = line.section
        line.tear = torn and (not line.included or rng.random() < 0.3)
        cells = [
            str(line.number),
            line.name,
            *([] if line.tear else [line.printed]),
            "、".join(line.ministries),
            line.remark,
        ]
        out.append(separator.join(cells).rstrip(" "))
    out.append("")
    if torn:
        marks = sorted({line.section for line in lines}) if torn_headings else []
        out.extend(_torn_part(rng, lines, [headings[mark] for mark in marks], habit, page_number))
        out.extend(["（単位：百万円）", head, f"{stage}予算額", ""])
    return out


def _torn_part(
    rng: random.Random, lines: list[Line], headings: list[str], habit: str, page_number: bool
) -> list[str]:
    column = [line for line in lines if line.tear]
    pieces: list[list[Line]] = []
    while column:
        size = min(len(column), rng.choice([1, 1, 2, 3, 4]))
        pieces.append(column[:size])
        column = column[size:]
    if habit == "up":
        pieces = [piece[::-1] for piece in pieces[::-1]]
    elif habit == "any":
        pieces = [piece[::-1] if rng.random() < 0.5 else piece for piece in pieces]
        rng.shuffle(pieces)
    parts = [[line.printed for line in piece] for piece in pieces]
    if page_number:
        parts.insert(rng.randint(0, len(parts)), [str(rng.randint(1, 40))])
    rng.shuffle(headings)
    for heading in headings:
        parts.insert(rng.randint(0, len(parts)), [heading])
    return [text for part in parts for text in [*part, ""]]


def _sheets(rng: random.Random, lines: list[Line], era: int, stage: str, share: float) -> list[str]:
    out: list[str] = []
    seen: set[str] = set()
    for line in lines:
        if line.name in seen or rng.random() > share:
            continue
        seen.add(line.name)
        out.extend(["", "", *_sheet(rng, line, era, stage), ""])
    return out


def _money(rng: random.Random, million: int) -> str:
    """The same amount as sheets print it: in 百万円, 千円, or rounded 億円."""
    form = rng.random()
    if form < 0.3:
        return f"{million:,}百万円"
    if form < 0.4:
        return f"{million * 1000 + rng.randint(-400, 400):,}千円"
    if million >= 1000 and million % 100 == 0 and form < 0.7:
        return f"{million // 100}億円"
    return f"{million / 100:.{rng.choice([1, 2])}f}億円" if million >= 10 else f"{million}百万円"


def _sheet(rng: random.Random, line: Line, era: int, stage: str) -> list[str]:
    name = line.name
    change = rng.random()
    if change < 0.2:
        name = name.replace("事業", "の取組事業") if "事業" in name else f"{name}（仮称）"
    elif change < 0.3:
        name = f"地域における{name}"
    amount = _money(rng, line.million) + ("の内数" if line.included else "")
    if not line.included and rng.random() < 0.15:
        amount = f"{(line.million + rng.randint(100, 2000)) / 100:.1f}億円（うち孤独・孤立対策分 {amount}）"
    other = f"令和{era + 1}年度当初予算案 {_money(rng, rng.randint(20, 2500))}"
    stated = f"令和{era}年度{stage}予算額 {amount}"
    money = rng.sample([other, stated], 2) if rng.random() < 0.5 else [stated]
    if rng.random() < 0.15:
        money = []  # a sheet without amounts
    office = f"（{line.ministries[0]}{rng.choice(['総務課', '地域福祉課', '推進室', '企画課'])}）"
    title = f"施策名：{name}" if rng.random() < 0.4 else f"{name}{office}"
    body = f"{line.name[:8]}について、地方公共団体やＮＰＯ等と連携して取り組みます。"
    return [
        title,
        "",
        *money,
        "",
        "事業概要・目的",
        "",
        f"○ {body}",
        "",
        "期待される効果",
        "",
        "○ 地域における支援が進みます。",
    ]
