"""A section or pillar said by its notation and its heading together (4-③プラットフォームの形成に置かれている, 見守りと被害の防止の区分（3-②）): the
heading is that of the notation beside it, and the notation alone is left. A heading of another section stays, and is not read.
"""

from __future__ import annotations

import re

from nlp.layout.item_markers import CIRCLED
from nlp.questions.names.lexicon import Lexicon
from nlp.questions.typed.text import fold_question

# 4-③, 4の③; 4の丸5 in words
_NOTATION = re.compile(
    r"(?<![\d.])(?P<pillar>\d{1,2})(?:\s?[-.]\s?|の)(?:(?P<mark>[①-⑳])|(?:丸|まる|マル)(?P<plain>\d{1,2}))"
)
# 柱2(切れ目のない相談支援), not 柱2-①
_PILLAR = re.compile(r"柱\s?(?P<pillar>\d)(?!\d|\s?[-.の]\s?[\d①-⑳])")
_OPENING = re.compile(r"^(?:の|、|:|\s|[「『(])*")
_CLOSING = re.compile(r"^[」』)]*(?:(?:という|の)?(?:節|区分|ところ|項目?|見出し|欄|区画))?")
# 見守りと被害の防止の区分(3-②
_BEFORE = re.compile(r"[」』]?(?:という|の)?(?:節|区分|ところ|項目?|見出し|欄)?[、:\s]?(?P<open>[(（])?$")
# A part of a heading is taken for it where it ends or begins it, or is most of it.
# 柱2(切れ目のない相談支援): whatever part of the heading stands alone in brackets
_QUOTES, _ENDS = re.compile(r"[「『(]"), ("」", "』", ")")
_SHORTEST, _BEGINS, _MOST = 4, 6, 0.6
# 4-③のプラットフォーム関係: a word of the heading said to be what the section is about
_ABOUT = re.compile(r"^(?:関係|関連|まわり|周り|がらみ|絡み)(?:の(?:節|区分|ところ))?(?=[にのでは、?]|$)")
_PARTICLES = "のにをはがでと、"


def headed_sections(question: str, lexicon: Lexicon) -> str:
    """The question with every section that is said twice said by its notation; as it is where none is.

    `question` as typed or folded; what comes back is folded where anything was read.
    """
    text = fold_question(question)
    found = text
    for match in reversed(list(_PILLAR.finditer(text))):
        for heading in _headings("pillar", match["pillar"], lexicon):
            found = _without(found, match, heading)
    for match in reversed(list(_NOTATION.finditer(found))):
        mark = match["mark"] or CIRCLED[int(match["plain"]) - 1 : int(match["plain"])]
        notation = f"{match['pillar']}-{mark}"
        for heading in _headings("section", notation, lexicon):
            found = _without(found, match, heading)
        if match["plain"] and mark:
            found = found[: match.start()] + found[match.start() :].replace(match.group(), notation, 1)
    return found if found != text else question


def _headings(kind: str, notation: str, lexicon: Lexicon) -> set[str]:
    return {fold_question(n.label) for n in lexicon.of_kind(kind) if n.notation == notation}


def _without(text: str, match: re.Match[str], heading: str) -> str:
    """The text without the words of the heading that stand right behind the notation or right before it."""
    behind = text[match.end() :]
    opened = _OPENING.match(behind)
    start = opened.end() if opened else 0
    said = _longest(behind[start:], heading)
    said = said if heading.endswith(said) else said.rstrip(_PARTICLES)
    rest = behind[start + len(said) :]
    about = _ABOUT.match(rest) if len(said) >= _SHORTEST else None
    if about is not None:
        return text[: match.end()] + rest[about.end() :]
    quoted = bool(_QUOTES.search(behind[:start])) and rest[:1] in _ENDS and len(said) >= _SHORTEST
    if quoted or _is_heading(said, heading):
        closed = _CLOSING.match(rest)
        return text[: match.end()] + rest[closed.end() if closed else 0 :]
    before = text[: match.start()]
    label = _BEFORE.search(before)
    end = label.start() if label else len(before)
    said = _longest(before[:end][::-1], heading[::-1])[::-1]
    if not _is_heading(said, heading):
        return text
    if label and label["open"]:
        behind = behind.removeprefix(")").removeprefix("）")
    return before[: end - len(said)].rstrip("「『") + match.group() + behind


def _longest(said: str, heading: str) -> str:
    """The longest beginning of `said` that stands in the heading."""
    size = 0
    while size < len(said) and said[: size + 1] in heading:
        size += 1
    return said[:size]


def _is_heading(said: str, heading: str) -> bool:
    if len(said) < _SHORTEST:
        return False
    return (
        heading.endswith(said)
        or (heading.startswith(said) and len(said) >= _BEGINS)
        or len(said) >= _MOST * len(heading)
    )


__all__ = ["headed_sections"]
