"""What lies outside: years and pillars that are not loaded, and words that say two things."""

from __future__ import annotations

import re
from itertools import pairwise

from nlp.layout.notations import pillar_of
from nlp.questions.conditions.section_conditions import notation_of
from nlp.questions.found.reading import Reading
from nlp.questions.framing.frames import Features
from nlp.questions.framing.sets import Knowledge, SetReading, year_words
from nlp.questions.names.lexicon import ListCoverage
from nlp.questions.records import AskBack, Choice, Condition, Decline

_TWO_YEARS = "両年度"
_PLAN_OF_YEAR = re.compile(r"年度?(?:版)?の?(?:重点計画|計画)(?![がにをの]?(?:変|見直))")
# 令和5年度にもある, 令和5年度にはない: of the list of that year as well.
_YEARS = ("year", "absent_year", "present_year")
# 交付団体の交付額の合計, 団体ごとの金額: what grantees received.
_EACH_GRANTEE = re.compile(
    r"(?:交付団体|採択団体|交付先(?:の?団体)?|各団体|団体ごと|団体別)(?:ごと|別|毎|それぞれ)?(?:の|に|への|が)(?:交付決定額|交付額|交付金額|受取額|助成額|受け取った|交付された)"
    r"|(?:各団体|団体ごと|団体別)(?:の|に|は)?(?:金額|いくら|予算)"
)


def check_relative_year(reading: Reading, known: Knowledge) -> AskBack | None:
    """今年度 and 昨年度 depend on the day of asking: asked back with the years that are loaded."""
    cues = reading.spans("cond:relative_year")
    if not cues or reading.numbers_of("year"):
        return None
    loaded = known.lexicon.budget_years()[::-1]
    word = reading.text[cues[0].start : cues[0].end]
    choices = tuple(
        Choice(reading.text.replace(word, year_words(year), 1), f"「{word}」を{year_words(year)}とする")
        for year in loaded
    )
    if len(choices) < 2:
        return None
    return AskBack(
        f"「{word}」がどの年度かは、尋ねる日によって変わります。読み込まれている年度から選んでください。",
        f"「{word}」",
        choices,
    )


def check_two_years(reading: Reading, known: Knowledge) -> AskBack | None:
    """両年度にある事業, 2つの年度で額が同じ: of more than two loaded years any two may be meant; asked back with those that follow each
    other."""
    loaded = known.lexicon.budget_years()
    if len(loaded) < 3 or _TWO_YEARS not in reading.text or reading.numbers_of("year"):
        return None
    choices = tuple(
        Choice(
            reading.text.replace(_TWO_YEARS, f"{year_words(one)}と{year_words(other)}の両方", 1),
            f"{year_words(one)}と{year_words(other)}",
        )
        for one, other in reversed(list(pairwise(loaded)))
    )
    listed = "・".join(map(year_words, loaded))
    text = f"読み込まれている年度は{len(loaded)}つ（{listed}）あります。どの二つの年度でしょうか。"
    return AskBack(text, f"「{_TWO_YEARS}」", choices)


def check_part_of_ministry(reading: Reading, known: Knowledge) -> AskBack | None:
    """内閣の事業: the beginning of several ministries' names is asked back; of one alone it may be a topic (環境, 消費者)."""
    for core in reading.cores:
        begun = [
            n
            for n in known.lexicon.of_kind("ministry")
            if n.label.startswith(core.text) and n.label != core.text
        ]
        if not core.noun or len(core.text) < 2 or len(begun) < 2 or known.index.containing(core.text):
            continue
        choices = tuple(
            Choice(
                reading.text[: core.start] + n.label + reading.text[core.end :],
                f"「{core.text}」を{n.label}とする",
            )
            for n in begun
        )
        return AskBack(
            f"「{core.text}」は{'・'.join(n.label for n in begun)}のどれでしょうか。",
            f"「{core.text}」",
            choices,
            always=True,
        )
    return None


def check_grantee_amount(reading: Reading, features: Features) -> Decline | None:
    """えんがおに交付された額: where the list does not print it, or where more is asked than that (nlp/questions/printed/granted_questions.py)."""
    asked = reading.has("ask:amount", "ask:total") and not reading.of_slot("attr")
    if _EACH_GRANTEE.search(reading.text) and not reading.of_kind("programme"):
        return _no_grants("交付団体")
    if (
        not (asked or "交付額" in reading.text)
        or not reading.of_kind("grantee")
        or reading.of_kind("programme")
        or "programme" in features.classes
    ):
        return None
    return _no_grants("・".join(dict.fromkeys(n.label for h in reading.of_kind("grantee") for n in h.names)))


