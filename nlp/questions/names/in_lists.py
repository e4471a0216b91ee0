"""A question about the rows of a list that it names (プラン2027で警察庁が担当している施策): the list, and the question without its name.

What stands behind the name says whether the list narrows what is asked, is asked about itself (いつ決定された), or is only spoken
of (に基づく): `frames/lists_named.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from nlp.questions.found.reading import QUOTED_WORDS
from nlp.questions.framing.sets import Knowledge, SetReading
from nlp.questions.names.lexicon import NumberedList
from nlp.questions.names.linking import EntityHit
from nlp.questions.names.list_names import ListMention, bare_label, mentions
from nlp.questions.records import Condition, Term
from nlp.questions.tables.patterns import patterns
from nlp.questions.typed.text import fold_question

_patterns = partial(patterns, "lists_named.toml", "patterns")
_CLASSES = {"measure": "施策", "line": "予算一覧"}
_OF_CLASS = {"measure": re.compile("施策|取組|再掲の元"), "line": re.compile("予算一覧|事業|行")}
# What names a list may be called by besides: the plan or the document itself.
_ITSELF = frozenset({"plan", "document", "law"})


@dataclass(frozen=True, slots=True)
class InList:
    """A question of a list's rows: `lists` are several where the words fit several, `ways` the question without the name, the
    likeliest first, () where only the list is said anew (地域共生計画では？); `said` is the name as it stood there."""

    lists: tuple[NumberedList, ...]
    ways: tuple[str, ...]
    said: str
    before: str
    after: str


def in_list(
    question: str, lists: Sequence[NumberedList], entities: Callable[[str], Sequence[EntityHit]]
) -> InList | None:
    """The list that narrows a question; None where it names none, or two, or asks about the list itself.

    `entities` are the names that stand in a folded question: one that is longer than the list's name has it inside.
    """
    if not lists:
        return None
    text = fold_question(question)
    found = mentions(text, lists)
    if len(found) != 1 or _quoted(text, found[0]):
        return None
    mention = found[0]
    if any(_around(hit, mention) for hit in entities(text)):
        return None
    before, after = text[: mention.start].rstrip("「『"), text[mention.end :]
    if _patterns()["itself"].match(after) and not _asks_rows(before + after, mention):
        return None
    tail = _patterns()["tail"].match(after)
    after = after[tail.end() if tail else 0 :]
    ways = _ways(before, after, mention.lists[0].kind)
    if ways is None:
        return None
    said = text[mention.start : mention.end]
    return InList(mention.lists, tuple(dict.fromkeys(ways)), said, before, after)


def about_list(
    question: str, lists: Sequence[NumberedList], entities: Callable[[str], Sequence[EntityHit]]
) -> str:
    """The question with the whole name of the list that it asks about by a part (第2期プランはいつ決定された); "" where it does not."""
    text = fold_question(question)
    found = mentions(text, lists) if lists else []
    if len(found) != 1 or len(found[0].lists) != 1 or _quoted(text, found[0]):
        return ""
    mention = found[0]
    after = text[mention.end :]
    if not _patterns()["itself"].match(after) or _asks_rows(text[: mention.start] + after, mention):
        return ""
    label = mention.lists[0].label
    if text[mention.start : mention.end] in fold_question(label) and any(
        hit.start <= mention.start and mention.end <= hit.end for hit in entities(text)
    ):
        return ""
    return f"{text[: mention.start]}{bare_label(label)}{after}"


@dataclass(frozen=True, slots=True)
class TwoLists:
    """Two lists named in a question, and what of each is counted (厚労省の施策は何件), "" where nothing is that is read;
    `questions`: one of each, where numbers of them are named (地域共生計画のNo.5とプラン2027のNo.5の担当は)."""

    lists: tuple[NumberedList, ...]
    counted: str
    questions: tuple[str, ...] = ()


def of_two_lists(question: str, lists: Sequence[NumberedList]) -> TwoLists | None:
    """The two lists set side by side in a question; None where there are not two, or they are only asked about themselves."""
    text = fold_question(question)
    found = mentions(text, lists) if lists else []
    if len(found) == 1:
        found = _called_beside(text, lists)
    if len(found) != 2 or any(len(one.lists) != 1 for one in found) or found[0].lists == found[1].lists:
        return None
    first, second = found
    after = text[second.end :]
    if _patterns()["itself"].match(after) or any(_quoted(text, one) for one in found):
        return None
    if questions := _of_numbers(text, first, second):
        return TwoLists((*first.lists, *second.lists), "", questions)
    pair = patterns("lists_named.toml", "pair")
    named = (*first.lists, *second.lists)
    between = pair["between"].match(text[first.end : second.start]) is not None
    rest = pair["after"].match(after)
    kind = _CLASSES[named[0].kind]
    if not between or rest is None or len({one.kind for one in named}) > 1:
        return TwoLists(named, "")
    said = text[: first.start].rstrip("「『") + rest["rest"].rstrip("?。!")
    left = pair["asked"].sub("", said)
    if left == said or pair["asked"].search(left):
        return TwoLists(named, "")
    left = re.sub(r"(?:数|件数)?(?:は|が|の|を|、)*$", "", left).strip()
    if not left or not _OF_CLASS[named[0].kind].search(left):
        left = f"{left}の{kind}" if left else kind
    return TwoLists(named, f"{left}は何件")


def _of_numbers(text: str, first: ListMention, second: ListMention) -> tuple[str, ...]:
    """A question for each of two numbers said with their lists; () where they are not said so."""
    pair = patterns("lists_named.toml", "pair")
    one = pair["number_and"].match(text[first.end : second.start])
    other = pair["number_asked"].match(text[second.end :])
    if one is None or other is None or text[: first.start].strip("「『"):
        return ()
    return (
        f"{first.lists[0].label}の{one['number']}{other['asked']}",
        f"{second.lists[0].label}の{other['number']}{other['asked']}",
    )


def _called_beside(text: str, lists: Sequence[NumberedList]) -> list[ListMention]:
    """Two lists of which one is called by what is read already (重点計画と関係予算で件数が多いのは), where they are set side by
    side; else none."""
    pair = patterns("lists_named.toml", "pair")
    found = mentions(text, lists, called=True)
    if len(found) != 2 or not pair["between"].match(text[found[0].end : found[1].start]):
        return []
    rest = pair["after"].match(text[found[1].end :])
    return found if rest is not None and pair["asked"].search(rest["rest"]) else []


def in_any_list(question: str) -> bool:
    """Whether a follow-up asks the same of all lists (全部の計画だと？)."""
    return _patterns()["any_list"].match(fold_question(question)) is not None


def _asks_rows(rest: str, mention: ListMention) -> bool:
    """Whether the question is of numbered rows all the same (プラン2027の施策No.8の決定日)."""
    return mention.lists[0].kind == "line" or re.search(r"施策|no\.?\s?\d", rest) is not None


def _quoted(text: str, mention: ListMention) -> bool:
    """Whether a name is a word looked for in the texts (「こども計画」と書かれた)."""
    return any(m.start() < mention.end and mention.start < m.end() for m in QUOTED_WORDS.finditer(text))


def _around(hit: EntityHit, mention: ListMention) -> bool:
    inside = (
        hit.start <= mention.start
        and mention.end <= hit.end
        and hit.end - hit.start > mention.end - mention.start
    )
    return inside and not hit.kinds() <= _ITSELF


def _ways(before: str, after: str, kind: str) -> list[str] | None:
    """The question without the list's name in the ways it may be meant, [] where nothing else is asked; None where the list
    narrows nothing."""
    if _patterns()["exchange"].match(f"{before}#{after}"):
        return []
    if kind == "line":
        return [f"{before}予算一覧{after}"]
    class_ = _CLASSES[kind]
    classed = _OF_CLASS[kind].search(before + after) is not None
    closing = _patterns()["closing"].match(after)
    if closing and before:
        rest = re.sub(r"[、\s(（]+$", "", before)
        return [rest] if classed else [f"{class_}の{rest}", rest]
    topic = _patterns()["topic"].match(after)
    if topic:
        rest = after[topic.end() :]
        return (
            [before + rest, f"{before}{class_}は{rest}"]
            if classed
            else [f"{before}{class_}は{rest}", before + rest]
        )
    within = _patterns()["within"].match(after)
    if within is None or within.end() == len(after):
        return None
    rest = after[within.end() :]
    return (
        [before + rest]
        if classed
        else [f"{before}{class_}の{rest}", f"{before}{class_}で{rest}", before + rest]
    )


def add_scope(into: SetReading, known: Knowledge) -> None:
    """The list asked about as a condition of the set, where its rows can be of one."""
    if known.scope is None or not known.supports(into.over, "of_list"):
        return
    if into.over == known.scope.kind or (into.over == "indicator" and known.scope.kind == "measure"):
        label = known.scope.label
        into.conditions.append(
            Condition("of_list", tuple(Term("iri", document, label) for document in known.scope.documents))
        )


__all__ = ["InList", "TwoLists", "about_list", "add_scope", "in_any_list", "in_list", "of_two_lists"]
