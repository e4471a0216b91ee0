"""What rules of a guideline say of each thing asked: to whom, through whom, when, how often, how long, whether they oblige or allow."""

from __future__ import annotations

from collections.abc import Sequence

from api.answering.printed.clauses import CAVEAT, COLUMNS, NO, PLAIN, YES, Clause, clauses_told, whom_told
from api.answering.records.record import Record, Told
from nlp.questions.printed.clauses import is_said_so, left_out, values_said
from nlp.questions.printed.printed_texts import level
from nlp.questions.printed.record_questions import RecordQuestion

_WHETHER = ("may", "barred")
_OF_SOME = "一部の取組についての決まりがあります。"
_ORDERED = "しなければならないこととして書かれています。"
_WISHED = "「努める」とされ、義務とまでは書かれていません（努力義務）。"
_MISSING = {
    "whom": "提出や報告の相手",
    "via": "経由先",
    "when": "期限や時期",
    "often": "頻度",
    "long": "期間",
    "must": "義務かどうか",
    "obliged": "義務かどうか",
    "most": "上限",
    "share": "率",
    "who": "誰がするか",
    "with": "相手",
    "least": "数",
    "number": "項番",
    "who_for": "対象者",
}
_EITHER = {
    "prohibition": "してはならないこととして書かれています。",
    "optional": "することができると書かれています。",
}
"""What answers セーフ？アウト？, to which there is no はい or いいえ."""
_SAID = {"via": "経由先", "often": "頻度", "long": "期間", "most": "額", "share": "率", "least": "数"}
_NONE_OBLIGED = "義務としている決まりは、その中にありません。「努める」とされています（努力義務）。"


def of_rules(asked: RecordQuestion, records: Sequence[Record]) -> Told | None:
    """The rules quoted, and before them what they say of each thing asked; None where nothing that is asked is said."""
    kept = _of_sort(asked, records)
    items = tuple(dict.fromkeys(v for r in kept for v in r.field("items")))
    said: list[str] = []
    missing: list[str] = []
    for name in _asked(asked):
        words = _of_rule(name, asked, kept, items)
        if not words:
            missing.append(_MISSING[name])
        elif name in _WHETHER:
            said.insert(0, words)
        else:
            said.append(words)
    if not kept or (missing and len(missing) == len(_asked(asked))):
        return None
    clauses = [Clause(r.thing, r.one("notation"), r.one("text"), r.field("of")) for r in kept]
    shown = f"そこに挙げられた取組: {'、'.join(items)}。" if items else ""
    left = f"{'・'.join(missing)}は、これらの決まりには書かれていません。" if missing else ""
    excepted = _excepted(asked, kept)
    if excepted:
        told = "・".join(f"「{word}」" for word in excepted)
        said = [f"{told}は、その決まりから除かれています。"]
    lead = "".join(dict.fromkeys(words for words in said if words != PLAIN)) or PLAIN
    text = clauses_told(lead, clauses, shown + left)
    rows = [clause.row for clause in clauses]
    return Told(
        text, "要領の決まり", (), COLUMNS, rows, value=clauses[0].text, caveats=(CAVEAT,), kept=tuple(kept)
    )


def _excepted(asked: RecordQuestion, kept: Sequence[Record]) -> list[str]:
    """The words of the question that the rules except (中核市, of 市町村（指定都市及び中核市を除く。）)."""
    without = level(" ".join(left_out(record.one("text")) for record in kept))
    if asked.city:
        return []
    runs = [run for run in asked.runs if level(run) in without]
    alone = [word for word in asked.nouns if len(word.said) > 1 and not any(word.said in run for run in runs)]
    return [*runs, *(word.said for word in alone if any(level(form) in without for form in word.forms))]


def _asked(asked: RecordQuestion) -> list[str]:
    """What is asked, 義務 once: 公表が義務なのは asks which oblige, and not whether they do."""
    return [name for name in asked.asked if name != "must" or "obliged" not in asked.asked]


def _of_sort(asked: RecordQuestion, records: Sequence[Record]) -> Sequence[Record]:
    """委託してはいけない団体: the prohibitions where what is barred is asked for; else all but definitions, where there are any.
    委託できない団体とできる団体: what is allowed too. 公表が義務なのは: those that oblige, where there are any."""
    if asked.sorts:
        return [r for r in records if r.sort in asked.sorts]
    if "obliged" in asked.asked:
        return [r for r in records if _obliges(r)] or [
            r for r in records if is_said_so("wished", r.one("text"))
        ]
    return [r for r in records if r.sort != "definition"] or records


def _of_rule(name: str, asked: RecordQuestion, records: Sequence[Record], items: Sequence[str]) -> str:
    """What the rules say of one thing asked, "" where they say nothing of it."""
    texts = [record.one("text") for record in records]
    levelled = [level(text) for text in texts]
    match name:
        case "may" | "barred":
            return _whether(asked, records)
        case "whom":
            return whom_told(texts)
        case "via" | "often" | "long" | "most" | "share" | "least":
            values = values_said(name, texts if name == "via" else levelled)
            return f"{_SAID[name]}として書かれているのは{'、'.join(values)}です。" if values else ""
        case "when":
            return PLAIN if any(is_said_so("timed", text) for text in levelled) else ""
        case "must":
            return _whether_ordered(texts)
        case "wished":
            return f"「努める」とする決まりは{len(texts)}文あります。"
        case "obliged":
            return _NONE_OBLIGED if all(is_said_so("wished", text) for text in texts) else PLAIN
        case "who" | "with":
            return PLAIN if values_said(name, levelled) else ""
        case "who_for":
            said = any(is_said_so("for_whom", text) for text in (*levelled, *map(level, items)))
            return PLAIN if said else ""
    return PLAIN


def _obliges(record: Record) -> bool:
    text = record.one("text")
    return is_said_so("ordered", text) and not is_said_so("wished", text)


def _whether_ordered(texts: Sequence[str]) -> str:
    """Whether all of the rules order or all only wish; the rules alone where they differ."""
    wished = [is_said_so("wished", text) for text in texts]
    if all(wished):
        return _WISHED
    if not any(wished) and all(is_said_so("ordered", text) for text in texts):
        return _ORDERED
    return PLAIN


def _whether(asked: RecordQuestion, records: Sequence[Record]) -> str:
    """はい or いいえ to whether it may be (may) or must not be (barred); neither where the rules hold for some activities that are not
    named, or under a condition, or are of several sorts."""
    if len(asked.sorts) > 1:
        return PLAIN
    both = len(set(_WHETHER) & set(asked.asked)) > 1
    sorts = {record.sort for record in records}
    if len(sorts) > 1 or not sorts <= {"prohibition", "optional"}:
        return PLAIN
    named = [form for word in asked.nouns for form in word.forms]
    if any(r.field("items") and not any(r.says(form, ("items",)) for form in named) for r in records):
        return _OF_SOME
    if any(is_said_so("only_where", record.one("text")) for record in records):
        return PLAIN
    if both:
        return _EITHER[next(iter(sorts))]
    return YES if (sorts == {"optional"}) == ("may" in asked.asked) else NO


__all__ = ["of_rules"]
