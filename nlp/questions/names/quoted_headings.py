"""A section or pillar said by the words of its heading alone (「NPO等の活動をきめ細かく支援し官民連携を強化」の柱, 「相談支援」の節): its notation
stands for them. Words of the heading may be left out, but none may be added; where two headings fit, none is read.
"""

from __future__ import annotations

import re

from nlp.questions.names.lexicon import Lexicon
from nlp.questions.typed.text import fold_question

_SAID = re.compile(
    r"(?:[「『](?P<quoted>[^」』]{4,})[」』]|(?:^|(?<=[、。]))(?P<plain>[^「」『』、。?]{4,}?(?:、[^「」『』、。?]{4,}?)??))"
    r"(?:という|って|、)?の?(?P<kind>柱|節|区分)(?![\d一-龥])"
)
_SKIPPED = re.compile(r"[・、。,.\s「」『』()（）]")
_KINDS = {"柱": "pillar", "節": "section", "区分": "section"}
# A beginning of a heading may be short; words picked from it must be most of it.
_SHORTEST, _PICKED, _MOST = 4, 10, 0.5


def quoted_headings(question: str, lexicon: Lexicon) -> str:
    """The question with a heading that one section or pillar has said by its notation; as it is where none is.

    `question` as typed or folded; what comes back is folded where anything was read.
    """
    text = fold_question(question)
    found = text
    for match in reversed(list(_SAID.finditer(text))):
        kind = _KINDS[match["kind"]]
        said = _bare(match["quoted"] or match["plain"])
        headings = [(n.notation, _bare(fold_question(n.label))) for n in lexicon.of_kind(kind)]
        fitting = {notation for notation, heading in headings if _fits(said, heading)}
        # A whole heading is a name of its own, and lists may print different headings for one notation.
        whole = any(heading == said for _, heading in headings)
        apart = any(notation in fitting and not _fits(said, heading) for notation, heading in headings)
        if len(fitting) == 1 and not whole and not apart:
            notation = fitting.pop()
            written = f"柱{notation}" if kind == "pillar" else f"{notation}の節"
            found = found[: match.start()] + written + found[match.end() :]
    return found if found != text else question


def _bare(words: str) -> str:
    return _SKIPPED.sub("", words)


def _fits(said: str, heading: str) -> bool:
    """Whether the words begin or end the heading, or are most of it in its own order.

    >>> _fits("きめ細かく支援し官民連携を強化", "npo等の活動をきめ細かく支援し官民npo等の連携を強化する")
    True
    >>> _fits("支援を強化", "npo等の活動をきめ細かく支援し官民npo等の連携を強化する")
    False
    """
    if len(said) < _SHORTEST:
        return False
    if heading.startswith(said) or heading.endswith(said):
        return True
    rest = iter(heading)
    return len(said) >= max(_PICKED, _MOST * len(heading)) and all(sign in rest for sign in said)


__all__ = ["quoted_headings"]
