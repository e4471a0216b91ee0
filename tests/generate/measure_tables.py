"""Random measure tables with their truth, and the ways in which readers damage them (seen in seeds/002).

Everything is drawn from the seed given: names, ministries, numbers, outline, columns, wording. No text of the seeds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
MINISTRIES = [
    "内閣府", "厚生労働省", "文部科学省", "法務省", "総務省", "農林水産省", "国土交通省", "経済産業省", "こども家庭庁", "警察庁",
    "消費者庁", "環境省", "復興庁", "デジタル庁", "防衛省", "外務省", "財務省", "金融庁", "人事院", "内閣官房", "スポーツ庁", "文化庁",
]  # fmt: skip
WHO = [
    "高齢者", "若年無業者", "ひとり親家庭", "難病患者", "外国人労働者", "不登校児童生徒", "介護離職者", "被災者", "妊産婦", "障害者",
    "中高年単身者", "ヤングケアラー", "更生保護対象者", "留学生", "農業後継者", "転入世帯", "多重債務者", "子育て世帯",
]  # fmt: skip
WHAT = [
    "住居確保", "就労訓練", "学習機会", "相談窓口", "見守り体制", "居場所", "情報提供", "食料支援", "移動手段", "通訳派遣", "健康診査",
    "地域交流", "防災訓練", "家計改善", "心理的支援", "職場定着", "読書活動", "遠隔診療",
]  # fmt: skip
DO = [
    "の推進",
    "の充実",
    "支援事業",
    "の整備",
    "の普及促進",
    "に関する調査研究",
    "のための人材養成",
    "の拡充",
    "に向けた取組",
]
HOW = [
    "地方公共団体への補助",
    "専門員の配置",
    "手引の作成",
    "研修会の開催",
    "広報資材の配布",
    "協議会の運営",
    "モデル事業の実施",
    "電話相談",
]
PILLARS = [
    "暮らしを支える基盤を整える",
    "学びと仕事への道を開く",
    "地域のきずなを育てる",
    "担い手と協働を広げる",
    "安全と安心を守る",
]
SECTIONS = [
    "相談の入口づくり", "住まいの確保と改善", "多様な就労機会の創出", "学び直しの環境整備", "食と栄養の確保", "移動と交通の確保",
    "情報格差の解消", "見守りの仕組みの構築", "健康づくりの促進", "権利擁護の徹底", "多文化共生の促進", "災害時の支え合い", "評価と検証",
]  # fmt: skip
HEADERS = {
    "number": ["施策 No.", "No.", "施策番号", "番号"],
    "label": ["施策名", "取組名", "事業名"],
    "overview": ["施策の概要", "概要", "取組の概要"],
    "goal": ["目標及び達成の期間", "目標", "目標・達成期間"],
    "achievement": ["目標の達成状況", "達成状況", "実施状況"],
    "review": ["達成状況を踏まえた施策の見直し方針", "見直し方針", "今後の取組方針"],
    "link": ["関連URL", "URL"],
    "ministry": ["担当 府省庁", "府省庁名", "担当府省庁"],
}
TEXTS = ("overview", "goal", "achievement", "review")
MISREAD = {
    "厚": "享",
    "庁": "所",
    "こ": "ご",
    "農": "晨",
    "環": "瑗",
    "総": "縂",
    "国": "囯",
    "経": "絰",
    "警": "謦",
    "消": "涓",
    "法": "浩",
    "文": "又",
}


@dataclass
class Measure:
    """The truth about one measure. `label` is None when the damage took it away."""

    number: int
    label: str | None
    ministries: list[str]
    pillar: str
    section: str
    texts: dict[str, str]
    link: str = ""
    indicators: list[dict[str, object]] = field(default_factory=list)
    group: str = ""
    programme: str = ""
    printed_link: str = ""


@dataclass
class Table:
    """A table as text, and what stands in it. `lost` counts measures whose row was taken away altogether."""

    text: str
    measures: list[Measure]
    damage: dict[int, str] = field(default_factory=dict)


def clean_table(
    random: Random, size: int, *, first: int = 1
) -> tuple[list[str], list[tuple[str, object]], list[Measure]]:
    """Column order, lines of the table in order ("heading", text | "row", Measure) and the measures."""
    order = ["number", "label", "overview", "goal", "achievement", "review", "link", "ministry"]
    if random.random() < 0.3:
        order = ["number", "ministry", "label", "overview", "goal", "achievement", "review", "link"]
    lines: list[tuple[str, object]] = []
    measures: list[Measure] = []
    number = first
    pillars = random.sample(PILLARS, 4)
    sections = random.sample(SECTIONS, 12)
    for pillar in range(4):
        lines.append(("heading", f"({pillar + 1}){pillars[pillar]}"))
        for section in range(3):
            lines.append(("heading", f"{CIRCLED[section]}{sections[pillar * 3 + section]}"))
            for _ in range(max(1, size // 12 + random.randint(-1, 1))):
                measure = _measure(random, number, str(pillar + 1), f"{pillar + 1}-{CIRCLED[section]}")
                measures.append(measure)
                lines.append(("row", measure))
                number += 1
    return order, lines, measures


def _measure(random: Random, number: int, pillar: str, section: str) -> Measure:
    who, what, how = random.choice(WHO), random.choice(WHAT), random.choice(HOW)
    other = random.choice(WHAT)
    year = random.randint(5, 12)
    label = f"{who}の{what}{random.choice(DO)}"
    texts = {
        "overview": f"{who}が抱える困難を踏まえ、{what}の機会を広く届けるため、{how}と{other}に関する助言を一体として行い、地域の団体と連携して切れ目のない支援を実施している。",
        "goal": f"令和{year}年度までに、{what}を利用した{who}の数を{random.randint(2, 90) * 100}人以上とすることを目指す。これにより、{who}が{other}を通じて地域とつながりを保てるようにする。",
        "achievement": f"令和{year - 1}年度は、{how}を{random.randint(3, 300)}か所で実施し、{what}を利用した{who}の数は{random.randint(2, 90) * 97}人であった。{other}についても関係者との協議を進めた。",
        "review": f"引き続き{what}に取り組むとともに、{who}の声を踏まえて{how}の方法を見直し、令和{year + 1}年度以降の{other}の在り方を検討していく。",
    }
    ministries = random.sample(MINISTRIES, 1 if random.random() < 0.8 else 2)
    link = f"https://www.example{number}.go.jp/policy/page{number}.html" if random.random() < 0.5 else ""
    return Measure(number, label, ministries, pillar, section, texts, link)


def cells_of(measure: Measure, order: list[str]) -> list[str]:
    """The cells of a clean row."""
    values = {
        "number": str(measure.number),
        "label": measure.label or "",
        "link": measure.printed_link or measure.link,
        "ministry": "、".join(measure.ministries),
        **measure.texts,
    }
    return [values[name] for name in order]


def make_table(seed: int, size: int = 60, *, rate: float = 0.0, first: int = 1) -> Table:
    """A table from `seed`; each row is damaged with probability `rate`, headings with half of it."""
    random = Random(seed)
    order, lines, measures = clean_table(random, size, first=first)
    title = f"地域共生計画(令和{random.randint(5, 9)}年6月1日本部決定)の実施状況"
    text, damage = print_table(random, order, lines, title, rate=rate)
    return Table(text, measures, damage)


def print_table(
    random: Random,
    order: list[str],
    lines: list[tuple[str, object]],
    title: str,
    *,
    rate: float = 0.0,
    page: float = 0.12,
) -> tuple[str, dict[int, str]]:
    """The text of a table and the damage of each measure; `page` is the chance of an empty line after a row."""
    width = len(order)
    out = [title, "", "\t".join(random.choice(HEADERS[name]) for name in order)]
    damage: dict[int, str] = {}
    pending_heading = ""
    index = 0
    while index < len(lines):
        kind, item = lines[index]
        if kind == "heading":
            text = str(item)
            following = lines[index + 1] if index + 1 < len(lines) else ("", None)
            if following[0] == "row" and random.random() < rate / 2:
                pending_heading = text
            else:
                out.append(_heading(random, text, width, damaged=random.random() < rate / 2))
            index += 1
            continue
        assert isinstance(item, Measure)
        row = cells_of(item, order)
        if pending_heading:
            row[order.index("number")] = pending_heading
            damage[item.number] = "heading-in-row"
            pending_heading = ""
            out.append("\t".join(row))
        elif random.random() < rate and 0 < index < len(lines) - 1:
            name, made, used = _damaged(random, row, order, item, lines[index + 1])
            damage[item.number] = name
            out.extend(made)
            index += used
        else:
            out.append("\t".join(row))
        if random.random() < page:
            out.append("")
        index += 1
    return "\n".join(out) + "\n", damage


def _heading(random: Random, text: str, width: int, *, damaged: bool) -> str:
    if not damaged:
        return "\t".join([text, *[""] * (width - 1)]) if random.random() < 0.7 else text
    cut = random.randint(2, len(text) - 2)
    return "\t".join([text[:cut], text[cut:], *[""] * (width - 2)])


def _damaged(
    random: Random, row: list[str], order: list[str], item: Measure, following: tuple[str, object]
) -> tuple[str, list[str], int]:
    """(name of the damage, printed lines, how many following lines it swallowed)."""
    number, label, ministry = (order.index(name) for name in ("number", "label", "ministry"))
    kinds = [
        "no-number",
        "split",
        "misread-ministry",
        "cut-label",
        "no-label",
        "cut-cells",
        "shifted",
        "reread",
        "garbage-row",
        "run",
    ]
    if item.number >= 10:
        kinds.append("cut-number")
    if order[-1] == "ministry":
        kinds.append("ministry-over-link")
    if following[0] == "row":
        kinds.append("merged")
    kind = random.choice(kinds)
    row = list(row)
    if kind == "no-number":
        row[number] = ""
    elif kind == "cut-number":
        row[number] = row[number][1:]
    elif kind == "split":
        top = [cell[: len(cell) // 2] if len(cell) > 40 else cell for cell in row]
        bottom = [cell[len(cell) // 2 :] if len(cell) > 40 else "" for cell in row]
        return kind, ["\t".join(top), "\t".join(bottom)], 0
    elif kind == "misread-ministry":
        places = [place for place, letter in enumerate(row[ministry]) if letter in MISREAD]
        if places:
            place = random.choice(places)
            text = row[ministry]
            row[ministry] = text[:place] + MISREAD[text[place]] + text[place + 1 :]
    elif kind == "cut-label":
        row[label] = row[label][random.randint(1, 3) :]
    elif kind == "no-label":
        row[label] = ""
        item.label = None
    elif kind == "cut-cells":
        for name in TEXTS:
            place = order.index(name)
            row[place] = row[place][random.randint(0, 12) : -random.randint(1, 12)]
    elif kind == "shifted":
        return kind, ["\t".join([_noise(random, 12), *row])], 0
    elif kind == "ministry-over-link":
        place = order.index("link")
        if not row[place]:
            row[place] = row[ministry][:1]
    elif kind == "reread":
        return kind, _reread(random, row, order), 0
    elif kind == "run":
        place = order.index("achievement")
        row[place] = row[place] + "支援の" + "関係する大" * random.randint(5, 20)
    elif kind == "garbage-row":
        noise = ["" for _ in row]
        noise[order.index("goal")] = _noise(random, 20)
        return kind, ["\t".join(noise), "\t".join(row)], 0
    elif kind == "merged":
        other = following[1]
        assert isinstance(other, Measure)
        second = cells_of(other, order)
        merged = [f"{a} {b}" for a, b in zip(row, second, strict=True)]
        merged[number] = row[number]
        merged[label] = row[label]
        other.label = None
        return kind, ["\t".join(merged)], 1
    return kind, ["\t".join(row)], 0


def _reread(random: Random, row: list[str], order: list[str]) -> list[str]:
    """The row printed three to five times, each time with more of its text."""
    times = random.randint(3, 5)
    lines = []
    for step in range(1, times + 1):
        cells = list(row)
        for name in TEXTS:
            place = order.index(name)
            cells[place] = row[place][: max(35, len(row[place]) * step // times)]
        if step < times and random.random() < 0.5:
            cells[order.index("number")] = ""
        if step == times:
            cells[order.index("number")] = row[order.index("number")]
        lines.append("\t".join(cells))
    lines[0] = "\t".join([row[0], *lines[0].split("\t")[1:]])
    return lines


def _noise(random: Random, size: int) -> str:
    return "".join(
        chr(random.randint(0x4E00, 0x9FA0))
        if random.random() < 0.6
        else random.choice("ナヰトヱヲノソレ卜ー")
        for _ in range(size)
    )
