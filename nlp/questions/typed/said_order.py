"""What people say in another order than written questions have: behind the question mark (もう届いた？目標に), or as two short
questions that are one (増えたの？減ったの？, 多いのは施策？事業？). Works on the question as typed, before it is cut into questions.
The patterns are those of `frames/said_order.toml`.
"""

from __future__ import annotations

from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.stages_before import stages_before
from nlp.questions.typed.trailing_conditions import condition_first
from nlp.questions.typed.trailing_scope import scope_first


def in_written_order(text: str) -> str:
    """The question in the order in which it would be written; the text itself when there is nothing to move.

    >>> in_written_order("もう届いた？目標に")
    '目標にもう届いた？'
    >>> in_written_order("R7補正の合計は？再掲は抜きで")
    '再掲は抜きで、R7補正の合計は？'
    >>> in_written_order("R7補正で「新規」と書いてある事業")
    'R7補正で新規と書いてある事業'
    >>> in_written_order("増えたの？減ったの？")
    '増減は？'
    >>> in_written_order("多いのは施策の数？予算一覧の行数？")
    '施策の数と予算一覧の行数はどちらが多い？'
    >>> in_written_order("内閣府の施策は何件？合計は？")
    '内閣府の施策は何件？合計は？'
    """
    said = patterns("said_order.toml", "patterns")
    text = said["quoted_mark"].sub(r"\g<mark>", text)
    text = said["mark_added"].sub(r"\g<w>\g<a>？", text)
    text = patterns("said_order.toml", "sum_first")["asked"].sub(r"\g<of>の\g<asked>は？", text)
    text = condition_first(scope_first(stages_before(text)))
    how = said["how"].match(text)
    if how is not None and not said["asks"].search(how["rest"]):
        return f"{how['rest']}、{how['asked']}"
    left = said["left_over"].match(text)
    if left is not None and not said["asks"].search(left["rest"]):
        return f"{left['rest']}{left['asked']}"
    reached = said["reached_or_not"].sub("は目標を達成したか？", text)
    if reached != text:
        return reached
    text = said["is_or_not"].sub(lambda match: f"{match['is']}か？", text)
    pointed = said["pointed"].match(text)
    if (
        pointed is not None
        and not said["asks"].search(pointed["rest"])
        and not pointed["rest"].endswith("か")
    ):
        return f"{pointed['rest']}は{pointed['asked']}"
    moved = said["up_or_down"].search(text)
    if moved is not None:
        before = text[: moved.start()]
        return f"{before}{'の' if before and not before.endswith(('の', '、')) else ''}増減は？"
    more = said["more_of"].match(text)
    if more is not None and not said["asks"].search(more["a"] + more["b"]):
        return f"{more['a']}と{more['b']}はどちらが{said['of_those'].sub('', more['head'])}？"
    return text
