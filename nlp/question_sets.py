"""From what stands in a question to the set it speaks of: over which rows, listing what, under which conditions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from nlp.errors import ProfileError
from nlp.lexicon_records import Lexicon, Name
from nlp.question_cues import FRAMES
from nlp.question_linking import EntityHit, LinkIndex
from nlp.question_numbers import NumberHit
from nlp.question_reading import Core, Reading
from nlp.question_records import Condition, Decline, Linked, Mode, Term

TSU = "https://w3id.org/tsunagari/ns#"
OWN_ROWS = (
    "grantee",
    "activity",
    "eligible_programme",
    "requirement",
    "document",
    "law",
    "plan",
    "guideline",
    "call",
    "indicator",
    "component",
    "issue",
)
NAMED = (
    "programme",
    "measure",
    "grantee",
    "law",
    "plan",
    "sheet",
    "component",
    "guideline",
    "call",
    "eligible_programme",
    "document",
)
_NEGATED = re.compile(
    r"^\s?(?:等|など)?(?:以外|を除|は除|抜き|でな|ではな|じゃな|でない|に(?:は)?(?:な[いくか]|無)|[がは](?:担当|所管|やっ|行っ|対象).{0,6}な[いく]|を(?:対象に|含)(?:して|ま)?い?な|も除)"
)
_NOT_FLAG = re.compile(
    r"^\s?(?:の行|の事業|の印|分)?(?:以外|を除|は除|抜き|でな|ではな|じゃな|なし|のな|がな|を含ま|を数えな|されていな|していな)"
)
_BOTH_GAP = re.compile(
    r"に(?:は)?(?:あ|載)[^。]{0,12}に(?:は)?(?:な|無)|が(?:やっ|担当|対象)[^。]{0,14}が(?:やって|担当して|対象にして)いない"
)


@dataclass(frozen=True)
class Knowledge:
    """All that the parser needs of one build: the lexicon, its index, and what the queries can express.

    `supports(over, kind)` says whether rows can be restricted so; `can_list(over, item)` whether one gets from
    the rows to the things. Both are asked of the query parts, which the parser itself does not know.
    """

    lexicon: Lexicon
    index: LinkIndex
    supports: Callable[[str, str], bool]
    can_list: Callable[[str, str], bool]


@lru_cache(maxsize=1)
def condition_data() -> Mapping[str, Any]:
    """`frames/conditions.toml`.

    Raises:
        ProfileError: it is missing or not TOML.
    """
    return load_frames_file("conditions.toml")


def load_frames_file(name: str) -> Mapping[str, Any]:
    """One TOML file of `frames/`.

    Raises:
        ProfileError: it is missing or not TOML.
    """
    try:
        return tomllib.loads((FRAMES / name).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(f"{name}: {error}", hint="docs/questions.md shows the form of the file") from error


def budget_signals(reading: Reading) -> bool:
    """Whether the question speaks of a budget list: a stage, an amount, 再掲, 新規, 内数, or a row."""
    return bool(
        reading.of_slot("stage")
        or reading.numbers_of("amount")
        or reading.has(
            "cond:relisted",
            "cond:new",
            "cond:included",
            "cond:not_included",
            "cond:not_relisted",
            "cond:distinct",
            "cond:of_which",
            "ask:amount",
            "ask:total",
            "ask:average",
            "class:line",
            "attr:remarks",
        )
    )


def classes(reading: Reading) -> tuple[str, ...]:
    """The classes named, in order of mention, without 団体 and the like where they are only part of a condition."""
    named = list(reading.of_slot("class"))
    grantee_words = bool(
        reading.of_kind("region")
        or reading.of_kind("legal_form")
        or re.search(r"交付(?:団体|先)|採択|助成先|交付を受け|受けた|所在|法人格|事業区域", reading.text)
        or reading.of_kind("grantee")
    )
    kept = []
    for cue in named:
        word = reading.text[cue.start : cue.end]
        general = (
            cue.value == "grantee"
            and word in ("npo法人", "法人", "団体", "中間支援組織", "支援団体")
            and not grantee_words
        )
        if general and word != "団体" and any(hit.start == cue.start for hit in reading.entities):
            continue
        kept.append(cue.value)
    return tuple(kept)


def item_of(reading: Reading, known: Knowledge) -> tuple[str, str]:
    """(over, item): what rows the conditions speak of, and what is listed or counted."""
    named = list(classes(reading))
    text = reading.text
    asked = _interrogated(reading)
    item = asked if asked in named else (named[-1] if named else "")
    if item == "programme" and reading.has("class:grantee") and named[-1] != "programme":
        item = named[-1]
    if not item and reading.has("ask:who"):
        item = "ministry"
    if item in OWN_ROWS:
        if item == "plan" and reading.has("class:measure"):
            item = "measure"
        else:
            return item, item
    placed = (
        reading.of_kind("region")
        or reading.of_kind("legal_form")
        or (reading.of_kind("grantee") and not item)
    )
    general = item in ("", "programme", "ministry", "grantee") and "grantee" not in named
    if placed and general and not reading.of_slot("stage"):
        return "grantee", "grantee"
    rest = [value for value in named if value != item]
    budget = budget_signals(reading) or (bool(reading.numbers_of("year")) and "measure" not in named)
    if item in ("ministry", "target_group", "section", "pillar"):
        if "grantee" in rest:
            return "grantee", "grantee"
        if "measure" in rest:
            return "measure", item
        if "line" in rest or "programme" in rest or budget:
            return "line", item
        if item in ("section", "pillar"):
            return "measure", item
        return "work", item
    if (
        item == "measure"
        and (reading.of_slot("stage") or reading.numbers_of("amount"))
        and not reading.of_kind("measure")
    ):
        # 令和7年度補正の施策: people call budget rows 施策 too; the stage tells.
        return "line", "programme"
    if item in ("programme", "line", "measure"):
        return ("measure" if item == "measure" else "line"), item
    if budget:
        return "line", ("line" if reading.has("class:line") else "programme")
    del text, known
    return "measure", "measure"


def _interrogated(reading: Reading) -> str:
    """The class that a question word stands before (どの府省庁が), "" when there is none."""
    for cue in reading.of_slot("class"):
        before = reading.text[max(0, cue.start - 4) : cue.start]
        if re.search(
            r"(?:どの|どんな|何の|いくつの|どこの|どういう|どのような|なんの|いかなる|何|どちらの)$", before
        ):
            return cue.value
    return ""


@dataclass
class SetReading:
    """Conditions under construction, with what was linked, noted or found impossible on the way."""

    over: str
    item: str
    conditions: list[Condition] = field(default_factory=list)
    linked: list[Linked] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    decline: Decline | None = None

    def add(self, condition: Condition, known: Knowledge) -> None:
        """Add a condition when rows of this kind can be restricted so; otherwise say why not."""
        if known.supports(self.over, condition.kind):
            self.conditions.append(condition)
            return
        data = condition_data()
        values = "・".join(term.label or term.value for term in condition.values)
        what = data["wording"].get(condition.kind, condition.kind).format(values=values, bound=values)
        if self.decline is None:
            self.decline = Decline(
                "not_in_graph",
                f"{data['items'].get(self.over, self.over)}について「{what}」にあたる記述は、読み込んだ文書から作ったグラフにありません。",
                f"{what}{data['items'].get(self.item, self.item)}",
            )


def entity_conditions(
    reading: Reading, into: SetReading, known: Knowledge, skip: Sequence[EntityHit] = ()
) -> None:
    """Ministries, target groups, places, legal forms, and named things as conditions."""
    kept_whole = keyword_cores(reading, known)
    inside = {hit for core in kept_whole for hit in core.inside}
    every = _joined(reading)
    for kind in ("ministry", "target_group"):
        hits = [hit for hit in reading.of_kind(kind) if hit not in skip and hit not in inside]
        if kind == "target_group":
            hits = [hit for hit in hits if not _is_class_word(hit, reading)]
        _grouped(kind, hits, every, reading, into, known)
    for kind, condition in (("region", "place"), ("legal_form", "legal_form")):
        for hit in reading.of_kind(kind):
            if hit in skip:
                continue
            name = hit.names[0]
            chosen = condition
            if kind == "region":
                chosen = _place_kind(reading, hit)
            into.add(
                Condition(
                    chosen,
                    (Term("text", name.label, name.label),),
                    "none" if _negated(hit, reading) else "any",
                ),
                known,
            )


def _is_class_word(hit: EntityHit, reading: Reading) -> bool:
    """Whether a target group's word serves as a class here (交付団体の数 ... 中間支援組織)."""
    at_class = any(
        (cue.start, cue.end) == (hit.start, hit.end) and cue.slot == "class" for cue in reading.cues
    )
    return at_class and "grantee" in classes(reading)


