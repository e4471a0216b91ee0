"""The words of a question that a record must print, each with the forms in which it may be printed there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nlp.questions.conditions.spellings import halves_of
from nlp.questions.found.words import Word
from nlp.questions.framing.sets import condition_data
from nlp.questions.printed.asked_words import forms_of, says_something
from nlp.questions.tables.frame_files import load_frames_file

_FILE = "record_questions.toml"
_COSTS, _SHORTEST_COST = "費代", 2


@dataclass(frozen=True, slots=True)
class Sought:
    """A word that the record must print, in one of its forms; `verb`: a general verb, which may be missing; `people`: those for
    whom something is done."""

    said: str
    forms: tuple[str, ...]
    verb: bool = False
    start: int = 0
    people: bool = False


def sought_words(left: Sequence[Word]) -> tuple[Sought, ...] | None:
    """The content words among those that nothing else reads, each with its forms; None where one is too short to be looked for."""
    same: dict[str, list[str]] = load_frames_file(_FILE)["same"]
    neutral = set(condition_data()["neutral_verbs"])
    found: list[Sought] = []
    for token in _counted(left):
        if not says_something(token):
            continue
        others = same.get(token.surface) or same.get(token.normal) or same.get(token.base) or []
        halves = () if others else halves_of(token.surface)
        if halves:
            found += [Sought(h, forms_of(token, h), start=token.start + 2 * i) for i, h in enumerate(halves)]
            continue
        forms = dict.fromkeys((*others, *forms_of(token, token.surface)))
        if token.pos == "名詞" and len(token.surface) > _SHORTEST_COST and token.surface[-1] in _COSTS:
            forms[token.surface[:-1]] = None  # 改修費: what is paid for is printed as 改修
        verb = token.pos == "動詞" and {token.normal, token.base} & neutral != set()
        long = tuple(form for form in forms if len(form) > 1)
        if not long and not verb:
            return None
        found.append(Sought(token.surface, long, verb, token.start))
    return tuple(found)


def with_prefixes(tokens: Sequence[Word]) -> tuple[Word, ...]:
    """The tokens, a prefix that makes another word with the noun behind it as one (再|委託)."""
    prefixes = load_frames_file(_FILE)["joined"]["prefixes"]
    kept: list[Word] = []
    for token in tokens:
        last = kept[-1] if kept else None
        if last is not None and last.pos == "接頭辞" and last.surface in prefixes and last.end == token.start:
            whole = last.surface + token.surface
            kept[-1] = replace(token, start=last.start, surface=whole, normal=whole, base=whole)
        else:
            kept.append(token)
    return tuple(kept)


def _counted(left: Sequence[Word]) -> Iterable[Word]:
    """The tokens, a numeral with its counter and a noun with the one sign behind it or before it as one (110番, 相談|会, 性|暴力)."""
    kept: list[Word] = []
    for token in left:
        last = kept[-1] if kept else None
        short = len(token.surface) == 1 and token.pos in ("名詞", "接尾辞")
        led = (
            last is not None
            and len(last.surface) == 1
            and last.pos in ("名詞", "接頭辞")
            and token.pos == "名詞"
        )
        if last is not None and last.end == token.start and (led or (short and last.pos == "名詞")):
            kept[-1] = replace(last, end=token.end, surface=last.surface + token.surface, detail="普通名詞")
        else:
            kept.append(token)
    return kept


__all__ = ["Sought", "sought_words", "with_prefixes"]
