"""The same value asked of each of two or three things (AとB、額をそれぞれ): a whole question for each of them.

The forms are those of `frames/shared_values.toml`, held against the folded question.
"""

from __future__ import annotations

import re

from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question

_WHICH = re.compile("(?:何の|どんな|どの|どういう)(?=事業|施策)")


def shared_questions(text: str) -> tuple[str, ...]:
    """A question for each of the things that one value is asked of, in order; () where none is shared out.

    >>> shared_questions("厚労省と内閣府の施策の件数、どちらもください")
    ('厚労省の施策の件数は?', '内閣府の施策の件数は?')
    >>> shared_questions("8年度の港湾補修と灯台保守、額をそれぞれ")
    ('8年度の港湾補修の額は?', '8年度の灯台保守の額は?')
    >>> shared_questions("R6補正とR7補正で5億円以上の事業はそれぞれ何件")
    ('r6補正で5億円以上の事業は何件?', 'r7補正で5億円以上の事業は何件?')
    >>> shared_questions("経産省の施策と事業、それぞれ何件")
    ('経産省の施策の何件?', '経産省の事業の何件?')
    >>> shared_questions("内閣府の事業、R8補正とR9でそれぞれ何件")
    ('r8補正の内閣府の事業は何件?', 'r9の内閣府の事業は何件?')
    >>> shared_questions("港湾補修と灯台保守、R9の額をそれぞれ")
    ('r9の港湾補修の額は?', 'r9の灯台保守の額は?')
    >>> shared_questions("総務省が担当する事業と施策の数は")
    ('総務省が担当する事業の数は?', '総務省が担当する施策の数は?')
    >>> shared_questions("経産省と農水省、R7補正でそれぞれ何の事業持ってますか")
    ('経産省のr7補正の事業は?', '農水省のr7補正の事業は?')
    >>> shared_questions("厚労省と内閣府の両方が担当する施策の件数")
    ()
    """
    folded = fold_question(text)
    if "「" in folded:
        return ()
    names = patterns("shared_values.toml", "names")
    for form, pattern in patterns("shared_values.toml", "forms").items():
        match = pattern.match(folded)
        if match is None:
            continue
        said = match.groupdict()
        things = [said["a"], *filter(None, (said.get("b"),)), said["c"]]
        dated = [thing for thing in things if names["dated"].fullmatch(thing)]
        if dated and len(dated) < len(things):
            # 電源とトイレ、R9の額をそれぞれ: the year is that of both, not a third thing.
            things = [thing for thing in things if thing not in dated]
            said = {**said, "scope": f"{said.get('scope') or ''}{dated[0]}の"}
        classes = {bool(names["class"].search(thing)) for thing in things}
        narrowed = form != "counts_each" and any(names["clause"].search(thing) for thing in things)
        if len(classes) > 1 or narrowed or names["among"].match(things[0]) or len(set(things)) < len(things):
            return ()
        return tuple(_question(form, said, thing) for thing in _owned(things, names["class"]))
    return ()


def _owned(things: list[str], kind: re.Pattern[str]) -> list[str]:
    """経産省の施策と事業: whose the first is is said of the others too, where they are named by their kind alone."""
    whose = kind.sub("", things[0])
    return [things[0], *(f"{whose}{thing}" if kind.fullmatch(thing) else thing for thing in things[1:])]


def counts_two_kinds(text: str) -> bool:
    """Whether the numbers of measures and of programmes are asked for, which no one number tells (事業の数と施策の数)."""
    return patterns("shared_values.toml", "forms")["counts_each"].match(fold_question(text)) is not None


def stages_differ(text: str) -> bool:
    """Whether what is counted of two lists is of unlike stages (R8補正とR9でそれぞれ何件), which one set does not hold."""
    folded = fold_question(text)
    said = patterns("shared_values.toml", "forms")
    found = next((m for form in ("years_each", "scope_years_each") if (m := said[form].match(folded))), None)
    stages = [re.findall("補正|当初", found[name]) for name in "ac"] if found else []
    return bool(stages) and stages[0] != stages[1]


def only_with_both(text: str) -> bool:
    """Whether it is said that both are asked for in words that would else join them (どちらも), or two years are counted apart."""
    folded = fold_question(text)
    said = patterns("shared_values.toml", "forms")
    each = ("years_each", "scope_years_each")
    return "それぞれ" not in folded or any(said[form].match(folded) for form in each)


def _question(form: str, said: dict[str, str | None], thing: str) -> str:
    value, middle = said["v"] or "", said["mid"] or ""
    if _WHICH.match(value):  # それぞれ何の事業を持っていますか: the programmes of each
        value, middle = _WHICH.sub("", value), re.sub("^(?:は|って)", "の", middle)
    counted = value.startswith(("何", "いく"))
    if form == "scope_years_each":
        return f"{thing}の{middle}{'は' if counted else 'の'}{value}{'?' if counted else 'は?'}"
    if form == "years_each":
        return f"{thing}{middle}{'は' if counted else 'の'}{value}{'?' if counted else 'は?'}"
    middle = f"の{middle[1:]}" if middle.startswith(("、", " ")) else middle
    middle = re.sub("(?:は|って|について|では|で|、)$", "の", middle) if not counted else middle
    return f"{said.get('scope') or ''}{thing}{middle}{value}{'?' if counted else 'は?'}"


__all__ = ["counts_two_kinds", "only_with_both", "shared_questions", "stages_differ"]