def _place_kind(reading: Reading, hit: EntityHit) -> str:
    after = reading.text[hit.end : hit.end + 12]
    if re.search(r"(?:を|で|に)?(?:事業区域|活動|区域|対象地域|対象とする|カバー|事業を行)", after):
        return "area"
    if re.search(r"(?:に(?:ある|所在|本拠|拠点)|所在|の団体|の交付団体|の法人|にある|の採択)", after):
        return "prefecture"
    return "place"


def _joined(reading: Reading) -> bool:
    return reading.has("join:all") and not reading.has("join:any_strong")


def _grouped(
    kind: str, hits: Sequence[EntityHit], every: bool, reading: Reading, into: SetReading, known: Knowledge
) -> None:
    plain = [hit for hit in hits if not _negated(hit, reading)]
    barred = [hit for hit in hits if _negated(hit, reading)]
    condition_kind = "target_group_below" if kind == "target_group" and reading.has("cond:narrower") else kind
    for group, mode in ((plain, "all" if every and len(plain) > 1 else "any"), (barred, "none")):
        terms: list[Term] = []
        for hit in group:
            name = next(name for name in hit.names if name.kind == kind)
            term = Term("iri", name.id, name.label)
            if term not in terms:
                terms.append(term)
            if hit.surface != name.label:
                into.linked.append(Linked(hit.surface, name.id, kind, name.label, 100.0))
        if terms:
            into.add(Condition(condition_kind, tuple(terms), _mode(mode), surface=group[0].surface), known)


