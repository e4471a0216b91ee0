"""Finds the laws and plans that a text cites, with law number, article, and date and maker of the decision.

Names in `laws.tsv` are found anywhere; others by the form of the citation (`legal_cues.toml`): a name before
（令和５年法律第45号）, 「…計画」（令和7年6月13日閣議決定）, 令和2年12月に閣議決定された「…計画」.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal
from unicodedata import normalize

from nlp.cue_files import compiled, load_cues
from nlp.gazetteer import Gazetteer, comparison_key
from nlp.layout.blocks import Block
from nlp.reading import Reading
from nlp.records import Field, Record
from nlp.values.era_dates import find_dates
from nlp.word_tries import pattern_of

Kind = Literal["law", "plan"]

_NUMBER = re.compile(
    r"[」』]?\s*[（(]\s*(?P<number>(?:明治|大正|昭和|平成|令和)\s*[元0-9０-９〇一二三四五六七八九十]+\s*年\s*"
    r"(?:法律|政令|府令|省令|条例)\s*第\s*[0-9０-９〇一二三四五六七八九十百]+\s*号)"
)
_ARTICLE = re.compile(
    r"第[0-9０-９一二三四五六七八九十百]+条(?:の[0-9０-９一二三四五六七八九十]+)?(?:第[0-9０-９一二三四五六七八九十]+項)?"
)
_QUOTED = re.compile(r"「(?P<name>[^「」]{3,80})」")
_BRACKET = re.compile(r"[\s*※]*[（(](?P<inside>[^（）()]{4,60})[）)]")
_ABOUT = re.compile(r"」?[\s*※]*[（(][^（）()]{4,60}[）)]")
_SAME_YEAR = re.compile(r"同年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日")
# 社会福祉法 in 社会福祉法人 is no law, 児童福祉法 in 児童福祉法施行令 another act; so over a line end, where 人材… opens a new line.
_WORD_GOES_ON = re.compile(
    r"[人令律制]|施行(?!さ)|[ \u3000\t]*\r?\n\s*(?:人(?![一-龥々])|人格|令(?![一-龥々0-9０-９])|施行令|施行規則)"
)
_NAME = r"[一-龥々ァ-ヶーぁ-んA-Za-z0-9０-９・〇]"
_SHORT_DATE = re.compile(r"(?P<era>[RHS])\s*(?P<year>\d{1,2})[./．]\s*(?P<month>\d{1,2})$")
_ERA_START = {"R": 2018, "H": 1988, "S": 1925}


@dataclass(frozen=True, slots=True)
class LegalName:
    """A citation at [start, end) of the text searched (the name alone).

    `number` is NFKC ("令和5年法律第45号"), `article` as printed, `decided_on` ISO (a day or "2020-12"), `decided_by`
    who decided ("閣議"); "" when the text does not say, whatever the list knows. `known` is True for names of `laws.tsv`, whose `name`
    may be the full one of a short one printed; `by_number`: the text has
    lost the beginning of the name (律」（令和４年法律第52号）), which is that of the only law of this number.
    """

    kind: Kind
    start: int
    end: int
    name: str
    number: str = ""
    article: str = ""
    decided_on: str = ""
    decided_by: str = ""
    known: bool = False
    by_number: bool = False


def part_of_word(text: str, end: int) -> bool:
    """Whether the name of a law that ends at `end` goes on as another word (社会福祉法人), also on the next line.

    >>> part_of_word("社会福祉法人", 5), part_of_word("社会福祉法に基づき", 5)
    (True, False)
    """
    return _WORD_GOES_ON.match(text, end) is not None


def _cues() -> dict[str, Any]:
    return load_cues("legal_cues")


def find_legal_names(text: str, laws: Gazetteer) -> list[LegalName]:
    """Every law and plan cited in `text`, in order, not overlapping.

    `text` should have its broken lines joined first (`nlp.layout.joined_text`), or names over a line end are missed.
    """
    return list(_legal_names(text, laws))


@lru_cache(maxsize=4096)
def _legal_names(text: str, laws: Gazetteer) -> tuple[LegalName, ...]:
    """The same, remembered: records, mentions and fields of one document ask about the same lines."""
    if not _trigger().search(text) and next(laws.find(text), None) is None:
        return ()
    found = [*_laws(text, laws), *_plans(text)]
    # A decree's name holds a law's name and a plan's may; the longer citation is the one meant.
    found.sort(key=lambda hit: (hit.start - hit.end, hit.start))
    kept: list[LegalName] = []
    for hit in found:
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return tuple(_without_short_names(text, sorted(kept, key=lambda hit: hit.start)))


@lru_cache(maxsize=1)
def _trigger() -> re.Pattern[str]:
    """What a citation holds that no gazetteer knows: 法, the number of a decree, or the ending of a plan's name."""
    words = {"法", "号", *_cues()["plan_quoted"], *_cues()["plan_bare"]}
    return re.compile(pattern_of(sorted(words)))


