"""What frames make of the conditions: pairs of years, readings of a sum, gaps that say the not themselves."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.questions.conditions.denied_rows import rows_denied
from nlp.questions.conditions.name_conditions import TSU
from nlp.questions.conditions.number_conditions import CHANGES
from nlp.questions.conditions.spellings import keyword_variants
from nlp.questions.conditions.stage_sets import stages_apart
from nlp.questions.conditions.wording import words_of
from nlp.questions.conditions.year_sets import (
    ROW_SUMS,
    earlier_unknown,
    later_unknown,
    year_pair,
    years_apart,
    years_of_programmes,
    years_of_stages,
)
from nlp.questions.found.numbers import NumberHit
from nlp.questions.found.reading import Reading
from nlp.questions.framing.figures import claimed_figure, figure_spellings
from nlp.questions.framing.grant_phrases import rule_bars
from nlp.questions.framing.sets import Knowledge, SetReading, condition_data
from nlp.questions.names.two_names import second_programme
from nlp.questions.records import Condition, Decline, Linked, Term
from nlp.questions.tables.frame_rules import FrameRule

_ENDED = re.compile(r"廃止|打ち?切|取りやめ|中止|終了|終わっ")
_PROGRAMME_NO = re.compile(r"事業の?(?:no\.?|番号|第)?\s?\d+番?$", re.IGNORECASE)
_MOVES = re.compile(r"移管|移行|移動|引き?継ぎ?|所管|所管替え|所管換え")
_BOUND_ADDED = re.compile(r"内数(?:の上限)?(?:を|も|は)?(?:含め|足|加え|入れ|込み)")
_PLAIN_BUDGET = re.compile(
    r"(?:年度|r\d{1,2})の?予算(?:額|(?=[、と・/はがをでの\s?。]|から|より|$)(?!の(?:一覧|表|リスト)))"
)
# 提出期限, 委託先: of the compound only what is done is looked for.
_OF_ASKING = re.compile(r"(?<=[一-龥]{2})(?:期限|期日|締切|時期|方法|先)$")
_ONLY_RELISTED = re.compile(
    r"再掲(?:の行|の事業|分)?(?:だけ|のみ)|再掲(?:分|の行)の?(?:金額|予算|額)?の?(?:合計|総額)|再掲の?(?:金額|予算額|額)の?(?:合計|総額)|再掲\s(?:金額\s?)?(?:合計|総額)|再掲(?:の行|の事業|分|事業|に(?:なって|あたっ|当たっ)(?:い)?る(?:事業|行|もの)|され(?:た|ている)(?:事業|行|もの))の?(?:額|金額|予算額?)?(?:を|の|\s)?(?:全部|すべて|全て)?(?:で)?(?:足した|足すと|合わせ|合計|総額|トータル)"
)

_DUTIES = ("事務", "仕事", "業務")


# 再掲を除いて, 再掲は1回, 再掲も含めて: how the rows are counted, not which rows.
_READING_SAID = re.compile(
    r"再掲(?:の(?:行|事業|もの|分)|分|行|事業)?(?:を|は|も|が|の|について)?、?(?:含|除|抜|外|のぞ|省|込|入れ|数え|1回|一回|1度|一度|1つ|一つ|二重|重複|なし|無し|以外|ダブ|だぶ|カウント|考え|扱|まと|足)"
    r"|再掲(?:で(?:は)?|じゃ)な|再掲(?:の)?(?:有無|あり?なし)|(?:二重|重複|一度|1度|1回)[^、。?]{0,6}再掲"
)

# 新規と印刷された、R6にない事業: the mark, not that it is new there
_PRINTED_NEW = re.compile(r"新規(?:と(?:印刷|書|あ|なって|記)|の(?!もの|事業))")


def adjust(into: SetReading, rule: FrameRule, reading: Reading, known: Knowledge) -> None:
    """Change the conditions in place as the frame needs them."""
    _years(into, rule, reading, known)
    if rule.op == "totals":
        _of_sums(into, reading)
    if rule.flag == "may":
        # 委託は禁止？ is answered by what allows it as well: only 禁止されているもの asks for prohibitions alone.
        sorts = () if rule_bars(reading.text) else ("requirement_type",)
        into.conditions = [c for c in into.conditions if c.kind not in ("keyword", *sorts)]
        for word in _content(reading):
            said = condition_data()["rule_words"].get(word, keyword_variants(word))
            terms = tuple(Term("text", spelling, word) for spelling in said)
            into.add(Condition("keyword", terms, surface=word), known)
    if rule.flag == "link":
        numbers = [hit for hit in reading.numbers_of("number") if not _of_programme(reading.text, hit)]
        if len(numbers) < len(reading.numbers_of("number")):
            text = "予算一覧の番号は年度ごとに違う事業を指します。関連付けは、事業の名称と施策の番号で尋ねてください。"
            into.decline = Decline("not_in_graph", text, "番号で指した事業と施策の関連付け")
        said = {hit.values[0] for hit in numbers}
        measures = [n for n in known.lexicon.of_kind("measure") if str(n.number) in said]
        kept = [c for c in into.conditions if c.kind in ("programme", "measure")]
        terms = tuple(Term("iri", name.id, name.label) for name in measures)
        into.conditions = [*kept, *([Condition("measure", terms)] if terms else [])]
    if rule.flag == "quotes":
        figure = claimed_figure(reading.text)
        kept = [c for c in into.conditions if c.kind in ("measure", "number", "ministry", "year")]
        spelt = dict.fromkeys(v for s in figure_spellings(figure) for v in keyword_variants(s))
        terms = tuple(Term("text", spelling, figure) for spelling in spelt)
        into.conditions = [*kept, Condition("quoted", terms, surface=figure)]
    if rule.flag in ("relists", "reached"):
        # What is asked of the thing named is no condition on it.
        own = {"relists": ("relisted",), "reached": ("reached", "keyword", "numeric", "has")}[rule.flag]
        into.conditions = [c for c in into.conditions if c.kind not in own]
    if any(c.kind == "due" for c in into.conditions):
        said_of_it = condition_data()["due_words"]
        into.conditions = [
            c for c in into.conditions if c.kind != "keyword" or c.values[0].label not in said_of_it
        ]
    if rule.op == "ministry_changed":
        # 移管された is what the frame says; it narrows nothing.
        into.conditions = [
            part
            for c in into.conditions
            if c.kind != "keyword" or not _moves(c)
            for part in _before_and_after(c, reading)
        ]
    if rule.op == "ministry_history":
        # 引き継いだ事務は: duties are what is told; they narrow nothing.
        into.conditions = [
            c for c in into.conditions if c.kind != "keyword" or c.values[0].label not in _DUTIES
        ]
    if rule.op == "confidence_all":
        # 0.9未満: the computation itself reads how sure.
        into.conditions = [c for c in into.conditions if c.kind != "keyword"]
    if rule.op == "recipients":
        into.conditions = [
            c for c in into.conditions if c.kind in ("programme", "year", "prefecture", "place")
        ]
    if rule.op == "same_names":
        into.conditions = [c for c in into.conditions if c.kind == "programme"]
    if rule.flag == "second":
        other = second_programme(reading, known)
        if isinstance(other, Decline):
            into.decline = other
        elif other is not None:
            into.conditions.append(other)
            into.linked += [Linked(other.surface, t.value, "programme", t.label, 90.0) for t in other.values]
    if rule.op != "change_rank":
        into.notes += [
            f"「{words_of(c)}」は、この問いでは条件に使っていません。"
            for c in into.conditions
            if c.kind in CHANGES
        ]
        into.conditions = [c for c in into.conditions if c.kind not in CHANGES]
    if rule.flag == "either":
        into.conditions = [c for c in into.conditions if c.kind != "amount"]
    if rule.op == "disagreement":
        # 丸めで説明できない lacks no 説明: what is not explained is told apart when the amounts are compared.
        into.conditions = [c for c in into.conditions if c.kind not in ("amount", "missing", "has")]
    if rule.op == "differs":
        # What differs is asked for, of whatever value it is.
        own = {"relisted": ("relisted", "newly"), "kind": ("amount_kind",)}.get(rule.flag, ())
        into.conditions = [c for c in into.conditions if c.kind not in own]
    if reading.has("cond:both_readings"):
        into.conditions = [c for c in into.conditions if c.kind != "relisted"]
    if rule.op == "addable":
        into.conditions = [c for c in into.conditions if c.kind not in ("amount_kind", "relisted")]
    if rule.flag == "partners":
        into.conditions = with_partners(into.conditions)
    if rule.op in ROW_SUMS or (rule.op == "attribute" and into.over == "line"):
        into.conditions = years_of_programmes(into.conditions, reading, known)
    if rule.op != "only_they":
        into.conditions = [c for c in into.conditions if c.kind != "claimed"]
    if rule.op.startswith("gap"):
        # 高齢者を対象にしていない府省庁: the gap itself says the not.
        if not rows_denied(reading):
            into.conditions = [_affirmed(c) for c in into.conditions]
        # Who supports a narrower group (聴覚障害者) has something for the group, but not for 障害者そのもの.
        into.conditions = [_own_or_below(c, into, known) for c in into.conditions]


def _affirmed(condition: Condition) -> Condition:
    """The condition without its not, which the gap says: 再掲の事業がない府省庁 are those without rows that are 再掲."""
    printed = condition.kind in ("relisted", "newly")
    values = tuple(
        replace(t, value="true") if printed and t.value == "false" else t for t in condition.values
    )
    return replace(condition, values=values, mode="any" if condition.mode == "none" else condition.mode)


def _moves(condition: Condition) -> bool:
    return all(_MOVES.fullmatch(t.label or t.value) is not None for t in condition.values)


def _before_and_after(condition: Condition, reading: Reading) -> tuple[Condition, ...]:
    """内閣府からこども家庭庁に: of the ministries those after, and as none of them those before."""
    before = {
        name.id
        for hit in reading.of_kind("ministry")
        if reading.text[hit.end :].startswith("から")
        for name in hit.names
    }
    if condition.kind != "ministry" or condition.mode == "none":
        return (condition,)
    first = tuple(t for t in condition.values if t.value in before)
    then = tuple(t for t in condition.values if t.value not in before)
    if not first:
        return (condition,)
    former = Condition("ministry", first, mode="none", surface=condition.surface)
    return (replace(condition, values=then), former) if then else (former,)


def _of_programme(text: str, hit: NumberHit) -> bool:
    """Whether a number is a programme's of a budget list (事業No.64), no measure's."""
    return _PROGRAMME_NO.search(text[: hit.end]) is not None


def with_partners(conditions: list[Condition]) -> list[Condition]:
    """内閣府と共同の施策の相手: measures that it shares, and the ministries of them but itself."""
    kept = [c for c in conditions if c.kind not in ("joint", "ministry")]
    own = [replace(c, mode="any") for c in conditions if c.kind == "ministry"]
    return [*kept, *own, Condition("joint"), *(replace(c, mode="none", surface="") for c in own)]


def _own_or_below(condition: Condition, into: SetReading, known: Knowledge) -> Condition:
    if condition.kind not in ("target_group", "target_group_below"):
        return condition
    kind = "target_group" if into.own_groups else "target_group_below"
    return replace(condition, kind=kind) if known.supports(into.over, kind) else condition


def _content(reading: Reading) -> tuple[str, ...]:
    """The nouns of a question about rules, cue words among them (重複, 委託), without general words for the fund itself.

    Words that the data explains (政治団体) stand for themselves, before their parts.
    """
    data = condition_data()
    general = {
        *data["generic_words"],
        *data["never_keywords"],
        *data["within_general"],
        *data["ordinary_rule_words"],
    }
    explained = [word for word in sorted(data["rule_words"], key=len, reverse=True) if word in reading.text]
    named = [(h.start, h.end) for h in reading.entities if h.kinds() & {"programme", "guideline"}]
    named += [(m.start(), m.end()) for word in explained for m in re.finditer(re.escape(word), reading.text)]
    found = [word for word in explained if not any(word != w and word in w for w in explained)]
    nouns = (
        _OF_ASKING.sub("", t.surface)
        for t in reading.tokens
        if t.pos == "名詞"
        and t.surface not in general
        and not t.surface.isdigit()
        and not any(start < t.end and t.start < end for start, end in named)
    )
    found += [noun for noun in nouns if len(noun) > 1 and noun not in general]
    return tuple(dict.fromkeys(found))


def _years(into: SetReading, rule: FrameRule, reading: Reading, known: Knowledge) -> None:
    if rule.id == "stages":
        into.conditions = years_of_stages(into.conditions, reading)
        into.conditions = [
            _with_initial(c) if _PLAIN_BUDGET.search(reading.text) else c for c in into.conditions
        ]
    if rule.flag == "stages":
        into.conditions = stages_apart(into.conditions, reading)
    if rule.flag == "pair":
        into.conditions = year_pair(into.conditions, known)
    if rule.flag == "only":
        printed = reading.has("cond:not_new") or _PRINTED_NEW.search(reading.text) is not None
        into.conditions = [c for c in into.conditions if c.kind != "newly" or printed]
    if rule.flag == "only" and _ENDED.search(reading.text):
        into.notes.append(
            "一覧に載らなくなったことだけが分かります。廃止・終了したとは、読み込んだ文書に書かれていません。"
        )
    first = earlier_unknown(reading, known) if rule.flag == "only" else ""
    if first:
        text = f"{first}より前の予算一覧は読み込まれていないため、{first}に載らなくなった事業は分かりません。"
        into.decline = Decline("not_loaded", text, f"{first}の一覧に載らなくなった事業")
    last = later_unknown(reading, known) if rule.flag == "only" else ""
    if last:
        text = f"{last}より後の予算一覧は読み込まれていないため、{last}を最後に載らなくなった事業は分かりません。"
        into.decline = Decline("not_loaded", text, f"{last}で終わった事業")
    if rule.flag not in ("only", "both") and into.over == "line" and rows_denied(reading):
        # 令和6年度にはない事業を持つ府省庁: of the programme, whose rows of this year cannot tell.
        into.conditions = [
            replace(c, kind="absent_year", mode="all") if c.kind == "year" and c.mode == "none" else c
            for c in into.conditions
        ]
    if rule.flag in ("only", "both"):
        into.conditions = years_apart(into.conditions, rule.flag, known, reading)


def _with_initial(condition: Condition) -> Condition:
    """8年度概算決定額と7年度予算額: the budget of a year with no stage beside other stages is the 当初."""
    initial = Term("iri", f"{TSU}initial", condition_data()["stages"]["initial"])
    if condition.kind != "stage" or initial in condition.values:
        return condition
    return replace(condition, values=(*condition.values, initial))


def _of_sums(into: SetReading, reading: Reading) -> None:
    if _BOUND_ADDED.search(reading.text):
        into.conditions = [c for c in into.conditions if c.kind != "amount_kind"]
        into.notes.append("内数は上限額なので、合計に加えていません。行ごとの上限は予算一覧の行で示せます。")
    if not _ONLY_RELISTED.search(reading.text):
        # Sums come in three readings side by side; 再掲 chooses among them and restricts nothing, but the set before stays, and
        # rows that are said to be 再掲 and nothing of how they are counted (再掲で5億円以上の事業).
        chooses = _READING_SAID.search(reading.text) is not None
        into.conditions = [
            c
            for c in into.conditions
            if c.kind != "relisted"
            or c.origin == "inherited"
            or not (chooses or c.mode == "none" or not c.values or c.values[0].value == "false")
        ]
