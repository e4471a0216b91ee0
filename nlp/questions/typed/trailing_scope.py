"""A year or a stage said behind the question (平均は？R7補正, 差はいくら（R7）): brought to its front, where it is read as usual."""

from __future__ import annotations

from nlp.questions.tables.patterns import patterns


def scope_first(text: str) -> str:
    """The question with a year or stage from its end put in front; the text itself when there is none.

    >>> scope_first("平均より大きい事業は？R7補正")
    'R7補正、平均より大きい事業は？'
    >>> scope_first("内閣府と厚労省の補正の差はいくら（R7）")
    'R7、内閣府と厚労省の補正の差はいくら'
    >>> scope_first("令和6年度の予算は、令和7年度")
    '令和6年度の予算は、令和7年度'
    """
    scope = patterns("said_order.toml", "scope")
    match = scope["behind"].match(text)
    if match is None or not scope["sure"].search(match["scope"]) or scope["year_said"].search(match["asked"]):
        return text
    asked = match["asked"]
    mark = "？" if text[len(asked) : len(asked) + 1] in ("?", "？") else ""
    return f"{match['scope']}、{asked}{mark}"
