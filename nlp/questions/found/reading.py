"""What stands in a question: names, numbers, cues, and the content words that none of them explains.

Nothing is decided here; `nlp.questions.framing.sets` and `nlp.questions.framing.frames` read meaning into it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace

from nlp.questions.conditions.set_aside import SetAside, set_aside
from nlp.questions.conditions.standing import stands_behind
from nlp.questions.found.cores import Core, cores_of, mask, phrases_of
from nlp.questions.found.numbers import NumberHit, find_numbers
from nlp.questions.found.words import Word, words
from nlp.questions.names.left_out_names import set_apart
from nlp.questions.names.linking import EntityHit, LinkIndex
from nlp.questions.tables.cues import Cue, find_cues
from nlp.questions.typed.said_order import in_written_order
from nlp.questions.typed.speech import plain_speech
from nlp.questions.typed.text import fold_question, without_wish

# Words quoted from a text rather than names (「継続」と書かれた, 「見守り」という語): looked for, never read as cues.
_QUOTED_BESIDE = (
    r"(?:(?:か|や|、|・|または|又は|もしくは|あるいは)?「[^「」]{1,40}」)*(?:の(?:どちらか|いずれか|どれか))?"
)
QUOTED_WORDS = re.compile(
    rf"「([^「」]{{1,40}})」(?={_QUOTED_BESIDE}(?:と(?:書|記|あ|明記)|という(?:語|言葉|文言|記載|表現|単語|文字)|の(?:語|文言|記載|文字|言葉)|[がを](?:本文(?:中)?に|文中に)?(?:出|登場|現れ|使わ|書か|含|入っ|載っ)))"
)
"""Words that are looked for as they are quoted, one by one; 「A」か「B」と書かれた: each of them."""
_SURE_LENGTH = 8
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
    "どういう",
    "どういった",
    "いかなる",
    "なに",
    "なん",
    "何れ",
    "何処",
    "何時",
    "幾つ",
)

_SUBJECT = re.compile("孤独・?孤立(?:対策)?")
_BOTH = "(?:の|、)?(?:どちら(?:に)?も|両方|いずれ(?:に)?も|双方|ともに|とも)"
# 孤独・孤立対策と(自殺のどちらも)、自殺と孤独・孤立対策(の両方)、孤独・孤立も自殺も
_AND_TOPIC = re.compile(f"(?:と|や|・|も|、)[^、。?はがを]{{2,14}}?(?:{_BOTH}|も)")
_TOPIC_AND = re.compile(f"[一-龥ァ-ヶ](?:と|や|も)\0(?:{_BOTH}|も)")


@dataclass(frozen=True, slots=True)
class Reading:
    """A question with all that was recognised in its folded `text`; `aside` are the clauses that were taken out of it."""

    question: str
    text: str
    tokens: tuple[Word, ...]
    entities: tuple[EntityHit, ...]
    numbers: tuple[NumberHit, ...]
    cues: tuple[Cue, ...]
    cores: tuple[Core, ...]
    phrases: tuple[tuple[int, int], ...] = field(default=())
    aside: tuple[SetAside, ...] = field(default=())
    _names: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_names", frozenset(cue.name for cue in self.cues))

    def has(self, *names: str) -> bool:
        """Whether any of these cues (`ask:count`) stands in the question."""
        return not self._names.isdisjoint(names)

    def spans(self, name: str) -> tuple[Cue, ...]:
        """The cues of that name, in order."""
        return tuple(cue for cue in self.cues if cue.name == name)

    def unnamed(self, kept: Container[str] = ()) -> str:
        """The folded text with its names blanked out, as long as before; names that may be of a kind in `kept` stay."""
        text = self.text
        for hit in self.entities:
            if not any(kind in kept for kind in hit.kinds()):
                text = text[: hit.start] + "□" * (hit.end - hit.start) + text[hit.end :]
        return text

    def of_slot(self, slot: str) -> tuple[Cue, ...]:
        """The cues of a slot, in order."""
        return tuple(cue for cue in self.cues if cue.slot == slot)

    def of_kind(self, kind: str) -> tuple[EntityHit, ...]:
        """The names found whole that may be of that kind."""
        return tuple(hit for hit in self.entities if kind in hit.kinds())

    def in_name(self, match: re.Match[str]) -> bool:
        """Whether what was found in the text stands within a name."""
        return any(hit.start <= match.start() and match.end() <= hit.end for hit in self.entities)

    def numbers_of(self, kind: str) -> tuple[NumberHit, ...]:
        """The numbers of one kind."""
        return tuple(hit for hit in self.numbers if hit.kind == kind)

    def wh(self) -> bool:
        """Whether a question word (何, どこ, いくら) stands in it."""
        return any(token.surface in _WH or token.normal in _WH for token in self.tokens)


def read_question(question: str, index: LinkIndex, suffixes: Sequence[str], whole: bool = False) -> Reading:
    """Analyse a question. `suffixes` are general words that a keyword may lose (対策, 支援). `whole`: with the clauses in it that
    are else taken out (`nlp.questions.conditions.set_aside`)."""
    text = without_wish(plain_speech(fold_question(in_written_order(question))))
    text, aside = (text, ()) if whole else set_aside(text)
    tokens = words(text)
    starts = frozenset(token.start for token in tokens)
    ends = frozenset(token.end for token in tokens)
    entities = index.exact(text, starts, ends)
    misspelt = index.misspelt_ministries(text, starts, entities)
    entities = (*(hit for hit in entities if not _overlaps(hit, misspelt)), *misspelt)
    loose = index.loosely(tokens, text, entities)
    entities = (*(hit for hit in entities if not _overlaps(hit, loose)), *loose)
    long = [hit for hit in entities if hit.end - hit.start >= 6]
    numbers = tuple(hit for hit in find_numbers(text) if not any(_cuts(name, hit) for name in long))
    numbers = _marks_of_parts(numbers, entities, text)
    entities = tuple(_as_heading(hit, text) for hit in entities if not _overlaps(hit, numbers))
    entities = set_apart(text, tokens, entities, numbers, index)
    masked = _quotes_masked(text, mask(text, (*entities, *numbers)))
    cues = find_cues(text, starts, ends, masked)
    twice = find_cues(text, starts, ends, _quotes_masked(text, mask(text, numbers)))
    shared = {(hit.start, hit.end) for hit in entities}
    cues = (*cues, *(cue for cue in twice if _beyond_names(cue, shared)))
    both = [cue for cue in cues if cue.name == "cond:both_readings"]
    cues = tuple(c for c in cues if c in both or not any(_inside(c, whole) for whole in both))
    cues = tuple(cue for cue in cues if not _in_compound(cue, cues, tokens, entities))
    cues = tuple(cue for cue in cues if not (cue.slot == "plain" and _one_of_two(cue, text)))
    cores = cores_of(text, tokens, entities, numbers, cues, suffixes, index)
    cores = tuple(replace(c, noun=False) if c.noun and _acted(c, tokens, index) else c for c in cores)
    cues = tuple(cue for cue in cues if not any(core.noun and _inside(cue, core) for core in cores))
    phrases = phrases_of(text, tokens, entities, cores, index, masked)
    promoted = _promoted(text, cores, phrases, index)
    if promoted:
        entities = (*(hit for hit in entities if not _overlaps(hit, promoted)), *promoted)
        cores = tuple(core for core in cores if not any(_inside(core, hit) for hit in promoted))
        lost = [cue for cue in cues if any(_inside(cue, hit) for hit in promoted)]
        # 事業の内容 began inside the name …事業: what is left behind it (内容) is a cue of its own.
        masked = _quotes_masked(text, mask(text, (*entities, *numbers)))
        again = [c for c in find_cues(text, starts, ends, masked) if any(_within(c, other) for other in lost)]
        cues = (*(cue for cue in cues if cue not in lost), *(c for c in again if c not in cues))
        phrases = tuple(
            span for span in phrases if not any(h.start < span[1] and span[0] < h.end for h in promoted)
        )
    return Reading(question, text, tokens, entities, numbers, cues, cores, phrases, aside)


def _marks_of_parts(
    numbers: tuple[NumberHit, ...], entities: Sequence[EntityHit], text: str
) -> tuple[NumberHit, ...]:
    """個別支援事業の④の取組, 取組④と⑤: a circled number alone beside a part of a guideline is an activity's mark, no section."""
    named = any(hit.kinds() & {"component", "eligible_programme"} for hit in entities)
    told = named and re.search("取組|活動|メニュー", text)
    if not told and not any(hit.kind == "mark" for hit in numbers):
        return numbers
    return tuple(
        replace(hit, kind="mark") if hit.kind == "section" and "-" not in hit.values[0] else hit
        for hit in numbers
    )


