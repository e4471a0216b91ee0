"""Says which ministry an office as printed belongs to (内閣府孤独・孤立対策推進室 -> 内閣府)."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.gazetteer import Gazetteers


@dataclass(frozen=True, slots=True)
class Belongs:
    """The canonical ministry of an office, how it was found, and how sure that is (0..1)."""

    name: str
    method: str
    confidence: float


def ministry_of(office: str, gazetteers: Gazetteers) -> Belongs | None:
    """The ministry named in `office`, else the one to which a known bureau in it belongs; None when neither.

    `office` is a printed designation: "成育局 成育環境課", "内閣府男女共同参画局総務課", "消費・安全局消費者行政・食育課".
    """
    text = office.strip(" 　（）()")
    whole = gazetteers.ministries.resolve(text, tolerant=False)
    if whole:
        return Belongs(whole.entry.canonical, "gazetteer", 1.0)
    hits = [
        hit
        for hit in gazetteers.ministries.find(text)
        if hit.entry.type != "organ" and hit.end - hit.start > 1
    ]
    # The first name is the superior one: こども家庭庁長官官房, 法務省保護局.
    if hits and hits[0].start <= 2:
        return Belongs(hits[0].entry.canonical, "gazetteer", 1.0 if hits[0].start == 0 else 0.95)
    for hit in gazetteers.offices.find(text):
        return Belongs(hit.entry.canonical, "office", 0.95)
    tolerant = gazetteers.ministries.resolve(text) if len(text) <= 12 else None
    if tolerant:
        return Belongs(tolerant.entry.canonical, tolerant.method, tolerant.confidence)
    return Belongs(hits[0].entry.canonical, "gazetteer", 0.8) if hits else None
