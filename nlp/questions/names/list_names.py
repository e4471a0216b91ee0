"""Lists of numbered rows by name: plans with their measures, budget lists with theirs (地域共生・つながり推進基本計画, 〜関係予算).

The names are taken from the titles of the documents; a question may say part of one (プラン2027, 地域共生の計画). Words and
patterns stand in `frames/lists_named.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from nlp.questions.found.words import words
from nlp.questions.names.lexicon import NumberedList
from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_key

_patterns = partial(patterns, "lists_named.toml", "patterns")
# 第3次, 二期: which of several plans of one name, and no word of it
_ORDINAL = re.compile(r"第?[0-9〇一二三四五六七八九十]+[次期]?|[第次期]")
# プラン2027, 計画(第3次); 第3次計画
_EDITION = re.compile(r"(?:20\d\d|\d{1,2}|\(第?\d{1,2}[次期]\))$")
_EDITION_FIRST = re.compile(r"^第?\d{1,2}[次期]")
_ORDER = re.compile(r"(\d{1,2})[次期]")
# How much of what sets a name apart must be said: all words of it but 推進, 基本 and the like.
_ENOUGH = 0.5
_SHORTEST = 2
# 高齢者の予算一覧 may be what is spent on them; 気候変動の予算一覧 names the list.
_LONG_ENOUGH = 4
# 地域計画, こども方針: words that many other things are called by too.
_COMMON = ("計画", "方針", "指針", "予算")
_BOUND = ("名詞", "接頭辞", "接尾辞", "形状詞")


@dataclass(frozen=True, slots=True)
class ListMention:
    """A list named at [start, end) of a folded question; several lists where the words fit several."""

    start: int
    end: int
    lists: tuple[NumberedList, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    """A list's name taken apart: the words before its head, which of them set it apart, its head and its edition (2027)."""

    words: tuple[str, ...]
    own: tuple[str, ...]
    head: str
    edition: str


def label_of(title: str, kind: str) -> str:
    """The name of the list that a document's title names; "" where it names none.

    >>> label_of("「地域共生基本計画」(令和7年10月28日決定)「Ⅲ.具体的施策」の実施状況(令和8年度)", "measure")
    '地域共生基本計画'
    >>> label_of("若者支援関係予算　令和9年度予算案　一覧", "line"), label_of("予算一覧と事業資料 000003", "line")
    ('若者支援関係予算', '')
    """
    found = _patterns()["quoted"].match(title) or _patterns()["plain"].match(title)
    name = found["name"].strip(" 　\n") if found else ""
    return name if _head(name, kind) and _parts_of(name, kind).own else ""


def bare_label(label: str) -> str:
    """A list's name without its order.

    >>> bare_label("島の足の再生プラン（第３次）"), bare_label("若者プラン2027")
    ('島の足の再生プラン', '若者プラン2027')
    """
    return re.sub(r"[（(]第?[0-9０-９]{1,2}[次期][）)]$", "", label)


def tells_of_progress(title: str) -> bool:
    """Whether a document's title says that it tells what was done.

    >>> tells_of_progress("「離島計画」(令和7年決定)「Ⅲ.具体的施策」の実施状況(令和8年度)"), tells_of_progress("離島計画")
    (True, False)
    """
    return _patterns()["progress"].search(title) is not None


def _head(name: str, kind: str) -> str:
    bare = _EDITION.sub("", fold_key(name))
    return next((head for head in _heads(kind) if bare.endswith(head)), "")


def _heads(kind: str) -> tuple[str, ...]:
    return tuple(load_frames_file("lists_named.toml")["heads"][kind])


@lru_cache(maxsize=256)
def _parts_of(label: str, kind: str) -> _Parts:
    data = load_frames_file("lists_named.toml")["words"]
    key = fold_key(label)
    edition = _EDITION.search(key)
    head = _head(label, kind)
    stem = key[: edition.start() if edition else len(key)].removesuffix(head)
    edition = edition or _EDITION_FIRST.search(key)
    said = tuple(
        w.surface for w in words(stem) if w.pos not in ("補助記号", "助詞", "空白") and w.surface.strip()
    )
    own = tuple(word for word in said if word not in data["general"] and not _ORDINAL.fullmatch(word))
    return _Parts(said, own, head, _year_or_order(edition.group()) if edition else "")


def _year_or_order(edition: str) -> str:
    """2027 as it is; the order without what stands around it ((第3期) -> 3次)."""
    order = _ORDER.search(edition)
    return f"{order[1]}次" if order else edition


