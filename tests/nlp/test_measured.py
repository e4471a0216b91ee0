"""What a text says of a target: only what it says in so many words, finished and not denied."""

import pytest

from nlp.questions.printed.measured import said_met

MET = [
    "で、目標を達成した。",
    "となり、目標値を大きく上回っている。",
    "(目標達成)",
    "と、目標を達成しており、",
    "で目標を達成しました。",
    "で、1年前倒しで目標を達成した。",
]
MISSED = [
    "にとどまり、目標に届かなかった。",
    "で、目標を達成できませんでした。",
    "で、目標を達成していません。",
    "で目標を達成しておらず、",
    "で、目標を上回らなかった。",
    "で、目標達成に至っていない。".replace("目標達成に", "目標の達成に"),
    "で、目標を下回っている。",
    "で、目標は未達。",
]
NEITHER = [
    "となった。",
    "で、目標を達成する見込み。",
    "とし、目標を達成するため、",
    "とし、目標を達成すべく、",
    "(目標達成率)",
    "だが、目標を達成したかは未確認。",
    "だが、目標を達成したとは言えない。",
    "で、目標を下回っておらず、",
    "で、目標を大きく超えていない。",
    "まで増やすことを目標とする。",
]


@pytest.mark.parametrize(
    ("said", "met"), [(s, True) for s in MET] + [(s, False) for s in MISSED] + [(s, None) for s in NEITHER]
)
def test_only_a_finished_undenied_sentence_says_that_a_target_was_met(said: str, met: bool | None) -> None:
    assert said_met(said) is met
