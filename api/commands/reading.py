"""`tsunagari read`: one document as read and repaired, without a graph."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from nlp.errors import SourceError
from nlp.extract import extract_document, read_text
from nlp.files.inputs import load_source
from nlp.sources import SourceEntry, document_id


def as_read(file: Path, *, raw: bool = False, as_json: bool = False, profile: str = "") -> str:
    """The text of `file` repaired (or as it is, when `raw`), or its records, issues and repairs as JSON.

    Raises:
        SourceError: the file cannot be read as text, or (for JSON) no profile fits it.
    """
    entry = SourceEntry(file, document_id(file))
    source = load_source(file)
    if as_json:
        extraction = extract_document(entry, profile=profile)
        data = asdict(extraction)
        data["text"] = source.text if raw else read_text(source, entry.id)[0].text
        return json.dumps(data, ensure_ascii=False, indent=1)
    if raw:
        return source.text
    if not source.text.strip():
        raise SourceError(
            f"{file.name}: 文字がありません (no text in it)",
            hint="画像の PDF は、先に文字認識（OCR）にかける (a scanned PDF needs OCR first)",
        )
    return read_text(source, entry.id)[0].text
