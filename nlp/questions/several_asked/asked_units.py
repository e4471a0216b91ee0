"""The unit in which amounts are asked to be shown (百万円単位で, 億円で。小数第一位まで): what is said of showing, taken out of the question.

The words are those of `frames/asked_parts.toml`, held against the folded question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import compiled, families_of
from nlp.questions.typed.text import fold_question

UNITS = {"億円": 10**8, "千万円": 10**7, "百万円": 10**6, "万円": 10**4, "千円": 10**3, "円": 1}
_DIGITS = {"一": 1, "二": 2, "三": 3}
_FILE = "asked_parts.toml"


@dataclass(frozen=True, slots=True)
class AskedUnit:
    """The question `core` without what is said of showing; `unit` is a key of `UNITS`, "" where only the `digits` behind the
    decimal point are asked for; -1: as many as there are."""

    core: str
    unit: str
    digits: int = -1


@lru_cache(maxsize=1)
def _said() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load_frames_file(_FILE)
    families = families_of(data, {}, _FILE)
    return (
        compiled(data["units"]["said"], families, f"{_FILE}: units.said"),
        compiled(data["units"]["digits"], families, f"{_FILE}: units.digits"),
    )


def asked_unit(question: str) -> AskedUnit | None:
    """The unit and the digits asked for; None where the question asks for neither.

    >>> asked_unit("R7補正の内閣府の合計を百万円単位で")
    AskedUnit(core='r7補正の内閣府の合計', unit='百万円', digits=-1)
    >>> asked_unit("R7補正の平均額は。億円で、小数第一位まで教えて").digits
    1
    >>> asked_unit("3億円で足りる事業は")
    """
    text = fold_question(question)
    if "円" not in text and "小数" not in text:
        return None
    for pattern in _said():
        match = pattern.search(text)
        if match is None:
            continue
        said = match["digits"] or ""
        digits = _DIGITS.get(said) or int(said or -1)
        core = (
            f"{text[: match.start()]}{'、' if text[match.end() :].strip('。? ') else ''}{text[match.end() :]}"
        )
        return AskedUnit(core.strip("、 "), match.groupdict().get("unit") or "", digits)
    return None


__all__ = ["UNITS", "AskedUnit", "asked_unit"]
