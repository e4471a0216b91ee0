"""What a printed label says the name is: the name, its subtitle or former name in brackets, its other printed names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from graph.reconcile.name_keys import NameForm, name_keys
from graph.reconcile.name_words import without_space

_PAREN = re.compile(r"[(〔【〈《<\[]([^()〔〕【】〈〉《》<>\[\]]*)[)〕】〉》>\]]")
_ANY_BRACKET = re.compile(r"[(〔【〈《<\[「」『』“”\"]")
_STRUCTURED = re.compile(r"[(〔【〈《<\[「」『』“”\":]")
_QUOTES = re.compile(r"[「」『』“”\"]")
_OFFICE = re.compile(r"(?:室|課|局|庁|省|府|部|課等|担当|参事官|統括官|事務局|本部|委員会|担当室)(?:等)?$")
_BUDGET_NOTE = re.compile(r"年度|補正|当初|新規|再掲|仮称|拡充|継続|予算|概算|百万円|億円|千円|重点|一部新規")
_FORMER = re.compile(r"^(?:旧[・:]?|旧称[・:]?|改称前[・:]?)(?P<name>.+)$")
_ONLY_BUDGET = re.compile(
    r"^(?:令和|平成|R|r|H|h)?(?:\d+|元)?年?度?(?:当初|補正)?予算(?:案|額)?[\d.,億万百千円]*(?:の内数)?$"
)
# A number in front of a name: ① …, （１）…, （ア）….
_NUMBER = re.compile(r"\s*(?:[①-⑳㉑-㊿ⅰ-ⅻⅠ-Ⅻ]|[（(](?:[0-9０-９]{1,3}|[ア-ンa-zａ-ｚ])[）)])\s*")
_PROGRAMME_LIKE = re.compile(
    r"(?:事業|交付金|補助金|経費|調査|研究|支援|対策|推進|プログラム|プロジェクト|強化|整備|確保|取組)(?:費|等)?$"
)
# How many labels are remembered, with their readings, between two calls.
_REMEMBERED = 400_000
Label = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One name in a label before its keys are made. `qualifiers` are the bracketed parts that narrow it."""

    role: str
    text: str
    qualifiers: tuple[str, ...] = ()


# A label alone, or with its other labels -> its readings.
_known: dict[str | Label, tuple[NameForm, ...]] = {}


def name_forms(label: str, alt_labels: tuple[str, ...] = ()) -> tuple[NameForm, ...]:
    """Every reading of a thing's name: the label, its subtitle or former name in brackets, its other labels.

    Offices (内閣府孤独・孤立対策推進室) and budget notes (新規, 再掲, 令和7年度補正) in brackets are dropped.

    >>> [(form.role, form.text) for form in name_forms("更生保護地域寄り添い支援事業（旧・更生保護地域連携拠点事業）")]
    [('main', '更生保護地域寄り添い支援事業'), ('former', '更生保護地域連携拠点事業')]
    """
    found = _known.get((label, alt_labels) if alt_labels else label)
    return found if found is not None else forms_of([(label, alt_labels)])[0]


def forms_of(labels: Iterable[Label], *, remember: bool = True) -> list[tuple[NameForm, ...]]:
    """`name_forms` of many (label, other labels) at once; each distinct one is read once. With `remember` they are known
    to the next call too."""
    global _known
    wanted = [(label, others) if others else label for label, others in labels]
    if len(_known) > _REMEMBERED:
        _known = {}
    known = _known if remember else {}
    unknown = [label for label in dict.fromkeys(wanted) if label not in known]
    if unknown:
        plain: dict[str | Label, str] = {}
        readings: dict[str | Label, list[_Reading]] = {}
        for label in unknown:
            text = _plain(label)
            if text:
                plain[label] = text
            else:
                readings[label] = list(_readings(*((label, ()) if isinstance(label, str) else label)))
        named = (text for of in readings.values() for one in of for text in (one.text, *one.qualifiers))
        texts = list(dict.fromkeys((*plain.values(), *named)))
        keys = dict(zip(texts, name_keys(texts), strict=True))
        for label, text in plain.items():
            known[label] = (keys[text],) if keys[text].core else ()
        for label, of_label in readings.items():
            known[label] = _forms(of_label, keys)
    return [known[label] for label in wanted]


def _plain(label: str | Label) -> str:
    """The text of a label that holds one name and nothing else, as most do; "" when it has to be taken apart."""
    if not isinstance(label, str):
        return ""
    text = normalize("NFKC", _without_number(label))
    return "" if _STRUCTURED.search(text) else without_space(text)


def _forms(readings: Sequence[_Reading], keys: dict[str, NameForm]) -> tuple[NameForm, ...]:
    """The readings with their keys; of two that fold to one, the first; none without a core."""
    found: dict[str, NameForm] = {}
    for one in readings:
        form = keys[one.text]
        if form.core and form.fold not in found:
            if one.role != "main" or one.qualifiers:
                narrowed = tuple(sorted(keys[part].core for part in one.qualifiers))
                form = replace(form, role=one.role, qualifiers=narrowed, brackets=one.qualifiers)
            found[form.fold] = form
    return tuple(found.values())


def _readings(label: str, alt_labels: tuple[str, ...]) -> Iterator[_Reading]:
    for position, printed in enumerate((label, *alt_labels)):
        role = "main" if position == 0 else "alias"
        outer, inner = _split_brackets(printed)
        qualifiers: list[str] = []
        extra: list[_Reading] = []
        for part in inner:
            former = _FORMER.match(part)
            if former:
                extra.append(_Reading("former", former["name"]))
            elif _OFFICE.search(part) or _BUDGET_NOTE.search(part):
                continue
            elif not outer:
                outer = part
            else:
                qualifiers.append(part)
                if len(part) >= 6 and _PROGRAMME_LIKE.search(part) and not part.startswith("うち"):
                    extra.append(_Reading("subtitle", part))
        # 居住支援法人への支援①:居住支援協議会等活動支援事業
        if ":" in outer and _PROGRAMME_LIKE.search(outer):
            extra.append(_Reading("subtitle", outer.rsplit(":", 1)[1]))
        if outer:
            yield _Reading(role, outer, tuple(qualifiers))
        yield from extra


def _split_brackets(printed: str) -> tuple[str, list[str]]:
    """The text outside brackets and the contents of the brackets, innermost first."""
    text = normalize("NFKC", _without_number(printed))
    inner: list[str] = []
    if not _ANY_BRACKET.search(text):
        return without_space(text), inner
    text = _QUOTES.sub("", text)
    while True:
        match = _PAREN.search(text)
        if match is None:
            break
        content = without_space(match[1])
        if content:
            inner.append(content)
        text = text[: match.start()] + text[match.end() :]
    outer = without_space(text)
    return ("" if inner and _ONLY_BUDGET.match(outer) else outer), inner


def _without_number(printed: str) -> str:
    """A label without the number in front of it."""
    number = _NUMBER.match(printed)
    return printed[number.end() :] if number else printed
