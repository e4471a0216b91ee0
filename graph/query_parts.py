"""The parts that queries for questions are made of: `.rq` files under `queries/answers/`, their slots and variables, and terms
bound by serialising them as RDF."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from graph.iris import NS
from nlp.errors import QueryError, VocabularyError
from nlp.questions.records import Term

FOLDER = Path(__file__).parent / "queries" / "answers"
_SLOT = re.compile(r"\$([A-Za-z]\w*)")
VARIABLE = re.compile(r"\?([A-Za-z]\w*)")
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
            return str(integer(term.value))
        case "year":
            return f'"{integer(term.value):04d}"^^xsd:gYear'
        case "boolean":
            return "true" if term.value == "true" else "false"
        case "text":
            kept = "".join(_ESCAPES.get(char, char) for char in term.value)
            kept = "".join(
                f"\\u{ord(char):04X}" if unicodedata.category(char) in _UNSAFE_IN_A_LINE else char
                for char in kept
            )
            return f'"{kept}"'


def integer(value: str) -> int:
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


def required(name: str) -> str:
    found = part(name)
    if found is None:
        raise VocabularyError(f"no query part {name}.rq", hint="add it under graph/queries/answers/")
    return found


def renamed(text: str, suffix: str, keep: Iterable[str]) -> str:
    kept = set(keep)
    return VARIABLE.sub(lambda m: m.group() if m[1] in kept else f"?{m[1]}{suffix}", text)


def fill(text: str, slots: Mapping[str, str]) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1] not in slots:
            raise VocabularyError(f"slot ${match[1]} has no value in a query part")
        return slots[match[1]]

    return _SLOT.sub(replace, text)


__all__ = [
    "FOLDER",
    "VARIABLE",
    "can_list",
    "fill",
    "integer",
    "part",
    "renamed",
    "required",
    "serialise",
    "supports",
]
