"""The command line: exit codes, clear messages for bad input, help and documentation for every command."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import click
import pytest
from click.testing import CliRunner

from api.cli import main

ROOT = Path(__file__).parent.parent.parent


def run(*arguments: object):
    return CliRunner().invoke(main, [str(item) for item in arguments])


def test_every_command_has_help_and_stands_in_the_docs() -> None:
    docs = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name, command in main.commands.items():
        assert command.help, name
        assert f"tsunagari {name}" in docs, name
        for option in command.params:
            assert not isinstance(option, click.Option) or option.help, (name, option.name)


def test_query_formats(seed_store: Path) -> None:
    text = "SELECT (COUNT(?m) AS ?n) WHERE { ?m a tsu:Measure }"
    assert "141" in run("query", text, "--store", seed_store).output
    found = json.loads(run("query", text, "--store", seed_store, "--format", "json").output)
    assert found["results"]["bindings"][0]["n"]["value"] == "141"
    assert run("query", "ASK { ?m a tsu:Measure }", "--store", seed_store).output == "true\n"
    turtle = run(
        "query", "CONSTRUCT WHERE { ?m a tsu:Pillar }", "--store", seed_store, "--format", "ttl"
    ).output
    assert "tsu:Pillar" in turtle


def test_a_bad_query_names_line_and_column(seed_store: Path) -> None:
    result = run("query", "SELECT * {\n ?s ?p }", "--store", seed_store)
    assert result.exit_code == 1
    assert "line 2, column" in result.output


def test_explain_by_number_path_and_name(seed_store: Path) -> None:
    result = run("explain", "No.51", "--store", seed_store)
    assert result.exit_code == 0
    assert "budget-line/2024s-51" in result.output
    assert "measure/2024-51" in result.output
    assert "detached-column" in result.output
    assert run("explain", "measure/2024-82", "--store", seed_store).exit_code == 0
    assert run("explain", "厚生労働省", "--store", seed_store).exit_code == 0
    missing = run("explain", "measure/2024-999", "--store", seed_store)
    assert missing.exit_code == 1
    assert "→" in missing.output


def test_the_store_is_empty(tmp_path: Path) -> None:
    result = run("query", "ASK {}", "--store", tmp_path / "none")
    assert result.exit_code == 1
    assert "tsunagari build" in result.output


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder


def published(store: Path) -> str:
    return (store / "CURRENT").read_text()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (None, b"", "no document"),
        ("a.txt", b"", "a.txt"),
        ("a.txt", bytes(range(256)) * 20, "a.txt"),
        ("a.pdf", b"%PDF-1.4 not really", "a.pdf"),
        ("a.txt", "ただの日記です。今日はよい天気でした。".encode(), "a.txt"),
        ("a.exe", b"MZ\x00\x00", "no document"),
        ("a.xlsx", b"PK\x03\x04broken", "a.xlsx"),
    ],
)
def test_bad_input_is_refused_and_the_old_graph_stays(
    documents: Path, seed_store: Path, name: str | None, content: bytes, says: str
) -> None:
    before = published(seed_store)
    if name is not None:
        (documents / name).write_bytes(content)
    result = run("build", documents, "--store", seed_store)
    assert result.exit_code == 1
    assert says in result.output
    assert "→" in result.output
    assert "Traceback" not in result.output
    assert published(seed_store) == before


def test_an_unwritable_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    result = run("build", ROOT / "seeds", "--store", tmp_path / "file")
    assert result.exit_code == 1
    assert "--store" in result.output


def test_a_store_of_another_version(tmp_path: Path, seed_store: Path) -> None:
    import shutil

    other = tmp_path / "other"
    shutil.copytree(seed_store, other)
    meta = next(other.glob("builds/*/meta.json"))
    data = json.loads(meta.read_text())
    data["format"] = 99
    meta.write_text(json.dumps(data))
    result = run("query", "ASK {}", "--store", other)
    assert result.exit_code == 1
    assert "format" in result.output


def test_missing_folder_is_usage() -> None:
    assert run("build", "/no/such/folder").exit_code in (1, 2)
    assert run("build", "--no-such-option").exit_code == 2


def test_an_unseen_document_of_a_known_kind(documents: Path, tmp_path: Path) -> None:
    (documents / "new.txt").write_text(
        "（単位：百万円）\n\nNo.\t事業名\t令和8年度 補正予算額\t担当府省庁\t備考\n1. すべての世代の孤立を防ぐ取組を進める\n"
        "1-①見守りの体制づくり\n3\t単身世帯見守り事業\t1,250\t総務省\t新規\n4\t若者の居場所交付金\t88の内数\tこども家庭庁\t再掲\n",
        encoding="utf-8",
    )
    store = tmp_path / "store"
    assert run("build", documents, "--store", store).exit_code == 0
    found = run(
        "query",
        "SELECT ?n ?a WHERE { ?l a tsu:BudgetLine ; tsu:number ?n ; tsu:amount ?a } ORDER BY ?n",
        "--store",
        store,
        "--format",
        "csv",
    ).output.split()
    assert found[1:] == ["3,1250000000", "4,88000000"]


def test_read_prints_the_repaired_text() -> None:
    damaged = ROOT / "seeds" / "001_2100cd8da90fd0a9.txt"
    assert "施策名" in run("read", damaged).output
    raw = run("read", damaged, "--raw").output
    assert "᪋⟇ྡ" in raw
    data = json.loads(run("read", damaged, "--json").output)
    assert len([item for item in data["records"] if item["kind"] == "budget_line"]) == 13
    assert data["repairs"]


def test_check_reports_and_exits_by_violations(seed_store: Path) -> None:
    result = run("check", "--store", seed_store)
    assert result.exit_code == 0
    assert "制約違反 (SHACL violations): 0" in result.output


def test_review_and_judgements_survive_a_rebuild(seed_store: Path, tmp_path: Path) -> None:
    out = tmp_path / "review.csv"
    assert run("review", "--store", seed_store, "--out", out).exit_code == 0
    assert out.read_text(encoding="utf-8-sig").startswith("subject,object,verdict")


def test_two_years_of_one_graph_are_compared(seed_store: Path) -> None:
    done = CliRunner().invoke(main, ["diff", str(seed_store), "--years", "2024", "2025"])
    assert done.exit_code == 0, done.output
    assert "食品アクセス確保緊急支援事業" in done.output
    assert "孤独・孤立の実態把握" not in done.output, (
        "a plan that is loaded for one year only was not removed"
    )
    lost = CliRunner().invoke(main, ["diff", str(seed_store), "--years", "2019", "2025"])
    assert lost.exit_code == 1 and "2019" in lost.output
    assert CliRunner().invoke(main, ["diff", str(seed_store)]).exit_code == 2


PLAN = """重点計画
令和８年６月１２日
推進本部決定

