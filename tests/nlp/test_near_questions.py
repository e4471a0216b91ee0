"""Nearest known questions: skeletons, the file, and that nothing named is lost in what is offered."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.errors import ProfileError
from nlp.questions.framing.sets import Knowledge
from nlp.questions.names.lexicon import Lexicon, ListCoverage, Name
from nlp.questions.names.linking import LinkIndex
from nlp.questions.parser import reading_of
from nlp.questions.refusing.known_questions import KnownQuestion, known_questions, parse
from nlp.questions.refusing.near_questions import near_questions, wordings
from nlp.questions.refusing.nearest import NearestIndex
from nlp.questions.refusing.skeletons import as_typed, filled, mark, skeleton_of, written_skeleton

NAMES = (
    Name("m/北方省", "ministry", "北方省"),
    Name("m/南方庁", "ministry", "南方庁"),
    Name("t/灯台守", "target_group", "灯台守"),
    Name("p/1", "programme", "灯台巡回見守り事業", lines=1),
    Name("p/2", "programme", "離島航路安定化事業", lines=1),
)
LEXICON = Lexicon("test", NAMES, (ListCoverage("line", 2025, "supplementary", 9, 1, 9),))
KNOWN = Knowledge(LEXICON, LinkIndex(LEXICON), lambda *_: True, lambda *_: True)
WORDINGS = """{ministry}の事業は？
{ministry}と{ministry}の事業は？
{ministry}の{amount>=}の事業は？
{year}補正の{ministry}の事業は？
{thing}の予算額は？
{thing}にはお金がどれほど付くか\t{thing}の予算額は？
{ministry#2}でなく{ministry#1}の\t{ministry}の事業で{ministry}でないもの
{target_group}向けの施策は？"""
INDEX = NearestIndex(parse(WORDINGS.splitlines()))


def skeleton(question: str) -> tuple[str, list[str]]:
    found = skeleton_of(reading_of(question, KNOWN), KNOWN.index)
    return found.text, [slot.kind for slot in found.slots]


def test_a_skeleton_has_marks_for_what_is_named() -> None:
    text, kinds = skeleton("令和7年度補正の北方省の事業で２億円以上のもの")
    assert kinds == ["year", "ministry", "amount>="]
    assert text == f"{mark('year')}補正の{mark('ministry')}の事業で{mark('amount>=')}のもの"


def test_a_part_of_a_name_is_a_slot_too() -> None:
    assert skeleton("灯台巡回にはいくら付きますか")[1] == ["thing"]


def test_written_slots_are_those_of_questions() -> None:
    assert written_skeleton("{ministry}の事業は？")[0] == skeleton("南方庁の事業は？")[0]
    assert written_skeleton("{ministry#2}と{ministry#1}")[1] == (("ministry", 2), ("ministry", 1))
    assert filled("{ministry}と{ministry}は？", ["北方省", "南方庁"]) == "北方省と南方庁は？"


def test_what_was_typed_is_shown_as_typed() -> None:
    assert as_typed("Ｒ７補正の事業", "r7補正") == "Ｒ７補正"
    assert as_typed("何もない", "r7補正") == "r7補正"


@pytest.mark.parametrize("line", ["{ministry}の事業\t事業は？", "事業は？\t\tx\ty\tz"])
def test_a_line_of_another_form_is_an_error_that_names_it(line: str) -> None:
    with pytest.raises(ProfileError, match="known"):
        parse([line], "known")


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProfileError):
        known_questions(tmp_path / "none.tsv")


def test_the_file_is_of_the_form_and_the_wordings_it_reads_as_are_its_own() -> None:
    every = known_questions()
    own = {one.read_as for one in every if one.skeleton == written_skeleton(one.read_as)[0]}
    assert all(one.read_as in own for one in every)


def test_the_nearest_wording_is_filled_with_what_the_question_names() -> None:
    found = wordings("離島航路安定化事業にはどれほどのお金が付くのか", KNOWN, INDEX)
    assert found[0][1] == "離島航路安定化事業の予算額は？"


def test_slots_keep_their_order() -> None:
    found = [said for _, said in wordings("北方省でなく南方庁の", KNOWN, INDEX)]
    assert "南方庁の事業で北方省でないもの" in found


def test_no_wording_is_offered_that_would_lose_a_name_or_number() -> None:
    assert all("3億円以上" in said for _, said in wordings("北方省の3億円以上の事業をば", KNOWN, INDEX))
    assert not wordings("北方省の3億円以上の、灯台守のための事業をば", KNOWN, INDEX)


def test_wordings_that_keep_the_nouns_come_first() -> None:
    index = NearestIndex(parse(["{ministry}の事業はありますか", "{ministry}の電話窓口を並べよ"]))
    found = wordings("北方省の電話窓口はありますか", KNOWN, index)
    assert found[0][1] == "北方省の電話窓口を並べよ"


@settings(max_examples=60, deadline=None)
@given(
    named=st.lists(st.sampled_from([n.label for n in NAMES]), min_size=1, max_size=3, unique=True),
    said=st.lists(
        st.sampled_from(["令和7年度", "2億円以上", "をどうにか", "の事業", "いかほど", "でなく", "向け"]),
        max_size=4,
    ),
)
def test_everything_named_stands_in_every_question_that_is_offered(named: list[str], said: list[str]) -> None:
    question = "、".join([*named, *said])
    slots = skeleton_of(reading_of(question, KNOWN), KNOWN.index).slots
    for _, offered in wordings(question, KNOWN, INDEX):
        assert all(as_typed(question, slot.surface) in offered for slot in slots)
    for _, found in near_questions(question, KNOWN, INDEX):
        conditions = {t.value for c in found.frame.conditions for t in c.values}
        linked = {x.id for x in found.frame.linked}
        ids = [name.id for name in NAMES if name.label in named]
        assert all(one in conditions | linked for one in ids)


def test_likeness_is_of_the_whole_skeleton() -> None:
    known = [KnownQuestion("甲乙丙", (), "甲乙丙", ()), KnownQuestion("甲丁戊己", (), "甲丁戊己", ())]
    found = NearestIndex(known).near("甲乙丙")
    assert found[0][1] is known[0]
    assert found[0][0] == pytest.approx(1.0)
    assert found[1][0] < 0.5
