"""What is printed or lacking as conditions: 再掲, 新規, 内数, 共同, an empty column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.questions.conditions.amount_parts import total_too
from nlp.questions.conditions.name_conditions import TSU
from nlp.questions.found.numbers import find_numbers
from nlp.questions.found.reading import Reading
from nlp.questions.framing.sets import (
    NAME_LOST,
    Knowledge,
    SetReading,
    condition_data,
    missing_attribute,
    year_term,
)
from nlp.questions.records import Condition, Decline, Term
from nlp.questions.tables.cues import Cue
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.typed.telegraph import stated

_NOT_FLAG = re.compile(
    r"^\s?(?:の行|の事業|の印|分)?(?:でも.{1,6}でもな|でもな|以外|除[くきい]|を除|は除|抜き|でな|ではな|じゃな|なし|のな|がな|を含ま|を数えな|されていな|していな|でありません|ではありません)"
)
# 目標に届かなかった, 下回った: of targets whose time is over; 届いていない is said of those to come as well.
_IS_OVER = re.compile(r"(?:届か|達し|でき|至ら|され)なかった|下回った|未達(?:だった|に終わ|で終わ|となった)")
# 届かなかったとされている, 未達と書かれた: the text itself says so.
_SAID_SO = re.compile(
    r"^[^、。]{0,6}?と(?:は)?(?:され|書|記|明記|述べ|認め|評価|判定|判断|位置[付づ]け|分類|扱わ|見な|みな|総括|印刷|して(?:いる|ある)|ある|いう(?:記述|記載|評価|判定))"
)
# 再掲を一つと数えて, 再掲も含めて: how to count, not what; 再掲の事業を数えて counts them.
_COUNTED_ONCE = re.compile(
    r"^(?:の行|の事業|分)?(?:を|は|も)?(?:1つ|一つ|1回|一回|一度|1度|含め|含む|含ん|二重|2重|重複|重ね|ダブ|込み|入れ|加え|足し)"
    r"|^(?:の行|分)?(?:を|は|も)?(?:まとめ|数えて|カウントして)"
)

# 金額と、再掲かどうかも: told of each, beside other things, and no condition.
_WHETHER = re.compile(r"^(?:の(?:印|表示|表記))?(?:(?:なの)?か(?:どうか|否か)|の有無)")
_BESIDE = re.compile(
    r"(?:と|や|・|それに|それと|あと|および|及び|加えて)、?(?:その)?$|(?:額|番号|担当|所管|名前?|節|柱)、(?:その)?$"
)

_AS_ONE = re.compile(
    r"^(?:の行|の施策|分)?(?:を|は|も)?(?:(?:1つ|一つ|1回|一回|一度)(?:に|と|だけ)|まとめ(?:て|ると|た))"
)


def flag_conditions(reading: Reading, into: SetReading, known: Knowledge) -> None:
    """再掲, 新規, 内数, 共同 and the like as conditions."""
    yes, no = Term("boolean", "true", "true"), Term("boolean", "false", "false")
    for kind, cue, opposite in (("relisted", "relisted", "not_relisted"), ("newly", "new", "not_new")):
        if reading.has(f"cond:{opposite}"):
            into.add(Condition(kind, (no,)), known)
        elif spans := [
            s
            for s in reading.spans(f"cond:{cue}")
            if not (_COUNTED_ONCE.match(reading.text[s.end :]) or _told_of_each(reading.text, s.start, s.end))
        ]:
            negated = any(_NOT_FLAG.match(reading.text[span.end :]) for span in spans)
            into.add(Condition(kind, (no if negated else yes,)), known)
    if into.over == "measure" and not any(c.kind == "relisted" for c in into.conditions):
        once = any(_AS_ONE.match(reading.text[s.end :]) for s in reading.spans("cond:relisted"))
        if once or reading.has("cond:distinct"):
            # A plan numbers what it prints again anew: counted once is without those.
            into.add(Condition("relisted", (no,)), known)
    kinds = condition_data()["kinds"]
    for cue, kind in (("not_included", "exact"), ("of_which", "ofWhich"), ("included", "includedIn")):
        if reading.has(f"cond:{cue}") and not (cue == "of_which" and total_too(reading.text)):
            into.add(Condition("amount_kind", (Term("iri", TSU + kind, kinds[kind]),)), known)
            break
    several = len({hit.surface for hit in reading.of_kind("ministry")}) > 1
    for kind in ("unlinked", "linked_work"):
        if reading.has(f"cond:{kind}") and known.supports(into.over, kind):
            into.add(Condition(kind), known)
            break
    if reading.has("cond:not_numeric") and known.supports(into.over, "numeric"):
        into.add(Condition("numeric", (no,), "none"), known)
    for kind in ("joint", "sole", "numeric"):
        if (
            reading.has(f"cond:{kind}")
            and known.supports(into.over, kind)
            and not several
            and not reading.has(f"cond:not_{kind}")
        ):
            barred = all(_NOT_FLAG.match(reading.text[c.end :]) for c in reading.spans(f"cond:{kind}"))
            into.add(Condition(kind, mode="none" if barred else "any"), known)
    said = any(_SAID_SO.match(reading.text[cue.end :]) for cue in reading.spans("cond:not_reached"))
    if reading.has("cond:not_reached") and known.supports(into.over, "short") and not said:
        over = _IS_OVER.search(reading.text) is not None
        into.add(Condition("missed" if over else "short"), known)
        ahead = "期限がまだ先の目標は含まず" if over else "期限がまだ先の目標も含み"
        into.notes.append(
            f"印刷された実績値と目標値を比べています。{ahead}、どちらかの値が読み取れない指標は含みません。"
        )
    elif reading.has("cond:not_reached") and known.supports(into.over, "reached"):
        into.add(Condition("reached", (no,)), known)
    elif reading.has("cond:reached") and known.supports(into.over, "reached"):
        into.add(Condition("reached", (yes,)), known)
    if reading.has("cond:sure") and known.supports(into.over, "sure"):
        into.add(Condition("sure"), known)
    if reading.has("cond:apart") and known.supports(into.over, "apart"):
        into.add(Condition("apart"), known)
        into.notes.append("行から離れて印刷された金額がどの行のものかは、推定です。")
    if into.over == "requirement":
        types = condition_data()["requirement_types"]
        for kind in ("prohibition", "procedure", "option", "requirement"):
            if reading.has(f"cond:{kind}"):
                # What must be done is ordered by 要件 and 手続 alike.
                kinds_ = ("requirement", "procedure") if kind == "requirement" else (kind,)
                terms = tuple(Term("iri", TSU + k, types[k]) for k in kinds_)
                into.add(Condition("requirement_type", terms), known)
                break
    if known.supports(into.over, "has"):
        _had(reading, into, known)


def _told_of_each(text: str, start: int, end: int) -> bool:
    return _WHETHER.match(text[end:]) is not None and _BESIDE.search(text[:start]) is not None


_NOT_LACKING = re.compile(r"^(?:で|では|じゃ)(?:は)?(?:な[いか]|あり?ま)|^ない")
_HAD = re.compile(
    r"^(?:の欄|欄)?(?:が|に|の|も)?(?:記載|記述|記入)?(?:が|の|も|され)?(?:て)?(?:ある|書かれて|書いて|載って|示され|設定され|明記され|埋まって|あって|を持つ|を持って)"
)


def all_had(reading: Reading) -> bool:
    """Whether every attribute named is one that things have (達成状況の記載がある施策), and none is asked for."""
    cues = [c for c in reading.of_slot("attr") if c.value != "every"]
    told = [match for c in cues if (match := _HAD.match(reading.text[c.end :])) is not None]
    rest = [reading.text[c.end + m.end() :] for c, m in zip(cues, told, strict=False)]
    return (
        bool(cues) and len(told) == len(cues) and all(re.match("施策|事業|もの|団体|取組", r) for r in rest)
    )


def _had(reading: Reading, into: SetReading, known: Knowledge) -> None:
    """達成状況が書かれている, URLのある: attributes that the things listed have."""
    lacked = missing_attribute(reading)
    data = load_frames_file("attributes.toml")
    for cue in reading.of_slot("attr"):
        match = _HAD.match(reading.text[cue.end :])
        rest = reading.text[cue.end + match.end() :] if match else ""
        if match is None or re.match(r"(?:い)?(?:な[いか]|ませ)", rest) or (lacked and lacked[1] == cue):
            continue
        if cue.value in ("goal", "indicator") and reading.has(
            "cond:numeric", "cond:not_numeric", "cond:reached"
        ):
            continue
        if into.over not in data[cue.value]["kinds"] or not re.search(r"施策|事業|もの|団体|取組", rest):
            continue
        into.add(
            Condition("has", (Term("iri", TSU + data[cue.value]["property"], data[cue.value]["label"]),)),
            known,
        )


def missing_conditions(reading: Reading, into: SetReading, known: Knowledge) -> None:
    """目標が空欄, 対象者のない: the attribute that the things listed lack."""
    if NAME_LOST.search(reading.text) and known.supports(into.over, "has"):
        into.add(Condition("has", (Term("iri", TSU + "displayLabel", "当方で補った名称"),)), known)
    _stated_conditions(reading, into, known)
    found = missing_attribute(reading)
    if reading.has("cond:not_numeric"):
        return
    if found is None or not known.supports(into.over, "missing"):
        return
    entry = load_frames_file("attributes.toml").get(found[0])
    twice = any(_NOT_LACKING.match(reading.text[lack.end :]) for lack in reading.spans("ask:missing"))
    if entry is not None:
        # 空欄でない: what is not lacking is there.
        kind = "has" if twice and known.supports(into.over, "has") else "missing"
        if _never_has(into.over, entry["kinds"]):
            # 交付団体の補助率: what no such thing ever has would lack in all of them.
            text = f"{entry['label']}は、{_THINGS[into.over]}の項目として読み取られていません。"
            into.decline = Decline("not_in_graph", text, f"{entry['label']}の記載がない{_THINGS[into.over]}")
            return
        into.add(Condition(kind, (Term("iri", TSU + entry["property"], entry["label"]),)), known)
        _lacked_too(kind, found[1], reading, into, known)


_AND = re.compile(r"(?:の記載|の記述|の欄|欄)?(?:も|と|・|、|及び|および|並びに)+")
_OR = re.compile(r"(?:の記載|の記述|の欄|欄)?(?:か|または|又は|もしくは|や)、?")


def _lacked_too(kind: str, cue: Cue, reading: Reading, into: SetReading, known: Knowledge) -> None:
    """目標も達成状況もない: the attributes said beside the one lacked; 目標か達成状況のない is no condition that is read."""
    data, start = load_frames_file("attributes.toml"), cue.start
    for other in sorted(reading.of_slot("attr"), key=lambda c: -c.end):
        between = reading.text[other.end : start] if other.end <= start else ""
        entry = data.get(other.value)
        if entry is None or into.over not in entry["kinds"]:
            continue
        if _OR.fullmatch(between):
            words = f"「{reading.text[other.start : cue.end]}」"
            text = f"{words}のどちらかがないという条件は、まだ読めません。一つずつ尋ねてください。"
            into.decline = Decline("not_in_graph", text, f"{words}を含む問い")
        if _AND.fullmatch(between):
            term = Term("iri", TSU + entry["property"], entry["label"])
            into.add(Condition(kind, (term,)), known)
            start = other.start


def aside_conditions(reading: Reading, into: SetReading, known: Knowledge) -> None:
    """The clauses that were taken out of the question, each as the condition that it says; none is added twice."""
    data = load_frames_file("attributes.toml")
    for clause in reading.aside:
        if clause.field:
            entry = data[clause.field]
            condition = Condition(clause.kind, (Term("iri", TSU + entry["property"], entry["label"]),))
        elif clause.kind.endswith(("_measure", "_line")):
            condition = Condition("unlinked" if clause.denied else "linked_work")
        elif "year" in clause.kind:
            years = [int(hit.values[0]) for hit in find_numbers(clause.words) if hit.kind == "year"]
            kind = "absent_year" if clause.denied else "present_year"
            condition = Condition(kind, (year_term(years[0]),), "all")
        elif clause.kind.endswith("numeric"):
            no = (Term("boolean", "false", "false"),)
            condition = Condition("numeric", no, "none") if clause.denied else Condition("numeric")
        else:
            condition = Condition(clause.kind)
        if condition not in into.conditions:
            into.add(condition, known)


_THINGS = {"measure": "施策", "line": "予算一覧の行", "grantee": "交付団体", "programme": "事業"}


def _never_has(over: str, kinds: Sequence[str]) -> bool:
    return over in _THINGS and over not in kinds and not (over == "line" and "programme" in kinds)


def _stated_conditions(reading: Reading, into: SetReading, known: Knowledge) -> None:
    """目標の記載があり達成状況の記載がない: each field said to be printed or not, however many they are."""
    data = load_frames_file("attributes.toml")
    for clause in stated(reading.text):
        kind = "missing" if clause.state == "lack" else "has"
        entry = data[clause.field]
        if known.supports(into.over, kind) and into.over in entry["kinds"]:
            into.add(Condition(kind, (Term("iri", TSU + entry["property"], entry["label"]),)), known)
