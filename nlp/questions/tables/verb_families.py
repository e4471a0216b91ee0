"""Families of verbs in all their forms, for patterns over questions: 載る as 載って(い)る, 載った, 載ってない, 載っておらず …

A file of patterns names verbs by their dictionary forms in a table `[verbs]`; `<<name>>` then stands for any of them said
of what is so (載っている, 載った, 載ります) and `<<no_name>>` for what is not (載っていない, 載らず, 載ってません). How something is to be
done is said in other forms: `<<by_name>>` (外して, 外すと, 外せば, 外した, 外しといて) and `<<by_no_name>>` (含めず, 含めないで, 含めなければ).
"""

from __future__ import annotations

from collections.abc import Iterable

# The stem before ない, before ます, the stem with て or で, by the last sound of the dictionary form.
_FIVE = {
    "る": ("ら", "り", "って"),
    "つ": ("た", "ち", "って"),
    "う": ("わ", "い", "って"),
    "く": ("か", "き", "いて"),
    "ぐ": ("が", "ぎ", "いで"),
    "す": ("さ", "し", "して"),
    "ぬ": ("な", "に", "んで"),
    "む": ("ま", "み", "んで"),
    "ぶ": ("ば", "び", "んで"),
}
_ONE_STEP = tuple("いきしちにひみりぎじぢびえけせてねへめれげぜでべ")
# The sound before ば, by the last sound of the dictionary form.
_IF = {
    "る": "れ",
    "つ": "て",
    "う": "え",
    "く": "け",
    "ぐ": "げ",
    "す": "せ",
    "ぬ": "ね",
    "む": "め",
    "ぶ": "べ",
}
# 入る, 切る …: of five steps though the sound before る is that of verbs of one step.
_FIVE_ALL_THE_SAME = ("入る", "はいる", "切る", "要る", "限る", "減る", "しゃべる", "知る", "走る", "散る")
_NOT = "(?:ない|なかった|なくて?|なきゃ|ねえ)"
_NOT_POLITE = "ません(?:でした)?"


def family_of(verbs: Iterable[str], *, negative: bool) -> str:
    """One group of patterns for the verbs in their dictionary forms, said of what is so or of what is not.

    >>> import re
    >>> said = family_of(["載る"], negative=True)
    >>> [bool(re.fullmatch(said, word)) for word in ("載っていない", "載ってません", "載っておらず", "載っている")]
    [True, True, True, False]
    """
    forms = [form for verb in verbs for form in (_denied(verb) if negative else _said(verb))]
    return f"(?:{'|'.join(sorted(forms, key=len, reverse=True))})"


def joined_family_of(verbs: Iterable[str], *, negative: bool) -> str:
    """One group of patterns for the verbs as they say how something is done: so that they are done, or are not.

    >>> import re
    >>> said = joined_family_of(["外す", "除外する"], negative=False)
    >>> [bool(re.fullmatch(said, word)) for word in ("外して", "外せば", "外しといて", "除外すると", "外している")]
    [True, True, True, True, False]
    >>> bool(re.fullmatch(joined_family_of(["考慮する"], negative=True), "考慮せずに"))
    True
    """
    forms = [form for verb in verbs for form in (_not_done(verb) if negative else _done(verb))]
    return f"(?:{'|'.join(sorted(forms, key=len, reverse=True))})"


def _done(verb: str) -> tuple[str, ...]:
    _, polite, te = _stems(verb)
    past = te[:-1] + ("た" if te[-1] == "て" else "だ")
    done_if = verb[:-1] + _IF[verb[-1]] + "ば"
    set_aside = f"{te[:-1]}{'と' if te[-1] == 'て' else 'ど'}い(?:て|た)"
    return (
        f"{te}(?:お(?:いて|いた|けば))?",
        set_aside,
        f"{past}(?:ら|なら)?",
        done_if,
        f"{verb}と?",
        f"{polite}(?=[、。)?]|$|たい|つつ)",
    )


def _not_done(verb: str) -> tuple[str, ...]:
    before_not, polite, _ = _stems(verb)
    without = verb[:-2] + "せ" if verb.endswith("する") else before_not
    return (
        f"{without}ず(?:に)?",
        f"{before_not}(?:ない(?:で|と|なら)?|なかった(?:ら)?|なくて?|なければ|なきゃ|んで|んと)",
        f"{polite}ません(?:で)?",
    )


def _stems(verb: str) -> tuple[str, str, str]:
    if verb.endswith("する"):
        return verb[:-2] + "し", verb[:-2] + "し", verb[:-2] + "して"
    if verb.endswith(("くる", "来る")):
        stem = verb[:-2] if verb.endswith("くる") else verb[:-1]
        kanji = verb.endswith("来る")
        return (stem, stem, stem + "て") if kanji else (stem + "こ", stem + "き", stem + "きて")
    one_step = verb[-1] == "る" and (verb[-2:-1] in _ONE_STEP or verb in ("見る", "似る", "出る", "得る"))
    if one_step and verb not in _FIVE_ALL_THE_SAME:
        return verb[:-1], verb[:-1], verb[:-1] + "て"
    before_not, polite, te = _FIVE[verb[-1]]
    return verb[:-1] + before_not, verb[:-1] + polite, verb[:-1] + te


def _said(verb: str) -> tuple[str, ...]:
    _, polite, te = _stems(verb)
    past = te[:-1] + ("た" if te[-1] == "て" else "だ")
    return (
        f"{te}(?:は)?(?:い|お|あ)?(?:る|ります|ます|り)",
        f"{te}(?:い)?(?:た|ました)(?!ら)",
        f"{past}(?![ら])",
        verb,
        f"{polite}ます",
    )


def _denied(verb: str) -> tuple[str, ...]:
    before_not, polite, te = _stems(verb)
    return (
        f"{te}(?:は|も)?(?:い|おら|あら)?(?:{_NOT}|ず(?:に)?)",
        f"{te}(?:は|も)?(?:い|おり|あり)?{_NOT_POLITE}",
        f"{te[:-1]}(?:と|ど)ら(?:ん|ず)",
        f"{te}へん",
        f"{before_not}(?:{_NOT}|ず(?:に)?|ん(?=[の、?。]|$))",
        f"{polite}{_NOT_POLITE}",
    )
