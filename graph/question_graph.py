"""Questions as SPARQL: one self-contained query from `.rq` parts, with terms bound by serialising them as RDF.

Parts live in `graph/queries/answers/`: `over/{kind}.rq` (what the conditions speak of), `item/{over}-{item}.rq`
(how one gets from there to what is listed), `condition/{over}-{kind}.rq` (one restriction each) and the
templates themselves (`list.rq`, `count.rq` ...). A template says `#{body}` where over, conditions and item go.
`$name` is a slot for a term; a part never sees text of the question other than as an escaped literal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from graph.helper_paths import with_helpers
from graph.iris import NS
from nlp.errors import QueryError, VocabularyError
from nlp.questions.records import Condition, Frame, Term

FOLDER = Path(__file__).parent / "queries" / "answers"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_SLOT = re.compile(r"\$([A-Za-z]\w*)")
_VARIABLE = re.compile(r"\?([A-Za-z]\w*)")
_PLAIN = re.compile(r"\?(\w+) [^{}?]+(?:\?\w+ )?\.")
_BAD_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
# $ ? # and { inside a literal must never look like a slot, a variable or a marker of a template.
_ESCAPES = {
    "$": "\\u0024",
    "?": "\\u003F",
    "#": "\\u0023",
    "{": "\\u007B",
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
# controls, line and paragraph separators, lone surrogates: a query is put together line by line
_UNSAFE_IN_A_LINE = ("Cc", "Zl", "Zp", "Cs")
# Conditions that name one thing or a few.
_NAMING = ("programme", "measure", "line", "work", "grantee", "number")
_MARKED = ("section", "pillar")
LOWEST, HIGHEST = -(10**18), 10**18


def serialise(term: Term) -> str:
    """A term as SPARQL writes it.

    Raises:
        QueryError: an IRI holds a character that no IRI may hold, or a number is not one.

    >>> serialise(Term("text", 'a "b"')), serialise(Term("year", "2025"))
    ('"a \\\\"b\\\\""', '"2025"^^xsd:gYear')
    """
    match term.kind:
        case "iri":
            if _BAD_IRI.search(term.value) or not term.value:
                raise QueryError(f"not an IRI: {term.value!r}")
            if term.value.startswith(NS) and re.fullmatch(r"[A-Za-z]\w*", term.value[len(NS) :]):
                return "tsu:" + term.value[len(NS) :]
            return f"<{term.value}>"
        case "integer":
            return str(_integer(term.value))
        case "year":
            return f'"{_integer(term.value):04d}"^^xsd:gYear'
        case "boolean":
            return "true" if term.value == "true" else "false"
        case "text":
            kept = "".join(_ESCAPES.get(char, char) for char in term.value)
            kept = "".join(
                f"\\u{ord(char):04X}" if unicodedata.category(char) in _UNSAFE_IN_A_LINE else char
                for char in kept
            )
            return f'"{kept}"'


def _integer(value: str) -> int:
    try:
        return int(value)
    except ValueError as error:
        raise QueryError(f"not a number: {value!r}") from error


@lru_cache(maxsize=512)
def part(name: str) -> str | None:
    """The text of one part without its comment lines, or None when there is no such part."""
    path = FOLDER / f"{name}.rq"
    if not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("# "))


def supports(over: str, kind: str) -> bool:
    """Whether rows of kind `over` can be restricted by a condition of this kind."""
    return part(f"condition/{over}-{kind}") is not None


def can_list(over: str, item: str) -> bool:
    """Whether one gets from rows of kind `over` to things of kind `item`."""
    return part(f"item/{over}-{item}") is not None


def _required(name: str) -> str:
    found = part(name)
    if found is None:
        raise VocabularyError(f"no query part {name}.rq", hint="add it under graph/queries/answers/")
    return found


def _rename(text: str, suffix: str, keep: Iterable[str]) -> str:
    kept = set(keep)
    return _VARIABLE.sub(lambda m: m.group() if m[1] in kept else f"?{m[1]}{suffix}", text)


def _fill(text: str, slots: Mapping[str, str]) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1] not in slots:
            raise VocabularyError(f"slot ${match[1]} has no value in a query part")
        return slots[match[1]]

    return _SLOT.sub(replace, text)


def _condition(
    over: str, condition: Condition, number: int, *, tested: bool = False, few: bool = False
) -> str:
    """One condition as a graph pattern; its inner variables get the number so that two never meet.

    `tested`: a search in texts beside others stands by itself, or the texts of one would multiply with those of the
    others (nine words in seven texts each: 40 million rows for one measure). `few`: the others leave so few rows that
    each can be tested.
    """
    if condition.kind == "nothing":
        return "FILTER(false)"
    searches = tested and "?searched" in _required(f"condition/{over}-{condition.kind}")
    text = _pattern(over, condition, number)
    if not searches or condition.mode == "none":
        return text
    return f"FILTER EXISTS {{\n{text}\n}}" if few else _found_once(over, text)


def _found_once(over: str, search: str) -> str:
    """The rows in whose texts a word stands, each once.

    Worked out by itself: FILTER EXISTS would look through sheets anew for every row (19 s for 2,000 programmes).
    """
    return f"{{ SELECT DISTINCT ?{over} WHERE {{\n{_required(f'over/{over}')}\n{search}\n}} }}"


def _pattern(over: str, condition: Condition, number: int) -> str:
    printed = with_helpers(_required(f"condition/{over}-{condition.kind}"), condition)
    text = _rename(printed, f"_{number}", {over, "target_group"})
    if condition.operator:
        low, high = _bounds(condition)
        return _fill(text, {"low": str(low), "high": str(high)})
    terms = [serialise(term) for term in condition.values] or ["true"]
    if text.startswith(f"VALUES ?{over} {{") and condition.mode != "all":
        return _named(over, text, terms, condition.mode)
    if condition.mode == "none":
        barred = "MINUS" if _reaches_back(over, text) or _goes_on(over, text) else "FILTER NOT EXISTS"
        return "\n".join(
            f"{barred} {{ {_fill(_rename(text, f'n{i}', {over}), {'value': term})} }}"
            for i, term in enumerate(terms)
        )
    if condition.mode == "one":
        return "\n".join(
            (_pattern(over, replace(condition, mode="any"), number), *_not_two(over, condition, number))
        )
    if condition.mode == "all":
        each = [_fill(_rename(text, f"a{i}", {over}), {"value": term}) for i, term in enumerate(terms)]
        searches = "?searched" in text and len(terms) > 1
        return "\n".join(_found_once(over, one) if searches else one for one in each)
    if len(terms) == 1:
        return _fill(text, {"value": terms[0]})
    if "{ SELECT" in text:  # a variable is not seen inside: each value by itself
        return "\nUNION\n".join(
            f"{{\n{_fill(_rename(text, f'v{i}', {over}), {'value': term})}\n}}"
            for i, term in enumerate(terms)
        )
    return f"VALUES ?value_{number} {{ {' '.join(terms)} }}\n" + _fill(text, {"value": f"?value_{number}"})


def _sides(condition: Condition) -> list[Condition]:
    """A condition for each of its values; sections and pillars of several plans that bear one mark (4-①「…」) are one."""
    sides: dict[str, list[Term]] = {}
    for term in condition.values:
        marked = condition.kind in _MARKED and "「" in term.label
        sides.setdefault(term.label.partition("「")[0] if marked else term.value, []).append(term)
    return [replace(condition, values=tuple(terms), mode="any") for terms in sides.values()]


def _not_two(over: str, condition: Condition, number: int) -> list[str]:
    """No row that meets the condition for two of the values."""
    barred = []
    for i, pair in enumerate(combinations(_sides(condition), 2)):
        both = (_rename(_pattern(over, one, number), f"o{i}_{n}", {over}) for n, one in enumerate(pair))
        barred.append(f"MINUS {{ {' '.join(both)} }}")
    return barred


def _named(over: str, text: str, terms: list[str], mode: str) -> str:
    """The rows that the question names themselves, or all but these.

    Named in VALUES, since the engine begins there; with FILTER(?row = …) it goes through all rows (100 times slower).
    """
    if mode == "none":
        return f"FILTER(?{over} NOT IN ({', '.join(terms)}))"
    return _fill(text, {"value": " ".join(terms)})


def _reaches_back(over: str, text: str) -> bool:
    """Whether a condition starts from another thing that points to the row (a line to its programme).

    NOT EXISTS would go through all such things anew for every row: 60 s on 850,000 statements where MINUS, which works
    them out once, takes 0.1 s. Both mean the same where the row is bound inside, as it is in such a pattern.
    """
    first = _VARIABLE.match(text.lstrip())
    return first is not None and first[1] != over and f"?{over} " in text


def _goes_on(over: str, text: str) -> bool:
    """Whether a condition goes on from another thing that the row has (an indicator to its target).

    NOT EXISTS would look through all such things anew for every row, as in `_reaches_back` (6 s for 14,100 measures).
    """
    subjects = [_PLAIN.fullmatch(line) for line in text.strip().splitlines()]
    return all(subjects) and {match[1] for match in subjects if match} > {over}


def _bounds(condition: Condition) -> tuple[int, int]:
    values = [_integer(term.value) for term in condition.values]
    match condition.operator:
        case ">=":
            return values[0], HIGHEST
        case ">":
            return values[0] + 1, HIGHEST
        case "<=":
            return LOWEST, values[0]
        case "<":
            return LOWEST, values[0] - 1
        case "between":
            return min(values), max(values)
    return values[0], values[0]


def _rows(over: str, item: str, conditions: Iterable[Condition], offset: int) -> str:
    given = tuple(conditions)
    few = names_few(given)
    patterns = _barred_last(
        _condition(over, condition, offset + number, tested=len(given) > 1, few=few)
        for number, condition in enumerate(given, 1)
    )
    return "\n".join([_kind(over, few), *patterns, _required(f"item/{over}-{item}")])


def _barred_last(patterns: Iterable[str]) -> list[str]:
    """MINUS takes away only from what is bound before it."""
    return sorted(patterns, key=lambda pattern: pattern.startswith("MINUS"))


def names_few(conditions: Iterable[Condition]) -> bool:
    """Whether conditions name one thing or a few."""
    return any(c.kind in _NAMING and c.mode == "any" and c.values and not c.operator for c in conditions)


def _kind(over: str, few: bool) -> str:
    """Of which class the rows are. Tested, not looked up, where conditions name a few: the engine would begin with all."""
    kind = _required(f"over/{over}")
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
            pairs += combinations(_sides(condition), 2)
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
        for number, value in enumerate(condition.values):
            single = Condition(condition.kind, (value,), "any", condition.operator)
            rows = _rows(frame.over, frame.item, (*local, single), 0)
            # The first keeps its names, so that templates can speak of ?line; of the others each thing counts once,
            # or rows would multiply with rows.
            apart = f"{{ SELECT DISTINCT ?{frame.item} WHERE {{\n{_rename(rows, f'_all{number}', {frame.item})}\n}} }}"
            pieces.append(rows if not pieces else apart)
    pieces += [
        f"FILTER(?{frame.item} NOT IN ({', '.join(serialise(term) for term in c.values)}))" for c in others
    ]
    for number, pair in enumerate(pairs):
        rest = [c for c in local if c.kind != pair[0].kind]
        each = (
            _rename(_rows(frame.over, frame.item, (*rest, one), 0), f"_two{number}_{n}", {frame.item})
            for n, one in enumerate(pair)
        )
        once = (f"{{ SELECT DISTINCT ?{frame.item} WHERE {{\n{rows}\n}} }}" for rows in each)
        pieces.append("MINUS {\n" + "\n".join(once) + "\n}")
    for condition in barred:
        # A condition without values (共同でない) denies what it says once.
        for number, values in enumerate([(value,) for value in condition.values] or [()]):
            single = Condition(condition.kind, values, "any", condition.operator)
            others = [c for c in local if c.kind != condition.kind]
            rows = _rows(frame.over, frame.item, (*others, single), 0)
            # Worked out once and taken away, where NOT EXISTS would be asked anew for every row.
            pieces.append(f"MINUS {{\n{_rename(rows, f'_no{number}', {frame.item})}\n}}")
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
    return complete(_required(template), frame, filled, whole)


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
    return _required("prefixes").strip() + "\n" + _used_only(_fill(text, filled)).strip() + "\n"


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
        _condition(frame.over, condition, number, tested=few, few=few)
        for number, condition in enumerate(frame.conditions, 1)
    )
    return "\n".join([_kind(frame.over, few), *patterns])


def _used_only(text: str) -> str:
    return re.sub(r"\n\s*\n+", "\n", text)
