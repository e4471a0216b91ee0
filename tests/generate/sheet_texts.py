"""The running text of programme sheets: aims, parts, conditions and effects of a topic."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.generate.sheets import Sheet, Topic

_AIMS = (
    "{who}が安心して暮らせるよう、{means}に取り組む団体を支援することが必要です。",
    "近年、{who}を取り巻く環境は大きく変化しており、{means}の機会が不足していることが課題となっています。",
    "{who}が抱える困難は複雑になっており、行政の窓口だけでは十分に対応できないことが懸念されています。",
    "このため、{law}の趣旨を踏まえ、{who}に対する{means}を全国で進めることが重要です。",
    "令和{year}年の調査では、{who}のうち{share}%が相談できる相手がいないと答えており、早期の支援が不可欠です。",
    "「{plan}」（令和{year}年6月{day}日閣議決定）において、{means}の取組を進めることとされています。",
)
_DETAILS = (
    "{who}に対して、{part}に必要な経費を補助します。",
    "{part}に取り組む地方公共団体に対して、財政支援を行います。",
    "{part}を行う団体を公募し、{who}への支援の効果を検証します。",
    "専門家の助言を得ながら{part}を進め、得られた成果を取りまとめて全国に展開します。",
)
_EFFECTS = (
    "{who}の暮らしの安定が図られ、孤立の予防が進みます。",
    "{means}の取組が各地で展開され、支援の輪が広がります。",
    "関係機関の連携が深まり、{who}を早期に支援につなげることが期待されます。",
)
_LAWS = ("社会福祉法", "災害対策基本法", "生活困窮者自立支援法", "食育基本法", "児童福祉法")
_PLANS = ("経済財政運営と改革の基本方針2024", "こども大綱", "高齢社会対策大綱", "再犯防止推進計画加速化プラン", "第5次男女共同参画基本計画")  # fmt: skip
_BASES = ("1 都道府県あたり", "1 指定都市あたり", "1 市町村あたり", "1 団体あたり", "1 自治体あたり")


def _fill(rng: Random, text: str, topic: Topic, part: str = "") -> str:
    return text.format(
        who=topic.person,
        means=topic.means[0],
        part=part,
        law=rng.choice(_LAWS),
        plan=rng.choice(_PLANS),
        year=rng.randint(3, 8),
        day=rng.randint(1, 28),
        share=rng.randint(12, 68),
    )


def purposes(rng: Random, topic: Topic) -> list[str]:
    """Two to four sentences of why."""
    first, *rest = _AIMS
    chosen = [first, *rng.sample(rest, rng.randint(1, 3))]
    return [_fill(rng, text, topic) for text in rng.sample(chosen, len(chosen))]


def describe(rng: Random, topic: Topic, part: str) -> str:
    """One or two sentences about a part."""
    return "".join(_fill(rng, text, topic, part) for text in rng.sample(_DETAILS, rng.randint(1, 2)))


def effects(rng: Random, topic: Topic) -> list[str]:
    """One to three sentences of what is hoped for."""
    return [_fill(rng, text, topic) for text in rng.sample(_EFFECTS, rng.randint(1, 3))]


def benefit(topic: Topic) -> str:
    """What is done, as a clause that goes on: 見守りを行う."""
    return topic.means[1]


def parts_of(rng: Random, topic: Topic) -> list[str]:
    """The names of two to four parts."""
    names = [topic.means[2], topic.means[3], f"{topic.means[0]}の実態調査", f"広域連携型{topic.means[0]}支援"]
    return names[: rng.randint(2, 4)]


def conditions(rng: Random, sheet: Sheet) -> list[str]:
    """The lines 【実施主体】, 【補助率】, 【補助基準額】 of one part, noted on the sheet."""
    who = rng.choice((["都道府県", "市区町村"], ["市町村"], ["民間団体"], ["都道府県", "指定都市", "中核市"]))
    rate = rng.choice(("1/2", "2/3", "3/4", "10/10", "定額"))
    sheet.implementers += [name for name in who if name not in sheet.implementers]
    if rate not in sheet.rates:
        sheet.rates.append(rate)
    printed = rate if rate == "定額" else f"国 {rate}"
    out = [f"【実施主体】\t{'、'.join(who)}\t【補助率】\t{printed}"] if rng.random() < 0.5 else [f"【実施主体】\t{'、'.join(who)}", f"【補助率】\t{printed}"]  # fmt: skip
    if rng.random() < 0.8:
        cells = []
        for base in rng.sample(_BASES, rng.randint(1, 2)):
            thousand = rng.randint(800, 40_000)
            sheet.limits.append(thousand * 1000)
            cells.append(f"{base} {thousand:,}千円{'（上限）' if rng.random() < 0.3 else ''}")
        out.append("【補助基準額】\t" + "\t".join(cells))
    return out
