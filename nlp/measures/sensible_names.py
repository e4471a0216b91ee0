"""Whether words are a name of what a figure measures: a noun that says what is counted, and no shred of a sentence.

Wording: indicator_cues.toml (`no_name`, `adnominal`, `who_did`). A figure without such a name makes no indicator; it is told as unread.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from nlp.measures.measured import Wording


def is_name(text: str, patterns: Mapping[str, re.Pattern[str]]) -> bool:
    """Whether `text` can be what an indicator measures.

    要請のあった, 12月にかけて and 及び12指定都市に配置 are shreds; 上昇 says how something changed and not what.
    """
    return bool(text) and not patterns["no_name"].search(text) and not patterns["nominal"].search(text)


def named_by_clause(text: str, unit: str, patterns: Mapping[str, re.Pattern[str]], wording: Wording) -> str:
    """A name of what the figure behind a clause counts: 要請のあった + 校 -> 要請のあった学校; "" where it is no clause or counts nothing.

    保健師等が受講 names who did it: 受講した保健師等. 対応を行うの (は) asks for the unit: 対応を行う都道府県.
    """
    asked = patterns["nominal"].search(text)
    if asked is not None and wording.act_of.match(unit):
        return asked["clause"] + wording.act_names.get(unit, unit)
    if patterns["adnominal"].search(text) and wording.act_of.match(unit):
        return text + wording.act_names.get(unit, unit)
    done = patterns["who_did"].fullmatch(text)
    return f"{done['act']}した{done['who']}" if done is not None else ""


def named_by_deed(
    sentence: str, end: int, unit: str, patterns: Mapping[str, re.Pattern[str]], wording: Wording
) -> tuple[int, int, str] | None:
    """(begin, end, name) of what a figure counts to whom something was done: 1,260団体に補助を行った -> 補助を行った団体; None elsewhere."""
    done = patterns["done_to"].match(sentence[end:])
    if done is None or not wording.act_of.match(unit):
        return None
    name = f"{done['act']}{done['form']}た{wording.act_names.get(unit, unit)}"
    return end + done.start("act"), end + done.end("form"), name
