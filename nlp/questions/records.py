"""Frozen records of question answering: what was read in a question, the filled frame, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Origin = Literal["stated", "inherited", "assumed"]
Mode = Literal["any", "all", "none", "only", "one"]
TermKind = Literal["iri", "text", "integer", "year", "boolean"]


@dataclass(frozen=True, slots=True)
class Term:
    """A value to be bound into a query: its kind decides how it is serialised; `label` is for people."""

    kind: TermKind
    value: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """One restriction of the set asked about.

    `kind` names a table in frames/conditions.toml (`ministry`, `year`). `mode`: one of the values (any), each of
    them (all), none of them, these and no others (only), or one of them and not another (one). `operator` is for amounts and numbers: ">=", "<",
    "between" (two values). `origin` says whether the question stated it, a former question, or we assumed it.
    """

    kind: str
    values: tuple[Term, ...] = ()
    mode: Mode = "any"
    operator: str = ""
    origin: Origin = "stated"
    surface: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """A name in the question and the thing it was taken for. `score` is 0..100; others are close runners-up."""

    surface: str
    id: str
    kind: str
    label: str
    score: float
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A question as understood: `id` names the frame in frames/frames.toml, the rest fills it.

    `over` is the kind of row that conditions speak of (line, measure, grantee ...), `item` what is listed or
    counted (programme, ministry ...). `order` is "amount-desc" or the like; `limit` 0 means no limit,
    `nth` only the n-th of the order. `unused` are names in the question that restrict nothing here;
    `within` are words that a value of the attribute must contain (市町村あたりの補助基準額). `own_groups`: the target
    groups named are meant without those below them (障害者そのもの). `rows_denied`: what is denied is said of the rows
    (再掲でない事業を持つ府省庁), not of the things listed (再掲の事業を持たない府省庁). `former`: the texts of the sums that
    this one leans on, newest first, a line each. `places`: the places of an order that are asked for where they are several
    (2番目と3番目に大きい事業). `group`: what is counted by, two of them joined by + (府省庁別・節別).
    """

    id: str
    over: str
    item: str
    conditions: tuple[Condition, ...] = ()
    attribute: str = ""
    group: str = ""
    order: str = ""
    limit: int = 0
    nth: int = 0
    linked: tuple[Linked, ...] = ()
    notes: tuple[str, ...] = ()
    text: str = ""
    unused: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    own_groups: bool = False
    places: tuple[int, ...] = ()
    rows_denied: bool = False
    former: str = ""

    def of_kind(self, kind: str) -> tuple[Condition, ...]:
        """The conditions of one kind."""
        return tuple(item for item in self.conditions if item.kind == kind)


@dataclass(frozen=True, slots=True)
class Decline:
    """Why a question is not answered: a reason of the contract, a sentence, and questions that work.

    `final`: the question is of a kind that nothing may answer (a forecast, an opinion); else a printed text still may.
    """

    reason: str
    text: str
    interpretation: str = ""
    suggestions: tuple[str, ...] = ()
    final: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One complete question that would be answered, and how it would be understood."""

    question: str
    interpretation: str


@dataclass(frozen=True, slots=True)
class AskBack:
    """The readings among which the person must choose; `always`, even where only one of them has an answer, and `standing`,
    where all of them are there whatever they print (a number that two plans have); `named`: they are things of one name."""

    text: str
    interpretation: str
    choices: tuple[Choice, ...]
    always: bool = False
    standing: bool = False
    named: bool = False


Understanding = Frame | Decline | AskBack
