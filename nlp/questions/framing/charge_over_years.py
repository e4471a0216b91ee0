"""Whether programmes kept their ministry over the years (この事業は2年とも同じ役所の担当か), by `frames/charge_over_years.toml`."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question

_FILE = "charge_over_years.toml"
_FORMS = ("all", "among", "claimed", "kept", "moved")


@dataclass(frozen=True, slots=True)
class ChargeOverYears:
    """`what` ("" for all programmes) has its ministries compared; `kept` asks whether they are the same, else whether
    they changed; `ministry` is the one said to be theirs all the time, "" where none is said."""

    what: str
    kept: bool
    ministry: str = ""


def charge_over_years(question: str) -> ChargeOverYears | None:
    """What a question asks of the ministries in charge over the years; None for other questions.

    >>> charge_over_years("食品アクセス確保緊急支援事業は2年とも同じ役所の担当ですか")
    ChargeOverYears(what='食品アクセス確保緊急支援事業', kept=True, ministry='')
    >>> charge_over_years("消費者庁の事業、R8とR9で所管は変わった？").kept
    False
    >>> charge_over_years("担当が変わった事業の合計は？")
    """
    text, asked = fold_question(question), patterns(_FILE, "asked")
    if asked["charge"].search(text) is None or asked["apart"].search(text) is not None:
        return None
    for form in _FORMS:
        match = asked[form].match(text)
        if match is not None:
            parts = match.groupdict()
            kept = form in ("kept", "claimed")
            return ChargeOverYears(parts.get("what", "").strip(" 、"), kept, parts.get("ministry", ""))
    return None


__all__ = ["ChargeOverYears", "charge_over_years"]
