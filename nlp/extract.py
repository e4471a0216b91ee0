"""The recipe: one source file -> what the paper says. Reads in a minute; each step is a module of its own."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from nlp.budgets.lost_points import doubted_amounts
from nlp.errors import UnknownKindError
from nlp.files.inputs import SourceText, load_source
from nlp.files.invisible_signs import as_shown
from nlp.gazetteer import Gazetteers, load_gazetteers
from nlp.glyphs.decoding import Decoded, decode_glyphs
from nlp.language.label_damage import with_display_labels, without_unreadable_labels
from nlp.language.legal_names import legal_records, rest_names
from nlp.language.lexicon import sudachi_lexicon
from nlp.language.misread_headings import mended_headings
from nlp.language.period_records import period_records
from nlp.language.supported_groups import add_target_groups
from nlp.layout.blocks import blocks_of
from nlp.layout.joined_halves import doubted_halves
from nlp.layout.lost_enumerators import with_enumerators
from nlp.layout.unread_notes import unread_notes
from nlp.layout.unread_rows import unread_rows
from nlp.measures.relisted_groups import with_first_listings_groups
from nlp.pipeline import mentions_in
from nlp.profiles import Profile, choose_profile, load_profiles
from nlp.quality_names import kind_name, subject_name
from nlp.readers import Context, ReadResult, reader_named
from nlp.reading import Reading
from nlp.records import Document, Extraction, Issue, Record, Repair
from nlp.relations import relate
from nlp.sources import SourceEntry
from nlp.values.era_dates import find_fiscal_years

# A line of text, and what a title ends or names; the heading of a table is none.
_LINE = re.compile(r"^[ \u3000]*(\S[^\n\t|]{3,160})$", re.MULTILINE)
_TITLE = re.compile(
    r"計画|予算|について|一覧|要領|要綱|大綱|方針|状況|報告|資料|概要|交付金|助成|補助金|事業|指針"
    r"|(?:プラン|戦略|ビジョン|構想|プログラム)[0-9０-９]*(?:[（(][^（()）]{1,20}[）)])?$"
)
_HEADING = re.compile(
    r"(?:事業名|施策名|取組名|団体名|番号|No)[^\n]*(?:府省|省庁|備考|概要|金額)|^[0-9０-９①-⑳・○●（(]|単位|額$"
    r"|^(?:[ⅠⅡⅢⅣⅤⅥⅦⅧⅨIVX]+[．.、 \u3000]|第[0-9０-９一二三四五六七八九十]+[章節部編])"
)
_FIRST_ROW = re.compile(r"^[ \u3000|]*[0-9０-９]{1,3}[ \u3000\t|]+\S", re.MULTILINE)
_TITLE_REACH = 2000
_SHORTEST = 8


def extract_document(entry: SourceEntry, *, profile: str = "") -> Extraction:
    """Read one document: text, repairs, records, mentions, relations and every issue met on the way.

    `profile` names the document family when it should not be recognised from the text.

    Raises:
        SourceError: the file cannot be read as text.
        UnknownKindError: no profile fits it.
        ProfileError: a data file of ours is wrong, or `profile` does not exist.
    """
    source = load_source(entry.path)
    gazetteers = load_gazetteers()
    reading, decoded = read_text(source, entry.id)
    family = _family(reading, profile or entry.profile, entry)
    results = list(_run_readers(reading, family, entry, gazetteers))
    records, doubted = doubted_amounts([record for result in results for record in result.records])
    records, headings = mended_headings(records, reading.text)
    blocks = list(blocks_of(reading)) if family.running_text else []
    records.extend(legal_records(reading, blocks, gazetteers.laws))
    rests = rest_names(records)
    records = [record for record in records if record.kind != "law" or record.text("label") not in rests]
    records.extend(period_records(list(records), reading))
    records, unreadable = without_unreadable_labels(records, reading)
    unique, duplicates = _unique(with_display_labels(records))
    reported = [issue for result in results for issue in result.issues]
    whole, halves = doubted_halves(unique, reported, source.text)
    relations = tuple(item for result in results for item in result.relations)
    supported = add_target_groups(whole, reading, gazetteers)
    supported = with_first_listings_groups(supported, relations)
    mentions = tuple(item for result in results for item in result.mentions)
    mentions += tuple(mentions_in(reading, blocks))
    mentions = tuple(replace(item, canonical=rests.get(item.canonical, item.canonical)) for item in mentions)
    document = _document(entry, source, reading, family, supported)
    lost = list(unread_rows(reading, family.readers, supported, reported))
    lost.extend(unread_notes(reading, supported, [*reported, *lost]))
    return Extraction(
        document=document,
        text=source.text,
        records=tuple(supported),
        mentions=mentions,
        relations=relations + tuple(relate(supported, mentions, source.text)),
        issues=(
            *_input_issues(source, reading),
            *_glyph_issues(decoded, reading),
            *reported,
            *doubted,
            *headings,
            *halves,
            *lost,
            *unreadable,
            *duplicates,
            *_count_issues(entry, supported),
        ),
        repairs=(
            *_glyph_repairs(decoded, entry.id),
            *reading.repairs,
            *(repair for result in results for repair in result.repairs),
        ),
        coverage=tuple(_coverage(supported, reading, results)),
    )


def read_text(source: SourceText, document: str) -> tuple[Reading, Decoded]:
    """The text of a source as it shows, with damaged glyphs decoded, tied to the text as the file holds it."""
    shown = as_shown(source.text)
    decoded = decode_glyphs(shown.text, sudachi_lexicon())
    pages = tuple(source.pages)
    if shown.offsets is not None:
        decoded = decoded.behind(shown.offsets)
        pages = tuple(bisect_left(shown.offsets, page) for page in pages)
    untouched = decoded.text == source.text
    reading = Reading(
        document,
        source.text,
        decoded.text,
        None if untouched else decoded.offsets,
        pages,
        tuple(decoded.unreadable),
        shown.notes,
    )
    return with_enumerators(reading), decoded


def _family(reading: Reading, named: str, entry: SourceEntry) -> Profile:
    profiles = load_profiles()
    family = choose_profile(reading.text, profiles, named=named)
    if family is None:
        scores = ", ".join(f"{item.name} {item.score(reading.text):.0f}" for item in profiles.values())
        raise UnknownKindError(
            f"{entry.path.name}: 読める種類の文書と分かりません (not recognised as a kind of document that can be read; points: {scores})",
            hint="--profile か manifest.toml で種類を言うか、種類を加える: docs/profiles.md (name a kind, or add a profile)",
        )
    return family


def _run_readers(
    reading: Reading, family: Profile, entry: SourceEntry, gazetteers: Gazetteers
) -> Iterator[ReadResult]:
    found: tuple[Record, ...] = ()
    for name in family.readers:
        context = Context(
            gazetteers=gazetteers,
            settings=family.settings.get(name, {}),
            document=entry.id,
            fiscal_year=entry.fiscal_year,
            stage=entry.stage,
            found=found,
        )
        result = reader_named(name)(reading, context)
        found = (*found, *result.records)
        yield result


def _unique(records: Sequence[Record]) -> tuple[list[Record], list[Issue]]:
    """Records with distinct kind and key; a second one under the same key is kept under "key~2" and reported."""
    seen: dict[tuple[str, str], Record] = {}
    issues = []
    for record in records:
        key = (record.kind, record.key)
        if key not in seen:
            seen[key] = record
            continue
        if record.kind in ("law", "plan", "section"):
            continue  # the same law is cited many times; the first citation describes it
        number = 2
        while (record.kind, f"{record.key}~{number}") in seen:
            number += 1
        seen[record.kind, f"{record.key}~{number}"] = replace(record, key=f"{record.key}~{number}")
        issues.append(
            Issue(
                "duplicate-key",
                "warning",
                f"{subject_name(f'{record.kind}:{record.key}')}が二度現れるため、二つ目を {record.key}~{number} として残した",
                record.where,
                f"{record.kind}:{record.key}",
            )
        )
    return list(seen.values()), issues


def _document(
    entry: SourceEntry, source: SourceText, reading: Reading, family: Profile, records: Sequence[Record]
) -> Document:
    title = entry.title
    if not title:
        title = _title(reading.text) if family.running_text else ""
        title = title or f"{family.title} {entry.id}"
    year = entry.fiscal_year
    if year is None:
        first = {record.parent: record for record in reversed(records) if record.kind == "sheet_amount"}
        # Of the amounts of a sheet the first is its own; others are of years before (前年度 4.8億円).
        own = [
            record for record in records if record.kind != "sheet_amount" or first[record.parent] is record
        ]
        years = [record.value(name) for record in own for name in ("fiscal_year", "plan_year")]
        counted = [item for item in years if isinstance(item, int)]
        counted = [hit.year for hit in find_fiscal_years(title) if hit.end >= len(title) - 1] or counted
        year = max(set(counted), key=counted.count) if counted else None
    return Document(
        id=entry.id,
        path=entry.path.name,
        title=title,
        profile=family.name,
        sha256=hashlib.sha256(entry.path.read_bytes()).hexdigest(),
        characters=len(source.text),
        fiscal_year=year,
        stage=entry.stage,
        publisher=entry.publisher,
        issued=entry.issued,
        source_url=entry.source_url,
        licence=entry.licence,
    )


def _title(text: str) -> str:
    """The first line above the first numbered row that reads like a title; "" without any."""
    row = _FIRST_ROW.search(text)
    head = text[: min(_TITLE_REACH, row.start() if row else _TITLE_REACH)]
    lines = [found[1].strip() for found in _LINE.finditer(head)]
    plain = [line for line in lines if not _HEADING.search(line)][:12]
    named = (line for line in plain if len(line) >= _SHORTEST and _TITLE.search(line) and "。" not in line)
    return next(named, "")


def _input_issues(source: SourceText, reading: Reading) -> Iterator[Issue]:
    for note in (*source.notes, *reading.notes):
        yield Issue("input", "info", note, None)
    if not reading.text.strip():
        yield Issue("empty-document", "error", "文書に本文がない", None)


def _glyph_issues(decoded: Decoded, reading: Reading) -> Iterator[Issue]:
    for start, end in decoded.unreadable:
        yield Issue(
            "unreadable-glyphs",
            "warning",
            f"字形番号のまま残した文字がある（{end - start}字）: 字が分からないか、数字の並び順が決まらない",
            replace(reading.where(0, 0), start=start, end=end),
        )


def _glyph_repairs(decoded: Decoded, document: str) -> Iterator[Repair]:
    plain = Reading.plain(document, "")
    for repair in decoded.repairs:
        where = replace(plain.where(0, 0), start=repair.start, end=repair.end)
        yield Repair(where, repair.before, repair.after, f"glyphs-{repair.space}", repair.confidence)


def _count_issues(entry: SourceEntry, records: Sequence[Record]) -> Iterator[Issue]:
    counts = _counts(records)
    for kind, (least, most) in (entry.expected or {}).items():
        found = counts.get(kind, 0)
        if not least <= found <= most:
            yield Issue(
                "unexpected-count",
                "warning",
                f"{kind_name(kind)}は {least}〜{most} 件のはずが {found} 件読めた",
                None,
                hint="manifest.toml の expected を確かめるか、欠けた行を報告で探す",
            )


def _counts(records: Sequence[Record]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for record in records:
        counts[record.kind] = counts.get(record.kind, 0) + 1
    return counts


def _coverage(
    records: Sequence[Record], reading: Reading, results: Sequence[ReadResult]
) -> Iterator[tuple[str, int]]:
    yield from sorted(_counts(records).items())
    spans = sorted(span for result in results for span in result.covered)
    covered, position = 0, 0
    for start, end in spans:
        covered += max(0, end - max(start, position))
        position = max(position, end)
    yield "characters", len(reading.text)
    yield "characters_covered", covered
