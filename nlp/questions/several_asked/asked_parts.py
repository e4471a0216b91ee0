"""What is asked of one set of things beside each other (事業名と金額と所管, 何件で最初と最後の番号は, 名前も): the parts, and the question that is
left when they are taken away. An answer must hold every part, or say that it does not (`api.answering.sets.shown_parts`).

The words and forms are those of `frames/asked_parts.toml`; they are held against the folded question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from nlp.questions.tables.frame_files import load_frames_file
from nlp.questions.tables.patterns import compiled, families_of
from nlp.questions.typed.said_order import in_written_order
from nlp.questions.typed.text import fold_question

_FILE = "asked_parts.toml"
_QUOTED = re.compile(r"「[^「」]*」")
_NUMERALS = {"ひとつ": 1, "ふたつ": 2, "いくつか": 3}
_SHORTEST = 2
# 施策の番号, 事業名: the class belongs to what is asked about.
_CLASS = re.compile(r"(?:事業|施策|行|団体|法人|交付団体)(?=[の名番n数])")
_BOTH = re.compile(r"両方|どちらも|どっちも|[2-9](?:つ|点)とも")
_PART_OF_IT = re.compile(
    r"(?:[、,]|その|この)うち|その中|内訳|(?:前の?年度?|翌年度?)(?:の|で)?(?:事業|施策|行)?$"
)
# 内数を含めて, 再掲込みで: nothing is left out; no condition.
_INCLUDED = re.compile(r"含む|含めて|込み")
_ERA = 2018
_YEAR = re.compile(r"(?:r|令和)(\d{1,2})|(\d{1,2})(?=年|補正|当初)")
# The longest question that is looked through for parts.
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class AskedParts:
    """The question `core` for the things, "" where it is the question before, and the `parts` asked of them, in the order in
    which they were said; `by_number`: in the order of the numbers; `most` examples where so many are asked for, 0 for all;
    `each_of_two`: both are asked for in so many words (何行で何事業か、両方);
    `amount_years`: the fiscal years of which the amounts are asked, where they are not those of the core; `by`: the part by
    which the things are to be listed (施策を省庁別に並べて), "" for none."""

    core: str
    parts: tuple[str, ...]
    by_number: bool = False
    most: int = 0
    each_of_two: bool = False
    amount_years: tuple[int, ...] = ()
    by: str = ""

    @property
    def of_ministries(self) -> bool:
        """Whether the question is which ministries (…を持つ府省庁は？金額も), so that what it asks beside is of their rows."""
        return _OF_OFFICES.search(self.core) is not None

    @property
    def cores(self) -> tuple[str, ...]:
        """The question for the things in the ways in which it may be asked: as it stands, and as one for a set."""
        if not self.core:
            return ()
        again = load_frames_file(_FILE)["set"]["again"]
        return tuple(dict.fromkeys(f"{self.core.rstrip('?') if more else self.core}{more}" for more in again))


@dataclass(frozen=True, slots=True)
class _Forms:
    """The forms as patterns with what they say of the parts, and the words of each part."""

    forms: tuple[tuple[re.Pattern[str], bool, bool, bool], ...]
    words: Mapping[str, re.Pattern[str]]
    between: re.Pattern[str]
    ordered: re.Pattern[str]
    alone: re.Pattern[str]
    parted: re.Pattern[str]
    of_some: re.Pattern[str]
    others: re.Pattern[str]


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    data = load_frames_file(_FILE)
    families = families_of(data, {}, _FILE)
    words = {
        part: compiled(said, families, f"{_FILE}: {part}").pattern for part, said in data["words"].items()
    }
    any_word = re.sub(r"\(\?P<\w+>", "(?:", f"(?:{'|'.join(words.values())})")
    one_list = f"{any_word}(?:{families['and']}{any_word}){{0,6}}"

    def written(pattern: str) -> re.Pattern[str]:
        whole = pattern.replace("@list@", one_list).replace("@and@", families["and"])
        return compiled(whole, families, f"{_FILE}: form")

    forms = tuple(
        (
            written(entry["pattern"]),
            bool(entry.get("counted")),
            bool(entry.get("ordered")),
            bool(entry.get("grouped")),
        )
        for entry in data["form"]
    )
    return _Forms(
        forms,
        {part: re.compile(said) for part, said in words.items()},
        compiled("<<and>>", families, _FILE),
        compiled("(?:、|を|で|は)?<<ordered>>", families, _FILE),
        written("^(?:<<lead>>、?){0,2}(?P<list>@list@)<<too>><<end>>$"),
        compiled(data["set"]["parted"], families, _FILE),
        compiled(data["set"]["of_some"], families, _FILE),
        compiled(data["set"]["others"], families, _FILE),
    )


def asked_parts(question: str, *, follows: bool = False, deeper: bool = False) -> AskedParts | None:
    """The parts that a question asks for beside each other; None where it asks for no list of them. `follows`: it may be
    asked of what the question before was about; `deeper`: it is the core of another one, and is not looked into again.

    >>> asked_parts("警察庁の施策、件数だけじゃなく名前も")
    AskedParts(core='警察庁の施策', parts=('count', 'name'), by_number=False, most=0, each_of_two=False, amount_years=(), by='')
    >>> asked_parts("令和7年度補正の事業名と金額と所管を番号順に").parts
    ('name', 'amount', 'ministry', 'number')
    >>> asked_parts("厚労省の施策、何件あって最初と最後の番号は").parts
    ('count', 'ends')
    >>> asked_parts("こどもの施策を府省庁別に並べて").by
    'ministry'
    >>> asked_parts("厚労省の施策は何件？")
    """
    text = fold_question(in_written_order(question))
    if len(text) > _LONGEST:
        return None
    forms = _forms()
    by_number = forms.ordered.search(text) is not None
    text = forms.ordered.sub("", text) if by_number else text
    alone = forms.alone.match(text) if follows else None
    if alone is not None:
        return _read(alone, "", by_number, counted=False)
    for pattern, counted, ordered, grouped in forms.forms:
        match = None if ordered and not by_number else pattern.match(text)
        found = match and _read(match, match["core"], by_number, counted=counted)
        if found and grouped:
            return replace(found, parts=("name", *found.parts), by=found.parts[0])
        if found and found.core and _ENDS_IN_LIST.search(found.core) and not deeper:
            return _with_parts_before(found)
        if found:
            return found
    return None


# 事業名と金額、それに再掲かどうかも: what stands before the last part is a list too.
_ENDS_IN_LIST = re.compile(r"(?:額|番号|担当|所管|名前?|名称|節|柱|数|目標|率|主体)$")


def _with_parts_before(found: AskedParts) -> AskedParts:
    """The parts with those in which the core itself ends; as they are where it ends in none."""
    before = asked_parts(found.core, deeper=True)
    if before is None or not before.core or before.by:
        return found
    return replace(found, core=before.core, parts=tuple(dict.fromkeys((*before.parts, *found.parts))))


def _read(match: re.Match[str], core: str, by_number: bool, *, counted: bool) -> AskedParts | None:
    said = match.groupdict()
    first = ("count",) if counted else _parts_in(said.get("first") or "")
    listed = _parts_in(match["list"])
    last = _parts_in(said.get("last") or "")
    parts = (*first, *listed, *last) if listed and bool(last) == bool(said.get("last")) else ()
    if by_number and parts:
        parts = (*parts, "number")
    most = _most(match["list"]) if "example" in parts else 0
    if any(quote.end() > match.start("list") for quote in _QUOTED.finditer(match.string)):
        return None
    core = _forms().of_some.sub("", core.rstrip("、,。 "))
    if "count" in parts and _forms().others.search(core):
        return None
    core = _with_class(core, said.get("first") or match["list"])
    years = _years_in(f"{said.get('first') or ''}、{match['list']}")
    apart = years if years != _years_in(core) else set()
    if apart and (not _years_in(core) or "当初" in match["list"] or {"count", "total"} & set(parts)):
        return None  # R6補正の事業数とR7補正の金額: whose the amount is, is not read
    if said.get("beside"):
        core = f"{core}、{said['beside']}のも"
    if said.get("scope") and not _INCLUDED.search(said["scope"]):
        core = f"{said['scope'].rstrip('でに')}で、{core}"
    if core and (len(core) < _SHORTEST or _PART_OF_IT.search(core) or _forms().parted.search(core)):
        return None
    both = _BOTH.search(match.string, match.end("list")) is not None
    return (
        AskedParts(core, tuple(dict.fromkeys(parts)), by_number, most, both, tuple(sorted(apart)))
        if parts
        else None
    )


# Which ministries: the class of what is asked beside is that of their rows (…を持っている省庁は？事業名も).
_OF_OFFICES = re.compile(r"(?:府省庁|府省|省庁|役所|官庁|どこ|どちら|何省)(?:は|が|って|です|か)*[?。]*$")


def _with_class(core: str, said: str) -> str:
    """The core with the class that the first of the parts is said of (法務省, 施策の数: 法務省の施策)."""
    named = _CLASS.match(said)
    if not core or named is None or core.endswith(named.group()) or _OF_OFFICES.search(core):
        return core
    return f"{core}の{named.group()}"


def _parts_in(said: str) -> tuple[str, ...]:
    """The parts of a list, in order; () where a piece of it is none."""
    forms = _forms()
    found: list[str] = []
    rest = said
    while rest:
        ends = [(end, part) for part, pattern in forms.words.items() if (end := _longest(pattern, rest))]
        if not ends:
            return ()
        end, part = max(ends, key=lambda one: one[0])
        found.append(part)
        rest = rest[end:]
        between = forms.between.match(rest)
        rest = rest[between.end() :] if between else rest
    return tuple(found)


def _longest(pattern: re.Pattern[str], said: str) -> int:
    """How much of the beginning of `said` the pattern takes at most, 0 where it takes none of it."""
    if pattern.match(said) is None:
        return 0
    return next((end for end in range(len(said), 0, -1) if pattern.fullmatch(said, 0, end)), 0)


def _years_in(said: str) -> set[int]:
    """The fiscal years that are named by the era (R6補正, 令和6年度), as western years."""
    return {_ERA + int(match[1] or match[2]) for match in _YEAR.finditer(said)}


def _most(said: str) -> int:
    digits = re.search(r"例\D{0,3}(\d)", said)
    if digits:
        return int(digits[1])
    return next((many for word, many in _NUMERALS.items() if word in said), 3)


__all__ = ["AskedParts", "asked_parts"]
