"""The file of known questions: written from the cases and their paraphrases, and measured with cases kept apart.

`python -m tests.gold.eval_known_questions --write FILE [PARAPHRASES.tsv ...]` writes `nlp/frames/known_questions.tsv` anew from the
cases that are read (and lines of `case id, "same", question`); without arguments it prints how often a case's own reading is
among the nearest when its entry, or its whole family, is left out of the index.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from zlib import crc32

from nlp.questions.framing.sets import Knowledge
from nlp.questions.parser import reading_of, understand
from nlp.questions.refusing.completeness import unread_words
from nlp.questions.refusing.known_questions import KnownQuestion, known_questions, parse
from nlp.questions.refusing.near_questions import near_questions, reading_key
from nlp.questions.refusing.nearest import NearestIndex
from nlp.questions.refusing.skeletons import Skeleton, skeleton_of
from nlp.questions.tables.frame_rules import Understood
from nlp.questions.typed.text import fold_question
from tests.gold.eval_questions import Case, Judge, cases, seed_store

Names = list[tuple[str, int]]
_FOLDS = 5
_HEAD = """# 言い方の分かっている問い: 言い方、タブ、同じことを尋ねて読める言い方（空なら、その言い方が読める）、タブ、出どころの事例。
# 名前や数は {種類} の枠にする。同じ種類の二つめは {種類#2}。両方の言い方に同じ枠が要る。
# 足し方と、どう測ったかは docs/known-questions.md。python -m tests.gold.eval_known_questions --write で作り直せる。
"""


def entry_of(case_id: str) -> str:
    """The entry of a case's file that it is of: its other wordings are of the same."""
    return case_id.rpartition("-")[0]


def wording_of(question: str, skeleton: Skeleton, text: str, names: Names) -> str:
    """A question with its slots written, as typed where it can be told how they were typed."""
    spans = _typed(question, skeleton)
    spans, text = (spans, question) if spans else ([(s.start, s.end) for s in skeleton.slots], text)
    kept, position = "", 0
    seen: Counter[str] = Counter()
    for (start, end), (kind, place) in zip(spans, names, strict=True):
        seen[kind] += 1
        kept += text[position:start] + "{" + kind + ("" if seen[kind] == place else f"#{place}") + "}"
        position = end
    return kept + text[position:]


def _typed(question: str, skeleton: Skeleton) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    position = 0
    for slot in skeleton.slots:
        every = (
            (start, start + length)
            for start in range(position, len(question))
            for length in range(1, min(60, len(question) - start) + 1)
        )
        found = next((s for s in every if fold_question(question[s[0] : s[1]]) == slot.surface), None)
        if found is None:
            return []
        spans.append(found)
        position = found[1]
    return spans


def _in_order(skeleton: Skeleton) -> Names:
    seen: Counter[str] = Counter()
    names: Names = []
    for slot in skeleton.slots:
        seen[slot.kind] += 1
        names.append((slot.kind, seen[slot.kind]))
    return names


def names_by(skeleton: Skeleton, other: Skeleton) -> Names | None:
    """Which slot of `other` each slot is: the same thing, else the next of its kind; None when their kinds are not the same."""
    if skeleton.kinds() != other.kinds():
        return None
    names, left = _in_order(other), list(range(len(other.slots)))
    found: dict[int, int] = {}
    for same in (True, False):
        for place, slot in enumerate(skeleton.slots):
            fits = (n for n in left if other.slots[n].kind == slot.kind)
            fits = (n for n in fits if not same or other.slots[n].ids == slot.ids)
            if place not in found and (n := next(fits, -1)) >= 0:
                found[place] = n
                left.remove(n)
    return [names[found[place]] for place in range(len(skeleton.slots))]


def words_looked_for(question: str, known: Knowledge) -> tuple[str, ...]:
    """The compounds of a question that became words to be looked for."""
    found = understand(question, known)
    if not isinstance(found, Understood):
        return ()
    said = {c.surface for c in found.frame.of_kind("keyword")}
    said |= {t.value for c in found.frame.of_kind("keyword") for t in c.values}
    cores = (core.text for core in reading_of(question, known).cores if core.noun)
    return tuple(core for core in cores if any(core in word or word in core for word in said if word))


