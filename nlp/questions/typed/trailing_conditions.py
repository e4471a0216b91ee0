"""A condition said behind the question (施策は何件？高齢者向けに限って, 見直し方針は（概要なし）): brought to its front, before the things
that it narrows. The forms are those of `frames/said_order.toml`, table `[narrowed]`.
"""

from __future__ import annotations

from nlp.questions.tables.patterns import patterns


def condition_first(text: str) -> str:
    """The question with what narrows its things from its end put in front; the text itself when there is none.

    >>> condition_first("法務省の施策は何件？高齢者向けに限って。")
    '高齢者向けの法務省の施策は何件？'
    >>> condition_first("柱1の施策の目標は（概要なし）")
    '概要のない柱1の施策の目標は'
    >>> condition_first("内閣府の施策は？リンクのあるものだけで")
    'リンクのある内閣府の施策は？'
    >>> condition_first("No.15の担当（予算の一覧の方）"), condition_first("施策は何件？事業は何件に限って")
    ('No.15の担当（予算の一覧の方）', '施策は何件？事業は何件に限って')
    """
    said = patterns("said_order.toml", "narrowed")
    for form in ("only", "left_out", "brackets"):
        match = said[form].match(text)
        if match is None:
            continue
        rest, asked = match["rest"].strip(), match["asked"]
        if said["asks"].search(rest) or said["one"].search(asked) or not said["things"].search(asked):
            continue
        if said["marked"].fullmatch(rest) and said["summed"].search(asked):
            continue
        if form == "brackets" and not said["sure"].search(rest):
            continue
        if form == "left_out":
            return f"{rest}以外の{asked}"
        return f"{_before_things(rest)}{asked}"
    return text


def _before_things(rest: str) -> str:
    """The words as they stand before things: 高齢者向け as 高齢者向けの, 概要なし as 概要のない, リンクのあるもの as リンクのある."""
    said = patterns("said_order.toml", "narrowed")
    rest = said["noun"].sub("", said["alone"].sub("", rest))
    there = said["there"].match(rest)
    if there is not None:
        return f"{there['of']}の{'ある' if there['has'] else 'ない'}"
    return rest if said["verbal"].search(rest) else f"{rest}の"
