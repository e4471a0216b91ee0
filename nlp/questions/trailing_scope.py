"""A year or a stage said behind the question (平均は？R7補正, 差はいくら（R7）): brought to its front, where it is read as usual."""

from __future__ import annotations

import re

_YEAR = r"(?:令和|平成|[rRｒＲhH])?\s?(?:\d{1,4}|[０-９]{1,4}|[元一二三四五六七八九十]{1,3})(?:年度?)?"
_STAGE = r"(?:補正|当初)?(?:予算(?:案)?|分|の?(?:予算)?一覧)?"
_SCOPE = rf"(?:{_YEAR}の?{_STAGE}(?:で|の場合|について)?)"
# Both a year and either its era, 年 or a stage: a bare number behind a question may be anything.
_SURE = re.compile(r"年|補正|当初|予算|令和|平成|[rRｒＲhH](?=\s?[\d０-９])")
_BEHIND = re.compile(
    rf"^(?P<asked>.{{3,}}?)(?:[?？。]\s*|\s*[(（]\s*|[、,，]\s*|(?<=[はか])\s*)(?P<scope>{_SCOPE})\s*[)）]?[。.]?$"
)


def scope_first(text: str) -> str:
    """The question with a year or stage from its end put in front; the text itself when there is none.

    >>> scope_first("平均より大きい事業は？R7補正")
    'R7補正、平均より大きい事業は？'
    >>> scope_first("内閣府と厚労省の補正の差はいくら（R7）")
    'R7、内閣府と厚労省の補正の差はいくら'
    >>> scope_first("令和6年度の予算は、令和7年度")
    '令和6年度の予算は、令和7年度'
    """
    match = _BEHIND.match(text)
    if match is None or not _SURE.search(match["scope"]) or re.search(_YEAR_SAID, match["asked"]):
        return text
    asked = match["asked"]
    mark = "？" if text[len(asked) : len(asked) + 1] in ("?", "？") else ""
    return f"{match['scope']}、{asked}{mark}"


# A question that has a year of its own keeps the one behind it where it stands.
_YEAR_SAID = re.compile(
    r"(?:令和|平成)\s?[\d０-９元一二三四五六七八九十]|[rRｒＲhH]\s?[\d０-９]|[\d０-９]年度|[\d０-９]補正"
)
