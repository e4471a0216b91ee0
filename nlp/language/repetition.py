"""Text that a machine reader repeated or invented: runs inside a cell, and rows read again and again.

A reader that loses its place (an image model on a dense page) does two things. It repeats a short piece without
end (では、では、では、…), and it prints the same table row several times, each time with a little more text. The
first is never source text. Of the second, only what two readings agree on is taken, once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

_RUNS = (
    re.compile(r"([^\W\d_]|\*)\1{5,}"),
    re.compile(r"(.{2,3}?)\1{3,}", re.DOTALL),
    re.compile(r"(.{4,40}?)\1{2,}", re.DOTALL),
)
_CLAUSE = re.compile(r"[^。、]+[。、]?")
# What a clause tells: its words without kana endings.
_TOLD = re.compile("[一-龠々ァ-ヴー0-9０-９A-Za-z]")
_TIMES = 3
_LEAST_TOLD = 6
_LONGEST_PIECE = 40
_WORD = re.compile(r"[^\W\d_]|\*")
_SENTENCE = re.compile(r"[^。]+。?")
SAME = 0.8


def find_runs(text: str) -> Iterator[tuple[int, int]]:
    """Half-open spans of `text` that repeat one piece: a letter six times, 2-3 letters four, longer three times; and one clause
    three times in other endings.

    >>> list(find_runs("取組を推進する。大大大大大大大"))
    [(8, 15)]
    >>> list(find_runs("1 1 1 1 = ・・・・・・"))
    []
    """
    taken: list[tuple[int, int]] = []
    for pattern in _RUNS if _may_run(text) else ():
        for match in pattern.finditer(text):
            span = match.span()
            if _WORD.search(match[1]) and not any(span[0] < end and start < span[1] for start, end in taken):
                taken.append(span)
    for start, end in _said_again(text):
        if not any(start < other and begin < end for begin, other in taken):
            taken.append((start, end))
    yield from sorted(taken)


def _said_again(text: str) -> Iterator[tuple[int, int]]:
    """Spans of three clauses or more in a row that say the same but for endings (…を開催した。…を開催した。…を開催し、), with the
    beginning of one more behind them. Numbers and names differ in a list and in a series of years: these say something each time."""
    clauses = [
        (match.start(), match.end(), "".join(_TOLD.findall(match.group())))
        for match in _CLAUSE.finditer(text)
    ]
    first = 0
    for index in range(1, len(clauses) + 1):
        if index < len(clauses) and clauses[index][2] == clauses[first][2]:
            continue
        told = clauses[first][2]
        if index - first >= _TIMES and len(told) >= _LEAST_TOLD:
            end = clauses[index - 1][1]
            rest = clauses[index] if index < len(clauses) else None
            cut = rest is not None and rest[1] == len(text) and told.startswith(rest[2])
            yield clauses[first][0], len(text) if cut else end
        first = index


def _may_run(text: str) -> bool:
    """Whether some four characters stand three times at equal steps, as in every run; most text is done with here."""
    counts = Counter(text[at : at + 4] for at in range(len(text) - 3))
    for piece, count in counts.items():
        if count < 3:
            continue
        places = [match.start() for match in re.finditer(rf"(?={re.escape(piece)})", text)]
        known = set(places)
        if any(
            other - place <= _LONGEST_PIECE and 2 * other - place in known
            for index, place in enumerate(places)
            for other in places[index + 1 : index + 1 + _LONGEST_PIECE]
        ):
            return True
    return False


def stable_length(text: str) -> int:
    """How much of `text` stands before its first run, back to the last sentence end before it where there is one.

    What a reader says just before it starts to repeat itself is already doubtful, so the broken sentence goes, and
    the one before it too where another stands before that.
    """
    run = next(find_runs(text), None)
    if run is None:
        return len(text)
    ends = [match.end() for match in re.finditer("。", text[: run[0]])]
    if len(ends) >= 2:
        return ends[-2]
    return ends[-1] if ends else run[0]


def prefix_end(shorter: str, longer: str) -> int | None:
    """Where the text of `shorter` ends inside `longer`, when `longer` begins with it but for reading errors.

    None when it does not begin so (similarity below 0.8) or `shorter` is empty.

    >>> prefix_end("当事者、ピアサポーター、家族", "当事者、ピアサボーター、家族、居住支援")
    14
    """
    if not shorter:
        return None
    if longer.startswith(shorter):
        return len(shorter)
    head = longer[: len(shorter)]
    if len(longer) < 0.8 * len(shorter) or Levenshtein.normalized_similarity(shorter, head) < SAME:
        return None
    tail = shorter[-10:]
    near = [match.end() for match in re.finditer(re.escape(tail), longer)]
    near = [end for end in near if abs(end - len(shorter)) <= max(6, len(shorter) // 6)]
    if near:
        return min(near, key=lambda end: abs(end - len(shorter)))
    return min(len(shorter), len(longer))


def is_reread(before: Sequence[str], after: Sequence[str], *, named_alike: bool = False) -> bool:
    """Whether row `after` (cells by column) reads row `before` again: two long cells or more go on from each other.

    `named_alike`: both rows print one name. Then it is enough that they begin alike, a reader may go astray later.
    """
    same = different = 0
    for first, second in zip(before, after, strict=True):
        if len(first) < 30 or len(second) < 30:
            continue
        width = min(len(first), len(second))
        if named_alike:
            width = min(width, 60)
        if Levenshtein.normalized_similarity(first[:width], second[:width]) >= (
            SAME if named_alike else 0.85
        ):
            same += 1
        else:
            different += 1
    return same >= 2 and same > different


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a cell that counts: row index in the run, and the half-open span inside that row's cell text."""

    row: int
    start: int
    end: int


