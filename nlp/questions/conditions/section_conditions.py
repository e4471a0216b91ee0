"""Sections and pillars as conditions: told by their notation, and by their heading as well where several plans have the notation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nlp.questions.found.numbers import NumberHit
from nlp.questions.found.reading import Reading
from nlp.questions.framing.sets import Knowledge, SetReading
from nlp.questions.names.lexicon import Lexicon, Name
from nlp.questions.records import Condition, Mode, Term

_MADE = "https://w3id.org/tsunagari/id/{}/{}"
# The rows that questions over these speak of.
_ROWS = {"line": "line", "programme": "line", "measure": "measure"}
# 4-①だけに載っている; 4-①だけの合計 is the sum of that section, whatever else its programmes are printed in.
_ONLY_THERE = re.compile(
    r"^(?:の節)?(?:に|の)?(?:だけ|のみ|しか)(?!で|の?(?:合計|総額|総計|予算|金額|額|平均|件数|行数|事業数))"
)
_NOT_THERE = re.compile(r"^\s?(?:以外|を除|でない)")
_NOR_THERE = re.compile(r"(?:の節)?にも(?:な[いく]|無い|(?:載って|入って|出て)(?:い)?な[いく])")
_THERE_TOO = re.compile(r"(?:の節)?(?:に)?も")


def section_conditions(reading: Reading, into: SetReading, known: Knowledge) -> None:
    """The sections and pillars that the question names by number, as conditions of the rows asked about."""
    for kind in ("section", "pillar"):
        hits = reading.numbers_of(kind)
        headed = {name.id for hit in reading.of_kind(kind) for name in hit.names}
        said = list(dict.fromkeys(_terms(kind, hit, headed, into.over, known) for hit in hits))
        if not said:
            continue
        if kind == "section" and any("-" not in hit.values[0] for hit in hits):
            read = "・".join(notation_of(term) for each in said for term in each[:1])
            into.notes.append(
                f"柱の番号がないので、{read}と読みました。ほかの柱のものは、柱の番号を添えて尋ねてください。"
            )
        after = [reading.text[hit.end :] for hit in hits]
        neither = any(map(_NOR_THERE.match, after))
        also = all(map(_THERE_TOO.match, after)) and not neither
        together = (
            len(said) > 1 and not neither and (also or reading.has("ask:both_in", "join:all", "ask:shared"))
        )
        # What must stand in each of several sections stands in those of one plan.
        terms = tuple(dict.fromkeys(term for each in said for term in (each[:1] if together else each)))
        if kind == "section" and together and known.supports(into.over, "also_section"):
            into.add(Condition("also_section", terms, "all"), known)
            continue
        # What has measures in both; of measures only where も says so (1-①にも1-③にもある: each stands in one section),
        # as 両方の施策 are those of either.
        each = together and (also or into.item != into.over)
        mode: Mode = "none" if neither or any(map(_NOT_THERE.match, after)) else "all" if each else "any"
        if len(said) > 1 and mode == "any" and reading.has("join:one"):
            mode = "one"  # 4-①と4-②の片方だけに載っている
        into.add(Condition(kind, terms, mode), known)
        alone = len(said) == 1 and any(map(_ONLY_THERE.match, after))
        if kind == "section" and alone and known.supports(into.over, "only_section"):
            into.add(Condition("only_section", terms), known)


def section_terms(names: Iterable[Name], lexicon: Lexicon) -> tuple[Term, ...]:
    """The names as terms: 3-①, or 3-①「相談の体制」 where several plans have sections of one notation."""
    return tuple(Term("iri", name.id, _label(name, lexicon)) for name in names)


def notation_of(term: Term) -> str:
    """The notation of a section or pillar from its term.

    >>> notation_of(Term("iri", "…", "3-①「相談の体制」")), notation_of(Term("iri", "…", "4"))
    ('3-①', '4')
    """
    return (term.label or term.value).partition("「")[0]


def _label(name: Name, lexicon: Lexicon) -> str:
    if not name.notation:
        return name.label
    return f"{name.notation}「{name.label}」" if lexicon.shared_notations else name.notation


def _terms(kind: str, hit: NumberHit, headed: set[str], over: str, known: Knowledge) -> tuple[Term, ...]:
    """The sections (pillars) of a notation: the one whose heading is said too (`headed`), else of the plans that have such rows
    there, if any has; one that no plan has is what it would be called."""
    notation = hit.values[0]
    if kind == "section" and "-" not in notation:
        pillars = sorted({p for item in known.lexicon.budget_lists() for p in item.pillars}) or ["4"]
        notation = f"{pillars[-1]}-{notation}"
    found: Sequence[Name] = [name for name in known.lexicon.of_kind(kind) if name.notation == notation]
    found = [name for name in found if name.id in headed] or found
    found = [name for name in found if _ROWS.get(over) in name.holds] or found
    return section_terms(found, known.lexicon) or (Term("iri", _MADE.format(kind, notation), notation),)
