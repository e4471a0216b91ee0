"""The ministries that a table cell names, reading errors and cuts included."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from nlp.gazetteer import Entry, Gazetteer, comparison_key

_SEPARATOR = re.compile(r"[\s、，,;；:：・/／|｜()（）【】\[\]〔〕]+")
_TAG = re.compile(r"<[^<>]{0,12}>")
_JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")
_KINDS = frozenset({"ministry", "agency", "court"})


@dataclass(frozen=True, slots=True)
class NamedMinistry:
    """One ministry of a cell: canonical name, half-open span inside the cell, how it was recognised, how sure."""

    name: str
    start: int
    end: int
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class MinistryCell:
    """What a cell names, and the pieces in it that name nothing known: (start, end) inside the cell."""

    ministries: tuple[NamedMinistry, ...]
    unknown: tuple[tuple[int, int], ...]


def read_ministries(text: str, gazetteer: Gazetteer, *, ignore: Collection[str] = ()) -> MinistryCell:
    """Every ministry named in `text`, in printed order, each once.

    Pieces between separators are looked up whole, then joined with the next (a name broken over lines), then by
    the names inside them, then tolerantly (享生労働省), then as a piece of one name in force (厚生, 林水: method
    "fragment"). `ignore` are words that stand beside names (関係, 主担当).
    """
    bare = _TAG.sub(lambda match: " " * len(match.group()), text)
    tokens = _tokens(bare)
    found: list[NamedMinistry] = []
    unknown: list[tuple[int, int]] = []
    index = 0
    while index < len(tokens):
        start, end = tokens[index]
        used = 1
        exact = _exact(bare[start:end], gazetteer)
        if exact is None:
            for width in (3, 2):
                if index + width > len(tokens):
                    continue
                last = tokens[index + width - 1][1]
                joined = _exact("".join(bare[a:b] for a, b in tokens[index : index + width]), gazetteer)
                if joined is not None and not re.search(r"[、，,]", bare[start:last]):
                    exact, end, used = joined, last, width
                    break
        if exact is not None:
            found.append(NamedMinistry(exact.canonical, start, end, "gazetteer", 1.0))
        elif bare[start:end] not in ignore:
            inner = _inside(bare, start, end, gazetteer)
            joined_end = _broken_over(bare, tokens, index, gazetteer)
            if joined_end:
                near = gazetteer.resolve(re.sub(r"\s", "", bare[start:joined_end]))
                inner = (
                    [NamedMinistry(near.entry.canonical, start, joined_end, "tolerant", near.confidence)]
                    if near
                    else []
                )
                used = 2
            found.extend(inner)
            if not inner:
                unknown.append((start, end))
        index += used
    return MinistryCell(tuple(_once(found)), tuple(unknown))


def _tokens(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = 0
    for match in _SEPARATOR.finditer(text):
        if match.start() > at:
            spans.append((at, match.start()))
        at = match.end()
    if at < len(text):
        spans.append((at, len(text)))
    return spans


def _exact(name: str, gazetteer: Gazetteer) -> Entry | None:
    found = gazetteer.resolve(name, tolerant=False)
    return found.entry if found is not None and found.entry.type in _KINDS else None


def _broken_over(text: str, tokens: list[tuple[int, int]], index: int, gazetteer: Gazetteer) -> int:
    """End of the next piece when both together, and neither alone, are one misread name (こども家庭 廳); else 0."""
    if index + 1 >= len(tokens):
        return 0
    (start, end), (following, stop) = tokens[index], tokens[index + 1]
    if (
        text[end:following].strip()
        or stop - start > 14
        or _exact(text[following:stop], gazetteer) is not None
    ):
        return 0
    near = gazetteer.resolve(text[start:end] + text[following:stop])
    alone = gazetteer.resolve(text[start:end])
    if near is None or near.entry.type not in _KINDS:
        return 0
    return stop if alone is None or near.confidence > alone.confidence else 0


def _inside(text: str, start: int, end: int, gazetteer: Gazetteer) -> list[NamedMinistry]:
    """Names in one piece that is no name itself: run together, misread, or cut."""
    token = text[start:end]
    hits = [hit for hit in gazetteer.find(token) if hit.entry.type in _KINDS and hit.end - hit.start >= 3]
    if hits and sum(hit.end - hit.start for hit in hits) >= len(token) - 1 and len(hits) > 1:
        return [
            NamedMinistry(hit.entry.canonical, start + hit.start, start + hit.end, "gazetteer", 0.95)
            for hit in hits
        ]
    near = gazetteer.resolve(token) if len(token) <= 14 else None
    if near is not None and near.entry.type in _KINDS:
        return [NamedMinistry(near.entry.canonical, start, end, "tolerant", near.confidence)]
    hits = [hit for hit in hits if not hit.entry.valid_to]
    if hits:
        return [
            NamedMinistry(hit.entry.canonical, start + hit.start, start + hit.end, "gazetteer", 0.8)
            for hit in hits
        ]
    piece = _fragment(token, gazetteer)
    return [NamedMinistry(piece, start, end, "fragment", 0.6)] if piece else []


def _fragment(token: str, gazetteer: Gazetteer) -> str:
    """The one ministry in force whose name holds this piece of two letters or more, or ""."""
    key = "".join(letter for letter in comparison_key(token) if _JAPANESE.match(letter))
    if len(key) < 2:
        return ""
    owners = {
        entry.canonical
        for entry in gazetteer.canonical.values()
        if entry.type == "ministry" and not entry.valid_to and key in comparison_key(entry.canonical)
    }
    return owners.pop() if len(owners) == 1 else ""


def _once(found: list[NamedMinistry]) -> list[NamedMinistry]:
    best: dict[str, NamedMinistry] = {}
    for item in found:
        if item.name not in best or item.confidence > best[item.name].confidence:
            best[item.name] = item
    return sorted(best.values(), key=lambda item: item.start)
