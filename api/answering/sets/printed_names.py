"""Names as a year's list prints them, where they are not those by which the programmes are shown (a later name)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.answering.result import AskServices, template_text
from graph.question_graph import serialise
from nlp.questions.framing.sets import year_words
from nlp.questions.records import Frame, Term
from nlp.questions.typed.text import fold_key

_MOST = 40
_PROGRAMMES = ("programme", "line")


def printed_names(frame: Frame, items: Sequence[dict[str, Any]], services: AskServices) -> str:
    """A sentence with the names that the list of the one year asked about prints for programmes shown under another; "" when none differs."""
    years = [t.value for c in frame.of_kind("year") if c.mode == "any" for t in c.values]
    if len(years) != 1 or frame.item not in _PROGRAMMES or not items:
        return ""
    things = " ".join(serialise(Term("iri", item["id"])) for item in items[:_MOST] if item.get("id"))
    text = (
        template_text("printed_names")
        .replace("$things", things)
        .replace("$year", serialise(Term("year", years[0])))
    )
    shown = {item["id"]: str(item["label"]) for item in items}
    told: dict[str, str] = {}
    for row in services.rows(f"{template_text('prefixes').strip()}\n{text}"):
        label = shown.get(row["programme"], "")
        if label and fold_key(row["printed"]) != fold_key(label):
            told.setdefault(row["programme"], f"「{row['printed']}」（ここでの「{label}」）")
    if not told:
        return ""
    return f"{year_words(int(years[0]))}の一覧での名称は、{'、'.join(told.values())}です。"
