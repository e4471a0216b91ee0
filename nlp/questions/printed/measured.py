"""What is measured, said by its name (認定戸数, 言語数, 接続完了率), and whether its target was reached.

The noun that is counted is a unit of the value (18言語) or stands right before it (地区を4,500とする). How people ask about
targets, and how texts tell of them, stands in `frames/targets_met.toml`.
"""

from __future__ import annotations

import re

from nlp.questions.found.reading import Reading
from nlp.questions.tables.patterns import patterns

_BEFORE_NUMBER = ("を", "は", "が", "数を", "数は", "数が", "を累計", "は累計")
_NAME = re.compile(r"[一-龥ァ-ヶー]+$")
_PATTERNS = "targets_met.toml"


def counted_noun(reading: Reading, span: tuple[int, int]) -> str:
    """The noun of a number's name at `span` of a reading's text (言語|数, 市区町村の数), "" where none is before it."""
    start, end = span
    named = re.match(r"(?P<noun>[一-龥ァ-ヶー]{1,6}?)の?数", reading.text[start:end])
    if named is not None:
        return named["noun"]
    before = (t for t in reading.tokens if t.start < start <= t.end and t.pos in ("名詞", "接尾辞"))
    return next((reading.text[t.start : start] for t in before), "")


def counted_as(noun: str, number: str) -> str:
    """The pattern of a number of `noun`, as its unit or right behind it; `number` is the pattern of a number.

    >>> [m.group() for m in re.finditer(counted_as("地区", r"\\d+"), "地区を4500とし、418地区で")]
    ['4500', '418地区']
    """
    word = re.escape(noun)
    behind = "|".join(f"(?<={word}{particle})" for particle in _BEFORE_NUMBER)
    return f"{number}{word}|(?:{behind}){number}(?=で|と|に|へ|、|。|$)"


def measured_name(text: str, span: tuple[int, int]) -> str:
    """The name of what is measured as one compound, where the value's own name has a noun before it.

    >>> measured_name("学校の認定戸数は", (6, 7)), measured_name("言語の数は", (3, 4))
    ('認定戸数', '')
    """
    run = _NAME.search(text[: span[1]])
    return run.group() if run is not None and run.start() < span[0] else ""


def whether_reached(text: str) -> str:
    """What is measured, where a folded question asks whether its target was reached; "" for other questions.

    >>> whether_reached("夜間の接続完了率は目標に届いた?"), whether_reached("利用満足度、目標に届いたの?")
    ('夜間の接続完了率', '利用満足度')
    >>> whether_reached("目標に届いた施策は?"), whether_reached("No.27は目標に届いた?")
    ('', '')
    """
    asked = patterns(_PATTERNS, "asked")
    match = asked["reached"].match(text)
    if match is None or not asked["measured"].search(match["what"]):
        return ""
    return match["what"]


def missed_asked(text: str) -> bool:
    """Whether such a question asks if the target was missed, to which yes says that it was.

    >>> missed_asked("就職率は目標に届かなかったの?"), missed_asked("就職率は目標に届いた?")
    (True, False)
    """
    return patterns(_PATTERNS, "asked")["missed"].search(text) is not None


def said_met(text: str) -> bool | None:
    """Whether a levelled sentence says that the target was met (True) or missed (False), None where it says neither, both,
    or speaks of what is expected or meant.

    >>> said_met("で、目標を達成した。"), said_met("にとどまり、目標に届かなかった。"), said_met("となった。")
    (True, False, None)
    """
    said = patterns(_PATTERNS, "said")
    if said["open"].search(text):
        return None
    met, missed = said["met"].search(text), said["missed"].search(text)
    return None if bool(met) is bool(missed) else bool(met)


def units_counted(text: str) -> set[str]:
    """The units of the numbers in a levelled text.

    >>> sorted(units_counted("50団体を支援し、修了率は8割"))
    ['割', '団体']
    """
    return {match["unit"] for match in patterns(_PATTERNS, "said")["counted"].finditer(text)}


__all__ = [
    "counted_as",
    "counted_noun",
    "measured_name",
    "missed_asked",
    "said_met",
    "units_counted",
    "whether_reached",
]
