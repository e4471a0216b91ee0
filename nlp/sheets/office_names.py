"""Lines of a sheet that are the name of an office and nothing else (成育局 成育環境課)."""

from __future__ import annotations

import re

# 成育局 成育環境課; 社会・援護局総務課; 内閣府○○推進室: words that each end like an office, a bureau or division among them.
_OFFICE = re.compile(
    r"(?:[^\s\u3000、。をがはにでへとも]{1,18}(?:局|部|課|室|官房|官|庁|省|府|グループ|係|班|付)[\s\u3000・]*)*"
    r"[^\s\u3000、。をがはにでへとも]{1,24}(?:局|課|室|官房|参事官|担当官|グループ|係)"
)
_LONGEST_OFFICE = 50


def is_office(text: str) -> bool:
    """Whether a line is the name of an office and nothing else.

    >>> is_office("社会・援護局 総務課女性支援室"), is_office("相談の場を設ける市町村を支援する部局"), is_office("救急医療センター")
    (True, False, False)
    """
    return len(text) <= _LONGEST_OFFICE and _OFFICE.fullmatch(text.strip(" \u3000（）()【】")) is not None
