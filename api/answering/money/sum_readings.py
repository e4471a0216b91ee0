"""The three readings of a sum of printed rows, and which of them a question asks for."""

from __future__ import annotations

import re

from nlp.questions.records import Frame

READINGS = {
    "once": "各事業を一度だけ数えた合計",
    "withoutRelisted": "再掲の行を除いた合計",
    "asPrinted": "印刷された行の合計",
}
# How a question says each mark of a reading; what asks for a reading, for two of them or for both is made of these.
_MARK = r"再掲(?:の?行|分)?"
_KEPT = r"(?:含(?:む|めた|める|めて|んだ)|入れ(?:る|た|て)|込み)"
_DROPPED = r"(?:除|抜|外|のぞ|省|含めな|含ま(?:な|ず)|入れな|数えな)"
_NONE = r"再掲(?:なし|抜き|以外|(?:で|では|じゃ)ない)"
_AS_PRINTED = r"印刷(?:どおり|通り|された|されて(?:い)?る(?=額|金額|行|もの))|のべ|延べ|単純|全(?:ての)?行"
_ONCE = r"一度|1度|1回|実数|純計|ユニーク"

_PRINTED = re.compile(
    rf"{_AS_PRINTED}|再掲(?:も|を)?含|(?:行|全部|ぜんぶ|全て|すべて)[^。、]{{0,6}}そのまま"
    r"|そのまま(?:全部|ぜんぶ|全て|すべて)?[^。、]{0,4}(?:足|合計|合算|加算)|一覧の行[^。、]{0,8}(?:足|合計|合算)|行(?:全部|ぜんぶ|全て|すべて)"
)
_WITHOUT = re.compile(
    rf"{_MARK}(?:を|は|も)?{_DROPPED}|{_NONE}|{_MARK}(?:と|や|・|も|、)内数(?:を|は|も)?{_DROPPED}"
)
# 再掲を二重に数えた合計: as printed; 二重に数えない is not.
_TWICE = re.compile(
    r"(?:二重|2重|ダブル|重複し)(?:に|で|て)?(?:も)?(?:数え|カウントし|足し|計上し)(?:た|て(?!い?な|は))"
)
_DISTINCT = re.compile(rf"二重計上|2重計上|重複|{_ONCE}")
# 単純合計と純計の差, 再掲を含むか含まないかでいくら変わる: two readings of one sum, and how far they lie apart.
_SIDES = {
    "asPrinted": rf"{_AS_PRINTED}|そのまま|{_MARK}(?:も|を)?(?:含|入れ|込み|あり)(?!め?な|ま(?:ない|ず))|二重に?(?:数え|足し)(?!な|ず)",
    "withoutRelisted": rf"{_MARK}(?:を|は|も)?{_DROPPED}|{_NONE}",
    "once": rf"{_ONCE}|一回|重複(?:を|は)?(?:除|抜|外|な)|実質|二重に(?:数え|足さ)な|名寄せ",
}
_GAP = re.compile(
    r"差額?|違い|開き|違う|違って|変わる|変わり|変わって|異なる|ずれ|いくら(?:多|少|減|増|小さ|大き)"
)
# A sum is spoken of: the gap is one of amounts, not of what two sets hold.
_SUM = re.compile(r"合計|総額|総計|合算|純計|トータル|合わせ|いくら|(?<![一-龥])計(?![一-龥])")
# 再掲を含む場合と除く場合, 含むか含まないか, 含む合計と除く合計: the mark is said once for both, or again.
_BETWEEN = rf"[^。?をにが]{{0,12}}?(?:{_MARK}(?:を|は|も)?)?"
_BOTH_WAYS = re.compile(
    rf"{_MARK}(?:も|を|は)?(?:{_KEPT}|足(?:す|した|して)){_BETWEEN}{_DROPPED}|{_MARK}(?:を|は)?{_DROPPED}{_BETWEEN}{_KEPT}"
    r"|再掲の(?:あり|有)(?:なし|無)|再掲(?:の)?有無"
)


def both_ways(text: str) -> bool:
    """Whether a folded question is about the rows with those printed again and about those without them.

    >>> both_ways("再掲を含む場合と含まない場合のr7の事業数"), both_ways("再掲を除いた行のうち名称に支援を含む行は")
    (True, False)
    """
    return _BOTH_WAYS.search(text) is not None


def gap_asked(text: str) -> tuple[str, str] | None:
    """The two readings of one sum between which a question asks for the difference, the larger first; None elsewhere.

    >>> gap_asked("r7補正の単純合計と純計の差は"), gap_asked("r7補正の合計は再掲を含むか含まないかでいくら変わる")
    (('asPrinted', 'once'), ('asPrinted', 'withoutRelisted'))
    >>> gap_asked("r6補正とr7補正の合計の差は"), gap_asked("再掲を除いた事業と全行の事業で違う事業は")
    (None, None)
    """
    if _GAP.search(text) is None or _SUM.search(text) is None:
        return None
    if both_ways(text):
        return ("asPrinted", "withoutRelisted")
    said = [key for key in ("asPrinted", "once", "withoutRelisted") if re.search(_SIDES[key], text)]
    joined = re.search(r"と|から|より|で", text) is not None
    return (said[0], said[1]) if len(said) == 2 and joined else None


def reading_of(text: str) -> str:
    """The reading that a folded question asks for, a key of READINGS; each programme once where it says nothing.

    >>> reading_of("r7補正の合計、再掲を除く"), reading_of("r7補正の合計")
    ('withoutRelisted', 'once')
    """
    return _said(text) or "once"


def reading_meant(frame: Frame) -> str:
    """The reading that a question for a sum asks for: its own, else that of the sums before it that it leans on.

    前年度は？ after 再掲を除いて合計して is without the 再掲 too; a question that speaks of 再掲 itself takes nothing over.
    """
    if (own := _said(frame.text)) or "再掲" in frame.text:
        return own or "once"
    former = (line for line in frame.former.split("\n") if _said(line) or "再掲" in line)
    return _said(next(former, "")) or "once"


def says_reading(text: str) -> bool:
    """Whether a folded question says in which reading, or speaks of 再掲 at all."""
    return bool(_said(text)) or "再掲" in text


def _said(text: str) -> str:
    if _TWICE.search(text):
        return "asPrinted"
    if _DISTINCT.search(text):
        return "once"
    if _WITHOUT.search(text):
        return "withoutRelisted"
    return "asPrinted" if _PRINTED.search(text) else ""
