"""What a question asks or restricts and an answer would leave out in silence: amounts, one side of a contrast, only, a change.

Each check gives the words left out; the words that they look for are in `frames/serves.toml`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.questions.found.reading import Reading
from nlp.questions.refusing.asked_kinds import kinds_not_given
from nlp.questions.refusing.words_unsaid import words_unsaid
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.frame_rules import Understood
from nlp.questions.tables.patterns import patterns
from nlp.questions.tables.served import is_negative, served

_SIDES = ("ministry", "target_group", "target_group_below", "section", "pillar", "year")
_GROUPED = ("section", "pillar", "ministry", "target_group")
# 再掲|のもの|ばかりの節: what may stand between a mark and ばかり.
_OF_WHAT = re.compile(r"(?:の(?:もの|事業|行|やつ))?")


def dropped_words(reading: Reading, understood: Understood) -> list[str]:
    """The words of what is asked for beside the computation, or restricts its set, and is no part of it."""
    checks = (
        _amounts,
        _contrast,
        _only_of_groups,
        _moved_figure,
        _denied_figure,
        _money_of_share,
        _place_of_row,
        _unlike,
        _due,
        _other_year,
        _targets_counted,
        _each_largest,
        _left_in,
        _some_places,
        _each_counted,
        _two_sums,
        _limits,
        words_unsaid,
        kinds_not_given,
    )
    return [word for check in checks for word in check(reading, understood)]


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    data = load_frames_file("serves.toml")["dropped"]
    return {name: re.compile(pattern) for name, pattern in data.items() if isinstance(pattern, str)}


def _amounts(reading: Reading, understood: Understood) -> list[str]:
    """厚労省の事業の金額 of a list of names: the amounts are what is asked for."""
    ops = load_frames_file("serves.toml")["dropped"]["without_amounts"]
    if understood.rule.op not in ops or understood.frame.over not in ("line", "programme", "work", "measure"):
        return []
    if reading.numbers_of("amount") or understood.frame.of_kind("amount"):
        return []
    match = _patterns()["amount"].search(reading.text)
    cues = [*reading.spans("ask:amount"), *reading.spans("ask:total")]
    unserved = any(not served(cue, understood.frame, understood.rule) for cue in cues)
    return [match.group("word")] if match is not None and unserved else []


def _limits(reading: Reading, understood: Understood) -> list[str]:
    """民間団体が実施主体の事業で上限はいくら, told by what the programmes have in the budget; 内数の上限 is such an amount."""
    amounts = understood.rule.op == "amounts" and not understood.frame.of_kind("amount_kind")
    match = _patterns()["limit_asked"].search(reading.text) if amounts else None
    return [match.group()] if match is not None else []


def _two_sums(reading: Reading, understood: Understood) -> list[str]:
    """再掲だけの合計と、再掲以外の合計: two sums, told as one."""
    match = _patterns()["two_sums"].search(reading.text) if understood.rule.op == "totals" else None
    return [match.group("word")] if match and not understood.parts else []


def _contrast(reading: Reading, understood: Understood) -> list[str]:
    """Aでは対象なのにBではなっていない: two sides, one of them denied, read as one set."""
    match = _patterns()["contrast"].search(_patterns()["marked_not"].sub("", reading.text))
    if (
        match is None
        or understood.parts
        or (is_negative(understood.frame, understood.rule.op) and _parted(understood))
    ):
        return []
    sides = [
        c for c in understood.frame.conditions if c.kind in _SIDES and c.mode != "none" and len(c.values) > 1
    ]
    return [match.group()[-6:]] if sides else []


def _parted(understood: Understood) -> bool:
    """Whether the two sides of a contrast stand in conditions of their own."""
    kinds = [c.kind.removesuffix("_below") for c in understood.frame.conditions if c.kind in _SIDES]
    return len(kinds) > len(set(kinds)) or any(
        c.kind in ("absent_year", "having", "having_ministries") for c in understood.frame.conditions
    )


def _only_of_groups(reading: Reading, understood: Understood) -> list[str]:
    """再掲ばかりの節: all rows of a group, where groups that have one were found."""
    frame = understood.frame
    grouped = frame.item != frame.over and frame.item in _GROUPED
    only = [
        c
        for c in reading.spans("join:only")
        if reading.text[c.start : c.end] in ("ばかり", "のみ", "だけ", "しか")
    ]
    held = any(c.kind.startswith("only") or c.mode == "only" for c in frame.conditions)
    if not grouped or held or understood.rule.op not in ("list", "exists", "count") or not only:
        return []
    about = [c for c in reading.of_slot("cond") if _OF_WHAT.fullmatch(reading.text[c.end : only[0].start])]
    return [reading.text[about[0].start : only[0].end]] if about else []


def _moved_figure(reading: Reading, understood: Understood) -> list[str]:
    """何人増えた of a printed figure: how many more is not how many."""
    match = _patterns()["moved"].search(reading.text) if understood.rule.op == "figure" else None
    return [match.group()] if match else []


def _denied_figure(reading: Reading, understood: Understood) -> list[str]:
    """不採択の団体, 採択されなかった団体 of the figure of those chosen: what is denied is not what was measured."""
    if understood.rule.op != "figure":
        return []
    labels = [term.label for c in understood.frame.conditions for term in c.values]
    measured = [t for t in reading.tokens if t.pos == "名詞" and any(t.surface in label for label in labels)]
    undone = patterns("passages.toml", "denying")["undone"]
    for token in measured:
        before, behind = reading.text[: token.start][-1:], undone.match(reading.text, token.end)
        if behind is not None:
            return [token.surface + behind.group()]
        if before and before in "不未非" and not any(before + token.surface in label for label in labels):
            return [before + token.surface]
    return []


def _money_of_share(reading: Reading, understood: Understood) -> list[str]:
    """予算の何%が孤独対策 of measures, which have no amounts."""
    if understood.rule.op != "share" or understood.frame.over == "line":
        return []
    match = _patterns()["share_of_money"].search(reading.text)
    return [match.group()] if match else []


def _due(reading: Reading, understood: Understood) -> list[str]:
    """令和7年度までに…目標: the year by which it is to be so, read as the year of a list."""
    year = any(c.kind == "year" for c in understood.frame.conditions)
    if not year or understood.rule.op != "attribute" or "goal" not in understood.frame.attribute.split("+"):
        return []
    text = reading.text
    return [
        text[hit.start : hit.end] + "まで"
        for hit in reading.numbers_of("year")
        if text[hit.end :].lstrip("度末").startswith("まで")
    ]


def _other_year(reading: Reading, understood: Understood) -> list[str]:
    """7年度にだけ登場し、6年度には出てこない官庁 of those with nothing in one year: the year in which they stand is lost."""
    years = {hit.values: hit for hit in reading.numbers_of("year")}
    if understood.rule.op != "gap_ministries" or len(years) < 2:
        return []
    return [reading.text[hit.start : hit.end] for hit in list(years.values())[:1]]


def _targets_counted(reading: Reading, understood: Understood) -> list[str]:
    """対象者を多く抱えている省庁 of ministries by their measures: whom they are for is counted, not what they do."""
    if understood.rule.op != "rank_count" or understood.rule.flag or understood.frame.item == "target_group":
        return []
    match = _patterns()["targets_counted"].search(reading.text)
    return [match.group()[:3]] if match is not None else []


def _each_largest(reading: Reading, understood: Understood) -> list[str]:
    """各省庁で一番大きい事業 of one order: the largest of each is asked for."""
    if not understood.rule.op.startswith(("rank", "top_total")):
        return []
    match = _patterns()["each_largest"].search(reading.text)
    return [match.group()[:4]] if match is not None else []


# Orders of which several places behind the first are told.
_BY_PLACE = ("rank", "rank_ministry")
_ORDERED = (
    "rank",
    "rank_count",
    "rank_ministry",
    "rank_section",
    "rank_pillar",
    "rank_target_group",
    "change_rank",
)
# What a question says, the computations that leave it out, and the groups that serve it all the same.
_UNLIKE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("every_group", ("list", "exists", "count")),
    ("asked_what", ("exists",)),
    ("permission", ("list", "count", "describe", "share")),
    ("which_ministry", ("rank",)),
    ("order", ("totals",)),
    ("programmes", ("totals",)),
    ("each_group", ("totals",)),
    ("count_and_money", ("count",)),
    ("charge_of_largest", ("rank_count", "rank_ministry")),
    ("both_middles", ("average",)),
    ("sum_of_years", ("amounts",)),
    ("added_years", ("list", "count", "exists")),
    ("only_left_out", ("list", "count", "exists", "totals", "amounts")),
    ("than_one", ("list", "count", "exists", "totals", "amounts", "rank", "rank_count", "rank_ministry")),
    (
        "year_side",
        ("list", "count", "exists", "rank", "rank_count", "rank_ministry", "rank_section", "group"),
    ),
    ("remark_alone", ("list", "count", "exists")),
    ("targets_many", ("rank_count", "list", "count")),
    ("from_number", ("list", "count", "exists", "attribute", "describe")),
    ("claimed_number", ("exists", "list")),
    ("barred", ("list", "count", "exists")),
    ("state_pays", ("list", "count", "exists", "totals", "amounts", "count_and_total")),
    ("both_ends", _ORDERED),
    ("gap_of_places", _ORDERED),
    ("signs", ("list", "count", "exists", "totals", "amounts", "group", "rank_count", "rank_ministry")),
)


def _unlike(reading: Reading, understood: Understood) -> list[str]:
    """Words of another computation than the one made: いくらか of whether, 順に of a sum, どの省庁も of those that do."""
    found: list[str] = []
    for name, ops in _UNLIKE:
        if understood.rule.op not in ops or understood.frame.group or understood.rule.flag == "every":
            continue
        match = _patterns()[name].search(reading.text)
        if match is not None and not reading.in_name(match):
            found.append(match.group())
    return found


def _left_in(reading: Reading, understood: Understood) -> list[str]:
    """こどもの居場所を除いた合計 of a sum that leaves nothing out but marks: what is named to be left out is still in it."""
    if understood.rule.op not in ("totals", "count_and_total"):
        return []
    said = [m for m in _patterns()["left_in"].finditer(reading.text) if not reading.in_name(m)]
    out = [c for c in understood.frame.conditions if c.mode == "none" or c.kind == "absent_year"]
    return [said[0].group()] if len(said) > sum(max(1, len(c.values)) for c in out) else []


def _some_places(reading: Reading, understood: Understood) -> list[str]:
    """1位と3位, 1位3位5位 of an order: places that are not the first ones, of which the answer would tell others."""
    if understood.rule.op not in (*_ORDERED, "top_total"):
        return []
    said = {int(m["n"]): m.group() for m in _patterns()["place_said"].finditer(reading.text)}
    at = understood.frame.places
    together = bool(at) and at[-1] - at[0] == len(at) - 1
    if (
        at
        and set(said) <= set(at)
        and (understood.rule.op in _BY_PLACE or (understood.rule.op == "rank_count" and together))
    ):
        return []  # 2番目と3番目に大きい事業, 2番目から4番目: told by their places
    places = set(said) | ({1} if reading.has("ask:max", "ask:min") else set())
    skipped = len(places) > 1 and places != set(range(1, max(places) + 1))
    return [said[max(said)]] if said and skipped else []


def _each_counted(reading: Reading, understood: Understood) -> list[str]:
    """施策を持つ省庁はそれぞれ何件 of how many ministries there are: how many each of them has is asked for."""
    frame = understood.frame
    if understood.rule.op != "count" or frame.group or frame.item == frame.over or frame.item not in _GROUPED:
        return []
    match = _patterns()["each_counted"].search(reading.text)
    return [match.group()] if match is not None else []


def _place_of_row(reading: Reading, understood: Understood) -> list[str]:
    """何行目, 何ページ: a place in the file, not how many rows there are."""
    if understood.rule.op in ("evidence", "quotes"):
        return []
    match = _patterns()["place_of_row"].search(reading.text)
    return [match.group()] if match else []


__all__ = ["dropped_words"]
