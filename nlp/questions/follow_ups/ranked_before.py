"""二番目は？ 次は？ after a fact was asked of what a ranking named: the ranking is meant again, not that one thing."""

from __future__ import annotations

import re

from nlp.questions.found.reading import Reading
from nlp.questions.names.things import THINGS
from nlp.questions.tables.frame_rules import Understood

_RANKINGS = ("rank", "change_rank")
# その次は？, じゃあ次点は？: what comes behind the place that was asked for.
_NEXT = re.compile(
    r"^(?:(?:じゃあ?|では|それでは|で|なら|あと|さらに|ちなみに|んじゃ|ほんで|そしたら)、?)?(?:その|この|それの|さらに|そのまた)?次(?:点|席)?"
    r"(?:(?:に|の)?(?P<size>大き|高|多|小さ|低|少な|安)い)?(?:の|もの|やつ|事業|府省庁|府省|省庁|省|役所)?(?:は|って|が|も)?"
    r"(?:どれ|どこ|何|なに|だれ)?(?:です|なの|でした|だっけ|になる|に(?:来|く)る)?(?:の)?か?(?:な|ね)?(?:教えて(?:ください)?)?[?？。]*$"
)


def ranking_kept(ranked: Understood | None, found: Understood) -> Understood | None:
    """The ranking that later questions may lean on: `found`, or that before where `found` is of one thing alone."""
    if found.rule.op.startswith(_RANKINGS):
        return found
    named = {t.label for c in found.frame.conditions if c.kind in (*THINGS, "line") for t in c.values}
    return ranked if len(named) == 1 else None


def ranking_meant(reading: Reading, ranked: Understood | None) -> Understood | None:
    """The ranking, where the question says nothing but a place in it (二番目は？ 3位は？); None for other questions."""
    if ranked is None or not reading.numbers_of("nth") or reading.entities or len(reading.numbers) > 1:
        return None
    return None if any(core.noun for core in reading.cores) else ranked


def place_behind(question: str, ranked: Understood | None) -> str:
    """その次は？ after a ranking as the place behind those that it named (2番目は？); any other question as it stands."""
    if ranked is None or not ranked.rule.op.startswith(_RANKINGS) or ranked.frame.order == "both":
        return question
    last = ranked.frame.nth or ranked.frame.limit
    match = _NEXT.match(question.strip())
    if match is None or not last:
        return question
    size = match["size"] or ("大き" if ranked.frame.order == "desc" else "小さ")
    other_end = (size in ("小さ", "低", "少な", "安")) != (ranked.frame.order == "asc")
    return question if other_end else f"{last + 1}番目は？"
