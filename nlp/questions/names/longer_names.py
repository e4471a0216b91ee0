"""A programme named in a question, and others whose names only contain its name (…支援等◯◯交付金 for ◯◯交付金)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.questions.found.reading import Reading
from nlp.questions.names.linking import LinkIndex
from nlp.questions.typed.text import fold_key

_ITEMS = ("subsidyRate", "limitText", "implementer")


_folded = lru_cache(maxsize=4096)(fold_key)
"""Names stand with each text of their thing."""


@dataclass(frozen=True, slots=True)
class Longer:
    """Folded names: `named` in the question, `others` of other programmes that contain one of these."""

    named: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def of_another(self, names: Sequence[str], item: str = "") -> bool:
        """Whether the names of a thing are those of another programme only.

        `item` is the property asked about: what is an item of a programme (its rate, its limit) is of the one that prints
        it, whatever its text mentions.

        >>> Longer(("港湾交付金",), ("離島港湾交付金",)).of_another(["離島港湾交付金実施要領"])
        True
        >>> Longer(("港湾交付金",), ("離島港湾交付金",)).of_another(["離島港湾交付金", "港湾交付金"])
        False
        >>> Longer(("港湾交付金",)).of_another(["防波堤補助金"], "subsidyRate")
        True
        """
        own_item = bool(self.named) and item in _ITEMS
        if not own_item and not self.others:
            return False
        folded = [_folded(name) for name in names]
        if own_item:
            return not self._own(folded)
        if not any(other in name for name in folded for other in self.others):
            return False
        return not self._own(folded)

    def _own(self, folded: list[str]) -> bool:
        for other in self.others:
            folded = [name.replace(other, "") for name in folded]
        return any(named in name for name in folded for named in self.named)


def longer_names(reading: Reading, index: LinkIndex) -> Longer:
    """The programmes that the question names, and those that have such a name within a longer one.

    A name with a bracket behind it (◯◯交付金（補正分）) is no other's.
    """
    named: set[str] = set()
    others: set[str] = set()
    for hit in reading.of_kind("programme"):
        name = fold_key(hit.surface)
        own = {fold_key(n) for one in hit.names for n in (one.label, *one.alternatives)}
        labels = {fold_key(one.label) for one in index.containing(hit.surface) if one.kind == "programme"}
        named.add(name)
        others |= {label for label in labels - own if name in label and not label.startswith(f"{name}(")}
    return Longer(tuple(sorted(named)), tuple(sorted(others, key=len, reverse=True)))


__all__ = ["Longer", "longer_names"]
