"""The measures of a plan: name, ministries, texts of realistic length, indicators with target and result.

`measures_of` draws those of a policy; some bear the name of one of its programmes, which they are then about.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.generate import words
from tests.generate.fields import Policy
from tests.generate.measure_tables import Measure

_OVERVIEWS = (
    "{who}が抱える困難を踏まえ、{how}ことにより、地域の団体と連携した切れ目のない支援を実施している。",
    "{means}に取り組む地方公共団体や民間団体に対し、その経費の一部を補助している。",
    "{law}に基づき、{who}に対する{means}の取組を推進する。",
    "各地の{means}の実施状況を把握し、好事例を収集して周知するとともに、担い手の確保に向けた研修を行っている。",
)
_AIMS = (
    "これにより、{who}が地域とのつながりを保ちながら安心して暮らせる環境の整備につなげる。",
    "長期的には、{means}の取組が全ての都道府県で定着することを目指す。",
    "また、関係機関の連携体制を整え、{who}が必要な支援に早期につながるようにする。",
)
_DONE = (
    "また、{means}に関する協議会を開催し、関係者との情報の共有を進めた。",
    "このほか、{means}の手引を改訂し、地方公共団体に周知した。",
    "あわせて、担い手となる支援員の研修を実施した。",
)
_REVIEWS = (
    "引き続き、{means}に取り組むとともに、{who}の声を踏まえて実施の方法を見直していく。",
    "令和{next}年度以降は、実施自治体の拡大に向けて、好事例の横展開を図る。",
    "実績を踏まえ、支援の対象と方法について必要な見直しを検討する。",
)
_LAWS = ("社会福祉法", "障害者総合支援法", "児童福祉法", "介護保険法", "消費者安全法")
_HOSTS = ("cao", "mhlw", "mext", "moj", "soumu", "maff", "mlit", "cfa", "caa", "env")
Indicator = dict[str, object]


def _people(rng: random.Random, fill: dict[str, str], year: int) -> tuple[str, str, list[Indicator]]:
    target, result, due = rng.randint(2, 90) * 100, rng.randint(150, 9900), year + rng.randint(0, 3)
    goal = f"令和{due - 2018}年度までに、{fill['means']}を利用した{fill['who']}の数を{target:,}人以上とすることを目指す。"
    done = f"令和{year - 2018}年度は、{fill['means']}を利用した{fill['who']}の数は{result:,}人であった。"
    return goal, done, [_target(target, "人", due), _result(result, "人", str(year))]


def _places(rng: random.Random, fill: dict[str, str], year: int) -> tuple[str, str, list[Indicator]]:
    target, due, month = rng.randint(3, 47) * 10, year + rng.randint(1, 4), rng.randint(1, 12)
    result = int(target * rng.uniform(0.4, 1.2)) + 1
    goal = f"{fill['means']}を実施する市町村の数を令和{due - 2018}年度末までに{target}市町村とする。"
    done = f"令和{year - 2018}年{month}月末時点で、{fill['means']}を実施する市町村の数は{result}市町村となっている。"
    return goal, done, [_target(target, "市町村", due), _result(result, "市町村", f"{year}-{month:02d}")]


def _share(rng: random.Random, fill: dict[str, str], year: int) -> tuple[str, str, list[Indicator]]:
    target, result, due = rng.randint(30, 95), rng.randint(200, 980) / 10, year
    goal = f"令和{due - 2018}年度は、{fill['means']}の利用者の満足度を{target}%以上とすることを目標とする。"
    verdict = result >= target
    said = rng.random() < 0.5
    end = ("目標を達成した。" if verdict else "目標を達成できなかった。") if said else ""
    done = f"令和{year - 2018}年度の{fill['means']}の利用者の満足度は{result}%であった。{end}"
    found = _result(result, "%", str(year))
    if said:
        found["reached"] = verdict
    return goal, done, [_target(target, "%", due), found]


def _none(_: random.Random, fill: dict[str, str], year: int) -> tuple[str, str, list[Indicator]]:
    goal = f"{fill['who']}に対する{fill['means']}の機会を広げることを目指す。"
    return goal, f"令和{year - 2018}年度は、{fill['means']}の実施に向けた準備を関係者と進めた。", []


_FIGURES: tuple[Callable[..., tuple[str, str, list[Indicator]]], ...] = (_people, _places, _share, _none)


def _target(value: float, unit: str, due: int) -> Indicator:
    return {"role": "target", "value": value, "unit": unit, "when": str(due)}


def _result(value: float, unit: str, when: str) -> Indicator:
    return {"role": "result", "value": value, "unit": unit, "when": when}


def measures_of(policy: Policy, year: int, rng: random.Random) -> list[Measure]:
    """The measures of a plan in the order of its outline, 4 to 9 a section; the same names in every year of the plan.

    Names and ministries follow the policy, texts and figures the year, so that two years of status tables tell of the same measures.
    """
    fixed = random.Random(f"{policy.name}/{policy.first}")
    found: list[Measure] = []
    number = 1
    named = {programme.section: programme for programme in policy.programmes}
    for notation in policy.outline:
        if "-" not in notation:
            continue
        for place in range(fixed.randint(4, 9)):
            person, group = fixed.choice(words.PEOPLE)
            means, office = fixed.choice(words.MEANS), fixed.choice(words.OFFICES)
            label, about = f"{person}の{means[0]}{fixed.choice(words.MEASURE_FORMS)}", ""
            programme = named.get(notation) if place == 0 and fixed.random() < 0.6 else None
            if programme is not None:
                person, group, means, office = (
                    programme.person,
                    programme.group,
                    programme.means,
                    programme.office,
                )
                label, about = next(iter(programme.names.values())), programme.id
            ministries = [office[0]]
            if fixed.random() < 0.15:
                ministries = list(dict.fromkeys([office[0], fixed.choice(words.OFFICES)[0]]))
            texts, indicators = _texts(rng, person, means, year)
            link = _link(rng, number) if fixed.random() < 0.5 else ""
            measure = Measure(
                number,
                label,
                ministries,
                notation.split("-")[0],
                notation,
                texts,
                link,
                indicators,
                group,
                about,
            )
            found.append(measure)
            number += 1
    return found


def _texts(
    rng: random.Random, person: str, means: tuple[str, str, str, str], year: int
) -> tuple[dict[str, str], list[Indicator]]:
    fill = {
        "who": person,
        "means": means[0],
        "how": means[1],
        "next": str(year - 2017),
        "law": rng.choice(_LAWS),
    }
    goal, done, indicators = rng.choice(_FIGURES)(rng, fill, year)

    def some(texts: tuple[str, ...], least: int, most: int) -> str:
        return "".join(text.format(**fill) for text in rng.sample(texts, rng.randint(least, most)))

    texts = {
        "overview": some(_OVERVIEWS, 1, 3),
        "goal": goal + some(_AIMS, 0, 2),
        "achievement": done + some(_DONE, 0, 2),
        "review": some(_REVIEWS, 1, 2),
    }
    return texts, indicators


def _link(rng: random.Random, number: int) -> str:
    tail = rng.choice(("index.html", f"page_{number:03d}.html", f"{number:05d}_001.pdf", ""))
    folder = rng.choice(("policy", "seisaku/torikumi", "shien_jigyou", "stf/newpage"))
    return f"https://www.{rng.choice(_HOSTS)}.go.jp/{folder}/{tail}"
