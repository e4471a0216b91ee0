"""The query page in a real Chromium: every example from its link to rows, CSV, and a picture of the rows."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from graph.queries import stored_queries

CHROMIUM = shutil.which("chromium")
ROOT = Path(__file__).parent.parent.parent
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium"),
]
EXAMPLES = stored_queries("examples")
COUNTS = """PREFIX tsu: <https://w3id.org/tsunagari/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?label (COUNT(?m) AS ?value) WHERE { ?m a tsu:Measure ; tsu:ministry/skos:prefLabel ?label } GROUP BY ?label
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--no-first-run"]
        )
        yield found
        found.close()


def test_there_are_enough_examples_with_titles_and_uses(browser: Any, server: str) -> None:
    assert len(EXAMPLES) >= 25
    for lang in ("ja", "en"):
        page = browser.new_page()
        page.goto(f"{server}/sparql?lang={lang}", wait_until="domcontentloaded")
        panels = page.locator("details.panel")
        assert panels.count() == len(EXAMPLES)
        for example in EXAMPLES:
            assert page.get_by_text(example.title(lang), exact=True).count() >= 1
        assert all(text.strip() for text in page.locator("details.panel p.quiet").all_text_contents())
        page.close()


def test_every_example_runs_from_its_link(browser: Any, server: str) -> None:
    if not (ROOT / "api/static/built/yasgui.js").is_file():
        pytest.skip("the editor is not built here (no npm in reach)")
    for example in EXAMPLES:
        context = browser.new_context()
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error, errors=errors: errors.append(str(error)))
        page.goto(f"{server}/sparql?{urlencode({'draft': example.text})}")
        editor = page.locator("#yasgui .CodeMirror:visible").first
        editor.wait_for()
        shown = editor.evaluate("box => box.CodeMirror.getValue()")
        assert shown.strip() == example.text.strip(), example.name
        with page.expect_response(lambda answer: answer.url.split("?")[0].endswith("/sparql")) as answered:
            page.locator("#yasgui .yasqe_queryButton:visible").first.click()
        assert answered.value.status == 200, example.name
        page.locator("#yasgui table td:visible").first.wait_for()
        assert errors == [], example.name
        context.close()


def test_without_scripts_the_form_gives_csv_and_a_picture(browser: Any, server: str) -> None:
    context = browser.new_context(java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{server}/sparql?{urlencode({'draft': COUNTS})}")
    assert page.locator("#query").input_value().strip() == COUNTS.strip()
    with page.expect_download() as loaded:
        page.locator("#plain button[type=submit]").first.click()
    rows = list(csv.reader(io.StringIO(Path(loaded.value.path()).read_text(encoding="utf-8"))))
    assert rows[0] == ["label", "value"]
    assert len(rows) > 5
    page.locator("button[formaction='/view/custom']").click()
    page.wait_for_load_state()
    assert "/view/custom" in page.url
    assert page.locator("svg").count() >= 1
    context.close()
