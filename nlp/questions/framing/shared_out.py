"""Whether a question for a share says of what: a share is one of things of the graph (施策, 事業, 行, 府省庁, 交付団体).

貧困状態にあるこどもの割合 is a number of people, which a text may print and no count of measures is.
"""

from __future__ import annotations

import re

from nlp.questions.found.reading import Reading
from nlp.questions.tables.frame_rules import Understood

# Conditions that are words of people and things in the world as well as of measures.
_WORDS = frozenset({"keyword", "quoted", "target_group", "target_group_below"})
# 施策の, 事業のうち, 行に占める, 府省庁は; not 関係機関と連携した.
_BEHIND = re.compile(
    r"(?:の(?:数|件数|うち|中|なか|内)?|全体|数|総数|件数|中|では|で|に|は|が|って|も|を|、|\s|[?。]|$|全部|全て|すべて|何|割|の?比率)"
)
# 高齢者向けの割合, 障害者を対象にしたものの割合: whom a measure is for.
_SERVED = re.compile(r"向け|むけ|対象|もの(?:の|は|が)|やつ|予算|金額|額")


def class_shared(reading: Reading, understood: Understood) -> bool:
    """Whether the things are named of which a share is asked, or follow from what is said of them (再掲の割合)."""
    conditions = understood.frame.conditions
    if understood.rule.op != "share" or not conditions or any(c.kind not in _WORDS for c in conditions):
        return True
    return _SERVED.search(reading.text) is not None or bool(classes_shared(reading))


def classes_shared(reading: Reading) -> list[str]:
    """The classes that stand as what is shared out: no part of a longer word (関係機関), with a particle of a whole behind."""
    return [
        cue.value
        for cue in reading.of_slot("class")
        if _BEHIND.match(reading.text, cue.end)
        and not re.match("[一-龥]", reading.text[cue.start - 1 : cue.start])
    ]


__all__ = ["class_shared", "classes_shared"]
