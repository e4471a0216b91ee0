"""A researcher's verdicts through the command line: listed, returned, applied, kept over rebuilds and new documents, contradictions told."""

import csv
import json
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from api.cli import main

OLD, NEW = "離島見守り支援事業", "離島見守り緊急支援事業"
HEADS = {2026: "令和8年度", 2027: "令和9年度", 2028: "令和10年度"}


def run(*arguments: object):
    return CliRunner().invoke(main, [str(item) for item in arguments])


def write_list(folder: Path, year: int, *rows: tuple[str, str, str]) -> None:
    body = "".join(
        f"{number}\t{name}\t{amount}\t{ministry}\t\n"
        for number, (name, amount, ministry) in enumerate(rows, start=1)
    )
    text = f"（単位：百万円）\n\nNo.\t事業名\t{HEADS[year]} 当初予算額\t担当府省庁\t備考\n1. 孤立を防ぐ取組を進める\n1-①見守りの体制づくり\n{body}"
    (folder / f"list{year}.txt").write_text(text, encoding="utf-8")


def built(folder: Path, judgements: Path | None = None) -> tuple[dict[str, str], dict[str, Any], str]:
    """Programme of every row (name with year -> address), the report, what was printed."""
    store, report = folder.parent / "store", folder.parent / "report.json"
    more = ("--judgements", judgements) if judgements else ()
    done = run("build", folder, "--store", store, "--report", report, *more)
    assert done.exit_code == 0, done.output
    text = (
        "SELECT ?n ?y ?p { ?l a tsu:BudgetLine ; skos:prefLabel ?n ; tsu:fiscalYear ?y ; tsu:programme ?p }"
    )
    found = json.loads(run("query", text, "--store", store, "--format", "json").output)["results"]["bindings"]
    of = {f"{row['n']['value']} {row['y']['value'][:4]}": row["p"]["value"] for row in found}
    return of, json.loads(report.read_text(encoding="utf-8")), done.output


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    write_list(
        folder,
        2026,
        (OLD, "120", "総務省"),
        ("里山学習事業", "80", "環境省"),
        ("食の居場所交付金", "55", "農林水産省"),
    )
    write_list(
        folder,
        2027,
        (NEW, "150", "総務省"),
        ("里山学習事業", "90", "環境省"),
        ("農泊案内事業", "70", "農林水産省"),
    )
    return folder


def test_a_doubt_is_listed_decided_and_stays_decided(lists: Path, tmp_path: Path) -> None:
    before, report, _ = built(lists)
    assert before[f"{OLD} 2026"] != before[f"{NEW} 2027"]
    review = tmp_path / "review.csv"
    assert run("review", "--store", tmp_path / "store", "--out", review).exit_code == 0
    with review.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    (doubt,) = [row for row in rows if {row["subject_label"], row["object_label"]} == {OLD, NEW}]
    assert "緊急" in doubt["reasons"]
    assert len(report["doubtful"]) == len(rows)
    doubt.update(verdict="same", who="研究者A", when="2026-11-21", why="要綱で確認")
    with review.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.DictWriter(handle, list(doubt))
        writer.writeheader()
        writer.writerows(rows)

    after, _, _ = built(lists, review)
    joined = after[f"{OLD} 2026"]
    assert joined == after[f"{NEW} 2027"]
    told = run("explain", joined.rsplit("/id/", 1)[-1], "--store", tmp_path / "store").output
    assert "研究者Aの判断（2026-11-21）: 要綱で確認" in told
    assert {name: programme for name, programme in after.items() if "離島" not in name} == {
        name: programme for name, programme in before.items() if "離島" not in name
    }

    assert built(lists, review)[0] == after, "a rebuild keeps it"
    write_list(lists, 2028, (NEW, "160", "総務省"), (OLD, "10", "環境省"))
    later, report, _ = built(lists, review)
    assert later[f"{OLD} 2026"] == later[f"{NEW} 2027"] == later[f"{NEW} 2028"] == joined
    assert later[f"{OLD} 2028"] != joined, "the same name under another ministry was not spoken of"
    assert built(lists)[0][f"{OLD} 2026"] != joined or built(lists)[0][f"{NEW} 2027"] != joined


def test_a_verdict_wins_over_one_name(lists: Path, tmp_path: Path) -> None:
    rows = built(lists)[0]
    assert rows["里山学習事業 2026"] == rows["里山学習事業 2027"]
    judgements = tmp_path / "judgements.csv"
    judgements.write_text(
        "subject,object,verdict,kind,who,when,why\n"
        "budget-line/2026i-2,budget-line/2027i-2,different,identity,B,2026-11-21,対象の学校が違う\n",
        encoding="utf-8",
    )
    apart = built(lists, judgements)[0]
    assert apart["里山学習事業 2026"] != apart["里山学習事業 2027"]


def test_contradicting_verdicts_are_told_and_none_is_applied(lists: Path, tmp_path: Path) -> None:
    plain = built(lists)[0]
    judgements = tmp_path / "judgements.csv"
    head = "subject,object,verdict,kind,who,when,why\n"
    one = f"{OLD},{NEW},same,identity,A,2026-11-20,要綱が同じ\n"
    other = f"{NEW},{OLD},different,identity,B,2026-11-21,対象が違う\n"
    for kind in ("lineage", "measure"):
        directed = one + other.replace(f"{NEW},{OLD}", f"{OLD},{NEW}")
        judgements.write_text(head + directed.replace("identity", kind), encoding="utf-8")
        assert "食い違う" in built(lists, judgements)[2]
    for lines in (one + other, other + one):
        judgements.write_text(head + lines, encoding="utf-8")
        of, report, printed = built(lists, judgements)
        assert of == plain, "neither the first nor the last line wins"
        (told,) = [item for item in report["identity_issues"] if item["code"] == "contradicting-judgements"]
        assert "A" in told["message"]
        assert "B" in told["message"]
        assert told["message"] in printed


