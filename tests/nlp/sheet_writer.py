"""Writes documents of programme sheets with other names, ministries, years and amounts, and says what they hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

_WHO = ("高齢者", "ひとり親家庭", "障害者", "外国人住民", "若者", "被災者", "ヤングケアラー", "求職者")
_WHAT = (
    "見守り体制構築",
    "相談支援強化",
    "交流拠点整備",
    "移動支援",
    "就労定着",
    "学習環境整備",
    "伴走支援人材育成",
)
_END = ("事業", "推進交付金", "モデル調査", "緊急対策事業費補助金", "支援事業")
_OFFICES = (
    ("総務省", "総務省自治行政局地域振興室"),
    ("文部科学省", "文部科学省総合教育政策局地域学習推進課"),
    ("内閣府", "内閣府男女共同参画局総務課"),
    ("こども家庭庁", "こども家庭庁支援局家庭福祉課"),
    ("厚生労働省", "厚生労働省社会・援護局地域福祉課"),
)
_SENTENCE = (
    "地域の{who}が安心して暮らせるよう、{what}に取り組む団体を支援することが必要です。",
    "{who}に対する{what}を全国で実施します。",
)


@dataclass(frozen=True)
class Amount:
    """One amount of a sheet: western fiscal year, stage, yen, kind."""

    year: int
    stage: str
    yen: int
    kind: str = "exact"


@dataclass
class Sheet:
    """What one written sheet holds."""

    label: str
    ministry: str
    amounts: list[Amount] = field(default_factory=list)
    components: list[str] = field(default_factory=list)
    limits: list[int] = field(default_factory=list)
    rates: list[str] = field(default_factory=list)


def _names(random: Random, count: int) -> list[tuple[str, str, str]]:
    found: dict[str, tuple[str, str, str]] = {}
    while len(found) < count:
        who, what, end = random.choice(_WHO), random.choice(_WHAT), random.choice(_END)
        found[f"{who}の{what}{end}"] = (f"{who}の{what}{end}", who, what)
    return list(found.values())


def _sum(random: Random) -> tuple[str, int]:
    kind = random.choice(("oku", "hyakuman", "sen", "wide"))
    if kind == "oku":
        tenths = random.randint(2, 900)
        return f"{tenths / 10:.1f}億円", tenths * 10_000_000
    if kind == "hyakuman":
        number = random.randint(20, 9000)
        return f"{number:,}百万円", number * 1_000_000
    if kind == "sen":
        number = random.randint(10_000, 9_000_000)
        return f"{number:,}千円", number * 1_000
    number = random.randint(2, 90)
    wide = str(number).translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    return f"{wide}億円", number * 100_000_000


def _stage(random: Random, year: int) -> tuple[str, int, str]:
    reiwa = year - 2018
    return random.choice(
        (
            (f"令和{reiwa}年度補正予算額", year, "supplementary"),
            (f"{reiwa + 1}年度概算決定額", year + 1, "approvedEstimate"),
            (f"令和{reiwa}年度当初予算", year, "initial"),
            (f"R{reiwa + 1}予算（案）額", year + 1, "draft"),
        )
    )


def _amount_line(random: Random, sheet: Sheet, year: int) -> str:
    words, fiscal, stage = _stage(random, year)
    text, yen = _sum(random)
    included = random.random() < 0.3
    sheet.amounts.append(Amount(fiscal, stage, yen, "includedIn" if included else "exact"))
    return f"{words} {text}{'の内数' if included else ''}"


def _text(random: Random, who: str, what: str) -> str:
    return random.choice(_SENTENCE).format(who=who, what=what)


def cabinet(random: Random, sheet: Sheet, office: str, who: str, what: str, year: int) -> str:
    """A sheet of the 内閣府 family, with numbered parts and their rates."""
    money = _amount_line(random, sheet, year)
    over, under = random.choice(((1, 2), (3, 4), (2, 3)))
    sheet.components += [f"{what}型", "広域連携型"]
    sheet.rates.append(f"{over}/{under}")
    return "\n\n".join(
        (
            f"{sheet.label}（{office}）",
            money,
            "事業概要・目的",
            f"- {_text(random, who, what)}",
            "事業イメージ・具体例",
            f"- (1) {what}型 【補助率】{under}分の{over}\n{who}に対する支援を行います。\n- (2) 広域連携型\n複数の市町村が共同で行う取組を支援します。",
            "資金の流れ",
            "\n",
            "期待される効果",
            f"- {who}の孤独・孤立の予防が進みます。",
        )
    )


def measure(random: Random, sheet: Sheet, office: str, who: str, what: str, year: int) -> str:
    """A sheet of the family with numbered headings (施策名)."""
    money = _amount_line(random, sheet, year)
    return "\n\n".join(
        (
            f"施策名：{sheet.label}",
            money,
            "① 施策の目的",
            f"・{who}を取り巻く課題に対応することが必要である。",
            "② 対策の柱との関係",
            "Ⅰ\tⅡ\tⅢ\n\t○\t",
            "③ 施策の概要",
            f"{who}に対して、{what}を行う民間団体の取組への助成を行う。",
            "④ 施策のスキーム図、実施要件（対象、補助率等）等",
            "○ 実施主体：都道府県、市町村",
            "⑤ 成果イメージ（経済効果、雇用の下支え・創出効果、波及プロセスを含む）",
            f"{who}の生活の安定に資する。",
            f"[お問い合わせ先] {office}（03-0000-0000）",
        )
    )


def children(random: Random, sheet: Sheet, office: str, who: str, what: str, year: int) -> str:
    """A sheet with 事業の目的, 事業の概要, 実施主体等 and base amounts."""
    money = _amount_line(random, sheet, year)
    first, second = random.randint(1000, 9000), random.randint(1000, 9000)
    sheet.components += ["実態調査", f"{what}モデル"]
    sheet.limits += [first * 1000, second * 1000]
    sheet.rates += ["1/2", "10/10"]
    return "\n\n".join(
        (
            f"{sheet.label}（{office}）",
            money,
            "事業の目的",
            f"- {_text(random, who, what)}",
            "事業の概要",
            f"(1) 実態調査\n\n{who}の現状を把握する自治体に対して、財政支援を行う。",
            f"(2) {what}モデル\n\n民間団体が創意工夫して行う取組を検証する。",
            "実施主体等",
            f"(1) 実態調査\n\n【実施主体】\t都道府県、市区町村\t【補助率】\t国 1/2、都道府県・市区町村 1/2\n【補助基準額】\t1 都道府県あたり\t{first:,}千円",
            f"(2) {what}モデル\n\n【実施主体】\t民間団体\n【補助率】\t国 10/10\n【補助基準額】\t1 団体あたり {second:,}千円（上限）",
        )
    )


def farm(random: Random, sheet: Sheet, office: str, who: str, what: str, year: int) -> str:
    """A sheet of the 農林水産省 family."""
    money = _amount_line(random, sheet, year)
    sheet.components += [f"{what}の体制強化支援", "立上げ支援の充実"]
    return "\n\n".join(
        (
            sheet.label,
            money,
            f"<対策のポイント>\n{who}への支援に向けて、地域の関係者が連携する体制づくりを支援します。",
            "<事業目標>",
            "- 取り組む市町村割合の増加（50% [令和12年度まで]）",
            "<事業の内容>",
            f"1. {what}の体制強化支援",
            "地域の関係者が連携して取り組む体制づくりを支援します。",
            "2. 立上げ支援の充実",
            "担い手となる団体の立上げを支援します。",
            "<事業の流れ>",
            f"[お問い合わせ先] {office} (03-1111-2222)",
        )
    )


LAYOUTS = (cabinet, measure, children, farm)


def write_document(seed: int, count: int = 6) -> tuple[str, list[Sheet]]:
    """A document of `count` sheets and what it holds, the same for the same seed."""
    random = Random(seed)
    year = random.randint(2021, 2029)
    sheets: list[Sheet] = []
    pages: list[str] = []
    for label, who, what in _names(random, count):
        ministry, office = random.choice(_OFFICES)
        sheet = Sheet(label, ministry)
        pages.append(random.choice(LAYOUTS)(random, sheet, office, who, what, year))
        sheets.append(sheet)
    gap = random.choice(("\n\n", "\n\n\n\n", "\n\n\f"))
    return gap.join(pages) + "\n", sheets
