"""What corpus_bench found, as a line, as a section of docs/benchmarks.md and as a picture of the growth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- corpus_bench: begin -->", "<!-- corpus_bench: end -->"
KINDS = {"mixed": "六種の文書", "lists": "短い予算一覧"}
COLOURS = {"mixed": "#1f5f8f", "lists": "#7a3b00"}
_AIM_GROWTH, _AIM_MEMORY, _AIM_JOBS, _AIM_GINZA = 1.15, 1.2, 1.8, 40

Run = Mapping[str, Any]


def line(run: Run) -> str:
    """One run on one line."""
    asked = run.get("asking", {})
    latency = (
        f"  one query {asked['endpoint']['one']:.1f} ms  question p50 {asked['questions']['p50']:.1f}"
        f" p99 {asked['questions']['p99']:.0f} ms  one more {run['more']:.1f} s"
        if asked
        else ""
    )
    seconds, used = run["seconds"], run["processor"]
    return (
        f"{run['kinds']} {run['documents']:>6,} documents by {run['jobs']}: {seconds:8.1f} s, processor {used:8.1f} s"
        f"  {run['documents'] / seconds:6.1f} documents/s  {run['characters'] / seconds:9,.0f} characters/s"
        f"  {run['characters'] / used:9,.0f} a core, {_reading(run):9,.0f} reading alone  {run['triples'] / seconds:9,.0f} triples/s"
        f"  {run['memory']:6,.0f} MB, {run.get('together', 0):6,.0f} all processes  store {run['store']:8,.1f} MB{latency}"
    )


def write_report(runs: Sequence[Run], docs: Path) -> None:
    """Replace the section between the two marks in benchmarks.md (or add it), and draw images/corpus-growth.svg."""
    page = docs / "benchmarks.md"
    text = page.read_text(encoding="utf-8")
    section = f"{BEGIN}\n{_section(runs)}{END}"
    if BEGIN in text and END in text:
        text = text[: text.index(BEGIN)] + section + text[text.index(END) + len(END) :]
    else:
        text = f"{text.rstrip()}\n\n{section}\n"
    page.write_text(text, encoding="utf-8")
    (docs / "images" / "corpus-growth.svg").write_text(picture(runs), encoding="utf-8")


def _section(runs: Sequence[Run]) -> str:
    ordered = sorted(
        runs, key=lambda run: (run["kinds"] != "mixed", run["limit"], run["jobs"], run["documents"])
    )
    rows = [_row(run) for run in ordered]
    asked = [run for run in ordered if run.get("asking")]
    return "\n".join(
        [
            "## 作った集まりの構築（`python bench/corpus_bench.py`）",
            "",
            "![文書の数と、一文書あたりの処理装置の時間・最大の記憶](images/corpus-growth.svg)",
            "",
            "「六種の文書」は `tests.generate`（予算一覧と事業資料・実施状況の表・計画・要領・交付団体一覧、損傷 15%）、「短い予算一覧」は 16 行の一覧。字/秒/コアは処理装置の秒で割ったもので、",
            "「読み取り」は文書を読んでその言明を書くところまで、「全部」はグラフの公開まで。「親」は構築を率いる工程だけの処理装置の秒（2 工程のとき、並ばない部分の上限）。最大 MB は一つの工程と、同時の合計（共有する頁は一度、辞書など写されたファイルは除く）。",
            "",
            "| 集まり | 文書 | 工程 | 秒 | 処理装置の秒 | 文書/秒 | 読み取りの字/秒/コア | 全部の字/秒/コア | 親の秒 | 三つ組/秒 | 最大 MB | 合計 MB | 保存先 MB | 一文書を足す秒 | 版・時・負荷 |",
            "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|",
            *rows,
            "",
            *_asking(asked),
            *_ratios(ordered),
            "",
            f"機械: {ordered[-1]['machine']}。" if ordered else "",
            "",
        ]
    )


def _reading(run: Run) -> float:
    """Characters per second and core of reading alone: a document to its finished part, its statements written."""
    return float(run["characters"]) / float(run["reading"]) if run["reading"] else 0.0


def _row(run: Run) -> str:
    used, seconds = run["processor"], run["seconds"]
    kinds = KINDS[run["kinds"]] + (f"（上限 {run['limit']:,} MB）" if run["limit"] else "")
    more = f"{run['more']:.1f}" if "more" in run else "—"
    cells = (
        kinds,
        f"{run['documents']:,}",
        run["jobs"],
        f"{seconds:,.1f}",
        f"{used:,.1f}",
        f"{run['documents'] / seconds:.1f}",
        f"{_reading(run):,.0f}",
        f"{run['characters'] / used:,.0f}",
        f"{run['own']:,.1f}",
        f"{run['triples'] / seconds:,.0f}",
        f"{run['memory']:,.0f}",
        f"{run['together']:,.0f}" if "together" in run else "—",
        f"{run['store']:,.1f}",
        more,
        f"{run['commit']} {run['when']} {run['load']}",
    )
    return f"| {' | '.join(map(str, cells))} |"


def _asking(runs: Sequence[Run]) -> list[str]:
    if not runs:
        return []
    lines = [
        "問い合わせ（中央値、ミリ秒: 一つを引く・結合・数える。つながりは HTTP、限りは同じ工程の pyoxigraph）と質問（ミリ秒）:",
        "",
        "| 集まり | 文書 | つながり | pyoxigraph | rdflib-endpoint | 質問 p50 | 質問 p99 | 問 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for run in runs:
        found = run["asking"]
        cells = [_times(found.get(name)) for name in ("endpoint", "limit", "rdflib-endpoint")]
        said = found["questions"]
        lines.append(
            f"| {KINDS[run['kinds']]} | {run['documents']:,} | {' | '.join(cells)} | {said['p50']:.1f} | {said['p99']:.0f} | {said['asked']} |"
        )
    return [*lines, ""]


def _times(found: Mapping[str, float] | None) -> str:
    return "・".join(f"{found[name]:.1f}" for name in ("one", "join", "count")) if found else "—"


def _ratios(runs: Sequence[Run]) -> list[str]:
    found = []
    for kinds, name in KINDS.items():
        alone = {
            run["documents"]: run
            for run in runs
            if run["kinds"] == kinds and run["jobs"] == 1 and not run["limit"]
        }
        if 100 in alone and max(alone) > 100:
            growth = _each(alone[max(alone)]) / _each(alone[100])
            found.append(
                f"- {name}: 処理装置の時間は 100 から {max(alone):,} 文書へ、線形の {growth:.2f} 倍（目標 {_AIM_GROWTH} 倍以下）"
            )
        if 1000 in alone and max(alone) > 1000:
            memory = alone[max(alone)]["memory"] / alone[1000]["memory"]
            found.append(
                f"- {name}: 記憶は 1,000 から {max(alone):,} 文書へ {memory:.2f} 倍（目標 {_AIM_MEMORY} 倍以下）"
            )
        for run in runs:
            one = alone.get(run["documents"])
            if run["kinds"] == kinds and run["jobs"] == 2 and one is not None and not run["limit"]:
                gain = one["seconds"] / run["seconds"]
                found.append(
                    f"- {name}: {run['documents']:,} 文書で 2 工程は 1 工程の {gain:.2f} 倍の速さ（目標 {_AIM_JOBS} 倍以上）"
                )
        found.extend(_beside(name, run) for run in alone.values() if "ginza" in run.get("reading peers", {}))
    return found


def _beside(name: str, run: Run) -> str:
    rate, ginza = run["characters"] / run["processor"], run["reading peers"]["ginza"]
    reading = _reading(run)
    return (
        f"- {name}、{run['documents']:,} 文書: 読み取りは `ja_ginza`（{ginza:,.0f} 字/秒/コア）の {reading / ginza:.0f} 倍"
        f"（目標 {_AIM_GINZA} 倍）、グラフの公開まで含めて {rate / ginza:.0f} 倍"
    )


def _each(run: Run) -> float:
    return float(run["processor"]) / float(run["documents"])


def picture(runs: Sequence[Run]) -> str:
    """Two small charts over the number of documents (logarithmic): processor milliseconds a document, and peak memory in MB."""
    kept = [run for run in runs if run["jobs"] == 1 and not run["limit"]]
    charts = (
        ("一文書あたりの処理装置の時間（ミリ秒）", lambda run: 1000 * _each(run)),
        ("最大の記憶（MB）", lambda run: float(run["memory"])),
    )
    parts = [_chart(kept, title, value, 360 * at) for at, (title, value) in enumerate(charts)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 260" width="720" height="260" role="img" '
        'font-family="IPAexGothic, Noto Sans CJK JP, sans-serif" font-size="12">'
        "<title>文書の数と、一文書あたりの処理装置の時間・最大の記憶</title>"
        f'<rect width="720" height="260" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _chart(runs: Sequence[Run], title: str, value: Any, left: int) -> str:
    top, bottom, start, end = 40, 210, left + 50, left + 340
    most = max((value(run) for run in runs), default=1.0) * 1.15

    def place(run: Run) -> tuple[float, float]:
        across = (math.log10(run["documents"]) - 1) / 3
        return start + 10 + across * (end - start - 20), bottom - value(run) / most * (bottom - top)

    parts = [f'<text x="{start}" y="22" font-weight="bold">{title}</text>']
    parts += [
        f'<path d="M{start} {y:.0f}H{end}" stroke="#c8d1da"/><text x="{start - 6}" y="{y + 4:.0f}" text-anchor="end">{most * (bottom - y) / (bottom - top):,.0f}</text>'
        for y in (bottom, (top + bottom) / 2, top)
    ]
    parts += [
        f'<text x="{start + 10 + step / 3 * (end - start - 20):.0f}" y="{bottom + 18}" text-anchor="middle">{10 ** (step + 1):,}</text>'
        for step in range(4)
    ]
    for at, (kinds, name) in enumerate(KINDS.items()):
        points = [
            place(run) for run in sorted(runs, key=lambda run: run["documents"]) if run["kinds"] == kinds
        ]
        if not points:
            continue
        colour = COLOURS[kinds]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in points]
        parts.append(f'<text x="{start + 120 * at + 10}" y="250" fill="{colour}">● {name}</text>')
    return "".join(parts)
