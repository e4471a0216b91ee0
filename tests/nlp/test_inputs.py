"""Every format gives the same measures; what cannot be read is refused with a reason."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlp.errors import SourceError
from nlp.files.encodings import decode_bytes
from nlp.files.inputs import load_source
from nlp.files.pdf_pages import _join_split_rows
from nlp.gazetteer import load_gazetteers
from nlp.measures.table_reader import read_measure_table
from nlp.profiles import choose_profile, load_profiles
from nlp.readers import Context
from nlp.reading import Reading
from tests.generate.measure_tables import make_table
from tests.nlp.document_writer import _objects, rows_of, write

JAPANESE = "孤独・孤立対策に関する施策の推進を図るための重点計画。ひらがなとカタカナ。\n"


def facts(text: str) -> dict[str, tuple[str, str, tuple[object, ...], str]]:
    profile = choose_profile(text, load_profiles())
    assert profile is not None and profile.name == "measure_table"
    context = Context(load_gazetteers(), profile.settings["measure_table"], "t")
    return {
        record.key: (
            record.text("label"),
            record.text("section"),
            tuple(item.value for item in record.all("ministry")),
            record.text("goal").replace(" ", ""),
        )
        for record in read_measure_table(Reading.plain("t", text), context).records
        if record.kind == "measure"
    }


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".html", ".csv", ".tsv", ".pdf"])
@pytest.mark.parametrize("seed", [11, 12])
def test_every_format_gives_the_same_measures(tmp_path: Path, suffix: str, seed: int) -> None:
    table = make_table(seed, 30)
    source = load_source(write(tmp_path / f"table{suffix}", rows_of(table.text)))
    expected = facts(table.text)
    found = facts(source.text)
    assert found.keys() == expected.keys()
    for key, value in expected.items():
        assert found[key] == value
    if suffix == ".pdf":
        assert len(source.pages) > 1


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-16-be", "utf-16-be"), ("utf-16-le", "utf-16-le"),
     ("cp932", "cp932"), ("euc_jp", "euc_jp"), ("iso2022_jp", "iso2022_jp")],
)  # fmt: skip
def test_encodings(encoding: str, named: str) -> None:
    text, found, _ = decode_bytes("t.txt", (JAPANESE * 5).encode(encoding))
    assert (text, found) == (JAPANESE * 5, named)


@given(st.text(alphabet="あいうえお漢字施策事業支援カタカナ123abc、。\n", min_size=30))
def test_common_text_comes_back_from_every_encoding(text: str) -> None:
    body = JAPANESE + text
    for encoding in ("utf-8", "cp932", "euc_jp", "utf-16"):
        assert decode_bytes("t.txt", body.encode(encoding))[0] == body


def test_suffix_that_lies_does_not_matter(tmp_path: Path) -> None:
    table = make_table(13, 20)
    written = write(tmp_path / "table.xlsx", rows_of(table.text))
    renamed = written.rename(tmp_path / "table.txt")
    assert load_source(renamed).encoding == "xlsx"
    pdf = write(tmp_path / "table.pdf", rows_of(table.text)).rename(tmp_path / "table.csv")
    assert load_source(pdf).encoding == "pdf"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("blank.txt", b"\n \n"),
        ("picture.txt", bytes(range(256)) * 40),
        ("broken.xlsx", b"PK\x03\x04" + b"xl/" + b"\x00" * 50),
        ("broken.docx", b"not a docx"),
        ("broken.pdf", b"%PDF-1.4 nothing"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
        ("broken16.txt", b"\xff\xfe" + b"\x00\xd8" * 40),
        ("latin.txt", "Größe ändern überall, naïve café à côté, ".encode("latin-1") * 30),
    ],
)
def test_refused_with_name_and_hint(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        load_source(path)
    assert name in caught.value.message and caught.value.hint


def test_archive_and_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
    for wrong in (path, tmp_path / "nowhere.txt"):
        with pytest.raises(SourceError):
            load_source(wrong)


def test_line_ends_and_form_feeds_stay(tmp_path: Path) -> None:
    path = tmp_path / "pages.txt"
    path.write_bytes("一頁目\r\n本文\f二頁目\r\n".encode())
    source = load_source(path)
    assert source.text == "一頁目\r\n本文\f二頁目\r\n"
    assert source.pages == (0, source.text.index("二"))


def test_declared_charset_and_breaks_in_html(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    body = "<html><head><meta http-equiv='Content-Type' content='text/html; charset=Shift_JIS'></head><body><table><tr><th>府省庁</th><th rowspan=2>備考</th></tr><tr><td>法務省<br>厚生労働省</td></tr></table></body></html>"
    path.write_bytes(body.encode("cp932"))
    lines = [line for line in load_source(path).text.split("\n") if line.strip()]
    assert lines == ["府省庁\t備考", "法務省 厚生労働省\t"]


@example(data=b"&#12")
@given(data=st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    for suffix in (".txt", ".csv", ".html", ".xlsx", ".docx", ".pdf"):
        path = folder / f"any{suffix}"
        path.write_bytes(data)
        try:
            assert isinstance(load_source(path).text, str)
        except SourceError as error:
            assert error.hint


def test_html_shows_what_a_reader_sees(tmp_path: Path) -> None:
    """Line ends and margins of the source are no line ends of the text; blocks and <br> are."""
    page = tmp_path / "page.html"
    page.write_text(
        """<html><head><title>計画 | 内閣府</title><style>p{}</style></head>
