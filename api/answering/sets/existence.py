"""Yes or no: whether there is such a thing, whether a named thing is so, whether the ministries named are all."""

from __future__ import annotations

from dataclasses import replace

from api.answering.refusing.nothing_found import nothing, partly_loaded, real_ministries
from api.answering.result import (
    AskServices,
    Result,
    coverage,
    listed,
    numbered,
    select,
    select_text,
    template_text,
    year_of,
)
from api.answering.sets.each_has import each_has
from api.answering.sets.lists import list_items, some_items, unit_words
from api.answering.words import CLAUSES, amount_words, set_words, stage_words
from nlp.questions.conditions.wording import words_of
from nlp.questions.parser import Understood, reading_of

_BY_WORDS = ("keyword", "quoted")
_RULES = ("requirement", "activity", "eligible_programme", "guideline", "call", "component", "plan")


def exists(understood: Understood, services: AskServices) -> Result:
    """Yes or no, with what makes it a yes; a no about one named thing says what is printed instead."""
    frame = understood.frame
    if understood.rule.flag == "none":
        return _none(understood, services)
    query, rows = select("exists", frame, services)
    value = bool(rows) and rows[0]["value"] == "true"
    named = [c for c in frame.conditions if c.kind in ("programme", "measure", "grantee", "line")]
    what = set_words(understood)
    if not value and not named and (each := each_has(understood, services)) is not None:
        return each
    if (
        not value
        and understood.rule.id == "asserted"
        and (frame.of_kind("reached") or frame.of_kind("missed"))
    ):
        # A text that does not say so leaves open whether a target was reached.
        text = f"{what}は、読み込んだ文書の中に見つかりません。書かれていないので、達成したかどうかは判断しません。"
        return Result(text, {}, query, reason="not_in_source")
    if not value and not named and _only_unsaid(understood, services):
        text = f"{what}は、読み込んだ文書に書かれていません。書かれていないことは、否定とは読みません。"
        return Result(text, {}, query, coverage(frame, services), reason="not_in_source")
    if not value and (sheets := _printed_in_sheets(understood, services)) is not None:
        return sheets
    if named:
        thing = "・".join(t.label for c in named for t in c.values)
        rest = "、".join(words_of(c) for c in frame.conditions if c not in named)
        what_of_it = f"{rest}もの" if rest.endswith(CLAUSES) else rest
        text = (
            (
                f"はい、「{thing}」は{what_of_it}に当たります。"
                if rest
                else f"はい、「{thing}」は載っています。"
            )
            if value
            else f"いいえ、「{thing}」は{what_of_it}に当たりません。"
        )
    else:
        text = (
            f"はい、{what}があります。" if value else f"いいえ、{what}は読み込んだ文書の中に見つかりません。"
        )
    result = Result(text, {"type": "boolean", "value": value}, query, coverage(frame, services))
    if value:
        items = some_items(frame, services)
        result.answer["items"] = items
        result.about = [item["id"] for item in items]
        if named and frame.of_kind("amount") and not frame.of_kind("year"):
            result.text += _printed_amount(understood, services)  # 5億円でしたよね: of which year
        if not named:
            shown = listed([numbered(item).rstrip("。") for item in items])
            result.text += f"{len(items)}{unit_words(frame.item)}: {shown}。"
    elif named:
        real, told = real_ministries(frame, services)
        result.text += f"担当は{'・'.join(real)}です。" if real and not set(real) & set(told) else ""
        result.text += _printed_amount(understood, services)
        result.about = [t.value for c in named for t in c.values]
    return result


def _only_unsaid(understood: Understood, services: AskServices) -> bool:
    """Whether that nothing is found denies nothing: no rule or paid-for activity prints the words (人件費は対象外ですか), or words were looked for
    in things of a kind that the question does not name (財産区は地方公共団体に入りますか)."""
    frame = understood.frame
    if not any(c.kind in _BY_WORDS for c in frame.conditions):
        return False
    return frame.over in _RULES or not reading_of(frame.text, services.known).of_slot("class")


