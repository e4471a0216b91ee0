"""Conditions of a programme sheet: 実施主体, 補助率, 補助基準額, as printed behind their labels (`[conditions]`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from unicodedata import normalize

from nlp.cue_files import compiled, load_cues
from nlp.language.bodies import split_bodies
from nlp.layout.blocks import Block
from nlp.reading import Reading
from nlp.records import Field
from nlp.sheets.drawn_rates import drawn_rates, drawn_steps
from nlp.sheets.flows import chained_receivers, is_branch, is_flow, receivers, stacked_receivers
from nlp.sheets.printed_lines import SheetLine
from nlp.values.amounts import find_amounts
from nlp.values.stated_conditions import stated_conditions
from nlp.values.subsidies import Rate, find_rates

_BRACKET = re.compile(r"[（(](?P<inside>[^（）()]*)[）)]")
_PAYER = re.compile(r"(?P<who>[^\s\u3000、，・:：0-9０-９/／（）()]{1,20}?)[ \u3000:：]*$")
# Who bears a share, several named together too: 都道府県・市区町村 1/2.
_BEARER = re.compile(r"(?P<who>[^\s\u3000、，:：0-9０-９/／（）()]{1,24}?)[ \u3000:：]*$")
# 国 1/2; of a part of the programme: 広域センターは国10/10.
_STATE = re.compile(r"^国|[はがの]国$")
# In brackets of a line about something else: （交付率は国2/3、地域協議会等1/3）.
_RATE_SAID = re.compile(r"[（(](?:補助|交付|負担|助成)(?:率|割合)は(?P<said>[^（）()。]{2,40})[）)]")
_UNIT = re.compile(
    r"(?P<what>[0-9０-９一]*[ \u3000]*[^\s\u3000】（）()、。]{1,24}?(?:あたり|当たり|につき))[ \u3000]*(?:上限(?:額)?)?[\s\u3000]*$"
)
# In which case a limit is another: （新たに取り組む場合は 12,000千円）.
_CASE = re.compile(
    r"[（(、](?:ただし、)?(?P<what>[^（）()。]{2,40}(?:場合|とき))(?:に)?[はも、]?[\s\u3000]*$"
)
_SHORT = 40
_LONGEST_CHAIN = 12
# 3/4（２の事業、上限 750万円）: a rate beside what it is for.
_LEADING_RATE = re.compile(
    r"^[ \u3000]*(?P<rates>(?:(?:定額|[0-9０-９]{1,2}\s*[/／]\s*[0-9０-９]{1,2})[、， \u3000]*){1,3})[（(][^（）()]{1,40}[)）][ \u3000]*$"
)
_UPPER = re.compile(r"^[\s\u3000]*(?P<what>.{0,60}?)[ \u3000]*上限(?:額)?[:：はを]?[\s\u3000]*$")


# In running text: 改修を支援します（1戸あたり上限180万円）。
_UPPER_SAID = re.compile(
    r"[（(](?:[^（）()]*。)?(?P<said>[^（）()。]{0,40}?上限(?:額)?[^（）()。]{2,24})[）)]"
)


# ２の事業の上限は１団体あたり 3,000千円とする。
_UPPER_SET = re.compile(
    r"(?:(?P<of>[^。、※\s]{1,20})の)?(?:補助|助成|交付)?(?:の)?(?:上限|限度)(?:額)?は、?[ \u3000]*(?P<said>[^。（）()]{2,40}?円)(?:と(?:する|し)|です|である|。|$)"
)


@lru_cache(maxsize=1)
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    cues: dict[str, list[str]] = load_cues("sheet_cues")["conditions"]
    by_word = {word: name for name, words in cues.items() for word in words}
    words = "|".join(re.escape(word) for word in sorted(by_word, key=len, reverse=True))
    # Without a mark only a word that can be nothing else is a label.
    long = "|".join(re.escape(word) for word in sorted(by_word, key=len, reverse=True) if len(word) > 2)
    return (
        re.compile(
            rf"(?:[【\[［<＜〔][ \u3000]*(?P<bracket>{words})[ \u3000]*[】\]］>＞〕]|^[○・]?[ \u3000]*(?P<mark>{words})[ \u3000]*[:：]|"
            rf"^[（(][0-9０-９]{{1,2}}[)）][ \u3000]*(?P<item>{words})[ \u3000]*$|"
            rf"^(?:[0-9０-９]{{1,2}}[.．、]|[（(][0-9０-９]{{1,2}}[)）]|[①-⑳])[ \u3000]*(?P<numbered>{words})[ \u3000]+(?=\S)|"
            rf"^(?P<plain>{long})(?:[ \u3000]*$|[ \u3000]*\t[ \u3000]*(?=\S)|(?:\u3000| {{2,}})(?=\S))|"
            rf"(?<![^\s\u3000（(→⇒▶、。：:】])(?P<within>{words})[ \u3000]*[:：](?=[ \u3000]*\S))[ \u3000\t]*"
        ),
        by_word,
    )


def condition_fields(reading: Reading, lines: Sequence[SheetLine]) -> list[Field]:
    """`implementer`, `subsidy_rate` and `limit` fields of the labels printed on `lines`, each value once.

    A label stands in brackets before its value (【補助率】国 1/2), after a circle with a colon, or alone above its value.
    """
    found: list[Field] = []
    open_kind = section = ""
    for number, item in enumerate(lines):
        section = item.headings[-1].section if item.headings else section
        segments = list(_segments(item))
        if not segments:
            above = lines[number - 1] if number else None
            flow = section == "flow" or is_flow(item.text) or is_branch(item, above)
            found.extend(_unlabelled(reading, item, open_kind, flow=flow))
            if flow:
                found.extend(receivers(reading, item, above))
                found.extend(stacked_receivers(reading, lines[number : number + 3]))
                found.extend(chained_receivers(reading, lines[number : number + _LONGEST_CHAIN]))
            if item.headings or (item.blank >= 2 and open_kind != "limit"):
                open_kind = ""
            continue
        for kind, start, end in segments:
            open_kind = kind
            if start < end:
                found.extend(_values(reading, item, start, end, kind))
            elif number + 1 < len(lines) and not lines[number + 1].headings:
                found.extend(_below(reading, lines[number + 1 :], kind))
    return _distinct(found)


def implementer_said(reading: Reading, blocks: Sequence[Block]) -> Iterator[Field]:
    """`implementer` where only a sentence names it: 地方公共団体が[…と連携して行う]活動を支援します."""
    named: set[str] = set()
    for block in blocks:
        found = [
            match
            for pattern in load_cues("sheet_cues")["said"]["implementer"]
            for match in compiled(pattern).finditer(block.text)
        ]
        for match in sorted(found, key=lambda item: item.start("who")):
            for body in split_bodies(match["who"]):
                if body.name not in named:
                    named.add(body.name)
                    start = match.start("who")
                    span = block.span(start + body.start, start + body.end)
                    giver = f"{match['giver']}の委託先" if match.groupdict().get("giver") else ""
                    yield reading.make(
                        "implementer", body.name, *span, method="said", confidence=0.7, note=giver
                    )


def conditions_said(reading: Reading, blocks: Sequence[Block], known: Sequence[Field]) -> Iterator[Field]:
    """The limits and rates that only sentences state (改修費の３分の２を補助します), each value that `known` does not hold once."""
    seen = {(item.name, item.value) for item in known}
    for block in blocks:
        for made in stated_conditions(reading, block.text, block.offsets):
            if (made.name, made.value) not in seen:
                seen.add((made.name, made.value))
                yield made


def states_condition(text: str) -> bool:
    """Whether a paragraph begins with the label of a condition (【実施主体】…)."""
    return _labels()[0].match(text) is not None


@lru_cache(maxsize=1)
def _labelled() -> re.Pattern[str]:
    cues = load_cues("sheet_cues")
    words = {word for words in cues["conditions"].values() for word in words}
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(
        rf"(?:{listed}|{cues['other_conditions']['label']})(?:[ \u3000\t]*[:：]|[ \u3000\t]+)[ \u3000]*\S"
    )


def heads_condition(text: str) -> bool:
    """Whether a text, behind its number, is the label of a condition with its value beside it: no part of a programme.

    >>> heads_condition("実施期間　交付決定の日から６か月以内"), heads_condition("実施体制の整備")
    (True, False)
    """
    return _labelled().match(text) is not None


def labels_on(item: SheetLine) -> Iterator[tuple[str, str, int, int, int]]:
    """(field, label, where it begins, where its value begins and ends) of each labelled value on a line."""
    pattern, names = _labels()
    matches = list(pattern.finditer(item.text))
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(item.text)
        word = next(word for word in match.groups() if word)
        yield names[word], word, match.start(), match.end(), end


def _segments(item: SheetLine) -> Iterator[tuple[str, int, int]]:
    """(field, start, end) of each labelled value on a line."""
    return ((kind, start, end) for kind, _, _, start, end in labels_on(item))


def _below(reading: Reading, lines: Sequence[SheetLine], kind: str) -> Iterator[Field]:
    """The value that stands on the line below its label; an implementer's may be wrapped."""
    first = lines[0]
    if kind != "implementer":
        yield from _values(reading, first, 0, len(first.text), kind)
        return
    text = first.text
    for item in lines[1:3]:
        if text.count("（") + text.count("(") <= text.count("）") + text.count(")"):
            break
        text += item.text
    if len(_BRACKET.sub("", text).strip()) > 80 or text.rstrip().endswith("。"):
        return
    offsets = [place for item in _printed_on(lines, text) for place in item.block.offsets]
    for body in split_bodies(text):
        yield reading.make(
            "implementer", body.name, offsets[body.start], offsets[body.end - 1] + 1, note=body.note
        )


