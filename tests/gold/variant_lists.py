"""Two years' budget lists whose names vary in ways that `tests/generate/rows.py` does not know, with hard neighbours.

Written apart from the name keys and their word lists: the kinds of variants and of neighbours were collected from how ministries
print names (width, brackets, particles, kana, numerals, abbreviations, damage of scanning), not from what the code does.
A variant is the same programme; a neighbour (第1期 / 第2期, 農村型 / 漁村型, 調査 of a programme) is another one.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

MINISTRIES = (
    "厚生労働省", "国土交通省", "農林水産省", "経済産業省", "文部科学省", "総務省", "環境省", "こども家庭庁", "警察庁", "消費者庁",
)  # fmt: skip
_SUBJECTS = (
    "離島航路", "里山保全", "食品ロス削減", "終活相談", "海女文化", "森林環境教育", "夜間中学", "買物弱者", "鳥獣被害防止", "観光案内",
    "空き店舗", "遠隔手話通訳", "こども誰でも通園", "産後ケア", "学校図書館", "地域猫", "防災士", "福祉避難所", "農泊", "共同調理場",
    "障害者芸術", "ひとり親家庭", "子供の貧困", "一人暮らし高齢者", "外国人材", "フードパントリー", "若者の自立", "水産加工", "建設技能者", "伝統工芸",
)  # fmt: skip
_ACTIONS = (
    "受入れ体制整備", "取組促進", "人材確保", "ネットワークづくり", "相談窓口設置", "プラットフォーム構築", "コーディネーター派遣", "実証", "普及啓発",
    "担い手の育成", "見守り活動", "拠点づくり", "データ連携", "デジタル化", "引き継ぎ", "立ち上げ支援", "サービス提供基盤強化", "情報提供",
)  # fmt: skip
_LINKS = ("における", "に関する", "等の", "のための", "に係る", "及び地域の", "を通じた", "の")
_FORMS = (
    "事業",
    "推進事業",
    "支援事業",
    "交付金",
    "補助金",
    "対策費",
    "に必要な経費",
    "モデル事業",
    "推進費",
)

Change = Callable[[str, random.Random], str]


def _swap(*pairs: tuple[str, str]) -> Change:
    """The first pair of which one side stands in the name, exchanged; the name as it is when none does."""

    def change(name: str, rng: random.Random) -> str:
        fitting = [(a, b) for one, other in pairs for a, b in ((one, other), (other, one)) if a in name]
        if not fitting:
            return name
        before, after = rng.choice(fitting)
        return name.replace(before, after, 1)

    return change


def _full_width(name: str, _: random.Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)


def _half_width_kana(name: str, _: random.Random) -> str:
    table = dict(
        zip(
            "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォャュョッー",
            "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｬｭｮｯｰ",
            strict=True,
        )
    )
    return "".join(table.get(c, c) for c in name)


def _abbreviated(name: str, _: random.Random) -> str:
    for longer, shorter in (
        ("推進事業", "事業"),
        ("推進費", "事業"),
        ("に必要な経費", ""),
        ("事業", "推進事業"),
    ):
        if name.endswith(longer):
            return name[: -len(longer)] + shorter
    return name


def _wrapped(name: str, rng: random.Random) -> str:
    return rng.choice(
        ("「{}」", "『{}』", "（１）{}", "１．{}", "①{}", "・{}", "{}【新規】", "{}（仮称）", "{}［継続］", "{}（再掲）", "令和６年度{}", "■{}", "{}※")
    ).format(name)  # fmt: skip


def _office(name: str, rng: random.Random) -> str:
    return name + rng.choice(
        ("（地域振興課）", "（大臣官房参事官）", "（○○局総務課）", "（令和５年度補正）", "（社会・援護局）")
    )


def _broken_line(name: str, rng: random.Random) -> str:
    at = rng.randrange(2, len(name) - 1)
    return name[:at] + rng.choice(("\n", " ", "\u3000", "\n\u3000")) + name[at:]


def _no_etc(name: str, _: random.Random) -> str:
    return (
        name.replace("等", "", 1)
        if "等" in name
        else name.replace("の", "等の", 1)
        if "の" in name
        else name + "等"
    )


# Signs that a scanner takes for each other.
_ALIKE = (
    ("ロ", "口"),
    ("カ", "力"),
    ("ニ", "二"),
    ("タ", "夕"),
    ("エ", "工"),
    ("ト", "卜"),
    ("ー", "一"),
    ("ー", "-"),
    ("へ", "ヘ"),
    ("べ", "ベ"),
    ("・", "･"),
    ("ハ", "八"),
    ("ぺ", "ペ"),
)


def _unread(name: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(name) - 1)
    return name[:at] + rng.choice("〓�□\ue000") + name[at + 1 :]


def _doubled(name: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(name) - 1)
    return name[: at + 1] + name[at:]


VARIANTS: dict[str, Change] = {
    "full width": _full_width,
    "half-width kana": _half_width_kana,
    "推進事業 / 事業": _abbreviated,
    "marks around it": _wrapped,
    "office or year in brackets": _office,
    "broken line": _broken_line,
    "等": _no_etc,
    "particles": _swap(
        ("における", "での"),
        ("に関する", "に係る"),
        ("のための", "に向けた"),
        ("を通じた", "による"),
        ("及び", "や"),
    ),
    "kana and kanji": _swap(
        ("子供", "こども"),
        ("障害", "障がい"),
        ("ひとり親", "一人親"),
        ("及び", "および"),
        ("づくり", "作り"),
        ("一人暮らし", "ひとり暮らし"),
        ("取組", "取り組み"),
        ("誰でも", "だれでも"),
        ("買物", "買い物"),
    ),
    "okurigana": _swap(
        ("受入れ", "受け入れ"),
        ("受入れ", "受入"),
        ("引き継ぎ", "引継ぎ"),
        ("立ち上げ", "立上げ"),
        ("空き店舗", "空店舗"),
        ("担い手", "担手"),
    ),
    "long vowel": _swap(
        ("コーディネーター", "コーディネータ"), ("プラットフォーム", "プラットホーム"), ("データ", "データー")
    ),
    "numerals": _swap(("第2期", "第二期"), ("第2期", "第Ⅱ期"), ("第3期", "第三期"), ("第3期", "第３期")),
    "glyphs alike": _swap(*_ALIKE),
    "unread character": _unread,
    "doubled character": _doubled,
}


def _last(name: str, words: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    return words[len(name) % len(words)]


def _term(name: str, _: random.Random) -> tuple[str, str]:
    one, other = _last(
        name, (("第1期", "第2期"), ("前期", "後期"), ("フェーズ1", "フェーズ2"), ("第一次", "第二次"))
    )
    return f"{one}{name}", f"{other}{name}"


def _type(name: str, _: random.Random) -> tuple[str, str]:
    one, other = _last(
        name,
        (
            ("農村型", "漁村型"),
            ("都市型", "中山間型"),
            ("常設型", "巡回型"),
            ("個人型", "団体型"),
            ("Ａ型", "Ｂ型"),
        ),
    )
    return (f"{name}（{one}）", f"{name}（{other}）") if len(name) % 2 else (f"{one}{name}", f"{other}{name}")


def _share(name: str, _: random.Random) -> tuple[str, str]:
    one, other = _last(
        name,
        (
            ("都道府県分", "市町村分"),
            ("施設整備", "運営費"),
            ("北海道", "沖縄"),
            ("本省", "地方"),
            ("公立", "私立"),
        ),
    )
    return f"{name}（{one}）", f"{name}（{other}）"


def _survey(name: str, rng: random.Random) -> tuple[str, str]:
    return name, name + rng.choice(("（調査）", "の効果検証", "（システム改修）", "に関する調査研究", "広報"))


def _actor(name: str, _: random.Random) -> tuple[str, str]:
    one, other = _last(
        name, (("都道府県", "市町村"), ("男性", "女性"), ("国内", "国外"), ("高校", "大学"), ("公営", "民営"))
    )
    return f"{one}{name}", f"{other}{name}"


NEIGHBOURS: dict[str, Callable[[str, random.Random], tuple[str, str]]] = {
    "第1期 / 第2期": _term,
    "○○型 / △△型": _type,
    "都道府県分 / 市町村分": _share,
    "programme / its survey": _survey,
    "都道府県 / 市町村": _actor,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list. `truth` is the number of its programme, `kind` the variant or neighbour, "" for a plain name."""

    year: int
    name: str
    ministry: str
    amount: int
    relisted: bool
    truth: int
    kind: str


