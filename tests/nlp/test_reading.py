"""A reading ties every read character to its source."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.layout.blocks import blocks_of, close_spaces
from nlp.reading import Reading

TEXT = st.text(alphabet="あ漢A1 \u3000\t\n（）、①", max_size=120)


@given(TEXT)
def test_lines_rejoin_to_the_text(text: str) -> None:
    lines = list(Reading.plain("d", text).lines())
    assert "\n".join(line.text for line in lines) == (text[:-1] if text.endswith("\n") else text)
    assert all(text[line.start : line.end] == line.text for line in lines)


@given(TEXT)
def test_blocks_keep_every_character_that_is_not_a_stray_space(text: str) -> None:
    for block in blocks_of(Reading.plain("d", text)):
        assert [text[i] for i in block.offsets] == list(block.text)


@given(TEXT)
def test_closing_spaces_twice_equals_once(text: str) -> None:
    once = close_spaces(text).text
    assert close_spaces(once).text == once


@given(st.text(min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_a_field_quotes_the_source_even_when_characters_moved(text: str, random) -> None:
    offsets = list(range(len(text)))
    random.shuffle(offsets)
    reading = Reading("d", text, "".join(text[i] for i in offsets), tuple(offsets))
    field = reading.make("x", "v", 0, len(text))
    assert text[field.where.start : field.where.end] == field.raw


def test_pages_are_one_based() -> None:
    reading = Reading("d", "abcdef", "abcdef", None, (0, 3))
    assert [reading.where(i, i + 1).page for i in (0, 2, 3, 5)] == [1, 1, 2, 2]
