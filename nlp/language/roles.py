"""Decides which groups named in a text are supported by what it describes, by cue rules (`role_cues.toml`).

A group that only takes part (実施主体, 担い手) or is only mentioned is no target group.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.cue_files import compiled, load_cues
from nlp.gazetteer import Gazetteer, Gazetteers, Hit, pattern_of_names
from nlp.language.described_groups import with_described
from nlp.language.formed_groups import with_formed
from nlp.language.group_context import in_context
from nlp.language.group_names import FORMED, above, formed_certainty, formed_entry
from nlp.language.word_starts import begins_with_rest
from nlp.word_tries import pattern_of

_OPENING, _CLOSING = ("（", "("), ("）", ")")
_REST_OF_NAME = 6
# What stands for each letter that is blanked out.
_BLANK = "\u3000"
_INNER_STOP = re.compile(r"。(?=[)）」』])")


@dataclass(frozen=True, slots=True)
class SupportedGroup:
    """A group named at [start, end) of the text. `role` is the id of the rule that found it supported."""

    canonical: str
    start: int
    end: int
    confidence: float
    role: str


@dataclass(frozen=True, slots=True)
class RoleRule:
    """One rule of `role_cues.toml`, patterns compiled."""

    id: str
    type: str
    surface: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    role: str
    confidence: float
    formed: bool


@lru_cache(maxsize=1)
def role_rules() -> tuple[RoleRule, ...]:
    """The rules in their order."""
    cues = load_cues("role_cues")
    return tuple(
        RoleRule(
            rule["id"],
            rule["type"],
            compiled(rule.get("surface", "")),
            compiled(f"(?:{rule['before']})$" if rule["before"] else ""),
            compiled(f"{cues['tail']}(?:{rule['after']})"),
            rule["role"],
            float(rule["confidence"]),
            rule.get("formed", True),
        )
        for rule in cues["rule"]
    )


def target_groups_of(text: str, gazetteers: Gazetteers, *, beside: str = "") -> list[SupportedGroup]:
    """The groups that `text` says are supported, one per group (its surest place), in order of that place.

    すべての人 (誰もが…) counts only where no other people are supported: it is then what the text is about. `beside` is what
    else the record says: a bare 当事者 is of 孤独・孤立 only where either speaks of it.
    """
    best: dict[str, SupportedGroup] = {}
    for found in _supported(text, gazetteers, beside):
        if not _meant(text[found.start : found.end], text, beside):
            continue
        known = best.get(found.canonical)
        if known is None or found.confidence > known.confidence:
            best[found.canonical] = found
    general = too_general(best, gazetteers)
    kept = [found for found in best.values() if found.canonical not in general]
    return sorted(kept, key=lambda found: found.start)


def too_general(names: Collection[str], gazetteers: Gazetteers) -> set[str]:
    """Those of `names` that say nothing beside the others: すべての人 where any people are named, 運転者 beside 高齢運転者."""
    entries = gazetteers.target_groups.canonical
    people = {name for name in names if name in entries and entries[name].type == "person"}
    roots = {name for name in people if not entries[name].broader}
    users = {name for name in names if compiled(load_cues("role_cues")["service_users"]).search(name)}
    told = load_cues("role_cues")["told_shorter"]
    shorter = {
        name
        for name in names
        if name in told and any(other != name and other.endswith(name) for other in names)
    }
    said = {
        rule["name"]
        for rule in load_cues("role_cues")["said_already"]
        if _says_nothing(rule, names, gazetteers)
    }
    return (
        shorter | said | (roots if people - roots else set()) | (users if people - roots - users else set())
    )


def _says_nothing(rule: Mapping[str, Any], names: Collection[str], gazetteers: Gazetteers) -> bool:
    """Whether the group of a rule (家庭) is said already by another of `names`: one of the rule's, or a narrower one."""
    own = rule["name"]
    others = [name for name in names if name != own] if own in names else []
    return any(name in rule["by"] or own in above(name, gazetteers.target_groups) for name in others)


