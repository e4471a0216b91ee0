"""A corpus reconciled block by block says what it says reconciled at once, and what was finished before is not done again."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from generate import write_corpus
from pyoxigraph import Quad, RdfFormat, parse

import graph.blocks
import graph.reconcile.blocking
import graph.reconcile.partition
import graph.reconcile.related
import graph.relating
from graph.build import joint_quads, parts_of, reconcile
from graph.document_part import DocumentPart
from graph.joint import Joint, join
from graph.part_file import PartFile, pack, part_file, triples_in
from graph.reconcile.blocking import BlockingLimits
from graph.reconcile.items import Item
from graph.reconcile.judgements import Judgement
from graph.relating import Each, relate_year
from nlp.extract import extract_document
from nlp.sources import list_sources

WHOM = ("高齢者", "若者", "被災者", "単身者", "妊産婦", "在留外国人")
WHAT = ("見守り", "居場所づくり", "相談体制", "住まい確保", "健康づくり", "移動支援")
HOW = ("推進事業", "支援事業", "モデル事業", "整備交付金", "調査研究")
MINISTRIES = ("厚生労働省", "内閣府", "法務省", "環境省")
JUDGEMENTS = (
    Judgement("若者の見守り推進事業", "若者の居場所づくり推進事業", "same", who="a"),
    Judgement("高齢者の見守り推進事業", "高齢者の見守りモデル事業", "different", who="a"),
    Judgement("どこにもない事業", "高齢者の見守りモデル事業", "same", who="a"),
    Judgement("若者の相談体制推進事業", "若者の相談体制支援事業", "renamed", "lineage", who="a"),
)


class Counting:
    """Carries out tasks here, and counts them by function."""

    def __init__(self) -> None:
        self.done: dict[str, int] = {}

    def __call__(
        self, function: Callable[..., Any], tasks: Iterable[tuple[int, tuple[Any, ...]]]
    ) -> Iterator[tuple[int, Any]]:
        for number, arguments in tasks:
            self.done[function.__name__] = self.done.get(function.__name__, 0) + 1
            yield number, function(*arguments)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[DocumentPart]:
    folder = tmp_path_factory.mktemp("corpus") / "documents"
    list(write_corpus(folder, 2, seed=22, kinds=("supplementary", "measure_list")))
    for number in range(16):
        (folder / f"list{number:02}.txt").write_text(budget_list(number), encoding="utf-8")
    return parts_of(extract_document(entry) for entry in list_sources(folder))


def budget_list(number: int) -> str:
    """A list alone, of names that many lists have."""
    chance = random.Random(number)
    year = chance.randint(2020, 2026)
    rows = "".join(
        f"{position}\t{chance.choice(WHOM)}の{chance.choice(WHAT)}{chance.choice(HOW)}"
        f"\t{chance.randint(1, 900)}\t{chance.choice(MINISTRIES)}\t\n"
        for position in range(1, 13)
    )
    return f"(単位：百万円)\n\nNo.\t事業名\t令和{year - 2018}年度 当初予算額\t担当府省庁\t備考\n1. 見守り\n1-①支援\n{rows}"


@pytest.fixture
def many_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a few hundred names were a corpus: similar names are no candidates, and items stand in small blocks."""
    large = partial(BlockingLimits, broad_up_to=0)
    monkeypatch.setattr(graph.reconcile.blocking, "BlockingLimits", large)
    monkeypatch.setattr(graph.reconcile.partition, "BlockingLimits", large)
    monkeypatch.setattr(graph.reconcile.partition, "ITEMS_IN_A_BLOCK", 40)
    monkeypatch.setattr(graph.blocks, "ITEMS_IN_A_BLOCK", 40)


def joined(
    parts: Sequence[DocumentPart],
    folder: Path,
    judgements: Sequence[Judgement] = (),
    each: Each | None = None,
) -> tuple[Joint, Counting]:
    files: list[PartFile] = []
    scratch = Path(tempfile.mkdtemp(dir=folder))
    for number, part in enumerate(parts):
        (folder / f"{number}.part").write_bytes(pack(part))
        files.append(part_file(folder / f"{number}.part"))
    counting = Counting()
    found = join(files, judgements, folder, scratch, each=each or counting, keep=Path.write_bytes)
    return found, counting


def statements(joint: Joint) -> set[Quad]:
    found: set[Quad] = set()
    for file in (joint.whole, *joint.files):
        with triples_in(file) as source:
            found.update(parse(source.read(), format=RdfFormat.N_TRIPLES))
    return plain(found)


def plain(quads: Iterable[Quad]) -> set[Quad]:
    """Without the blank nodes of the vocabulary, which are new each time."""
    return {quad for quad in quads if not str(quad).startswith("_:") and "_:" not in str(quad.object)[:2]}


@pytest.mark.usefixtures("many_blocks")
@pytest.mark.parametrize("judgements", [(), JUDGEMENTS])
def test_blocks_say_what_the_whole_says(
    parts: list[DocumentPart], tmp_path: Path, judgements: tuple[Judgement, ...]
) -> None:
    found, _ = joined(parts, tmp_path, judgements)
    assert len(found.files) > 3
    whole = reconcile(parts, judgements)
    assert statements(found) == plain(joint_quads(parts, whole))
    assert tuple(found.doubtful) == whole.doubtful
    of_documents = "section-heading-differs"  # told of documents, not of programmes
    assert tuple(one for one in found.issues if one.code != of_documents) == whole.clustering.issues


