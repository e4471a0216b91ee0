"""The three readings of a sum, added up of what is known of each line beforehand: the rows that `totals.rq` has.

What a line adds to a sum (year, stage, of which programme, how much, whether 再掲) is the same for every question. It is asked
once for all lines, by the second half of the template; of a question's query only the lines are asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.question_graph import complete, part
from nlp.questions.records import Frame

NAMES = ["fiscalYear", "stage", "asPrinted", "withoutRelisted", "once", "lines", "notAdded"]
_BODY = "#{here}"
_LINE = "line"
_INNER = "    GROUP BY ?fiscalYear ?stage ?thing"


@dataclass(slots=True)
class KnownSums:
    """`head` and `tail` are a query of the template around what says which lines are meant; `every` asks for all lines."""

    head: str = ""
    tail: str = ""
    every: str = ""
    parts: dict[str, list[tuple[str, str, str, int, bool, bool]]] = field(default_factory=dict)

    def keep(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Keep what each line adds: (line, year, stage, thing, yen, exact, again), as text. Nothing is kept where an amount
        is no whole number."""
        parts = defaultdict(list)
        try:
            for line, year, stage, thing, amount, exact, again in rows:
                parts[line].append((year, stage, thing, int(amount), exact == "true", again == "true"))
        except ValueError:
            return
        self.parts = dict(parts)

    def of(self, lines: Iterable[str]) -> list[tuple[str, ...]]:
        """The rows of the sums over these lines, in the template's order."""
        things: dict[tuple[str, str, str], list[int]] = {}
        for line in lines:
            for year, stage, thing, amount, exact, again in self.parts.get(line, ()):
                sums = things.setdefault((year, stage, thing), [0, 0, amount, 0, 0])
                sums[0] += amount
                sums[1] += 0 if again else amount
                sums[2] = max(sums[2], amount)
                sums[3 if exact else 4] += 1
        whole: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * 5)
        for (year, stage, _), sums in things.items():
            both = whole[year, stage]
            for place, value in enumerate(sums):
                both[place] += value
        ordered = sorted(sorted(whole, key=lambda key: key[1]), key=lambda key: key[0], reverse=True)
        return [(*key, *map(str, whole[key])) for key in ordered]


def known_sums() -> KnownSums:
    """The template's two halves, with nothing known yet."""
    text = part("totals") or ""
    head, tail = complete(text.replace("#{rows}", _BODY), Frame("", _LINE, _LINE), {}).split(_BODY)
    before, behind = text.split("#{rows}")
    told = behind[: behind.index(_INNER)]
    prefixes = (part("prefixes") or "").strip()
    over = part(f"over/{_LINE}") or ""
    columns = "?line ?fiscalYear ?stage ?thing ?amount ?exact ?again"
    opened = before[before.rindex("WHERE {\n      {") :]
    return KnownSums(head, tail, f"{prefixes}\nSELECT {columns} {opened}{over}{told}")


__all__ = ["NAMES", "KnownSums", "known_sums"]
