"""Budget lists: every printed row exists, with what is readable, whatever the layout."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.budgets.reader import read_budget_list
from nlp.gazetteer import load_gazetteers
from nlp.profiles import load_profiles
from nlp.readers import Context, ReadResult
from nlp.reading import Reading

MINISTRIES = [
    "厚生労働省",
    "内閣府",
    "法務省",
    "こども家庭庁",
    "農林水産省",
    "国土交通省",
    "文部科学省",
    "環境省",
]
NAMES = [
    "見守り活動推進事業",
    "孤立予防モデル調査",
    "居場所づくり交付金",
    "相談体制整備事業",
    "地域交流促進事業",
    "就労準備支援事業",
]


def read(text: str) -> ReadResult:
    profile = load_profiles()["budget_list"]
    return read_budget_list(
        Reading.plain("d", text), Context(load_gazetteers(), profile.settings["budget_list"], "d", None, "")
    )


def lines_of(result: ReadResult) -> dict[int, dict[str, object]]:
    return {
        int(record.key): {
            **{field.name: field.value for field in record.fields},
            "ministries": [field.value for field in record.all("ministry")],
        }
        for record in result.records
        if record.kind == "budget_line"
    }


def generated(seed: int, separator: str) -> tuple[str, dict[int, dict[str, object]]]:
    rng = random.Random(seed)
    number = rng.randint(1, 120)
    truth: dict[int, dict[str, object]] = {}
    out = [
        "（単位：百万円）",
        "",
        separator.join(["No.", "事業名", "令和9年度 当初予算額", "担当府省庁", "備考"]),
    ]
    for section in range(1, rng.randint(2, 5)):
        pillar = 2
        mark = "①②③④⑤"[section - 1]
        out.append(f"{pillar}-{mark}節の名{section}")
        for _ in range(rng.randint(1, 4)):
            name = rng.choice(NAMES) + rng.choice(["", "費", "（拡充）"])
            amount, included = rng.randint(1, 99_999), rng.random() < 0.3
            ministry, remark = rng.choice(MINISTRIES), rng.choice(["", "再掲", "新規", "新規・再掲"])
            printed = f"{amount:,}" + ("の内数" if included else "")
            out.append(separator.join([str(number), name, printed, ministry, remark]).rstrip(" "))
            truth[number] = {
                "label": name,
                "amount": amount * 1_000_000,
                "amount_kind": "includedIn" if included else "exact",
                "ministries": [ministry],
                "section": f"{pillar}-{mark}",
                "relisted": "再掲" in remark,
                "newly_listed": "新規" in remark,
                "fiscal_year": 2027,
                "stage": "initial",
                "number": number,
            }
            number += 1
    return "\n".join(out) + "\n", truth


@pytest.mark.parametrize("separator", ["\t", " ", "　", " | "])
@pytest.mark.parametrize("seed", range(15))
def test_generated_lists_are_read_exactly(seed: int, separator: str) -> None:
    text, truth = generated(seed, separator)
    found = lines_of(read(text))
    assert found.keys() == truth.keys()
    for number, expected in truth.items():
        assert {key: found[number].get(key) for key in expected} == expected


def test_joint_ministries_and_a_name_over_two_lines() -> None:
    text = (
        "単位：千円\nNo 事業名 令和７年度予算額 所管府省庁 備考\n1-①節\n"
        "7 とても長い名前の\n事業 1,200 厚生労働省、国土交通省 再掲\n８ 次の事業 - 環境省\n"
    )
    found = lines_of(read(text))
    assert found[7]["ministries"] == ["厚生労働省", "国土交通省"]
    assert found[7]["amount"] == 1_200_000
    assert found[7]["label"] == "とても長い名前の事業"
    assert "amount" not in found[8]


def test_a_lost_row_is_reported() -> None:
    text = (
        "単位：百万円\nNo. 事業名 令和7年度予算額 担当府省庁 備考\n1 甲事業 10 内閣府\n3 乙事業 20 内閣府\n"
    )
    issues = read(text).issues
    assert ("missing-row", "budget_line:2") in [(item.code, item.subject) for item in issues]


def test_a_list_without_unit_gives_no_amount() -> None:
    result = read("No. 事業名 令和7年度予算額 担当府省庁 備考\n1 甲事業 10 内閣府\n")
    assert "missing-unit" in {item.code for item in result.issues}
    assert "amount" not in lines_of(result)[1]


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 30), st.data())
def test_mutated_lists_never_crash_and_every_quote_slices_back(seed: int, data) -> None:
    text, _ = generated(seed, "\t")
    for _ in range(data.draw(st.integers(1, 6))):
        position = data.draw(st.integers(0, len(text) - 1))
        length = data.draw(st.integers(0, 8))
        text = text[:position] + data.draw(st.text(max_size=4)) + text[position + length :]
    result = read(text)
    for record in result.records:
        for field in record.fields:
            if field.where is not None:
                assert text[field.where.start : field.where.end] == field.raw


def test_seed_lists(by_document) -> None:
    """The two seed lists, hand-labelled from the documents (tests/gold/budget_lines.csv)."""
    import csv
    from pathlib import Path

    with (Path(__file__).parent.parent / "gold" / "budget_lines.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    for document in ("000", "001"):
        found = {record.key: record for record in by_document[document].of_kind("budget_line")}
        expected = {row["number"]: row for row in rows if row["document"] == document}
        assert found.keys() == expected.keys()
        for number, row in expected.items():
            record = found[number]
            assert record.value("amount") == int(row["million"]) * 1_000_000
            assert record.text("amount_kind") == row["kind"]
            assert [field.value for field in record.all("ministry")] == [row["ministry"]]
            assert record.text("section") == row["section"]
            assert (record.value("relisted"), record.value("newly_listed")) == (
                row["relisted"] == "1",
                row["new"] == "1",
            )


def test_a_row_torn_inside_its_name_keeps_its_cells() -> None:
    text = (
        "（単位：百万円）\n\nNo.\t事業名\t令和8年度 当初予算額\t担当府省庁\t備考\n1-①居場所の確保\n"
        "7\t離島の見守り事業\t120\t総務省\t\n8\t農村における学\n習支援事業\t35の内数\t文部科学省\t再掲\n9\t共食の場づくり事業\t9\t縂務省\t\n"
    )
    settings = load_profiles()["budget_list"].settings["budget_list"]
    rows = {
        row.key: row
        for row in read_budget_list(
            Reading.plain("d", text), Context(load_gazetteers(), settings, "d")
        ).records
        if row.kind == "budget_line"
    }
    assert list(rows) == ["7", "8", "9"]
    assert "".join(rows["8"].text("label").split()) == "農村における学習支援事業"
    assert (rows["8"].value("amount"), rows["8"].text("amount_kind")) == (35_000_000, "includedIn")
    assert (rows["8"].text("ministry"), rows["8"].value("relisted")) == ("文部科学省", True)
    assert rows["9"].text("ministry") == "総務省"


@pytest.mark.parametrize(
    ("remark", "quote", "part"),
    [
        ("うち孤独・孤立対策分300百万円", "うち孤独・孤立対策分300百万円", True),
        ("再掲、うち調査費 1,200千円", "うち調査費 1,200千円", True),
        ("別途、補正予算3億円", "補正予算3億円", False),
        ("再掲", "", False),
        ("○○交付金5,000百万円の内数", "", False),
    ],
)
def test_a_sum_in_the_remarks_is_told_and_not_taken(remark: str, quote: str, part: bool) -> None:
    head = "（単位：百万円）\n\nNo.\t事業名\t令和9年度 当初予算額\t担当府省庁\t備考\n1-①節の名\n"
    result = read(
        head + f"1\t見守り活動推進事業\t1,200\t厚生労働省\t{remark}\n2\t地域交流事業\t50\t内閣府\t\n"
    )
    told = [issue for issue in result.issues if issue.code == "amount-in-remarks"]
    assert [issue.subject for issue in told] == (["budget_line:1"] if quote else [])
    assert all(f"「{quote}」" in issue.message and ("うちの一部" in issue.message) is part for issue in told)
    assert lines_of(result)[1]["amount"] == 1_200_000_000
