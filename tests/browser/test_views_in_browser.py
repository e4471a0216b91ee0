"""Pictures and frames in a real Chromium: no label on another, none cut; sandboxed frames; keyboard; axe; the explorer."""

from __future__ import annotations

import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

CHROMIUM = shutil.which("chromium")
ROOT = Path(__file__).parent.parent.parent
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium"),
]
VIEWS = ("overlap", "overlap-table", "map", "upset", "chain", "explorer")
QUERIES = (
    "",
    "?page=2",
    "?ministry=" + quote("厚生労働省") + "&focus=" + quote("target-group/高齢者"),
    "?section=4&focus=" + quote("programme/孤独・孤立対策推進交付金"),
    "?target=" + quote("こども") + "&keyword=" + quote("支援") + "&focus=section/" + quote("4-①"),
)
AXE = next((path for path in (ROOT / "var/web/node_modules/axe-core/axe.min.js",) if path.is_file()), None)
# Texts that lie on one another by more than 2 px both ways, or reach outside the picture.
COLLISIONS = """() => {
  const svg = document.documentElement, frame = svg.getBoundingClientRect(), bad = [];
  const level = [...svg.querySelectorAll('text')].filter(t => !t.getAttribute('transform'));
  const boxes = level.map(t => [t.textContent, t.getBoundingClientRect()]);
  for (const [words, b] of [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]))
    if (b.left < frame.left - 1 || b.right > frame.right + 1 || b.bottom > frame.bottom + 1 || b.top < frame.top - 1) bad.push('outside: ' + words);
  for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
    const [a, b] = [boxes[i][1], boxes[j][1]];
    const w = Math.min(a.right, b.right) - Math.max(a.left, b.left), h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (w > 2 && h > 6) bad.push(boxes[i][0] + ' / ' + boxes[j][0]);
  }
  return bad.slice(0, 5);
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
            ],
        )
        yield found
        found.close()


def watched(page: Any) -> tuple[list[str], list[str]]:
    """Lists that fill with requests to other hosts and with errors."""
    foreign: list[str] = []
    errors: list[str] = []

    def request(item: Any) -> None:
        if urlsplit(item.url).hostname not in ("127.0.0.1", "localhost", None):
            foreign.append(item.url)

    page.on("request", request)
    page.on(
        "console",
        lambda message: errors.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    return foreign, errors


@pytest.mark.parametrize("name", VIEWS)
def test_no_label_lies_on_another_or_is_cut(browser: Any, server: str, name: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    for query in QUERIES:
        page.goto(f"{server}/view/{name}.svg{query}")
        assert page.evaluate(COLLISIONS) == [], f"{name}{query}"
    page.close()


@pytest.mark.parametrize("name", VIEWS)
def test_nor_with_long_names_and_many_of_them(browser: Any, crowded_server: str, name: str) -> None:
    """15 ministries, 60 target groups, labels of three lines: what the seeds do not show."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    for query in (
        "",
        "?page=2",
        "?section=4&focus=section/" + quote("4-①"),
        "?ministry=" + quote("第0省外局付属総合企画調整推進本部"),
        "?year=2040&focus=programme/" + quote("事業3"),
    ):
        page.goto(f"{crowded_server}/view/{name}.svg{query}")
        assert page.evaluate(COLLISIONS) == [], f"{name}{query}"
    page.close()


@pytest.fixture(scope="module")
def crowded_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from crowded import crowded
    from serving import served

    folder = tmp_path_factory.mktemp("crowded")
    data = folder / "crowded.ttl"
    data.write_text(crowded(), encoding="utf-8")
    with served(folder / "store", "--data", str(data)) as base:
        yield base


@pytest.fixture
def foreign_page(server: str) -> Iterator[str]:
    """A page of another origin that holds frames of ours."""
    frames = "".join(
        f'<iframe title="{name}" src="{server}/embed/{name}" width="720" height="500" sandbox="{rights}"></iframe>'
        for name in VIEWS
        for rights in ("", "allow-scripts")
    )
    body = f"<!doctype html><html lang=ja><title>t</title><body>{frames}</body></html>".encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body if self.path == "/" else b"")

        def log_message(self, *_: object) -> None:
            pass

    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://localhost:{httpd.server_address[1]}/"
    httpd.shutdown()


def test_frames_inside_a_foreign_page(browser: Any, foreign_page: str) -> None:
    page = browser.new_page()
    foreign, errors = watched(page)
    page.goto(foreign_page)
    page.wait_for_load_state("networkidle")
    frames = [frame for frame in page.frames if "/embed/" in frame.url]
    assert len(frames) == 2 * len(VIEWS)
    for frame in frames:
        assert frame.locator("svg text").count() > 5, frame.url
    assert foreign == []
    assert [line for line in errors if "favicon" not in line] == []
    page.close()


