"""Short budget lists for corpora of any size: each office prints its programmes year after year, some again under a variant."""

from __future__ import annotations

from pathlib import Path

from tests.generate.rows import Line, generate

YEARS = tuple(range(2019, 2027))
_ROWS = 16


def _text(rows: list[Line], year: int, change: int) -> str:
    era = "元" if year == 2019 else str(year - 2018)
    lines = ["（単位：百万円）", "", f"No.\t事業名\t令和{era}年度 当初予算額\t担当府省庁\t備考"]
    section = ""
    for number, row in enumerate(sorted(rows, key=lambda row: (row.section, row.id)), 1):
        if row.section != section:
            section = row.section
            lines.append(f"{section}関連施策の推進")
        million = row.amount // 1_000_000 + (change * (year - 2019)) % 40
        lines.append(f"{number}\t{row.name}\t{million:,}\t{row.ministry}\t{'再掲' if row.relisted else ''}")
    return "\n".join(lines) + "\n"


def write_lists(folder: Path, documents: int, seed: int) -> int:
    """Write `documents` lists; returns how many rows they have. One office's lists of all years follow each other."""
    folder.mkdir(parents=True, exist_ok=True)
    offices = -(-documents // len(YEARS))
    every = generate(offices * _ROWS, seed=seed)
    for number in range(documents):
        office, year = divmod(number, len(YEARS))
        rows = every[office * _ROWS : (office + 1) * _ROWS]
        text = _text(rows, YEARS[year], office)
        (folder / f"{number:06d}.txt").write_text(text, encoding="utf-8")
    return documents * _ROWS
