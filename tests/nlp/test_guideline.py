"""Guidelines: outline, eligible programmes, activities, rules, references; laws and plans."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from nlp.gazetteer import load_gazetteers
from nlp.grants.guideline import read_guideline
from nlp.language.legal_names import find_legal_names
from nlp.readers import Context, ReadResult
from nlp.reading import Reading

SEED = next((Path(__file__).parents[2] / "seeds").glob("004*.txt"))
CONTEXT = Context(load_gazetteers(), {}, "d")
OTHER = """高齢者等見守り推進交付金実施要領

令和８年６月12日老高発0612第3号
厚生労働省老健局長通知

第１　趣旨
　この要領は、介護保険法（平成９年法律第123号）第115条の45の規定に基づき、高齢者等の見守りを推進することを目的とする。

第２　実施主体
　実施主体は、都道府県及び市町村とする。

第３　対象事業
（１）見守りネットワーク構築事業
　次の取組を実施する。
　ア　協議会の設置
　イ　研修の実施
　ウ　アの活動を行う団体への支援
（２）居場所づくり事業
　地域の実情に応じて居場所を設置する。

第４　留意事項
（１）他の補助金と重複して交付を受けてはならない。
（２）事業者は、実績報告書を翌年度４月10日までに大臣に提出すること。
（３）第３（１）ウの取組は、委託により実施することができる。
（４）「高齢社会対策大綱」（令和６年９月13日閣議決定）の趣旨を踏まえるよう努めること。

附則
この要領は、令和８年７月１日から適用する。
"""


def guideline(text: str) -> ReadResult:
    """A guideline read from plain text."""
    return read_guideline(Reading.plain("d", text), CONTEXT)


def keys(result: ReadResult, kind: str) -> list[str]:
    """The keys of one kind."""
    return [record.key for record in result.records if record.kind == kind]


def test_seed_outline() -> None:
    text = SEED.read_text(encoding="utf-8")
    result = guideline(text)
    (head,) = [record for record in result.records if record.kind == "guideline"]
    assert head.text("document_number") == "府孤推第43号"
    assert (head.value("established"), head.value("in_force")) == ("2025-03-10", "2025-03-10")
    assert [item.value for item in head.all("implementer")] == ["地方公共団体"]
    assert keys(result, "eligible_programme") == ["3(1)", "3(2)"]
    assert keys(result, "activity") == [f"3(2)ア{mark}" for mark in "①②③④⑤⑥⑦⑧⑨⑩"] + [
        f"3(2)イ{mark}" for mark in "①②③④⑤⑥⑦⑧"
    ]
    rules = {
        record.key: record.text("requirement_type")
        for record in result.records
        if record.kind == "requirement"
    }
    assert rules["4"] == "prohibition"
    assert rules["2(2)-4"] == "prohibition"
    assert rules["4(2)イ"] == "procedure"
    assert rules["2(4)"] == "optional"
    links = {(relation.subject, relation.object) for relation in result.relations}
    assert {("requirement:2(4)", "activity:3(2)ア⑦"), ("requirement:2(4)", "activity:3(2)ア⑧")} <= links
    for record in result.records:
        for item in record.fields:
            assert item.where is None or text[item.where.start : item.where.end] == item.raw


def test_wrapped_lines_are_rejoined() -> None:
    result = guideline(SEED.read_text(encoding="utf-8"))
    activity = next(record for record in result.records if record.key == "3(2)イ①")
    assert activity.text("description") == (
        "就労希望や処遇改善希望がある者等の資格取得に向けた支援、職業訓練や職場実習等にかかる費用等の助成、"
        "知識及び技術の習得を目的としたセミナー又は研修等の支援などリ・スキリングを含む支援"
    )


def test_another_ministry_and_numbering() -> None:
    result = guideline(OTHER)
    (head,) = [record for record in result.records if record.kind == "guideline"]
    assert head.text("ministry") == "厚生労働省"
    assert (head.value("established"), head.value("in_force")) == ("2026-06-12", "2026-07-01")
    assert [item.value for item in head.all("implementer")] == ["都道府県", "市町村"]
    assert keys(result, "eligible_programme") == ["3(1)", "3(2)"]
    assert keys(result, "activity") == ["3(1)ア", "3(1)イ", "3(1)ウ"]
    assert [record.text("requirement_type") for record in result.records if record.key.startswith("4(")] == [
        "prohibition",
        "procedure",
        "optional",
        "requirement",
    ]
    assert {(relation.subject, relation.object) for relation in result.relations} == {
        ("activity:3(1)ウ", "activity:3(1)ア"),
        ("requirement:4(3)", "activity:3(1)ウ"),
    }


def test_a_missing_item_is_reported() -> None:
    result = guideline(OTHER.replace("（２）事業者は", "事業者は"))
    assert "missing-item" in {issue.code for issue in result.issues}


@pytest.mark.parametrize("seed", range(30))
def test_damage_never_crashes(seed: int) -> None:
    random = Random(seed)
    text = list(SEED.read_text(encoding="utf-8") if seed % 2 else OTHER)
    for _ in range(40):
        text[random.randrange(len(text))] = random.choice(("", "\n", "①", "（１）", "第１", "。", "ア "))
    joined = "".join(text)
    for record in guideline(joined).records:
        for item in record.fields:
            assert item.where is None or joined[item.where.start : item.where.end] == item.raw


def test_empty_text_is_an_issue() -> None:
    assert [issue.code for issue in guideline("").issues] == ["no-guideline"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "孤独・孤立対策推進法（令和５年法律第45号）第11条の規定に基づき",
            ("law", "孤独・孤立対策推進法", "令和5年法律第45号", "第11条", ""),
        ),
        (
            "「経済財政運営と改革の基本方針2025」（令和7年6月13日閣議決定）において",
            ("plan", "経済財政運営と改革の基本方針2025", "", "", "2025-06-13"),
        ),
        (
            "令和2年12月に閣議決定された「第5次男女共同参画基本計画」において",
            ("plan", "第5次男女共同参画基本計画", "", "", "2020-12"),
        ),
        (
            "令和6年4月に施行され、「経済財政運営と改革の基本方針2024」（同年6月21日閣議決定）",
            ("plan", "経済財政運営と改革の基本方針2024", "", "", "2024-06-21"),
        ),
        (
            "空家等対策の推進に関する特別措置法（平成26年法律第127号）による",
            ("law", "空家等対策の推進に関する特別措置法", "平成26年法律第127号", "", ""),
        ),
    ],
)
def test_citations(text: str, expected: tuple[str, str, str, str, str]) -> None:
    (found,) = find_legal_names(text, load_gazetteers().laws)
    assert (found.kind, found.name, found.number, found.article, found.decided_on) == expected


@pytest.mark.parametrize(
    "text", ["社会福祉法人が実施する", "効果的な方法により行う", "就労支援計画の策定", "今後の取組方針"]
)
def test_what_is_no_citation(text: str) -> None:
    assert find_legal_names(text, load_gazetteers().laws) == []


RATES = """離島交通支援補助金交付要綱