def _none(understood: Understood, services: AskServices) -> Result:
    """Whether there is nothing under the conditions: yes within what is loaded, or no with what there is."""
    frame = understood.frame
    text = template_text("exists").replace("COUNT(?found) > 0", "COUNT(?found) = 0")
    query, rows = select_text(text, frame, services)
    value = bool(rows) and rows[0]["value"] == "true"
    what = set_words(understood)
    if value and frame.over == "line" and partly_loaded(frame, services):
        return nothing(understood, services, query, what)
    found = some_items(frame, services)
    within = "".join(f"（{said}）" for said in coverage(frame, services)[:1])
    said = (
        f"はい、読み込んだ文書の中に{what}は一つも見つかりません。{within}"
        if value
        else f"いいえ、{what}が{len(found)}あります: {listed([item['label'] for item in found])}。"
    )
    answer = {"type": "boolean", "value": value, "items": found or None}
    return Result(said, answer, query, coverage(frame, services), [item["id"] for item in found])


def _printed_in_sheets(understood: Understood, services: AskServices) -> Result | None:
    """女性活躍の交付金は10億円？: an amount that no list prints of a named programme, and a sheet does; None elsewhere."""
    frame = understood.frame
    wanted = {t.value for c in frame.of_kind("amount") if c.operator in ("", "=") for t in c.values}
    if not wanted or not frame.of_kind("programme"):
        return None
    rest = tuple(c for c in frame.conditions if c.kind not in ("amount", "printed_amount", "amount_kind"))
    query, rows = select("amounts", replace(frame, over="line", item="programme", conditions=rest), services)
    told = dict.fromkeys(
        f"{year_of(r)}{stage_words(r['stage'])}の{'うち' + r['part'] if r['part'] else '額'}として{r['amountText']}"
        for r in rows
        if r["place"] == "事業資料" and r["amount"] in wanted
    )
    if not told:
        return None
    name = frame.of_kind("programme")[0].values[0]
    text = f"「{name.label}」の事業資料には、{'、'.join(told)}と印刷されています。{_printed_amount(understood, services)}"
    caveats = ["予算一覧の額と事業資料の額は、丸めや範囲（うち数）が違うことがあります。"]
    return Result(text, {"type": "text"}, query, caveats, [name.value], ("amount",))


def _printed_amount(understood: Understood, services: AskServices) -> str:
    """What amount is printed instead of the one said of a named programme; "" when none was said."""
    frame = understood.frame
    said = ("amount", "printed_amount", "amount_kind")
    if not any(c.kind in said for c in frame.conditions):
        return ""
    rest = tuple(c for c in frame.conditions if c.kind not in said)
    rows = select("list_lines", replace(frame, over="line", item="line", conditions=rest), services)[1]
    printed = dict.fromkeys(
        f"{year_of(r)}{stage_words(r['stage'])}は{amount_words(r['amount'])}{'の内数' if r['kind'].endswith('includedIn') else ''}"
        for r in rows
        if r["amount"]
    )
    return f"予算一覧に印刷された額は、{'、'.join(printed)}です。" if printed else ""


def only_they(understood: Understood, services: AskServices) -> Result:
    """Whether the ministries named are all that run something of the kind; those that do are listed."""
    frame = understood.frame
    claimed = {t.value: t.label for c in frame.conditions if c.kind == "claimed" for t in c.values}
    others = tuple(c for c in frame.conditions if c.kind != "claimed")
    result = list_items(replace(understood, frame=replace(frame, conditions=others)), services)
    if result.reason:
        return result
    found = {item["id"]: item["label"] for item in result.answer["items"]}
    bound = {"count": str(len(claimed)), "claimed": ", ".join(f"<{thing}>" for thing in claimed)}
    narrowed = replace(frame, conditions=others)
    result.sparql, rows = select_text(template_text("only_they"), narrowed, services, **bound)
    only = bool(rows) and rows[0]["value"] == "true"
    said = "・".join(claimed.values())
    more = "・".join(label for thing, label in found.items() if thing not in claimed)
    if set(claimed) <= set(found):
        begun = f"はい、{said}だけです。" if only else f"いいえ、{said}のほかに{more}があります。"
    else:
        begun = f"いいえ、{said}は当たりません。"
    result.text = begun + result.text
    result.answer |= {"type": "boolean", "value": only}
    return result
