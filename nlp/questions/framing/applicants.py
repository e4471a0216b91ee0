"""Which programmes those of a kind may apply for or carry out (NPOが申請できる事業はどれ), by `frames/applicants.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nlp.questions.found.numbers import find_numbers
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import compiled, families_of
from nlp.questions.typed.text import fold_question

_FILE = "applicants.toml"


@dataclass(frozen=True, slots=True)
class Applicants:
    """Who is asked about, as said; how implementers and texts print them, as patterns for the engine; western years."""

    name: str
    implementer: str
    text: str
    years: tuple[int, ...] = ()


def applicants(question: str) -> Applicants | None:
    """Who may apply, by a question of that form; None for any other.

    >>> applicants("NPOが申請できる事業はどれ").name
    'NPO・民間団体'
    >>> applicants("NPOが申請できる事業の合計は") is None
    True
    """
    text = fold_question(question)
    for entry, form in _forms():
        match = form.match(text)
        if match is not None:
            hits = find_numbers(match["year"] or "")
            years = tuple(int(h.values[0]) for h in hits if h.kind == "year" and h.values[0].isdecimal())
            return Applicants(entry["name"], entry["implementer"], entry["text"], years)
    return None


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[dict[str, str], re.Pattern[str]], ...]:
    data = load_frames_file(_FILE)
    families = families_of(data, {}, _FILE)
    form = data["asked"]["form"]
    return tuple(
        (entry, compiled(form.replace("WHO", entry["said"]), families, f"{_FILE}: {entry['name']}"))
        for entry in data["applicant"]
    )


__all__ = ["Applicants", "applicants"]
