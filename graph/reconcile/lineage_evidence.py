"""What speaks for one programme having become another: names, sums that both print, texts, words that moved from one to the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from graph.analysis.ministries import Ministries
from graph.reconcile.amount_agreement import amount_feature
from graph.reconcile.chapters import Chapter
from graph.reconcile.features import name_feature, name_terms, text_similarity
from graph.reconcile.items import Feature
from graph.reconcile.name_readings import name_forms
from graph.reconcile.name_words import fold
from graph.reconcile.people import other_people, people_in
from graph.reconcile.sections import printed_notation
from graph.reconcile.told_texts import Holders
from graph.reconcile.weights import Weights, probability

# Above this many pairs only likely ones are compared, so that cost grows with the list and not with its square.
_ALL_PAIRS = 2_500
_COMMON_PAIR = 60
_NEAREST = 8
# A word of this many characters says something, unless more programmes than this use it.
_LONG_TERM = 5
_COMMON_TERM = 20


def long_terms(label: str) -> tuple[str, ...]:
    """The words of a name that say something wherever they stand, the longest first."""
    found = (term for term in name_terms(label) if len(term) >= _LONG_TERM)
    return tuple(sorted(found, key=lambda term: (-len(term), term)))


def comparable_pairs(
    gone: Sequence[Chapter], come: Sequence[Chapter], told: Holders
) -> Iterator[tuple[Chapter, Chapter]]:
    """The pairs worth comparing: all of two short lists; of long ones those whose names share rare letter pairs
    or where the old one's texts, and few others, hold a word of the new name (`told`: of last year's list, who holds the long
    words of the new names)."""
    if len(gone) * len(come) <= _ALL_PAIRS:
        yield from ((old, new) for old in gone for new in come)
        return
    holders: dict[str, list[int]] = defaultdict(list)
    for index, old in enumerate(gone):
        name = fold(old.programme.label)
        for pair in {name[i : i + 2] for i in range(len(name) - 1)}:
            holders[pair].append(index)
    place = {old.programme.key: index for index, old in enumerate(gone)}
    for new in come:
        name = fold(new.programme.label)
        shared: Counter[int] = Counter()
        for pair in {name[i : i + 2] for i in range(len(name) - 1)}:
            if len(holders.get(pair, ())) <= _COMMON_PAIR:
                shared.update(holders.get(pair, ()))
        nearest = {
            index for index, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_NEAREST]
        }
        for term in long_terms(new.programme.label):
            found = told.get(term, frozenset()) & place.keys()
            if len(found) <= _COMMON_TERM:
                nearest |= {place[key] for key in found}
        yield from ((gone[index], new) for index in sorted(nearest))


def succession_features(
    old: Chapter, new: Chapter, moved: str, weights: Weights, ministries: Ministries
) -> tuple[Feature, ...]:
    """What speaks for and against `new` having come out of `old`; `moved` is the word that did (`moved_term`), or ""."""
    table = weights.levels["lineage"]
    old_forms = name_forms(old.programme.label, old.programme.alt_labels)
    new_forms = name_forms(new.programme.label, new.programme.alt_labels)
    name = name_feature(old_forms, new_forms, weights)
    level = name.level.split("/")[0]
    features = [Feature("name", level, table.get(level, 3.0), name.reason)]
    people = people_in(old.programme.label), people_in(new.programme.label)
    if other_people(*people):
        shown = " / ".join("・".join(sorted(names)) for names in people)
        features.append(Feature("people", "other", table["other-people"], f"名称の対象者が異なる（{shown}）"))
    kinship, reason = ministries.kinship(old.programme.ministries, new.programme.ministries)
    kin = kinship if kinship in {"missing", "different"} else "kin"
    features.append(Feature("ministry", kinship, table[f"ministry-{kin}"], reason))
    shared = amount_feature(
        tuple(one for one in old.amounts if one.kind == "exact"),
        tuple(one for one in new.amounts if one.kind == "exact"),
        weights,
    )
    if shared.level == "same-yen":
        features.append(Feature("amount", "shared", table["shared-amount"], f"両方の資料に{shared.reason}"))
    share = max((text_similarity(one, other) for one in old.texts for other in new.texts), default=-1.0)
    text = (
        "missing"
        if share < 0
        else "same"
        if share >= 0.8
        else "close"
        if share >= 0.6
        else "loose"
        if share >= 0.35
        else "apart"
    )
    features.append(
        Feature(
            "text",
            text,
            table[f"text-{text}"],
            f"資料の文章の一致 {share:.0%}" if text in {"same", "close"} else "",
        )
    )
    sections = {line.section for line in old.lines if line.section} & {
        line.section for line in new.lines if line.section
    }
    every = {line.section for line in (*old.lines, *new.lines) if line.section}
    if len(sections) >= 2 and len(sections) >= 0.75 * len(every):
        printed = "・".join(map(printed_notation, sorted(sections)))
        features.append(Feature("pattern", "pattern", table["pattern"], f"同じ節に再掲（{printed}）"))
    if moved:
        features.append(
            Feature("term", "moved-term", table["moved-term"], f"前年度の資料に「{moved}」への支援とある")
        )
    if any(line.newly_listed for line in new.lines):
        features.append(
            Feature("printed", "printed-new", table["printed-new"], "後の年度の一覧は「新規」と表示している")
        )
    return tuple(features)


def moved_term(old: Chapter, new: Chapter, told: Holders) -> str:
    """The longest word that the new programme is named after and that, of all of last year's texts, (nearly) only the old one's has."""
    if not old.texts:
        return ""
    name = fold(old.programme.label)
    for term in long_terms(new.programme.label):
        holders = told.get(term, frozenset())
        if term not in name and old.programme.key in holders and len(holders) <= 2:
            return term
    return ""


def succession_score(features: Sequence[Feature], weights: Weights) -> float:
    """The probability (0..1) that the one became the other."""
    return probability(weights.levels["lineage"]["prior"] + sum(feature.weight for feature in features))


def left_behind(
    term: str, features: tuple[Feature, ...], others: Sequence[Chapter], weights: Weights
) -> tuple[Feature, ...]:
    """What speaks for a pair of which `term` moved from the old to the new: a part that moved out is no longer in the text of the
    other successors (`others`), which speaks for a split."""
    if not others or not all(
        other.texts and not any(term in fold(text) for text in other.texts) for other in others
    ):
        return features
    names = "・".join(sorted(other.programme.label for other in others))
    reason = f"もう一方の後継（{names}）の資料に「{term}」はもうない"
    return (*features, Feature("term", "left-behind", weights.levels["lineage"]["left-behind"], reason))
