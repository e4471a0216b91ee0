"""The frame of talk around what is asked: each is put as its examples say, is needed for them, and leaves what is no talk."""

from __future__ import annotations

import re

import pytest

from nlp.questions.beside.heard import heard_amount
from nlp.questions.beside.referents import with_referents
from nlp.questions.beside.talk import as_written, talk_frames
from nlp.questions.found.reading import Reading, read_question
from nlp.questions.names.lexicon import Lexicon, Name
from nlp.questions.names.linking import LinkIndex

_INDEX = LinkIndex(
    Lexicon(
        "b",
        (
            Name("iri:k", "ministry", "厚生労働省"),
            Name("iri:m", "ministry", "国土交通省"),
            Name("iri:i", "prefecture", "岩手県"),
            Name("iri:p", "programme", "見守り推進交付金"),
        ),
    )
)

FRAMES = [(frame, table == "follow") for table in ("turn", "follow") for frame in talk_frames(table)]


def _read(text: str) -> Reading:
    return read_question(text, _INDEX, ())


@pytest.mark.parametrize("number", range(len(FRAMES)))
def test_a_frame_is_put_as_its_examples_say(number: int) -> None:
    frame, follows = FRAMES[number]
    assert frame.examples, frame.pattern.pattern
    for said, expected in frame.examples:
        assert frame.pattern.search(said), f"{frame.pattern.pattern}: {said}"
        assert as_written(said, follows=follows).asked == expected
    for said in frame.unlike:
        assert not frame.pattern.search(said), f"{frame.pattern.pattern}: {said}"


@pytest.mark.parametrize("number", range(len(FRAMES)))
def test_a_frame_leaves_what_it_wrote_and_names_groups_that_it_has(number: int) -> None:
    frame, follows = FRAMES[number]
    for _, expected in frame.examples:
        assert as_written(expected, follows=follows).asked == expected
    for group in re.findall(r"\\g<(\w+)>", frame.written):
        assert group in frame.pattern.groupindex, frame.pattern.pattern


@pytest.mark.parametrize(
    "question",
    [
        "Ｒ７補正の新規の事業は何件ですか",
        "再掲じゃなくて新規の事業は",
        "あれば便利な施策はどれですか",
        "目標に届いた施策と届かなかった施策は",
    ],
)
def test_what_has_no_frame_stays_as_typed(question: str) -> None:
    assert as_written(question).asked == question


def test_what_was_told_beside_a_question_is_named() -> None:
    talk = as_written("R7補正の合計は分かりました。ではR6補正の合計はいくらですか")
    assert talk.told == ("R7補正の合計は分かりました",)
    assert talk.asked == "R6補正の合計はいくらですか"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "国土交通省さんに話を聞きに行くことになりまして、あそこがR7補正で持つ事業は",
            "先方に話を聞きに行くことになりまして、国土交通省がR7補正で持つ事業は",
        ),
        (
            "岩手県で活動している者ですが、うちの県を区域に含む団体は",
            "地元で活動している者ですが、岩手県を区域に含む団体は",
        ),
    ],
)
def test_a_name_is_given_to_the_word_that_points_at_it(said: str, expected: str) -> None:
    assert with_referents(said, _read) == expected


@pytest.mark.parametrize(
    "said",
    [
        "国土交通省と厚生労働省に話を聞きに行くので、あそこの事業は",
        "国土交通省の事業は何件で、そこから厚生労働省のものを除くと",
        "研究会で話を聞くので、そこの事業は",
    ],
)
def test_nothing_is_given_where_it_is_not_sure_what_is_meant(said: str) -> None:
    assert with_referents(said, _read) == said


def test_an_amount_heard_is_kept_apart() -> None:
    heard = heard_amount(
        "見守り推進交付金は全体で10億円だと聞いたんですが、このうちNPOの分はいくらですか", _read
    )
    assert heard is not None
    assert (heard.topic, heard.words, heard.yen, heard.changed) == (
        "見守り推進交付金",
        "全体で10億円",
        10**9,
        False,
    )
    assert heard.questions == ("見守り推進交付金のうちNPOの分はいくらですか",)


@pytest.mark.parametrize(
    "said",
    [
        "見守り推進交付金は全体で10億円ですか",
        "見守り推進交付金はR6が10億円だと聞いたんですが、R7はいくらですか",
        "見守り推進交付金は増えたと聞いたんですが、いくら増えましたか",
    ],
)
def test_no_amount_is_taken_from_what_is_asked_or_tells_more(said: str) -> None:
    assert heard_amount(said, _read) is None
