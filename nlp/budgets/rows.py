"""One printed row of a budget list without cell borders, read from the right: 備考, 担当府省庁, 予算額, then the name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize

from nlp.budgets.glued_words import glued_ends
from nlp.budgets.words import ListWords
from nlp.gazetteer import Gazetteer
from nlp.measures.ministry_cells import NamedMinistry, read_ministries
from nlp.values.amounts import Amount, parse_amount

ROW = re.compile(
    r"^[\s\u3000|｜]*(?:No|Ｎｏ|NO|№)?[.．]?[ 　]*(?P<number>[0-9０-９]{1,4})(?![0-9０-９,，]|[.．][0-9０-９]|[ 　]*の?内数|年|月|日|億|百万|千円)"
    r"(?:[.．)）:：][ 　]*|[\t 　|｜]+|(?=[^\s0-9０-９.．,，)）、]))(?=\S)"
)
_WORD = re.compile(r"[^\s\u3000|｜]+")
_AMOUNT = re.compile(
    r"[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?(?:(?:千|万|百万|千万|億)?円)?(?:の?内数|[（(]内数[)）])?"
)
# 四十五, 千二百の内数
_KANJI = re.compile(r"(?=[^十百千]*[十百千])[〇一二三四五六七八九十百千]{2,}(?:の?内数)?")
# ■■,500: a cell of the amount's column whose signs are lost; digits or commas among signs that are no letters.
_LOST = re.compile(
    r"(?=.*[0-9０-９,，])(?=.*[^0-9０-９,，.．円千万百億の内数ぁ-ゖァ-ヺー一-龥々A-Za-zＡ-Ｚａ-ｚ（）()「」※・:：/／~～〜\-－―])"
    r"[^ぁ-ゖァ-ヺー一-龥々A-Za-zＡ-Ｚａ-ｚ（）()「」※・:：/／~～〜\-－―①-⑳Ⅰ-Ⅹ]{2,}(?:(?:千|万|百万|千万|億)?円)?(?:の?内数)?"
)
# 1X0, O25, 2,40, 12., 〓〓: a number of which letters or strange signs took some digits, or that lost some.
_BROKEN = re.compile(
    r"(?:(?=.*[0-9０-９])[0-9０-９,，.．OoＯIlＩｌXxＸZＺSＳBＢ〓■□●?？○�]{2,}|[〓■□●?？�]{1,8})(?:(?:千|万|百万|千万|億)?円)?(?:の?内数)?"
)
_DIGIT = re.compile(r"[0-9０-９,，]")
_LEAST_SPACED = 3
_HEAD = re.compile(r"[0-9０-９][0-9０-９,，]*")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_INCLUDED = re.compile(r"の|内数|の内数|の内|数")
_OF_WHICH = re.compile(r"(?<=[0-9０-９円数])[ 　]*[（(][ 　]*うち[^（）()\n]*[)）]")
# ○ 事業名: the mark of a row without a number; ○○支援事業 is a name with letters left out.
_BULLET = re.compile(r"[\s\u3000]*(?:[○◯●・◆◇■▪‣](?![○◯●・◆◇■▪‣])[\s\u3000]*|[-－*＊][ \u3000]+)?")
_TORN_HEAD = re.compile(r"[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})*[,，][0-9０-９]{1,2}")
_DASH = re.compile(r"[-－―─‐ー—–]+")
_LONGEST_REMARK = 3
# A word in the ministry's place that ends as ministries do, although none is known by it (縂務省).
_LIKE_MINISTRY = re.compile(r"[一-龥々ぁ-んァ-ヶー]{2,9}[省庁府]")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a row: its text and its half-open span in the reading."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MinistryPart:
    """A ministry of a row: what is printed, and its canonical name with method and confidence ("" when none)."""

    part: Part
    name: str
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class RowParts:
    """The parts of a row; None or empty when not printed. All spans count in the reading.

    `amounts` has one entry per amount column, left to right. `blank` says that a dash stands for the amount.
    `more` are further pieces of the name, printed above or below the row. `unreadable` is an amount whose signs are lost,
    `office` an office in the ministry's column that names no ministry (障害福祉課). `open_remarks` says that a remark is printed
    which may be another row's, `open_amount` the same of what is `unreadable`.
    """

    number: Part | None = None
    name: Part | None = None
    amounts: tuple[Amount | None, ...] = ()
    blank: bool = False
    ministries: tuple[MinistryPart, ...] = ()
    remarks: Part | None = None
    section: Part | None = None
    included_only: Part | None = None
    more: tuple[Part, ...] = ()
    unreadable: Part | None = None
    office: Part | None = None
    open_remarks: bool = False
    open_amount: bool = False

    @property
    def amount(self) -> Amount | None:
        """The first amount that is printed."""
        return next((item for item in self.amounts if item is not None), None)


def shifted(amount: Amount, by: int) -> Amount:
    """The same amount with its span moved by `by`."""
    return Amount(amount.start + by, amount.end + by, amount.yen, amount.kind, amount.text, amount.unit)


def ministry_parts(text: str, start: int, gazetteer: Gazetteer, *, loose: bool) -> tuple[MinistryPart, ...]:
    """The ministries that `text` names, and nothing else; () when it also holds anything unknown.

    `loose` accepts fragments and misread names: for cells that stand in the ministry's column.
    """
    cell = read_ministries(text, gazetteer, ignore=("等", "ほか", "他", "関係", "各", "共管"))
    if not cell.ministries or (cell.unknown and not loose):
        return ()
    if not loose and any(item.method == "fragment" for item in cell.ministries):
        return ()
    return tuple(
        MinistryPart(
            Part(text[item.start : item.end], start + item.start, start + item.end),
            item.name,
            _method(item),
            item.confidence,
        )
        for item in cell.ministries
    )


def _method(item: NamedMinistry) -> str:
    return f"gazetteer-{item.method}" if item.method != "gazetteer" else "gazetteer"


def split_row(
    text: str, base: int, words: ListWords, ministries: Gazetteer, unit_yen: int | None, columns: int = 1
) -> RowParts:
    """Read the row `text` (one line or several), which begins at reading offset `base`.

    `unit_yen` is the yen of one printed unit; `columns` how many amounts stand side by side.
    """
    head = ROW.match(text)
    number = Part(head["number"], base + head.start("number"), base + head.end("number")) if head else None
    # What a bracket says of a part (1,500（うち○○分 420百万円）) is no word of the row: see `line_parts`.
    bullet = _BULLET.match(text)
    begin = head.end() if head else (bullet.end() if bullet else 0)
    words_of = _OF_WHICH.sub(lambda found: " " * len(found.group()), text)
    pieces = [
        part
        for match in _WORD.finditer(words_of, begin)
        for part in _parts_of(match, base, words, ministries)
    ]
    spanned: Callable[[list[Part]], Part] = lambda parts: _joined(text, base, parts)  # noqa: E731
    named = _ministry_words(pieces, ministries, words)
    found: tuple[MinistryPart, ...] = ()
    after: list[Part] = []
    if named is not None:
        begin, end, found = named
        before, after = pieces[:begin], pieces[end:]
        if not before:
            # The ministry stands in front of the name.
            before, after = after, []
    else:
        before = pieces
    remarks: list[Part] = []
    while before and len(before) > 1 and words.remark_like(before[-1].text):
        remarks.insert(0, before.pop())
    amounts, blank, included = _take_amounts(before, text, base, unit_yen, columns)
    in_front = bool(amounts)
    if after:
        late, late_blank, late_included = _take_amounts(after, text, base, unit_yen, columns, front=True)
        if not amounts and not blank:
            amounts, blank, included = late, late_blank, included or late_included
        elif late_included is not None:
            remarks = [late_included, *remarks]
        remarks = [*after, *remarks] if after else remarks
    while remarks and len(before) > 1 and words.remark_like(before[-1].text):
        remarks.insert(0, before.pop())
    lost = None
    if not amounts and not blank and len(before) > 1 and _is_lost(before[-1].text):
        lost = before.pop()
    elif columns == 1 and len(before) > 1 and amounts and in_front:
        amounts, lost = _untorn(before, amounts, text, base, unit_yen)
    return RowParts(
        number,
        spanned(before) if before else None,
        tuple(amounts),
        blank,
        found,
        spanned(sorted(remarks, key=lambda part: part.start)) if remarks else None,
        included_only=included,
        unreadable=lost,
    )


def _parts_of(match: re.Match[str], base: int, words: ListWords, ministries: Gazetteer) -> list[Part]:
    """A word, or the words that it holds where the blanks between them are lost."""
    text, start = match.group(), base + match.start()
    ends = [0, *glued_ends(text, ministries, words.remark_like), len(text)]
    return [Part(text[a:b], start + a, start + b) for a, b in pairwise(ends)]


def _is_lost(text: str) -> bool:
    return bool(_LOST.fullmatch(text) or _BROKEN.fullmatch(text))


def _untorn(
    before: list[Part], amounts: list[Amount | None], text: str, base: int, unit_yen: int | None
) -> tuple[list[Amount | None], Part | None]:
    """The amounts, or what cannot be read of them, where a blank parts digits from the amount (3 20, 2,4 00).

    The head is taken off `before`. Commas between groups of three prove 2,400; whether 3 20 is 320 is open.
    """
    amount, head = amounts[0], before[-1]
    if amount is None or amount.unit or not _HEAD.fullmatch(head.text) or amount.start - head.end != 1:
        return amounts, None
    before.pop()
    whole = _joined(text, base, [head, Part("", amount.start, amount.end)])
    digits = normalize("NFKC", "".join(whole.text.split()))
    if not re.search(r",[0-9]{1,2}$", normalize("NFKC", head.text)) or not _GROUPED.match(digits):
        return [], whole
    mended = parse_amount(digits, unit_yen)
    if mended is None:
        return [], whole
    return [Amount(whole.start, whole.end, mended.yen, mended.kind, whole.text, "")], None


def _joined(text: str, base: int, parts: list[Part]) -> Part:
    start, end = parts[0].start, parts[-1].end
    return Part(text[start - base : end - base], start, end)


def _ministry_words(
    pieces: list[Part], gazetteer: Gazetteer, words: ListWords
) -> tuple[int, int, tuple[MinistryPart, ...]] | None:
    """The last run of words that name ministries and nothing else: (first word, after the last, ministries)."""
    for end in range(len(pieces), 0, -1):
        tail = pieces[end:]
        if sum(not _is_amount(part.text) and not words.remark_like(part.text) for part in tail) > (
            _LONGEST_REMARK if end > 1 else len(pieces)
        ):
            return None
        found = ministry_parts(pieces[end - 1].text, pieces[end - 1].start, gazetteer, loose=False)
        if not found or _is_amount(pieces[end - 1].text):
            continue
        if end == 1 and not tail:
            return None  # a ministry's name and nothing else is no row
        begin = end - 1
        while begin > 0:
            more = ministry_parts(pieces[begin - 1].text, pieces[begin - 1].start, gazetteer, loose=False)
            if not more or any(item.method != "gazetteer" for item in more):
                break
            found = (*more, *found)
            begin -= 1
        return begin, end, found
    return _unknown_ministry(pieces, words)


def _unknown_ministry(
    pieces: list[Part], words: ListWords
) -> tuple[int, int, tuple[MinistryPart, ...]] | None:
    """Where a ministry stands that cannot be told: right behind the amount, with nothing but remarks behind it."""
    end = len(pieces)
    while end > 2 and words.remark_like(pieces[end - 1].text):
        end -= 1
    if end < 3 or not _LIKE_MINISTRY.fullmatch(pieces[end - 1].text) or not _is_amount(pieces[end - 2].text):
        return None
    return end - 1, end, ()


def _is_amount(text: str) -> bool:
    return bool(
        _AMOUNT.fullmatch(text)
        or _KANJI.fullmatch(text)
        or _INCLUDED.fullmatch(text)
        or _DASH.fullmatch(text)
    )


def _take_amounts(
    parts: list[Part], text: str, base: int, unit_yen: int | None, columns: int, *, front: bool = False
) -> tuple[list[Amount | None], bool, Part | None]:
    """Take up to `columns` amounts off the end of `parts` (off their front with `front`)."""
    taken: list[Amount | None] = []
    blank, included = False, None
    while parts and len(taken) < columns and (front or len(parts) > 1):
        edge = parts[0] if front else parts[-1]
        if _DASH.fullmatch(edge.text):
            parts.remove(edge)
            taken.append(None)
            blank = True
            continue
        if (spaced := _spaced_digits(parts, front=front)) and len(parts) > spaced - front:
            piece = _joined(text, base, parts[:spaced] if front else parts[-spaced:])
            amount = parse_amount(piece.text, unit_yen)
            if amount is not None:
                del parts[slice(0, spaced) if front else slice(-spaced, None)]
                taken.append(shifted(amount, piece.start))
                continue
        for count in (4, 3, 2, 1):  # 682 の 内数, 682 の内数, 682の内数; 2,6 00 の 内数
            if len(parts) < count + (0 if front else 1):
                continue
            group = parts[:count] if front else parts[-count:]
            torn = bool(_TORN_HEAD.fullmatch(group[0].text))
            number = _AMOUNT.match(group[0].text) or _KANJI.match(group[0].text)
            if not torn and not (_is_amount(group[0].text) and number):
                continue
            if not all(_is_amount(part.text) for part in group[1:]):
                continue
            if any(_AMOUNT.match(part.text) for part in group[1 + torn :]):
                continue
            piece = _joined(text, base, group)
            amount = parse_amount(piece.text, unit_yen)
            if amount is None:
                continue
            del parts[slice(0, count) if front else slice(-count, None)]
            taken.append(shifted(amount, piece.start))
            break
        else:
            if edge.text in ("内数", "の内数"):
                parts.remove(edge)
                included = edge
                continue
            break
    return (taken if front else taken[::-1]), blank and not any(taken), included


def _spaced_digits(parts: Sequence[Part], *, front: bool) -> int:
    """How many words at the edge are single digits, one blank apart (1 2 5), 内数 behind them counted; 0 for fewer than three."""
    run = list(parts) if front else list(parts[::-1])
    lead = 0
    if not front and run and _INCLUDED.fullmatch(run[0].text):
        lead, run = 1, run[1:]
    count = 0
    while count < len(run) and _DIGIT.fullmatch(run[count].text):
        if count:
            near, far = (run[count - 1], run[count]) if front else (run[count], run[count - 1])
            if far.start - near.end != 1:
                break
        count += 1
    return count + lead if count >= _LEAST_SPACED else 0
