"""Several things asked of one set beside each other: a column or a sentence for each, none dropped, none added."""

from __future__ import annotations

from api.answering.answers import AskServices, answer_question


def test_each_part_is_a_column_in_the_order_of_numbers(ports: AskServices) -> None:
    found = answer_question("8年度の国土交通省の事業の名前と金額と所管を番号順に", ports)
    table = found["answer"]
    assert table["columns"] == ["名称", "予算額", "担当府省庁", "番号"]
    assert [row[0] for row in table["rows"]] == [
        "岸壁補修推進事業",
        "灯台保守高度化事業",
        "離島航路維持事業",
    ]
    assert "725百万円" in table["rows"][0][1] and "910" not in found["text"]  # of the year asked about


def test_a_count_with_its_ends_tells_no_other_numbers(ports: AskServices) -> None:
    found = answer_question("8年度の新規の事業、何件あって最初と最後の番号は", ports)
    assert found["answer"]["value"] == 2
    assert found["text"].index("No.2 灯台保守高度化事業") < found["text"].index("No.4 港湾警備強化事業")
    assert "No.1" not in found["text"] and "No.5" not in found["text"]


def test_names_beside_a_count_are_those_that_are_counted(ports: AskServices) -> None:
    found = answer_question("8年度の新規の事業、件数だけじゃなく名前も", ports)
    assert found["answer"]["value"] == 2 == len(found["answer"]["rows"])
    assert "港湾警備強化事業" in found["text"] and "岸壁補修推進事業" not in found["text"]


def test_a_part_that_is_not_printed_is_said_to_lack(ports: AskServices) -> None:
    found = answer_question("8年度の国土交通省の事業の名前と金額と補助率", ports)
    assert found["status"] == "answered" and "725百万円" in found["text"]
    assert "補助率" in found["text"] and ("記載なし" in found["text"] or "示せません" in found["text"])


def test_parts_of_an_empty_set_are_none(ports: AskServices) -> None:
    assert answer_question("8年度の厚生労働省の事業の名前と金額", ports)["status"] == "unanswerable"


def test_one_question_stays_one_answer(ports: AskServices) -> None:
    found = answer_question("8年度の国土交通省の事業は何件", ports)
    assert found["answer"]["value"] == 3 and "並べて" not in found["interpretation"]