def _quotes_masked(text: str, masked: list[bool]) -> list[bool]:
    for match in QUOTED_WORDS.finditer(text):
        masked[match.start() : match.end()] = [True] * (match.end() - match.start())
    return masked


def _inside(cue: Cue | Core, core: Core | EntityHit | Cue) -> bool:
    return cue.start < core.end and core.start < cue.end


def _within(cue: Cue, other: Cue) -> bool:
    return other.start <= cue.start and cue.end <= other.end


def _as_heading(hit: EntityHit, text: str) -> EntityHit:
    """「声を上げやすい環境整備」の節: said to be a section, not the measure of the same name."""
    headings = tuple(name for name in hit.names if name.kind in ("section", "pillar"))
    said = re.match(r"[」』]?(?:という|の)?(?:節|柱|区分|項目)", text[hit.end :])
    return replace(hit, names=headings) if headings and said else hit


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


def _one_of_two(cue: Cue, text: str) -> bool:
    """孤独・孤立対策も自殺も出てくる施策: the subject of all the documents says nothing by itself, but not beside another topic."""
    return _SUBJECT.fullmatch(text[cue.start : cue.end]) is not None and bool(
        _AND_TOPIC.match(text[cue.end :]) or _TOPIC_AND.search(text[: cue.start] + "\0" + text[cue.end :])
    )


