"""Follow-ups that ask for one fact of what the question before was about (その締切は？ いつまで？), as whole questions.

A question that printed texts answered fills no frame on which a follow-up could lean: its subject is carried over as words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, partial

from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import families_of, patterns
from nlp.questions.typed.text import fold_question

_LONGEST = 24
_SHORTEST = 3
_said = partial(patterns, "follow_ups.toml", "carried")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = load_frames_file("follow_ups.toml")
    asked, tail = data["fact"]["asked"], data["fact"]["tail"]
    opening = rf"^{families_of(data, {}, 'follow_ups')['go']}(?:(?:(?:その|この|同じ|当該)(?:施策|事業|取組)の|その|それの|それは|それって|これの|これは|これって|それ(?=、)|これ(?=、))、?)?"
    short = re.compile(rf"{opening}(?P<asked>{asked}(?:{data['fact']['ending']})*)[?。]*$")
    return short, re.compile(rf"{tail}[^。、]*$"), re.compile(rf"の?{asked}(?:は|を|って|が|に)?$")


def asks_fact(question: str) -> bool:
    """Whether a follow-up says nothing but which fact it asks for, or for which year.

    >>> asks_fact("その締切は？"), asks_fact("いつまで？"), asks_fact("令和5年度は？"), asks_fact("厚労省の施策は？")
    (True, True, True, False)
    >>> asks_fact("前の年度の額は")
    True
    """
    text = fold_question(question)
    short = len(text) <= _LONGEST and _patterns()[0].match(text) is not None
    return short or any(_said()[form].match(text) for form in ("year_alone", "year_beside"))


def fact_said(question: str) -> str:
    """Which fact of a thing a follow-up names and asks for, "" where it names none.

    >>> fact_said("その施策のURLも"), fact_said("担当も教えて"), fact_said("いつまで？")
    ('urlも', '担当も教えて', '')
    """
    match = _patterns()[0].match(fold_question(question))
    said = match["asked"] if match is not None else ""
    return "" if _said()["asking"].match(said) else said


def subjects_of(question: str) -> tuple[str, ...]:
    """What a question is about, without what it asks of it: the longest way to say it first.

    >>> subjects_of("ゲートキーパー養成研修の参加者は何人？")
    ('ゲートキーパー養成研修の参加者', 'ゲートキーパー養成研修')
    >>> subjects_of("実績報告書の提出期限は？")
    ('実績報告書の提出', '実績報告書')
    """
    _, tail, asked = _patterns()
    text = tail.sub("", fold_question(question).rstrip("?。 "))
    text = _said()["particles"].sub("", asked.sub("", _said()["topic"].sub("", text)))
    shorter = text.rsplit("の", 1)[0] if "の" in text else ""
    timeless = _said()["year_said"].sub("", text)
    return tuple(x for x in dict.fromkeys((text, shorter, timeless)) if len(x) >= _SHORTEST)


def last_whole(before: Sequence[str]) -> str:
    """The last question of a thread that says more than which fact it wants or of what else, "" where there is none."""
    return next((text for text in reversed(before) if not asks_fact(text) and not asks_of_another(text)), "")


def asks_of_another(question: str) -> bool:
    """精神保健福祉士は？: whether the same may be asked of something else, of one word or two.

    >>> asks_of_another("精神保健福祉士は？"), asks_of_another("精神保健福祉士は何人？")
    (True, False)
    """
    return not asks_fact(question) and _said()["other"].match(fold_question(question)) is not None


def _of_another(former: str, other: str) -> tuple[str, ...]:
    """社会福祉士は何人 and 精神保健福祉士は？ -> 精神保健福祉士は何人; in the last clause of a subject, or all of it."""
    match = _said()["subject"].match(former)
    if match is None:
        return ()
    head, comma, clause = match["subject"].rpartition("、")
    _, of, rest = clause.partition("の")
    inner = (f"{head}{comma}{other}{of}{rest}{match['rest']}",) if of or comma else ()
    return tuple(dict.fromkeys((*inner, f"{other}{match['rest']}")))


def _of_year_beside(former: str, *, later: bool) -> tuple[str, ...]:
    """The former question of the year before or after the one year that it says by its era; () where it says none or several.

    >>> _of_year_beside("令和7年度の基準額は?", later=False)
    ('令和6年度の基準額は?',)
    """
    said = list(_said()["year"].finditer(former))
    digits = re.search(r"\d{1,2}(?=年|$)", said[0].group()) if len(said) == 1 else None
    if digits is None:
        return ()
    start = said[0].start() + digits.start()
    year = int(digits.group()) + (1 if later else -1)
    return (f"{former[:start]}{year}{former[start + len(digits.group()) :]}",) if year > 0 else ()


def carried_questions(before: Sequence[str], question: str) -> tuple[str, ...]:
    """The follow-up as whole questions about what the last whole question of the thread was about; () where there is none.

    >>> carried_questions(("実績報告書の提出先は？",), "いつまで？")
    ('実績報告書はいつまで',)
    """
    former = last_whole(before)
    if not former:
        return ()
    text = fold_question(question)
    if asks_of_another(question):
        carried = _of_another(fold_question(former), _said()["other"].sub(r"\g<other>", text))
        return tuple(whole for whole in carried if whole.rstrip("?。") != text.rstrip("?。"))
    if not asks_fact(question):
        return ()
    if re.match(
        f"^(?:{load_frames_file('follow_ups.toml')['fact']['source']})", _said()["pointed"].sub("", text)
    ):
        return (former,)  # its answer quotes what it stands on
    alone = _said()["year_alone"].match(text)
    if alone is not None:
        whole, count = _said()["year"].subn(alone["year"], fold_question(former), count=1)
        return (whole,) if count else (f"{alone['year']}の{fold_question(former)}",)
    beside = _said()["year_beside"].match(text)
    if beside is not None:
        return _of_year_beside(fold_question(former), later=bool(_said()["later"].search(beside["way"])))
    match = _patterns()[0].match(text)
    said = match["asked"] if match is not None else text
    joint = "は" if _said()["asking"].match(said) else "の"
    return tuple(f"{subject}{joint}{said}" for subject in subjects_of(former))