def settle(texts: Sequence[str], owners: Sequence[int]) -> dict[int, list[Piece]]:
    """What each owner (measure number of a row) really says in one column of rows that were read again and again.

    `texts[i]` is the cell of row i, `owners[i]` whose row it is. A text that goes on from the one before adds its
    new part; the new part counts when at least half of the readings around it have it too. The part added in the
    rows of an owner belongs to that owner; a sentence that was unfinished before is finished first.
    Returns owner -> pieces in reading order.
    """
    kept = [text[: stable_length(text)].rstrip() for text in texts]
    pieces: dict[int, list[Piece]] = {}
    current = ""
    owner: int | None = None
    for index, text in enumerate(kept):
        if not text:
            continue
        start = _news(current, text)
        astray = bool(current) and prefix_end(current, text) is None
        if start is None or (start and not _attested(text[start:], kept, index, astray=astray)):
            continue
        if start:
            text = kept[index] = text[: _agreed_end(start, kept, index)]
        if start >= len(text):
            current = text if text.startswith(current) else current
            continue
        cut = start
        if owner is not None and owners[index] != owner and start and not _finished(text[:start]):
            cut = _sentence_end(text, start)
            _add(pieces, owner, index, start, cut, kept)
        if cut < len(text) or owner is None:
            owner = owners[index]
        _add(pieces, owner, index, cut, len(text), kept)
        current = text
    return pieces


def _add(
    pieces: dict[int, list[Piece]], owner: int, row: int, start: int, end: int, texts: Sequence[str]
) -> None:
    """Add a piece; one that goes on where the owner's last piece ended becomes one with it, in the newer row."""
    if not texts[row][start:end].strip():
        return
    own = pieces.setdefault(owner, [])
    if own:
        last = own[-1]
        before = texts[last.row][: last.end]
        if start and texts[row].startswith(before) and start == last.end:
            own[-1] = Piece(row, last.start, end)
            return
    own.append(Piece(row, start, end))


def _news(current: str, text: str) -> int | None:
    """Where in `text` begins what `current` does not say: 0 for another text altogether, None for nothing new."""
    if not current:
        return 0
    known = prefix_end(current, text)
    if known is not None:
        return known
    if prefix_end(text, current) is not None:
        return None
    width = min(len(current), len(text), 30)
    if Levenshtein.normalized_similarity(current[:width], text[:width]) < SAME:
        return 0
    return _after_last_known(current, text)


def _after_last_known(current: str, text: str) -> int:
    """End of the last sentence of `text` that `current` has too, in a reading that went astray in between."""
    said = [match.group() for match in _SENTENCE.finditer(current)]
    end = 0
    for match in _SENTENCE.finditer(text):
        for number, sentence in enumerate(said):
            if not _resembles(sentence, match.group()):
                continue
            end = match.end()
            if number == len(said) - 1 and not _finished(sentence):
                more = prefix_end(sentence, match.group())
                found = match.group().find(sentence.rstrip()[-6:])
                if more is None and found >= 0:
                    more = found + len(sentence.rstrip()[-6:])
                end = match.start() + more if more is not None else match.end()
    return end


def _resembles(first: str, second: str) -> bool:
    if min(len(first), len(second)) < 10:
        return first.strip() == second.strip()
    return fuzz.ratio(first, second) >= 60 or fuzz.partial_ratio(first, second) >= 80


def _attested(part: str, texts: Sequence[str], index: int, *, astray: bool) -> bool:
    """Whether at least half of the readings next to row `index` hold `part` (but for reading errors) as well.

    A reading that only goes on (not `astray`) is asked of the readings after it alone; the last one stands by itself.
    """
    near = _near(texts, index, before=astray)
    if not near:
        return True
    holding = sum(1 for text in near if fuzz.partial_ratio(part, text) >= 85 and len(text) >= len(part))
    return 2 * holding >= len(near)


def _near(texts: Sequence[str], index: int, *, before: bool) -> list[str]:
    """The readings after row `index`, four at most; those before it too when asked and fewer than two follow."""
    after = [text for text in texts[index + 1 : index + 5] if text]
    if len(after) >= 2 or not before:
        return after
    return [*(text for text in texts[max(0, index - 3) : index] if text), *after]


def _agreed_end(start: int, texts: Sequence[str], index: int) -> int:
    """End of the new part of row `index` without a last broken sentence that the readings around it lack."""
    text = texts[index]
    whole = text.rfind("。", start) + 1
    rest = text[whole:].strip()
    near = _near(texts, index, before=False)
    if not whole or not rest or not near:
        return len(text)
    return len(text) if 2 * sum(1 for other in near if rest in other) >= len(near) else whole


def _finished(text: str) -> bool:
    return text.rstrip().endswith(("。", "」", ")", "）"))


def _sentence_end(text: str, start: int) -> int:
    found = text.find("。", start)
    return len(text) if found < 0 else found + 1
