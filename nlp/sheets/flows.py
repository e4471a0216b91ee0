"""Lines that draw the flow of funds (国 → 民間団体　定額): whose money it is, and who receives it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.language.bodies import split_bodies
from nlp.reading import Reading
from nlp.records import Field
from nlp.sheets.printed_lines import SheetLine

_ARROW = r"[→⇒▶➡⇨＞>]"
_PAYER = r"(?:国|[^\s\u3000→⇒▶➡⇨＞>（）()。、]{1,12}(?:省|庁|府))(?:[（(][^（）()]*[）)])?"
_FLOW = re.compile(
    rf"^(?P<payer>{_PAYER})[ \u3000]*(?P<arrow>[^。→⇒▶➡⇨＞>]{{0,14}}{_ARROW}+)[ \u3000]*(?P<rest>[^。]{{2,60}})$"
)
_STEP = re.compile(_ARROW)
# 定額、1/2 → 市町村 （１の事業）: an arrow from 国, which stands alone above several of them.
_BRANCH = re.compile(
    rf"^[ \u3000]*(?=定額|[0-9０-９])[^。→⇒▶➡⇨＞>]{{2,20}}{_ARROW}+[ \u3000]*(?P<rest>[^（()）。]{{2,60}})(?:[（(][^（）()]*[）)])?[ \u3000]*$"
)
# What stands beside the receiver: a rate, the name of the payment.
_BESIDE = re.compile(
    r"[ \u3000（(]*(?:定額|[0-9０-９]{1,2}\s*[/／]\s*[0-9０-９]{1,2}|[0-9０-９]{1,2}分の[0-9０-９]{1,2}|補助率?|交付金?|委託費?|助成金?|[:：、，（()） \u3000])*$"
)
# （１の事業）, 3/4（２の事業、上限 750万円）: what is said beside an arrow.
_ASIDE = re.compile(
    r"(?:(?:定額|[0-9０-９]{1,2}\s*[/／]\s*[0-9０-９]{1,2})[、， \u3000]*)*[（(][^（）()]{1,40}[)）]"
)
_IN_BRACKETS = re.compile(r"団体|法人|事業者|企業")
_CHAIN = 0.6
_LOCAL = re.compile(r"都道府県|市区?町村|指定都市|中核市|特別区|地方公共団体|自治体")
_STATE = re.compile(r"[ \u3000]*国(?:[（(][^（）()]*[）)])?[ \u3000]*")
# Names of bodies side by side: no sentence, no figure.
_NAMES = re.compile(r"[^。をがはにで0-9０-９]{2,30}")
_BODY = re.compile(
    r"(?:都道府県|市区?町村|指定都市|中核市|特別区|市町|地方公共団体|自治体|民間|団体|法人|機構|事業者|企業|大学|協議会|組合|機関|組織|学校|NPO|ＮＰＯ|センター|公社|財団)"
)


def is_flow(text: str) -> bool:
    """Whether a line draws who pays whom, beginning with the state.

    >>> is_flow("国 → 民間団体　定額"), is_flow("国が市町村を支援する。")
    (True, False)
    """
    return _FLOW.match(text) is not None


def receivers(reading: Reading, item: SheetLine, above: SheetLine | None = None) -> Iterator[Field]:
    """The bodies that the state pays directly on a line with one step; with more steps it is open who carries it out.

    `above`: the line before. Below 国 alone, or another line of the kind, each line draws what one part of the programme pays
    through whom: all that are named on it take part.
    """
    match = _FLOW.match(item.text)
    if match is None and is_branch(item, above) and (branch := _BRANCH.match(item.text)):
        yield from _steps(reading, item, branch)
        return
    if match is None:
        return
    if _STEP.search(match["rest"]):
        yield from _last_step(reading, item, match)
        return
    text = match["rest"]
    tail = _BESIDE.search(text)
    named = text[: tail.start()] if tail else text
    for body in split_bodies(named):
        if _BODY.search(body.name):
            start = match.start("rest")
            span = item.block.span(start + body.start, start + body.end)
            yield reading.make("implementer", body.name, *span, confidence=0.7, note="資金の流れの受け手")


def is_branch(item: SheetLine, above: SheetLine | None) -> bool:
    """Whether a line draws one of several arrows from 国, which stands alone above the first."""
    if _BRANCH.match(item.text) is None:
        return False
    return above is not None and bool(_STATE.fullmatch(above.text) or _BRANCH.match(above.text))


def _last_step(reading: Reading, item: SheetLine, match: re.Match[str]) -> Iterator[Field]:
    """The bodies at the end of a line of several steps, who carry it out; before those that only work for others (委託)."""
    steps = list(re.finditer(rf"(?:(?!{_ARROW}).)+", match["rest"]))
    while len(steps) > 1 and ("委託" in steps[-1].group() or not _BODY.search(steps[-1].group())):
        steps.pop()
    if _open_between([step.group() for step in steps]):
        return
    start, text = match.start("rest") + steps[-1].start(), steps[-1].group()
    tail = _BESIDE.search(text)
    for body in split_bodies(text[: tail.start()] if tail else text):
        if _BODY.search(body.name) or _IN_BRACKETS.search(body.note):
            span = item.block.span(start + body.start, start + body.end)
            yield reading.make("implementer", body.name, *span, confidence=_CHAIN, note="資金の流れの終わり")


def chained_receivers(reading: Reading, lines: Sequence[SheetLine]) -> Iterator[Field]:
    """The bodies at the end of a drawing without arrows: 国 / 定額、1/2 / 都道府県 / 農業協同組合、/ 住民組織等, one below the other.

    `lines` begin with 国; rates, brackets and blank lines stand between. Of a chain of one body: see `stacked_receivers`.
    """
    if not lines or not _STATE.fullmatch(lines[0].text):
        return
    groups: list[list[SheetLine]] = []
    beside = False
    for item in lines[1:]:
        plain = _BESIDE.sub("", item.text)
        if item.headings:
            break
        if not plain.strip() or _ASIDE.fullmatch(item.text):
            beside = True
            continue
        if not (_BODY.search(plain) and _NAMES.fullmatch(plain)):
            break
        goes_on = (
            bool(groups) and not item.blank and groups[-1][-1].text.rstrip().endswith(("、", "，", "・"))
        )
        if goes_on:
            groups[-1].append(item)
        else:
            groups.append([item])
    if (len(groups) < 2 and not beside) or _open_between([group[-1].text for group in groups]):
        return
    for item in groups[-1] if groups else ():
        for body in split_bodies(item.text):
            if _BODY.search(body.name):
                span = item.block.span(body.start, body.end)
                yield reading.make(
                    "implementer", body.name, *span, confidence=_CHAIN, note="資金の流れの終わり"
                )


def _open_between(steps: Sequence[str]) -> bool:
    """国 → 都道府県 → 市町村: who of two local governments carries it out is not said."""
    return len(steps) > 1 and all(_LOCAL.search(step) for step in steps[-2:])


def _steps(reading: Reading, item: SheetLine, branch: re.Match[str]) -> Iterator[Field]:
    begin = branch.start("rest")
    for step in re.finditer(rf"(?:(?!{_ARROW}).)+", branch["rest"]):
        tail = _BESIDE.search(step.group())
        named = step.group()[: tail.start()] if tail else step.group()
        for body in split_bodies(named):
            if _NAMES.fullmatch(body.name):
                start = begin + step.start()
                span = item.block.span(start + body.start, start + body.end)
                yield reading.make("implementer", body.name, *span, confidence=0.7, note="資金の流れの受け手")


def stacked_receivers(reading: Reading, lines: Sequence[SheetLine]) -> Iterator[Field]:
    """The body on the line below 国, where a drawing lost its arrow; with a further body below it is open who carries it out."""
    if len(lines) < 2 or not _STATE.fullmatch(lines[0].text) or not _is_body(lines[1]):
        return
    if len(lines) > 2 and _is_body(lines[2]):
        return
    for body in split_bodies(lines[1].text):
        if _BODY.search(body.name):
            span = lines[1].block.span(body.start, body.end)
            yield reading.make("implementer", body.name, *span, confidence=0.7, note="資金の流れの受け手")


def _is_body(item: SheetLine) -> bool:
    plain = _BESIDE.sub("", item.text)
    return not (item.headings or item.blank) and bool(_BODY.search(plain)) and bool(_NAMES.fullmatch(plain))
