"""Pictures: time of each SVG on the seeds' graph (goal 50 ms) and on 3,000 things (goal 1 s); PNG, PDF, explorer and pages.

PYTHONPATH=. .venv/bin/python bench/views_bench.py [--store var/store] [--browser]
"""

from __future__ import annotations

import argparse
import gzip
import random
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.services import Services
from api.settings import Settings
from api.views import heatmap, output, policy_map, tables, upset
from api.views.facts import Filters, Thing, things
from api.views.picture import Imprint, Picture, framed
from api.views.registry import VIEWS

IMPRINT = Imprint("", "出典: 計測用のデータを加工して作成", "bench", datetime(2026, 1, 1, tzinfo=UTC))
ROOT = Path(__file__).parent.parent


def milliseconds(make: Callable[[], object], repeat: int = 7) -> float:
    """The median time of a call in ms."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        make()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def generated(number: int, seed: int = 7) -> tuple[Thing, ...]:
    """Measures and programmes that never were: 30 ministries, 150 target groups, 40 sections."""
    rand = random.Random(seed)
    ministries = [f"第{i}省" for i in range(30)]
    targets = [f"対象者の集まり{i}" for i in range(150)]
    sections = [f"{i % 8 + 1}-{'①②③④⑤'[i % 5]}" for i in range(40)]
    found = []
    for i in range(number):
        programme = i % 3 == 0
        found.append(
            Thing(
                f"{'programme' if programme else 'measure'}/{i}",
                "事業" if programme else "施策",
                f"地域における支援体制整備事業その{i}",
                None if programme else i,
                frozenset(rand.sample(ministries, rand.choice((1, 1, 1, 2)))),
                frozenset(rand.sample(targets, rand.randint(0, 3))),
                frozenset(rand.sample(sections, 1)),
                frozenset({"2025"}),
                frozenset(f"measure/{rand.randrange(number)}" for _ in range(2))
                if programme
                else frozenset(),
                frozenset(rand.sample(["相談支援", "居場所づくり", "就労支援"], 1)),
                "",
            )
        )
    return tuple(found)


def on_store(store: str) -> None:
    service = Services(Settings(store=store))
    try:
        start = time.perf_counter()
        loaded = things(service)
        print(f"  facts of {len(loaded)} things read once: {(time.perf_counter() - start) * 1000:.1f} ms")
        for name, view in VIEWS.items():
            picture: Picture = view.draw(service, Filters())
            svg = framed(picture, IMPRINT)
            took = milliseconds(lambda view=view: framed(view.draw(service, Filters()), IMPRINT))
            png = milliseconds(lambda svg=svg: output.png(svg), 3)
            pdf = milliseconds(lambda svg=svg: output.pdf(svg), 3)
            print(
                f"  {name:14} svg {took:7.1f} ms ({len(svg) // 1024} kB)  png {png:6.0f} ms  pdf {pdf:6.0f} ms"
            )
    finally:
        service.close()


def on_many(number: int) -> None:
    found = generated(number)
    drawers: dict[str, Callable[[], Picture]] = {
        "overlap": lambda: heatmap.draw(found, Filters()),
        "overlap-table": lambda: tables.draw(found, Filters()),
        "map": lambda: policy_map.draw(found, Filters(), {}),
        "upset": lambda: upset.draw(found, Filters()),
    }
    for name, draw in drawers.items():
        print(f"  {name:14} {milliseconds(lambda draw=draw: framed(draw(), IMPRINT), 3):7.1f} ms")


def in_browser(store: str) -> None:
    """First paint, layout shift and time to an interactive explorer in headless Chromium."""
    sys.path.insert(0, str(ROOT / "tests"))
    from playwright.sync_api import sync_playwright
    from serving import served

    script = ROOT / "api/static/built/explorer.js"
    if script.is_file():
        print(f"  explorer.js {len(gzip.compress(script.read_bytes(), 9)) / 1024:.0f} kB gzipped")
    with served(Path(store)) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        for path in ("/", "/view/overlap", "/view/map", "/browse", "/id/measure/2024-82", "/view/explorer"):
            page.goto(base + path)
            page.goto(base + path)
            page.wait_for_load_state("networkidle")
            found: Any = page.evaluate(
                """() => new Promise(done => { let shift = 0;
                new PerformanceObserver(l => l.getEntries().forEach(e => shift += e.value)).observe({type: 'layout-shift', buffered: true});
                setTimeout(() => done([performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0, shift,
                performance.getEntriesByType('resource').reduce((s, e) => s + e.transferSize, 0)
                + performance.getEntriesByType('navigation')[0].transferSize]), 300) })"""
            )
            print(
                f"  {path:22} first paint {found[0]:5.0f} ms  layout shift {found[1]:.3f}  {found[2] / 1024:6.0f} kB"
            )
        start = time.perf_counter()
        page.goto(base + "/view/explorer")
        if script.is_file():
            page.wait_for_selector("#explorer[data-ready]")
            nodes = page.evaluate("document.querySelector('#explorer').dataset.ready")
            print(
                f"  explorer with {nodes} nodes interactive after {(time.perf_counter() - start) * 1000:.0f} ms"
            )
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", default="var/store")
    parser.add_argument("--browser", action="store_true")
    given, _ = parser.parse_known_args()
    if Path(given.store, "CURRENT").is_file():
        print("on the store:")
        on_store(given.store)
    for number in (3000,):
        print(f"on {number:,} generated things:")
        on_many(number)
    if given.browser and shutil.which("chromium"):
        print("in Chromium:")
        in_browser(given.store)


if __name__ == "__main__":
    main()
