"""Programme sheets (事業概要シート) of six families, and what they hold.

`write_sheet` prints one sheet of a topic with the amounts given; `write_document` is a document of random ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tests.generate import words
from tests.generate.sheet_texts import benefit, conditions, describe, effects, parts_of, purposes


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount of a sheet: western fiscal year, stage, yen as printed, kind."""

    year: int
    stage: str
    yen: int
    kind: str = "exact"


@dataclass(frozen=True, slots=True)
class Topic:
    """What a sheet is about."""

    label: str
    office: tuple[str, str, str]
    person: str
    group: str
    means: tuple[str, str, str, str]

    @property
    def printed_office(self) -> str:
        """Ministry, bureau and division in one."""
        return "".join(self.office)


@dataclass(slots=True)
class Sheet:
    """What one written sheet holds. `parts` are its components, each with a notation."""

    label: str
    ministry: str
    group: str = ""
    layout: str = ""
    amounts: list[Amount] = field(default_factory=list)
    components: list[str] = field(default_factory=list)
    limits: list[int] = field(default_factory=list)
    rates: list[str] = field(default_factory=list)
    implementers: list[str] = field(default_factory=list)
    purpose: str = ""
    overview: str = ""
    effect: str = ""
    programme: str = ""
    damage: str = ""


# (year, stage, million, whether 内数)
Money = tuple[int, str, int, bool]


def money_text(rng: Random, million: int) -> tuple[str, int]:
    """An amount as sheets print it, in 億円 (rounded), 百万円 or 千円, and the yen that the print says."""
    form = rng.random()
    if form < 0.35 and million >= 10:
        if form < 0.08 and million >= 100:
            whole = round(million / 100)
            return f"{words.full_width(str(whole))}億円", whole * 100_000_000
        tenths = max(1, round(million / 10))
        text = f"{tenths / 10:.1f}億円"
        return (words.full_width(text[:-2]) + "億円" if form > 0.29 else text), tenths * 10_000_000
    if form < 0.7:
        return f"{million:,}百万円", million * 1_000_000
    thousand = million * 1000 + rng.randint(-400, 400)
    return f"{thousand:,}千円", thousand * 1_000


def stage_text(rng: Random, year: int, stage: str) -> tuple[str, str]:
    """Year and stage as printed, and the stage that the words say."""
    number = year - 2018
    forms = {
        "supplementary": (f"令和{number}年度補正予算額", f"{number}年度補正予算額", f"令和{number}年度補正予算"),
        "initial": (f"令和{number}年度当初予算額", f"{number}年度予算額", f"令和{number}年度当初予算"),
        "approvedEstimate": (f"{number}年度概算決定額", f"令和{number}年度概算決定額"),
        "draft": (f"R{number}予算（案）額", f"令和{number}年度当初予算案", f"Ｒ{words.full_width(str(number))}予算(案)額"),
    }  # fmt: skip
    said = "initial" if stage == "initial" and year == 2019 else stage
    text = rng.choice(forms[said])
    return (text.replace("令和1年度", "令和元年度"), said)


def amount_lines(rng: Random, sheet: Sheet, money: list[Money]) -> list[str]:
    """The lines with the amounts; some with an amount of the year before in brackets."""
    lines = []
    for year, stage, million, included in money:
        text, said = stage_text(rng, year, stage)
        printed, yen = money_text(rng, million)
        kind = "includedIn" if included else "exact"
        sheet.amounts.append(Amount(year, said, yen, kind))
        line = f"{text} {printed}{'の内数' if included else ''}"
        if said == "approvedEstimate" and rng.random() < 0.5 and year > 2020:
            before, yen = money_text(rng, max(5, int(million * rng.uniform(0.6, 1.3))))
            sheet.amounts.append(Amount(year - 1, "initial", yen))
            line += f"（{year - 1 - 2018}年度予算額 {before}）"
        lines.append(line)
    return lines