def _mode(text: str) -> Mode:
    return "all" if text == "all" else "none" if text == "none" else "any"


def _negated(hit: EntityHit, reading: Reading) -> bool:
    return bool(_NEGATED.match(reading.text[hit.end : hit.end + 16]))


def number_conditions(reading: Reading, into: SetReading, known: Knowledge) -> None:
    """Years, stages, sections, pillars, amounts and No. as conditions."""
    years = reading.numbers_of("year")
    plain = [hit for hit in years if not _year_negated(hit, reading)]
    barred = [hit for hit in years if _year_negated(hit, reading)]
    both = len(plain) > 1 and reading.has("ask:both_in", "join:all")
    if plain:
        into.add(Condition("year", _years(plain), "all" if both else "any"), known)
    if barred:
        into.add(Condition("year", _years(barred), "none"), known)
    stages = list(dict.fromkeys(cue.value for cue in reading.of_slot("stage")))
    if "draft" in stages and "initial" in stages and "当初予算案" in reading.text:
        stages.remove("initial")
    if stages and known.supports(into.over, "stage"):
        names = condition_data()["stages"]
        terms = tuple(Term("iri", TSU + stage, names.get(stage, stage)) for stage in stages)
        into.add(Condition("stage", terms), known)
    for kind in ("section", "pillar"):
        hits = reading.numbers_of(kind)
        terms = tuple(dict.fromkeys(_place_term(kind, hit, known) for hit in hits))
        if terms:
            negated = any(re.match(r"^\s?(?:以外|を除|でない)", reading.text[hit.end :]) for hit in hits)
            into.add(Condition(kind, terms, "none" if negated else "any"), known)
    for hit in reading.numbers_of("amount"):
        terms = tuple(Term("integer", value, yen_words(int(value))) for value in hit.values)
        into.add(Condition("amount", terms, "any", hit.operator or "="), known)
    for hit in reading.numbers_of("number"):
        terms = tuple(Term("integer", value, value) for value in hit.values)
        if len(terms) > 1:
            into.add(Condition("number_range", terms, "any", "between"), known)
        else:
            into.add(Condition("number", terms), known)


