"""The programmes behind budget rows with how many rows each has, put together of what is known of each row (`list_programmes.rq`).

Which rows are meant is told by the sets of their conditions (`graph.known_sets`). Conditions on the programmes themselves
(R6にあってR7にない: `MINUS { ?line_no0 … ?programme }`; in both years: `{ SELECT DISTINCT ?programme … }`) are worked out as rows of
their own, whose programmes are left out or kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.body_parts import statements
from graph.known_sets import Ask, Found, KnownSets
from graph.question_graph import complete, part
from nlp.questions.records import Frame

_NAMES = ["programme", "label", "lines", "numbers"]
_BODY = "#{here}"
_LIMIT = re.compile(r"LIMIT (\d+)\n$")
_WITHOUT = re.compile(r"MINUS \{\n(?P<rows>.*)\n\}", re.DOTALL)
_IN_BOTH = re.compile(r"\{ SELECT DISTINCT \?programme WHERE \{\n(?P<rows>.*)\n\} \}", re.DOTALL)
_APART = re.compile(r"(\?\w+?)_(?:no|all)\d+\b")
_LINE = "line"
_JOINED = "、"


@dataclass(slots=True)
class KnownProgrammes:
    """`head` and `tail` are a query of the template around what says which rows are meant; `item` says of which programme each is."""

    sets: KnownSets
    head: str = ""
    tail: str = ""
    item: str = ""
    programmes: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    numbers: dict[str, list[str]] = field(default_factory=dict)

    def read(self, ask: Ask, most: int) -> None:
        """Ask of which programme each row is and what number it has; nothing is kept of more than `most` rows."""
        text = part("list_programmes") or ""
        head, _, tail = complete(text.replace("#{body}", _BODY), Frame("", _LINE, _LINE), {}).partition(_BODY)
        item, over = part("item/line-programme") or "", part("over/line") or ""
        prefixes = (part("prefixes") or "").strip()
        limit = f"LIMIT {most + 1}\n"
        _, rows = ask(f"{prefixes}\nSELECT ?line ?programme ?label WHERE {{\n{over}\n{item}\n}}\n{limit}")
        _, numbered = ask(f"{prefixes}\nSELECT ?line ?n WHERE {{\n{over}\n?line tsu:number ?n .\n}}\n{limit}")
        if max(len(rows), len(numbered)) > most or not rows:
            return
        for line, programme, label in rows:
            self.programmes.setdefault(line, []).append((programme, label))
        for line, number in numbered:
            self.numbers.setdefault(line, []).append(f"No.{number}")
        self.head, self.tail, self.item = head, tail, item

    def answer(self, query: str, ask: Ask) -> Found | None:
        """The rows of a query of the template; None where which rows are meant is not known."""
        if not self.head or not query.startswith(self.head):
            return None
        limit = _LIMIT.search(query)
        whole = query[: limit.start()] if limit else query
        if not whole.endswith(self.tail):
            return None
        each = self._meant(whole[len(self.head) : len(whole) - len(self.tail)], ask)
        if each is None:
            return None
        rows = sorted(self._rows(each), key=lambda row: row[1])
        return list(_NAMES), list(rows[: int(limit[1])] if limit else rows)

    def _rows(self, each: dict[tuple[str, str], list[str]]) -> Iterator[tuple[str, ...]]:
        for (programme, label), lines in each.items():
            having = [line for line in lines if line in self.numbers]
            numbers = dict.fromkeys(number for line in having for number in self.numbers[line])
            if having:
                yield programme, label, str(len(having)), _JOINED.join(numbers)

    def _meant(self, body: str, ask: Ask) -> dict[tuple[str, str], list[str]] | None:
        """The rows that a body means, by their programme and its name."""
        own: list[str] = []
        apart: list[str] = []
        for statement in statements(body):
            (apart if _APART.search(statement) else own).append(statement)
        each = self._by_programme("\n".join(own), ask)
        for statement in apart:
            match = _WITHOUT.fullmatch(statement) or _IN_BOTH.fullmatch(statement)
            others = self._by_programme(_APART.sub(r"\1", match["rows"]), ask) if match and each else None
            if match is None or each is None or (each and others is None):
                return None
            named = {programme for programme, _ in others or ()}
            kept = match.re is _IN_BOTH
            each = {key: lines for key, lines in each.items() if (key[0] in named) is kept}
        return each

    def _by_programme(self, rows: str, ask: Ask) -> dict[tuple[str, str], list[str]] | None:
        if not rows.endswith(self.item):
            return None
        lines = self.sets.named(_LINE, rows[: -len(self.item)], ask)
        if lines is None:
            return None
        each: dict[tuple[str, str], list[str]] = {}
        for line in lines:
            for key in self.programmes.get(line, ()):
                each.setdefault(key, []).append(line)
        return each


__all__ = ["KnownProgrammes"]
