"""Every relation rule draws its own example and leaves its counter-example alone."""

import pytest

from nlp.layout.blocks import blocks_of
from nlp.pipeline import mentions_in
from nlp.reading import Reading
from nlp.records import Record
from nlp.relations import load_relation_rules, relate

RULES = load_relation_rules()


def drawn(rule, text: str) -> list[str]:
    reading = Reading.plain("d", text)
    field = reading.make(rule.fields[0], text, 0, len(text))
    record = Record(rule.record[0], "1", field.where, (field,))
    found = relate([record], list(mentions_in(reading, blocks_of(reading))), text)
    return [item.rule for item in found]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_matches_its_example(rule) -> None:
    assert rule.id in drawn(rule, rule.matches)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_rejects_its_counter_example(rule) -> None:
    assert rule.id not in drawn(rule, rule.rejects)
