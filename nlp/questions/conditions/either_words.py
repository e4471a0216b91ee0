"""Words any of which is enough: フードバンクやこども食堂が出てくる, 農福連携か居場所の."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from nlp.questions.conditions.said_in_text import asks_in_text
from nlp.questions.conditions.spellings import keyword_variants
from nlp.questions.conditions.standing import stands_behind
from nlp.questions.found.cores import Core
from nlp.questions.found.reading import Reading
from nlp.questions.framing.sets import Knowledge, SetReading, condition_data
from nlp.questions.names.linking import EntityHit
from nlp.questions.records import Condition, Decline, Term

Placed = TypeVar("Placed", Core, EntityHit)
_EITHER = re.compile(r"(?:か|や|とか|または|又は|もしくは|若しくは|あるいは|ないし)、?")
_TWO_KANJI_VERB = re.compile(r"[一-龥][ぁ-ん]?[一-龥]+")


def either_of_words(reading: Reading, into: SetReading, known: Knowledge, used: Sequence[Core]) -> list[Core]:
    """フードバンクやこども食堂が出てくる, 農福連携か居場所の: words any of which is enough are one condition; gives those used."""
    never = condition_data()["never_keywords"]
    looked_for = {
        c: c.stem if c.noun and not c.inside else verb_word(c) for c in reading.cores if c not in used
    }
    free = [core for core, word in looked_for.items() if len(word) > 1 and core.stem not in never]
    if said := _group_or_word(free, reading):
        text = f"「{said}」のどちらかという条件は、まだ読めません。一つずつ尋ねてください。"
        into.decline = Decline("not_in_graph", text, f"「{said}」を含む問い")
    chains = [chain for chain in chained(free, reading.text) if len(chain) > 1]
    for chain in chains:
        told = asks_in_text(reading.text) or stands_behind(reading.text[chain[-1].end :])
        kind = "quoted" if told and known.supports(into.over, "quoted") else "keyword"
        if not known.supports(into.over, kind):
            return []
        add_either(
            kind, chain[0].start, chain[-1].end, [looked_for[core] for core in chain], reading, into, known
        )
    return [core for chain in chains for core in chain]


def chained(found: Iterable[Placed], text: str) -> list[list[Placed]]:
    """Words or names in order, those joined by か or や together."""
    chains: list[list[Placed]] = []
    for one in found:
        if chains and _EITHER.fullmatch(text[chains[-1][-1].end : one.start]):
            chains[-1].append(one)
        else:
            chains.append([one])
    return chains


def add_either(
    kind: str, start: int, end: int, said: Sequence[str], reading: Reading, into: SetReading, known: Knowledge
) -> None:
    joined = "」か「".join(said)
    terms = tuple(Term("text", v, joined) for word in said for v in keyword_variants(word))
    into.add(Condition(kind, terms, surface=reading.text[start:end]), known)


def verb_word(core: Core) -> str:
    """見守る -> 見守: a verb written with two kanji says what is done; "" for other verbs."""
    match = _TWO_KANJI_VERB.match(core.text)
    neutral = core.stem in condition_data()["neutral_verbs"] or core.text in condition_data()["neutral_verbs"]
    return match.group() if match and not neutral else ""


def _group_or_word(free: Sequence[Core], reading: Reading) -> str:
    """ひきこもりや居場所: people whom something is for or a word that stands in it; "" where no such two are joined."""
    groups = [
        hit for hit in reading.of_kind("target_group") if not any(hit in c.inside for c in reading.cores)
    ]
    for hit in groups:
        for core in free:
            start, end = min(hit.start, core.start), max(hit.end, core.end)
            between = reading.text[min(hit.end, core.end) : max(hit.start, core.start)]
            if _EITHER.fullmatch(between):
                return reading.text[start:end]
    return ""


__all__ = ["add_either", "chained", "either_of_words", "verb_word"]