@pytest.mark.usefixtures("many_blocks")
def test_a_further_document_leaves_most_blocks_as_they_are(parts: list[DocumentPart], tmp_path: Path) -> None:
    _, first = joined(parts[:-1], tmp_path)
    found, second = joined(parts, tmp_path)
    assert second.done.get("reconcile_block", 0) < first.done["reconcile_block"]
    assert statements(found) == plain(joint_quads(parts, reconcile(parts)))
    _, third = joined(parts, tmp_path)
    assert set(third.done) <= {"names_printed"}


def test_programmes_are_compared_with_measures_once(parts: list[DocumentPart], tmp_path: Path) -> None:
    """A further list costs what it names; the links are those of a reconciliation from nothing."""
    compared: list[int] = []

    def noting(folder: Path, some: Sequence[DocumentPart]) -> Joint:
        each = Counting()

        def counted(
            function: Callable[..., Any], tasks: Iterable[tuple[int, tuple[Any, ...]]]
        ) -> Iterator[tuple[int, Any]]:
            for number, arguments in tasks:
                if function is relate_year:
                    compared[-1] += len(arguments[3])
                yield from each(function, [(number, arguments)])

        compared.append(0)
        return joined(some, folder, each=counted)[0]

    noting(tmp_path, parts[:-1])
    found = noting(tmp_path, parts)
    assert statements(found) == plain(joint_quads(parts, reconcile(parts)))
    assert 0 < compared[1] < compared[0] / 2
    assert statements(noting(tmp_path, parts)) == statements(found) and compared[2] == 0
    for file in (*tmp_path.glob("*.related"), *tmp_path.glob("*.years"), *tmp_path.glob("*.measures")):
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    assert statements(noting(tmp_path, parts)) == statements(found) and compared[3] > compared[0]


def several_at_a_time(
    function: Callable[..., Any], tasks: Iterable[tuple[int, tuple[Any, ...]]]
) -> Iterator[tuple[int, Any]]:
    """As processes do: a few tasks are taken before the first is done, and they end in any order."""
    chance, coming = random.Random(5), iter(tasks)
    waiting = list(islice(coming, 4))
    while waiting:
        number, arguments = waiting.pop(chance.randrange(len(waiting)))
        yield number, function(*arguments)
        waiting.extend(islice(coming, 1))


@pytest.mark.usefixtures("many_blocks")
def test_the_order_in_which_tasks_end_does_not_matter(
    parts: list[DocumentPart], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph.relating, "_SUBJECTS", 7)
    found, _ = joined(parts, tmp_path, each=several_at_a_time)
    assert statements(found) == plain(joint_quads(parts, reconcile(parts)))


def test_a_further_plan_is_compared_in_its_year_alone(
    parts: list[DocumentPart], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In years of many measures, whose words are their own."""
    monkeypatch.setattr(graph.relating, "OWN_WORDS", 1)
    monkeypatch.setattr(graph.reconcile.related, "OWN_WORDS", 1)
    plan = next(part for part in parts if part.measures)
    year = plan.measures[0].plan_year
    other = replace(
        plan,
        document={**plan.document, "id": "zz", "sha256": "zz"},
        measures=tuple(replace(one, id=f"{one.id}-zz", plan_year=year + 1) for one in plan.measures[:40]),
    )
    found, each = joined([*parts, other], tmp_path)
    assert statements(found) == plain(joint_quads([*parts, other], reconcile([*parts, other])))
    more = replace(
        other, measures=(*other.measures, replace(other.measures[0], id="measure/more", number=999))
    )
    again, once_more = joined([*parts, more], tmp_path)
    assert once_more.done["relate_year"] < each.done["relate_year"]
    assert statements(again) == plain(joint_quads([*parts, more], reconcile([*parts, more])))


@pytest.mark.usefixtures("many_blocks")
@pytest.mark.parametrize("seed", range(2))
def test_sheets_without_a_row_are_placed_across_blocks(seed: int, tmp_path: Path) -> None:
    """Sheets under no title, a wrong one or another programme's are placed as they are when all is reconciled at once."""
    list(write_corpus(tmp_path / "documents", 6, seed=seed, kinds=("supplementary",)))
    whole = parts_of(extract_document(entry) for entry in list_sources(tmp_path / "documents"))
    chance = random.Random(seed)
    labels = sorted({item.label for part in whole for item in part.items if item.kind == "budget_line"})

    def retitled(item: Item) -> Item:
        if item.kind != "sheet" or chance.random() > 0.3:
            return item
        return replace(item, label=chance.choice(("", f"{item.label[:-4]}改善事業", chance.choice(labels))))

    parts = [replace(part, items=tuple(map(retitled, part.items))) for part in whole]
    found, each = joined(parts, tmp_path)
    together = reconcile(parts)
    assert len(found.files) > 3 and each.done["reconcile_block"] > len(found.files)
    assert statements(found) == plain(joint_quads(parts, together))
    assert tuple(found.doubtful) == together.doubtful
    assert found.issues == together.clustering.issues


@pytest.mark.parametrize("damage", ["cut", "head", "statements"])
def test_a_damaged_block_is_made_again(
    parts: list[DocumentPart], tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    found, _ = joined(parts, tmp_path)
    file = found.files[0]
    data = bytearray(file.read_bytes())
    if damage == "cut":
        del data[100:]
    else:
        data[40 if damage == "head" else -40] ^= 1
    expected = statements(found)
    file.write_bytes(data)
    again, each = joined(parts, tmp_path)
    assert each.done["reconcile_block"] == 1 and file.name in caplog.text
    assert statements(again) == expected
