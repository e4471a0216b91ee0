"""A researcher's decisions as data: read, checked for contradictions, kept across rebuilds.

CSV columns: subject, object, verdict, kind, who, when, why. `subject` and `object` are item ids, IRIs, keys of programmes
or printed labels. `verdict` is same, different or unsure; `kind` is identity (default), lineage or measure; for lineage
the verdict may also be renamed, split, merged or continued (subject: the later programme, object: the earlier one). Further columns
(score, reasons: as `review.csv` has them) are kept out of the decision.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote

from graph.reconcile.items import Problem
from nlp.errors import IdentityError, SourceError
from nlp.files.encodings import decode_bytes

COLUMNS = ("subject", "object", "verdict", "kind", "who", "when", "why")
VERDICTS = frozenset({"same", "different", "unsure", "renamed", "split", "merged", "continued", ""})
KINDS = frozenset({"identity", "lineage", "measure"})
_SAVE_AS = "表計算ソフトで「CSV UTF-8（コンマ区切り）」か「CSV」として保存する (save it as CSV)"
_ID_BASE = "https://w3id.org/tsunagari/id/"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision. `line` is the 1-based line of the file it came from (0 when made in code)."""

    subject: str
    object: str
    verdict: str
    kind: str = "identity"
    who: str = ""
    when: str = ""
    why: str = ""
    line: int = 0

    @property
    def pair(self) -> tuple[str, str]:
        """Subject and object in a fixed order for identity, as written otherwise."""
        if self.kind == "identity" and self.subject > self.object:
            return self.object, self.subject
        return self.subject, self.object

    @property
    def reason(self) -> str:
        """The decision as a readable reason."""
        return f"{self.who or '研究者'}の判断（{self.when or '日付なし'}）: {self.why or '理由の記載なし'}"


def local_id(written: str) -> str:
    """An id as the graph uses it: a full IRI of ours is cut to kind/slug and percent-decoded.

    >>> local_id("https://w3id.org/tsunagari/id/measure/2024-82")
    'measure/2024-82'
    """
    text = written.strip()
    return unquote(text[len(_ID_BASE) :]) if text.startswith(_ID_BASE) else text


def parse_judgements(text: str, *, name: str = "judgements.csv") -> tuple[Judgement, ...]:
    """Read judgements from CSV text. Rows without a verdict (a review sheet only partly filled) are left out.

    Raises:
        IdentityError: a column is missing or a verdict or kind is unknown, with file and line.
    """
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    missing = [column for column in COLUMNS[:3] if column not in (reader.fieldnames or [])]
    if missing:
        raise IdentityError(
            f"{name}:1: 列がありません (column missing): {', '.join(missing)}",
            hint=f"一行目に列の名を置く (columns): {', '.join(COLUMNS)}",
        )
    found: list[Judgement] = []
    for row in reader:
        cells = {
            key: (value or "").strip()
            for key, value in row.items()
            if isinstance(key, str) and not isinstance(value, list)
        }
        verdict = normalize("NFKC", cells.get("verdict", "")).lower()
        kind = normalize("NFKC", cells.get("kind", "")).lower() or "identity"
        if verdict not in VERDICTS or kind not in KINDS:
            raise IdentityError(
                f"{name}:{reader.line_num}: 種類 {kind!r} に {verdict!r} という判断はありません (verdict {verdict!r} of kind {kind!r} is not known)",
                hint=f"verdict: {', '.join(sorted(VERDICTS - {''}))}; kind: {', '.join(sorted(KINDS))}",
            )
        if verdict == "" or not cells.get("subject") or not cells.get("object"):
            continue
        found.append(
            Judgement(
                local_id(cells["subject"]),
                local_id(cells["object"]),
                verdict,
                kind,
                cells.get("who", ""),
                cells.get("when", ""),
                cells.get("why", ""),
                reader.line_num,
            )
        )
    return tuple(found)


def load_judgements(path: Path) -> tuple[Judgement, ...]:
    """Read a judgements file: CSV as spreadsheets save it (UTF-8 with or without BOM, Shift_JIS, UTF-16 with tabs).

    Raises:
        IdentityError: the file cannot be read, is a workbook, or is not as described in this module.
    """
    return parse_judgements(table_text(path), name=path.name)


