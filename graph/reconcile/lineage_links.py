"""Links from one year's list to the next, with the two sums, and whether they may be compared or why not."""

from __future__ import annotations

from collections.abc import Sequence

from graph.reconcile.amount_agreement import yen
from graph.reconcile.chapters import Chapter
from graph.reconcile.items import Feature, LineageKind, LineageLink

# The year before, the year after, and the stage of the two lists.
Frame = tuple[int, int, str]
# Why two exact sums are not compared.
DIVIDED = "分割・統合のため、一つの事業の額どうしを比べない"
RENAMED = "名称が変わった事業で、範囲が同じとは限らないため増減を比べない"


def _money(chapter: Chapter) -> tuple[int | None, str]:
    """The one sum that a list prints for a programme and its kind; (None, why) when there is not one."""
    printed = {
        (line.amount, line.amount_kind or "exact") for line in chapter.lines if line.amount is not None
    }
    if not printed:
        return None, "金額が印刷されていないか読めない"
    if len(printed) > 1:
        return None, "行によって金額が異なる"
    amount, kind = next(iter(printed))
    return amount, kind


def _comparison(
    old: Chapter, new: Chapter, frame: Frame, kind: LineageKind
) -> tuple[bool, int | None, int | None, str]:
    amount_from, kind_from = _money(old)
    amount_to, kind_to = _money(new)
    if amount_from is None or amount_to is None:
        return False, amount_from, amount_to, kind_from if amount_from is None else kind_to
    words = {"exact": "", "includedIn": "の内数（上限額）", "ofWhich": "（うち数）"}
    if kind_from != "exact" or kind_to != "exact":
        why = "どちらも上限額である" if kind_from == kind_to == "includedIn" else "同じ種類の額ではない"
        told = f"{frame[0]}年度は{yen(amount_from)}{words.get(kind_from, '')}、{frame[1]}年度は{yen(amount_to)}{words.get(kind_to, '')}"
        return False, amount_from, amount_to, f"{told}で、{why}ため増減を比べない"
    if kind in {"split", "merged"}:
        return False, amount_from, amount_to, DIVIDED
    if kind == "renamed":
        return False, amount_from, amount_to, RENAMED
    return True, amount_from, amount_to, ""


def _link(
    old: Chapter,
    new: Chapter,
    kind: LineageKind,
    confidence: float,
    reasons: tuple[str, ...],
    frame: Frame,
) -> LineageLink:
    comparable, amount_from, amount_to, why = _comparison(old, new, frame, kind)
    return LineageLink(
        old.programme.key,
        new.programme.key,
        kind,
        round(confidence, 4),
        reasons,
        comparable,
        amount_from,
        amount_to,
        why,
        frame[0],
        frame[1],
        frame[2],
        tuple(line.id for line in (*old.lines, *new.lines)),
    )


def continued(old: Chapter, new: Chapter, frame: Frame) -> LineageLink:
    trust = {link.item: link.confidence for link in old.programme.links}
    confidence = min(trust.get(line.id, 1.0) for line in (*old.lines, *new.lines))
    names = sorted({line.label.strip() for line in (*old.lines, *new.lines)})
    reasons = [f"{frame[0]}年度と{frame[1]}年度の一覧に同じ事業の行がある（{'／'.join(names)}）"]
    if any(line.newly_listed for line in new.lines):
        reasons.append("ただし後の年度の一覧は「新規」と表示している")
    return _link(old, new, "continued", confidence, tuple(reasons), frame)


def changed(
    old: Chapter,
    new: Chapter,
    kind: LineageKind,
    score: float,
    features: Sequence[Feature],
    frame: Frame,
) -> LineageLink:
    ordered = sorted(features, key=lambda feature: (-abs(feature.weight), feature.name))
    return _link(old, new, kind, score, tuple(feature.reason for feature in ordered if feature.reason), frame)


def one_sided(old: Chapter | None, new: Chapter | None, frame: Frame) -> LineageLink:
    chapter = old or new
    if chapter is None:
        raise ValueError("one side of a lineage link is needed")
    amount, kind = _money(chapter)
    printed_new = any(line.newly_listed for line in chapter.lines)
    if new is not None:
        reason = (
            "一覧に「新規」とある"
            if printed_new
            else f"{frame[0]}年度の一覧（読み込んだ範囲）に当たる行がない"
        )
        confidence = 0.95 if printed_new else 0.7
    else:
        reason = f"{frame[1]}年度の一覧（読み込んだ範囲）に当たる行がない"
        confidence = 0.6
    return LineageLink(
        "" if old is None else old.programme.key,
        "" if new is None else new.programme.key,
        "newlyListed" if new is not None else "ended",
        confidence,
        (reason,),
        False,
        amount if old is not None else None,
        amount if new is not None else None,
        kind if amount is None else "比べる相手の行がない",
        frame[0],
        frame[1],
        frame[2],
        tuple(line.id for line in chapter.lines),
    )