def cabinet(rng: Random, sheet: Sheet, topic: Topic, money: list[Money]) -> list[str]:
    """The family of the 内閣府: title with office, 事業概要・目的 … 期待される効果; parts with rates."""
    title = f"{topic.label}（{topic.printed_office}）"
    out = [title, "", *_spaced(amount_lines(rng, sheet, money)), "", "事業概要・目的", ""]
    aims = purposes(rng, topic)
    bullet = rng.choice(("- ", "○ ", "○"))
    out += [f"{bullet}{text}" for text in aims]
    sheet.purpose = "".join(aims)
    out += ["", "事業イメージ・具体例", ""]
    said = []
    for number, name in enumerate(parts_of(rng, topic), 1):
        sheet.components.append(name)
        rate = ""
        if rng.random() < 0.6:
            over, under = rng.choice(((1, 2), (3, 4), (2, 3)))
            sheet.rates.append(f"{over}/{under}")
            rate = f" 【補助率】{under}分の{over}"
        text = describe(rng, topic, name)
        said += [name, text]
        out += [f"- ({number}) {name}{rate}", text]
    sheet.overview = "".join(said)
    ends = effects(rng, topic)
    sheet.effect = "".join(ends)
    return [*out, "", "資金の流れ", "", "", "", "期待される効果", "", *(f"{bullet}{text}" for text in ends)]


def numbered(rng: Random, sheet: Sheet, topic: Topic, money: list[Money]) -> list[str]:
    """The family with 施策名 and numbered headings."""
    aims, ends = purposes(rng, topic), effects(rng, topic)
    body = f"{topic.person}に対して、{benefit(topic)}取組への助成を行う。"
    who = rng.sample(("都道府県", "市町村", "指定都市", "民間団体"), 2)
    sheet.implementers += who
    sheet.purpose, sheet.overview, sheet.effect = "".join(aims), body, "".join(ends)
    colon = rng.choice((":", "：", ": "))
    out = [
        f"施策名{colon}{topic.label}",
        "",
        *_spaced(amount_lines(rng, sheet, money)),
        "",
        "① 施策の目的",
        "",
    ]
    out += [f"・{text}" for text in aims]
    out += [
        "",
        "② 対策の柱との関係",
        "",
        "I\tII\tIII",
        rng.choice(("○\t\t", "\t○\t")),
        "",
        "③ 施策の概要",
        "",
        body,
    ]
    out += ["", "④ 施策のスキーム図、実施要件（対象、補助率等）等", "", f"○ 実施主体：{'、'.join(who)}"]
    if rng.random() < 0.6:
        sheet.rates.append("10/10")
        out.append("○ 補助率：10/10")
    tail = "（経済効果、雇用の下支え・創出効果、波及プロセスを含む）"
    out += ["", f"⑤ 成果イメージ{tail}", "", *ends]
    if rng.random() < 0.7:
        out += [
            "",
            f"[お問い合わせ先] {topic.printed_office}（03-{rng.randint(1000, 9999)}-{rng.randint(1000, 9999)}）",
        ]
    else:
        sheet.ministry = ""
    return out


def children(rng: Random, sheet: Sheet, topic: Topic, money: list[Money]) -> list[str]:
    """The family with 事業の目的, 事業の概要, 実施主体等 and base amounts per recipient."""
    aims = purposes(rng, topic)
    out = [
        f"{topic.label}（{topic.printed_office}）",
        "",
        *_spaced(amount_lines(rng, sheet, money)),
        "",
        "事業の目的",
        "",
    ]
    out += [f"- {text}" for text in aims]
    out += ["", "事業の概要", ""]
    names, said = parts_of(rng, topic), []
    for number, name in enumerate(names, 1):
        sheet.components.append(name)
        text = describe(rng, topic, name)
        said += [name, text]
        out += [f"({number}) {name}", "", text, ""]
    out += ["実施主体等", ""]
    for number, name in enumerate(names, 1):
        out += [f"({number}) {name}", "", *conditions(rng, sheet), ""]
    sheet.purpose, sheet.overview = "".join(aims), "".join(said)
    return out


