"""Generates budget lists with names, ministries, years and 再掲 of their own, and their truth beside them.

    python -m tests.generate --documents 100 --seed 7 --out /tmp/corpus

writes `<n>.txt` files and `truth.jsonl` (one line a printed row). Used by tests and benchmarks only.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

MINISTRIES = (
    "厚生労働省", "内閣府", "法務省", "こども家庭庁", "農林水産省", "国土交通省", "文部科学省", "環境省", "総務省",
    "経済産業省", "消費者庁", "復興庁", "外務省", "警察庁", "デジタル庁", "防衛省",
)  # fmt: skip
WHOM = (
    "高齢者",
    "ひとり親家庭",
    "若者",
    "生活困窮者",
    "在留外国人",
    "被災者",
    "障害者",
    "不登校児童生徒",
    "妊産婦",
    "家族介護者",
    "単身者",
    "地域住民",
)
WHAT = (
    "見守り",
    "居場所づくり",
    "相談体制",
    "就労準備",
    "住まい確保",
    "学び直し",
    "交流促進",
    "アウトリーチ",
    "食料支援",
    "移動支援",
    "健康づくり",
    "担い手育成",
)
HOW = (
    "推進事業",
    "支援事業",
    "モデル事業",
    "整備交付金",
    "強化事業",
    "活動助成事業",
    "促進事業費補助金",
    "調査研究",
)
SECTIONS = ("きめ細かな支援", "対話の推進", "連携の基盤の形成", "推進体制の整備", "関連施策の推進")


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row and what it truly is. `amount` is in yen."""

    document: str
    number: int
    label: str
    amount: int
    kind: str
    ministry: str
    section: str
    relisted: bool
    newly_listed: bool
    fiscal_year: int
    stage: str


def document(number: int, seed: int) -> tuple[str, list[Row]]:
    """The text of one generated list and its rows; the same number and seed give the same text."""
    rng = random.Random(f"{seed}/{number}")
    year, pillar = rng.randint(2019, 2030), rng.randint(1, 9)
    stage = rng.choice(("supplementary", "initial"))
    name = f"{number:06d}"
    era = f"令和{'元' if year == 2019 else year - 2018}年度"
    head = "補正予算額" if stage == "supplementary" else "当初予算額"
    lines = [
        "(単位：百万円)",
        "",
        f"No.\t事業名\t{era} {head}\t担当府省庁\t備考",
        f"{pillar}. 誰もが{rng.choice(WHAT)}を得られる社会をつくる",
    ]
    rows: list[Row] = []
    position = rng.randint(1, 400)
    known: list[tuple[str, int, str, str]] = []
    for index in range(rng.randint(2, len(SECTIONS))):
        notation = f"{pillar}-{'①②③④⑤'[index]}"
        lines.append(f"{notation}{SECTIONS[index]}")
        for _ in range(rng.randint(2, 7)):
            again = bool(known) and rng.random() < 0.25
            if again:
                label, million, kind, ministry = rng.choice(known)
            else:
                label = f"{rng.choice(WHOM)}の{rng.choice(WHAT)}{rng.choice(HOW)}"
                million, ministry = rng.randint(1, 30_000), rng.choice(MINISTRIES)
                kind = "includedIn" if rng.random() < 0.2 else "exact"
                known.append((label, million, kind, ministry))
            fresh = not again and rng.random() < 0.15
            remark = "・".join(word for word, on in (("新規", fresh), ("再掲", again)) if on)
            printed = f"{million:,}" + ("の内数" if kind == "includedIn" else "")
            lines.append(f"{position}\t{label}\t{printed}\t{ministry}\t{remark}")
            rows.append(
                Row(
                    name,
                    position,
                    label,
                    million * 1_000_000,
                    kind,
                    ministry,
                    notation,
                    again,
                    fresh,
                    year,
                    stage,
                )
            )
            position += 1
    return "\n".join(lines) + "\n", rows


def write_corpus(folder: Path, documents: int, seed: int) -> Iterator[Row]:
    """Write the documents and their truth; yields the rows as they are written."""
    folder.mkdir(parents=True, exist_ok=True)
    # Beside the folder, so that a build of the folder does not read its own answers.
    with (folder.parent / f"{folder.name}.truth.jsonl").open("w", encoding="utf-8") as truth:
        for number in range(documents):
            text, rows = document(number, seed)
            (folder / f"{number:06d}.txt").write_text(text, encoding="utf-8")
            for row in rows:
                truth.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
                yield row


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    count = sum(1 for _ in write_corpus(options.out, options.documents, options.seed))
    print(f"{options.documents} documents, {count} rows in {options.out}")


if __name__ == "__main__":
    main()
