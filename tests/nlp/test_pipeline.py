"""The spaCy pipeline: tokens rejoin, nothing fails on odd text, names come with exact spans."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.layout.blocks import blocks_of
from nlp.pipeline import SPANS, load_pipeline, mentions_in
from nlp.reading import Reading
from nlp.records import Mention


def mentions(text: str) -> list[Mention]:
    reading = Reading.plain("d", text)
    return list(mentions_in(reading, blocks_of(reading)))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_tokens_rejoin_to_any_text(text: str) -> None:
    doc = load_pipeline().make_doc(text)
    assert "".join(token.text_with_ws for token in doc) == text


def test_text_longer_than_sudachi_accepts() -> None:
    text = "厚生労働省は自殺対策を実施する。" * 5000
    assert load_pipeline().make_doc(text).text == text


def test_all_components_are_ours_and_registered() -> None:
    assert load_pipeline().pipe_names == [
        "tsu_names",
        "tsu_headings",
        "tsu_values",
        "tsu_citations",
        "tsu_programmes",
    ]


def test_mentions_of_every_kind_slice_back() -> None:
    text = (
        "厚労省は令和7年度補正予算10億円で、生活困窮者自立支援法に基づき、柱4（4-①）の施策No.82と"
        "ひきこもり状態にある者への支援を行う生活困窮者自立支援事業を「骨太方針2025」（令和7年6月13日閣議決定）により進める"
    )
    found = mentions(text)
    kinds = {item.kind for item in found}
    assert {"ministry", "fiscal_year", "amount", "law", "pillar", "section", "measure_number"} <= kinds
    assert {"target_group", "programme", "plan", "date"} <= kinds
    assert all(text[item.where.start : item.where.end] == item.surface for item in found)
    assert next(item.canonical for item in found if item.kind == "ministry") == "厚生労働省"


def test_a_name_broken_by_a_stray_space_is_found_with_its_place() -> None:
    text = "引き続き厚生 労働省が行う"
    found = [item for item in mentions(text) if item.kind == "ministry"]
    assert [(item.surface, text[item.where.start : item.where.end]) for item in found] == [
        ("厚生労働省", "厚生 労働省")
    ]


def test_spans_stand_in_the_doc() -> None:
    doc = load_pipeline()("法務省の施策")
    assert [(span.label_, span.kb_id_) for span in doc.spans[SPANS]] == [("ministry", "法務省")]
