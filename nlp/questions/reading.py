"""What stands in a question: names, numbers, cues, and the content words that none of them explains.

Nothing is decided here; `nlp.questions.sets` and `nlp.questions.frames` read meaning into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from nlp.questions.cues import Cue, find_cues
from nlp.questions.linking import EntityHit, LinkIndex
from nlp.questions.numbers import NumberHit, find_numbers
from nlp.questions.text import fold_question, without_wish
from nlp.questions.words import Word, words

_NOUNS = ("名詞", "形状詞", "接頭辞", "接尾辞")
# A compound may give up these kinds of cue at its end (自殺対策|事業) or at its beginning (補正|事業).
_TRAILING = ("class", "ask", "attr", "group", "stage")
_LEADING = ("stage", "cond", "follow", "class")
_STEMS = "いきぎしちにびみりえけげせてねべめれ"
_SURE_LENGTH = 8
# Words quoted from a text rather than names (「継続」と書かれた, 「見守り」という語): looked for, never read as cues.
QUOTED_WORDS = re.compile(
    r"「([^「」]{1,40})」(?=と(?:書|記|あ|明記)|という(?:語|言葉|文言|記載|表現)|の(?:語|文言|記載|文字))"
)
_SHORTEST_PART = 5
_WH = (
    "何",
    "どこ",
    "だれ",
    "誰",
    "いつ",
    "いくら",
    "幾ら",
    "いくつ",
    "どれ",
    "どの",
    "どちら",
    "どっち",
    "どう",
    "どんな",
    "なに",
    "なん",
    "何れ",
    "何処",
    "何時",
    "幾つ",
)


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


@dataclass(frozen=True, slots=True)
class Reading:
    """A question with all that was recognised in its folded `text`."""

    question: str
    text: str
    tokens: tuple[Word, ...]
    entities: tuple[EntityHit, ...]
    numbers: tuple[NumberHit, ...]
    cues: tuple[Cue, ...]
    cores: tuple[Core, ...]
    phrases: tuple[tuple[int, int], ...] = field(default=())

    def has(self, *names: str) -> bool:
        """Whether any of these cues (`ask:count`) stands in the question."""
        return any(cue.name in names for cue in self.cues)

    def spans(self, name: str) -> tuple[Cue, ...]:
        """The cues of that name, in order."""
        return tuple(cue for cue in self.cues if cue.name == name)

    def of_slot(self, slot: str) -> tuple[Cue, ...]:
        """The cues of a slot, in order."""
        return tuple(cue for cue in self.cues if cue.slot == slot)

    def of_kind(self, kind: str) -> tuple[EntityHit, ...]:
        """The names found whole that may be of that kind."""
        return tuple(hit for hit in self.entities if kind in hit.kinds())

    def numbers_of(self, kind: str) -> tuple[NumberHit, ...]:
        """The numbers of one kind."""
        return tuple(hit for hit in self.numbers if hit.kind == kind)

    def wh(self) -> bool:
        """Whether a question word (何, どこ, いくら) stands in it."""
        return any(token.surface in _WH or token.normal in _WH for token in self.tokens)


def read_question(question: str, index: LinkIndex, suffixes: Sequence[str]) -> Reading:
    """Analyse a question. `suffixes` are general words that a keyword may lose (対策, 支援)."""
    text = without_wish(fold_question(question))
    tokens = words(text)
    starts = frozenset(token.start for token in tokens)
    ends = frozenset(token.end for token in tokens)
    entities = index.exact(text, starts, ends)
    misspelt = index.misspelt_ministries(text, starts, entities)
    entities = (*(hit for hit in entities if not _overlaps(hit, misspelt)), *misspelt)
    long = [hit for hit in entities if hit.end - hit.start >= 6]
    numbers = tuple(hit for hit in find_numbers(text) if not any(_cuts(name, hit) for name in long))
    entities = tuple(hit for hit in entities if not _overlaps(hit, numbers))
    masked = _quotes_masked(text, _mask(text, (*entities, *numbers)))
    cues = find_cues(text, starts, ends, masked)
    twice = find_cues(text, starts, ends, _quotes_masked(text, _mask(text, numbers)))
    shared = {(hit.start, hit.end) for hit in entities}
    cues = (*cues, *(cue for cue in twice if _beyond_names(cue, shared)))
    cues = tuple(cue for cue in cues if not _in_compound(cue, cues, tokens, entities))
    cores = _cores(text, tokens, entities, numbers, cues, suffixes)
    cores = tuple(replace(c, noun=False) if c.noun and _acted(c, tokens, index) else c for c in cores)
    cues = tuple(cue for cue in cues if not any(core.noun and _inside(cue, core) for core in cores))
    phrases = _phrases(text, tokens, entities, cores, index, masked)
    promoted = _promoted(text, cores, phrases, index)
    if promoted:
        entities = (*(hit for hit in entities if not _overlaps(hit, promoted)), *promoted)
        cores = tuple(core for core in cores if not any(_inside(core, hit) for hit in promoted))
        cues = tuple(cue for cue in cues if not any(_inside(cue, hit) for hit in promoted))
        phrases = tuple(
            span for span in phrases if not any(h.start < span[1] and span[0] < h.end for h in promoted)
        )
    return Reading(question, text, tokens, entities, numbers, cues, cores, phrases)


def _in_compound(
    cue: Cue, cues: Sequence[Cue], tokens: Sequence[Word], entities: Sequence[EntityHit]
) -> bool:
    """相談件数: a number of something that the documents speak of, not of the things asked about (施策件数)."""
    if cue.name != "ask:count" or not cues:
        return False
    before = next((t for t in tokens if t.end == cue.start and t.pos in ("名詞", "接尾辞")), None)
    if before is None or not any(t.start == cue.start and t.surface in ("件数", "数") for t in tokens):
        return False
    explained = [
        c
        for c in cues
        if c.slot in ("class", "cond", "stage") and c.start < before.end and before.start < c.end
    ]
    return not explained and not any(e.start < before.end and before.start < e.end for e in entities)


def _acted(core: Core, tokens: Sequence[Word], index: LinkIndex) -> bool:
    """登場した: a noun made a verb by する says what is done, unless names speak of it (相談する)."""
    verbal = any(t.start == core.end and t.normal == "為る" for t in tokens)
    return verbal and core.text == core.stem and len(core.text) <= 3 and not index.containing(core.text)


def _beyond_names(cue: Cue, named: set[tuple[int, int]]) -> bool:
    """A class or 〜別 whose words hold a name: 中間支援組織 is both, 都道府県別 begins with a target group."""
    if cue.slot == "class":
        return (cue.start, cue.end) in named
    return cue.slot == "group" and any(cue.start <= s and e < cue.end for s, e in named)


def _promoted(
    text: str, cores: Sequence[Core], phrases: Sequence[tuple[int, int]], index: LinkIndex
) -> tuple[EntityHit, ...]:
    """Parts of names that leave no doubt: with their 事業 or 調査 at the end, or long, and in one label only."""
    spans = [
        (core.start, core.start + len(core.whole)) for core in cores if core.noun and core.whole != core.text
    ]
    spans += [(start, end) for start, end in phrases if end - start >= _SURE_LENGTH]
    found: list[EntityHit] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        names = index.containing(text[start:end])
        taken = any(start < hit.end and hit.start < end for hit in found)
        if names and not taken and len({name.label for name in names}) == 1 and end - start >= _SHORTEST_PART:
            found.append(EntityHit(start, end, text[start:end], names))
    return tuple(found)


def _mask(text: str, spans: Iterable[EntityHit | NumberHit | Cue]) -> list[bool]:
    masked = [False] * (len(text) + 1)
    for span in spans:
        masked[span.start : span.end] = [True] * (span.end - span.start)
    return masked


def _quotes_masked(text: str, masked: list[bool]) -> list[bool]:
    for match in QUOTED_WORDS.finditer(text):
        masked[match.start() : match.end()] = [True] * (match.end() - match.start())
    return masked


def _cuts(name: EntityHit, hit: NumberHit) -> bool:
    """Whether a long name keeps a number from being read; a value said of an attribute may be a name (地方公共団体が実施主体の)."""
    if hit.kind in ("rate", "implementer") and hit.start <= name.start and name.end <= hit.end:
        return False
    return hit.start < name.end and name.start < hit.end


def _overlaps(hit: EntityHit, spans: Iterable[NumberHit | EntityHit]) -> bool:
    return any(hit.start < span.end and span.start < hit.end for span in spans)


def _inside(cue: Cue | Core, core: Core | EntityHit) -> bool:
    return cue.start < core.end and core.start < cue.end


def _compounds(tokens: Sequence[Word], broken: Sequence[bool]) -> list[list[Word]]:
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


def _cores(
    text: str,
    tokens: Sequence[Word],
    entities: Sequence[EntityHit],
    numbers: Sequence[NumberHit],
    cues: Sequence[Cue],
    suffixes: Sequence[str],
) -> tuple[Core, ...]:
    groups = [hit for hit in entities if hit.kinds() <= {"target_group"}]
    broken = _mask(text, (*(hit for hit in entities if hit not in groups), *numbers))
    covered = _mask(text, (*cues, *groups))
    found: list[Core] = []
    for run in (part for whole in _compounds(tokens, broken) for part in _split(whole, covered)):
        if all(all(covered[t.start : t.end]) for t in run):
            continue
        while run and (_by(run[-1], cues, _TRAILING) or run[-1].surface == "・"):
            cut = run.pop()
            del cut
        while run and _by(run[0], cues, _LEADING):
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


def _phrases(
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
