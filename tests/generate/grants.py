"""What explains a grant: its sheet, a call for proposals and the table of grantees, in both layouts seen (003)."""

from __future__ import annotations

import random

from tests.generate import words
from tests.generate.fields import Policy
from tests.generate.sheets import Money, Sheet, Topic, write_sheet
from tests.generate.truth import Made


def write_grant(policy: Policy, year: int, rng: random.Random, made: Made, *, rate: float) -> list[Sheet]:
    """Fill `made`; returns the sheets, whose facts the caller states."""
    lines = [
        f"{policy.grant}について",
        "",
        f"{words.era(year)}年4月{rng.randint(1, 28)}日",
        policy.office,
        "",
    ]
    sheets = []
    person, group = rng.choice(words.PEOPLE)
    topic = Topic(policy.grant, ("内閣府", "", policy.office[3:]), person, group, rng.choice(words.MEANS))
    money: list[Money] = [(year, "approvedEstimate", rng.randint(20, 900), False)]
    written, sheet = write_sheet(rng, topic, money)
    lines += [*written, "", ""]
    sheets.append(sheet)
    lines += [*_call(policy, year, rng, made), ""]
    lines += _grantees(policy, year, rng, made, rate)
    made.text = "\n".join(lines) + "\n"
    return sheets


def _call(policy: Policy, year: int, rng: random.Random, made: Made) -> list[str]:
    month, day = rng.randint(4, 9), rng.randint(1, 28)
    limit = rng.randint(50, 900)
    name = f"{policy.name}{rng.choice(('モデル調査', '担い手育成支援事業', '先駆的取組支援事業'))}"
    url = f"https://www.example-{rng.randint(10, 99)}.jp/news/{rng.choice(('koubo', 'boshu_2', 'r7_kobo'))}/"
    made.add(
        "call",
        name,
        label=name,
        limit=limit * 10_000,
        opens=f"{year}-{month:02d}-{day:02d}",
        closes=f"{year}-{month + 1:02d}-{day:02d}",
        url=url,
    )
    return [
        f"{name} の公募開始について",
        "",
        f"{policy.name}に資する民間団体の先駆的な取組を支援する「{name}」について、公募を開始しました。",
        "",
        "1 事業概要",
        "",
        f"非営利団体を対象として、先駆的な取組への支援を行い(上限{limit}万円)、その成果を取りまとめます。",
        "",
        "2 公募期間",
        "",
        f"{words.era(year)}年{month}月{day}日～{month + 1}月{day}日正午",
        "",
        "3 公募URL",
        "",
        url,
        "",
    ]


def _grantees(policy: Policy, year: int, rng: random.Random, made: Made, rate: float) -> list[str]:
    out = [f"{words.era(year)}年度 {policy.grant}（担い手育成支援事業） 交付団体＜中間支援組織＞", ""]
    total = rng.randint(5, 18)
    cut = total if total < 8 else total // 2
    names = rng.sample(
        [
            f"{a}{b}"
            for a in words.ORGANISATIONS
            for b in ("", *(p[:-1] for p in rng.sample(words.PREFECTURES[1:], 6)))
        ],
        total,
    )
    marked_up = rng.random() < 0.5
    for number, name in enumerate(names, 1):
        if number in (1, cut + 1):
            out += [
                f"交付団体と取組概要 ({1 if number == 1 else 2}/{1 if cut == total else 2})",
                "",
                "\t団体名/事業名\t概要\t事業区域",
            ]
            if number > 1 and rng.random() < 0.5:
                marked_up = not marked_up
        out += _grantee(rng, made, number, name, marked_up, rng.random() < rate)
    return [*out, ""]


def _grantee(
    rng: random.Random, made: Made, number: int, name: str, marked_up: bool, damaged: bool
) -> list[str]:
    printed, form = rng.choice(words.LEGAL_FORMS)
    home = rng.choice(words.PREFECTURES)
    area = (
        [home] if rng.random() < 0.5 else ["全国"] if rng.random() < 0.5 else rng.sample(words.PREFECTURES, 2)
    )
    person, means = rng.choice(words.PEOPLE)[0], rng.choice(words.MEANS)
    project = f"{person}の{means[0]}{rng.choice(('担い手育成事業', 'ネットワーク化事業', '基盤強化プロジェクト', 'プログラム'))}"
    text = f"{person}の支援に取り組む団体に対し、{means[2]}と{means[3]}に関する助言を行う。成果を各地に広げ、担い手の育成を進める。"
    damage = rng.choice(("no-number", "spaces")) if damaged else ""
    mark = "" if damage == "no-number" else str(number)
    if damage == "spaces" and not marked_up:
        at = rng.randint(8, len(text) - 8)
        text = f"{text[:at]} {text[at:]}"
    made.add(
        "grantee",
        str(number),
        damage=damage,
        number=number,
        legal_form=form,
        label=name,
        prefecture=home,
        project=project,
        service_area=area,
    )
    if marked_up:
        half = text.index("。") + 1
        return [
            f"{mark}\t<p>{printed} {name} ({home})</p>",
            "",
            f"<p>{project}</p>\t<p>{text[:half]}</p>",
            "",
            f"<p>{text[half:]}</p>\t{' '.join(area)}",
        ]
    return [f"{mark}\t{printed} {name} ({home}) {project}\t{text}\t{' '.join(area)}"]