def _without_short_names(text: str, hits: list[LegalName]) -> list[LegalName]:
    """Short names that the text defines (以下「5次計画」という) stand for the citation before the definition."""
    definitions = list(compiled(_cues()["short_name"]).finditer(text))
    defining = {definition.start("short") for definition in definitions}
    named = [hit for hit in hits if hit.start not in defining]
    full: dict[str, LegalName] = {}
    for definition in definitions:
        before = [hit for hit in named if hit.end <= definition.start() and hit.name != definition["short"]]
        kind = "law" if definition["short"].endswith(("法", "法律")) else "plan"
        fitting = [hit for hit in before if hit.kind == kind]
        if fitting:
            full.setdefault(definition["short"], fitting[-1])
    result: list[LegalName] = []
    for hit in named:
        meant = full.get(hit.name)
        result.append(
            hit if meant is None else replace(meant, start=hit.start, end=hit.end, article=hit.article)
        )
    return result


@lru_cache(maxsize=1)
def _bare_law() -> re.Pattern[str]:
    """A name in 法 that no gazetteer knows, before the words that may follow one."""
    followers = "|".join(re.escape(word) for word in _cues()["law_followers"])
    return re.compile(rf"{_NAME}{{2,40}}?法(?=」?(?:{followers}))")


def _laws(text: str, laws: Gazetteer) -> Iterator[LegalName]:
    cues = _cues()
    known_ends: set[int] = set()
    for hit in laws.find(text):
        if part_of_word(text, hit.end):
            continue
        known_ends.add(hit.end)
        number = _NUMBER.match(text, hit.end)
        entry = laws.canonical.get(hit.entry.canonical, hit.entry)
        printed = _tidy(number["number"]) if number else ""
        yield LegalName(
            "law",
            hit.start,
            hit.end,
            entry.canonical,
            printed,
            _article(text, hit.end),
            known=True,
        )
    for number in _NUMBER.finditer(text):
        end = number.start()
        if end in known_ends:
            continue
        start = _name_start(text, end)
        cut = _of_number(text, end, _tidy(number["number"]), laws)
        if cut is not None:
            yield cut
        elif end - start >= 3:
            yield LegalName(
                "law", start, end, _tidy_name(text[start:end]), _tidy(number["number"]), _article(text, end)
            )
    for match in _bare_law().finditer(text) if "法" in text else ():
        start, end = _name_start(text, match.end()), match.end()
        name = text[start:end]
        if end in known_ends or end - start < 4 or any(name.endswith(word) for word in cues["not_laws"]):
            continue
        yield LegalName("law", start, end, _tidy_name(name), "", _article(text, end))


def _of_number(text: str, end: int, number: str, laws: Gazetteer) -> LegalName | None:
    """The listed law of a number at `end`, where the text begins within its name and has its last letters."""
    piece = re.search(r"(?:\A|[\t\n])([^\t\n「」]{1,60}?)[」\s]*\Z", text[max(0, end - 64) : end])
    entry = next((item for item in laws.entries if item.note == number), None)
    if piece is None or entry is None or (end > 64 and not piece.group().startswith(("\t", "\n"))):
        return None
    rest = _tidy_name(piece[1])
    if rest == entry.canonical or not entry.canonical.endswith(rest):
        return None
    start = max(0, end - 64) + piece.start(1)
    return LegalName("law", start, start + len(piece[1]), entry.canonical, number, by_number=True)


