"""What lies outside: numbers that do not exist or mean two things, years and pillars that are not loaded."""

from __future__ import annotations

import re

from nlp.questions.conditions.section_conditions import notation_of
from nlp.questions.found.reading import Reading
from nlp.questions.framing.frames import Features
from nlp.questions.framing.sets import Knowledge, SetReading, year_words
from nlp.questions.names.lexicon import ListCoverage
from nlp.questions.records import AskBack, Choice, Condition, Decline, Frame

_NUMBER_FORMS = re.compile(
    r"(?:施策|一覧の?)?\s*(?:[NnＮｎ][OoＯｏ][.．]?|№)\s*[0-9０-９]+番?|[0-9０-９]+番|^[0-9０-９]+"
)
_PLAN_OF_YEAR = re.compile(r"年度?(?:版)?の?(?:重点計画|計画)(?![がにをの]?(?:変|見直))")
# 令和5年度にもある, 令和5年度にはない: of the list of that year as well.
_YEARS = ("year", "absent_year", "present_year")
# 交付団体の交付額の合計, 団体ごとの金額: what grantees received.
_EACH_GRANTEE = re.compile(
    r"(?:交付団体|採択団体|交付先(?:の?団体)?|各団体|団体ごと|団体別)(?:ごと|別|毎|それぞれ)?(?:の|に|への|が)(?:交付決定額|交付額|交付金額|受取額|助成額|受け取った|交付された)"
    r"|(?:各団体|団体ごと|団体別)(?:の|に|は)?(?:金額|いくら|予算)"
)


def list_words(item: ListCoverage) -> str:
    """A list with its numbers: 令和7年度の予算一覧はNo.64〜77."""
    what = "施策" if item.kind == "measure" else "予算一覧"
    return f"{year_words(item.year)}の{what}はNo.{item.first}〜{item.last}"


def check_number(
    reading: Reading, features: Features, known: Knowledge, before: Frame | None = None
) -> AskBack | Decline | None:
    """No.N that does not exist is a false premise; one that is both a measure and a row is asked back.

    After a question about numbered measures or rows (`before`) a number is one of the same.
    """
    hits = reading.numbers_of("number")
    if len(hits) != 1 or len(hits[0].values) != 1 or reading.has("class:grantee"):
        return None
    number = int(hits[0].values[0])
    years = {int(hit.values[0]) for hit in reading.numbers_of("year")}
    if reading.has("attr:number") and len(years) == 1:
        years = set()  # No.52は令和7年度の何番: the year is that of the number asked for
    plans, lists = known.lexicon.plans(), known.lexicon.budget_lists()
    measures = [p for p in plans if p.first <= number <= p.last]
    of_year = [p for p in measures if p.year in years]
    if years and (of_year or any(p.year in years for p in plans)):
        measures = of_year
    rows = [b for b in lists if b.first <= number <= b.last and (not years or b.year in years)]
    wants_measure = features.has("says_measure") or features.has("measure_attr")
    numbered = before is not None and any(x.surface.startswith("No.") for x in before.linked)
    if before is not None and numbered:
        wants_measure = wants_measure or any(x.kind == "measure" for x in before.linked)
        years = years or {int(t.value) for c in before.of_kind("year") for t in c.values}
    of_list = before is not None and not wants_measure and numbered
    printed = of_list or features.has("line_only") or "line" in features.classes or reading.has("ask:where")
    wants_line = printed and not wants_measure
    if wants_measure and not plans:
        text = "施策の一覧（重点計画など）は読み込まれていません。"
        return Decline("not_loaded", text, f"施策No.{number}")
    if wants_measure and not measures and years and not any(p.year in years for p in plans):
        return None  # the year is not loaded: said by `not_loaded`
    if wants_measure and not measures:
        return _no_such(f"施策No.{number}", plans)
    if wants_line and not rows and lists:
        if years and not any(b.year in years for b in lists):
            return None  # the year is not loaded: said by `not_loaded`
        return _no_such(f"予算一覧のNo.{number}", lists)
    if not wants_measure and not wants_line and not measures and not rows:
        return _no_such(f"No.{number}", (*plans, *lists))
    if wants_line and len({b.year for b in rows}) > 1:
        return _which(reading, number, [], rows)
    if wants_measure and len(measures) > 1:
        return _which(reading, number, measures, [])
    if wants_measure or wants_line:
        return None
    return _which(reading, number, measures, rows) if len(measures) + len(rows) > 1 else None


def _no_such(what: str, lists: tuple[ListCoverage, ...]) -> Decline:
    return Decline(
        "false_premise", f"{what}はありません。{'、'.join(list_words(item) for item in lists)}です。", what
    )


def _which(reading: Reading, number: int, measures: list[ListCoverage], rows: list[ListCoverage]) -> AskBack:
    def asked(name: str) -> str:
        replaced, count = _NUMBER_FORMS.subn(name, reading.question, count=1)
        return replaced if count else f"{name}は？"

    def row(item: ListCoverage) -> str:
        return f"{year_words(item.year)}の予算一覧のNo.{number}"

    several = len(measures) > 1
    # A row of a list prints no outline: what it is about is said of the row itself.
    outline = {cue.value for cue in reading.of_slot("attr")} == {"overview"}
    choices = [
        Choice(
            asked(f"{year_words(p.year)}の施策No.{number}" if several else f"施策No.{number}"),
            f"{year_words(p.year)}の計画の施策No.{number}" if several else f"重点計画の施策No.{number}",
        )
        for p in measures
    ]
    choices += [
        Choice(
            f"{row(b)}について" if outline else asked(row(b)),
            f"{year_words(b.year)}の予算一覧の行No.{number}",
        )
        for b in rows
    ]
    where = "施策の番号でも予算一覧の番号でもあります" if measures and rows else "二つの予算一覧にあります"
    if several and not rows:
        where = "二つ以上の計画にあります"
    return AskBack(f"No.{number}は{where}。どちらでしょうか。", f"No.{number}", tuple(choices))


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
    """えんがおに交付された額: grantees are listed without what each of them received."""
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
        f"「{named}」など交付団体ごとの交付額は、読み込んだ文書から作ったグラフにありません。団体の所在地・法人格・事業区域・事業名は示せます。",
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
    wanted = {notation_of(term).split("-")[0] for term in condition.values}
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
