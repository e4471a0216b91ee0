"""Which conditions of a question make the part, and which the whole, where a share is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.questions.conditions.section_conditions import notation_of
from nlp.questions.framing.wholes import field_said, limits_all, part_and_whole, said_by_mark, whole_said
from nlp.questions.records import Condition, Frame, Term

# What a list is by itself: 令和7年度補正予算 全体 is all of that list.
_OF_THE_LIST = ("year", "stage", "plan")


def parts_of_all(frame: Frame) -> tuple[Condition, ...]:
    """Where the whole is said (全体の何%): all conditions but those of the whole; () where it is not, or is not understood.

    関連する事業がある施策は全体の何%: of all measures. 柱1全体の何%が法務省の施策: of those of 柱1.
    法務省の施策のうち共同のものは: of those of 法務省.
    """
    whole = whole_said(frame.text)
    if whole is None or "うち" in frame.text:
        return ()
    told = [c for c in frame.conditions if c.kind not in _OF_THE_LIST]
    part = tuple(c for c in told if not _said_in(whole, c))
    return () if whole and len(part) == len(told) else not_limiting(part, frame)


def parts_said(frame: Frame) -> tuple[Condition, ...]:
    """The conditions that a question says of the part alone, by its form (内閣府の新規事業はR7補正の何%, R7補正のうち新規は);
    () where the form does not tell, and where a condition stands in neither."""
    split = part_and_whole(frame.text)
    if split is None:
        return ()
    part, whole = split
    told = [c for c in frame.conditions if c.kind not in _OF_THE_LIST]
    if not all(_said_in(part, c) or _said_in(whole, c) for c in told):
        return ()
    own = [c for c in told if not _said_in(whole, c) or kept_of((c,), frame)]
    return not_limiting(own, frame)


def kept_of(telling: Sequence[Condition], frame: Frame) -> tuple[Condition, ...]:
    """What the whole keeps of conditions for several names at once: 農水省の施策のうち消費者庁と共同のもの, of those of 農水省."""
    split = part_and_whole(frame.text)
    if split is None:
        return ()
    kept = []
    for condition in telling:
        values = tuple(v for v in condition.values if _names(split[1], v, frame))
        if condition.mode == "all" and 0 < len(values) < len(condition.values):
            kept.append(replace(condition, values=values, surface=""))
    return tuple(kept)


def _names(words: str, term: Term, frame: Frame) -> bool:
    said = {term.label, *(link.surface for link in frame.linked if link.id == term.value)}
    return any(word in words for word in said if word)


def not_limiting(conditions: Sequence[Condition], frame: Frame) -> tuple[Condition, ...]:
    """The conditions without those that limit all that is counted (再掲を除くと), where there are others."""
    others = tuple(c for c in conditions if not limits_all(c.kind, frame.text))
    return others or tuple(conditions)


def _said_in(words: str, condition: Condition) -> bool:
    """Whether the words name the condition, as it was said, by its mark or, of numbers of places, as they are printed."""
    if not condition.surface and said_by_mark(condition.kind, words):
        return True
    if condition.kind in ("has", "missing") and not condition.surface:
        return any(field_said(term.value, words) for term in condition.values)
    if condition.kind == "number_range":
        return all(term.value in words for term in condition.values)
    said = condition.surface or "、".join(dict.fromkeys(map(notation_of, condition.values)))
    if condition.kind == "pillar":
        return any(form.format(said) in words for form in ("柱{}", "第{}の柱", "{}つ目の柱", "{}番目の柱"))
    return bool(said) and said in words


def last_stated(frame: Frame) -> Condition | None:
    """The condition of the question itself that was read last, of those that are not the list's."""
    own = [c for c in frame.conditions if c.kind not in _OF_THE_LIST and c.origin == "stated"]
    return own[-1] if own else None


def with_its_ministry(telling: Condition, frame: Frame) -> tuple[Condition, ...]:
    """法務省だけが担当する施策の割合: the ministry belongs to the part; 法務省の施策のうち単独のもの: it does not."""
    if telling.kind != "sole" or "うち" in frame.text:
        return (telling,)
    return (*frame.of_kind("ministry"), telling)
