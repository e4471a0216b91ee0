"""The same graph and the same questions with other names, numbers of years, ministries: nothing may be tuned to the seeds."""

from __future__ import annotations

import re
from dataclasses import replace

from eval_questions import Case
from pyoxigraph import Literal, NamedNode, Quad, Store

# Replaced all at once, so that 令和6 -> 令和8 does not then become 令和10.
PAIRS = {
    "令和7": "令和9",
    "令和七": "令和九",
    "R7": "R9",
    "７年度": "９年度",
    "2025": "2027",
    "２０２５": "２０２７",
    "令和6": "令和8",
    "令和六": "令和八",
    "R6": "R8",
    "６年度": "８年度",
    "2024": "2026",
    "令和8": "令和10",
    "2026": "2028",
    "8年度": "10年度",
    "7年度": "9年度",
    "6年度": "8年度",
    "厚生労働省": "文部科学省",
    "文部科学省": "厚生労働省",
    "厚労省": "文科省",
    "文科省": "厚労省",
    "内閣府": "総務省",
    "総務省": "内閣府",
    "法務省": "国土交通省",
    "国土交通省": "法務省",
    "国交省": "法務省",
    "MHLW": "MEXT",
    "MEXT": "MHLW",
    "食品アクセス": "読書環境",
    "居場所": "学び場",
    "居住支援協議会": "移住相談協議会",
    "モデル調査": "先導研究",
    "女性活躍": "人材活用",
    "交付金": "奨励金",
    "認知症カフェ": "家族サロン",
    "東京都": "愛知県",
    "兵庫県": "福岡県",
    "えんがお": "みどりの輪",
    "イシュープラスデザイン": "未来設計室",
    "自殺防止": "事故防止",
    "無戸籍者問題解消": "無年金者問題解消",
    "農福連携": "林福連携",
}
_PATTERN = re.compile("|".join(re.escape(key) for key in sorted(PAIRS, key=len, reverse=True)))
# Dates do not move with the years, and two groups may come to bear one other name: what asks for dates, or counts groups,
# has another answer.
UNMOVED = {"dates", "groups-counted"}


def renamed(text: str) -> str:
    """`text` with every name and year replaced."""
    return _PATTERN.sub(lambda match: PAIRS[match.group()], text)


def renamed_graph(store: Store) -> Store:
    """A copy of the graph in which things of ours and texts bear the other names; the vocabulary stays."""
    copy = Store()
    copy.bulk_extend(Quad(_node(q.subject), q.predicate, _node(q.object)) for q in store)
    return copy


def _node(term: object) -> object:
    if isinstance(term, NamedNode):
        return NamedNode(renamed(term.value)) if "/id/" in term.value else term
    if isinstance(term, Literal):
        if term.language:
            return Literal(renamed(term.value), language=term.language)
        if term.datatype.value.endswith(("string", "gYear")):
            return Literal(renamed(term.value), datatype=term.datatype)
    return term


def renamed_case(case: Case) -> Case:
    """The case asked of the renamed graph."""
    value = case.value
    if isinstance(value, list):
        value = [renamed(str(v)) for v in value]
    elif isinstance(value, str):
        value = renamed(value)
    return replace(
        case,
        question=renamed(case.question),
        after=renamed(case.after),
        query=renamed(case.query),
        links=tuple(renamed(link) for link in case.links),
        value=value,
    )
