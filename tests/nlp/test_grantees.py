"""Grantee tables, calls for proposals and themes."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from nlp.gazetteer import load_gazetteers
from nlp.grants.call import read_call
from nlp.grants.grantees import read_grantees
from nlp.readers import Context, ReadResult
from nlp.reading import Reading

SEED = next((Path(__file__).parents[2] / "seeds").glob("003*.txt"))
CONTEXT = Context(load_gazetteers(), {}, "d")
FORMS = ("特定非営利活動法人", "一般社団法人", "公益財団法人", "社会福祉法人", "株式会社")
PREFECTURES = ("北海道", "青森県", "東京都", "大阪府", "沖縄県", "愛媛県")


def grantees(text: str) -> ReadResult:
    """The grantees of a plain text."""
    return read_grantees(Reading.plain("d", text), CONTEXT)


def test_seed_has_nine() -> None:
    text = SEED.read_text(encoding="utf-8")
    result = grantees(text)
    assert [record.key for record in result.records] == [str(number) for number in range(1, 10)]
    assert not result.issues
    eighth = result.records[7]
    assert eighth.text("label") == "ひょうごコミュニティ財団"
    assert eighth.text("legal_form") == "公益財団法人"
    assert eighth.text("note") == "コンソーシアムの代表団体"
    assert eighth.text("project") == "孤独・孤立対策のための中間支援3.0『ひょうごモデル』推進事業"
    assert [item.value for item in eighth.all("service_area")] == ["兵庫県", "茨城県", "岐阜県", "全国"]
    assert result.records[5].text("legal_form") == "特定非営利活動法人"
    assert {record.text("programme") for record in result.records} == {
        "孤独・孤立対策推進交付金（孤独・孤立対策担い手育成支援事業）"
    }


def table(seed: int, *, marked_up: bool) -> tuple[str, list[tuple[str, str, str, str]]]:
    """A written table and its rows: legal form, name, prefecture, project."""
    random = Random(seed)
    rows, truth = [], []
    for number in range(1, random.randint(3, 12)):
        form, home = random.choice(FORMS), random.choice(PREFECTURES)
        name, project = (
            f"団体{chr(0x30A2 + 2 * number)}",
            f"{random.choice(('見守り', '居場所', '相談'))}づくり事業{number}",
        )
        truth.append((form, name, home, project))
        if marked_up:
            rows.append(
                f"{number}\t<p>{form} {name} ({home})</p>\n\n<p>{project}</p>\t<p>取組を行う。</p>\n\n<p>続ける。</p>\t全国"
            )
        else:
            rows.append(
                f"{number}\t{form} {name} ({home}) {project}\t取組を 行う。\t{random.choice(PREFECTURES)} 全国"
            )
    head = "令和9年度 地域共生推進交付金（担い手支援事業） 採択団体\n\n\t団体名/事業名\t概要\t事業区域\n"
    return head + "\n".join(rows) + "\n", truth


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("marked_up", [True, False])
def test_generated_tables(seed: int, marked_up: bool) -> None:
    text, truth = table(seed, marked_up=marked_up)
    result = grantees(text)
    found = [
        tuple(record.text(name) for name in ("legal_form", "label", "prefecture", "project"))
        for record in result.records
    ]
    assert found == truth
    assert all(record.value("fiscal_year") == 2027 for record in result.records)
    for record in result.records:
        for item in record.fields:
            assert item.where is None or text[item.where.start : item.where.end] == item.raw


def test_a_lost_row_and_a_lost_number_are_reported() -> None:
    text, _ = table(3, marked_up=False)
    lines = text.split("\n")
    del lines[4]
    lines[5] = "\t" + lines[5].split("\t", 1)[1]
    result = grantees("\n".join(lines))
    codes = {issue.code for issue in result.issues}
    assert "missing-row" in codes
    assert "missing-number" in codes


@pytest.mark.parametrize("marked_up", [True, False])
def test_a_row_without_its_number_is_read_whole(marked_up: bool) -> None:
    text, truth = table(4, marked_up=marked_up)
    result = grantees(text.replace("\n2\t", "\n\t", 1))
    found = [
        tuple(record.text(name) for name in ("legal_form", "label", "prefecture", "project"))
        for record in result.records
    ]
    assert found == truth
    assert ("missing-number", "grantee:2") in {(issue.code, issue.subject) for issue in result.issues}


@pytest.mark.parametrize("seed", range(25))
def test_damage_never_crashes(seed: int) -> None:
    random = Random(seed)
    text = list(table(seed, marked_up=seed % 2 == 0)[0])
    for _ in range(30):
        text[random.randrange(len(text))] = random.choice(("", "\t", "\n", "<p>", "9", "(", "※"))
    grantees("".join(text))


def test_call_of_the_seed() -> None:
    (call,) = read_call(Reading.plain("d", SEED.read_text(encoding="utf-8")), CONTEXT).records
    assert call.value("limit") == 2_000_000
    assert (call.value("opens"), call.value("closes")) == ("2025-04-21", "2025-05-30")
    assert call.text("url") == "https://www.nttdata-strategy.com/newsrelease/news/kodoku_koritsu_koubo/"


def test_call_over_the_new_year() -> None:
    text = "つながり支援事業の募集について\n\n1 事業概要\n取組を支援します（上限額1,500万円）。\n2 応募期間\n令和8年12月20日～1月31日17時\n3 詳細\nhttps://example.go.jp/koubo/\n"
    (call,) = read_call(Reading.plain("d", text), CONTEXT).records
    assert (call.value("opens"), call.value("closes"), call.value("limit")) == (
        "2026-12-20",
        "2027-01-31",
        15_000_000,
    )


def test_other_documents_have_no_grantees() -> None:
    for path in SEED.parent.glob("00[0124]*.txt"):
        assert not grantees(path.read_text(encoding="utf-8")).records


def test_the_dates_of_a_call_stand_below_their_heading() -> None:
    text = "港を守る団体への助成 の公募開始について\n\n1 調査概要\n\n助成を行い(上限320万円)、成果を広げます。\n\n2 公募期間\n\n令和9年2月8日～3月19日正午\n\n参考資料\n"
    (record,) = read_call(Reading.plain("d", text), Context(load_gazetteers(), {}, "d")).records
    assert (record.value("opens"), record.value("closes")) == ("2027-02-08", "2027-03-19")
    assert record.value("limit") == 3_200_000


@pytest.mark.parametrize(
    ("head", "cell", "yen"),
    [
        ("交付決定額", "1,420万円", 14_200_000),
        ("交付額（千円）", "9,600", 9_600_000),
        ("助成額", "2億円", 200_000_000),
        ("交付決定額", "1,4〓0万円", None),
        ("交付決定額", "―", None),
        ("交付決定額", "9,600", None),
    ],
)
def test_what_a_grantee_was_granted(head: str, cell: str, yen: int | None) -> None:
    text = (
        "令和8年度 港まちづくり交付金 交付団体\n\n"
        f"\t団体名/事業名\t概要\t事業区域\t{head}\n"
        f"1\t一般社団法人 みなと会 (青森県) 浜の見守り事業\t見守りを行う。\t青森県\t{cell}\n"
    )
    [record] = grantees(text).records
    assert record.value("granted") == yen
    if yen is not None:
        assert record.text("granted_text") == cell
        assert not grantees(text).issues
