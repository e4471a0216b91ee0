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

        A longer name that merely holds the word (全国社会福祉協議会 for 国), and those that are left out (指定都市を除く), do not.

        >>> WhoMay("市町村", "x").among(("都道府県", "市区町村")), WhoMay("個人", "x").among(("民間団体",))
        (('市区町村',), ())
        >>> WhoMay("国", "x").among(("全国社会福祉協議会", "国、都道府県"))
        ('国、都道府県',)
        >>> WhoMay("指定都市", "x").among(("市町村（指定都市及び中核市を除く）",))
        ()
        """
        return tuple(text for text in printed if _prints(self.who, text))


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
        if match is None or forms["nothing"].match(match["thing"].rstrip("をにでへの、")):
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


def _prints(who: str, text: str) -> bool:
    """Whether a text prints those of a kind, or what includes them, as one of those that it lists."""
    forms = patterns(_FILE, "listed")
    left_out = [found.group() for found in forms["left_out"].finditer(text)]
    if any(_printed(who, alone=True).search(fold_key(one)) for one in left_out):
        return False
    listed = forms["between"].split(forms["left_out"].sub("、", text))
    return any(_printed(who).search(fold_key(one)) for one in listed)


@lru_cache(maxsize=64)
def _printed(who: str, *, alone: bool = False) -> re.Pattern[str]:
    """How texts print those of a kind, folded: the words themselves as a whole, and what includes them (not where `alone`)."""
    kinds = load_frames_file(_FILE)["kind"]
    known = [kind["printed"] for kind in kinds if not alone and re.fullmatch(kind["said"], who)]
    own = re.escape(fold_key(who))
    whole = own if alone else rf"^(?:民間の?)?{own}(?:等|など)?(?:の[^、]*)?$"
    return re.compile("|".join((whole, *(fold_key(one) for one in known))))


__all__ = ["WhoMay", "asks_giver", "tells_giver", "who_may"]