令和９年４月３日国海内第7号

第１　趣旨
　この要綱は、社会福祉法
人その他の者が島の足を守る取組を支援することを目的とする。

第２　実施主体
　事業主体は、離島を含む町村又は一部事務組合（広域連合を含む。）とする。

第３　補助率等
（１）補助率は、第４（１）の事業については３分の１以内、第４（２）の事業については５分の２以内とする。
（２）１事業者当たりの補助限度額は、次のとおりとする。
　ア　航路事業者　2,400万円
　イ　ＮＰＯ法人等　650万円

第４　留意事項
（１）取得価格が50万円以上の財産は、大臣の承認を受けて処分すること。
"""


def test_rates_and_limits_that_a_guideline_sets() -> None:
    guideline = read_guideline(Reading.plain("d", RATES), CONTEXT).records[0]
    rates = [(item.value, item.note) for item in guideline.all("subsidy_rate")]
    assert rates == [("1/3", "第４（１）の事業"), ("2/5", "第４（２）の事業")]
    limits = [(item.value, item.note) for item in guideline.all("limit")]
    assert limits == [(24_000_000, "航路事業者"), (6_500_000, "ＮＰＯ法人等")]


def test_a_word_that_goes_on_below_is_no_law() -> None:
    assert not [
        record
        for record in read_guideline(Reading.plain("d", RATES), CONTEXT).records
        if record.kind == "law"
    ]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("申請者は、計画書を令和９年10月３日までに知事に提出しなければならない。", ["2027-10-03"]),
        ("申請者は、計画書を令和９年10月３日（必着）までに提出すること。", ["2027-10-03"]),
        ("令和９年10月３日から令和９年11月１日正午までに申請しなければならない。", ["2027-11-01"]),
        ("実績報告書を翌年度の４月10日までに提出しなければならない。", []),
        ("令和９年10月３日に交付決定を受けた者は、報告しなければならない。", []),
    ],
)
def test_days_by_which_something_is_due(sentence: str, days: list[str]) -> None:
    result = guideline(OTHER.replace("他の補助金と重複して交付を受けてはならない。", sentence))
    found = [f for r in result.records if r.kind == "requirement" for f in r.fields if f.name == "due_date"]
    assert [f.value for f in found] == days


def test_limits_in_one_sentence_are_told_with_whom_they_are_for() -> None:
    text = "交付額の上限は、中核市にあっては1,234万円、町村にあっては56万円とする。"
    result = guideline(OTHER.replace("他の補助金と重複して交付を受けてはならない。", text))
    (head,) = [record for record in result.records if record.kind == "guideline"]
    assert [(f.value, f.note) for f in head.fields if f.name == "limit"] == [
        (12_340_000, "中核市"),
        (560_000, "町村"),
    ]


CALL = """漁村の担い手支援事業

