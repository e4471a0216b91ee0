"""What is measured, said by its name (認定戸数, 言語数, 接続完了率), and whether its target was reached.

The noun that is counted is a unit of the value (18言語) or stands right before it (地区を4,500とする).
"""

from __future__ import annotations

import re

from nlp.questions.reading import Reading

_BEFORE_NUMBER = ("を", "は", "が", "数を", "数は", "数が", "を累計", "は累計")
_NAME = re.compile(r"[一-龥ァ-ヶー]+$")
_END = r"(?:の|ん)?(?:です|でしょう|だろう)?(?:か|かな|っけ|の|よね|ね)*[?。]*$"
# 接続完了率は目標に届いた?, 就職率、目標を上回ったのか, 修了率の目標は達成できている?
_REACHED = re.compile(
    r"^(?P<what>[^。?]*?(?:率|割合|度|数|量|人数|件数|額|頻度|[一-龥ァ-ヶー]))(?:に?は|って|も|が|の|について|、|\s)*"
    r"(?:もう|すでに|既に|ちゃんと|無事|結局|きちんと)*(?:目標(?:値|数|ライン)?|ノルマ)(?:に|を|は|が|まで|より)?、?(?:もう|すでに|既に|ちゃんと|まだ)*"
    r"(?:届|達し|達成|クリア|満た|上回|超え|超過|下回|未達|到達|割り込|割っ|及んで|及ば)[^。?]{0,12}?" + _END
)
_ASKED_MISSED = re.compile(
    r"(?:下回|割り込|割っ|未達|届か|及ば|達しな|達してい?な|(?:達成|クリア|到達)(?:し|でき)?(?:て(?:い)?)?(?:な|ず)|満たせ?(?:て(?:い)?)?[なず])[^。?]*[?。]*$"
)
_MEASURED = re.compile(r"(?:率|割合|度|[^関係]数|量|人数|件数)$")


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
    match = _REACHED.match(text)
    if match is None or not _MEASURED.search(match["what"]):
        return ""
    return match["what"]


def missed_asked(text: str) -> bool:
    """Whether such a question asks if the target was missed, to which yes says that it was.

    >>> missed_asked("就職率は目標に届かなかったの?"), missed_asked("就職率は目標に届いた?")
    (True, False)
    """
    return _ASKED_MISSED.search(text) is not None


__all__ = ["counted_as", "counted_noun", "measured_name", "missed_asked", "whether_reached"]