def _plans(text: str) -> Iterator[LegalName]:
    cues = _cues()
    endings = tuple(cues["plan_quoted"])
    for match in _QUOTED.finditer(text):
        name = match["name"]
        bare_name = re.sub(r"[0-9０-９]{2,4}$|[（(][^（）()]*[）)]$", "", name)
        if not bare_name.endswith(endings) or bare_name in cues["not_plans"]:
            continue
        inner = re.search(r"[（(]([^（）()]*決定)[）)]$", name)
        end = match.end("name") - (len(inner[0]) if inner else 0)
        on, by = _decision(text, match.start(), end if inner else match.end())
        yield LegalName(
            "plan", match.start("name"), end, _tidy_name(text[match.start("name") : end]), "", "", on, by
        )
    bare = compiled(rf"{_NAME}{{2,30}}?(?:{'|'.join(cues['plan_bare'])})(?![一-龥])")
    for match in bare.finditer(text):
        start, end = _name_start(text, match.end(), floor=match.start()), match.end()
        name = text[start:end]
        head = name[: -min(len(word) for word in cues["plan_bare"] if name.endswith(word))]
        if name in cues["not_plans"] or len(name) < 6 or re.search(r"[ぁ-ん]{2}|[をがにはで]", head):
            continue
        on, by = _decision(text, start, end)
        yield LegalName("plan", start, end, _tidy_name(name), "", "", on, by)


def _decision(text: str, start: int, end: int) -> tuple[str, str]:
    """When and by whom the plan at [start, end) was decided: from the brackets after it or the words before."""
    decided = compiled(_cues()["decided"])
    after = _BRACKET.match(text, end)
    if after:
        verb = decided.search(after["inside"])
        date = _date(after["inside"], text[:start])
        if verb or date:
            return date, _maker(verb)
    before = text[max(0, start - 40) : start]
    verb = re.search(_cues()["decided"] + r"(?:され|し)た$", before)
    if verb:
        dates = find_dates(before[: verb.end()])
        return (dates[-1].iso if dates else ""), _maker(verb)
    note = (
        compiled(_cues()["footnote"]).search(text[end : end + 300])
        if re.match(r"」?\s*※", text[end : end + 4])
        else None
    )
    if note:
        # 「…基本方針2024」※ において、… ※令和６年６月21日閣議決定。
        return _date(note.group(), text[:start]), _maker(decided.search(note.group()))
    short = _SHORT_DATE.search(before)
    if short:
        return f"{_ERA_START[short['era']] + int(short['year'])}-{int(short['month']):02d}", ""
    return "", ""


def _maker(verb: re.Match[str] | None) -> str:
    if verb is None:
        return ""
    by = re.sub(r"^[日年月\s、にの]+|に?おいて$", "", verb["by"])
    made = verb["verb"].removesuffix("決定")
    return by + made if made in ("閣議", "本部", "会議", "大臣") else by


def _date(inside: str, before: str) -> str:
    same = _SAME_YEAR.search(inside)
    if same:
        # 「…基本方針2024」（同年6月21日閣議決定）: the year last named before it.
        years = [hit.iso[:4] for hit in find_dates(before)]
        return f"{years[-1]}-{int(same['month']):02d}-{int(same['day']):02d}" if years else ""
    dates = find_dates(inside)
    return dates[0].iso if dates else ""


def _name_start(text: str, end: int, floor: int = 0) -> int:
    """Where the unquoted name that ends at `end` begins."""
    low = max(floor, end - 60)
    window = text[low:end]
    quote = window.rfind("「")
    if quote >= 0 and "」" not in window[quote:-1]:
        return low + quote + 1
    window_start = low
    for match in re.finditer(r"[。「」『』\n\t※＊*]|[（(][^（）()]*[）)]|[（()）]", window[:-1]):
        window_start = low + match.end()
    cut = compiled(_cues()["before_names"]).match(text[window_start:end])
    start = window_start + (cut.end() if cut else 0)
    while start < end and not re.match(r"[一-龥々ァ-ヶA-Za-zこ-ん]", text[start]):
        start += 1
    return start