def table_text(path: Path) -> str:
    """The text of a CSV file, whatever encoding a spreadsheet saved it in; tabs between columns become commas.

    Raises:
        IdentityError: the file cannot be read, or is no text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise IdentityError(
            f"{path.name}: 読めません (cannot be read: {error.strerror})",
            hint="名前と権限を確かめる (check its name and permissions)",
        ) from error
    if data.startswith(b"PK"):
        raise IdentityError(
            f"{path.name}: CSV でなく Excel のブックです (a workbook, not CSV)", hint=_SAVE_AS
        )
    try:
        text = decode_bytes(path.name, data)[0]
    except SourceError as error:
        text = _few_japanese(data)
        if not text:
            raise IdentityError(
                f"{path.name}: 文字として読めません (not readable as text)", hint=_SAVE_AS
            ) from error
    head = text.partition("\n")[0]
    if "\t" in head and "," not in head:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(csv.reader(io.StringIO(text), delimiter="\t"))
        return out.getvalue()
    return text


def _few_japanese(data: bytes) -> str:
    """Shift_JIS whose letters are mostly ASCII (ids and dates), which says too little to be recognised; else ""."""
    try:
        text = data.decode("cp932")
    except UnicodeDecodeError:
        return ""
    return text if all(char.isprintable() or char in "\t\r\n" for char in text) else ""


def write_judgements(judgements: Iterable[Judgement]) -> str:
    """Judgements as CSV text, sorted, so that two people's files can be compared."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in sorted(judgements, key=lambda item: (item.kind, *item.pair, item.when, item.who)):
        writer.writerow([one.subject, one.object, one.verdict, one.kind, one.who, one.when, one.why])
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Decided:
    """Judgements of one kind without contradiction: what to join, what to keep apart, what is suspended."""

    same: tuple[Judgement, ...]
    different: tuple[Judgement, ...]
    suspended: tuple[Judgement, ...]
    issues: tuple[Problem, ...]


def settle(judgements: Sequence[Judgement], *, kind: str = "identity") -> Decided:
    """Split judgements into what holds and what contradicts.

    Two verdicts on one pair that differ, and chains (a same b, b same c, a different c), are reported and none of
    the `same` verdicts concerned is applied: the researcher must decide, not the order of the lines.
    """
    chosen = [
        replace(one, line=one.line) for one in judgements if one.kind == kind and one.verdict != "unsure"
    ]
    by_pair: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for one in chosen:
        by_pair[one.pair].append(one)
    issues: list[Problem] = []
    same: list[Judgement] = []
    different: list[Judgement] = []
    suspended: list[Judgement] = []
    for pair, ones in sorted(by_pair.items()):
        if len({one.verdict for one in ones}) > 1:
            said = "、".join(sorted(f"{one.verdict}（{one.who or '?'} {one.when}）" for one in ones))
            issues.append(
                Problem(
                    "contradicting-judgements",
                    "error",
                    f"{pair[0]} と {pair[1]} の判断が食い違う: {said}",
                    pair[0],
                )
            )
            suspended.extend(ones)
        elif ones[0].verdict == "different":
            different.append(ones[0])
        else:
            same.append(ones[0])
    if kind == "identity":
        same, broken, more = _without_broken_chains(same, different)
        suspended.extend(broken)
        issues.extend(more)
    return Decided(tuple(same), tuple(different), tuple(suspended), tuple(issues))


def _without_broken_chains(
    same: list[Judgement], different: list[Judgement]
) -> tuple[list[Judgement], list[Judgement], list[Problem]]:
    leader: dict[str, str] = {}

    def find(thing: str) -> str:
        while leader.setdefault(thing, thing) != thing:
            thing = leader[thing]
        return thing

    for one in same:
        low, high = sorted((find(one.subject), find(one.object)))
        leader[high] = low
    broken_groups: set[str] = set()
    issues: list[Problem] = []
    for one in different:
        if find(one.subject) == find(one.object):
            broken_groups.add(find(one.subject))
            chain = "、".join(
                sorted(
                    f"{item.subject}＝{item.object}"
                    for item in same
                    if find(item.subject) == find(one.subject)
                )
            )
            issues.append(
                Problem(
                    "contradicting-judgements",
                    "error",
                    f"{one.subject} と {one.object} は different とされたが、same の判断をつなぐと同じになる: {chain}",
                    one.subject,
                )
            )
    kept = [one for one in same if find(one.subject) not in broken_groups]
    broken = [one for one in same if find(one.subject) in broken_groups]
    return kept, broken, issues