def lines(
    every: Iterable[Case], known: Knowledge, paraphrases: Sequence[Path]
) -> Iterator[tuple[str, str, str]]:
    """Wording, what it is read as ("" when itself), entry: of the cases that are read, then of their paraphrases."""
    read: dict[str, tuple[Skeleton, str, tuple[str, ...]]] = {}
    for case in every:
        found = understand(case.question, known) if case.status == "answered" and not case.after else None
        reading = reading_of(case.question, known)
        if not isinstance(found, Understood) or found.rule.op == "figure" or unread_words(reading, found):
            continue
        searched = words_looked_for(case.question, known)
        skeleton = skeleton_of(reading, known.index, searched)
        wording = wording_of(case.question, skeleton, reading.text, _in_order(skeleton))
        read[case.id] = (skeleton, wording, searched)
        yield wording, "", entry_of(case.id)
    for path in paraphrases:
        for line in path.read_text(encoding="utf-8").splitlines():
            case_id, kind, question = line.split("\t")
            if kind != "same" or case_id not in read:
                continue
            own, wording, searched = read[case_id]
            reading = reading_of(question, known)
            skeleton = skeleton_of(reading, known.index, words_looked_for(question, known) or searched)
            names = names_by(skeleton, own)
            if names is not None:
                yield wording_of("", skeleton, reading.text, names), wording, entry_of(case_id)


def fold_of(name: str) -> int:
    """Which fifth an entry or a family is in."""
    return crc32(name.encode()) % _FOLDS


def _without(known: Sequence[KnownQuestion], families: dict[str, str], fold: int) -> NearestIndex:
    return NearestIndex([one for one in known if fold_of(families.get(one.source, one.source)) != fold])


def measured(
    known: Knowledge, every: Sequence[Case], by_family: bool, folds: int = 1
) -> tuple[int, int, int]:
    """How many cases were asked, and of how many the own reading is the nearest, and among the nearest three."""
    asked = first = three = 0
    families = {entry_of(c.id): c.family if by_family else entry_of(c.id) for c in every}
    for fold in range(folds):
        index = _without(known_questions(), families, fold)
        for case in every:
            own = understand(case.question, known) if case.status == "answered" and not case.after else None
            if not isinstance(own, Understood) or fold_of(families[entry_of(case.id)]) != fold:
                continue
            near = [reading_key(f) for _, f in islice(near_questions(case.question, known, index), 3)]
            asked += 1
            first += near[:1] == [reading_key(own)]
            three += reading_key(own) in near
    return asked, first, three


def evaluate(folds: int = 1) -> list[tuple[str, str, float]]:
    """The figures of cross-validation: entries kept apart, then families."""
    known = Judge(seed_store()).services.known
    every = list(cases())
    rows: list[tuple[str, str, float]] = []
    for by_family, what in ((False, "entries"), (True, "families")):
        asked, first, three = measured(known, every, by_family, folds)
        rows.append((f"{what} kept apart ({asked}): own reading", "nearest", first / asked))
        rows.append((f"{what} kept apart ({asked}): own reading", "in three", three / asked))
    return rows


def main() -> None:
    """Write the file, or print the figures."""
    if sys.argv[1:2] == ["--write"]:
        known = Judge(seed_store()).services.known
        found: dict[str, str] = {}  # each wording once, as it was first written
        for one in lines(cases(), known, [Path(name) for name in sys.argv[3:]]):
            if parse([line := "\t".join(one)]):
                found.setdefault(one[0], line)
        written = list(found.values())
        Path(sys.argv[2]).write_text(_HEAD + "\n".join(written) + "\n", encoding="utf-8")
        return
    for subject, measure, figure in evaluate(_FOLDS):
        print(f"{subject} {measure} {figure:.3f}")


if __name__ == "__main__":
    main()
