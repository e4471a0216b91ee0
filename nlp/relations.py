"""Draws relations between a record and what its fields name, by the rules in `nlp/relation_rules.toml`."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nlp.errors import ProfileError
from nlp.records import Field, Mention, Record, Relation

_DATA = Path(__file__).parent / "relation_rules.toml"
_WINDOW = 12


@dataclass(frozen=True, slots=True)
class RelationRule:
    """One rule; see the head of `relation_rules.toml` for what each field means."""

    id: str
    record: tuple[str, ...]
    fields: tuple[str, ...]
    mention: str
    relation: str
    confidence: float
    after: re.Pattern[str] | None
    before: re.Pattern[str] | None
    matches: str
    rejects: str


@lru_cache(maxsize=1)
def load_relation_rules(path: Path = _DATA) -> tuple[RelationRule, ...]:
    """The rules of a file.

    Raises:
        ProfileError: a key is missing or a pattern does not compile (with the rule's id).
    """
    rules = []
    for item in tomllib.loads(path.read_text(encoding="utf-8"))["rule"]:
        try:
            rules.append(
                RelationRule(
                    item["id"],
                    tuple(item["record"]),
                    tuple(item["fields"]),
                    item["mention"],
                    item["relation"],
                    float(item["confidence"]),
                    re.compile(item["after"]) if "after" in item else None,
                    re.compile(item["before"] + r"\Z") if "before" in item else None,
                    item["matches"],
                    item["rejects"],
                )
            )
        except (KeyError, re.error) as error:
            raise ProfileError(
                f"{path.name}: rule {item.get('id', '?')}: {error}", hint="see the head of the file"
            ) from error
    return tuple(rules)


def relate(records: Sequence[Record], mentions: Sequence[Mention], text: str) -> Iterator[Relation]:
    """Relations from each record to what its fields name; `text` is the source text of all spans.

    The object of a relation is "kind:canonical" (law:…, plan:…, programme:…, measure:82).
    """
    ordered = sorted(mentions, key=lambda item: (item.where.start, item.where.end))
    starts = [item.where.start for item in ordered]
    for record in records:
        rules = [rule for rule in load_relation_rules() if record.kind in rule.record]
        if not rules:
            continue
        seen: set[tuple[str, str]] = set()
        for field in record.fields:
            fitting = [rule for rule in rules if field.name in rule.fields]
            if not fitting or field.where is None:
                continue
            for mention in _inside(field, ordered, starts):
                for rule in fitting:
                    target = f"{mention.kind.replace('_number', '')}:{mention.canonical}"
                    if (rule.id, target) in seen or not _fits(rule, mention, text):
                        continue
                    if target == f"{record.kind}:{record.key}":
                        continue
                    seen.add((rule.id, target))
                    yield Relation(
                        f"{record.kind}:{record.key}",
                        rule.relation,
                        target,
                        rule.id,
                        mention.where,
                        rule.confidence,
                    )


def _inside(field: Field, ordered: Sequence[Mention], starts: Sequence[int]) -> Iterator[Mention]:
    assert field.where is not None
    for mention in ordered[bisect_left(starts, field.where.start) :]:
        if mention.where.start >= field.where.end:
            return
        if mention.where.end <= field.where.end:
            yield mention


def _fits(rule: RelationRule, mention: Mention, text: str) -> bool:
    if mention.kind != rule.mention:
        return False
    if rule.after and not rule.after.match(text, mention.where.end):
        return False
    before = text[max(0, mention.where.start - _WINDOW) : mention.where.start]
    return rule.before is None or rule.before.search(before) is not None
