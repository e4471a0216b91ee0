"""Whether every content word of a question was read: it stands in the frame, is served by its computation, or says nothing.

What is left over makes the answer doubtful: a condition may have been dropped. `frames/serves.toml` says which cue is
served by which computation or condition; a negation must have become a negative condition or computation.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from nlp.questions.conditions.doubts import doubt_asked
from nlp.questions.found.reading import Reading
from nlp.questions.found.words import Word, words
from nlp.questions.framing.sets import condition_data
from nlp.questions.refusing.clauses_dropped import clauses_dropped
from nlp.questions.refusing.dropped import dropped_words
from nlp.questions.refusing.left_over import cues_dropped, names_dropped, places_dropped
from nlp.questions.refusing.taken_up import bound, linked, looked_for, printed_end
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.frame_rules import Understood
from nlp.questions.tables.served import served, serves

CONTENT = ("名詞", "代名詞", "形状詞", "形容詞", "動詞")
_SAME_WH = {"だれ": "誰", "何処": "どこ", "幾ら": "いくら"}
# だけ before a wish to be told, or before で: how much to show, not what.
_ONLY_SHOWN = re.compile(
    r"^(?:を|で、?|に|の)?(?:、|絞|抜|取|教|見|出(?!て(?:く|き|い|る)|る|た)|挙|並|示|列|抽|リスト|一覧|知|ください|お願|限"
    r"|拾|選|残|集め|書き出|洗い出|ピックアップ|抜粋|欲し|ほし|見せ|眺め|調べ|確認|まとめ|(?:結構|けっこう|十分)です)"
)
_IN_LIST = re.compile(r"(?:一覧表?|リスト|表|紙面|資料)(?:の|で)、?(?:上から|頭から|最初から|下から)?$")
_BY_SIZE = re.compile(r"大き|小さ|高|低|多|少な|額|順|件数|最|一番")
_CHARGE = re.compile(r"の(担当|所管)(?:府省庁?|省庁)?(?:と|や|、|および)")
_MARKS = ("relisted", "newly", "amount_kind")
_SETS = ("list", "count", "exists", "share", "rank_count", "group")
_FIELDS = ("goal", "achievement", "review", "link", "overview")
_OTHER_WAYS = ("doubt", "numeric", "reached", "short", "missed", "due")
_STATED = re.compile(
    r"(?:の(?:欄|記載|記述))?(?:も|が|は)(?:記載)?(?:も|が)?(?:あ[るりっ]|な[いくし]|空|未|書かれ|載って|埋ま)"
)
_TELLING = ("ask", "attr", "cond", "group", "join")


def unread_words(reading: Reading, understood: Understood) -> tuple[str, ...]:
    """The content words of the question that neither the frame nor the frame's computation took up, in order."""
    table = load_frames_file("serves.toml")["words"]
    if understood.rule.op in table["whole"]:
        return tuple(
            dict.fromkeys((*dropped_words(reading, understood), *names_dropped(reading, understood)))
        )
    # 助成の上限額: general words beside an attribute need not stand in its value.
    general = condition_data()["within_general"] if understood.rule.op == "attribute" else ()
    general = (*general, *load_frames_file("serves.toml")["beside"].get(understood.rule.op, ()))
    degrees = table["degree"] if understood.rule.op in table["degree_ops"] else ()
    read = mask(reading, _read_spans(reading, understood))
    found: list[str] = []
    for before, token in zip((None, *reading.tokens), reading.tokens, strict=False):
        degree = token.surface in degrees or token.normal in degrees
        if (
            any(read[token.start : token.end])
            or (degree and not _other_way(token, understood))
            or token.surface in general
            or token.normal in general
        ):
            continue
        by = load_frames_file("serves.toml")["wh"].get(_SAME_WH.get(token.surface, token.surface))
        answered = by is None or any(serves(name, understood.frame, understood.rule.op) for name in by)
        if not answered or (by is None and token.pos in CONTENT and not _neutral(token, before)):
            found.append(token.surface)
    found += _charge_dropped(reading, understood)
    found += _group_dropped(reading, understood)
    found += _each_dropped(reading, understood)
    found += _twice(reading, understood)
    found += dropped_words(reading, understood)
    found += _lack_dropped(reading, understood)
    found += _field_dropped(reading, understood)
    found += clauses_dropped(reading, understood)
    found += cues_dropped(reading, understood)
    found += places_dropped(reading, understood)
    return tuple(
        dict.fromkeys((*found, *_one_way_only(reading, understood), *_only_dropped(reading, understood)))
    )