def _years(hits: Sequence[NumberHit]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(Term("year", hit.values[0], year_words(int(hit.values[0]))) for hit in hits))


def _year_negated(hit: NumberHit, reading: Reading) -> bool:
    after = reading.text[hit.end : hit.end + 18]
    return bool(
        re.match(
            r"^(?:補正|当初)?(?:予算)?(?:の一覧|の予算一覧)?(?:に(?:は)?(?:な[いくか]|無|載って(?:い)?な|存在しな|出てこな)|以外|を除)",
            after,
        )
    )


def _place_term(kind: str, hit: NumberHit, known: Knowledge) -> Term:
    notation = hit.values[0]
    if kind == "section" and "-" not in notation:
        pillars = sorted({p for item in known.lexicon.budget_lists() for p in item.pillars}) or ["4"]
        notation = f"{pillars[-1]}-{notation}"
    found = next((name for name in known.lexicon.of_kind(kind) if name.notation == notation), None)
    iri = found.id if found else f"https://w3id.org/tsunagari/id/{kind}/{notation}"
    return Term("iri", iri, notation)


def flag_conditions(reading: Reading, into: SetReading, known: Knowledge) -> None:
    """再掲, 新規, 内数, 共同 and the like as conditions."""
    yes, no = Term("boolean", "true", "true"), Term("boolean", "false", "false")
    if reading.has("cond:not_relisted"):
        into.add(Condition("relisted", (no,)), known)
    elif spans := reading.spans("cond:relisted"):
        negated = any(_NOT_FLAG.match(reading.text[cue.end :]) for cue in spans)
        into.add(Condition("relisted", (no if negated else yes,)), known)
    if reading.has("cond:not_new"):
        into.add(Condition("newly", (no,)), known)
    elif spans := reading.spans("cond:new"):
        negated = any(_NOT_FLAG.match(reading.text[cue.end :]) for cue in spans)
        into.add(Condition("newly", (no if negated else yes,)), known)
    kinds = condition_data()["kinds"]
    if reading.has("cond:not_included"):
        into.add(Condition("amount_kind", (Term("iri", TSU + "exact", kinds["exact"]),)), known)
    elif reading.has("cond:of_which"):
        into.add(Condition("amount_kind", (Term("iri", TSU + "ofWhich", kinds["ofWhich"]),)), known)
    elif reading.has("cond:included"):
        into.add(Condition("amount_kind", (Term("iri", TSU + "includedIn", kinds["includedIn"]),)), known)
    for cue, kind in (("cond:joint", "joint"), ("cond:sole", "sole"), ("cond:numeric", "numeric")):
        if reading.has(cue) and known.supports(into.over, kind) and len(reading.of_kind("ministry")) < 2:
            into.add(Condition(kind), known)
    if reading.has("cond:reached") and known.supports(into.over, "reached"):
        into.add(Condition("reached", (yes,)), known)
    if reading.has("cond:sure") and known.supports(into.over, "sure"):
        into.add(Condition("sure"), known)
    types = condition_data()["requirement_types"]
    if into.over == "requirement":
        for kind in ("prohibition", "procedure", "option", "requirement"):
            if reading.has(f"cond:{kind}"):
                into.add(Condition("requirement_type", (Term("iri", TSU + kind, types[kind]),)), known)
                break
    if reading.has("cond:has_link") and known.supports(into.over, "has"):
        into.add(Condition("has", (Term("iri", TSU + "link", "関連URL"),)), known)