def two_years(seed: int, count: int = 60) -> list[Row]:
    """Rows of 2024 and 2025: `count` programmes under variants in one year or both, and neighbours in the same years or in turn."""
    rng = random.Random(seed)
    rows: list[Row] = []
    names: dict[str, None] = {}
    while len(names) < count:
        term = rng.choice(("", "", "", "", "第2期", "第3期"))
        names[
            f"{term}{rng.choice(_SUBJECTS)}{rng.choice(_LINKS)}{rng.choice(_ACTIONS)}{rng.choice(_FORMS)}"
        ] = None
    number = 0

    def add(year: int, name: str, ministry: str, truth: int, kind: str, amount: int = 0) -> None:
        printed = amount or rng.randrange(11, 4000) * 1_000_000
        rows.append(Row(year, name, ministry, printed, bool(amount), truth, kind))

    for name in names:
        ministry = rng.choice(MINISTRIES)
        if rng.random() < 0.3:
            kind = rng.choice(sorted(NEIGHBOURS))
            one, other = NEIGHBOURS[kind](name, rng)
            for year, here, truth in rng.choice(
                (
                    ((2024, one, number), (2024, other, number + 1)),
                    ((2024, one, number), (2025, other, number + 1)),
                    (
                        (2024, one, number),
                        (2024, other, number + 1),
                        (2025, one, number),
                        (2025, other, number + 1),
                    ),
                )
            ):
                add(year, here, ministry, truth, kind)
            number += 2
            continue
        add(2024, name, ministry, number, "")
        for year in (2024, 2025):
            kind, changed = "", name
            for _ in range(20):
                kind = rng.choice(sorted(VARIANTS))
                changed = VARIANTS[kind](name, rng)
                if changed != name:
                    break
            if year == 2025 or rng.random() < 0.4:
                add(year, changed, ministry, number, kind, rows[-1].amount if year == 2024 else 0)
        number += 1
    rng.shuffle(rows)
    return rows
