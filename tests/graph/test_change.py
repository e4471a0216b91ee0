"""A served graph changed into the next one is the graph that loading everything would have given, or it is not changed."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
import zstandard
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from api.commands.builder import BuildOptions, BuildSummary, build
from api.commands.engine import Engine
from graph.change import DoubtError, changed_copy
from graph.class_counts import changed_counts, count_classes
from graph.contributions import Record, pack_statements, read_record, write_record
from graph.loading import load_packed
from graph.shapes import validate, validate_change
from graph.store import StoreFolder
from tests.generate import write_corpus

EX = "http://example.org/"


def lines_of(store: Store) -> list[bytes]:
    return sorted(store.dump(format=RdfFormat.N_QUADS).splitlines())


def served(store: Path) -> list[bytes]:
    return lines_of(StoreFolder(store).open_read_only())


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Texts of documents of all kinds, some damaged."""
    folder = tmp_path_factory.mktemp("texts") / "documents"
    list(write_corpus(folder, 6, seed=23))
    return folder


def test_any_course_of_additions_removals_and_changes_gives_the_graph_of_a_new_build(
    many: Path, tmp_path: Path
) -> None:
    texts = {file.name: file.read_text(encoding="utf-8") for file in sorted(many.glob("*.txt"))}
    folder, work, store = (tmp_path / name for name in ("documents", "work", "store"))
    folder.mkdir()

    def run(where: Path, judgements: Path | None = None) -> BuildSummary:
        return build(
            BuildOptions(folder, str(where), work=work, judgements=judgements, engine=Engine(jobs=1))
        )

    for name in list(texts)[:4]:
        (folder / name).write_text(texts[name], encoding="utf-8")
    assert run(store).doubt
    chance = random.Random(4)
    for step, name in enumerate([*list(texts)[4:5], "", list(texts)[2], "zz.txt"]):
        if name in texts and (folder / name).exists():
            cut = texts[name][: chance.randrange(len(texts[name]) // 2, len(texts[name]))]
            (folder / name).write_text(cut, encoding="utf-8")
        elif name:
            one = "単位：百万円\nNo. 事業名 令和7年度補正予算額 担当府省庁 備考\n900 新しい見守り事業 10 内閣府\n"
            (folder / name).write_text(texts.get(name, one), encoding="utf-8")
        else:
            (folder / list(texts)[1]).unlink()
        changed = run(store)
        assert not changed.doubt
        new = run(tmp_path / f"new-{step}")
        assert new.doubt and new.counts == changed.counts and new.build_id == changed.build_id
        assert served(store) == served(tmp_path / f"new-{step}")
        assert changed.report["violations"] == new.report["violations"] == []


def test_a_file_of_the_served_graph_that_is_lost_or_cut_short_makes_all_be_loaded(
    many: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for file in sorted(many.glob("*.txt"))[:3]:
        shutil.copy(file, folder)
    store = tmp_path / "store"
    build(BuildOptions(folder, str(store), engine=Engine(jobs=1)))
    (folder / "000000.txt").unlink()
    for part in (store / "work").glob("*.part"):
        part.write_bytes(part.read_bytes()[:-9])
    assert build(BuildOptions(folder, str(store), engine=Engine(jobs=1))).doubt


# A graph of few files whose statements are given as Turtle, one text a file.
Texts = Mapping[str, str]
Loaded = Callable[[Texts], tuple[Path, Record]]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def packed(work: Path, texts: Texts) -> dict[str, Path]:
    """The files as they are kept, named by their content; "whole" has no statements."""
    files = {"whole": work / "whole"}
    pack_statements((), files["whole"])
    for text in texts.values():
        quads = list(parse(input=f"@prefix e: <{EX}> . {text}", format=RdfFormat.TURTLE))
        file = work / f"{sum(text.encode()) * len(text)}.part"
        pack_statements(quads, file)
        files[file.name] = file
    return files


def loaded(work: Path, texts: Texts, folder: Path) -> Record:
    """A build in `folder` made of these files."""
    files = packed(work, texts)
    (folder / "contributions").mkdir(parents=True)
    shutil.copy(files.pop("whole"), folder / "contributions" / "whole")
    made = load_packed(folder / "oxigraph", tuple(files.values()), 1, folder)
    sizes = {name: file.stat().st_size for name, file in files.items()}
    record = Record("rules", made.quads, sizes, made.subjects)
    write_record(folder, record)
    return record


CASES = {
    "shared": ({"a": "e:s e:p 1, 2 .", "b": "e:s e:p 2, 3 ."}, {"a": "e:s e:p 1, 2 ."}),
    "shared, the other goes": ({"a": "e:s e:p 1, 2 .", "b": "e:s e:p 2, 3 ."}, {"b": "e:s e:p 2, 3 ."}),
    "one number written twice": ({"a": "e:s e:p 0.50 .", "b": "e:s e:p 0.5 ."}, {"b": "e:s e:p 0.5 ."}),
    "one number written anew": ({"a": "e:s e:p 0.50 ."}, {"a": "e:s e:p 0.5 ."}),
    "one number from another": (
        {"a": "e:s e:p 1.0 .", "b": "e:t e:p 1 ."},
        {"c": "e:s e:p 1.00 .", "b": "e:t e:p 1 ."},
    ),
    "all new": ({"a": "e:s e:p 1 ."}, {"b": 'e:t e:q "x\\n y"@ja .'}),
    "nothing left": ({"a": "e:s e:p 1 ."}, {}),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES.keys())
def test_what_other_files_still_say_stays(before: Texts, after: Texts, work: Path, tmp_path: Path) -> None:
    record = loaded(work, before, tmp_path / "old")
    assert read_record(tmp_path / "old") is not None
    loaded(work, after, tmp_path / "new")
    files = packed(work, after)
    changed = changed_copy(tmp_path / "old", record, files, work, tmp_path / "copy", "rules")
    copy = Store.read_only(str(tmp_path / "copy"))
    assert lines_of(copy) == lines_of(Store.read_only(str(tmp_path / "new" / "oxigraph")))
    assert changed.record.quads == len(copy)
    assert changed.record.sizes.keys() == files.keys() - {"whole"}


def test_the_served_database_is_not_written(work: Path, tmp_path: Path) -> None:
    record = loaded(work, {"a": "e:s e:p 1 .", "b": "e:s e:p 2 ."}, tmp_path / "old")
    database = tmp_path / "old" / "oxigraph"
    before = {file.name: (file.stat().st_mtime_ns, file.read_bytes()) for file in database.iterdir()}
    files = packed(work, {"b": "e:s e:p 2 .", "c": "e:s e:p 3 ."})
    changed_copy(tmp_path / "old", record, files, work, tmp_path / "copy", "rules")
    assert before == {file.name: (file.stat().st_mtime_ns, file.read_bytes()) for file in database.iterdir()}


def test_doubts(work: Path, tmp_path: Path) -> None:
    texts = {"a": "e:s e:p 1 .", "b": "e:s e:p 2 ."}
    record = loaded(work, texts, tmp_path / "old")
    files = packed(work, {"b": "e:s e:p 2 ."})

    def doubt(record: Record, rules: str = "rules", target: str = "copy") -> str:
        with pytest.raises(DoubtError) as raised:
            changed_copy(tmp_path / "old", record, files, work, tmp_path / target, rules)
        return str(raised.value)

    assert "rules" in doubt(record, "other rules")
    other = Record("rules", record.quads, record.sizes, record.subjects, engine="0.0")
    assert "engine" in doubt(other)
    sizes = {name: size + 1 for name, size in record.sizes.items()}
    assert "not the file" in doubt(Record("rules", record.quads, sizes, record.subjects))
    worn = Record("rules", record.quads, record.sizes, record.subjects, changed=100_000)
    assert "too much" in doubt(worn, target="worn")
    gone = next(name for name in record.sizes if name not in files)
    packed_size = (work / gone).stat().st_size
    (work / gone).write_bytes((0).to_bytes(8, "big") + b"\0" * (packed_size - 8))
    assert "cannot be read" in doubt(record, target="cut")
    line = f'<{EX}s> <{EX}p> "never loaded" .\n'.encode()
    (work / gone).write_bytes((0).to_bytes(8, "big") + zstandard.compress(line))
    sizes = {**record.sizes, gone: (work / gone).stat().st_size}
    assert "lacks" in doubt(Record("rules", record.quads, sizes, record.subjects), target="lacking")


@pytest.mark.parametrize("spoil", ["", "{", '{"format": 0}'])
def test_a_damaged_record_is_none(spoil: str, work: Path, tmp_path: Path) -> None:
    loaded(work, {"a": "e:s e:p 1 ."}, tmp_path / "old")
    (tmp_path / "old" / "contributions" / "record.json").write_text(spoil)
    assert read_record(tmp_path / "old") is None


def test_a_record_without_all_its_subjects_is_none(work: Path, tmp_path: Path) -> None:
    loaded(work, {"a": "e:s e:p 1 .", "b": "e:t e:p 1 ."}, tmp_path / "old")
    (tmp_path / "old" / "contributions" / "subjects").write_bytes(b"\0" * 8)
    assert read_record(tmp_path / "old") is None


def changes(store: Store) -> list[tuple[Sequence[Quad], Sequence[Quad]]]:
    """What may happen to a graph: each statement of some nodes taken out, or said with another value."""
    chance = random.Random(9)
    quads = sorted(store, key=str)
    found: list[tuple[Sequence[Quad], Sequence[Quad]]] = []
    for quad in chance.sample(quads, 12):
        found.append(([quad], []))
        found.append(([], [Quad(quad.subject, quad.predicate, Literal("これは値でない"))]))
        found.append(([], [Quad(quad.subject, quad.predicate, NamedNode(EX + "nowhere"))]))
    classes = [quad for quad in quads if quad.predicate.value.endswith("#type")]
    found.extend(([quad], []) for quad in chance.sample(classes, 12))
    return found


def test_a_change_is_checked_and_counted_as_the_whole_graph_would_be(seed_store: Path) -> None:
    graph = Store()
    graph.extend(StoreFolder(seed_store).open_read_only())
    counts = count_classes(graph)
    broken = 0
    for gone, come in changes(graph):
        come = [quad for quad in come if quad not in graph]
        for quad in gone:
            graph.remove(quad)
        graph.extend(come)
        whole = set(validate(graph))
        assert set(validate_change(graph, gone, come)) == whole
        assert changed_counts(counts, gone, come) == count_classes(graph)
        broken += bool(whole)
        for quad in come:
            graph.remove(quad)
        graph.extend(gone)
    assert broken > 5
