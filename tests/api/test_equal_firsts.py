"""However many share the first place of an order, all of them are in the rows, and the text says how many."""

from api.answering.money.money_ranks import _first_with_equals, _order_words
from api.answering.result import NO_LIMIT
from nlp.questions.records import Frame


def _row(number: int, amount: int) -> dict[str, str]:
    return {
        "programme": f"p{number}",
        "label": f"里海事業{number}",
        "amount": str(amount),
        "fiscalYear": "2030",
        "stage": "https://w3id.org/tsunagari/ns#initial",
    }


def test_twenty_equal_firsts_are_twenty() -> None:
    rows = [*(_row(n, 5_000_000) for n in range(20)), _row(20, 4_000_000)]
    query, kept = _first_with_equals(f"SELECT * WHERE {{}} LIMIT {NO_LIMIT}", rows, "programme")
    assert query.endswith("LIMIT 20")
    assert kept == rows[:20]
    text = _order_words(Frame("rank", "line", "programme", (), order="desc", limit=1), "programme", "", kept)
    assert "里海事業7" in text
    assert "里海事業8" not in text
    assert "ほか、合わせて20事業で、同じ額です" in text


def test_few_equal_firsts_are_all_named() -> None:
    kept = [_row(n, 5_000_000) for n in range(3)]
    text = _order_words(Frame("rank", "line", "programme", (), order="desc", limit=1), "programme", "", kept)
    assert "里海事業2" in text
    assert "ほか" not in text
