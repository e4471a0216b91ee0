"""Two measures that a reader printed as one row: whose text, whose ministry, whose name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from nlp.gazetteer import Gazetteer
from nlp.layout.table_rows import DataRow
from nlp.measures.dealing import deal, likeness, paragraphs, parted_by_repetition
from nlp.measures.ministry_cells import NamedMinistry, read_ministries
from nlp.measures.rows import MeasureRows, TextPiece
from nlp.measures.shared_links import owner_of

_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Draft:
    """One measure before its record is made.

    `share` is (index, count) of the measures that one printed row holds, None for a row of its own. `label` and
    `ministries` override the cells of the rows (None: take the cells); ministries carry spans in the reading.
    `note` says how the parts were told apart. `key` names the record where the number alone does not. `open_ministries`
    are names of the shared cell that may belong to this measure or to another. `number_piece` is where the number is printed
    when it stands in front of the name or beside another number.
    """

    number: int
    rows: tuple[DataRow, ...]
    texts: dict[str, tuple[TextPiece, ...]]
    reread: bool = False
    share: tuple[int, int] | None = None
    label: tuple[TextPiece, ...] | None = None
    ministries: tuple[NamedMinistry, ...] | None = None
    links: tuple[TextPiece, ...] | None = None
    confidence: float = 1.0
    note: str = ""
    issues: tuple[str, ...] = field(default=())
    key: str = ""
    open_ministries: str = ""
    number_piece: TextPiece | None = None


def split_merged(
    group: MeasureRows, missing: int, gazetteer: Gazetteer, ignore: Sequence[str]
) -> list[Draft]:
    """The measures that a group of rows holds: one, or 1 + `missing` when the numbers after it have no row.

    A row is split only where its ministries are as many as the measures, its cells fall into as many
    paragraphs, or its name prints the number of the next between two names; else it stays whole and the missing number is reported elsewhere.
    """
    whole = Draft(group.number, group.rows, group.texts, group.reread)
    if missing < 1 or missing > 2 or not group.rows:
        return [whole]
    count = missing + 1
    row = group.rows[0]
    named = ministry_parts(row, gazetteer, ignore, count)
    parts = {name: paragraphs(pieces) for name, pieces in group.texts.items()}
    even = [name for name, items in parts.items() if len(items) == count]
    names = _numbered_names(row, group.number, count)
    if len(named) != count and len(even) < 2 and not names:
        return [whole]
    anchors = [
        " ".join(
            [
                *(items[index].text for name, items in parts.items() if name in even),
                names[index].text if names else "",
            ]
        )
        for index in range(count)
    ]
    texts: list[dict[str, tuple[TextPiece, ...]]] = [{} for _ in range(count)]
    undecided: list[TextPiece] = []
    for name, items in parts.items():
        dealt, doubtful = deal(items, anchors, count)
        undecided.extend(doubtful)
        for index, chosen in enumerate(dealt):
            texts[index][name] = tuple(chosen)
    settled = _ends_of(row, gazetteer, ignore, count) if len(named) != count else []
    whole_texts = [" ".join(piece.text for pieces in shared.values() for piece in pieces) for shared in texts]
    label = _label(row)
    names = names or _names_by_text(label, whole_texts)
    owner, sure = _owner(label[0].text if label else "", whole_texts)
    links = _links(row)
    by_ministry = len(named) == count
    held = [[item.name for item in part] for part in (named if by_ministry else settled)]
    owners = list(range(count)) if len(links) == count else [owner_of(link.text, held) for link in links]
    open_links = [link.text for link, owner in zip(links, owners, strict=True) if owner is None]
    left = "" if by_ministry else _left_between(row, settled)
    confidence = 0.8 if by_ministry and even else 0.6
    drafts: list[Draft] = []
    for index in range(count):
        own_links = tuple(link for link, owner in zip(links, owners, strict=True) if owner == index)
        drafts.append(
            Draft(
                group.number + index,
                group.rows,
                texts[index],
                group.reread,
                (index, count),
                (names[index],) if names else tuple(label) if index == owner else (),
                named[index]
                if by_ministry
                else (settled[index] if settled else (None if index == 0 else ())),
                own_links,
                confidence,
                f"No.{group.number} の行に {count} 件の施策が合わさっている",
                _reasons(
                    group.number,
                    index,
                    owner,
                    sure,
                    named,
                    by_ministry,
                    "" if names or not label else label[0].text,
                )
                + ((f"府省庁「{left}」は、どちらの施策のものか決められない",) if left else ())
                + tuple(f"URL「{text[:60]}」は、どちらの施策のものか決められない" for text in open_links)
                + tuple(
                    f"「{piece.text[:40]}」は、どちらの施策のものか決められないため取らない"
                    for piece in undecided
                ),
                open_ministries=left,
                number_piece=_number_piece(row, group.number + index),
            )
        )
    return drafts


def _numbered_names(row: DataRow, number: int, count: int) -> list[TextPiece]:
    """The names of `count` measures where the cell prints the numbers of the later ones between them (…支援 35 …の推進)."""
    cell = row.cell("label")
    if cell is None:
        return []
    own = re.match(rf"[\s\u3000]*0*{number}[\s\u3000]+(?=\S)", cell.text)
    pieces, at = [], own.end() if own else 0
    for later in range(number + 1, number + count):
        found = re.compile(rf"(?<=\S)[\s\u3000]+0*{later}[\s\u3000]+(?=\S)").search(cell.text, at)
        if found is None or found.start() - at < _SHORTEST:
            return []
        pieces.append(TextPiece(cell.text[at : found.start()], cell.start + at, cell.start + found.start()))
        at = found.end()
    if len(cell.text) - at < _SHORTEST:
        return []
    return [*pieces, TextPiece(cell.text[at:], cell.start + at, cell.end)]


def _number_piece(row: DataRow, number: int) -> TextPiece | None:
    """Where a row of several measures prints the number of one of them: in its number's cell (49 50) or in front of a name."""
    for field_name in ("number", "label"):
        cell = row.cell(field_name)
        found = re.search(rf"(?<!\S)0*{number}(?!\S)", cell.text) if cell is not None else None
        if cell is not None and found is not None:
            return TextPiece(found.group(), cell.start + found.start(), cell.start + found.end())
    return None


