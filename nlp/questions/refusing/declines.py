"""Questions that the graph cannot answer, recognised by their words, with the contract's reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from nlp.errors import ProfileError
from nlp.questions.tables.cues import FRAMES

REASONS = frozenset(
    {
        "out_of_domain",
        "not_in_graph",
        "not_in_source",
        "unreadable",
        "not_loaded",
        "false_premise",
        "write_refused",
        "personal_crisis",
    }
)


@dataclass(frozen=True, slots=True)
class DeclineRule:
    """One kind of question that is not answered. `topic` names what is missing, "" when the reason says it all.

    `whole`: names of things count too (都道府県別の予算); otherwise they are blanked out first. `printed`: a text that
    prints what is asked for may still answer (保護司の定数は何人).
    """

    reason: str
    topic: str
    text: str
    pattern: re.Pattern[str]
    unless: tuple[str, ...]
    whole: bool = False
    printed: bool = False

    def matches(self, text: str) -> str:
        """The words of the folded question that match, "" when the rule does not apply."""
        kept = text
        for word in self.unless:
            kept = kept.replace(word, "□" * len(word))
        found = self.pattern.search(kept)
        return found.group() if found else ""


@lru_cache(maxsize=2)
def decline_rules(path: Path = FRAMES / "declines.toml") -> tuple[DeclineRule, ...]:
    """The rules in the order of the file.

    Raises:
        ProfileError: the file is not TOML, a reason is unknown, or a pattern is not a regular expression.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        rules = tuple(
            DeclineRule(
                entry["reason"],
                entry.get("topic", ""),
                entry["text"],
                re.compile("|".join(f"(?:{pattern})" for pattern in entry["patterns"])),
                tuple(entry.get("unless", ())),
                bool(entry.get("whole", False)),
                bool(entry.get("printed", False)),
            )
            for entry in data["decline"]
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, re.error) as error:
        raise ProfileError(
            f"{path.name}: {error}", hint="docs/questions.md shows the form of the file"
        ) from error
    for rule in rules:
        if rule.reason not in REASONS:
            raise ProfileError(f"{path.name}: unknown reason {rule.reason}", hint=", ".join(sorted(REASONS)))
    return rules


def named_helplines(texts: Sequence[str]) -> tuple[str, ...]:
    """The help lines that the documents' own texts name, with their number where one is printed; else the fallback.

    >>> named_helplines(["窓口(孤独・孤立相談ダイヤル#9999)を試行実施している"])
    ('孤独・孤立相談ダイヤル#9999',)
    """
    data = _data(FRAMES / "declines.toml")
    found: list[str] = []
    for pattern in data["helplines"]:
        for text in texts:
            found += [hit for hit in re.findall(pattern, text) if not any(hit in other for other in found)]
    return tuple(dict.fromkeys(found)) or (str(data["helpline_fallback"]),)


@lru_cache(maxsize=2)
def _data(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(
            f"{path.name}: {error}", hint="docs/questions.md shows the form of the file"
        ) from error


def find_decline(
    text: str, hidden: str = "", known: Callable[[str], bool] | None = None, typed: str = ""
) -> tuple[DeclineRule, str] | None:
    """The first rule that the folded question meets, with the words that met it; None when it may be answered.

    `hidden` is the question with the names of known things blanked out: rules about the subject look at it, so
    that a programme called …年金… is not taken for another field. `known` says of words whether some name holds
    them; such words are not out of the domain. `typed` is the folded question as typed, politeness and all
    (助けてください): cries for help and orders to change data are looked for in it.

    >>> find_decline("r7補正の執行額は?")[0].reason
    'not_in_graph'
    >>> find_decline("期待される効果は?") is None
    True
    """
    met = _first(text, hidden, known, typed, decline_rules())
    if met is not None and met[0].topic == "予測" and "そう" in met[1]:
        # 日銀の利上げはいつになりそうか: a forecast, and of another field altogether.
        others = [rule for rule in decline_rules() if rule.reason == "out_of_domain"]
        outside = _first(text, hidden, known, typed, others)
        return outside or met
    return met


def _first(
    text: str,
    hidden: str,
    known: Callable[[str], bool] | None,
    typed: str,
    rules: Iterable[DeclineRule],
) -> tuple[DeclineRule, str] | None:
    for rule in rules:
        urgent = rule.reason in ("personal_crisis", "write_refused")
        words = rule.matches((typed or text) if urgent else text if rule.whole or not hidden else hidden)
        if words and rule.reason == "out_of_domain" and known is not None and known(words):
            continue
        if words:
            return rule, words
    return None
