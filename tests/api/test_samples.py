"""The sample documents are made from any store, and the Word file says what its figures are."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

SCRIPT = Path(__file__).parent.parent.parent / "docs/samples/make_samples.py"


def test_samples(seed_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["make_samples.py", "--store", str(seed_store), "--out", str(tmp_path)])
    runpy.run_path(str(SCRIPT), run_name="__main__")
    with ZipFile(tmp_path / "report.docx") as word:
        text = word.read("word/document.xml").decode()
        assert text.count("descr=") >= 3
        assert "を加工して作成" in text
        assert sum(name.endswith(".png") for name in word.namelist()) == 3
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 3
    assert "http://localhost" not in page
    assert page.count("/embed/") == 3
    assert "```{python}" in (tmp_path / "report.qmd").read_text(encoding="utf-8")


def test_the_notebook_object_shows_a_picture(server: str) -> None:
    from api.notebook import View
    from nlp.errors import TsunagariError

    view = View(f"{server}/view/overlap", ministry=["内閣府", "法務省"])
    bundle = view._repr_mimebundle_()
    assert bundle["image/svg+xml"].startswith("<svg")
    assert "内閣府" in bundle["image/svg+xml"]
    assert view._repr_mimebundle_(include=["text/plain"]).keys() == {"text/plain"}
    assert {row["ministry"] for row in view.rows} == {"内閣府", "法務省"}
    with pytest.raises(TsunagariError):
        View("overlap")
    with pytest.raises(TsunagariError):
        _ = View(f"{server}/view/nothing").rows


def test_every_example_question_is_answered(server: str) -> None:
    import html
    import json
    import re
    from urllib.parse import quote, unquote
    from urllib.request import urlopen

    with urlopen(server + "/") as answer:
        found = set(re.findall(r'href="/ask\?q=([^"&]+)"', html.unescape(answer.read().decode())))
    assert len(found) >= 6
    for question in map(unquote, found):
        with urlopen(f"{server}/api/ask?question={quote(question)}") as answer:
            assert json.loads(answer.read())["status"] == "answered", question


def test_every_question_of_the_readme_is_answered(server: str) -> None:
    import json
    import re
    from urllib.parse import quote
    from urllib.request import urlopen

    root = SCRIPT.parent.parent.parent
    text = "".join(
        (root / name).read_text(encoding="utf-8") for name in ("README.md", "README.en.md", "docs/cli.md")
    )
    found = set(re.findall(r'tsunagari ask "([^"]{5,})"', text)) | set(re.findall("「([^」]{5,}？)」", text))
    assert len(found) >= 4
    for question in found:
        with urlopen(f"{server}/api/ask?question={quote(question)}") as answer:
            assert json.loads(answer.read())["status"] == "answered", question