def farm(rng: Random, sheet: Sheet, topic: Topic, money: list[Money]) -> list[str]:
    """The family of the 農林水産省."""
    out = [topic.label, "", *_spaced(amount_lines(rng, sheet, money[:1])), ""]
    aim = f"{topic.person}への支援に向けて、{benefit(topic)}ため、地域の関係者が連携する体制づくりを支援します。"
    out += ["<対策のポイント>", aim, "", "<事業目標>", ""]
    out += [
        f"- {topic.means[0]}に取り組む市町村割合の増加（{rng.randint(2, 9) * 10}% [令和{rng.randint(9, 14)}年度まで]）",
        "",
        "<事業の内容>",
        "",
    ]
    said = []
    for number, name in enumerate(parts_of(rng, topic), 1):
        sheet.components.append(name)
        text = describe(rng, topic, name)
        said += [name, text]
        out += [f"{number}. {name}", "", text, ""]
    sheet.purpose, sheet.overview = aim, "".join(said)
    phone = f"({rng.randint(10, 99):02d}-{rng.randint(1000, 9999)}-{rng.randint(1000, 9999)})"
    return [*out, "<事業の流れ>", "", "", f"[お問い合わせ先] {''.join(topic.office[1:])} {phone}" if topic.office[1] else f"[お問い合わせ先] {topic.printed_office} {phone}"]  # fmt: skip


def justice(rng: Random, sheet: Sheet, topic: Topic, money: list[Money]) -> list[str]:
    """The family with the amount in 【】 and drawings between headings."""
    line = amount_lines(rng, sheet, money[:1])[0]
    head, _, printed = line.partition(" ")
    aims, ends = purposes(rng, topic), effects(rng, topic)
    sheet.purpose, sheet.effect = "".join(aims), "".join(ends)
    sheet.overview = describe(rng, topic, topic.means[2])
    out = [
        f"{topic.label}（{topic.printed_office}）",
        "",
        f"【{head}",
        f"{printed}】",
        "",
        "背景・導入の経緯",
        "",
    ]
    out += [f"- {text}" for text in aims]
    out += ["", "概要", "", sheet.overview, "", "期待される効果", ""]
    return out + [f"- {text}" for text in ends]


def bare(rng: Random, sheet: Sheet, topic: Topic, money: list[Money]) -> list[str]:
    """A sheet with plain headings and conditions, its name printed behind 事業名."""
    aims = purposes(rng, topic)
    sheet.purpose = "".join(aims)
    sheet.overview = describe(rng, topic, topic.means[2])
    out = [
        f"事業名：{topic.label}",
        "",
        *_spaced(amount_lines(rng, sheet, money)),
        "",
        "事業の目的",
        "",
        *aims,
        "",
        "事業の概要",
        "",
        sheet.overview,
    ]
    out += ["", *conditions(rng, sheet), "", f"[お問い合わせ先] {topic.printed_office}"]
    return out


LAYOUTS = (cabinet, numbered, children, farm, justice, bare)


def write_sheet(rng: Random, topic: Topic, money: list[Money]) -> tuple[list[str], Sheet]:
    """The lines of one sheet and what it holds."""
    sheet = Sheet(topic.label, topic.office[0], topic.group)
    layout = rng.choice(LAYOUTS)
    sheet.layout = layout.__name__
    return layout(rng, sheet, topic, money), sheet


def _spaced(lines: list[str]) -> list[str]:
    return [text for line in lines for text in (line, "")][:-1]


def random_topic(rng: Random, taken: set[str]) -> Topic:
    """A topic whose label is not taken yet."""
    while True:
        person, group = rng.choice(words.PEOPLE)
        means = rng.choice(words.MEANS)
        label = f"{rng.choice(words.SCOPES)}{person}の{means[0]}{rng.choice(words.FORMS[:10])}"
        if label not in taken:
            taken.add(label)
            return Topic(label, rng.choice(words.OFFICES), person, group, means)


def write_document(seed: int, count: int = 6) -> tuple[str, list[Sheet]]:
    """A document of `count` sheets and what it holds, the same for the same seed."""
    rng = Random(seed)
    year = rng.randint(2021, 2029)
    sheets: list[Sheet] = []
    pages: list[str] = []
    taken: set[str] = set()
    for _ in range(count):
        stage = rng.choice(("supplementary", "approvedEstimate", "initial", "draft"))
        topic = random_topic(rng, taken)
        lines, sheet = write_sheet(rng, topic, [(year, stage, rng.randint(20, 9000), rng.random() < 0.3)])
        pages.append("\n".join(lines))
        sheets.append(sheet)
    gap = rng.choice(("\n\n\n", "\n\n\n\n", "\n\n\f"))
    return gap.join(pages) + "\n", sheets
