"""Pages in a real Chromium: nothing from elsewhere, no console errors, no sideways scrolling, at two widths."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium"),
]
IMAGES = Path(__file__).parent.parent.parent / "docs" / "images"
PAGES = [
    "/",
    "/ask?q=%E5%8E%9A%E5%8A%B4%E7%9C%81%E3%81%8C%E6%89%80%E7%AE%A1%E3%81%99%E3%82%8BR7%E8%A3%9C%E6%AD%A3%E3%81%AE%E4%BA%8B%E6%A5%AD%E3%81%AF%EF%BC%9F",
    "/browse",
    "/browse/ministries",
    "/browse/documents",
    "/quality",
    "/network",
    "/review",
    "/about",
    "/views",
    "/sparql",
    "/view/overlap",
    "/view/overlap-table",
    "/view/map",
    "/view/upset",
    "/view/chain",
    "/view/explorer",
    "/embed/overlap",
    "/id/measure/2024-82",
    "/id/budget-line/2025s-64",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield found
        found.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scripts", [True, False])
def test_every_page(browser, server: str, width: int, scripts: bool) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    page = context.new_page()
    foreign: list[str] = []
    errors: list[str] = []
    page.on(
        "request",
        lambda request: (
            foreign.append(request.url) if urlsplit(request.url).hostname not in ("127.0.0.1", None) else None
        ),
    )
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path in PAGES:
        answer = page.goto(server + path)
        assert answer is not None
        assert answer.status == 200, path
        if scripts:
            over = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert over <= 0, f"{path} scrolls sideways by {over} px at {width}"
            assert page.evaluate("document.documentElement.lang") in ("ja", "en")
            headings = page.evaluate("document.querySelectorAll('h1').length")
            assert headings == 1, path
    context.close()
    assert foreign == []
    assert errors == []


def test_a_newcomer_asks_from_the_home_page(browser, server: str) -> None:
    page = browser.new_page()
    page.goto(server + "/")
    page.get_by_label("質問", exact=True).fill("施策No.82の担当はどこ？")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?**")
    assert "法務省" in page.locator(".answer").inner_text()
    page.close()


def test_questions_are_suggested_on_the_home_page(browser, server: str) -> None:
    page = browser.new_page()
    page.goto(server + "/")
    page.get_by_label("質問", exact=True).press_sequentially("高齢者")
    page.locator("#suggested option[value^='高齢者']").first.wait_for(state="attached")
    page.close()


def test_screenshots_for_the_readme(browser, server: str, tmp_path: Path) -> None:
    """Writes docs/images when TSUNAGARI_SCREENSHOTS is set, else to a temporary folder."""
    target = IMAGES if os.environ.get("TSUNAGARI_SCREENSHOTS") else tmp_path
    page = browser.new_page(viewport={"width": 1180, "height": 860})
    page.goto(server + "/")
    page.screenshot(path=str(target / "home.png"))
    page.goto(
        server
        + "/ask?q=%E5%86%8D%E6%8E%B2%E3%82%92%E4%BA%8C%E9%87%8D%E3%81%AB%E6%95%B0%E3%81%88%E3%81%AA%E3%81%84%E3%81%A7%E3%80%81%E4%BB%A4%E5%92%8C7%E5%B9%B4%E5%BA%A6%E8%A3%9C%E6%AD%A3%E4%BA%88%E7%AE%97%E3%82%92%E5%90%88%E8%A8%88%E3%81%97%E3%81%A6"
    )
    page.screenshot(path=str(target / "answer.png"))
    answer = page.goto(server + "/view/overlap.png")
    assert answer is not None
    (target / "overlap.png").write_bytes(answer.body())
    page.close()
    assert (target / "home.png").stat().st_size > 20_000