def shared_number(number: str, label: str) -> int | None:
    """The first of the numbers that a row of several measures prints one behind the other, None for any other row.

    >>> shared_number("", "49 消費生活相談 50 消費者教育"), shared_number("49 50", "消費生活相談 消費者教育"), shared_number("", "3 回の点検")
    (49, 49, None)
    """
    both = re.fullmatch(r"\s*([0-9]{1,4})\s+([0-9]{1,4})\s*", number)
    if both is None and not number.strip():
        both = re.match(r"\s*([0-9]{1,4})\s+\S.{2,}?\s+([0-9]{1,4})\s+\S", label)
    return int(both[1]) if both is not None and int(both[2]) == int(both[1]) + 1 else None


def _names_by_text(label: Sequence[TextPiece], texts: Sequence[str]) -> list[TextPiece]:
    """The names of two measures printed one after the other, parted at the space where the words of each half stand in its own text."""
    if len(label) != 1 or len(texts) != 2:
        return []
    piece = label[0]
    best: tuple[float, list[TextPiece]] = (0.0, [])
    for match in re.finditer(r"[\s\u3000]+", piece.text):
        halves = [piece.text[: match.start()], piece.text[match.end() :]]
        if min(map(len, halves)) < _SHORTEST:
            continue
        owners = [_owner(half, texts) for half in halves]
        sure = min(chance for _, chance in owners)
        if [owner for owner, _ in owners] == [0, 1] and sure > best[0]:
            end = piece.start + match.start()
            parts = [
                TextPiece(halves[0], piece.start, end),
                TextPiece(halves[1], piece.start + match.end(), piece.end),
            ]
            best = sure, parts
    return best[1]


def _ends_of(
    row: DataRow, gazetteer: Gazetteer, ignore: Sequence[str], count: int
) -> list[tuple[NamedMinistry, ...]]:
    """Of more names than two measures: the first is the first measure's and the last the second's; [] where that cannot be said."""
    cell = row.cell("ministry")
    if cell is None or count != 2:
        return []
    named = read_ministries(cell.text, gazetteer, ignore=ignore).ministries
    placed = [replace(item, start=cell.start + item.start, end=cell.start + item.end) for item in named]
    return [(placed[0],), (placed[-1],)] if len(placed) > count else []