def keyword_cores(reading: Reading, known: Knowledge) -> tuple[Core, ...]:
    """The cores that stay whole as keywords although a target group stands inside (女性活躍 is in a label)."""
    return tuple(
        core for core in reading.cores if core.noun and core.inside and known.index.containing(core.stem)
    )


def keyword_conditions(
    reading: Reading, into: SetReading, known: Knowledge, used: Sequence[Core] = ()
) -> None:
    """What no cue explains, as words to be found in names and texts; verbs are only named."""
    whole = keyword_cores(reading, known)
    for core in reading.cores:
        if core in used:
            continue
        if not core.noun:
            if len(core.text) >= 2 and core.text not in ("教え", "やっ"):
                into.notes.append(f"「{core.text}」は条件に使っていません")
            continue
        pieces = [core.stem]
        if core.inside and core not in whole:
            pieces = _outside(core, reading)
        for piece in pieces:
            if len(piece) < 2 and not re.match(r"[一-龥]", piece):
                into.notes.append(f"「{piece}」は条件に使っていません")
                continue
            variants = keyword_variants(piece)
            into.add(
                Condition("keyword", tuple(Term("text", v, piece) for v in variants), surface=core.text),
                known,
            )


def _outside(core: Core, reading: Reading) -> list[str]:
    position, pieces = core.start, []
    for hit in core.inside:
        pieces.append(reading.text[position : hit.start])
        position = hit.end
    pieces.append(reading.text[position : core.end])
    suffixes = condition_data()["keyword_suffixes"]
    return [piece for piece in pieces if piece and piece not in suffixes and piece not in ("・", "等")]


def keyword_variants(word: str) -> tuple[str, ...]:
    """The spellings under which a folded word may be printed.

    >>> keyword_variants("こども食堂")
    ('こども食堂', '子ども食堂', '子供食堂')
    >>> keyword_variants("npo")
    ('npo', 'ｎｐｏ')
    """
    spellings = [word]
    for before, others in (
        ("こども", ("子ども", "子供")),
        ("取組", ("取り組み", "取組み")),
        ("ひきこもり", ("引きこもり",)),
        ("障害", ("障がい",)),
        ("手続", ("手続き",)),
    ):
        if before in word:
            spellings += [word.replace(before, other) for other in others]
    if re.search(r"[a-z0-9]", word):
        spellings.append("".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word))
    return tuple(dict.fromkeys(spellings))


def year_words(year: int) -> str:
    """A fiscal year as Japanese documents write it.

    >>> year_words(2025), year_words(2019), year_words(2010)
    ('令和7年度', '令和元年度', '平成22年度')
    """
    if year >= 2019:
        return f"令和{'元' if year == 2019 else year - 2018}年度"
    return f"平成{year - 1988}年度" if year >= 1989 else f"{year}年度"


def yen_words(value: int) -> str:
    """An amount for reading: exact, in 億円, 百万円, 万円 or 円, whichever is whole.

    >>> yen_words(500000000), yen_words(507000000), yen_words(1234)
    ('5億円', '507百万円', '1,234円')
    """
    if value and value % 10**8 == 0:
        return f"{value // 10**8:,}億円"
    if value and value % 10**6 == 0:
        return f"{value // 10**6:,}百万円"
    if value and value % 10**4 == 0:
        return f"{value // 10**4:,}万円"
    return f"{value:,}円"


def names_of(hits: Sequence[EntityHit], kind: str) -> tuple[Name, ...]:
    """The distinct things of a kind among hits."""
    return tuple(dict.fromkeys(name for hit in hits for name in hit.names if name.kind == kind))
