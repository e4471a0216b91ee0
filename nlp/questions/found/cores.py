"""The compounds of a question that no name, number or cue explains, and the stretches of them that stand in some label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.questions.found.numbers import NumberHit
from nlp.questions.found.words import Word
from nlp.questions.names.linking import EntityHit, LinkIndex
from nlp.questions.tables.cues import Cue

_NOUNS = ("名詞", "形状詞", "接頭辞", "接尾辞")
# A compound may give up these kinds of cue at its end (自殺対策|事業) or at its beginning (補正|事業).
_TRAILING = ("class", "ask", "attr", "group", "stage")
_LEADING = ("stage", "cond", "follow", "class")
# いくら|配分された: a word that asks is no head of a compound.
_ASKING = ("いくら", "幾ら", "いくつ", "どれ", "どこ", "誰", "だれ", "何")
_STEMS = "いきぎしちにびみりえけげせてねべめれ"


@dataclass(frozen=True, slots=True)
class Core:
    """A compound that no cue explains: 自殺対策 in 自殺対策事業. `inside` are the names found within it.

    `whole` is the compound with what was cut off its end (a name may need it), `stem` is it without general
    words such as 対策. `noun` is False for verbs and adjectives, which only ever are named, not used.
    """

    start: int
    end: int
    text: str
    whole: str
    stem: str
    inside: tuple[EntityHit, ...] = ()
    noun: bool = True


def mask(text: str, spans: Iterable[EntityHit | NumberHit | Cue]) -> list[bool]:
    """Which characters of the text, and the place behind its last, stand in one of the spans."""
    masked = [False] * (len(text) + 1)
    for span in spans:
        masked[span.start : span.end] = [True] * (span.end - span.start)
    return masked


def cores_of(
    text: str,
    tokens: Sequence[Word],
    entities: Sequence[EntityHit],
    numbers: Sequence[NumberHit],
    cues: Sequence[Cue],
    suffixes: Sequence[str],
    index: LinkIndex,
) -> tuple[Core, ...]:
    """The compounds and verbs of a question outside its names, numbers and cues, in order."""
    groups = [hit for hit in entities if hit.kinds() <= {"target_group"}]
    broken = mask(text, (*(hit for hit in entities if hit not in groups), *numbers))
    covered = mask(text, (*cues, *groups))
    found: list[Core] = []
    for run in (
        part
        for whole in _compounds(tokens, broken, _printed_adjectives(text, tokens, index))
        for part in _split(whole, covered)
    ):
        if all(all(covered[t.start : t.end]) for t in run):
            continue
        while run and (_by(run[-1], cues, _TRAILING) or run[-1].surface == "・"):
            cut = run.pop()
            del cut
        while run and (_by(run[0], cues, _LEADING) or run[0].surface in _ASKING):
            run = run[1:]
        if not run or all(all(covered[t.start : t.end]) for t in run):
            continue
        start, end = run[0].start, run[-1].end
        inside = tuple(hit for hit in groups if hit.start >= start and hit.end <= end)
        whole = text[start : _compound_end(tokens, end, broken)]
        found.append(Core(start, end, text[start:end], whole, _stem(text[start:end], suffixes), inside))
    for token in tokens:
        span = slice(token.start, token.end)
        open_verb = token.pos in ("動詞", "形容詞") and token.detail != "非自立可能"
        if open_verb and not any(covered[span]) and not any(broken[span]):
            found.append(Core(token.start, token.end, token.surface, token.surface, token.normal, (), False))
    return tuple(sorted(found, key=lambda core: core.start))


def _printed_adjectives(text: str, tokens: Sequence[Word], index: LinkIndex) -> set[int]:
    """Where an adjective begins that some name has with the noun behind it (やさしい日本語)."""
    return {
        token.start
        for token, noun in pairwise(tokens)
        if token.pos == "形容詞"
        and noun.pos == "名詞"
        and noun.start == token.end
        and index.longest_part(text, token.start, len(text)) >= noun.end
    }


def _compounds(tokens: Sequence[Word], broken: Sequence[bool], adjectives: set[int]) -> list[list[Word]]:
    """Runs of adjacent nouns, not crossing `broken` characters; ・ inside a run belongs to it."""
    # 学び|場: a verb's stem right before a noun is the head of a compound.
    verbal = {
        t.start
        for t, following in pairwise(tokens)
        if t.pos == "動詞"
        and t.detail == "一般"
        and t.surface[-1] in _STEMS
        and following.pos == "名詞"
        and following.start == t.end
    }
    # 一時|預かり, 一時|預かり|の: a verb's stem behind a noun, not going on as a verb.
    for before, token, after in zip(tokens, tokens[1:], (*tokens[2:], None), strict=False):
        stem = token.pos == "動詞" and token.detail == "一般" and token.surface[-1] in _STEMS
        ends = (
            after is None or (after.pos == "助詞" and after.detail != "接続助詞") or after.pos == "補助記号"
        )
        if stem and ends and before.pos == "名詞" and before.end == token.start:
            verbal.add(token.start)
    verbal |= adjectives
    runs: list[list[Word]] = []
    run: list[Word] = []
    for token in tokens:
        noun = (
            token.pos in _NOUNS or (token.surface in ("・", "-", "&") and bool(run)) or token.start in verbal
        )
        open_ = not any(broken[token.start : token.end])
        if noun and open_ and (not run or run[-1].end == token.start):
            run.append(token)
            continue
        if run:
            runs.append(run)
        run = [token] if noun and open_ and (token.pos in _NOUNS or token.start in verbal) else []
    if run:
        runs.append(run)
    return runs


def _split(run: list[Word], covered: Sequence[bool]) -> list[list[Word]]:
    """新規・再掲 is two words side by side: a run is cut at ・ where one side is all cues."""
    parts: list[list[Word]] = [[]]
    for token in run:
        if token.surface == "・" and not covered[token.start]:
            parts.append([])
        else:
            parts[-1].append(token)
    known = [bool(part) and all(all(covered[t.start : t.end]) for t in part) for part in parts]
    return [part for part in parts if part] if any(known) and len(parts) > 1 else [run]


def _compound_end(tokens: Sequence[Word], end: int, broken: Sequence[bool]) -> int:
    for token in tokens:
        if token.start == end and token.pos in _NOUNS and not any(broken[token.start : token.end]):
            end = token.end
    return end


def _by(token: Word, cues: Sequence[Cue], slots: Sequence[str]) -> bool:
    return any(cue.start <= token.start and token.end <= cue.end and cue.slot in slots for cue in cues)


def _stem(text: str, suffixes: Sequence[str]) -> str:
    changed = True
    while changed:
        changed = False
        for suffix in suffixes:
            if text.endswith(suffix) and len(text) - len(suffix) >= 2:
                text = text[: -len(suffix)]
                changed = True
    return text


def phrases_of(
    text: str,
    tokens: Sequence[Word],
    entities: Sequence[EntityHit],
    cores: Sequence[Core],
    index: LinkIndex,
    masked: Sequence[bool],
) -> tuple[tuple[int, int], ...]:
    """Stretches of four characters or more that stand in some label, the longest first, not overlapping.

    They begin where a core or a target group begins and end where a word ends (女性活躍促進に向けた取組).
    """
    ends = sorted(token.end for token in tokens)
    starts = {core.start for core in cores if core.noun}
    starts |= {hit.start for hit in entities if "target_group" in hit.kinds()}
    found: list[tuple[int, int]] = []
    for start in sorted(starts):
        reached = index.longest_part(text, start, len(text))
        end = max((e for e in ends if start < e <= reached), default=start)
        while end > start and _particle(tokens, end):
            end = max((e for e in ends if start < e < end), default=start)
        if end - start >= 4 and any(core.start < end and start < core.end for core in cores if core.noun):
            found.append((start, end))
    del masked
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= s or start >= e for s, e in kept):
            kept.append((start, end))
    return tuple(kept)


def _particle(tokens: Sequence[Word], end: int) -> bool:
    return any(token.end == end and token.pos in ("助詞", "助動詞", "補助記号") for token in tokens)