def _meant(surface: str, text: str, beside: str) -> bool:
    """Whether a bare word means its group here."""
    return all(
        compiled(rule["subject"]).search(text) or compiled(rule["subject"]).search(beside)
        for rule in load_cues("role_cues")["meant"]
        if compiled(rule["surface"]).search(surface)
    )


def _supported(text: str, gazetteers: Gazetteers, beside: str) -> Iterator[SupportedGroup]:
    masked = _masked(text, gazetteers)
    groups = gazetteers.target_groups
    hits = with_described(masked, list(groups.find(masked)), groups)
    hits = list(_uncut(text, masked, with_formed(masked, hits, groups), groups))
    if hits and _first_is_rest(hits[0], masked):
        hits = hits[1:]
    hits = list(in_context(masked, hits, groups, beside=beside))
    following: RoleRule | None = None
    begin, name, last = len(masked) + 1, "", 0
    found = []
    for hit in reversed(hits):
        rule = _rule_for(masked, hit)
        joined = last > 0 and _joined(masked[hit.end : begin], "beside")
        last = last if joined else hit.end
        if joined and (rule is None or (rule.role == "actor" and masked.startswith("、", hit.end))):
            # 地方自治体及び[住民]の活動を支援: what stands behind the last of those named side by side is said of each.
            rule = _rule_for(masked, hit, last) or rule
        if joined and rule is not None and following is not None and _gives_way(rule, following):
            rule = following
        elif following is not None and _shares_cue(rule, following, masked[hit.end : begin], hit):
            # こどもや若者に対する支援: the cue behind the last name counts for all that are joined to it.
            rule = following
        # 障害のある|盲ろう者: the first says no more than the second, which is one of them.
        said = begin == hit.end and hit.entry.canonical in above(name, groups)
        following, begin, name = rule, hit.start, hit.entry.canonical
        if rule is not None and rule.role == "supported" and not said:
            sure = (
                rule.confidence
                if hit.entry.canonical in groups.canonical
                else formed_certainty(rule.confidence)
            )
            found.append(SupportedGroup(hit.entry.canonical, hit.start, hit.end, sure, rule.id))
            found.extend(_heads_told(masked, hit, sure, rule.id, groups))
    yield from reversed(found)


def _uncut(text: str, masked: str, hits: Sequence[Hit], groups: Gazetteer) -> Iterator[Hit]:
    """The hits, a formed name that begins within a blanked compound with all of it: [国民健康保険]料を滞納している人."""
    for hit in hits:
        begin = hit.start
        while hit.entry.note == FORMED and begin and masked[begin - 1] == _BLANK != text[begin - 1]:
            begin -= 1
        if begin == hit.start:
            yield hit
        elif (entry := formed_entry(text[begin : hit.end], groups)) is not None:
            yield Hit(begin, hit.end, entry)


def _heads_told(text: str, hit: Hit, sure: float, rule: str, groups: Gazetteer) -> Iterator[SupportedGroup]:
    """Who those of a description are besides: 性暴力の被害に遭った[こども・若者] are victims, and young."""
    told = load_cues("role_cues")["described_too"]
    if hit.entry.note == FORMED or hit.entry.canonical not in told["groups"]:
        return
    for inner in groups.find(text[hit.start : hit.end + _REST_OF_NAME]):
        of = {inner.entry.canonical, *groups.ancestors(inner.entry.canonical)}
        begin, end = hit.start + inner.start, hit.start + inner.end
        # あるこども[・若者]: the description ends within the name.
        if begin > hit.start and begin < hit.end <= end and of & set(told["heads"]):
            yield SupportedGroup(inner.entry.canonical, begin, end, sure, rule)
    for inner in groups.find(text[hit.start : hit.end - 1]):
        # [生活困窮世帯]のこども: what is done for the children is done for the household.
        if inner.start == 0 and inner.entry.canonical in told["households"]:
            end = hit.start + inner.end
            yield SupportedGroup(inner.entry.canonical, hit.start, end, sure, rule)


def _first_is_rest(hit: Hit, text: str) -> bool:
    """Whether the first name is what a lost beginning left of a longer one: 物依存を有する者, 校児童生徒."""
    near = hit.start == 1 or (hit.start == 0 and hit.entry.note == FORMED)
    return near and begins_with_rest(text)


