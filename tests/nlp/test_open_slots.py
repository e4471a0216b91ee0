"""Unread verbs between two things of known kinds: what is read as their relation, what is only offered, what stays unread."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.questions.framing.sets import Knowledge
from nlp.questions.names.lexicon import Lexicon, Name
from nlp.questions.names.linking import LinkIndex
from nlp.questions.refusing.open_slots import Relaxed, relaxed

_NAMES = (
    Name("iri:s", "section", "離島航路の維持"),
    Name("iri:p", "programme", "港湾改修事業"),
    Name("iri:m", "measure", "藻場の再生", number=27),
    Name("iri:k", "ministry", "水産庁"),
    Name("iri:t", "target_group", "漁業者"),
)
_PIECES = (
    *(
        "2-①",
        "港湾改修事業",
        "施策27",
        "水産庁",
        "漁業者",
        "に",
        "を",
        "が",
        "の",
        "と",
        "は",
        "どこ",
        "いくら",
        "何件",
        "どう",
    ),
    *(
        "束ね",
        "書",
        "分類",
        "気",
        "目",
        "光",
        "する",
        "し",
        "さ",
        "れ",
        "られ",
        "て",
        "いる",
        "た",
        "たい",
        "済み",
        "のは",
        "施策",
        "仕組み",
        "ですか",
        "?",
        "「",
        "」",
    ),
)


@pytest.fixture(scope="module")
def known() -> Knowledge:
    lexicon = Lexicon("b", _NAMES)
    return Knowledge(lexicon, LinkIndex(lexicon), lambda *_: True, lambda *_: True)


def _one(question: str, known: Knowledge, *named: str) -> Relaxed | None:
    found = list(relaxed(question, named, known))
    assert len(found) < 2, found
    return found[0] if found else None


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("離島航路の維持に束ねられている施策は何件", "離島航路の維持に載る施策は何件"),
        ("2-①の枠に組み入れられた令和7年度補正の事業", "2-①に載る令和7年度補正の事業"),
        ("施策のうち柱2に割り付けてあるのはどれ", "施策のうち柱2に載るのはどれ"),
        ("2-①に分類済みの施策は", "2-①に載る施策は"),
        ("港湾改修事業と突合された重点計画の施策は", "港湾改修事業に関連する重点計画の施策は"),
        ("港湾改修事業と対をなしている施策は", "港湾改修事業に関連する施策は"),
        ("施策27に結わえられた予算の事業", "施策27に関連する予算の事業"),
        ("水産庁が所轄管理する施策", "水産庁が担当する施策"),
        ("水産庁に託されている事業は", "水産庁が担当する事業は"),
        ("漁業者に照準を合わせた施策は", "漁業者を対象にした施策は"),
        ("港湾改修事業はどこが差配しておるのでしょうか", "港湾改修事業はどこが担当していますか"),
        ("港湾改修事業の額はいくらと綴られていますか", "港湾改修事業の額はいくらですか"),
        ("施策27の目標はどう綴られていますか", "施策27の目標は?"),
        ("水産庁の施策は何件に相当しますか", "水産庁の施策は何件ですか"),
        ("計画は誰に出す建て付けになっていますか", "計画は誰に出すのですか"),
        ("水産庁の施策は何件になる勘定ですか", "水産庁の施策は何件ですか"),
        ("港湾改修事業はどの省庁の守備範囲ですか", "港湾改修事業はどの省庁ですか"),
        ("施策27を差配しているのはどの省庁", "施策27の担当はどの省庁"),
        ("水産庁の施策を書き連ねてもらえますか", "水産庁の施策を教えて"),
        ("水産庁の施策、俯瞰したい", "水産庁の施策を教えて"),
        ("水産庁の施策を端から順に書き出して", "水産庁の施策を教えて"),
        ("水産庁の施策の総数が気になります", "水産庁の施策の総数を教えて"),
        ("水産庁の施策の全貌は", "水産庁の施策を教えて"),
    ],
)
def test_a_verb_of_the_slots_field_is_read_as_its_relation(
    question: str, written: str, known: Knowledge
) -> None:
    found = _one(question, known)
    assert found is not None and found.sure and found.question == written
    assert all(
        said in question and f"「{said}」を「{known_as}」" in found.told() for said, known_as in found.read_as
    )


@pytest.mark.parametrize(
    "question",
    [
        *(
            "2-①に移された事業",
            "2-①に残った事業",
            "2-①から外された事業",
            "2-①に再分類された事業",
            "2-①に割り戻された事業",
        ),
        *(
            "2-①に優先配置された事業",
            "2-①に二度載せられた事業",
            "2-①に置かれたままの事業",
            "2-①に置かれるはずの事業",
        ),
        *(
            "2-①に分類されていない事業",
            "2-①に分類させた事業",
            "2-①に分類された理由",
            "2-①に予算を割り当てられた事業",
        ),
        *(
            "施策27と食い違う事業",
            "施策27に取って代わった事業",
            "施策27に先行する事業",
            "施策27に対応を迫られた事業",
        ),
        *(
            "水産庁が分担する施策",
            "水産庁が統合した事業",
            "水産庁に委託された事業",
            "水産庁が管理職を置く施策",
        ),
        *("漁業者に目を背けた施策は", "漁業者を雇用する施策"),
        *(
            "港湾改修事業はどこが統括したいのですか",
            "施策27の目標はどう書き換えられましたか",
            "施策27の目標はどう評価されていますか",
        ),
        *(
            "港湾改修事業の額はいくらと見積もられていますか",
            "水産庁の施策は何件に減りましたか",
            "計画は誰に出す予定ですか",
        ),
        "2-①に、法務省が収めた事業",
        *(
            "水産庁の施策を書き換えて",
            "水産庁の施策を記録してください",
            "水産庁の施策を分類して",
            "水産庁の施策に不満があります",
        ),
        *(
            "港湾改修事業はどこの委託ですか",
            "施策27を監査しているのはどの省庁",
            "水産庁の施策は何件という目標ですか",
        ),
    ],
)
def test_a_verb_that_says_more_is_not_read(question: str, known: Knowledge) -> None:
    found = _one(question, known)
    assert found is None or not found.sure


def test_a_verb_of_no_field_is_only_offered(known: Knowledge) -> None:
    found = _one("水産庁が切り結ぶ施策は何件", known)
    assert found is not None and not found.sure


def test_two_verbs_are_read_together(known: Knowledge) -> None:
    found = _one("柱2に束ねられている施策を書き連ねて", known, "束ね", "書き連ね")
    assert found is not None and found.sure and found.question == "柱2に載る施策を教えて"
    assert found.told() == "「束ねられている」を「載る」、「書き連ねて」を「教える」と読みました"


def test_a_verb_is_not_read_where_something_else_was_not_read_either(known: Knowledge) -> None:
    question = "2-①に束ねられた事業は何色ですか"
    assert _one(question, known, "束ね") is not None
    assert _one(question, known, "束ね", "色") is None
    assert _one("港湾改修事業に突合された施策は", known, "突合", "港湾改修事業") is not None


@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=9).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_left(question: str) -> None:
    lexicon = Lexicon("b", _NAMES)
    known = Knowledge(lexicon, LinkIndex(lexicon), lambda *_: True, lambda *_: True)
    for way in relaxed(question, (), known):
        assert way.question and way.read_as and way.word
