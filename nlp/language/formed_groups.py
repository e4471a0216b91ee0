"""Finds groups of people that no list names, by their form: a head noun with its modifier (土地所有者, 学び直しを望む方).

Knowledge: `nlp/cues/group_forms.toml`. SudachiPy tells whether the end of a word is a head (所有|者, not 衛|生).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from nlp.cue_files import compiled
from nlp.gazetteer import Gazetteer, Hit
from nlp.language.group_forms import forms, heads, staff_heads, suffixes
from nlp.language.group_names import formed_entry, told_by
from nlp.language.lexicon import ends_in_suffix, sudachi_words
from nlp.word_tries import pattern_of

_SHORTEST_CLAUSE = 3
_SHORTEST_KIND = 2
# How far behind a name the cue is looked for that makes it one.
_BEHIND = 90
# A longer clause before a listed name tells of more than who they are.
_LONGEST_TOLD = 20


@lru_cache(maxsize=1)
def _ends() -> re.Pattern[str]:
    """Every place where a head may end a name."""
    words = {*heads(), *forms()["clause"]["heads"], *forms()["staff"]["heads"]}
    return re.compile(pattern_of(words) + forms()["bare"]["followed"])


def with_formed(text: str, hits: Sequence[Hit], groups: Gazetteer) -> list[Hit]:
    """`hits` and the groups that the language of `text` forms, in order, not overlapping.

    A listed name that is the head of a longer one (家内[労働者]) gives way to it; the longer one has it as its broader group.
    """
    # A description (group_descriptions.tsv) says whom it means by all its words: it is no head of a longer name.
    by_end = {hit.end: hit for hit in hits if hit.entry.surface == text[hit.start : hit.end]}
    described = [hit for hit in hits if hit.end not in by_end]
    formed: list[Hit] = []
    for start, end in _places(text, hits, by_end):
        hit = _formed(text, start, end, by_end.get(end), groups)
        if hit is None or (formed and formed[-1].end > hit.start):
            continue
        if not any(item.start < hit.end and hit.start < item.end for item in described):
            formed.append(hit)
    if not formed:
        return list(hits)
    kept = [hit for hit in hits if not any(hit.start < item.end and item.start < hit.end for item in formed)]
    return sorted([*kept, *formed], key=lambda hit: hit.start)


def _places(text: str, hits: Sequence[Hit], by_end: dict[int, Hit]) -> list[tuple[int, int]]:
    """(start, end) of each head in the text: of the words here, and of listed names of people."""
    inside = {place for hit in hits for place in range(hit.start + 1, hit.end)}
    found = {
        match.end(): (match.start(), match.end())
        for match in _ends().finditer(text)
        if match.end() not in inside
    }
    follows = compiled(forms()["bare"]["followed"])
    found.update((end, (hit.start, end)) for end, hit in by_end.items() if follows.match(text, end))
    return [found[end] for end in sorted(found)]


def _formed(text: str, start: int, end: int, hit: Hit | None, groups: Gazetteer) -> Hit | None:
    start = _head_start(text, start, end) if hit is None else start
    word = text[start:end]
    # 保育所の職員: a bare 職員 is a public servant, that of a body is its own.
    bare = hit is None or f"の{hit.entry.surface}" in staff_heads()
    if bare and (of_body := _of_body(text, start, end, groups)) is not None:
        return of_body
    run = compiled(forms()["written"]["run"]).search(text, 0, start)
    known = hit is not None or word in heads() or f"の{word}" in staff_heads()
    if (
        known
        and run is not None
        and (compound := _compound(run.group(), word, hit is not None, text[end : end + _BEHIND]))
    ):
        if word in forms()["bare"]["idle"] and _is_people(compound.removesuffix(word), groups):
            return None
        begin = start - len(compound) + len(word)
        entry = formed_entry(compound, groups)
        return None if entry is None else Hit(begin, end, entry)
    if run is None and hit is None and word in forms()["clause"]["heads"]:
        found = _clause(text, start, end, groups)
        return None if found is None or _names_people(text[found.start : start], groups) else found
    if run is None and hit is not None and hit.entry.type == "person":
        return _told_more(text, hit, groups)
    if hit is None and text.endswith(tuple(forms()["of"]["heads"]), 0, end):
        found = _of_something(text, end, groups)
        if found is not None:
            return found
    if hit is None and _stands_alone(word):
        entry = formed_entry(word, groups)
        return None if entry is None else Hit(start, end, entry)
    return None


def _head_start(text: str, start: int, end: int) -> int:
    """Where the head begins that ends at `end`: 退学|者, not 退[学者].

    The head found is the longest; where the words of Sudachi do not begin with it, a shorter one that they do.
    """
    run = compiled(forms()["written"]["run"]).search(text, 0, start)
    if run is None:
        return start
    words = sudachi_words(run.group().rpartition("・")[2] + text[start:end])
    if _is_head(words, text[start:end]):
        return start
    shorter = (place for place in range(start + 1, end) if text[place:end] in heads())
    return next((place for place in shorter if _is_head(words, text[place:end])), start)


def _stands_alone(word: str) -> bool:
    """Whether a head without a modifier is a name: by the list, or made by a suffix (相続人)."""
    bare = forms()["bare"]
    if word in bare["plain"]:
        return True
    listed = word in bare["words"] or word.endswith(tuple(bare["never"]))
    return len(word) > 1 and not listed and word[-1:] in suffixes() and ends_in_suffix(word)


def _addressed(name: str, behind: str) -> bool:
    """Whether a name that tells a part in the work is spoken to as a group: 設置者[に対し、…を補助する]."""
    bare = forms()["bare"]
    return (
        name.endswith(tuple(bare["addressed"])) and compiled(bare["addressed_by"]).match(behind) is not None
    )


def _is_people(name: str, groups: Gazetteer) -> bool:
    known = groups.by_surface.get(name.removesuffix("等"))
    return known is not None and known.type == "person"


def _of_something(text: str, end: int, groups: Gazetteer) -> Hit | None:
    """Those of a thing: 小型旅客船の利用者, 空き家の所有者."""
    found = compiled(forms()["of"]["form"]).search(text[max(0, end - forms()["clause"]["longest"]) : end])
    if found is None or any(True for _ in groups.find(found["thing"])):
        return None
    told = found.group().endswith(tuple(forms()["bare"]["addressed"]))
    if told and not _addressed(found.group(), text[end : end + _BEHIND]):
        return None
    entry = formed_entry(found.group(), groups)
    return None if entry is None else Hit(end - len(found.group()), end, entry)


def _of_body(text: str, start: int, end: int, groups: Gazetteer) -> Hit | None:
    """Those of a listed body: NPO等の人材."""
    if f"の{text[start:end]}" not in staff_heads() or compiled(forms()["written"]["run"]).search(
        text[end : end + 1]
    ):
        return None
    window = text[max(0, start - forms()["clause"]["longest"]) : start]
    found = re.search(forms()["staff"]["between"], window)
    public = set(forms()["staff"]["public"])
    bodies = [
        hit
        for hit in (groups.find(window) if found else ())
        if hit.entry.type == "intermediary"
        and not public & {hit.entry.canonical, *groups.ancestors(hit.entry.canonical)}
    ]
    for hit in bodies:
        if found is not None and hit.end <= found.start() + 1 and hit.end >= found.start():
            begin = end - (len(window) - hit.start) - (end - start)
            entry = formed_entry(text[begin:end], groups)
            return None if entry is None else Hit(begin, end, entry)
    return None


def _compound(run: str, word: str, listed: bool, behind: str) -> str:
    """The name that `run` and the head make, `behind` standing after it, without what says nothing of it; "" where they make none."""
    bare = forms()["bare"]
    name = run.rpartition("・")[2] + word
    words = sudachi_words(name)
    if not _is_head(words, word):
        return ""
    if not listed and word in suffixes() and not ends_in_suffix(name):
        return ""
    ends = [
        place
        for place, item in enumerate(words[:-1], 1)
        if item in bare["circumstances"] or (listed and item in bare["breaks"])
    ]
    words = words[max(ends, default=0) :]
    while words and (words[0] in bare["prefixes"] or compiled(forms()["written"]["number"]).match(words[0])):
        if words[1:2] and words[1] in bare["bound"]:
            break
        words = words[1:]
    name = "".join(words)
    before = name[: -len(word)] if name.endswith(word) else ""
    if name in bare["plain"] and before:
        return name
    if (name not in bare["words"] or name in bare["alone"]) and _addressed(name, behind):
        return name
    if len(before) < (_SHORTEST_KIND if listed else 1) or name in bare["words"]:
        return ""
    return "" if name.endswith(tuple(bare["never"])) else name


def _is_head(words: Sequence[str], word: str) -> bool:
    """Whether a word of Sudachi begins where the head does: 所有|者, not 衛生."""
    rest = len(word)
    for item in reversed(words):
        rest -= len(item)
        if rest <= 0:
            return rest == 0
    return False


def _clause(text: str, start: int, end: int, groups: Gazetteer) -> Hit | None:
    form = forms()["clause"]
    window = text[max(0, start - form["longest"] - 1) : start]
    begin = max((match.end() for match in compiled(form["begins"]).finditer(window)), default=None)
    if begin is None:
        if len(window) > form["longest"]:
            return None
        begin = 0
    clause = window[begin:]
    clause = re.sub(rf"\A{form['lead']}", "", clause)
    if (
        len(clause) < _SHORTEST_CLAUSE
        or compiled(form["particle"]).match(clause)
        or compiled(form["empty"]).search(clause)
    ):
        return None
    if not re.search(form["ending"] + r"\Z", clause):
        return None
    entry = formed_entry(clause + text[start:end], groups)
    return None if entry is None else Hit(start - len(clause), end, entry)


def _names_people(clause: str, groups: Gazetteer) -> bool:
    """Whether people take part in what a clause says: こどもを親が支える(世帯)."""
    part = compiled(forms()["clause"]["part"])
    return any(hit.entry.type == "person" and part.match(clause, hit.end) for hit in groups.find(clause))


def _told_more(text: str, hit: Hit, groups: Gazetteer) -> Hit | None:
    """A listed name with a clause that places it in another group too: 日本語を母語としない[幼児]."""
    found = _clause(text, hit.start, hit.end, groups)
    if found is None or next(groups.find(text[found.start : hit.start]), None) is not None:
        return None
    told = told_by(found.entry.canonical, hit.entry.canonical, groups)
    return found if told and found.end - found.start <= _LONGEST_TOLD else None
