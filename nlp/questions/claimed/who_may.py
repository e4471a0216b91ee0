"""Whether those of a kind may carry out, or apply for, a thing that is named (市町村は児童館モデル事業を実施できますか), and who may
(氷河期の交付金はだれが申請できる？), by `frames/who_may.toml`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_key, fold_question

_FILE = "who_may.toml"
_FORMS = ("who_first", "open", "thing_first")


@dataclass(frozen=True, slots=True)
class WhoMay:
    """`who` may do it with `thing`, as said; `who` is "" where it is asked who may."""

    who: str
    thing: str

    @property
    def plain(self) -> str:
        """The question for all that may."""
        return f"{self.thing}の実施主体は？"

    def among(self, printed: Sequence[str]) -> tuple[str, ...]:
        """Those of the texts that print the kind asked about.

        >>> WhoMay("市町村", "x").among(("都道府県", "市区町村")), WhoMay("個人", "x").among(("民間団体",))
        (('市区町村',), ())
        """
        pattern = _printed(self.who)
        return tuple(text for text in printed if pattern.search(fold_key(text)))


def who_may(question: str) -> WhoMay | None:
    """Who is asked about and of what; None for other questions, and where nothing is named.

    >>> who_may("市町村は児童館モデル事業を実施できますか")
    WhoMay(who='市町村', thing='児童館モデル事業')
    >>> who_may("氷河期の交付金はだれが申請できる？")
    WhoMay(who='', thing='氷河期の交付金')
    >>> who_may("NPOは事業を実施できますか") is None
    True
    """
    text, forms = fold_question(question), patterns(_FILE, "may")
    for form in _FORMS:
        match = forms[form].match(text)
        if match is None or forms["nothing"].match(match["thing"]):
            continue
        return WhoMay(match.groupdict().get("who") or "", match["thing"].rstrip("、 "))
    return None


def asks_giver(question: str) -> bool:
    """Whether it is asked who gives a grant (助成はどこが実施する), and not who is given it.

    >>> asks_giver("X事業の助成はどこが実施する？"), asks_giver("X事業の助成はだれが受けられますか")
    (True, False)
    """
    return patterns(_FILE, "giver")["asked"].search(fold_question(question)) is not None


def tells_giver(text: str) -> bool:
    """Whether a text says who gives a grant (国が助成を行う)."""
    return patterns(_FILE, "giver")["printed"].search(text) is not None


@lru_cache(maxsize=64)
def _printed(who: str) -> re.Pattern[str]:
    """How texts print those of a kind, folded: the words themselves, and what includes them."""
    kinds = load_frames_file(_FILE)["kind"]
    known = [kind["printed"] for kind in kinds if re.fullmatch(kind["said"], who)]
    return re.compile("|".join((re.escape(fold_key(who)), *(fold_key(one) for one in known))))


__all__ = ["WhoMay", "asks_giver", "tells_giver", "who_may"]