def _other_way(token: Word, understood: Understood) -> bool:
    """一番ちっちゃい of an order that begins with the greatest: the end asked for is not the one given."""
    least = load_frames_file("serves.toml")["words"]["least"]
    ranked = understood.rule.op.startswith("rank") and understood.frame.order == "desc"
    return ranked and (token.normal in least or token.surface in least)


def _group_dropped(reading: Reading, understood: Understood) -> list[str]:
    """省庁ごとの平均, 当初にも補正にもある事業の合計: a grouping or a set of stages that the computation does not make."""
    stages = (*reading.spans("ask:both_stages"), *reading.spans("ask:only_stage"))
    return [
        reading.text[cue.start : cue.end]
        for cue in (*reading.of_slot("group"), *stages)
        if not served(cue, understood.frame, understood.rule)
    ]


def _each_dropped(reading: Reading, understood: Understood) -> list[str]:
    """再掲と新規はそれぞれ何件: a number for each mark, of a count of what bears them all."""
    marks = [c for c in understood.frame.conditions if c.kind in _MARKS and c.origin == "stated"]
    with_it, without = reading.spans("cond:relisted"), reading.spans("cond:not_relisted")
    both = bool(without) and any(c.end <= without[0].start for c in with_it)  # 再掲と再掲でない行
    if understood.rule.op != "count" or (len(marks) < 2 and not both):
        return []
    return [match.group() for match in re.finditer("それぞれ|別々", reading.text)]


def _lack_dropped(reading: Reading, understood: Understood) -> list[str]:
    """読み取れず補った番号の施策: a lack that became no condition, of a set that nothing else narrows."""
    if (
        understood.frame.conditions
        or understood.frame.over == "issue"
        or understood.rule.op not in ("list", "count", "attribute")
    ):
        return []
    lacks = (c for c in reading.spans("ask:missing") if not served(c, understood.frame, understood.rule))
    return [reading.text[cue.start : cue.end] for cue in lacks]


def _field_dropped(reading: Reading, understood: Understood) -> list[str]:
    """URLも達成状況もある of 達成状況 alone: a field said to be there or not, of a set that only others were read for."""
    frame = understood.frame
    kept = {t.value for c in frame.conditions if c.kind in ("has", "missing") for t in c.values}
    if understood.rule.op not in _SETS or not kept or frame.attribute:
        return []
    data = load_frames_file("attributes.toml")
    return [
        reading.text[cue.start : cue.end]
        for cue in reading.of_slot("attr")
        if cue.value in _FIELDS
        and _STATED.match(reading.text[cue.end :])
        and not any(value.endswith(f"#{data[cue.value]['property']}") for value in kept)
        and not any(cue.value in c.kind or c.kind in _OTHER_WAYS for c in frame.conditions)
    ]


def _twice(reading: Reading, understood: Understood) -> list[str]:
    """AのうちXで最大のものとYで最大のもの: two ends of two sets, of a computation that gives one."""
    if understood.rule.op not in load_frames_file("serves.toml")["opposite"]["ops"]:
        return []
    spans = [cue for name in ("ask:max", "ask:min") for cue in reading.spans(name)]
    spans.sort(key=lambda cue: cue.start)
    named = [hit for hit in reading.entities if hit.kinds() & {"ministry", "target_group"}]
    named_apart = [
        (a, b)
        for a, b in itertools.pairwise(spans)
        if a.name == b.name and any(a.end <= hit.start < b.start for hit in named)
    ]
    return [reading.text[b.start : b.end] for _, b in named_apart[:1]]


def _charge_dropped(reading: Reading, understood: Understood) -> list[str]:
    """担当とR7の額: the ministry is asked for beside something else, by an answer that does not give it."""
    frame = understood.frame
    given = "ministry" in frame.attribute.split("+") or frame.item in ("measure", "line", "ministry")
    if given or understood.rule.op in ("describe", "evidence", "related", "related_to_measure"):
        return []
    return [match.group(1) for match in _CHARGE.finditer(reading.text)]


def _one_way_only(reading: Reading, understood: Understood) -> tuple[str, ...]:
    """増えた事業と減った事業: both directions asked of a computation that gives one."""
    data = load_frames_file("serves.toml")["opposite"]
    if understood.rule.op not in data["ops"] or understood.frame.order == "both":
        return ()
    for one, other in data["cues"]:
        first, second = reading.spans(one), reading.spans(other)
        apart = [b for b in second if not any(a.start < b.end and b.start < a.end for a in first)]
        if first and apart:
            return (reading.text[apart[0].start : apart[0].end],)
    return ()


