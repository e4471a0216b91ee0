"""Bytes -> text: UTF-8 and UTF-16 by their marks or zeros, then the Japanese encodings, judged by what they decode to."""

from __future__ import annotations

import codecs
import re

from nlp.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# cp932 before shift_jis_2004 and euc_jp before euc_jis_2004: the wider sets only where the common ones fail.
_JAPANESE = ("iso2022_jp", "cp932", "euc_jp", "iso2022_jp_2004", "shift_jis_2004", "euc_jis_2004")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_COMMON = re.compile("[ぁ-んァ-ヶ一-龥]")
_LATIN = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2010-\u203a\u20ac\u2122]"
)
_MISREAD = re.compile("[縺繧繝]")
_LEAST_MISREAD = 0.05
_ESCAPE = re.compile(rb"\x1b(\$[@B]|\([BJI])")
_ODD = re.compile("[\ue000-\uf8ff\ufffd｡-ﾟ\x80-\x9f]")
_NAMES = {
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp932": "Shift_JIS (cp932)",
    "euc_jp": "EUC-JP",
    "iso2022_jp": "JIS (ISO-2022-JP)",
}


def decode_bytes(name: str, data: bytes, declared: str = "") -> tuple[str, str, tuple[str, ...]]:
    """The text of `data`, its encoding, and notes on what was done. `name` is for messages.

    `declared` is the encoding that the file itself names (HTML meta), tried before guessing.

    Raises:
        SourceError: the bytes are no text in any encoding that Japanese documents use.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text, notes = _unbroken(name, data[len(mark) :], encoding)
            return text, encoding, ("バイト順マークを除いた", *notes)
    if declared:
        try:
            return data.decode(declared), declared.lower(), ()
        except (UnicodeDecodeError, LookupError):
            pass
    wide = _wide(data)
    if wide:
        try:
            text, notes = _unbroken(name, data, wide)
            return text, wide, (f"文字コード {_NAMES[wide]}（印なし）として読んだ", *notes)
        except SourceError:
            pass
    if _controls(data) > 0.005:
        raise _not_text(name, "文字でないバイトが多い")
    # An escape sequence of JIS is plain ASCII to UTF-8.
    if b"\x1b$" in data:
        return _japanese(name, _escaped(data), 0)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _mended(data, ("utf-8",)) or _japanese(name, data, error.start)
    twice = _twice(text)
    if twice:
        return twice, "utf-8", ("二重に UTF-8 に変換された文字を戻して読んだ",)
    misread = _misread(name, text)
    if misread:
        return misread, "utf-8", ("UTF-8 を Shift_JIS と取り違えて保存された文字を戻して読んだ",)
    return text, "utf-8", ()


def _unbroken(name: str, data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    """The text in a known encoding; where the file was cut or a byte broken, U+FFFD and a note.

    Raises:
        SourceError: more than one in a hundred is broken.
    """
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        mended = _mended(data, (encoding,))
        if mended is None:
            raise _not_text(name, f"{encoding} の印があるが {error.start} バイト目で壊れている") from error
        return mended[0], mended[2]


def _twice(text: str) -> str:
    """What UTF-8 bytes were that someone took for Latin letters and wrote as UTF-8 again (æ–½ç­–); "" where it is not so.

    Proven by the bytes themselves: every one of them must make sense as UTF-8, and most of it must be Japanese.
    """
    if len(_LATIN.findall(text)) < 0.3 * len(text):
        return ""
    try:
        once = b"".join(_byte(char) for char in text).decode("utf-8")
    except UnicodeError:
        return ""
    return once if len(_COMMON.findall(once)) > 0.2 * len(once) else ""


def _misread(name: str, text: str) -> str:
    """What UTF-8 bytes were that someone took for Shift_JIS and wrote as UTF-8 (縺ｮ縺ｫ); "" where it is not so.

    The first two bytes of kana read as 縺, 繧 or 繝. Proven by the bytes: all of them make sense as UTF-8, and give the text back.

    Raises:
        SourceError: bytes were lost on the way, as they mostly are (pairs that Shift_JIS does not have).
    """
    if len(_MISREAD.findall(text)) < _LEAST_MISREAD * len(text):
        return ""
    try:
        once = text.encode("cp932").decode("utf-8")
    except UnicodeError as error:
        why = "UTF-8 が Shift_JIS と取り違えて保存され、元のバイトが失われている"
        raise _not_text(name, why) from error
    return once if len(_COMMON.findall(once)) > 0.2 * len(once) else ""


def _byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")


def _escaped(data: bytes) -> bytes:
    """JIS with characters that its standard lacks (①, ㈱ of row 13) as EUC, which decoders read with them; else as it is."""
    try:
        data.decode("iso2022_jp")
        return data
    except UnicodeDecodeError:
        pass
    out = bytearray()
    pieces = _ESCAPE.split(data)
    out += pieces[0]
    for escape, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if escape.startswith(b"$"):
            # A line feed may stand between, where the escape back was lost.
            out += bytes(byte | 0x80 if byte > 0x20 else byte for byte in piece)
        elif escape == b"(I":
            out += b"".join(bytes((0x8E, byte | 0x80)) for byte in piece)
        else:
            out += piece
    return bytes(out)


def _mended(data: bytes, encodings: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]] | None:
    """Text of which a byte here and there is broken: in the encoding that leaves the fewest, at most one in a hundred.

    What cannot be read is U+FFFD; the note says how often.
    """
    best: tuple[float, str, str] | None = None
    for encoding in encodings:
        text = data.decode(encoding, errors="replace")
        broken = text.count("\ufffd") / max(1, len(text))
        if (
            broken <= 0.01
            and len(_COMMON.findall(text)) > 0.2 * len(text)
            and (best is None or broken < best[0])
        ):
            best = (broken, encoding, text)
    if best is None:
        return None
    count = best[2].count("\ufffd")
    named = _NAMES.get(best[1], best[1].upper())
    return best[2], best[1], (f"{named} として壊れたバイトがあり、{count}字を読めない字（U+FFFD）とした",)


def _controls(data: bytes) -> float:
    return len(_CONTROL.findall(data)) / max(1, len(data))


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: zeros, or the high byte of kana (0x30), stand at every second place."""
    if len(data) < 4:
        return ""
    sample = data[:4096]
    marks = {0x00, 0x30, 0xFF}
    even = sum(byte in marks for byte in sample[0::2]) * 2 / len(sample)
    odd = sum(byte in marks for byte in sample[1::2]) * 2 / len(sample)
    for encoding, high, low in (("utf-16-be", even, odd), ("utf-16-le", odd, even)):
        if high > 0.35 and low < 0.1:
            return encoding
    return ""


def _japanese(name: str, data: bytes, broken: int) -> tuple[str, str, tuple[str, ...]]:
    best: tuple[float, str, str] | None = None
    for encoding in _JAPANESE:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = (len(_COMMON.findall(text)) - 5 * len(_ODD.findall(text))) / max(1, len(text))
        if best is None or score > best[0] + 0.02:
            best = (score, encoding, text)
    if best is None or best[0] < 0.05:
        mended = _mended(data, ("cp932", "euc_jp"))
        if mended is not None:
            return mended
        raise _not_text(name, f"UTF-8 として {broken} バイト目で壊れ、日本語の他の文字コードでもない")
    return best[2], best[1], (f"文字コード {_NAMES.get(best[1], best[1])} として読んだ",)


def _not_text(name: str, why: str) -> SourceError:
    return SourceError(
        f"{name}: 文字として読めません。{why} (not readable as text)",
        hint="UTF-8 の文章として保存するか、元の PDF・XLSX・DOCX・HTML・CSV を渡す (save it as UTF-8 text, or give the original)",
    )