def test_the_explorer_moves_and_is_reached_by_keyboard(browser: Any, server: str) -> None:
    if not (ROOT / "api/static/built/explorer.js").is_file():
        pytest.skip("the explorer's script was not built here (no npm in reach)")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    foreign, errors = watched(page)
    page.goto(f"{server}/view/explorer?focus=" + quote("target-group/高齢者"))
    page.wait_for_selector("#explorer[data-ready]", timeout=5000)
    page.locator("#explorer .canvas").focus()
    page.keyboard.press("n")
    assert page.locator("#explorer .said").inner_text() != ""
    page.keyboard.press("ArrowLeft")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "focus=" in page.url
    assert foreign == []
    assert errors == []
    page.close()


def test_view_pages_without_scripts_say_the_same(browser: Any, server: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    for name in VIEWS:
        page.goto(f"{server}/view/{name}")
        assert page.locator(".figure svg").count() == 1
        assert page.locator("table tbody tr").count() > 3
    context.close()


def test_everything_is_reached_by_keyboard_with_visible_focus(browser: Any, server: str) -> None:
    page = browser.new_page()
    page.goto(f"{server}/view/overlap")
    seen: set[str] = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [e.tagName, s.outlineStyle, parseFloat(s.outlineWidth)] }"
        )
        seen.add(str(found[0]).lower())
        assert found[1] != "none", found
        assert found[2] >= 2, found
    assert {"a", "select", "input", "button", "div"} <= seen
    page.close()


def test_targets_are_large_enough_and_nothing_shifts(browser: Any, server: str) -> None:
    """24 px targets (WCAG 2.2, 2.5.8; links in running text are exempt) and no layout shift."""
    page = browser.new_page(viewport={"width": 390, "height": 800})
    for path in ("/", "/view/overlap", "/view/explorer", "/browse"):
        page.goto(server + path)
        page.wait_for_load_state("networkidle")
        small = page.evaluate(
            "() => [...document.querySelectorAll('nav a, button, select, .chips a, .pager a, summary')]"
            ".map(e => [e.textContent.trim().slice(0, 20), e.getBoundingClientRect().height])"
            ".filter(([, h]) => h > 0 && h < 24)"
        )
        assert small == [], path
        shift = page.evaluate(
            "() => new Promise(done => { let sum = 0; new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value })"
            ".observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 300) })"
        )
        assert shift < 0.02, f"{path} shifts by {shift}"
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, server: str, scheme: str) -> None:
    if AXE is None:
        pytest.skip(
            "axe-core is not here: npm ci in api/web, then var/web/node_modules (python api/web/bundle.py)"
        )
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    source = AXE.read_text(encoding="utf-8")
    paths = [
        "/",
        "/browse",
        "/browse/ministries",
        "/quality",
        "/about",
        "/view",
        "/id/measure/2024-82",
        "/ask?q=" + quote("再掲の事業は？"),
        "/ask?q=" + quote("明日の天気は？"),
        *(f"/browse/{kind}" for kind in ("programmes", "measures", "target-groups", "sections", "documents")),
        "/network",
        "/review",
        "/ns",
        "/sparql",
        "/view/custom",
        "/nothing-here",
        "/view/overlap?ministry=" + quote("厚労省"),
    ]
    for path in [*paths, *(f"/view/{name}" for name in VIEWS), "/embed/overlap", "/?lang=en"]:
        page.goto(server + path)
        page.evaluate(source)
        found = page.evaluate(
            "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        problems = [
            f"{item['id']}: {item['nodes'][0]['target']} {item['nodes'][0]['failureSummary'][:160]}"
            for item in found["violations"]
        ]
        assert problems == [], f"{path} ({scheme})"
    context.close()


def test_the_query_page_is_usable_without_a_mouse(browser: Any, server: str) -> None:
    """The editor is other people's work: its results pass axe too, and Tab leaves it (WCAG 2.1.2)."""
    if AXE is None or not (ROOT / "api/static/built/yasgui.js").is_file():
        pytest.skip("the editor or axe-core is not here (no npm in reach)")
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        page.goto(f"{server}/sparql")
        page.get_by_role("button", name="Run query").first.click()
        page.wait_for_selector("#yasgui table td")
        page.locator("#yasgui .CodeMirror textarea").focus()
        for _ in range(4):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.CodeMirror')") is None
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(
            "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"
        )
        assert [item["id"] for item in found["violations"]] == [], scheme
        context.close()


def test_the_file_for_offline_use_opens_alone(browser: Any, server: str, tmp_path: Path) -> None:
    page = browser.new_page()
    foreign, errors = watched(page)
    for name in VIEWS:
        answer = page.request.get(f"{server}/view/{name}.html")
        target = tmp_path / f"{name}.html"
        target.write_bytes(answer.body())
        page.goto(target.as_uri())
        assert page.locator("svg").count() == 1
        assert page.locator("table tbody tr").count() > 3
    assert [where for where in foreign if not where.startswith("file:")] == []
    assert errors == []
    assert json.loads(page.request.get(f"{server}/view/chain.json").text())["rows"]
    page.close()