公募要領

令和十年二月三日
水産庁漁政部

１．事業の目的

漁村で働きはじめる者を支える。

２．応募資格

（１）次のいずれかに該当する者は、応募することができない。
　ア　過去に決定を取り消されたことがある者
　イ　税を滞納している者
（２）税の滞納がないこと。

３．対象となる取組
次に掲げる取組のいずれかとする。ただし、用地の取得は除く。
① 漁具の使い方の講習
② 体験乗船
　ア　日帰りのもの

４．補助額
（１）講習　上限40万円

５．応募の期間　令和10年２月10日～３月１日17時

６．その他
・決定に違反した場合は、決定を取り消すことがあります。
"""


def test_a_call_lists_activities_and_says_who_may_not_apply() -> None:
    result = guideline(CALL)
    (head,) = [record for record in result.records if record.kind == "guideline"]
    assert (head.value("established"), head.text("issuer")) == ("2028-02-03", "水産庁漁政部")
    assert head.value("limit") == 400_000
    assert keys(result, "activity") == ["3①", "3②", "3②ア"]
    assert keys(result, "eligible_programme") == []
    kinds = {r.key: r.text("requirement_type") for r in result.records if r.kind == "requirement"}
    assert kinds == {
        "2(1)": "prohibition",
        "2(1)ア": "prohibition",
        "2(1)イ": "prohibition",
        "2(2)": "requirement",
        "3": "requirement",
        "3-2": "prohibition",
        "4(1)": "requirement",
        "5": "procedure",
        "6": "procedure",
    }
    (period,) = [record for record in result.records if record.key == "5"]
    assert period.value("due_date") == "2028-03-01"
    labels = [record.text("label") for record in result.records if record.kind == "requirement"]
    assert not any(label.startswith("．") for label in labels)
    assert "unread-sentence" not in {issue.code for issue in result.issues}


ARTICLES = """漁港海岸維持費補助金交付要綱

（制定）令和８年４月１日付け７水港第3012号

（申請）
第１条　申請者は、申請書を提出しなければならない。
２　前項の申請書には、次に掲げる書類を添付しなければならない。
　一　計画書
　二　予算書
３　大臣は、内容に虚偽があると認めるときは、交付しない。

附則
１　この要綱は、令和８年４月１日から施行する。
２　従前の事業については、なお従前の例による。
"""


def test_paragraphs_of_articles_and_supplements_are_rules_of_their_own() -> None:
    result = guideline(ARTICLES)
    (head,) = [record for record in result.records if record.kind == "guideline"]
    assert (head.value("established"), head.text("document_number")) == ("2026-04-01", "7水港第3012号")
    rules = [(r.key, r.text("requirement_type")) for r in result.records if r.kind == "requirement"]
    assert rules == [
        ("1", "procedure"),
        ("1.2", "procedure"),
        ("1.2一", "procedure"),
        ("1.2二", "procedure"),
        ("1.3", "prohibition"),
        ("附則", "definition"),
    ]


def test_a_sentence_of_no_known_kind_is_reported() -> None:
    sentence = "これは、事務が重いためである人がいるからだ。"
    result = guideline(OTHER.replace("他の補助金と重複して交付を受けてはならない。", sentence))
    assert [sentence in issue.message for issue in result.issues if issue.code == "unread-sentence"] == [True]


LETTER = """文書番号 漁政発0401第3号
令和11年４月１日

各都道府県知事 殿

水産庁漁政部

漁村相談員養成事業の実施について

