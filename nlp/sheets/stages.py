"""Finds the fiscal year and stage that head an amount: 令和7年度補正予算額, 8年度概算決定額, R8予算(案)額."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

from nlp.cue_files import compiled, load_cues
from nlp.values.relative_years import find_relative_years

# R82 is no year but the digits of an amount.
_LATEST = 31
_BEGINNINGS = ("initial", "approvedEstimate", "draft", "request")
# （令和6年度 4.8億円）, （R6：4.8億円）: a year right before an amount.
_BARE_YEAR = re.compile(
    r"(?:(?P<era>令和|平成|Ｒ|R|Ｈ|H)[ 　]*(?P<year>[0-9０-９]{1,2}|元)[ 　]*(?:年[ 　]*度?)?|(?P<plain>(?<![0-9０-９])[0-9０-９]{1,2})年度)"
    r"[ 　]*[:：はの]?[ 　]*(?=[0-9０-９])"
)
_ERA_BASE = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}


@dataclass(frozen=True, slots=True)
class Stage:
    """`year` is the western year in which the fiscal year begins; `stage` as in PLAN: initial, supplementary,
    approvedEstimate (概算決定), draft (案), request (概算要求); [start, end) the words. `inferred`: no stage is printed."""

    start: int
    end: int
    year: int
    stage: str
    inferred: bool = False


def year_marks(text: str, main: Stage | None) -> list[Stage]:
    """The years that amounts of `text` may belong to: `find_stages`, years by their distance, years without a stage.

    `main` is the year and stage that the sheet is about. A year without a stage (前年度 4.8億円, R6: 4.8億円) has that
    of `main` where this is a budget's beginning (概算決定 and 案 compare with 当初), else none: `inferred`. A relative year
    has no year without `main` and is year 0.

    >>> [(item.year, item.stage) for item in year_marks("（前年度予算額 4.8億円）", Stage(0, 0, 2025, "initial"))]
    [(2024, 'initial')]
    """
    stages = find_stages(text)
    alike = "initial" if main is not None and main.stage in _BEGINNINGS else ""
    found = list(stages)
    for hit in find_relative_years(text):
        behind = _stage_behind(text, hit.end)
        year = main.year + hit.offset if main is not None and main.year else 0
        stage = behind[1] if behind else alike
        found.append(Stage(hit.start, behind[0] if behind else hit.end, year, stage, behind is None))
    for match in _BARE_YEAR.finditer(text):
        if not any(item.start <= match.start() < item.end for item in found):
            era = normalize("NFKC", match["era"] or "令和")
            printed = match["year"] or match["plain"]
            number = 1 if printed == "元" else int(normalize("NFKC", printed))
            if number > _LATEST:
                continue
            found.append(Stage(match.start(), match.end(), _ERA_BASE[era] + number, alike, True))
    return sorted(found, key=lambda item: item.start)


def _stage_behind(text: str, start: int) -> tuple[int, str] | None:
    """The stage printed right behind a year: (where it ends, its name)."""
    cues = load_cues("sheet_cues")["amounts"]
    match = compiled(r"[ 　]*(?:の)?" + cues["stage"]).match(text, start)
    return None if match is None else (match.end(), _stage_name(match["stage"], cues["stages"]))


def _stage_name(printed: str, stages: dict[str, list[str]]) -> str:
    return next((name for name, words in stages.items() if any(word in printed for word in words)), "")


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
        stage = _stage_name(match["stage"], cues["stages"])
        found.append(Stage(match.start(), match.end(), _ERA_BASE[era] + number, stage))
    return found
