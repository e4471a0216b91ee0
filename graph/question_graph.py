"""Questions as SPARQL: one self-contained query from `.rq` parts, with terms bound by serialising them as RDF.

Parts live in `graph/queries/answers/`: `over/{kind}.rq` (what the conditions speak of), `item/{over}-{item}.rq`
(how one gets from there to what is listed), `condition/{over}-{kind}.rq` (one restriction each) and the
templates themselves (`list.rq`, `count.rq` ...). A template says `#{body}` where over, conditions and item go.
`$name` is a slot for a term; a part never sees text of the question other than as an escaped literal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from graph.condition_patterns import condition_pattern, sides
from graph.query_parts import (
    FOLDER,
    can_list,
    fill,
    part,
    renamed,
    required,
    serialise,
    supports,
)
from nlp.questions.records import Condition, Frame, Term

# Conditions on what one row prints, which another row of its programme need not print.
_OF_ONE_ROW = (
    *("relisted", "newly", "section", "also_section", "only_section", "pillar", "number", "number_range"),
    *("amount", "printed_amount", "printed_figure", "amount_kind", "apart", "missing", "has"),
)
# Conditions that name one thing or a few.
_NAMING = ("programme", "measure", "line", "work", "grantee", "number")


def _rows(over: str, item: str, conditions: Iterable[Condition], offset: int) -> str:
    given = tuple(conditions)
    few = names_few(given)
    patterns = _barred_last(
        condition_pattern(over, condition, offset + number, tested=len(given) > 1, few=few)
        for number, condition in enumerate(given, 1)
    )
    return "\n".join([_kind(over, few), *patterns, required(f"item/{over}-{item}")])


def _barred_last(patterns: Iterable[str]) -> list[str]:
    """MINUS takes away only from what is bound before it."""
    return sorted(patterns, key=lambda pattern: pattern.startswith("MINUS"))


def names_few(conditions: Iterable[Condition]) -> bool:
    """Whether conditions name one thing or a few."""
    return any(c.kind in _NAMING and c.mode == "any" and c.values and not c.operator for c in conditions)


def _kind(over: str, few: bool) -> str:
    """Of which class the rows are. Tested, not looked up, where conditions name a few: the engine would begin with all."""
    kind = required(f"over/{over}")
    return f"FILTER EXISTS {{ {kind} }}" if few else kind


def body(frame: Frame) -> str:
    """The graph pattern of a frame: ?{item} ?label (and what its item part binds) under all its conditions.

    When something else is listed than the rows (府省庁 from 施策), "all" and "none" speak of the things listed:
    a 府省庁 that has a row for each value, or none for it; so does "one", a row for one value and none for another. Where the rows themselves are denied something
    (再掲でない事業を持つ府省庁), "none" speaks of them.
    """
    local: list[Condition] = []
    spread: list[Condition] = []
    barred: list[Condition] = []
    pairs: list[tuple[Condition, Condition]] = []
    for condition in frame.conditions:
        if condition.mode == "one" and frame.item != frame.over:
            local.append(replace(condition, mode="any"))
            pairs += combinations(sides(condition), 2)
        elif frame.item == frame.over or condition.operator or condition.mode in ("any", "only"):
            local.append(condition)
        elif condition.mode == "all" and len(condition.values) > 1:
            spread.append(condition)
        elif condition.mode == "none" and condition.kind != frame.item and not frame.rows_denied:
            barred.append(condition)
        else:
            local.append(condition)
    keep = {frame.item, "label", "number"}
    if frame.over == frame.item:
        keep.add(frame.over)
    # 内閣府以外の府省庁: of the things listed themselves, whoever else their rows may belong to.
    others = [
        c
        for c in local
        if c.mode == "none" and c.kind == frame.item and frame.item != frame.over and c.values
    ]
    local = [c for c in local if c not in others]
    pieces = []
    if not spread:
        pieces.append(_rows(frame.over, frame.item, local, 0))
    for condition in spread:
        if condition.kind == "year" and frame.over == "line" and not pieces:
            # 両方の年度に載る事業: its rows are those of either year.
            either = replace(condition, mode="any")
            pieces.append(_rows(frame.over, frame.item, (*local, either), 0))
        for number, value in enumerate(condition.values):
            single = Condition(condition.kind, (value,), "any", condition.operator)
            rows = _rows(frame.over, frame.item, (*local, single), 0)
            # The first keeps its names, so that templates can speak of ?line; of the others each thing counts once,
            # or rows would multiply with rows.
            apart = f"{{ SELECT DISTINCT ?{frame.item} WHERE {{\n{renamed(rows, f'_all{number}', {frame.item})}\n}} }}"
            pieces.append(rows if not pieces else apart)
    pieces += [
        f"FILTER(?{frame.item} NOT IN ({', '.join(serialise(term) for term in c.values)}))" for c in others
    ]
    for number, pair in enumerate(pairs):
        rest = [c for c in local if c.kind != pair[0].kind]
        each = (
            renamed(_rows(frame.over, frame.item, (*rest, one), 0), f"_two{number}_{n}", {frame.item})
            for n, one in enumerate(pair)
        )
        once = (f"{{ SELECT DISTINCT ?{frame.item} WHERE {{\n{rows}\n}} }}" for rows in each)
        pieces.append("MINUS {\n" + "\n".join(once) + "\n}")
    for condition in barred:
        # A condition without values (共同でない) denies what it says once.
        for number, values in enumerate([(value,) for value in condition.values] or [()]):
            single = Condition(condition.kind, values, "any", condition.operator)
            others = [c for c in local if c.kind != condition.kind]
            if condition.kind == "year":
                # 令和6年度の再掲の、令和7年度にない事業: no row of the other year, whatever that row would say.
                others = [c for c in others if c.kind not in _OF_ONE_ROW]
            rows = _rows(frame.over, frame.item, (*others, single), 0)
            # Worked out once and taken away, where NOT EXISTS would be asked anew for every row.
            pieces.append(f"MINUS {{\n{renamed(rows, f'_no{number}', {frame.item})}\n}}")
    return "\n".join(pieces)


def build_query(
    template: str, frame: Frame, slots: Mapping[str, Term] | None = None, whole: Frame | None = None
) -> str:
    """The self-contained query of a frame: prefixes, template, body, bound terms.

    Raises:
        VocabularyError: a part or a slot is missing (our data is wrong).
        QueryError: a term cannot be serialised.
    """
    filled = {name: serialise(term) for name, term in (slots or {}).items()}
    filled.setdefault("limit", str(frame.limit or 1000000))
    return complete(required(template), frame, filled, whole)


def complete(text: str, frame: Frame, filled: Mapping[str, str], whole: Frame | None = None) -> str:
    """A template's text with body, rows and serialised terms put in, prefixes in front.

    `#{rows:sheet_amount}` are the rows of another kind under the same conditions, as far as they can have them;
    `#{body:whole}` and `#{rows:whole}` are body and rows of the frame `whole`, of which the frame is a part.

    Raises:
        VocabularyError: a part or a slot is missing.
    """
    if "#{body}" in text:
        text = text.replace("#{body}", _indented(body(frame)))
    if "#{body:whole}" in text:
        text = text.replace("#{body:whole}", _indented(body(whole or frame)))
    if "#{rows}" in text:
        text = text.replace("#{rows}", _indented(rows_of(frame)))
    if "#{rows:whole}" in text:
        text = text.replace("#{rows:whole}", _indented(rows_of(whole or frame)))
    for other in re.findall(r"#\{rows:(\w+)\}", text):
        text = text.replace(f"#{{rows:{other}}}", _indented(rows_of(_speaking_of(frame, other))))
    text = text.replace("?ITEM", f"?{frame.item}").replace("?OVER", f"?{frame.over}")
    return required("prefixes").strip() + "\n" + _used_only(fill(text, filled)).strip() + "\n"


def _indented(text: str) -> str:
    return "\n".join("  " + line for line in text.splitlines())


def _speaking_of(frame: Frame, over: str) -> Frame:
    """The frame over other rows; conditions that those cannot have would change the meaning, so they match nothing."""
    kept = tuple(c for c in frame.conditions if supports(over, c.kind))
    if len(kept) < len(frame.conditions):
        kept = (*kept, Condition("nothing"))
    return replace(frame, over=over, item=over, conditions=kept)


def rows_of(frame: Frame) -> str:
    """Only the rows under the conditions (no item): for templates that make their own use of ?line or ?measure."""
    few = names_few(frame.conditions)
    patterns = _barred_last(
        condition_pattern(frame.over, condition, number, tested=few, few=few)
        for number, condition in enumerate(frame.conditions, 1)
    )
    return "\n".join([_kind(frame.over, few), *patterns])


def _used_only(text: str) -> str:
    return re.sub(r"\n\s*\n+", "\n", text)


__all__ = [
    "FOLDER",
    "body",
    "build_query",
    "can_list",
    "complete",
    "names_few",
    "part",
    "rows_of",
    "serialise",
    "supports",
]
