"""Implementation guidelines of a grant (実施要領): chapters, items, activities, rules, in the page's narrow lines."""

from __future__ import annotations

import random

from tests.generate import words
from tests.generate.fields import Policy
from tests.generate.truth import Made
from tests.generate.words import full_width

# Sentence of a rule, and what kind of rule it is.
_RULES = (
    ("本事業の交付対象経費と重複して、他の補助金等の交付を受けてはならない。", "prohibition"),
    ("事業を実施した地方公共団体は、実績報告書を翌年度４月10日までに大臣に提出するものとする。", "procedure"),
    (
        "大臣は、交付を受けた地方公共団体に対し、事業の状況について報告を求めることができるものとする。",
        "procedure",
    ),
    ("地方公共団体は、事業の実施に当たっては、関係機関と密接に連携を図ること。", "requirement"),
    ("前項の取組は、適切と認める団体に委託して実施することができる。", "optional"),
    ("宗教活動や政治活動を主たる目的とする団体を事業の対象としてはならない。", "prohibition"),
    ("個人情報の取扱いについては、その保護に十分配慮すること。", "requirement"),
    ("交付を受けようとする地方公共団体は、事業計画書を作成し、大臣に提出するものとする。", "procedure"),
)
_ENDS = ("の作成", "の実施", "の設置", "への支援", "の普及啓発", "に関する調査", "のための研修", "の配置")
_PARTS = "アイウエオカ"


def write_guideline(policy: Policy, year: int, rng: random.Random, made: Made) -> None:
    """Fill `made` with the guideline of the policy's grant of that fiscal year."""
    title = f"{policy.grant}実施要領"
    office = rng.choice(words.OFFICES)
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    established = f"{year if month > 3 else year + 1}-{month:02d}-{day:02d}"
    when = f"{words.era(int(established[:4]))}年{month}月{day}日"
    if rng.random() < 0.5:
        when = f"{words.full_width(when)}"
    law, law_number = rng.choice(words.LAWS)
    number = f"府推第{rng.randint(1, 999)}号"
    chapter = _Chapter(rng)
    lines = [title, "", f"制  定 {when}{number}", f"{''.join(office)}長通知", ""]
    lines += chapter.head(rng.choice(("事業の目的", "趣旨", "目的")))
    lines += [
        f"{policy.grant}（以下「交付金」という。）は、{law}（{law_number}）の趣旨を踏まえ、{policy.name}に取り組む地方公共団体を支援することを目的とする。",
        "",
    ]
    lines += [*chapter.head("実施主体"), "（１）本事業の実施主体は、都道府県及び市町村とする。"]
    lines += ["（２）実施主体は、事業の一部を適切と認める団体に委託することができる。", ""]
    lines += chapter.head(rng.choice(("交付対象事業", "対象事業")))
    third = chapter.number
    programmes = rng.sample(policy.programmes, rng.randint(2, 4))
    for place, programme in enumerate(programmes, 1):
        label = f"{programme.person}の{programme.means[0]}事業"
        lines += [f"（{full_width(str(place))}）{label}"]
        made.add("eligible_programme", f"{third}({place})", label=label)
        lines += [f"　{programme.person}に対し、次に掲げる取組を実施する。"]
        marks = _PARTS if rng.random() < 0.5 else words.CIRCLED
        for mark in marks[: rng.randint(2, 6)]:
            what = rng.choice((*words.MEANS,))[0]
            text = f"{what}{rng.choice(_ENDS)}"
            lines.append(f"{'　' if mark in _PARTS else ''}{mark} {text}")
            made.add("activity", f"{third}({place}){mark}", description=text)
        lines.append("")
    lines += chapter.head(rng.choice(("事業実施に当たっての留意点", "留意事項")))
    for place, (text, kind) in enumerate(rng.sample(_RULES, rng.randint(4, 7)), 1):
        lines.append(f"（{full_width(str(place))}）{text}")
        made.add("requirement", f"{chapter.number}({place})", requirement_type=kind)
    lines += [
        "",
        *chapter.head("その他"),
        "この要領に定めるもののほか、必要な事項は、別に定めるものとする。",
        "",
    ]
    start = f"{established[:4]}-{month:02d}-{day:02d}"
    lines += ["附則", f"この要領は、{when}から施行する。"]
    made.add(
        "guideline",
        title,
        label=title,
        document_number=number,
        established=established,
        in_force=start,
        ministry=[office[0]],
        implementer=["都道府県", "市町村"],
    )
    made.add("law", law, label=law, law_number=law_number)
    made.text = _narrow(lines, rng)


class _Chapter:
    """Numbers chapters as 第１ or １."""

    def __init__(self, rng: random.Random) -> None:
        self.number = 0
        self.form = rng.choice(("第{}　{}", "{} {}", "{}　{}"))
        self.wide = rng.random() < 0.7

    def head(self, text: str) -> list[str]:
        """The lines of the next chapter's heading."""
        self.number += 1
        mark = full_width(str(self.number)) if self.wide else str(self.number)
        return [self.form.format(mark, text)]


def _narrow(lines: list[str], rng: random.Random) -> str:
    """The lines as they are, or broken at some 38 characters with an empty line between all (as 004 prints)."""
    if rng.random() < 0.4:
        return "\n".join(lines) + "\n"
    width, gap = rng.randint(36, 42), rng.choice(("\n", "\n\n", " \n\n"))
    out: list[str] = []
    for line in lines:
        out += words.cut_lines(line, width) or [""]
    return gap.join(out) + "\n"
