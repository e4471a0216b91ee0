"""The three readings of a sum of printed rows, and which of them a question asks for."""

from __future__ import annotations

import re

READINGS = {
    "once": "各事業を一度だけ数えた合計",
    "withoutRelisted": "再掲の行を除いた合計",
    "asPrinted": "印刷された行の合計",
}
_PRINTED = re.compile(
    r"印刷(?:どおり|通り|された)|再掲(?:も|を)?含|のべ|延べ|単純|(?:行|全部|ぜんぶ|全て|すべて)[^。、]{0,6}そのまま|そのまま(?:全部|ぜんぶ|全て|すべて)?[^。、]{0,4}(?:足|合計|合算|加算)|一覧の行[^。、]{0,8}(?:足|合計|合算)"
)
_WITHOUT = re.compile(
    r"再掲(?:の行|分)?(?:を|は|も)?(?:除|抜|外|のぞ|省|含めな|含ま|数えな)|再掲なし|再掲以外|再掲(?:で|では|じゃ)ない"
    r"|再掲(?:の行|分)?(?:と|や|・|も|、)内数(?:を|は|も)?(?:除|抜|外|のぞ|含めな)"
)
_DISTINCT = re.compile(r"二重計上|2重計上|重複|一度|1回|1度|実数|純計|ユニーク")


def reading_of(text: str) -> str:
    """The reading that a folded question asks for, a key of READINGS; each programme once where it says nothing.

    >>> reading_of("r7補正の合計、再掲を除く"), reading_of("r7補正の合計")
    ('withoutRelisted', 'once')
    """
    if _DISTINCT.search(text):
        return "once"
    if _WITHOUT.search(text):
        return "withoutRelisted"
    return "asPrinted" if _PRINTED.search(text) else "once"