def _gives_way(rule: RoleRule, following: RoleRule) -> bool:
    """Whether a name that nothing speaks for shares the part of those beside it: 保護者や[住民の理解を得ながら]."""
    return rule.id == "named" and following.id in load_cues("role_cues")["shared_parts"]


def _shares_cue(rule: RoleRule | None, following: RoleRule, between: str, hit: Hit) -> bool:
    """Whether the cue behind the next name counts for `hit` too, `between` being what stands between the two."""
    if rule is not None and (
        following.role != "supported"
        or (rule.role == "supported" and rule.confidence > following.confidence)
        or (rule.role != "supported" and (rule.confidence >= 0.9 or following.confidence < 0.7))
    ):
        return False
    # 障害のある|学生 is one description: both name those who are meant.
    if not between:
        return True
    # Being named among people supports no organisation beside them.
    return following.type in ("", hit.entry.type) and _joined(between)


def _joined(between: str, how: str = "connector") -> bool:
    cues = load_cues("role_cues")
    return compiled(cues["tail"] + cues[how]).fullmatch(between) is not None


def _rule_for(text: str, hit: Hit, last: int = 0) -> RoleRule | None:
    """The first rule that fits `hit`; `last`: where the last of the names ends that are joined to it, if their cue is asked for."""
    # A cue belongs to the sentence that the name stands in.
    end = last or hit.end
    stop = text.find("。", end)
    stop = stop if stop >= 0 else len(text)
    before = text[max(0, hit.start - 40) : hit.start]
    surface = text[hit.start : hit.end]
    if text.startswith(_CLOSING, end) and before.endswith(_OPENING):
        # 国民（電波の利用者）に対して: a name alone in brackets has the part of the name before them.
        end += 1
    for rule in _rules_of(hit.entry.type, hit.entry.note == FORMED):
        if rule.surface.pattern and not rule.surface.search(surface):
            continue
        if rule.before.pattern and not rule.before.search(before):
            continue
        if rule.after.match(text, end, stop):
            return rule
    return None


@lru_cache(maxsize=8)
def _rules_of(kind: str, formed: bool) -> tuple[RoleRule, ...]:
    """The rules that a name of this kind may meet, in their order; `formed`: known by its form alone."""
    return tuple(rule for rule in role_rules() if rule.type in ("", kind) and (rule.formed or not formed))


def _masked(text: str, gazetteers: Gazetteers) -> str:
    """The text with ministries, laws and compounds that hold a group's name blanked out, same length."""
    # 広域連合（以下「連合」という。）に対し: the sentence goes on.
    text = _INNER_STOP.sub("、", text)
    if _holds_no_group().search(text):
        longer = [(hit.start, hit.end) for hit in gazetteers.target_groups.find(text)]
        for word in load_cues("role_cues")["not_groups"]:
            text = _blanked(text, word, longer)
    text = compiled(load_cues("role_cues")["act_names"]).sub(_blank, text)
    names = _ministries_and_laws(gazetteers)
    return text if names is None else names.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return _BLANK * len(match.group())


@lru_cache(maxsize=4)
def _ministries_and_laws(gazetteers: Gazetteers) -> re.Pattern[str] | None:
    """Any name of a ministry or a law, in one pattern."""
    entries = (*gazetteers.ministries.entries, *gazetteers.laws.entries)
    return pattern_of_names(entry.surface for entry in entries)


@lru_cache(maxsize=1)
def _holds_no_group() -> re.Pattern[str]:
    """Any of the words that hold a group's name and mean none."""
    return re.compile(pattern_of(load_cues("role_cues")["not_groups"]))


def _blanked(text: str, word: str, names: Sequence[tuple[int, int]]) -> str:
    """The text with `word` blanked out, except where it stands within a longer name of people (避難行動[要支援者])."""
    begin = text.find(word)
    while begin >= 0:
        end = begin + len(word)
        if not any(start <= begin and end <= stop and stop - start > len(word) for start, stop in names):
            text = text[:begin] + _BLANK * len(word) + text[end:]
        begin = text.find(word, end)
    return text
