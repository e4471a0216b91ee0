"""Rows of a budget list said by their numbers beside measures (R7のNo.68の事業に対応する施策は), read by their programmes' names.

The year and the stage are those of the row: no plan of that year is asked for. Only where measures and a link are spoken of, or
in how many rows or sections what the row prints stands, and where the loaded lists have one programme of that number; else the
question stays as it is.
"""

from __future__ import annotations

import re
from functools import partial

from nlp.questions.found.words import words
from nlp.questions.names.lexicon import Lexicon, Name
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_key, fold_question

_said = partial(patterns, "linked_lines.toml", "said")
_STAGES = {"補": "supplementary", "当": "initial"}
_REIWA = 2018


def lines_by_name(question: str, lexicon: Lexicon) -> str:
    """The question with a numbered row of a budget list named by its programme, where its link to measures is asked for."""
    text = fold_question(question)
    spread = _spread_out(text, lexicon)
    if spread:
        return spread
    if "施策" not in text or _said()["tied"].search(text) is None:
        return question
    for match in (*_said()["line"].finditer(text), *_said()["beside"].finditer(text)):
        rest = text[: match.start()] + text[match.end() :]
        label = _programme(match, lexicon)
        if label and _said()["measure"].search(rest):
            return _put(text, match, label)
    return question


def _spread_out(text: str, lexicon: Lexicon) -> str:
    """No.65の事業は何行に印刷されている: the rows, sections and numbers of what a row prints are asked for, none of which the row
    alone tells; "" for other questions."""
    match = _said()["spread"].match(text)
    label = "" if match is None or "施策" in text else _programme(match, lexicon)
    return f"{text[: match.start('row')]}{label}{text[match.end('row') :]}" if match and label else ""


def _programme(match: re.Match[str], lexicon: Lexicon) -> str:
    """The name printed in the row, "" where the lists loaded have none or several of that number."""
    said = match.groupdict()
    number = int(re.findall(r"\d+", said.get("n") or said.get("n2") or "")[0])
    found = [n for n in lexicon.of_kind("line") if n.number == number and _listed(n, said)]
    labels = {fold_key(n.label): n.label for n in found}
    return next(iter(labels.values())) if len(labels) == 1 else ""


def _listed(name: Name, said: dict[str, str | None]) -> bool:
    year = re.search(r"\d+", said.get("y") or "")
    stage = _STAGES.get((said.get("s") or said.get("s2") or "")[:1], "")
    of_year = year is None or name.year == _REIWA + int(year.group())
    return of_year and stage in ("", name.stage)


def _put(text: str, match: re.Match[str], label: str) -> str:
    """The text with the name in the place of the row, and of what says the same beside it."""
    before, behind = text[: match.start()], text[match.end() :]
    name = _said()["apposed"].search(before)
    if name is not None and behind.startswith(")"):
        return before[: name.start()] + label + behind[1:] if _within(name["name"], label) else text
    name = _said()["named_behind"].match(behind)
    if name is not None and _within(name["name"], label):
        behind = behind[name.end() :]
    return before + label + behind


def _within(said: str, label: str) -> bool:
    """Whether every noun of the words said stands in the name: the row and the words mean one thing."""
    nouns = [w.surface for w in words(said) if w.pos == "名詞" and len(w.surface) > 1]
    key = fold_key(label)
    return bool(nouns) and all(fold_key(noun) in key for noun in nouns)
