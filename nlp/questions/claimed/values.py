"""A value said of what a sheet prints (活躍推進型の補助率は2分の1ですか, 実施主体は都道府県だけですか), by `frames/yes_no.toml`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.questions.found.numbers import find_numbers
from nlp.questions.printed.printed_texts import level
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_key, fold_question

_FILE = "yes_no.toml"


@dataclass(frozen=True, slots=True)
class ValueClaim:
    """`values` are said of the `field` of `of` ("" where the question names nothing); `alone`: that there are no others."""

    of: str
    field: str
    values: tuple[str, ...]
    alone: bool

    @property
    def plain(self) -> str:
        """The question for the values themselves."""
        return f"{self.of}の{self.field}は？" if self.of else f"{self.field}は？"


def value_claim(question: str) -> ValueClaim | None:
    """The values that a question says of something; None for other questions.

    >>> value_claim("活躍推進型の補助率は2分の1ですか").values
    ('1/2',)
    >>> value_claim("Xモデル事業の実施主体は都道府県と市町村だけですか")
    ValueClaim(of='xモデル事業', field='実施主体', values=('都道府県', '市町村'), alone=True)
    >>> value_claim("活躍推進型の補助率は何分の何ですか")
    """
    forms = patterns(_FILE, "value")
    match = forms["said"].match(fold_question(question))
    if match is None or patterns(_FILE, "words")["open"].search(match["value"]):
        return None
    if match["field"] != "実施主体" and not forms["measured"].search(match["value"]):
        return None  # 上限は上がる
    if forms["untold"].match(match["value"]) or forms["compared"].search(match["value"]):
        return None
    said = tuple(dict.fromkeys(filter(None, (_plain(one) for one in forms["joined"].split(match["value"])))))
    return (
        ValueClaim(match["of"] or "", match["field"], said, bool(match["only"] or match["every"]))
        if said
        else None
    )


def values_in(cells: Sequence[str]) -> tuple[str, ...]:
    """The values that cells of an answer print, without the names of the parts before them (実態調査・把握支援: 1/2(国 1/2 …)).

    >>> values_in(["実態調査・把握支援: 1/2(国 1/2、都道府県 1/2)", "1/2"]), values_in(["公募: 2000000円"])
    (('1/2',), ('2000000円',))
    """
    label = patterns(_FILE, "value")["label"]
    plain = (_plain(label.sub("", cell).split("(")[0]) for cell in cells)
    return tuple(dict.fromkeys(one for one in plain if one))


def _plain(said: str) -> str:
    """A value in one form: rates as 1/2, amounts in yen, others folded."""
    forms, text = patterns(_FILE, "value"), fold_question(said).strip("、 ")
    rate = forms["rate"].search(text)
    if rate is not None:
        return f"{rate['a'] or rate['a2']}/{rate['b'] or rate['b2']}"
    if forms["full"].search(text):
        return "10/10"
    yen = [hit for hit in find_numbers(text) if hit.kind == "amount"]
    return f"{int(yen[0].values[0])}円" if yen else fold_key(level(text))


def numbers_of(text: str) -> tuple[str, ...]:
    """The numbers in a text as digits, without commas.

    >>> numbers_of("訪問支援は２０施設、1,120者")
    ('20', '1120')
    """
    found = patterns(_FILE, "words")["number"].findall(fold_question(text))
    return tuple(dict.fromkeys(number.rstrip(".,").replace(",", "") for number in found))


def numbers_claimed(question: str) -> tuple[str, ...]:
    """The number that a question ends by claiming, as digits; () where it claims none.

    >>> numbers_claimed("訪問支援は20施設ではないですか"), numbers_claimed("トラブル110番の満足度は届いたか")
    (('20',), ())
    """
    match = patterns(_FILE, "words")["claimed_number"].search(fold_question(question))
    return () if match is None else numbers_of(match["n"])


__all__ = ["ValueClaim", "numbers_claimed", "numbers_of", "value_claim", "values_in"]
