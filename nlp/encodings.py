"""Bytes -> text: UTF-8 and UTF-16 by their marks, then the Japanese encodings, judged by what they decode to."""

from __future__ import annotations

import codecs
import re

from nlp.errors import SourceError

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_JAPANESE = ("iso2022_jp", "cp932", "euc_jp")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_KANA = re.compile("[ぁ-んァ-ヶ一-龥]")
_ODD = re.compile("[\ue000-\uf8ff\ufffd｡-ﾟ]")


def decode_bytes(name: str, data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """The text of `data`, its encoding, and notes on what was done. `name` is for messages.

    Raises:
        SourceError: the bytes are no text in any encoding that Japanese documents use.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding, ("バイト順マークを除いた",)
            except UnicodeDecodeError as error:
                raise _not_text(
                    name, f"{encoding} の印があるが {error.start} バイト目で壊れている"
                ) from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _japanese(name, data, error)
    if len(_CONTROL.findall(data)) > len(data) / 100:
        raise _not_text(name, "制御文字が多い")
    return text, "utf-8", ()


def _japanese(name: str, data: bytes, error: UnicodeDecodeError) -> tuple[str, str, tuple[str, ...]]:
    if len(_CONTROL.findall(data)) > len(data) / 200:
        raise _not_text(name, "文字でないバイトが多い")
    best: tuple[float, str, str] | None = None
    for encoding in _JAPANESE:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = (len(_KANA.findall(text)) - 5 * len(_ODD.findall(text))) / max(1, len(text))
        if best is None or score > best[0]:
            best = (score, encoding, text)
    if best is None or best[0] < 0.05:
        raise _not_text(name, f"UTF-8 として {error.start} バイト目で壊れ、日本語の他の文字コードでもない")
    return best[2], best[1], (f"文字コード {best[1]} として読んだ",)


def _not_text(name: str, why: str) -> SourceError:
    return SourceError(
        f"{name}: not readable as text ({why})",
        hint="save it as UTF-8 text, or give the PDF, XLSX, DOCX, HTML or CSV itself",
    )
