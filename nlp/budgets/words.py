"""The words by which a budget list is read: names of columns, remarks, budget stages; from its profile (TOML)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from unicodedata import normalize

from nlp.errors import ProfileError
from nlp.layout.tables import with_debris

COLUMNS = ("number", "name", "amount", "ministry", "remarks", "section")
_YEAR = re.compile(
    r"(?:令和|平成|r|h)?(?:[0-9]{1,2}|元)年度?|(?:19|20)[0-9]{2}年度|(?:r|h)[0-9]{1,2}(?=当初|補正|予算|概算|要求|政府|案)"
)
_STAGE = re.compile(
    r"第?[0-9一二三]*次?補正(?:予算)?|当初(?:予算)?|概算決定|概算要求|予算|要求|決定|政府|一般会計|\(?第[0-9]号\)?"
)
_UNIT = re.compile(r"[(]?単位[:]?(?:千万|百万|千|万|億|兆)?円[)]?|[(](?:千万|百万|千|万|億|兆)?円[)]")
_HEAD_NOTE = re.compile(r"[(\[][^()\[\]]*[)\]]$")
# What stands for a sign that is lost: none of Japanese or Latin writing, or a hole.
_DEBRIS = re.compile(
    r"[〓□■�]|[^\s!-~ぁ-ヺー々〇一-鿿！-～、。・「」（）『』【】〔〕①-⑳Ⅰ-Ⅹ～※○●◎◇◆△▲…－―－＊]"
)
_SIGNS = re.compile(r"[()\[\]【】:・/|<>、,.\-〔〕※*]+|案|額|年度|うち|等")


@dataclass(frozen=True)
class ListWords:
    """Column names as printed by column, words of 備考, and budget stage by the words that print it.

    `included` are the words by which 備考 calls an amount part of a larger one, `not_included` those that say otherwise;
    `whole_cells` words too short to be looked for inside a longer text: they name a column when they fill its head.
    """

    columns: Mapping[str, Sequence[str]]
    relisted: Sequence[str]
    newly_listed: Sequence[str]
    other_remarks: Sequence[str]
    stages: Mapping[str, str]
    included: Sequence[str] = ()
    not_included: Sequence[str] = ()
    whole_cells: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def cell_field(self, text: str) -> str:
        """The column that a head cell names by nothing but one short word (事業, 担当); "" when it names none."""
        key = re.sub(r"\s+", "", normalize("NFKC", text)).casefold()
        key = _HEAD_NOTE.sub("", key)
        named = (name for name, items in self.whole_cells.items() if key in map(str.casefold, items))
        return next(named, "") if key else ""

    @cached_property
    def named(self) -> tuple[tuple[str, str], ...]:
        """(word as compared, column) of every column name, the longest first."""
        every = (
            (normalize("NFKC", word).casefold().replace(" ", ""), name)
            for name, items in self.columns.items()
            for word in items
        )
        return tuple(sorted(every, key=lambda item: -len(item[0])))

    @cached_property
    def by_length(self) -> Mapping[int, Sequence[tuple[str, str]]]:
        """`named` by the length of the word."""
        table: dict[int, list[tuple[str, str]]] = {}
        for word, name in self.named:
            table.setdefault(len(word), []).append((word, name))
        return table

    @cached_property
    def remarks(self) -> tuple[str, ...]:
        """Every word that may stand in 備考."""
        return (*self.relisted, *self.newly_listed, *self.other_remarks)

    def says(self, text: str, said: Sequence[str]) -> bool | None:
        """Whether a remark prints one of the words `said`; None where signs of it are lost, so that it may be one.

        A word of which half or less is debris (〓掲) is that word where no other remark fits.

        >>> words = ListWords({}, ("再掲",), ("新規",), (), {})
        >>> [words.says(text, ("再掲",)) for text in ("一部再 掲", "〓掲", "〓〓", "新規", "再ヰ")]
        [True, True, None, False, None]
        """
        bare = "".join(text.split())
        if any(word in bare for word in said):
            return True
        if any(word in bare for word in self.remarks):
            return False
        if any(self._damaged(bare, word) for word in self.remarks):
            return any(self._damaged(bare, word) for word in said)
        short = len(bare) <= max(map(len, self.remarks), default=0)
        shares = short and any(set(bare) & set(word) for word in said)
        return None if shares or _DEBRIS.search(bare) else False

    @staticmethod
    def _damaged(text: str, word: str) -> bool:
        pairs = list(zip(text, word, strict=False))
        kept = sum(left == right for left, right in pairs)
        lost = all(left == right or _DEBRIS.match(left) for left, right in pairs)
        return len(text) == len(word) and lost and kept * 2 >= len(word)

    def remark_like(self, text: str) -> bool:
        """Whether a short text is a remark by its words (一部再掲、新規・再掲)."""
        return len(text) <= 24 and any(word in text for word in self.remarks)


def list_words(settings: Mapping[str, Any]) -> ListWords:
    """The words of `[reader.budget_list]`.

    Raises:
        ProfileError: a column has no names, so that no header can be recognised.
    """
    columns = {name: tuple(settings.get(name, ())) for name in COLUMNS}
    missing = [name for name in ("name", "ministry", "amount") if not columns[name]]
    if missing:
        raise ProfileError(
            f"[reader.budget_list]: no names for the columns {', '.join(missing)}",
            hint="list the words of the header line, for example name = ['事業名']",
        )
    return ListWords(
        columns,
        tuple(settings.get("relisted", ())),
        tuple(settings.get("newly_listed", ())),
        tuple(settings.get("other_remarks", ())),
        dict(settings.get("stages", {})),
        tuple(settings.get("included", ())),
        tuple(settings.get("not_included", ())),
        {name: tuple(items) for name, items in settings.get("whole_cells", {}).items()},
    )


def head_fields(text: str, words: ListWords) -> frozenset[str] | None:
    """The columns that a line names when it consists of header words only; None when it holds anything else.

    "year" and "unit" stand for 令和6年度 (or a stage of the budget) and （単位：百万円）.
    """
    squeezed = re.sub(r"\s+", "", normalize("NFKC", text)).casefold()
    if not squeezed or len(squeezed) > 90:
        return None
    found = set()
    for name, pattern in (("unit", _UNIT), ("year", _YEAR)):
        shorter = pattern.sub("\n", squeezed)
        if shorter != squeezed:
            found.add(name)
            squeezed = shorter
    for word, name in words.named:
        if word and word in squeezed:
            found.add(name)
            squeezed = squeezed.replace(word, "\n")
    shorter = _STAGE.sub("\n", squeezed)
    if shorter != squeezed:
        found.add("year")
    pieces = shorter.split("\n")
    for index, piece in enumerate(pieces):
        # 担当〓省庁: a word of which under half is debris.
        alike = words.by_length.get(len(piece), ()) if len(piece) >= 3 else ()
        name = next((name for word, name in alike if with_debris(piece, word)), "")
        if name:
            found.add(name)
            pieces[index] = ""
    rest = _SIGNS.sub("", "".join(pieces))
    if not found or len(rest) > 2 or any(char.isdigit() for char in rest):
        return None
    return frozenset(found)