def _acted(core: Core, tokens: Sequence[Word], index: LinkIndex) -> bool:
    """登場した: a noun made a verb by する says what is done, unless names speak of it (相談する)."""
    verbal = any(t.start == core.end and t.normal == "為る" for t in tokens)
    return verbal and core.text == core.stem and len(core.text) <= 3 and not index.containing(core.text)


def _beyond_names(cue: Cue, named: set[tuple[int, int]]) -> bool:
    """A class or 〜別 whose words hold a name: 中間支援組織 is both, 都道府県別 and どこの都道府県 hold a target group."""
    if cue.slot == "class":
        return (cue.start, cue.end) in named
    if cue.slot == "attr":
        return any(cue.start < s and e == cue.end for s, e in named)
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
        spoken_of = stands_behind(text[end:]) or all(name.only_glossed(text[start:end]) for name in names)
        if spoken_of or end - start < _SHORTEST_PART:
            continue  # スクールカウンセラーに触れている: a word of the texts
        if not taken and names and index.alone_in(text[start:end]):
            found.append(EntityHit(start, end, text[start:end], names))
    return tuple(found)


def _cuts(name: EntityHit, hit: NumberHit) -> bool:
    """Whether a long name keeps a number from being read; a value said of an attribute may be a name (地方公共団体が実施主体の)."""
    if hit.kind in ("rate", "implementer") and hit.start <= name.start and name.end <= hit.end:
        return False
    return hit.start < name.end and name.start < hit.end


def _overlaps(hit: EntityHit, spans: Iterable[NumberHit | EntityHit]) -> bool:
    return any(hit.start < span.end and span.start < hit.end for span in spans)
