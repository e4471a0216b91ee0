"""Clauses of a guideline quoted with their places, as an answer of its own or behind what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nlp.questions.printed.clauses import values_said

CAVEAT = "要領の文言から答えています。個別の場合の判断は所管の府省庁に確かめてください。"
PLAIN = "決まりは次のとおりです。"
"""What is said before clauses that decide nothing."""
YES, NO = "はい。", "いいえ。"
COLUMNS = ("項番", "本文", "交付金")
MOST = 3
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as it is told: where it stands ("" where no number is printed), what it says, the fund whose rules it is of."""

    thing: str
    notation: str
    text: str
    funds: tuple[str, ...]

    @property
    def row(self) -> list[str]:
        """Its row of a table with `COLUMNS`."""
        return [self.notation, self.text, next(iter(self.funds), "")]


def quoted(clause: Clause) -> str:
    """A clause with its place, cut where it is long."""
    said = f"「{short(clause.text)}」"
    return f"{clause.notation} {said}" if clause.notation else said


def clauses_told(begun: str, clauses: Sequence[Clause], more: str = "") -> str:
    """The first clauses quoted as what the rules of their funds say, `begun` before them and `more` behind."""
    funds = "・".join(dict.fromkeys(fund for clause in clauses for fund in clause.funds))
    told = "".join(map(quoted, clauses[:MOST]))
    return f"{begun}{f'「{funds}」の' if funds else ''}要領は{told}と定めています。{more}"


def whom_told(texts: Sequence[str]) -> str:
    """To whom the clauses say that something is handed in, "" where they say it of nobody."""
    said = values_said("whom", texts)
    return f"相手先として書かれているのは{'、'.join(said)}です。" if said else ""


def clause_table(clauses: Sequence[Clause]) -> dict[str, Any]:
    """The columns and rows of an answer that tells clauses."""
    return {"columns": list(COLUMNS), "rows": [clause.row for clause in clauses]}


def short(text: str, most: int = _SHOWN) -> str:
    """A text in one line, cut behind `most` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[:most] + "…"


__all__ = [
    "CAVEAT",
    "COLUMNS",
    "MOST",
    "NO",
    "PLAIN",
    "YES",
    "Clause",
    "clause_table",
    "clauses_told",
    "quoted",
    "short",
    "whom_told",
]