<body>
  <div>
    <h1>地域における
        見守りの推進</h1>
    <p>高齢者の<b>見守り</b>を
       行う。<br>相談 24 時間
       call center</p>
    <p></p>
    <table><tr><td>1</td><td>名<br>前</td></tr></table><p>終わり</p></div>
</body></html>""",
        encoding="utf-8",
    )
    assert load_source(page).text.split("\n") == [
        "計画 | 内閣府", "", "地域における見守りの推進", "高齢者の見守りを行う。", "相談 24 時間 call center", "", "1\t名 前", "終わり", "",
    ]  # fmt: skip


@pytest.mark.parametrize(("gap", "expected"), [(2.2, "令和7年度"), (6.0, "令和 7 年度")])
def test_gaps_that_word_processors_set_are_no_spaces(tmp_path: Path, gap: float, expected: str) -> None:
    def shown(text: str, left: float) -> str:
        return f"BT /F1 11 Tf {left} 700 Td <{text.encode('utf-16-be').hex()}> Tj ET"

    # Characters are a square wide in this font, digits too.
    page = [shown("令和", 90), shown("7", 112 + gap), shown("年度", 123 + 2 * gap)]
    path = tmp_path / "gaps.pdf"
    path.write_bytes(_objects(["\n".join(page)]))
    assert load_source(path).text.strip() == expected


def test_indentation_of_lines_in_a_workbook_stays(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", ["　 事業の名", "本文である。", ["1", " 名 ", "100"]])
    assert load_source(path).text.split("\n")[:3] == ["　 事業の名", "本文である。", "1\t名\t100"]


def test_a_row_cut_by_the_end_of_a_page_is_one_row() -> None:
    texts = [
        "1\t見守り\t地域で見守\t総務省",
        "\t\tる活動を支援する。\t\n2\t交流\t交流する。\t内閣府",
        "\t別の行\tである。\t",
    ]
    _join_split_rows(texts)
    assert texts == [
        "1\t見守り\t地域で見守る活動を支援する。\t総務省",
        "2\t交流\t交流する。\t内閣府",
        "\t別の行\tである。\t",
    ]


def test_html_of_a_word_processor_breaks_its_source_at_spaces_only(tmp_path: Path) -> None:
    page = tmp_path / "office.html"
    head = "<html><head><meta name='generator' content='LibreOffice 7.4'/></head><body>"
    page.write_text(
        head + "<p>３\n交付対象事業</p><p><br/>\n<br/>\n</p><p>本文である。</p></body></html>",
        encoding="utf-8",
    )
    assert load_source(page).text == "３ 交付対象事業\n\n本文である。\n"
    page.write_text("<html><body><p>交付\n対象事業</p></body></html>", encoding="utf-8")
    assert load_source(page).text == "交付対象事業\n"


def test_blocks_of_a_page_are_parted_by_blank_lines_at_any_spacing(tmp_path: Path) -> None:
    for spacing in (14, 26):
        tops = [700 - spacing * number for number in range(5)] + [700 - spacing * 5 - 30]
        lines = [f"BT /F1 11 Tf 90 {top} Td <{'本文である'.encode('utf-16-be').hex()}> Tj ET" for top in tops]
        path = tmp_path / "blocks.pdf"
        path.write_bytes(_objects(["\n".join(lines)]))
        assert load_source(path).text.split("\n") == ["本文である"] * 5 + ["", "本文である"]


def test_a_pdf_of_paragraphs_apart_keeps_the_blank_lines_between_them(tmp_path: Path) -> None:
    blocks = [
        ["港湾の整備について"],
        ["一つ目の段落である。"],
        ["二つ目の段落の", "続きである。"],
        ["三つ目"],
        ["四つ目の", "終わり"],
    ]
    rows = [line for block in blocks for line in (*block, "")]
    text = load_source(write(tmp_path / "apart.pdf", rows)).text
    assert [part.split("\n") for part in text.strip().split("\n\n")] == blocks