（１）暮らしを支える基盤を整える
① 住まいの確保と改善
No.001:国立公園の自然を活用した健康づくり【環境省】････ 34
No.002:退職予定自衛官の相談体制の整備【防衛省】････ 35
② 食と栄養の確保
No.003:(再掲)国立公園の自然を活用した健康づくり【環境省】（前出（１）①：P.34）
No.002:(再掲)退職予定自衛官の相談体制の整備【防衛省】（前出（１）①：P.35）
No.004:金融相談の充実【金融庁】････ 36
"""


def test_a_folder_with_a_plan_and_files_of_no_known_kind(tmp_path: Path) -> None:
    """再掲 in a second section broke the shapes, and a memo beside the documents stopped the build."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "計画.txt").write_text(PLAN, encoding="utf-8")
    (folder / "memo.txt").write_text("今日の昼食は蕎麦でした。", encoding="utf-8")
    (folder / "~$計画.docx").write_bytes(b"lock")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    store = tmp_path / "store"
    built = run("build", folder, "--store", store, "--report", tmp_path / "report.json")
    assert built.exit_code == 0, built.output
    assert "memo.txt" in built.output
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [item["document"] for item in report["skipped"]] == ["memo.txt"]
    text = "SELECT ?n ?s ?r ?o WHERE { ?m a tsu:Measure ; tsu:number ?n ; tsu:section/skos:notation ?s OPTIONAL { ?m tsu:relistedSection/skos:notation ?r } OPTIONAL { ?m tsu:relists/tsu:number ?o } } ORDER BY ?n"
    rows = json.loads(run("query", text, "--store", store, "--format", "json").output)["results"]["bindings"]
    assert [tuple(row.get(key, {}).get("value", "") for key in "nsro") for row in rows] == [
        ("1", "1-①", "", ""),
        ("2", "1-①", "1-②", ""),
        ("3", "1-②", "", "1"),
        ("4", "1-②", "", ""),
    ]
    (folder / "manifest.toml").write_text('[document."memo.txt"]\ntitle = "覚え書き"\n', encoding="utf-8")
    assert run("build", folder, "--store", store).exit_code == 1, "named in the manifest, it must be read"
    (folder / "manifest.toml").unlink()
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert run("build", folder, "--store", store).exit_code == 1
    checked = run("check", folder)
    assert checked.exit_code == 0
    assert "broken.pdf" in checked.output


def test_check_shows_repairs_with_before_and_after_and_what_counts_leave_out(seed_store: Path) -> None:
    result = run("check", "--store", seed_store)
    assert result.exit_code == 0
    for words in (
        "字形番号になった文字を戻した",
        " → ",
        "推論で決めた値",
        "施策の府省庁",
        "140   141",
        "指摘",
    ):
        assert words in result.output


def test_a_port_in_use_is_told_before_anything_is_built_or_announced(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = run("serve", "--store", tmp_path / "store", "--port", port)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"127.0.0.1:{port}" in result.stderr
    assert f"--port {port + 1}" in result.stderr or port == 65535
    assert not (tmp_path / "store").exists()


def test_where_to_look_is_told_when_something_answers_there(seed_store: Path) -> None:
    command = [sys.executable, "-m", "api.cli", "serve", "--store", str(seed_store), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        base = process.stdout.readline().split()[-1]
        with urlopen(base + "health") as answer:
            assert answer.status == 200
        process.terminate()
