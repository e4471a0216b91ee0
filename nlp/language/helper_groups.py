"""Who helps, told apart from whom it is for: the bodies and professions that are paid, equipped or trained so that people are helped.

ひきこもり状態にある人が相談できるよう窓口を置く市町村を支援する: those in 引きこもり are the supported, the municipalities are helped to
help them. Where a record names no people, a body that is helped is whom it is for (中小企業の脱炭素, 社会福祉協議会への支援), but not a
local government, which carries out what is for others.
Knowledge: `[helpers]` in role_cues.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from nlp.cue_files import compiled, load_cues
from nlp.gazetteer import Gazetteers
from nlp.language.group_names import above, formed_entry
from nlp.records import Field

SUPPORTED, HELPER = "target_group", "helper_group"
# How a helper is known that a sheet says gets the money (nlp/sheets/recipients.py).
RECIPIENT = "role-recipient"


def may_help(name: str, gazetteers: Gazetteers) -> bool:
    """Whether a group can be a helper: a body, or a profession.

    >>> from nlp.gazetteer import load_gazetteers
    >>> [may_help(name, load_gazetteers()) for name in ("市町村", "保育士", "児童生徒")]
    [True, True, False]
    """
    listed = name in load_cues("role_cues")["helpers"]["bodies"]
    return listed or _is_profession(name, gazetteers) or _kind(name, gazetteers) == "intermediary"


def with_helpers_apart(found: Iterable[Field], label: str, gazetteers: Gazetteers) -> Iterator[Field]:
    """The `target_group` fields of one record, those of helpers as `helper_group`; `label` is the record's name.

    Who is named only as one of all (消費者被害) is left out where others are named.
    """
    fields = list(found)
    alone = {f"role-{rule}" for rule in load_cues("role_cues")["helpers"]["alone"]}
    names = {str(item.value) for item in fields if item.method not in alone}
    people = {name for name in names if not may_help(name, gazetteers) and not _is_everyone(name, gazetteers)}
    served = people | {name for name in names if _is_profession(name, gazetteers)}
    for item in fields:
        if served and item.method in alone:
            continue
        name = str(item.value)
        helps = people and may_help(name, gazetteers) and not _own_case(item, label, gazetteers)
        helps = helps or _is_of("always", name, gazetteers)
        yield replace(item, name=HELPER) if helps else item


def _own_case(item: Field, label: str, gazetteers: Gazetteers) -> bool:
    """Whether the record is about those who work themselves (保育士の処遇改善), not about what they learn for others (相談員の養成)."""
    said = item.raw if item.repaired is None else item.repaired
    learns = compiled(load_cues("role_cues")["helpers"]["learns"]).search(label)
    return _is_profession(str(item.value), gazetteers) and said in label and learns is None


def _is_profession(name: str, gazetteers: Gazetteers) -> bool:
    return _is_of("professions", name, gazetteers)


def _is_of(table: str, name: str, gazetteers: Gazetteers) -> bool:
    """Whether a group is one of those that the table lists, or below one."""
    listed = set(load_cues("role_cues")["helpers"][table])
    return bool(listed & {name, *above(name, gazetteers.target_groups)})


def _is_everyone(name: str, gazetteers: Gazetteers) -> bool:
    entry = gazetteers.target_groups.canonical.get(name)
    return entry is not None and entry.type == "person" and not entry.broader


def _kind(name: str, gazetteers: Gazetteers) -> str:
    groups = gazetteers.target_groups
    entry = groups.canonical.get(name) or groups.by_surface.get(name) or formed_entry(name, groups)
    return "" if entry is None else entry.type
