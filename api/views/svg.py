"""A few SVG elements, written with presentation attributes only (a page's policy forbids inline style)."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from unicodedata import east_asian_width

FONT = "IPAexGothic, 'IPAexゴシック', 'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic', sans-serif"


def em_width(text: str) -> float:
    """The width of `text` in em: full-width characters 1, others 0.55 (no font is needed to know it).

    >>> em_width("施策A")
    2.55
    """
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.55 for char in text)


def shorten(text: str, ems: float) -> str:
    """`text` cut to `ems` with an ellipsis where it is longer.

    >>> shorten("孤独・孤立対策", 5)
    '孤独・孤…'
    """
    if em_width(text) <= ems:
        return text
    kept, room = "", ems - 1
    for char in text:
        room -= em_width(char)
        if room < 0:
            break
        kept += char
    return kept + "…"


def wrap(text: str, ems: float, lines: int = 3) -> list[str]:
    """`text` in at most `lines` lines of `ems`, the last one shortened."""
    result: list[str] = []
    rest = text
    while rest and len(result) < lines - 1:
        line, room = "", ems
        for char in rest:
            room -= em_width(char)
            if room < 0:
                break
            line += char
        line = line or rest[0]
        result.append(line)
        rest = rest[len(line) :]
    if rest:
        result.append(shorten(rest, ems))
    return result


def attributes(values: dict[str, object]) -> str:
    """Attributes in the order given; "_" in a name stands for "-", a trailing "_" is dropped."""
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


def text(x: float, y: float, content: str, *, size: float = 12, **values: object) -> str:
    """A line of text at a baseline."""
    return element("text", escape(content), x=x, y=y, font_size=size, **values)


def link(href: str, content: str, label: str = "") -> str:
    """`content` as a link; `label` is read out."""
    return f'<a href="{escape(href, quote=True)}"{attributes({"aria_label": label or None})}>{content}</a>'


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture's inside: markup, and its size in CSS pixels (96 to the inch)."""

    body: str
    width: float
    height: float


def document(drawing: Drawing, *, title: str, description: str, lang: str = "ja") -> str:
    """A whole SVG document with title and description for screen readers."""
    head = element("title", escape(title), id="t") + element("desc", escape(description), id="d")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.width:.0f}" height="{drawing.height:.0f}" '
        f'viewBox="0 0 {drawing.width:.0f} {drawing.height:.0f}" role="img" aria-labelledby="t d" lang="{lang}" '
        f'font-family="{escape(FONT, quote=True)}" fill="#1b1f24">{head}'
        f"{element('rect', x=0, y=0, width=drawing.width, height=drawing.height, fill='#ffffff')}{drawing.body}</svg>"
    )
