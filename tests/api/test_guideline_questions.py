"""What the rules of a guideline say of days, of handing over all of a task, of charges and of who gets the papers (other names)."""

from __future__ import annotations

import pytest

from api.answering.answers import AskServices, answer_question, services_for
from api.commands.builder import BuildOptions, build
from api.graph_access import open_graph

_GUIDELINE = """浜の学び舎づくり推進交付金

（地方における浜の学び舎づくり推進事業）

実施要領

制　　定　令和８年４月１日こ成環第58号

こども家庭庁成育局長通知

１　事業の目的

浜の学び舎づくり推進交付金（地方における浜の学び舎づくり推進事業）（以下「交付金」という。）は、地方公共団体が浜の学び舎を広げることを目的とする。

２　実施主体

（１）３（１）の事業の実施主体は、地方公共団体とする。

（２）地方公共団体は、事業の一部を、適切に実施できると認める団体に委託することができる。ただし、事業の全部を一括して委託してはならない。

３　交付対象事業

（１）学び舎立上げ事業

浜の学び舎を新たに設けるため、次に掲げる取組を実施する。

① 空き倉庫の改修及び備品の購入

② 学び舎を運営する人材の確保及び研修

４　事業実施に当たっての留意点

（１）利用料

学び舎の利用料は、無料とする。ただし、教材費等の実費については、徴収することができる。

（２）開所日数

学び舎は、原則として週３日以上、かつ、年間120日以上開所すること。

（３）実施計画の提出

交付金の交付を受けようとする地方公共団体は、実施計画を作成し、事業を実施する年度の６月30日までに、こども家庭庁長官に提出するものとする。市町村にあっては、都道府県を経由して提出するものとする。

（４）書類の保存

交付金に係る帳簿及び証拠書類は、事業完了の年度の翌年度から５年間保存すること。

附則

この要領は、令和８年４月１日から施行する。
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> AskServices:
    """Services over one guideline."""
    folder, store = tmp_path_factory.mktemp("rules"), tmp_path_factory.mktemp("rules_store") / "store"
    (folder / "rules.txt").write_text(_GUIDELINE, encoding="utf-8")
    build(BuildOptions(folder, str(store)))
    return services_for(open_graph(str(store)))


@pytest.mark.parametrize(
    "question",
    [
        "学び舎の交付金の要領、年に何日開けないとだめ？",
        "学び舎は週何日開ければいいですか",
        "交付金の学び舎、開所日数は週何日・年何日？",
    ],
)
def test_on_how_many_days(rules: AskServices, question: str) -> None:
    found = answer_question(question, rules)
    assert found["status"] == "answered"
    assert "週3日以上、年間120日以上" in found["text"]


@pytest.mark.parametrize(
    ("question", "begun"),
    [
        ("交付金の事業を丸ごと委託してもいいですか", "いいえ。"),
        ("交付金の事業を全部委託できますか", "いいえ。"),
        ("この交付金、事業の丸投げは可能？", "いいえ。"),
        ("交付金の事業の一部を委託できますか", "はい。"),
    ],
)
def test_whether_all_of_it_may_be_handed_over(rules: AskServices, question: str, begun: str) -> None:
    found = answer_question(question, rules)
    assert found["status"] == "answered"
    assert found["text"].startswith(begun)


def test_an_exception_does_not_allow_the_rule(rules: AskServices) -> None:
    found = answer_question("学び舎の利用料を取ってもいいですか", rules)
    assert not found["text"].startswith("はい")
    assert "無料とする" in found["text"]
    own = answer_question("交付金で教材費の実費を徴収してもいいですか", rules)
    assert own["text"].startswith("はい")


def test_to_whom_and_through_whom(rules: AskServices) -> None:
    found = answer_question("交付金の実施計画はいつまでにどこへ出すのか", rules)
    for said in ("こども家庭庁長官です", "６月30日", "都道府県を経由"):
        assert said in found["text"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("要領の4(2)には何と書いてありますか", "週３日以上"),
        ("学び舎の交付金の要領の4(3)の内容は", "６月30日"),
        ("４（４）は何を定めていますか", "５年間保存"),
        ("要領の3(1)②の取組は何", "人材の確保"),
        ("帳簿はいつまで保存する決まりですか", "５年間"),
    ],
)
def test_an_item_by_its_number(rules: AskServices, question: str, said: str) -> None:
    found = answer_question(question, rules)
    assert found["status"] == "answered"
    assert said in str(found["answer"]) + found["text"]


def test_an_item_that_the_guideline_has_not(rules: AskServices) -> None:
    found = answer_question("要領の9には何が書いてある", rules)
    assert (found["status"], found["reason"]) == ("unanswerable", "not_in_source")