def _printed_on(lines: Sequence[SheetLine], text: str) -> Iterator[SheetLine]:
    """The lines, from the first on, that `text` was put together from."""
    length = 0
    for item in lines:
        if length >= len(text):
            return
        length += len(item.text)
        yield item


def _values(reading: Reading, item: SheetLine, start: int, end: int, kind: str) -> Iterator[Field]:
    if kind == "implementer":
        yield from _implementers(reading, item, start, end)
    elif kind == "subsidy_rate":
        yield from _rates(reading, item, start, end)
        # 定額（1法人当たり1,000万円を上限）: the limit that the line of a rate prints.
        yield from (made for made in _limits(reading, item, start, end) if "上限" in made.note)
    elif kind == "limit":
        yield from _limits(reading, item, start, end)


def _implementers(reading: Reading, item: SheetLine, start: int, end: int) -> Iterator[Field]:
    """One field per body named; a bracket behind it (全国展開している…に限る) is its note."""
    text = item.text[start:end]
    if text.strip().endswith("。"):
        return
    for body in split_bodies(text):
        span = item.block.span(start + body.start, start + body.end)
        yield reading.make("implementer", body.name, *span, note=body.note)


def _rates(reading: Reading, item: SheetLine, start: int, end: int) -> Iterator[Field]:
    """The rates of a value; where payers are named (国 1/2、都道府県 1/2) only the state's share is the subsidy's."""
    text = item.text[start:end]
    rates = find_rates(text)
    payers = [_PAYER.search(text[: rate.start]) for rate in rates]
    named = [payer["who"] if payer else "" for payer in payers]
    state = any(_STATE.search(who) for who in named)
    for rate, who in zip(rates, named, strict=True):
        if state and rate.value != "定額" and not _STATE.search(who):
            continue  # 都道府県 1/2; 定額（国10/10） says one rate twice
        bracket = _BRACKET.match(text, rate.end)
        note = who if _STATE.search(who) else bracket["inside"] if bracket else ""
        span = item.block.span(start + rate.start, start + rate.end)
        yield reading.make("subsidy_rate", rate.value, *span, note=note)
    borne = [_BEARER.search(text[: rate.start]) for rate in rates]
    named = [payer["who"] if payer else "" for payer in borne]
    if state and all(named) and len(set(named)) > 1 and all(rate.value != "定額" for rate in rates):
        first = borne[0].start("who") if borne[0] else 0
        span = item.block.span(start + first, start + rates[-1].end)
        shares = "、".join(f"{who} {rate.value}" for who, rate in zip(named, rates, strict=True))
        yield reading.make("rate_shares", shares, *span)