def _article(text: str, end: int) -> str:
    """The article named after a law: past its number in brackets when there is one."""
    number = _NUMBER.match(text, end)
    if number:
        close = re.search(r"[）)]", text[number.end() : number.end() + 40])
        end = number.end() + (close.end() if close else 0)
    match = _ARTICLE.match(text, end)
    return _tidy(match.group()) if match else ""


def _tidy(text: str) -> str:
    return re.sub(r"\s+", "", normalize("NFKC", text))


def _tidy_name(text: str) -> str:
    """A name as other documents write it: half-width digits and letters, no stray spaces or marks."""
    return re.sub(
        r"[\s　*]+", "", re.sub(r"[０-９Ａ-Ｚａ-ｚ]+", lambda m: normalize("NFKC", m.group()), text)
    )


def legal_fields(reading: Reading, block: Block, laws: Gazetteer) -> list[Field]:
    """`law` and `plan` fields (value: the name) for every citation in a block of a reading."""
    fields = []
    for hit in find_legal_names(block.text, laws):
        start, end = block.span(hit.start, hit.end)
        method = "citation" if _printed(hit, block.text) else "law-list"
        fields.append(reading.make(hit.kind, hit.name, start, end, method=method, note=hit.article))
    return fields


def _printed(hit: LegalName, text: str) -> bool:
    """Whether the text itself prints the name, and not a short one of it (住宅セーフティネット法) or its last letters."""
    return comparison_key(_tidy_name(text[hit.start : hit.end])) == comparison_key(hit.name)


def legal_records(reading: Reading, blocks: list[Block], laws: Gazetteer) -> list[Record]:
    """One `law` or `plan` record per name cited in the blocks, each with all that any citation of it says."""
    merged: dict[tuple[str, str], dict[str, Field]] = {}
    for block in blocks:
        for hit in find_legal_names(block.text, laws):
            start, end = block.span(hit.start, hit.end)
            if hit.kind == "law" and part_of_word(reading.text, end):
                continue
            said = _ABOUT.match(block.text, hit.end)
            told = block.span(hit.start, said.end() if said else hit.end)
            fields = merged.setdefault((hit.kind, comparison_key(hit.name)), {})
            confidence = 0.9 if hit.by_number else 1.0 if hit.known or hit.number or hit.decided_on else 0.8
            printed = _printed(hit, block.text)
            values = {
                "label": hit.name,
                "alt_label": "" if printed or hit.by_number else _tidy_name(block.text[hit.start : hit.end]),
                "law_number": hit.number,
                "decided_on": hit.decided_on,
                "decided_by": hit.decided_by,
            }
            for name, value in values.items():
                # A full name printed later stands before one that the list knows.
                better = name == "label" and printed and name in fields and fields[name].method != "citation"
                if value and (name not in fields or better):
                    method = "citation"
                    if name == "label" and not printed:
                        method = "law-number" if hit.by_number else "law-list"
                    place = (start, end) if name in ("label", "alt_label") else told
                    fields[name] = reading.make(name, value, *place, method=method, confidence=confidence)
    return [
        Record(kind, str(fields["label"].value), fields["label"].where, tuple(fields.values()))
        for (kind, _), fields in merged.items()
    ]


def rest_names(records: Iterable[Record]) -> dict[str, str]:
    """Names of laws that are the end of another's under the same number, with that other: what a line end left (ための措置に関する法律)."""
    laws = [(record.text("label"), record.text("law_number")) for record in records if record.kind == "law"]
    found: dict[str, str] = {}
    for rest, number in laws:
        whole = [name for name, other in laws if other == number and name != rest and name.endswith(rest)]
        if number and whole:
            found[rest] = max(whole, key=len)
    return found