def _no_grants(named: str) -> Decline:
    return Decline(
        "not_in_graph",
        f"「{named}」など交付団体ごとの交付額は、読み込んだ文書から作ったグラフにないか、この問い方では答えられません。団体の所在地・法人格・事業区域・事業名は示せます。",
        f"「{named}」への交付額",
    )


def check_plan_year(reading: Reading, known: Knowledge) -> Decline | None:
    """令和4年度の重点計画: a plan of a year of which none is loaded."""
    years = {int(hit.values[0]) for hit in reading.numbers_of("year")}
    loaded = {plan.year for plan in known.lexicon.plans()}
    if not years or not loaded or years & loaded or not _PLAN_OF_YEAR.search(reading.text):
        return None
    named, have = "・".join(map(year_words, sorted(years))), "・".join(map(year_words, sorted(loaded)))
    text = f"{named}の計画は読み込まれていません。読み込んだ計画は{have}のものです。"
    return Decline("not_loaded", text, f"{named}の計画")


def check_region_amount(reading: Reading, features: Features) -> Decline | None:
    """東京都の予算は, 北海道にいくら配分された: what a prefecture got is not printed; programmes are."""
    asked = reading.has("ask:amount", "ask:total") or features.has("money")
    about = set(features.classes) | {kind for hit in reading.entities for kind in hit.kinds()}
    if not asked or "region" not in about or reading.of_slot("attr") or about - {"region", "target_group"}:
        return None
    named = "・".join(dict.fromkeys(n.label for hit in reading.of_kind("region") for n in hit.names))
    return Decline(
        "not_in_graph",
        f"「{named}」など都道府県や市町村ごとの配分額は、読み込んだ文書には書かれていません。あるのは事業ごとの予算額です。",
        f"「{named}」への配分額",
    )


def not_loaded(into: SetReading, known: Knowledge, *, sheets: bool = False) -> Decline | None:
    """Years, stages and pillars that no loaded list covers are said so, never answered with nothing.

    With `sheets`, amounts on programme sheets count too, which reach beyond the lists' years and stages.
    """
    lexicon = known.lexicon
    lists = (
        lexicon.budget_lists()
        if into.over in ("line", "programme")
        else lexicon.plans()
        if into.over == "measure"
        else ()
    )
    if not lists:
        return None
    for condition in into.conditions:
        if condition.mode == "none":
            continue
        found = None
        if condition.kind in _YEARS and not sheets:
            found = _year(condition, lists)
        elif condition.kind in ("pillar", "section"):
            found = _pillar(condition, lists, known)
        elif condition.kind == "stage" and into.over == "line" and not sheets:
            found = _stage(condition, lists)
        if found is not None:
            return found
    return None


def _kind(lists: tuple[ListCoverage, ...]) -> str:
    return "予算一覧" if lists[0].kind == "line" else "施策の一覧"


def _year(condition: Condition, lists: tuple[ListCoverage, ...]) -> Decline | None:
    loaded = {item.year for item in lists}
    missing = [t for t in condition.values if int(t.value) not in loaded]
    if not missing:
        return None
    have = "・".join(year_words(year) for year in sorted(loaded))
    names = "・".join(t.label for t in missing)
    kind = _kind(lists)
    return Decline(
        "not_loaded", f"{names}の{kind}は読み込まれていません。読み込んだのは{have}です。", f"{names}の{kind}"
    )


def _pillar(condition: Condition, lists: tuple[ListCoverage, ...], known: Knowledge) -> Decline | None:
    pillars = {pillar for item in lists for pillar in item.pillars}
    every = {name.notation for name in known.lexicon.of_kind("pillar")}
    every |= {pillar for item in known.lexicon.lists for pillar in item.pillars}
    wanted = {pillar_of(notation_of(term)) for term in condition.values}
    if not pillars or wanted & pillars:
        return None
    named, kind = "・".join(sorted(wanted)), _kind(lists)
    shown = "・".join(sorted(pillars))
    if not wanted & every:
        return Decline(
            "false_premise", f"柱{named}はありません。柱は{'・'.join(sorted(every))}です。", f"柱{named}"
        )
    return Decline(
        "not_loaded",
        f"柱{named}の{kind}は読み込まれていません。{kind}で読み込んだのは柱{shown}だけです。",
        f"柱{named}の{kind}",
    )


def _stage(condition: Condition, lists: tuple[ListCoverage, ...]) -> Decline | None:
    stages = {item.stage for item in lists}
    wanted = {t.value.rsplit("#", 1)[-1] for t in condition.values}
    if wanted & stages:
        return None
    names = "・".join(t.label for t in condition.values)
    return Decline(
        "not_loaded",
        f"{names}の予算一覧は読み込まれていません。事業資料に印刷された額は、事業名を挙げて尋ねると示せます。",
        f"{names}の予算一覧",
    )
