"""Words that no cue explains as conditions: looked for in names and texts, or said to stand in one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.questions.conditions.either_words import add_either, chained, either_of_words, verb_word
from nlp.questions.conditions.said_in_text import asks_in_text, places_said, said_in, stands_in_text
from nlp.questions.conditions.section_conditions import section_terms
from nlp.questions.conditions.spellings import keyword_variants
from nlp.questions.conditions.standing import stands_behind
from nlp.questions.found.cores import Core
from nlp.questions.found.quantities import is_quantity
from nlp.questions.found.reading import QUOTED_WORDS, Reading
from nlp.questions.found.words import words
from nlp.questions.framing.sets import (
    Knowledge,
    SetReading,
    condition_data,
    said_supported,
)
from nlp.questions.names.linking import EntityHit
from nlp.questions.records import Condition, Term
from nlp.questions.typed.text import fold_question

# こども基本法 is no law for こども that has the word 基本法.
_RULES = re.compile(r"(?:法|計画|大綱|指針|条例|綱領|プラン|ガイドライン)$")
# A word of one character is looked for where it is clearly spoken of (米に関する施策), not as a part of another word.
_SPOKEN_OF = re.compile(
    r"^[」』]?(?:に関|に係|関連|関係|の(?:施策|事業|取組|支援|予算)|を(?:対象|支援|扱)|施策|事業|という|と書)"
)
_AS = re.compile(r"^(?:事業|対策)?として(?!い)")
_PLACE_WORD = re.compile(r"^(?P<more>[一-龥の]{0,4}?)(?:に関する|という|の)?(?:節|柱|区分)(?!別|ごと)")
_SHORT_WORD = 2
_LOOKED_FOR = ("quoted", "keyword")


def _kind_of_supporter(hit: EntityHit) -> bool:
    """フードバンク支援: a kind of supporter with a name of its own, narrower than the group it is counted to."""
    groups = [n for n in hit.names if n.kind == "target_group" and n.notation == "intermediary"]
    general = re.search(r"(?:団体|者|法人|等|機関|組織)$", hit.surface)
    return bool(groups) and hit.surface not in fold_question(groups[0].label) and general is None


def is_topic(hit: EntityHit, reading: Reading) -> bool:
    """フードバンクの施策: a word for those who support is a topic, unless they are said to be supported (対象, 向け).

    The lexicon marks such groups with the notation "intermediary"; their own name stays a target group.
    """
    groups = [name for name in hit.names if name.kind == "target_group" and name.notation == "intermediary"]
    if not groups or len(hit.names) > len(groups) or hit.surface in fold_question(groups[0].label):
        return False
    return not said_supported(hit, reading)


def keyword_cores(reading: Reading, known: Knowledge) -> tuple[Core, ...]:
    """The cores that stay whole as keywords although a target group stands inside (女性活躍 is in a label)."""
    return tuple(
        core
        for core in reading.cores
        if core.noun
        and core.inside
        and (known.index.containing(core.stem) or _another_group(core) or _RULES.search(core.text))
    )


def _another_group(core: Core) -> bool:
    """ギャンブル依存症: a word before a general group makes it another one, not that group."""
    last = core.inside[-1]
    return len(core.inside) == 1 and last.end == core.end and last.start - core.start >= 3


_ANY_OF = re.compile(r"(?:か|や|、|・|または|又は|もしくは|あるいは)?")
_ANY_OF_THEM = re.compile(r"^の(?:どちらか|いずれか|どれか)")
# Words for a plan that are read as its kind and yet say which it is.
_PLAN_SAID = re.compile(r"重点計画|基本計画|大綱|骨太(?:の?方針)?")


def keyword_conditions(
    reading: Reading, into: SetReading, known: Knowledge, used: Sequence[Core] = ()
) -> None:
    """What no cue explains, as words to be found in names and texts; verbs are only named."""
    for hits in chained(reading.of_kind("target_group"), reading.text):
        kinds = [_as_word(hit, reading, into, known) for hit in hits]
        if len(hits) > 1 and kinds[-1] == "quoted":
            add_either(
                kinds[-1], hits[0].start, hits[-1].end, [h.surface for h in hits], reading, into, known
            )
            continue
        for hit, kind in zip(hits, kinds, strict=True):
            if kind:
                add_either(kind, hit.start, hit.end, [hit.surface], reading, into, known)
    if into.over == "plan" and (said := _PLAN_SAID.search(reading.text)) is not None:
        into.add(
            Condition("keyword", (Term("text", said.group(), said.group()),), surface=said.group()), known
        )
    used = (*used, *_placed_by_words(reading, into, known))
    for chain in _quoted_words(reading.text) if known.supports(into.over, "quoted") else ():
        either = _ANY_OF_THEM.match(reading.text[chain[-1].end() :])
        end = chain[-1].end() + (either.end() if either else -1)
        add_either("quoted", chain[0].start() + 1, end, [m[1] for m in chain], reading, into, known)
        used = (*used, *(c for c in reading.cores for m in chain if m.start() < c.end and c.start < m.end()))
    used = (*used, *said_in(reading, into, known))
    used = (*used, *either_of_words(reading, into, known, used))
    whole = keyword_cores(reading, known)
    generic = condition_data()["generic_words"]
    never = condition_data()["never_keywords"]
    own = into.over not in ("line", "measure", "work", "programme", "plan", "law", "document")
    for core in reading.cores:
        if core in used:
            continue
        if not core.noun:
            word = verb_word(core)
            if word and known.supports(into.over, "keyword"):
                terms = tuple(Term("text", v, core.text) for v in keyword_variants(word))
                into.add(Condition("keyword", terms, surface=core.text), known)
            continue
        if own and core.text in generic:
            continue
        if re.match(r"」?(?:では|じゃ)なく", reading.text[core.end : core.end + 5]):
            into.notes.append(f"「{core.text}」ではないものとして、条件に使っていません。")
            continue
        if _AS.match(reading.text[core.end :]) and not core.text.startswith(("対象", "テーマ")):
            continue  # 補助事業として: said of how, no topic; left unread
        pieces = [_quoted_whole(core, reading) or core.stem]
        if core.inside and core not in whole:
            pieces = _outside(core, reading)
        for piece in pieces:
            lone = len(piece) < 2 and not _SPOKEN_OF.match(reading.text[core.end :])
            if piece in never or lone or is_quantity(piece) or not re.search(r"\w", piece):
                continue  # left unread: `nlp.questions.refusing.completeness` names it
            terms = tuple(Term("text", v, piece) for v in keyword_variants(piece))
            told = asks_in_text(reading.text) or stands_behind(reading.text[core.end :])
            kind = "quoted" if told and known.supports(into.over, "quoted") else "keyword"
            into.add(Condition(kind, terms, surface=core.text), known)
    # 概要に「npo」という語がない: the word is not looked for anywhere else.
    denied = {
        c.surface for c in into.conditions if c.mode == "none" and c.kind in (*places_said().values(), "name")
    }
    into.conditions = [
        c for c in into.conditions if c.mode == "none" or c.kind not in _LOOKED_FOR or c.surface not in denied
    ]


def _as_word(hit: EntityHit, reading: Reading, into: SetReading, known: Knowledge) -> str:
    """As what the name of a group is looked for in texts: "quoted", "keyword", or "" where it names the group."""
    if stands_in_text(hit, reading) and known.supports(into.over, "quoted"):
        return "quoted"
    inside = any(hit in core.inside for core in reading.cores)
    topic = is_topic(hit, reading) or _kind_of_supporter(hit)
    return (
        "keyword" if topic and not inside and into.over not in ("grantee", "requirement", "activity") else ""
    )


def _quoted_words(text: str) -> list[list[re.Match[str]]]:
    """Words quoted that stand in the texts, together where any of them is enough (「達成した」か「上回った」と書かれた)."""
    chains: list[list[re.Match[str]]] = []
    for match in QUOTED_WORDS.finditer(text):
        if chains and _ANY_OF.fullmatch(text[chains[-1][-1].end() : match.start()]):
            chains[-1].append(match)
        else:
            chains.append([match])
    return [c for c in chains if stands_behind(_ANY_OF_THEM.sub("", text[c[-1].end() :], count=1))]


def unused_verbs(reading: Reading) -> tuple[str, ...]:
    """The verbs and adjectives of the question that narrow nothing although they may have been meant to."""
    neutral = condition_data()["neutral_verbs"]
    return tuple(
        core.text
        for core in reading.cores
        if not core.noun and len(core.text) >= 2 and core.stem not in neutral and not verb_word(core)
    )


def _quoted_whole(core: Core, reading: Reading) -> str:
    """「伴走型支援」: what stands in quotes is looked for as it stands, general words and all; "" when not quoted."""
    whole = (
        m[1] for m in QUOTED_WORDS.finditer(reading.text) if m.start() <= core.start and core.end <= m.end()
    )
    return next((text for text in whole if core.text in text and len(text) <= len(core.whole) + 2), "")


def _placed_by_words(reading: Reading, into: SetReading, known: Knowledge) -> list[Core]:
    """相談支援の節, 情報発信の柱: sections or pillars by words of their heading; the words that did so."""
    placed: list[Core] = []
    reached = 0
    for core in reading.cores:
        match = _PLACE_WORD.match(reading.text[core.end : core.end + 6])
        if match is None or not core.noun:
            continue
        if core.start < reached:
            placed.append(core)  # 相談支援体制の整備の節: 整備 is part of the heading found
            continue
        kind = "pillar" if "柱" in match.group() else "section"
        headings = [(name, fold_question(name.label)) for name in known.lexicon.of_kind(kind)]
        names = [name for name, heading in headings if core.text + match["more"] in heading] or [
            name for name, heading in headings if core.text in heading
        ]
        first = next((word.surface for word in words(core.text) if len(word.surface) > _SHORT_WORD), "")
        first = re.sub(r"(?:づくり|作り)$", "", first)
        names = names or [name for name, heading in headings if first and first in heading]
        if names and known.supports(into.over, kind):
            terms = section_terms(names, known.lexicon)
            said = reading.text[core.start : core.end] + match["more"]
            into.add(Condition(kind, terms, surface=said), known)
            placed.append(core)
            reached = core.end + match.end()
    return placed


def _outside(core: Core, reading: Reading) -> list[str]:
    position, pieces = core.start, []
    for hit in core.inside:
        pieces.append(reading.text[position : hit.start])
        position = hit.end
    pieces.append(reading.text[position : core.end])
    suffixes = condition_data()["keyword_suffixes"]
    return [piece for piece in pieces if piece and piece not in suffixes and piece not in ("・", "等")]


def loosened(condition: Condition) -> tuple[Condition, ...]:
    """What may be looked for instead where nothing fits: a compound as its words, each a condition of its own (SNS相談: SNS
    and 相談); a target group that nothing says to be supported as a word of the text. () when there is no other reading."""
    if condition.mode == "none" or condition.kind not in ("keyword", "target_group"):
        return ()
    if condition.kind == "target_group":
        if len(condition.values) > 1 or len(condition.surface) < 2:
            return ()
        word = condition.surface
        terms = tuple(Term("text", spelling, word) for spelling in keyword_variants(word))
        return (Condition("keyword", terms, "any", surface=word),)
    parts = [
        word.surface
        for word in words(condition.values[0].label)
        if word.pos == "名詞" and len(word.surface) > 1
    ]
    if len(parts) < 2:
        return ()
    return tuple(
        Condition(
            "keyword",
            tuple(Term("text", spelling, part) for spelling in keyword_variants(part)),
            condition.mode,
            surface=part,
        )
        for part in parts
    )