def mentions(text: str, lists: Sequence[NumberedList], *, called: bool = False) -> list[ListMention]:
    """The lists named in a folded question, in order; the longest name at each place. `called`: what is read already where
    one list is loaded (重点計画) names it all the same."""
    found: list[ListMention] = []
    for kind in ("measure", "line"):
        own = [one for one in lists if one.kind == kind]
        heads = "|".join(
            {_parts_of(one.label, kind).head for one in own} | ({"計画"} if kind == "measure" else set())
        )
        for match in re.finditer(heads, text) if own else ():
            mention = _at(text, match, own, kind, called=called)
            if mention is not None:
                found.append(mention)
    found += _tables(text, lists)
    kept: list[ListMention] = []
    for one in sorted(found, key=lambda m: (m.start - m.end, m.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda m: m.start)


def _tables(text: str, lists: Sequence[NumberedList]) -> list[ListMention]:
    """The tables of what was done, called so (実施状況の表で): of all plans that have one."""
    found = list(_patterns()["progress_table"].finditer(text))
    told = [one for one in lists if one.told and one.kind == "measure"] if found else []
    if not told:
        return []
    whole = told[0]
    if len(told) > 1:
        documents = tuple(sorted({document for one in told for document in one.documents}))
        rows = frozenset(row for one in told for row in one.rows)
        sections = frozenset(section for one in told for section in one.sections)
        label = "・".join(one.label for one in told)
        whole = NumberedList(label, "measure", documents, rows, told=True, sections=sections)
    return [ListMention(match.start(), match.end(), (whole,)) for match in found]


def _at(
    text: str, head: re.Match[str], lists: Sequence[NumberedList], kind: str, *, called: bool
) -> ListMention | None:
    fits: list[tuple[bool, int, int, int, NumberedList]] = []
    by_kind: list[tuple[bool, int, int, int, NumberedList]] = []
    for one in lists:
        parts = _parts_of(one.label, kind)
        swapped = parts.head != head.group()
        if swapped and kind == "line":
            continue
        edition = _patterns()["edition"].match(text[head.end() :]) if parts.edition else None
        start, said = _reach(text, head.start(), parts.words)
        first = _patterns()["edition_first"].search(text[:start]) if parts.edition else None
        told = [_year_or_order(one.group()) for one in (edition, first) if one]
        if any(not one.startswith(parts.edition) for one in told):
            continue
        end = head.end() + (edition.end() if edition else 0)
        start = first.start() if first else start
        fit = (not swapped, len(set(said) & set(parts.own)), end - start, start, one)
        if not _stands(text, start):
            continue
        others = (_parts_of(other.label, kind) for other in lists if other is not one)
        if _said_enough(text[start:], said, parts, head.group(), bool(told), text[end:]) or (
            _sets_apart(said, parts, others)
            and (
                kind == "measure"
                or (sum(map(len, said)) >= _LONG_ENOUGH and _patterns()["list_said"].match(text[end:]))
            )
        ):
            fits.append(fit)
        elif said and kind == "measure" and not swapped and not set(said) & set(parts.own):
            by_kind.append(fit)
    read_already = load_frames_file("lists_named.toml")["words"]["read_already"]
    if (
        not fits
        and len(by_kind) == 1
        and (called or len(lists) > 1 or text[by_kind[0][3] : head.end()] not in read_already)
    ):
        fits = by_kind  # 基本計画, of plans of which only one is a 基本計画
    if not fits:
        return None
    best = max(fit[:3] for fit in fits)
    named = [fit for fit in fits if fit[:3] == best]
    _, _, size, start, _ = named[0]
    return ListMention(start, start + size, tuple(fit[-1] for fit in named))


def _reach(text: str, stop: int, said: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """From where the words of a name stand before its head, in their order, and which they are."""
    joints = load_frames_file("lists_named.toml")["words"]["joints"]
    start, last = stop, len(said)
    found: list[str] = []
    while True:
        place = start
        while place and text[place - 1] in joints:
            place -= 1
        word = next((n for n in range(last - 1, -1, -1) if text[:place].endswith(said[n])), None)
        if word is None:
            return start, tuple(reversed(found))
        start, last = place - len(said[word]), word
        found.append(said[word])


def _stands(text: str, start: int) -> bool:
    """Whether a name begins at a word of its own: 個別避難計画 is no 避難計画."""
    before = [word for word in words(text) if word.start < start]
    if not before:
        return True
    if before[-1].end > start:
        return False
    return before[-1].pos not in _BOUND or before[-1].surface in ("年度", "年") or before[-1].normal == "年度"


def _said_enough(
    said_text: str, said: Sequence[str], parts: _Parts, head: str, edition: bool, behind: str
) -> bool:
    """Whether so much of a name stands in the text that the list is meant."""
    line = head in _heads("line")
    if line and not ({"関係", "関連"} & set(said) or _patterns()["list_said"].match(behind)):
        return False  # こども・若者の予算: what is spent on them
    if line and said_text.startswith(tuple(f"{word}の予算" for word in said)):
        return False
    own = [word for word in said if word in parts.own]
    size = sum(map(len, own))
    if edition and (not own or size >= _SHORTEST):
        return True
    if not own or size < _SHORTEST:
        return False
    whole = sum(map(len, parts.own))
    if size >= _ENOUGH * whole or (len(own) > 1 and len(own) >= _ENOUGH * len(parts.own)):
        return True
    return head == parts.head and head not in _COMMON


def _sets_apart(said: Sequence[str], parts: _Parts, others: Iterable[_Parts]) -> bool:
    """Whether of the plans that are loaded only this one has the words said (観光計画): enough, where they name a field."""
    weak = load_frames_file("lists_named.toml")["words"]["weak"]
    own = {word for word in said if word in parts.own}
    telling = [word for word in own if word not in weak]
    return sum(map(len, telling)) >= _SHORTEST and not any(own <= set(other.words) for other in others)


__all__ = ["ListMention", "bare_label", "label_of", "mentions", "tells_of_progress"]
