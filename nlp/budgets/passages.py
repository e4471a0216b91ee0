"""The passages of a document outside its budget list (programme sheets), and which row each of them is about."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from nlp.budgets.detached_columns import shared_words
from nlp.budgets.lost_signs import healed
from nlp.readers import Context
from nlp.reading import Reading
from nlp.records import Record, Scalar
from nlp.sheets.bounds import find_sheets
from nlp.sheets.lines import sheet_lines
from nlp.sheets.reader import read_sheets
from nlp.values.amounts import find_amounts
from nlp.values.era_dates import find_fiscal_years
from nlp.values.relative_years import find_relative_years, is_difference

# How much each sign says that a passage is about a row; passages are shared out by exp(SHARPNESS * sign). Fitted on the
# generated documents of tests/gold/eval_budget.py, seeds 0-199; measured there on others.
_SHARPNESS = 9.0
_NUMBERED = 2.0
_TITLED = 1.6
_TITLE_HOLDS = 1.3
_NAMED_INSIDE = 1.0
_ABOUT_NONE = 0.5
_INITIAL = ("initial", "draft", "approvedEstimate")
_LABEL = re.compile(r"^[\s　〇○●■]*(?:施策名|事業名|施策|事業)[\s　]*[:：]")
_TAIL = re.compile(r"[（(][^（()）]*[)）]\s*$")
_NUMBER = re.compile(r"(?:No|Ｎｏ|NO|№)[.．]?\s*([0-9０-９]{1,4})(?![0-9０-９,，.．])")


@dataclass(frozen=True, slots=True)
class Stated:
    """An amount that a passage states: yen, as printed, kind, and the programme it names for it ("" for its own)."""

    yen: int
    text: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A sheet or what looks like one: titles, folded text, row numbers cited, amounts for the list's year, ministries."""

    titles: tuple[str, ...]
    text: str
    numbers: frozenset[int]
    amounts: tuple[Stated, ...]
    ministries: tuple[str, ...]


def fold(text: str) -> str:
    """A name without the signs and particles in which lists and sheets differ.

    >>> fold("ＮＰＯ等 のモデル・調査")
    'NPOモデル調査'
    """
    return re.sub(r"[\s・の等「」『』〇○()、。]+", "", normalize("NFKC", text))


def find_passages(
    reading: Reading, context: Context, region: tuple[int, int], year: Mapping[str, Scalar]
) -> list[Passage]:
    """The sheets outside `region` with what they state for the list's year and stage (`year`)."""
    taken = Record("budget_list", "", reading.where(*region))
    records = read_sheets(reading, replace(context, settings={}, found=(taken,))).records
    by_place = {
        (item.where.start, item.where.end): item for item in records if item.kind == "sheet" and item.where
    }
    lines = sheet_lines(reading, context.gazetteers)
    passages = []
    for span in find_sheets(lines):
        start, end = lines[span.start].line.start, lines[span.end - 1].line.end
        if region[0] <= start < region[1]:
            continue
        where = reading.where(start, end)
        sheet = by_place.get((where.start, where.end))
        text = reading.text[start:end]
        titles = [lines[index].text for index in span.titles]
        stated: list[Stated] = []
        ministries: list[str] = []
        if sheet is not None:
            titles += [str(item.value) for name in ("label", "alt_label") for item in sheet.all(name)]
            ministries = [str(item.value) for item in sheet.all("ministry")]
            stated = [
                _stated(item, titles)
                for item in records
                if item.kind == "sheet_amount"
                and item.parent == f"sheet:{sheet.key}"
                and _same_year(item, year)
            ]
        if not stated:
            stated = list(_amounts_in(text, year))
        numbers = {int(normalize("NFKC", match[1])) for match in _NUMBER.finditer(text)}
        passages.append(
            Passage(tuple(_forms(titles)), fold(text), frozenset(numbers), tuple(stated), tuple(ministries))
        )
    return passages


def _forms(titles: Sequence[str]) -> list[str]:
    """Titles folded, also without 施策名： in front and without the office in brackets behind."""
    bare = [_LABEL.sub("", title) for title in titles]
    return list(
        dict.fromkeys(fold(form) for title in bare for form in (_TAIL.sub("", title), title) if form.strip())
    )


