"""Limits and subsidy rates that running text states: 年間150万円を上限として, 配送費の２分の１以内（離島は４分の３）を補助する."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from nlp.reading import Reading
from nlp.records import Field
from nlp.values.amounts import find_amounts
from nlp.values.subsidies import find_rates

_LIMIT_BEFORE = re.compile(
    r"(?:上限|限度)(?:額)?(?:は|を|[:：])?、?(?:[0-9０-９一][^。、0-9０-９]{1,14}?(?:あたり|当たり|につき))?(?:年間|年額|月額)?[ \u3000]*$"
)
_LIMIT_AFTER = re.compile(
    r"[ \u3000]*(?:(?:を|が)(?:上限|限度)|を超えない|以内(?:の額)?(?:を|で)(?:補助|助成|支援|交付))"
)
_PER = re.compile(
    r"(?P<what>(?:[0-9０-９一][ \u3000]*[^\s\u3000（）()、。]{1,14}?(?:あたり|当たり|につき))?(?:年間|年額|月額|日額)?)"
    r"(?:、)?(?:上限(?:額)?|限度額)?(?:は|を|[:：])?[ \u3000]*$"
)
_RATE_AFTER = re.compile(
    r"(?:以内|以下)?(?:[（(][^（）()]{1,24}[)）])?(?:を|に|相当額を|まで)?[^。、]{0,8}(?:補助|助成|負担|支援)"
)
_RATE_BEFORE = re.compile(r"(?:補助|助成|負担|交付)(?:率|割合)(?:は|を|が|[:：])?[ \u3000]*$")
# …３分の２（過疎地域は５分の４）: in which case the rate is another.
_IN_CASE = re.compile(r"[（(][^（）()。]{1,20}(?:は|の場合は?|については)、?[ \u3000]*$")
_STATED = 0.85


def stated_conditions(reading: Reading, text: str, offsets: Sequence[int]) -> Iterator[Field]:
    """`limit` (yen, per what as its note) and `subsidy_rate` fields of a text, each value once; `offsets` places its letters in the reading.

    An amount counts where 上限 or 限度 stands right beside it, a rate where 補助率 does or the text says that so much is paid.
    """
    seen: set[object] = set()
    for amount in find_amounts(text):
        before, after = text[: amount.start], text[amount.end :]
        if amount.yen is None or not (_LIMIT_BEFORE.search(before) or _LIMIT_AFTER.match(after)):
            continue
        per = _PER.search(before)
        what = normalize("NFKC", per["what"]) if per else ""
        if (amount.yen, what) not in seen:
            seen.add((amount.yen, what))
            note = f"{what}（上限）" if what else "上限"
            start, end = offsets[amount.start], offsets[amount.end - 1] + 1
            yield reading.make(
                "limit", amount.yen, start, end, unit="円", note=note, method="said", confidence=_STATED
            )
    last = -1
    for rate in find_rates(text):
        before, after = text[: rate.start], text[rate.end :]
        case = last >= 0 and _IN_CASE.match(text[last : rate.start]) is not None
        told = case or _RATE_BEFORE.search(before) or (rate.value != "定額" and _RATE_AFTER.match(after))
        last = rate.end if told else -1
        if told and rate.value not in seen:
            seen.add(rate.value)
            start, end = offsets[rate.start], offsets[rate.end - 1] + 1
            yield reading.make("subsidy_rate", rate.value, start, end, method="said", confidence=_STATED)
