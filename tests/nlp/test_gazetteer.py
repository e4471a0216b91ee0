"""Gazetteers resolve variants and reading errors, and refuse to guess between two names."""

from pathlib import Path

import pytest

from nlp.errors import ProfileError
from nlp.gazetteer import load_gazetteer, load_gazetteers


@pytest.mark.parametrize(
    ("printed", "name", "method"),
    [
        ("厚生労働省", "厚生労働省", "exact"),
        ("厚労省", "厚生労働省", "variant"),
        ("厚生 労働省", "厚生労働省", "variant"),
        ("享生労働省", "厚生労働省", "fuzzy"),
        ("生労働省", "厚生労働省", "fuzzy"),  # not the 労働省 of before 2001
        ("こども家庭所", "こども家庭庁", "fuzzy"),
        ("農体水産省", "農林水産省", "fuzzy"),
        ("縂務省", "総務省", "fuzzy"),  # one edit from 法務省 too: the radical tells
        ("浩務省", "法務省", "fuzzy"),
    ],
)
def test_ministry(printed: str, name: str, method: str) -> None:
    found = load_gazetteers().ministries.resolve(printed)
    assert found is not None
    assert (found.entry.canonical, found.method) == (name, method)
    assert (found.confidence == 1.0) == (method != "fuzzy")


@pytest.mark.parametrize("printed", ["省", "内部", "関連施策", "株式会社", "●●省"])
def test_what_no_single_name_explains_stays_unresolved(printed: str) -> None:
    assert load_gazetteers().ministries.resolve(printed) is None


def test_every_broader_name_exists_and_no_cycle() -> None:
    known = load_gazetteers()
    for gazetteer in (known.ministries, known.target_groups):
        for entry in gazetteer.entries:
            if entry.broader and entry.type != "office":
                assert entry.broader in gazetteer.canonical, entry
            assert entry.canonical not in list(gazetteer.ancestors(entry.canonical))


def test_pupils_not_at_school_are_children() -> None:
    above = list(load_gazetteers().target_groups.ancestors("不登校児童生徒"))
    assert above[:3] == ["児童生徒", "こども", "こども・若者"]


def test_a_wrong_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("surface\tcanonical\ttype\n厚労省\t\tministry\n", encoding="utf-8")
    with pytest.raises(ProfileError, match=r"x\.tsv:2"):
        load_gazetteer(path)


@pytest.mark.parametrize("office", ["大臣官房新事業・食品産業部", "長官官房総務課"])
def test_the_secretariat_of_a_minister_is_not_the_cabinet_secretariat(office: str) -> None:
    assert not list(load_gazetteers().ministries.find(office))
    assert [hit.entry.canonical for hit in load_gazetteers().ministries.find("内閣官房")] == ["内閣官房"]
