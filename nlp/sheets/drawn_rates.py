"""Subsidy rates in a drawing of the flow of funds, without a label: 国 → 都道府県 定額、1/2; 補助（2/3）; （補助率 １/２）."""

from __future__ import annotations

import re

from nlp.values.subsidies import Rate, find_rates

_D = r"[0-9０-９]{1,2}"
_FRACTION = rf"(?:{_D}\s*[/／]\s*{_D}|{_D}分の{_D})"
# 定額（10/10）, 定額（１０／１０相当）: one rate said twice.
_ONE = rf"(?:定額(?:\s*[（(]{_FRACTION}(?:相当)?[）)])?|{_FRACTION})(?:以内|相当)?"
_LIST = rf"{_ONE}(?:[、，・又は\s\u3000]+{_ONE})*"
_ONLY = re.compile(rf"^(?:{_LIST}|[、，・\s\u3000]|等)+$")
_DRAWN = re.compile(
    rf"^(?:\S{{0,12}}[（(])?[^。]{{0,4}}(?:補助|交付|助成|委託)?[^。]{{0,3}}[（(]?{_D}\s*[/／]\s*{_D}[）)]?$"
)
# The word before says what the fraction is; a date or a page number has none.
_NAMED = re.compile(
    rf"(?:補助|交付|助成|委託|負担)(?:率|金|割合)?[ \u3000]*[（(:：]?[ \u3000]*(?P<rates>{_LIST})[ \u3000]*(?:[）)]|$|(?=[\s\u3000→⇒、]))"
)
_FLOW = re.compile(rf"[\s\u3000→⇒▶（(](?P<rates>{_LIST})(?=[）)\s\u3000→⇒▶]|$)")
_PAYER = re.compile(r"国|省|庁|府|都道府県|市町村|市区町村|機構|団体|法人|事業者|協議会")

_SAID = re.compile(rf"補助|交付|助成|委託|負担|{_PAYER.pattern}")


# 定額、1/2 → 市町村 （１の事業）: a line below 国, from which the arrow comes.
_STEP = re.compile(rf"^[\s\u3000]*(?P<rates>{_LIST})[\s\u3000]*[→⇒▶➡⇨]")


def drawn_steps(text: str) -> list[Rate]:
    """The rates that a line below 国 begins with, where an arrow leads on from them to who receives the money.

    >>> [rate.value for rate in drawn_steps("定額、1/2 → 漁協等（１の事業。１団体あたり上限 3,000千円）")]
    ['定額', '1/2']
    >>> drawn_steps("国 → 都道府県 1/2")
    []
    """
    found = _STEP.match(text)
    return [rate for rate in find_rates(text) if found is not None and rate.end <= found.end("rates")]


def drawn_rates(text: str, *, flow: bool = False) -> list[Rate]:
    """The rates that a line of a drawing shows; `flow` when the line stands below the heading of the flow of funds.

    Where several steps each have a rate, the first step's is the state's.

    >>> [rate.value for rate in drawn_rates("国 → 民間団体 定額、2/3", flow=True)]
    ['定額', '2/3']
    >>> [rate.value for rate in drawn_rates("国 → 補助（1/3） → 市町村")]
    ['1/3']
    """
    if "。" in text:
        return []
    short = len(text) <= 20 and _DRAWN.match(text) and _SAID.search(text)
    if _ONLY.match(text) or short:
        return find_rates(text)
    match = _NAMED.search(text)
    if match is None and flow and _PAYER.match(text):
        match = _FLOW.search(text)
    if match is None:
        return []
    start, end = match.span("rates")
    return [rate for rate in find_rates(text) if start <= rate.start and rate.end <= end]
