"""Reads a call for proposals (公募): what is called for, from when to when, up to which sum, where to apply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from nlp.cue_files import compiled, load_cues
from nlp.layout.joined_text import join_lines
from nlp.readers import Context, ReadResult
from nlp.reading import Line, Reading
from nlp.records import Field, Issue, Record
from nlp.values.amounts import find_amounts
from nlp.values.era_dates import find_dates

_URL = re.compile(r"https?://[!-~]+")
_NUMBERED = re.compile(
    r"^[ \u3000]*(?:[0-9０-９]{1,2}|[(（][0-9０-９]{1,2}[)）]|[①-⑳]|[■◆○●◎・【])[ \u3000.．、]*"
)
_SHORT_END = re.compile(r"(?:[0-9０-９]{1,2})月\s*(?:[0-9０-９]{1,2})日")
_HOUR = re.compile(r"(?:正午|午[前後]\s*[0-9０-９]+時|[0-9０-９]{1,2}\s*[:：時]\s*[0-9０-９]{0,2}分?)")


def read_call(reading: Reading, context: Context) -> ReadResult:
    """One `call` record per announcement `…の公募開始について`; its parent is the sheet of the same name if found."""
    cues = {**load_cues("grant_cues")["call"], **context.settings}
    lines = list(reading.lines())
    titles = [
        (index, match)
        for index, line in enumerate(lines)
        # Both words of a call hold 募: a long blank line without it costs nothing.
        if "募" in line.text and (match := compiled(cues["title"]).match(line.text))
    ]
    records: list[Record] = []
    issues: list[Issue] = []
    covered: list[tuple[int, int]] = []
    for position, (index, match) in enumerate(titles):
        stop = titles[position + 1][0] if position + 1 < len(titles) else len(lines)
        block = lines[index + 1 : _end(lines, index + 1, stop, cues)]
        fields = [_label(reading, lines[index], match), *_fields(reading, block, cues)]
        names = {field.name for field in fields}
        if not names & {"closes", "opens", "url"}:
            continue  # A heading that only mentions a call.
        end = max((line.end for line in block if line.text.strip()), default=lines[index].end)
        where = reading.where(lines[index].start, end)
        key = str(fields[0].value)
        issues.extend(
            Issue("missing-" + name, "warning", f"公募「{key}」の{word}が読めない", where, f"call:{key}")
            for name, word in (("opens", "開始日"), ("closes", "締切"), ("url", "URL"))
            if name not in names
        )
        records.append(Record("call", key, where, tuple(fields), _parent(key, context)))
        covered.append((lines[index].start, end))
    return ReadResult(tuple(records), tuple(issues), covered=tuple(covered))


def _label(reading: Reading, line: Line, match: re.Match[str]) -> Field:
    start, end = line.start + match.start("title"), line.start + match.end("title")
    return reading.make("label", re.sub(r"[ \u3000]+$", "", match["title"]), start, end, method="heading")


def _parent(title: str, context: Context) -> str:
    for record in context.found:
        if record.kind == "sheet" and record.text("label") and record.text("label") in title:
            return f"sheet:{record.key}"
    return ""


def _end(lines: list[Line], start: int, stop: int, cues: dict[str, object]) -> int:
    """The line index after the call: past the line that says where to ask or apply, at most 60 lines on."""
    last = start
    for index in range(start, min(stop, start + 60)):
        text = lines[index].text
        if _role(text, cues) or _URL.search(text) or "問い合わせ" in text or "問合せ" in text:
            last = index + 1
            if _role(text, cues) == "period" and last < stop and not find_dates(text):
                # 2 公募期間: the dates stand below their heading.
                last = next(
                    (below + 1 for below in range(last, min(stop, last + 4)) if lines[below].text.strip()),
                    last,
                )
    return last


def _role(text: str, cues: dict[str, object]) -> str:
    """Which part of a call a line heads: period, url, overview or ""."""
    head = _NUMBERED.sub("", text)
    for role in ("period", "url", "overview"):
        words = cues.get(role, ())
        if isinstance(words, list) and any(head.startswith(word) for word in words):
            return role
    return ""


def _fields(reading: Reading, block: list[Line], cues: dict[str, object]) -> Iterator[Field]:
    parts: list[tuple[str, list[Line]]] = [("lead", [])]
    for line in block:
        role = _role(line.text, cues)
        if role and len(line.text) < 60:
            parts.append((role, [line] if role == "period" else []))
        elif line.text.strip():
            parts[-1][1].append(line)
    described = "overview" if any(role == "overview" and lines for role, lines in parts) else "lead"
    for role, lines in parts:
        text = join_lines(lines)
        if role == described and text.text:
            start, end = text.span(0, len(text.text))
            yield reading.make("description", text.text, start, end, method="section")
        if role in ("overview", "lead"):
            for amount in find_amounts(text.text):
                before = text.text[max(0, amount.start - 8) : amount.start]
                if amount.yen is not None and compiled(str(cues["limit"])).search(before):
                    start, end = text.span(amount.start, amount.end)
                    yield reading.make("limit", amount.yen, start, end, unit="円", note="上限")
        if role == "period":
            yield from _period(reading, lines)
    links = [match for line in block for match in ((line, found) for found in _URL.finditer(line.text))]
    for line, found in links:
        yield reading.make("url", found.group(), line.start + found.start(), line.start + found.end())


def _period(reading: Reading, lines: list[Line]) -> Iterator[Field]:
    """`opens` and `closes` from 令和7年4月21日～5月30日正午: a second date without a year takes the first one's."""
    block = join_lines(lines)
    dates = list(find_dates(block.text))
    if not dates:
        return
    divide = re.search(r"[～〜~]|から|－|―|-", block.text[dates[0].end :])
    if divide is None:
        start, end = block.span(dates[0].start, dates[0].end)
        name = "closes" if re.search(r"まで|期限|締切|必着", block.text) else "opens"
        yield reading.make(name, dates[0].iso, start, end)
        return
    start, end = block.span(dates[0].start, dates[0].end)
    yield reading.make("opens", dates[0].iso, start, end)
    if len(dates) > 1 and len(dates[1].iso) == 10:
        closing = dates[1]
        start, end = block.span(closing.start, closing.end)
        hour = _HOUR.match(block.text, closing.end)
        yield reading.make("closes", closing.iso, start, end, note=hour.group() if hour else "")
        return
    short = _SHORT_END.search(block.text, dates[0].end)
    if short:
        month, day = (int(number) for number in re.findall(r"\d+", short.group()))
        year = int(dates[0].iso[:4]) + (1 if month < int(dates[0].iso[5:7] or 1) else 0)
        start, end = block.span(short.start(), short.end())
        hour = _HOUR.match(block.text, short.end())
        made = reading.make("closes", f"{year}-{month:02d}-{day:02d}", start, end, method="year-carried")
        yield replace(made, note=hour.group() if hour else "")
