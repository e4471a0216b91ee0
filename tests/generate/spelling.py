"""Other spellings of a programme's name: width, kana, okurigana, particles, words that mean nothing, slips and damage."""

from __future__ import annotations

import random
from collections.abc import Callable


def _full_width(name: str, _: random.Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)


def _kana(name: str, _: random.Random) -> str:
    for before, after in (
        ("子育て", "こそだて"),
        ("障害", "障がい"),
        ("づくり", "作り"),
        ("ひきこもり", "引きこもり"),
        ("ひとり親", "一人親"),
        ("及び", "および"),
    ):
        if before in name and before != "子育て":
            return name.replace(before, after)
    return _particle(name, _)


def _okurigana(name: str, rng: random.Random) -> str:
    for before, after in (
        ("受入れ", "受け入れ"),
        ("引き継ぎ", "引継ぎ"),
        ("取組", "取り組み"),
        ("立ち上げ", "立上げ"),
        ("助け合い", "助合い"),
        ("見守り", "見守"),
    ):
        if before in name:
            return name.replace(before, after)
    return _particle(name, rng)


def _particle(name: str, _: random.Random) -> str:
    return name.replace("の", "", 1) if "等の" in name else name.replace("等", "等の", 1)


def _light(name: str, rng: random.Random) -> str:
    if name.endswith("事業"):
        return name[:-2] + rng.choice(("", "の実施", "事業費", "に必要な経費", "等事業"))
    return name + rng.choice(("事業", "に必要な経費", "等"))


def _inserted(name: str, _: random.Random) -> str:
    return name.replace("等の", "等の取組", 1) if "取組" not in name else name.replace("取組", "", 1)


def _spaces(name: str, rng: random.Random) -> str:
    at = rng.randrange(2, len(name) - 2)
    return f"{name[:at]}{rng.choice((' ', '　'))}{name[at:]}"


def _brackets(name: str, rng: random.Random) -> str:
    return name + rng.choice(
        ("（新規）", "（令和７年度補正）", "（総合政策局地域支援課）", "【再掲】", "（仮称）")
    )


def _marks(name: str, rng: random.Random) -> str:
    return rng.choice(("「{}」", "〈{}〉", "○ {}", "・{}")).format(name)


def _slip(name: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(name) - 1)
    return name[:at] + rng.choice(("", name[at] * 2, "二", "ー")) + name[at + 1 :]


def _damage(name: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(name) - 1)
    return f"{name[:at]}〓{name[at + 1 :]}"


VARIANTS: dict[str, Callable[[str, random.Random], str]] = {
    "width": _full_width,
    "kana": _kana,
    "okurigana": _okurigana,
    "particle": _particle,
    "light": _light,
    "inserted": _inserted,
    "spaces": _spaces,
    "brackets": _brackets,
    "marks": _marks,
    "slip": _slip,
    "damage": _damage,
}

# Spellings that a clean document may use.
CLEAN = ("width", "kana", "okurigana", "particle", "light", "inserted")


def respelt(name: str, rng: random.Random) -> str:
    """The name under a clean variant; as it is when none of three tries changes it."""
    for _ in range(3):
        changed = VARIANTS[rng.choice(CLEAN)](name, rng)
        if changed != name and len(changed) > 5 and not any(odd in changed for odd in ("等のへ", "等のに")):
            return changed
    return name