def _left_between(row: DataRow, ends: Sequence[tuple[NamedMinistry, ...]]) -> str:
    """What stands between the first and the last name of the cell, "" without any."""
    cell = row.cell("ministry")
    if cell is None or not ends:
        return ""
    return cell.text[ends[0][-1].end - cell.start : ends[-1][0].start - cell.start].strip(" \u3000\n、，,・")


def _reasons(
    number: int,
    index: int,
    owner: int | None,
    sure: float,
    named: Sequence[tuple[NamedMinistry, ...]],
    by_ministry: bool,
    label: str,
) -> tuple[str, ...]:
    reasons = []
    if by_ministry:
        own = "、".join(item.name for item in named[index])
        reasons.append(f"府省庁は印刷の順に分けた: No.{number + index} は {own}（確からしさ 0.8）")
    if label and owner is None:
        reasons.append(f"印刷された施策名「{label}」は、どちらの施策のものか決められない")
    elif label and index == owner:
        reasons.append(
            f"印刷された施策名は、語の重なりから No.{number + index} のものとした（確からしさ {sure}）"
        )
    elif label and owner is not None:
        reasons.append(
            f"印刷された施策名は No.{number + owner} のもので、No.{number + index} の名は失われている"
        )
    return tuple(reasons)


def _owner(label: str, texts: Sequence[str]) -> tuple[int | None, float]:
    """Index of the measure whose text shares most with the printed name, and how sure; None when nothing tells them apart.

    Whole compounds count first; where the name's do not stand in the texts (里親委託 beside 里親等委託率), its pairs of letters do
    that one text has and the others lack.
    """
    scores = [likeness(label, text) for text in texts]
    if len(set(scores)) == 1:
        scores = [float(_own_pairs(label, texts, index)) for index in range(len(texts))]
    best = max(range(len(texts)), key=lambda index: (scores[index], -index))
    if not scores[best] or scores.count(scores[best]) > 1:
        return None, 0.5
    total = sum(scores)
    return best, round(0.5 + 0.3 * (scores[best] / total - 1 / len(texts)) * 2, 2)


def _own_pairs(label: str, texts: Sequence[str], index: int) -> int:
    """How many pairs of kanji or katakana letters of `label` stand in text `index` alone."""
    bare = re.sub(r"\s", "", label)
    pairs = {match[1] for match in re.finditer(r"(?=([一-龥々ァ-ヺー]{2}))", bare)}
    others = [re.sub(r"\s", "", text) for place, text in enumerate(texts) if place != index]
    own = re.sub(r"\s", "", texts[index])
    return sum(pair in own and not any(pair in other for other in others) for pair in pairs)


def _label(row: DataRow) -> list[TextPiece]:
    cell = row.cell("label")
    return [TextPiece(cell.text, cell.start, cell.end)] if cell is not None and cell.text else []


def _links(row: DataRow) -> tuple[TextPiece, ...]:
    cell = row.cell("link")
    if cell is None or not cell.text:
        return ()
    starts = [match.start() for match in re.finditer(r"https?:", cell.text)] or [0]
    bounds = [*starts, len(cell.text)]
    return tuple(
        TextPiece(
            cell.text[first:last].rstrip(),
            cell.start + first,
            cell.start + first + len(cell.text[first:last].rstrip()),
        )
        for first, last in pairwise(bounds)
    )


def ministry_parts(
    row: DataRow, gazetteer: Gazetteer, ignore: Sequence[str], count: int
) -> list[tuple[NamedMinistry, ...]]:
    """The ministries of each of `count` measures, spans in the reading; [] when the cell does not fall into so many.

    White space parts the measures where each keeps its own list (環境省 国土交通省、総務省); else every name is one
    measure's. One printed twice counts twice.
    """
    cell = row.cell("ministry")
    if cell is None:
        return []
    for pattern in (r"\S+", r"[^\s、，,]+"):
        groups: list[tuple[NamedMinistry, ...]] = []
        for match in re.finditer(pattern, cell.text):
            named = read_ministries(match.group(), gazetteer, ignore=ignore).ministries
            start = cell.start + match.start()
            placed = tuple(replace(item, start=start + item.start, end=start + item.end) for item in named)
            if placed:
                groups.append(placed)
        if len(groups) == count:
            return groups
        every = [item for group in groups for item in group]
        if count == 2 and (parts := parted_by_repetition(every)):
            return parts
    return []
