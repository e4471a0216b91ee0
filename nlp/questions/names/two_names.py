"""Two names asked about at once (AとBは同じ): the one that no name of the lexicon is, found by what it nearly names."""

from __future__ import annotations

import re

from nlp.questions.found.reading import Reading
from nlp.questions.framing.sets import Knowledge
from nlp.questions.names.linking import best_candidates
from nlp.questions.records import Condition, Decline, Term

_AFTER = re.compile(
    r"^[」』\"]?(?:と|、|=)、?[「『\"]?(?P<other>[^「」『』、]{2,60}?)[」』\"]?(?:は|って|が)"
)
_BEFORE = re.compile(r"(?:^|[、。「『\"])(?P<other>[^「」『』、]{2,60}?)[」』\"]?(?:と|、|=)、?[「『\"]?$")


def other_name(reading: Reading) -> str:
    """The words beside the one programme named, where the question names two; "" where it does not.

    「こども食堂支援事業」と「食堂支援」は同じ？ gives 食堂支援 when no name is so.
    """
    hits = reading.of_kind("programme")
    if len({hit.surface for hit in hits}) != 1:
        return ""
    hit = hits[0]
    beside = _AFTER.match(reading.text[hit.end :]) or _BEFORE.search(reading.text[: hit.start])
    return beside["other"].strip() if beside else ""


def second_programme(reading: Reading, known: Knowledge) -> Condition | Decline | None:
    """The programme that the other words nearly name as a condition, or that none is so named; None where there are none."""
    said = other_name(reading)
    if not said:
        return None
    found = best_candidates(known.index.nearest(said, ("programme",)))
    other = best_candidates(known.index.nearest(said, ("measure",)))
    if found and other and other[0].score > found[0].score:
        found = ()
    names = tuple(dict.fromkeys(item.name for item in found))
    if len({name.id for name in names}) == 1:
        return Condition("programme", (Term("iri", names[0].id, names[0].label),), surface=said)
    if names:
        several = "、".join(f"「{name.label}」" for name in names[:4])
        text = f"「{said}」は{several}のどれとも読めるため、同じかどうかを答えられません。"
        return Decline("not_in_source", text, f"「{said}」")
    beside = f"「{other[0].name.label}」という施策はあります。" if other else ""
    text = f"「{said}」に当たる事業は、読み込んだ文書に見つかりませんでした。{beside}"
    return Decline("not_in_source", text, f"「{said}」")
