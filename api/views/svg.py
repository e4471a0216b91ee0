"""A few SVG elements, written with presentation attributes only (a page's policy forbids inline style)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape as escape_markup
from itertools import accumulate
from unicodedata import east_asian_width

FONT = "IPAexGothic, 'IPAexゴシック', 'Noto Sans CJK JP', 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic', sans-serif"
INK, QUIET, LINE, TINT = "#1b1f24", "#4a5562", "#c8d1da", "#f1f5f9"
ACCENT, DEEP, PALE, WARN = "#1f5f8f", "#143f60", "#e3edf6", "#7a3b00"

_WIDE = frozenset("WFA")
_NARROW = frozenset("ijlIf.,:;'|!()[]{}-rt ")
_BROAD = frozenset("mwMW%@")
# Not at the start of a line, and not at its end (kinsoku, JIS X 4051).
_NO_START = frozenset("、。，．・：；？！）」』】〕》〉’”ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…%％,.)")
_NO_END = frozenset("（「『【〔《〈‘“(")
# XML 1.0 cannot hold these at all: one in a title (from a question, from a damaged document) would make no picture.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile(r"<[^>]+>")
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,\-+/:_%&#=?~]*|.", re.DOTALL)


def writable(text: str) -> str:
    """Text with the characters replaced that XML has no way to write.

    >>> writable("a\x1b")
    'a\ufffd'
    """
    return _NOT_XML.sub("\ufffd", text)


def escape(text: str, quote: bool = True) -> str:
    """Text as XML: markup escaped, characters that XML has no way to write replaced.

    >>> escape("<a\x1b>")
    '&lt;a\ufffd&gt;'
    """
    return escape_markup(writable(text), quote=quote)


def em_width(text: str) -> float:
    """The width of `text` in em, a little more than fonts need: full-width 1, Latin 0.36 to 0.9 (IPAexGothic).

    >>> em_width("施策A")
    2.76
    """
    return sum(map(_char_width, text))


@lru_cache(maxsize=8192)
def _char_width(char: str) -> float:
    if char in _NARROW:
        return 0.36
    if east_asian_width(char) in _WIDE:
        return 1.0
    return 0.9 if char in _BROAD else 0.76 if char.isupper() else 0.63


def shorten(text: str, ems: float) -> str:
    """`text` cut to `ems` with an ellipsis where it is longer.

    >>> shorten("孤独・孤立対策", 5)
    '孤独・孤…'
    """
    if em_width(text) <= ems:
        return text
    kept, room = "", ems - 1
    for char in text:
        room -= _char_width(char)
        if room < 0:
            break
        kept += char
    return kept + "…"


def told_apart(names: Sequence[str], ems: float) -> list[str]:
    """The names shortened to `ems`; where some would look the same, what they differ in is kept.

    >>> told_apart(["支援を要する対象者3号", "支援を要する対象者6号", "こども"], 8)
    ['支援…対象者3号', '支援…対象者6号', 'こども']
    """
    short = [shorten(name, ems) for name in names]
    alike: dict[str, list[str]] = defaultdict(list)
    for name, line in zip(names, short, strict=True):
        alike[line].append(name)
    return [
        line if len(alike[line]) == 1 else _from_where_they_differ(name, alike[line], ems)
        for name, line in zip(names, short, strict=True)
    ]


def _from_where_they_differ(name: str, others: Sequence[str], ems: float) -> str:
    """The beginning, an ellipsis, and the name from a little before the first character not common to all."""
    common = next(
        (at for at, chars in enumerate(zip(*others, strict=False)) if len(set(chars)) > 1),
        min(map(len, others)),
    )
    rest = name[max(0, common - 3) :]
    head, room = "", max(1.0, ems - 1 - max(em_width(rest), ems / 2))
    while len(head) < common - 3 and em_width(head + name[len(head)]) <= room:
        head += name[len(head)]
    return shorten(f"{head}…{rest}", ems)


def wrap(text: str, ems: float, lines: int = 3) -> list[str]:
    """`text` in at most `lines` lines of `ems`, Latin words kept whole, the last line shortened.

    >>> wrap("孤独・孤立対策（No.64）", 7)
    ['孤独・孤立対策', '（No.64）']
    """
    found: list[str] = []
    line, used = "", 0.0
    for token in _TOKEN.findall(text):
        width = em_width(token)
        if line and used + width > ems and token not in _NO_START:
            carried = ""
            while line and line[-1] in _NO_END:
                carried, line = line[-1] + carried, line[:-1]
            found.append(line)
            line, used = carried, em_width(carried)
        while used + width > ems and len(token) > 1:  # a word longer than the line
            room = max(1, int((ems - used) / 0.9))
            found.append(line + token[:room])
            token, line, used = token[room:], "", 0.0
            width = em_width(token)
        line, used = line + token, used + width
    if line:
        found.append(line)
    if len(found) <= lines:
        return _no_widow(found, ems)
    return [*found[: lines - 1], shorten("".join(found[lines - 1 :]), ems)]


def _no_widow(found: list[str], ems: float) -> list[str]:
    """A last line of one character takes the one before it down, where that is Japanese: 支援/事業 for 支援事/業."""
    if len(found) < 2 or em_width(found[-1]) >= 2 or ems < 4:
        return found
    before, last = found[-2], found[-1]
    while em_width(last) < 2 and len(before) > 3 and before[-1] > "\u2fff" and before[-2] > "\u2fff":
        before, last = before[:-1], before[-1] + last
    while (last[0] in _NO_START or before[-1] in _NO_END) and len(before) > 3:
        before, last = before[:-1], before[-1] + last
    return [*found[:-2], before, last] if em_width(last) <= ems else found


def listed(items: Sequence[str], ems: float, most: int) -> list[str]:
    """Items joined by 、 in at most `most` lines; those that have no room are counted, none is cut.

    >>> listed(["高齢者", "こども", "若者"], 7, 1)
    ['高齢者ほか2件']
    """

    def attempt(kept: int) -> list[str]:
        left = len(items) - kept
        return wrap("、".join(items[:kept]) + (f"ほか{left}件" if left else ""), ems, 1000)

    most_kept = len(items)
    if most_kept > 1:  # no more than these characters can have room
        room = int(ems * most / 0.36)
        for at, total in enumerate(accumulate(len(item) + 1 for item in items), 1):
            if total > room:
                most_kept = max(1, at - 1)
                break
    for kept in range(most_kept, 0, -1):
        found = attempt(kept)
        if len(found) <= most or kept == 1:
            return found
    return []


def attributes(values: dict[str, object]) -> str:
    """Attributes in the order given; "_" in a name stands for "-", a trailing "_" is dropped, None left out."""
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_number(value), quote=True)}"'
        for name, value in values.items()
        if value is not None
    )


def _number(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def element(name: str, content: str = "", **values: object) -> str:
    """One element; `content` is markup already."""
    return f"<{name}{attributes(values)}>{content}</{name}>" if content else f"<{name}{attributes(values)}/>"


def text(x: float, y: float, content: str, *, size: float = 14, bold: bool = False, **values: object) -> str:
    """A line of text at a baseline. Bold is a thin stroke, since the packaged font has no bold face."""
    if bold:
        colour = values.get("fill", INK)
        values |= {"stroke": colour, "stroke_width": round(size * 0.035, 2)}
    return element("text", escape(content), x=float(x), y=float(y), font_size=float(size), **values)


def lines(
    x: float, y: float, content: list[str], *, size: float = 14, step: float = 0, **values: object
) -> str:
    """Several lines of text, the first at baseline `y`, `step` px apart (1.35 of the size unless told)."""
    step = step or size * 1.35
    return "".join(
        text(x, y + index * step, line, size=size, **values)  # type: ignore[arg-type]
        for index, line in enumerate(content)
    )


def box(x: float, y: float, width: float, height: float, **values: object) -> str:
    """A rectangle."""
    return element("rect", x=float(x), y=float(y), width=float(width), height=float(height), **values)  # type: ignore[arg-type]


def rule(x1: float, y1: float, x2: float, y2: float, **values: object) -> str:
    """A straight line, grey and thin unless told."""
    drawn = {"stroke": LINE, "stroke_width": 1} | values
    return element("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), **drawn)  # type: ignore[arg-type]


def bend(x1: float, y1: float, x2: float, y2: float, **values: object) -> str:
    """A curve that leaves and arrives level."""
    half = (x2 - x1) / 2
    path = f"M{x1:.1f} {y1:.1f}C{x1 + half:.1f} {y1:.1f} {x2 - half:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    return element("path", d=path, fill="none", **values)  # type: ignore[arg-type]


def arrow_head(x: float, y: float, colour: str, size: float = 6) -> str:
    """A triangle that points right, its tip at (x, y)."""
    path = f"M{x:.1f} {y:.1f}l{-size:.1f} {-size * 0.6:.1f}v{size * 1.2:.1f}z"
    return element("path", d=path, fill=colour)


def link(href: str, content: str, label: str = "") -> str:
    """`content` as a link; `label` is read out and shown on pointing.

    Where the label is not what can be seen (a shortened name), it is a title alone: the name of a control holds its
    visible words (WCAG 2.5.3).
    """
    title = element("title", escape(label)) if label else ""
    seen = "".join(_MARKUP.sub("", content).split())
    name = label if label and seen in "".join(escape(label).split()) else None
    return f'<a href="{escape(href, quote=True)}"{attributes({"aria_label": name})}>{title}{content}</a>'


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture's inside: markup, and its size in CSS pixels (96 to the inch)."""

    body: str
    width: float
    height: float


def empty(message: str, width: float = 960) -> Drawing:
    """What is drawn when nothing passes the filters."""
    return Drawing(text(16, 32, message, size=16), width, 48)


def document(drawing: Drawing, *, name: str, title: str, description: str, lang: str = "ja") -> str:
    """A whole SVG document; `name` keeps the ids of several pictures on one page apart.

    The role is `group`, not `img`: the links inside stay reachable.
    """
    head = element("title", escape(title), id=f"{name}-t") + element(
        "desc", escape(description), id=f"{name}-d"
    )
    width, height = f"{drawing.width:.0f}", f"{drawing.height:.0f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="group" aria-labelledby="{name}-t" aria-describedby="{name}-d" lang="{lang}" xml:lang="{lang}" '
        f'font-family="{escape(FONT, quote=True)}" fill="{INK}">{head}'
        f"{box(0, 0, drawing.width, drawing.height, fill='#ffffff')}{drawing.body}</svg>"
    )
