"""What a question asks of the amounts of all grantees together: how far they are apart, whose is not read, a share, those beside the mean,
a place of their order. The words for it stand in `frames/granted.toml`.
"""

from __future__ import annotations

from functools import partial

from nlp.questions.tables.patterns import patterns

_table = partial(patterns, "granted.toml")
_BLANK = "、"


def special_value(text: str) -> tuple[str, str, str]:
    """The value of all of them together that is asked for (gap, share, unread), "" for none; whether only those above or below the
    mean are; and the text without the words for them."""
    words = _table("value")
    value = next((name for name in ("gap", "unread", "share") if words[name].search(text)), "")
    side = next((name for name in ("above", "below") if words[name].search(text)), "")
    for name in filter(None, (value, side)):
        text = words[name].sub(_BLANK, text)
    return value, side, text


def place_of_order(text: str) -> tuple[int, str, str]:
    """The place of an order asked for (0 for none), the order, and the text without the words for them."""
    match = _table("value")["nth"].search(text)
    if match is None:
        return 0, "", text
    rest = text[: match.start()] + _BLANK + text[match.end() :]
    return int(match["n"]), "desc" if match["desc"] else "asc", rest


__all__ = ["place_of_order", "special_value"]
