"""Words that make a question another one and that its answer would leave out: who gives a grant, のほかに, 義務, a telephone
number, ほぼ and 主に.

Each check gives the words left out; the words that they look for are in `frames/serves.toml`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.questions.claimed.who_may import asks_giver
from nlp.questions.found.reading import Reading
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.frame_rules import Understood

_SETS = ("list", "count", "exists", "describe", "totals", "amounts", "group", "attribute")
# Computations over a set, which a word of degree would narrow (ほぼ届いた施策, 主に担当する施策).
_NARROWABLE = (
    *_SETS,
    "change",
    "change_rank",
    "rank",
    "rank_count",
    "rank_ministry",
    "gap_ministries",
    "reached",
)
# Words, and the computations that leave them out.
_LEFT_OUT: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "alike",
        (
            *("attribute", "list", "group", "rank_count", "count", "totals", "amounts", "rank_ministry"),
            *("exists", "lineage", "lineage_all"),
        ),
    ),
    ("beside_median", ("average",)),
    ("both_ends", ("rank_count",)),
    ("number_moved", ("change_ministry", "change_rank")),
    ("times_of", ("change", "change_rank")),
    ("order_moved", ("change_rank", "list", "rank", "exists", "change")),
    ("former_year", ("attribute", "list", "where", "describe")),
    ("on_list", ("related_to_measure",)),
    ("both_stages", ("amounts", "list", "totals")),
    ("having_phone", ("attribute",)),
    ("field_of_related", ("related", "related_to_measure")),
    ("none_for", ("matrix", "list", "shared")),
    *((name, _NARROWABLE) for name in ("narrowed", "mainly", "partly", "half_true")),
)
_ROWS = {"programme", "line", "measure", "requirement", "activity", "grantee", "indicator", "target_group"}


def words_unsaid(reading: Reading, understood: Understood) -> list[str]:
    """The words left out, by all checks."""
    checks = (
        _call_dates,
        _fund_bodies,
        _giver,
        _besides,
        _section_too,
        _duty,
        _telephone,
        _number_of_word,
        _rate_chosen,
        _left_out,
        _that_ministry,
        _narrowed,
    )
    return [word for check in checks for word in check(reading, understood)]


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    data = load_frames_file("serves.toml")["unsaid"]
    return {name: re.compile(pattern) for name, pattern in data.items()}


def _giver(reading: Reading, understood: Understood) -> list[str]:
    """助成はどこが実施する of the 実施主体: those who are given it, where it is asked who gives it."""
    asked = understood.rule.op in ("attribute", "describe") and asks_giver(reading.question)
    return ["助成は"] if asked else []


def _section_too(reading: Reading, understood: Understood) -> list[str]:
    """4-②にもあるのは of that section alone, where the one spoken of before is meant with it."""
    match = _patterns()["section_too"].search(reading.text)
    both = any(
        c.kind == "also_section" or (c.kind == "section" and c.mode == "all")
        for c in understood.frame.conditions
    )
    several = len({v for hit in reading.numbers_of("section") for v in hit.values}) > 1
    return [match.group()] if match and not both and not several else []


def asks_call_dates(text: str) -> bool:
    """Whether a folded question asks for the dates of a call (公募期間, 募集の締切)."""
    return _patterns()["call_dates"].search(text) is not None


def _call_dates(reading: Reading, understood: Understood) -> list[str]:
    """公募期間はいつから of rules and programmes: the dates of a call are those of a call."""
    frame = understood.frame
    if frame.over == "call" or frame.item == "call" or understood.rule.op not in ("list", "count", "exists"):
        return []
    match = _patterns()["call_dates"].search(reading.text)
    return [match.group()] if match is not None else []


def _fund_bodies(reading: Reading, understood: Understood) -> list[str]:
    """交付金の対象団体に入りますか of those who were granted it: who may be is no matter of the list of grantees."""
    if understood.rule.op not in ("list", "count", "exists") or understood.frame.item != "grantee":
        return []
    match = _patterns()["fund_bodies"].search(reading.text)
    return [match.group()] if match is not None else []


def _besides(reading: Reading, understood: Understood) -> list[str]:
    """自殺対策のほかに厚労省の施策は of a set that leaves nothing out."""
    if understood.rule.op not in _SETS:
        return []
    if any(c.mode == "none" for c in understood.frame.conditions) or understood.parts:
        return []
    match = _patterns()["besides"].search(reading.text)
    return [match.group()] if match is not None and not reading.in_name(match) else []


def _duty(reading: Reading, understood: Understood) -> list[str]:
    """公表が義務なのは, 必ず提出 of clauses that have the other words: some say only that one is to try (努める)."""
    if understood.rule.op not in ("list", "exists", "count") or understood.frame.over != "requirement":
        return []
    match = _patterns()["duty"].search(reading.text)
    return [match.group()] if match is not None else []


def _telephone(reading: Reading, understood: Understood) -> list[str]:
    """相談ダイヤルの番号 of the number of a measure."""
    if understood.rule.op != "attribute" or "number" not in understood.frame.attribute.split("+"):
        return []
    match = _patterns()["telephone"].search(reading.text)
    return [match.group()] if match is not None and not reading.in_name(match) else []


def _number_of_word(reading: Reading, understood: Understood) -> list[str]:
    """居住支援法人の数はR6とR7でそれぞれ of the programmes that have the word: how many of them there are is no number of programmes."""
    words = [c for c in understood.frame.conditions if c.kind in ("keyword", "quoted")]
    classes = {cue.value for cue in reading.of_slot("class")} & _ROWS
    if understood.rule.op not in ("group", "count") or not words or classes:
        return []
    match = _patterns()["number_of_word"].search(reading.text)
    return [match.group()] if match is not None else []


def _rate_chosen(reading: Reading, understood: Understood) -> list[str]:
    """補助率が4分の3の構成要素 of all parts, whatever their rate."""
    if understood.rule.op != "attribute" or "component" not in understood.frame.attribute.split("+"):
        return []
    match = _patterns()["rate_chosen"].search(reading.text)
    return [match.group()] if match is not None else []


def _left_out(reading: Reading, understood: Understood) -> list[str]:
    """URLが同じ施策 of all with a URL: words that no computation of those named reads."""
    found = (_patterns()[name].search(reading.text) for name, ops in _LEFT_OUT if understood.rule.op in ops)
    return [match.group() for match in found if match is not None and not reading.in_name(match)]


def _that_ministry(reading: Reading, understood: Understood) -> list[str]:
    """その省の施策 of all ministries: the one that the answer before gave is not among the conditions."""
    if any(c.kind in ("ministry", "ministry_below") for c in understood.frame.conditions):
        return []
    match = _patterns()["that_ministry"].search(reading.text)
    return [match.group()] if match is not None else []


def _narrowed(reading: Reading, understood: Understood) -> list[str]:
    """施策名を補ったもの of all measures: a clause that narrows them became no condition."""
    frame = understood.frame
    if (
        understood.rule.op not in ("list", "count")
        or frame.conditions
        or frame.over not in ("measure", "programme", "line")
    ):
        return []
    match = _patterns()["unconditioned"].search(reading.text)
    return [match.group()] if match is not None and not reading.in_name(match) else []


def one_of_several(text: str, years: int, values: int) -> bool:
    """Whether a question asks for all that have a value (補助率が10/10なのは), or for one of each year said, and fewer are told."""
    chosen = _patterns()["rate_chosen"].search(text) is not None
    return chosen or (years > 1 and values < years and _patterns()["each"].search(text) is not None)


__all__ = ["asks_call_dates", "one_of_several", "words_unsaid"]
