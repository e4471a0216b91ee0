"""Budget lists that never were: names from policy words, some of them printed again under a variant, with the truth.

The words differ from those of the seeds on purpose. A variant changes spelling or adds a word that means nothing; a
neighbour changes one word that does mean something and is another programme. Everything follows from the seed number.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.generate.spelling import VARIANTS

MINISTRIES = (
    "内閣府", "総務省", "法務省", "外務省", "財務省", "文部科学省", "厚生労働省", "農林水産省", "経済産業省",
    "国土交通省", "環境省", "防衛省", "こども家庭庁", "デジタル庁", "消費者庁", "復興庁", "警察庁", "金融庁",
)  # fmt: skip
_SCOPES = (
    "",
    "地域における",
    "離島における",
    "過疎地域における",
    "大学における",
    "学校における",
    "職場における",
    "災害時における",
    "都市部における",
    "農山漁村における",
    "医療機関における",
    "介護現場における",
)
_WHO = (
    "高齢者", "障害者", "難病患者", "不登校児童生徒", "ひとり親家庭", "外国人住民", "若年無業者", "妊産婦", "単身世帯", "被災者",
    "犯罪被害者", "ヤングケアラー", "中小企業者", "農業者", "漁業者", "留学生", "退職自衛官", "認知症の人", "視覚障害者", "聴覚障害者",
    "子育て家庭", "社会的養護経験者", "ひきこもり状態にある者", "生活困窮者", "住宅確保要配慮者", "消費者", "ボランティア", "民生委員", "保育士", "教職員",
)  # fmt: skip
_WHAT = (
    "就労", "移動", "食事", "住まい", "学習", "健康づくり", "居場所づくり", "相談", "見守り", "権利擁護", "災害対応", "情報取得",
    "デジタル活用", "文化活動", "スポーツ活動", "読書活動", "家計管理", "起業", "研修受講", "日本語学習", "医療受診", "介護予防",
    "子育て", "防犯", "交流", "社会参加", "自然体験", "資格取得", "遠隔診療", "口腔ケア",
)  # fmt: skip
_HOW = (
    "伴走支援", "環境整備", "人材育成", "拠点整備", "ネットワーク構築", "実態調査", "効果検証", "機器導入", "広報啓発", "受入れ支援",
    "引き継ぎ支援", "取組支援", "助け合い活動支援", "立ち上げ支援", "プラットフォーム運営", "コーディネーター配置", "ガイドライン策定", "データ連携", "相互評価", "好事例展開",
)  # fmt: skip
_KIND = (
    "事業",
    "交付金",
    "補助金",
    "モデル事業",
    "に関する調査研究",
    "推進事業",
    "総合対策",
    "プログラム",
    "加速化事業",
    "緊急対策",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One generated row. `truth` is the number of the programme it is about; `variant` names the change, "" for the original."""

    id: str
    name: str
    ministry: str
    amount: int
    section: str
    relisted: bool
    year: int
    truth: int
    variant: str


def _name(rng: random.Random) -> str:
    number = rng.choice(("", "", "", "", "", "", "第2期", "第3期"))
    npo = rng.choice(("", "", "", "NPO等と連携した", "ICTを活用した"))
    return f"{rng.choice(_SCOPES)}{number}{npo}{rng.choice(_WHO)}等の{rng.choice(_WHAT)}{rng.choice(_HOW)}{rng.choice(_KIND)}"


def generate(count: int, *, seed: int = 1, duplicates: float = 0.02, year: int = 2025) -> list[Line]:
    """`count` rows, of which a share `duplicates` repeat an earlier row under a variant of its name.

    A repeated row keeps ministry and amount; six in ten are marked as relisted. Names of different programmes differ.
    """
    rng = random.Random(seed)
    repeated = int(count * duplicates)
    names: dict[str, None] = {}
    while len(names) < count - repeated:
        names[_name(rng)] = None
    lines: list[Line] = []
    for number, name in enumerate(names):
        amount = rng.choice((rng.randrange(10, 3000), rng.randrange(1, 60) * 50)) * 1_000_000
        section = f"{rng.randrange(1, 5)}-{'①②③④⑤'[rng.randrange(5)]}"
        lines.append(
            Line(f"line/{number}", name, rng.choice(MINISTRIES), amount, section, False, year, number, "")
        )
    for number, original in enumerate(rng.sample(lines, repeated), start=len(lines)):
        kind, changed = "", original.name
        while changed == original.name:
            kind = rng.choice(sorted(VARIANTS))
            changed = VARIANTS[kind](original.name, rng)
        section = f"{rng.randrange(1, 5)}-{'①②③④⑤'[rng.randrange(5)]}"
        lines.append(
            Line(
                f"line/{number}",
                changed,
                original.ministry,
                original.amount,
                section,
                rng.random() < 0.6,
                year,
                original.truth,
                kind,
            )
        )
    rng.shuffle(lines)
    return lines


def neighbours(line: Line, rng: random.Random) -> str:
    """The name of another programme that differs in one word that means something."""
    for words in rng.sample((_WHO, _WHAT, _HOW), 3):
        for word in words:
            if word in line.name:
                return line.name.replace(word, rng.choice([other for other in words if other != word]), 1)
    return line.name + "フォローアップ調査"