def test_a_bad_verdict_is_refused_with_its_line(lists: Path, tmp_path: Path) -> None:
    judgements = tmp_path / "judgements.csv"
    judgements.write_text("subject,object,verdict\na,b,maybe\n", encoding="utf-8")
    done = run("build", lists, "--store", tmp_path / "store", "--judgements", judgements)
    assert done.exit_code in (1, 2)
    assert "judgements.csv:2" in done.output


def test_a_doubtful_measure_is_decided_the_same_way(tmp_path: Path) -> None:
    """The seeds leave one programme in doubt whose sheet and measure No.56 say nearly the same."""
    seeds = Path(__file__).parent.parent.parent / "seeds"
    store, review = tmp_path / "store", tmp_path / "review.csv"
    assert run("build", seeds, "--store", store).exit_code == 0
    assert run("review", "--store", store, "--out", review).exit_code == 0
    with review.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    doubt = next(row for row in rows if row["kind"] == "measure")
    assert doubt["subject"].startswith("programme/")
    assert doubt["object"].startswith("measure/")
    doubt.update(verdict="same", who="A", when="2026-11-21", why="資料と施策を読んだ")
    with review.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.DictWriter(handle, list(doubt))
        writer.writeheader()
        writer.writerows(rows)
    assert run("build", seeds, "--store", store, "--judgements", review).exit_code == 0
    text = "ASK { ?p skos:prefLabel ?n ; tsu:relatedMeasure ?m . FILTER(STR(?n) = '%s' && STRENDS(STR(?m), '%s')) }"
    asked = text % (doubt["subject_label"], doubt["object"])
    assert run("query", asked, "--store", store).output == "true\n"
    refused = run("review", "--store", store, "--out", review)
    assert refused.exit_code == 1
    assert "review.csv" in refused.output
    assert doubt["why"] in review.read_text(encoding="utf-8-sig")
    again = tmp_path / "again.csv"
    assert run("review", "--store", store, "--out", again).exit_code == 0
    with again.open(encoding="utf-8-sig", newline="") as handle:
        assert not [row for row in csv.DictReader(handle) if row["object"] == doubt["object"]]


def test_kept_verdicts_that_cannot_be_read_do_not_stop_a_build(lists: Path, tmp_path: Path) -> None:
    given = tmp_path / "given.csv"
    given.write_text(
        f"subject,object,verdict,kind,who,when,why\n{OLD},{NEW},same,identity,A,2026-11-20,x\n", "utf-8"
    )
    built(lists, given)
    kept = tmp_path / "store" / "judgements.csv"
    for spoilt in (b"PK\x03\x04 a workbook", b"subject,object\n1,2\n"):
        kept.write_bytes(spoilt)
        for judgements in ((), (given,)):
            _, report, printed = built(lists, *judgements)
            assert "judgements.csv" in report["judgements_unread"] and report["judgements_left_out"] == 0
            assert "earlier verdicts cannot be read" in printed
            assert kept.read_bytes() == spoilt


def test_verdicts_are_kept_and_a_build_without_them_says_so(lists: Path, tmp_path: Path) -> None:
    head = "subject,object,verdict,kind,who,when,why\n"
    files = [tmp_path / "first.csv", tmp_path / "second.csv"]
    files[0].write_text(head + f"{OLD},{NEW},same,identity,A,2026-11-20,要綱\n", encoding="cp932")
    files[1].write_text(
        head + "budget-line/2026i-2,budget-line/2027i-2,different,identity,B,,学校\n", "cp932"
    )
    with_first = built(lists, files[0])[0]
    alone, report, printed = built(lists, files[1])
    assert report["judgements_left_out"] == 1
    kept = tmp_path / "store" / "judgements.csv"
    assert f"--judgements {kept}" in printed
    assert alone != with_first
    both = built(lists, kept)[0]
    assert both[f"{OLD} 2026"] == both[f"{NEW} 2027"]
    assert both["里山学習事業 2026"] != both["里山学習事業 2027"]
    store = tmp_path / "again"
    done = run("build", lists, "--store", store, "--judgements", files[0], "--judgements", files[1])
    assert done.exit_code == 0
    assert "使っていません" not in done.output
    assert sorted((store / "judgements.csv").read_text("utf-8-sig").splitlines()[1:]) == sorted(
        kept.read_text("utf-8-sig").splitlines()[1:]
    )


def test_the_review_page_shows_what_to_look_at_again(lists: Path, tmp_path: Path) -> None:
    from serving import served

    judgements = tmp_path / "judgements.csv"
    judgements.write_text(
        f"subject,object,verdict,kind,who,when,why\n{OLD},{NEW},same,identity,A,,x\n{OLD},{NEW},different,identity,B,,y\n",
        encoding="utf-8",
    )
    built(lists, judgements)
    with served(tmp_path / "store") as base, urlopen(f"{base}/review") as answer:
        page = answer.read().decode()
    assert "見直しの要る判断" in page
    assert "食い違う" in page