標記について、別紙のとおり「漁村相談員養成事業実施要綱」を定めたので通知する。

別紙

漁村相談員養成事業実施要綱

１　実施主体
　　実施主体は、都道府県とする。ただし、事業の全部又は一部を
　適切な団体に委託することができる。

２　限度額
（１）１人当たりの上限は、年額12万円とする。ただし、離島にあっては18万円とする。
（２）委託額は、１件あたり80万円程度（上限100万円）とする。
"""


def test_a_letter_before_the_guideline_is_not_its_title() -> None:
    result = guideline(LETTER)
    (head,) = [record for record in result.records if record.kind == "guideline"]
    assert head.text("label") == "漁村相談員養成事業実施要綱"
    assert head.text("programme") == "漁村相談員養成事業"
    assert (head.value("established"), head.text("document_number")) == ("2029-04-01", "漁政発0401第3号")
    assert [(f.value, f.note) for f in head.fields if f.name == "limit"] == [
        (120_000, ""),
        (180_000, "離島"),
        (1_000_000, ""),
    ]
    said = [record.text("description") for record in result.records if record.kind == "requirement"]
    assert "ただし、事業の全部又は一部を適切な団体に委託することができる。" in said
    assert any("各都道府県知事" in issue.message for issue in result.issues)


@pytest.mark.parametrize(
    ("head", "label"),
    [
        (
            "令和１０年度 離島くらし支援事業\n\n公募要領\n\n令和10年６月１日",
            "令和１０年度離島くらし支援事業公募要領",
        ),
        (
            "各種相談印刷物普及事業\n（10年の歩み事業）\n実施要領\n令和10年６月１日",
            "各種相談印刷物普及事業（10年の歩み事業）実施要領",
        ),
        ("別紙\n\n漁村相談員養成\n事業費補助金交付要綱", "漁村相談員養成事業費補助金交付要綱"),
    ],
)
def test_the_lines_that_a_title_takes(head: str, label: str) -> None:
    result = guideline(f"{head}\n\n１　実施主体\n実施主体は、都道府県とする。\n")
    assert result.records[0].text("label") == label


def _counted(rng: Random, *, sign: str) -> tuple[str, list[str]]:
    """A guideline whose section ３ ends in a list of as many entries as its number, with the keys of its activities.

    `sign` is how the numbers of its lists are printed: "circled", "figures" (normalised text), or "narrow" (figures of
    half width below headings of full width).
    """
    wide = str.maketrans("0123456789", "０１２３４５６７８９")

    def heading(number: int) -> str:
        return str(number) if sign == "figures" else str(number).translate(wide)

    def entry(number: int) -> str:
        return "①②③④⑤⑥⑦"[number - 1] if sign == "circled" else str(number)

    lists = [rng.randint(2, 7) for _ in range(rng.randint(0, 2))] + [3]
    lines = ["見守り推進交付金実施要領", "令和９年４月２日府政第518号", "内閣府政策統括官通知"]
    lines += [f"{heading(1)} 事業の目的", "見守りを推進することを目的とする。"]
    lines += [f"{heading(2)} 実施主体", "（１）実施主体は、市町村とする。", f"{heading(3)} 対象事業"]
    lines += ["（１）担い手育成事業"]
    expected = []
    for kana, count in zip("アイウ", lists, strict=False):
        lines += [f"{kana} {rng.choice(('研修', '訓練', '相談'))}事業", "次に掲げる取組を実施する。"]
        for number in range(1, count + 1):
            lines.append(f"{entry(number)} {rng.choice(('研修の開催', '訓練の実施', '団体への支援'))}")
            expected.append(f"3(1){kana}{'①②③④⑤⑥⑦'[number - 1]}")
    lines += [f"{heading(4)} 留意点", "（１）重複して交付を受けてはならない。"]
    lines += [f"{heading(5)} 連携の強化", "内閣府は、総務省と情報の共有を図るものとする。"]
    lines += [f"{heading(6)} その他", "必要な事項は、内閣府が別に定めるものとする。"]
    return "\n".join(lines), expected


@pytest.mark.parametrize("sign", ["circled", "figures", "narrow"])
@pytest.mark.parametrize("seed", range(12))
def test_the_heading_after_a_list_is_no_entry_of_it(seed: int, sign: str) -> None:
    text, expected = _counted(Random(seed), sign=sign)
    result = guideline(text)
    assert keys(result, "activity") == expected
    assert {"4(1)", "5", "6"} <= set(keys(result, "requirement"))
