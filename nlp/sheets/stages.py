"""Finds the fiscal year and stage that head an amount: 令和7年度補正予算額, 8年度概算決定額, R8予算(案)額."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import normalize

from nlp.cue_files import compiled, load_cues

_ERA_BASE = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}


@dataclass(frozen=True, slots=True)
class Stage:
    """`year` is the western year in which the fiscal year begins; `stage` as in PLAN: initial, supplementary,
    approvedEstimate (概算決定), draft (案), request (概算要求); [start, end) the words."""

    start: int
    end: int
    year: int
    stage: str


def find_stages(text: str) -> list[Stage]:
    """Every year with a stage in `text`, in order. A year without an era name is of 令和 (8年度 = 2026).

    >>> [(found.year, found.stage) for found in find_stages("8年度概算決定額 1.4億円（7年度予算額 1.4億円）")]
    [(2026, 'approvedEstimate'), (2025, 'initial')]
    """
    cues = load_cues("sheet_cues")["amounts"]
    pattern = compiled(cues["year"] + r"[ 　]*(?:の)?" + cues["stage"])
    found = []
    for match in pattern.finditer(text):
        printed = match.group()
        if not match["era"] and "年度" not in normalize("NFKC", printed).replace(" ", ""):
            continue
        number = 1 if match["year"] == "元" else int(normalize("NFKC", match["year"]))
        era = normalize("NFKC", match["era"] or "令和")
        stage = next(
            (name for name, words in cues["stages"].items() if any(word in match["stage"] for word in words)),
            "",
        )
        found.append(Stage(match.start(), match.end(), _ERA_BASE[era] + number, stage))
    return found