def _only_dropped(reading: Reading, understood: Understood) -> tuple[str, ...]:
    """高齢者だけを対象とする: だけ that restricts and became no condition; 名前だけ教えて restricts nothing."""
    for cue in reading.spans("join:only"):
        rest = reading.text[cue.end :]
        if (
            not served(cue, understood.frame, understood.rule)
            and not _ONLY_SHOWN.match(rest)
            and rest.strip("?。")
        ):
            before = max((t.start for t in reading.tokens if t.end <= cue.start), default=cue.start)
            return (reading.text[before : cue.end],)
    return ()


def mask(reading: Reading, spans: Iterable[tuple[int, int]]) -> list[bool]:
    """Which characters of the question the spans cover."""
    read = [False] * (len(reading.text) + 1)
    for start, end in spans:
        read[start:end] = [True] * (end - start)
    return read


def _neutral(token: Word, before: Word | None) -> bool:
    """Whether a token says nothing; 遅れる, 続く only behind another verb (乗り|遅れる), which they then complete."""
    if token.detail in ("非自立可能", "助動詞語幹") and token.pos != "名詞":
        completes = before is not None and before.pos in ("動詞", "助動詞")
        return completes or token.normal not in load_frames_file("serves.toml")["words"]["alone"]
    known = _neutral_words()
    return token.normal in known or token.surface in known


@lru_cache(maxsize=1)
def _neutral_words() -> frozenset[str]:
    said = (*condition_data()["neutral_verbs"], *load_frames_file("serves.toml")["words"]["neutral"])
    # 載る is normalised to 乗る: the list is written as people write, and compared in both forms.
    return frozenset((*said, *(word.normal for verb in said for word in words(verb)[:1])))


def _read_spans(reading: Reading, understood: Understood) -> Iterator[tuple[int, int]]:
    unserved = [
        c for c in reading.cues if c.slot in _TELLING and not served(c, understood.frame, understood.rule)
    ]
    for cue in reading.cues:
        # どちら says nothing by itself, but どちらが is a comparison that must have been made.
        if cue.slot in ("plain", "follow") and not any(
            c.start < cue.end and cue.start < c.end for c in unserved
        ):
            yield cue.start, cue.end
    yield from telling_spans(reading, understood)
    for core in reading.cores:
        if looked_for(core, understood.frame):
            yield core.start, core.end
    for condition in understood.frame.conditions:
        if condition.kind == "keyword" and condition.surface in reading.text:
            start = reading.text.index(condition.surface)
            yield start, start + len(condition.surface)


def _ordering(kind: str) -> tuple[str, ...]:
    """The beginnings of the computations that make an order, of which a place or the first few can be told."""
    return tuple(load_frames_file("serves.toml")["ordering"][kind])


def _place_in_list(reading: Reading, start: int) -> bool:
    """Whether a place is one of the printed list, and nothing says by what else things are put in order."""
    return _IN_LIST.search(reading.text[:start]) is not None and _BY_SIZE.search(reading.text) is None


def telling_spans(reading: Reading, understood: Understood) -> Iterator[tuple[int, int]]:
    """What was read as a cue, a name, a number or a kind of damage."""
    frame, rule = understood.frame, understood.rule
    for cue in reading.cues:
        if cue.slot not in ("plain", "follow") and served(cue, frame, rule):
            yield cue.start, cue.end
    for hit in reading.entities:
        if linked(hit, frame):
            yield hit.start, printed_end(hit, reading)
    for number in reading.numbers:
        if number.kind in ("nth", "top") and not rule.op.startswith(_ordering(number.kind)):
            continue  # その2番目は, 上位3府省庁の施策数: an order is asked for, and none was made
        if number.kind == "nth" and _place_in_list(reading, number.start):
            continue  # 一覧の3番目: a place on the paper, and the order made is another one
        by = load_frames_file("serves.toml")["number"].get(number.kind, ())
        if bound(number, frame) or rule.id == "stages" or any(serves(name, frame, rule.op) for name in by):
            yield number.start, number.end
    doubt = doubt_asked(reading) if any(c.kind == "doubt" for c in frame.conditions) else None
    if doubt is not None:
        yield doubt[1]
