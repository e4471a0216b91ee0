"""What a share is of: everything (全体の何%), or what the whole is said to be of (内閣府全体の, 内閣府の事業で…全体の), and which
words of a question say the part and which the whole."""

from __future__ import annotations

import re
from functools import partial

from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import patterns

_whole = partial(patterns, "wholes.toml", "whole")
_split = partial(patterns, "wholes.toml", "split")
_marks = partial(patterns, "wholes.toml", "marks")
_limits = partial(patterns, "wholes.toml", "limits")


def whole_said(text: str) -> str | None:
    """What a folded question says the whole to be of: "" for everything, None where it says no whole, or bounds it before.

    >>> whole_said("法務省の施策は全体の何%"), whole_said("柱1全体の何%が法務省の施策"), whole_said("法務省の施策の割合")
    ('', '柱1', None)
    """
    found = _whole()["said"].search(text)
    if found is None:
        return None
    before = text[: found.start()]
    named = _whole()["breaks"].split(before)[-1]
    if not _whole()["everything"].fullmatch(named):
        return named
    return None if _whole()["bounded"].search(before) else ""


def part_and_whole(text: str) -> tuple[str, str] | None:
    """The words of a folded question that say the part, and those that say the whole; None where its form does not tell.

    >>> part_and_whole("新規の事業のうち内閣府のものは何%"), part_and_whole("内閣府はr7補正の何%"), part_and_whole("内閣府の割合")
    (('内閣府のものは何%', '新規の事業'), ('内閣府', 'r7補正'), None)
    """
    for form in _split().values():
        found = form.match(text)
        if found is not None:
            return found["part"], found["whole"]
    return None


def said_by_mark(kind: str, words: str) -> bool:
    """Whether words say a condition of a kind that no name in the question stands for (再掲, 新規, 内数)."""
    mark = _marks().get(kind)
    return mark is not None and mark.search(words) is not None


def field_said(iri: str, words: str) -> bool:
    """Whether words name the field whose property is that IRI (概要, URL)."""
    data, said = load_frames_file("attributes.toml"), load_frames_file("set_aside.toml")["fields"]
    return any(
        iri.endswith(f"#{data[name]['property']}") and re.search(form, words) is not None
        for name, form in said.items()
    )


def limits_all(kind: str, text: str) -> bool:
    """Whether a folded question limits all that is counted by a mark (再掲を除くと), the whole as well as the part.

    >>> limits_all("relisted", "再掲を除いて、内閣府は何%"), limits_all("relisted", "再掲の行は何%")
    (True, False)
    """
    limit = _limits().get(kind)
    return limit is not None and limit.search(text) is not None