def _stated(record: Record, titles: Sequence[str]) -> Stated:
    amount, label = record.value("amount"), record.text("label")
    own = set(_forms(titles))
    return Stated(
        amount if isinstance(amount, int) else 0,
        record.text("amount_text"),
        record.text("amount_kind"),
        "" if fold(label) in own else fold(label),
    )


def _amounts_in(text: str, year: Mapping[str, Scalar]) -> list[Stated]:
    """Amounts of a passage that the sheet reader left aside, where the year before them is the list's."""
    found = []
    years = find_fiscal_years(text)
    for amount in find_amounts(text):
        before = [
            hit for hit in years if hit.end <= amount.start and amount.start - hit.end < 40 and hit.stage
        ]
        if amount.yen is None or not before:
            continue
        hit = before[-1]
        between = text[hit.end : amount.start]
        if any(find_relative_years(between)) or is_difference(text, amount.start, amount.end):
            continue
        if year.get("fiscal_year", hit.year) == hit.year and _fits(hit.stage, str(year.get("stage", ""))):
            found.append(Stated(amount.yen, amount.text, amount.kind, ""))
    return found


def _same_year(record: Record, year: Mapping[str, Scalar]) -> bool:
    if "fiscal_year" in year and record.value("fiscal_year") not in (None, year["fiscal_year"]):
        return False
    return _fits(record.text("stage"), str(year.get("stage", "")))


def _fits(stage: str, wanted: str) -> bool:
    return not stage or not wanted or stage == wanted or (stage in _INITIAL and wanted in _INITIAL)


def share_out(
    passages: Sequence[Passage], names: Mapping[int, str], numbers: Mapping[int, int | None]
) -> list[dict[int, float]]:
    """For each passage the probability of each row that the passage is about it (they add up to one at most).

    `names` maps row index to the row's name, `numbers` to its number.
    """
    folded = {row: fold(name) for row, name in names.items()}
    known = {*folded.values(), *(title for passage in passages for title in passage.titles)}
    folded = {row: healed(name, known) for row, name in folded.items()}
    passages = [
        replace(passage, titles=tuple(healed(title, known) for title in passage.titles))
        for passage in passages
    ]
    rarity = Counter(pair for name in folded.values() for pair in _pairs(name))
    common = Counter(pair for passage in passages for pair in _pairs(passage.text) if pair in rarity)
    weight = Counter({pair: rarity[pair] * (1 + common[pair]) for pair in rarity})
    return [_about(passage, folded, numbers, weight) for passage in passages]


def _pairs(text: str) -> set[str]:
    return {text[index : index + 2] for index in range(len(text) - 1)}


def _about(
    passage: Passage, folded: Mapping[int, str], numbers: Mapping[int, int | None], weight: Counter[str]
) -> dict[int, float]:
    signs = {row: _sign(passage, name, numbers.get(row), weight) for row, name in folded.items()}
    # Equal names (再掲 rows) share one programme: each of them is meant.
    top = {name: max(signs[row] for row in folded if folded[row] == name) for name in set(folded.values())}
    total = math.exp(_SHARPNESS * _ABOUT_NONE) + sum(math.exp(_SHARPNESS * sign) for sign in top.values())
    chances = {row: math.exp(_SHARPNESS * top[name]) / total for row, name in folded.items()}
    return {row: chance for row, chance in chances.items() if chance > 0.01}


def _sign(passage: Passage, name: str, number: int | None, weight: Counter[str]) -> float:
    if not name:
        return 0.0
    best = shared_words(name, passage.text, weight) * 0.8
    for title in passage.titles:
        if title == name:
            return _TITLED
        if len(name) >= 6 and name in title:
            best = max(best, _TITLE_HOLDS)
        elif len(title) >= 6 and title in name:
            best = max(best, _TITLE_HOLDS - 0.1)
        else:
            best = max(
                best,
                0.4 * best
                + 0.7 * min(shared_words(name, title, weight), 1.5 * shared_words(title, name, weight)),
            )
    if number is not None and number in passage.numbers:
        best = max(best, _NUMBERED)
    if name in passage.text:
        best = max(best, _NAMED_INSIDE)
    return best
