"""Whether a name, a number or another content word of a question stands in the frame that was filled."""

from __future__ import annotations

from nlp.questions.found.cores import Core
from nlp.questions.found.numbers import NumberHit
from nlp.questions.found.reading import Reading
from nlp.questions.found.words import words
from nlp.questions.framing.sets import condition_data
from nlp.questions.names.linking import EntityHit
from nlp.questions.records import Frame
from nlp.questions.typed.text import fold_key


def linked(hit: EntityHit, frame: Frame) -> bool:
    """Whether a name stands in a condition, among what was linked, or says what is listed."""
    ids = {name.id for name in hit.names}
    labels = {name.label for name in hit.names}
    if hit.surface in frame.within or (frame.id == "disagreement" and hit.kinds() == {"document"}):
        return True
    for condition in frame.conditions:
        if hit.surface and hit.surface in condition.surface:
            return True
        if any(
            t.value in ids
            or t.label in labels
            or t.label.partition("（")[0] in labels  # 近畿地方（三重県・…）
            or hit.surface in t.label.casefold()
            for t in condition.values
        ):
            return True
    return any(linked.id in ids for linked in frame.linked) or frame.item in hit.kinds()


def printed_end(hit: EntityHit, reading: Reading) -> int:
    """The end of a name with the nouns right behind it that its full label has too (つながりサポーター|養成)."""
    labels = [fold_key(name.label) for name in hit.names]
    end = hit.end
    for token in reading.tokens:
        if token.start == end and token.pos == "名詞" and any(token.surface in label for label in labels):
            end = token.end
    return end


def bound(hit: NumberHit, frame: Frame) -> bool:
    """Whether a number became a condition, a limit or a place in an order."""
    if hit.kind in ("top", "some"):
        return str(frame.limit) == hit.values[0]
    if hit.kind == "nth":
        return bool(frame.nth) or frame.limit >= int(hit.values[0]) or frame.id.startswith("places_apart")
    if any(hit.kind in c.kind for c in frame.conditions):
        return True
    if hit.kind in ("joint_least", "joint_count") and frame.of_kind("having_ministries"):
        return True
    if hit.kind == "amount" and any(c.kind == "amount_kind" and c.surface for c in frame.conditions):
        return True
    return any(hit.values[0] in linked.surface for linked in frame.linked)


def looked_for(core: Core, frame: Frame) -> bool:
    """Whether the words of a core were looked for, as words or as (part of) a name."""
    if core.text in condition_data()["due_words"] and frame.of_kind("due"):
        return True
    if any(word in core.text for word in frame.within) or (
        frame.id == "attribute" and core.text in condition_data()["within_general"]
    ):
        return True
    for condition in frame.conditions:
        if condition.surface and (core.text in condition.surface or condition.surface in core.text):
            return True
    if (
        frame.over not in ("line", "measure", "work", "programme")
        and core.text in condition_data()["generic_words"]
    ):
        return True
    labels = [fold_key(x.label) for x in frame.linked]
    spelt_apart = any(all(word.surface in label for word in words(core.text)) for label in labels)
    return core.noun and (spelt_apart or any(core.text in x.surface for x in frame.linked))


__all__ = ["bound", "linked", "looked_for", "printed_end"]