def _limits(reading: Reading, item: SheetLine, start: int, end: int) -> Iterator[Field]:
    """Amounts, with what each is per or for (1都道府県あたり, 全国的に活動する団体) as the note."""
    text = item.text[start:end]
    before = 0
    for amount in find_amounts(text):
        if amount.yen is None:
            continue
        chunk = text[before : amount.start]
        unit = _UNIT.search(chunk) or _CASE.search(chunk) or _UPPER.match(chunk)
        note = re.sub(r"^[①-⑳]|[\s\u3000]+", "", unit["what"].strip()) if unit else ""
        if note.count("（") > note.count("）"):
            note = note.rpartition("（")[2]
        note = re.sub(r"[０-９]+", lambda digits: normalize("NFKC", digits.group()), note)
        upper = "上限" in chunk or re.match(r"[（(]?[をが]?上限", text[amount.end :]) is not None
        if upper and "上限" not in note:
            note = f"{note}（上限）" if note else "上限"
        span = item.block.span(start + amount.start, start + amount.end)
        yield reading.make("limit", amount.yen, *span, unit="円", note=note)
        before = amount.end


def _unlabelled(reading: Reading, item: SheetLine, open_kind: str, *, flow: bool) -> Iterator[Field]:
    """Values on a line without a label: more limits, the rest of a rate (：10/10（民間団体）), a rate in a drawing."""
    text = item.text
    for said in _RATE_SAID.finditer(text):
        yield from _rates(reading, item, *said.span("said"))
    if drawn := drawn_steps(text) if flow else []:
        yield from _drawn(reading, item, drawn)
        for said in _UPPER_SAID.finditer(text):
            yield from (made for made in _limits(reading, item, *said.span("said")) if "上限" in made.note)
        return
    if "。" in text:
        for said in _UPPER_SAID.finditer(text):
            yield from (made for made in _limits(reading, item, *said.span("said")) if "上限" in made.note)
        for said in _UPPER_SET.finditer(text):
            for made in _limits(reading, item, *said.span("said")):
                of = f"{said['of']}・" if said["of"] else ""
                yield replace(made, note=f"{of}{made.note}（上限）" if made.note else f"{of}上限")
    if flow and (led := _LEADING_RATE.match(text)):
        yield from _drawn(reading, item, [rate for rate in find_rates(text) if rate.end <= led.end("rates")])
    if ("あたり" in text or "上限" in text or "当たり" in text) and "。" not in text:
        yield from (made for made in _limits(reading, item, 0, len(text)) if made.note)
    elif open_kind == "subsidy_rate" and text[:1] in ":：":
        yield from _rates(reading, item, 1, len(text))
    elif open_kind == "subsidy_rate" and not item.blank and len(text) <= _SHORT and "。" not in text:
        # ４年目以降 3/4（激甚災害は 9/10）: one more line of the rates below their label.
        yield from _rates(reading, item, 0, len(text))
    else:
        yield from _drawn(reading, item, drawn_rates(text, flow=flow))


def _drawn(reading: Reading, item: SheetLine, rates: Sequence[Rate]) -> Iterator[Field]:
    for rate in rates:
        span = item.block.span(rate.start, rate.end)
        yield reading.make("subsidy_rate", rate.value, *span, confidence=0.7, note="図中の率")


def _distinct(fields: Sequence[Field]) -> list[Field]:
    """Each value once; a rate in a drawing adds nothing to the same rate printed with its label, a receiver in a drawing
    nothing where an implementer is printed."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    printed = any(item.name == "implementer" and item.confidence == 1 for item in fields)
    for item in sorted(fields, key=lambda made: made.confidence < 1):
        if printed and item.name == "implementer" and item.confidence < 1:
            continue
        note = item.note if item.name == "limit" else ""
        identity = (item.name, item.value, note)
        if identity not in seen:
            seen.add(identity)
            kept.append(item)
    return kept
