"""A researcher's word: read, applied, kept, and reported where it contradicts itself."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.reconcile.clusters import cluster_items
from graph.reconcile.items import Doubt, Item
from graph.reconcile.judgements import (
    Judgement,
    load_judgements,
    local_id,
    parse_judgements,
    settle,
    write_judgements,
)
from graph.reconcile.related import relate_measures
from graph.reconcile.review import REVIEW_COLUMNS, review_csv
from nlp.errors import IdentityError

HEAD = "subject,object,verdict,kind,who,when,why\n"
WHO = ("研究者A", "2026-11-01", "担当者に確認した")


def row(name: str, label: str, **more: object) -> Item:
    return Item(
        name,
        "budget_line",
        label,
        ministry=("総務省",),
        fiscal_year=2025,
        stage="initial",
        document=name,
        **more,
    )  # type: ignore[arg-type]


ITEMS = (
    row("a", "離島航路情報提供事業"),
    row("b", "離島航路情報提供事業"),
    row("c", "過疎地域交通確保事業"),
    row("d", "過疎地域交通確保総合事業"),
)


def groups(*judgements: Judgement, items: tuple[Item, ...] = ITEMS) -> set[frozenset[str]]:
    return {frozenset(one.members) for one in cluster_items(items, judgements).programmes}


def test_the_machine_alone() -> None:
    assert frozenset("ab") in groups()
    assert frozenset("c") in groups()


def test_different_splits_even_one_name() -> None:
    found = groups(Judgement("a", "b", "different", "identity", *WHO))
    assert {frozenset("a"), frozenset("b")} <= found


def test_same_joins_what_no_name_joins() -> None:
    clustering = cluster_items(ITEMS, [Judgement("a", "c", "same", "identity", *WHO)])
    of = clustering.programme_of()
    assert of["a"] == of["c"]
    link = next(link for one in clustering.programmes for link in one.links if link.method == "judgement")
    assert link.confidence == 1.0
    assert "研究者A" in link.reasons[0]
    assert "担当者に確認した" in link.reasons[0]


@pytest.mark.parametrize(
    "subject",
    [
        "programme/過疎地域交通確保事業",
        "過疎地域交通確保事業",
        "https://w3id.org/tsunagari/id/programme/%E9%81%8E%E7%96%8E%E5%9C%B0%E5%9F%9F%E4%BA%A4%E9%80%9A%E7%A2%BA%E4%BF%9D%E4%BA%8B%E6%A5%AD",
    ],
)
def test_things_may_be_named_by_label_or_address(subject: str) -> None:
    text = HEAD + f"{subject},d,same,identity,x,2026-01-01,\n"
    assert frozenset("cd") in groups(*parse_judgements(text))


def test_verdicts_survive_new_documents_and_any_order() -> None:
    verdicts = [
        Judgement("a", "b", "different", "identity", *WHO),
        Judgement("c", "d", "same", "identity", *WHO),
    ]
    more = (*ITEMS, row("e", "離島航路情報提供事業（新規）"), row("f", "過疎地域交通確保事業"))
    found = cluster_items(more, verdicts)
    of = found.programme_of()
    assert of["a"] != of["b"]
    assert of["c"] == of["d"] == of["f"]
    for seed in range(3):
        rng = random.Random(seed)
        assert cluster_items(rng.sample(more, len(more)), rng.sample(verdicts, 2)) == found


def test_contradictions_are_reported_and_not_applied() -> None:
    both = [
        Judgement("a", "c", "same", "identity", "A", "2026-01-01"),
        Judgement("c", "a", "different", "identity", "B", "2026-02-01"),
    ]
    clustering = cluster_items(ITEMS, both)
    assert [problem.code for problem in clustering.issues] == ["contradicting-judgements"]
    assert "A" in clustering.issues[0].message
    assert "B" in clustering.issues[0].message
    assert {frozenset(one.members) for one in clustering.programmes} == groups()


def test_a_chain_that_contradicts_is_reported() -> None:
    chain = [Judgement("a", "c", "same"), Judgement("c", "d", "same"), Judgement("a", "d", "different")]
    decided = settle(chain)
    assert decided.same == ()
    assert len(decided.issues) == 1
    of = cluster_items(ITEMS, chain).programme_of()
    assert of["a"] != of["d"]


def test_a_judgement_about_nothing_is_told() -> None:
    found = cluster_items(ITEMS, [Judgement("a", "nowhere", "same")])
    assert [problem.code for problem in found.issues] == ["judgement-without-subject"]


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("subject,object\n", "verdict"),
        (HEAD + "a,b,maybe,identity,,,\n", ":2:"),
        (HEAD + "a,b,same,money,,,\n", "money"),
    ],
)
def test_a_broken_file_says_where(text: str, match: str) -> None:
    with pytest.raises(IdentityError, match=match):
        parse_judgements(text)


SAVED = HEAD + "budget-line/2026i-2,budget-line/2027i-2,ｓame,identity,研究者A,2026-11-21,①要綱で確認～\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_file_is_read_as_a_spreadsheet_saves_it(encoding: str, tmp_path: Path) -> None:
    """Excel of a Japanese Windows saves CSV as cp932, and "Unicode text" as UTF-16 with tabs."""
    path = tmp_path / "review.csv"
    text = SAVED.replace(",", "\t") if encoding == "utf-16" else SAVED
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    (one,) = load_judgements(path)
    assert (one.verdict, one.who, one.why) == ("same", "研究者A", "①要綱で確認～")


def test_shift_jis_with_one_japanese_word_is_read(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    lines = "".join(
        f"budget-line/2026i-{n},budget-line/2027i-{n},same,identity,B,2026-11-21,\n" for n in range(90)
    )
    path.write_bytes((HEAD + lines + "a,b,different,identity,林,2026-11-21,\n").encode("cp932"))
    assert load_judgements(path)[-1].who == "林"


@pytest.mark.parametrize(
    ("data", "words"), [(b"PK\x03\x04\x00", "ブック"), (b"\x00\x01\xff\xfe\x81", "文字として")]
)
def test_what_is_no_csv_is_refused_with_what_to_do(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_bytes(data)
    with pytest.raises(IdentityError, match=words) as told:
        load_judgements(path)
    assert "CSV" in told.value.hint


def test_a_review_sheet_comes_back_as_judgements() -> None:
    doubt = Doubt(
        "c",
        "d",
        0.4,
        ("一方にだけ「総合」がある", "担当府省庁が同じ"),
        "過疎地域交通確保事業",
        "過疎地域交通確保総合事業",
    )
    sheet = review_csv([doubt])
    assert sheet.splitlines()[0].split(",") == list(REVIEW_COLUMNS)
    assert parse_judgements(sheet) == ()
    filled = sheet.replace("c,d,,identity,,,", "c,d,same,identity,研究者A,2026-11-01,同じ要綱")
    (verdict,) = parse_judgements("\ufeff" + filled)
    assert (verdict.verdict, verdict.who, verdict.why) == ("same", "研究者A", "同じ要綱")
    assert frozenset("cd") in groups(verdict)


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.sampled_from(["same", "different"])),
        max_size=6,
    )
)
def test_whatever_is_said_different_is_apart_unless_it_contradicts(said: list[tuple[str, str, str]]) -> None:
    verdicts = [Judgement(a, b, verdict) for a, b, verdict in said if a != b]
    decided = settle(verdicts)
    of = cluster_items(ITEMS, verdicts).programme_of()
    assert all(of[one.subject] != of[one.object] for one in decided.different)
    assert all(of[one.subject] == of[one.object] for one in decided.same)


def test_writing_and_reading_gives_the_same() -> None:
    verdicts = (Judgement("a", "b", "same", "identity", "x", "2026-01-01", "一行, 二行\n三行"),)
    (back,) = parse_judgements(write_judgements(verdicts))
    assert (back.subject, back.object, back.why) == ("a", "b", "一行, 二行\n三行")


def test_a_measure_link_can_be_refused_or_made(seed_items, seed_measures, seed_clustering) -> None:
    verdicts = [
        Judgement("食品アクセス確保緊急支援事業", "measure/2024-67", "different", "measure", *WHO),
        Judgement(
            "programme/生活困窮者等支援民間団体活動助成事業", "measure/2024-136", "same", "measure", *WHO
        ),
    ]
    links = {
        (link.programme, link.measure): link
        for link in relate_measures(seed_clustering, seed_items, seed_measures, verdicts)
    }
    assert ("食品アクセス確保緊急支援事業", "measure/2024-67") not in links
    assert links[("生活困窮者等支援民間団体活動助成事業", "measure/2024-136")].kind == "judgement"


def test_addresses_are_cut_to_ids() -> None:
    assert local_id(" https://w3id.org/tsunagari/id/budget-line/2025s-64 ") == "budget-line/2025s-64"
    assert local_id("budget-line/2025s-64") == "budget-line/2025s-64"
