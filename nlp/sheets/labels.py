"""Display labels for sheets whose title is not printed: made from what the sheet says, and marked as ours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from nlp.records import Field
from nlp.sheets.printed_lines import SheetLine

_NAMED = re.compile(r"「(?P<name>[^「」]{5,40}?(?:事業|交付金|補助金|調査|プログラム))」")
_TOPIC = re.compile(r"^(?P<name>[^。、（）]{2,20})とは$")
_PHRASE = re.compile(
    r"[一-龥々ァ-ヶーA-Za-z]{3,12}|(?:こども|子ども|ひとり親|ひきこもり|つながり)[一-龥々の]{0,4}(?:居場所|支援|相談|活動)(?:づくり)?"
)
_DULL = (
    "地方公共団体",
    "都道府県",
    "市区町村",
    "地方自治体",
    "実施主体",
    "補助基準額",
    "補助率",
    "民間団体",
    "予算額",
    "関係機関",
)


def built_label(lines: Sequence[SheetLine], alternatives: Sequence[Field]) -> str:
    """A name for a sheet without a title: what it explains (保護司とは), quotes or speaks of most, in brackets.

    Brackets tell it from a printed title: （訪問支援の資料）.
    """
    topic = next((match["name"] for item in lines if (match := _TOPIC.match(item.text))), "")
    text = "\n".join(item.text for item in lines)
    subsidy = str(alternatives[0].value) if alternatives else ""
    if not topic:
        topic = _repeated(text)
    if not topic:
        named = _NAMED.search(text)
        topic = named["name"] if named else ""
    if not topic and not subsidy:
        topic = next((item.text[:30] + "…" for item in lines if item.kind == "text"), lines[0].text[:30])
    if topic and subsidy:
        return f"（{topic}の資料／{subsidy}）"
    return f"（{topic or subsidy}の資料）"


def _repeated(text: str) -> str:
    """The phrase that the text repeats most, longer ones first; "" when none stands there three times."""
    counts = Counter(match for match in _PHRASE.findall(text) if match not in _DULL)
    scored = [
        (sum(text.count(phrase) for _ in (0,)) * len(phrase), phrase) for phrase in counts if len(phrase) >= 4
    ]
    often = [(score, phrase) for score, phrase in scored if text.count(phrase) >= 3]
    return max(often)[1] if often else ""
