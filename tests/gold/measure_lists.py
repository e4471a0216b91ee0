"""A plan that never was, and a budget list with sheets: which programme serves which measure, and which measures only look like it.

A programme serves a measure that bears its name, prints it in its text, or says in other words what its sheet says. Beside each
stand measures of the same ministry about the same people with another means, and with the same means about other people.
"""

from __future__ import annotations

import random

from variant_lists import MINISTRIES, VARIANTS

from graph.reconcile.items import Item, MeasureItem
from nlp.gazetteer import load_gazetteers
from nlp.language.roles import target_groups_of

_PEOPLE = (
    ("離島の高齢者", "離島で暮らす高齢の方"), ("ひとり親家庭", "ひとりで子を育てる親"), ("若年無業者", "仕事に就いていない若者"), ("不登校の児童生徒", "学校に通えずにいる児童生徒"),
    ("外国人住民", "外国から来て暮らす住民"), ("家族介護者", "家族の介護を担う人"), ("難病患者", "難病のある患者"), ("被災者", "災害で住まいを失った人"),
    ("犯罪被害者", "犯罪の被害に遭った人"), ("妊産婦", "妊娠中や産後の女性"), ("農業後継者", "農業を継ぐ人"), ("退院後の患者", "病院を退院した人"),
    ("ヤングケアラー", "家族の世話をするこども"), ("単身世帯", "一人で暮らす世帯"), ("児童養護施設退所者", "施設を出た若者"),
)  # fmt: skip
_MEANS = (
    ("移動販売車による見守り", "移動販売車が巡回し、買物の機会に合わせて声をかける見守りを行う"),
    ("夜間の電話相談", "夜間及び休日に電話で相談を受け付け、専門の機関につなぐ"),
    ("空き家を活用した交流拠点の整備", "空き家を改修し、誰もが立ち寄れる交流の拠点として整備する"),
    ("伴走する支援員の配置", "支援員を配置し、家庭を訪ねて継続的に伴走する"),
    ("職場体験と資格取得", "職場での体験の機会を設け、資格を取るための受講料を助成する"),
    ("スマートフォン教室の開催", "スマートフォンの使い方を学ぶ教室を公民館等で開催する"),
    ("共食の場づくり", "食事を共にする場を設け、地域の食材を提供する"),
    ("日本語学習と通訳の確保", "日本語を学ぶ教室を開き、窓口に通訳を配置する"),
    ("住まいの確保と家賃債務保証", "住まいを借りる際の保証を行い、入居後の相談に応じる"),
    ("医療機関と学校の連携", "医療機関と学校が情報を共有し、早期に支援を始める"),
)
_FORMS = ("事業", "推進事業", "支援事業", "交付金", "モデル事業")
_AIMS = (
    "孤独・孤立の状態にある方を支える",
    "地域におけるつながりを広げる",
    "孤独・孤立対策の推進に資する",
    "社会参加の機会を確保する",
)


def _groups(*texts: str) -> tuple[str, ...]:
    """The people that the texts support, as the readers find them."""
    found = (group.canonical for text in texts for group in target_groups_of(text, load_gazetteers()))
    return tuple(dict.fromkeys(found))


def plan(seed: int, count: int = 24) -> tuple[list[Item], list[MeasureItem], set[tuple[str, str]]]:
    """Items of a list and its sheets, measures, and the (item id of the row, measure id) that belong together."""
    rng = random.Random(seed)
    themes = rng.sample(
        [(people, means) for people in range(len(_PEOPLE)) for means in range(len(_MEANS))], count
    )
    taken = set(themes)
    items: list[Item] = []
    measures: list[MeasureItem] = []
    truth: set[tuple[str, str]] = set()

    def section() -> str:
        return f"{rng.randrange(1, 5)}-{'①②③④'[rng.randrange(4)]}"

    def measure(label: str, text: str, ministry: str, place: str) -> str:
        number = len(measures) + 1
        name = f"measure/2030-{number}"
        measures.append(
            MeasureItem(name, number, 2030, label, (ministry,), place, _groups(label, text), text, "plan")
        )
        return name

    def tail() -> str:
        return f"{rng.choice(_AIMS)}ため、関係機関と連携して取り組む。\n令和{rng.randrange(9, 12)}年度までに{rng.randrange(3, 90)}か所で実施することを目標とする。"

    for number, (people, means) in enumerate(themes):
        ministry, place = rng.choice(MINISTRIES), section()
        who, other_who = _PEOPLE[people]
        what, how = _MEANS[means]
        name = f"{who}に対する{what}{rng.choice(_FORMS)}"
        row = f"row/{number}"
        items.append(
            Item(
                row, "budget_line", name, ministry=(ministry,), fiscal_year=2030, stage="initial", section=place,
                amount=rng.randrange(10, 900) * 1_000_000, amount_kind="exact", document="list", number=number, order=number, target_groups=_groups(name),
            )
        )  # fmt: skip
        items.append(
            Item(
                f"sheet/{number}", "sheet", name, ministry=(ministry,), fiscal_year=2030, stage="initial", document="list", order=1_000 + number,
                text=f"{who}等が地域で安心して暮らせるよう、{how}。\n{rng.choice(_AIMS)}取組を行う地方公共団体及び民間団体に対し、経費の一部を補助する。",
            )
        )  # fmt: skip
        mode = rng.choice(("named", "mentioned", "in other words", "in other words", "none"))
        if rng.random() < 0.6:  # most plans call the same people by the same name
            other_who = who
        near = place if rng.random() < 0.7 else section()
        if mode == "named":
            changed = VARIANTS[rng.choice(("full width", "particles", "推進事業 / 事業", "okurigana"))](
                name, rng
            )
            truth.add((row, measure(changed, f"{other_who}を対象に、{tail()}", ministry, near)))
        elif mode == "mentioned":
            text = f"{other_who}を支える取組として「{name}」により{tail()}"
            truth.add((row, measure(f"{other_who}への支援", text, ministry, near)))
        elif mode == "in other words":
            text = f"{other_who}が地域で安心して暮らせるよう、{how}取組を進め、{tail()}"
            truth.add((row, measure(f"{other_who}への{what}", text, ministry, near)))
        others = [index for index in range(len(_MEANS)) if (people, index) not in taken]
        if others:
            what, how = _MEANS[rng.choice(others)]
            measure(f"{who}等への{what}", f"{who}等について、{how}こととし、{tail()}", ministry, section())
        strangers = [index for index in range(len(_PEOPLE)) if (index, means) not in taken]
        if strangers:
            who = _PEOPLE[rng.choice(strangers)][0]
            what, how = _MEANS[means]
            measure(
                f"{who}への{what}",
                f"{who}について、{how}こととし、{tail()}",
                rng.choice((ministry, rng.choice(MINISTRIES))),
                section(),
            )
    return items, measures, truth
