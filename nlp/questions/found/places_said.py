"""Places in an order and stretches of sections said in other words than one number: その次, 1位と2位, ①から⑤まで.

Each function gives what stands in the folded text as spans; `nlp.questions.found.numbers` makes numbers of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.layout.item_markers import CIRCLED

# The end of an order, before その次: without one, what comes next is a question of its own.
_END = re.compile(
    r"最も|一番|いちばん|もっとも|トップ|首位|筆頭|最大|最小|最多|最少|最高|最低|1位|上位|ワースト|最下位"
)
_SIZE = r"(?:(?:金額|予算額?|額|件数|行数|数)(?:が|の))?(?:大き|高|多|小さ|低|少な|安)(?:い|く|な)"
_THINGS = r"(?:の|もの|やつ|事業|府省庁|府省|省庁|省|役所|官庁|節|柱|対象者)"
_NEXT = re.compile(
    rf"(?:その|この|それの|これの|お|あと)?次(?:点|席)?(?:(?:に|の){_SIZE}{_THINGS}?|に(?:来|く)る{_THINGS}?|の?(?=は|も|を|と|が|[?。、]|$))(?![年回号ぐ])"
)
_FIRST_TWO = re.compile(
    r"(?<!\d)1位(?:と|、|・|,|/|及び|および|\s)?(?:の?(?:次|次点)|(?P<n>2)位)(?![^、。?]{0,8}(?:差|開き|離れ|倍|違))"
)
_SECTIONS = re.compile(
    rf"(?:柱\s?)?(?:(?<![\d.])(?P<pillar>[1-9])\s?(?:-|の柱の|柱の|の)\s?)?(?P<low>[{CIRCLED}])(?:の節)?\s?(?:から|~|〜|-|ー)\s?"
    rf"(?:(?:柱)?[1-9]\s?(?:-|の)\s?)?(?P<high>[{CIRCLED}])(?:まで)?"
)


def places_from_the_end(text: str) -> Iterator[tuple[int, int, str]]:
    """How many places of an order are asked for together with its end: start, end and the number.

    >>> [(n, "一番大きい事業と、その次は"[a:b]) for a, b, n in places_from_the_end("一番大きい事業と、その次は")]
    [('2', 'その次')]
    >>> list(places_from_the_end("次の事業の担当は")), [n for _, _, n in places_from_the_end("金額の1位2位は")]
    ([], ['2'])
    """
    for match in _FIRST_TWO.finditer(text):
        yield match.start(), match.end(), match["n"] or "2"
    for match in _NEXT.finditer(text):
        if _END.search(text[: match.start()]):
            yield match.start(), match.end(), "2"


def sections_between(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Sections from one to another, all of them: start, end and their notations, without a pillar where none is said.

    >>> [names for _, _, names in sections_between("柱4の①〜③で")], [names for _, _, names in sections_between("②から④まで")]
    ([('4-①', '4-②', '4-③')], [('②', '③', '④')])
    """
    for match in _SECTIONS.finditer(text):
        low, high = CIRCLED.index(match["low"]), CIRCLED.index(match["high"])
        before = f"{match['pillar']}-" if match["pillar"] else ""
        if low < high:
            yield match.start(), match.end(), tuple(before + mark for mark in CIRCLED[low : high + 1])
