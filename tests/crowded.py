"""A graph that strains the pictures: 15 ministries, 60 target groups, long names, Latin words, many lists of years.

`python tests/crowded.py out.ttl` writes it; the tests serve it with `--data`. Everything in it is invented.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

_HEAD = """@prefix tsu: <https://w3id.org/tsunagari/ns#> .
@prefix id: <https://w3id.org/tsunagari/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
tsu:initial a tsu:BudgetStage ; skos:prefLabel "当初予算"@ja .
tsu:supplementary a tsu:BudgetStage ; skos:prefLabel "補正予算"@ja .
"""
_BASE = "https://w3id.org/tsunagari/id/"
LONG = "地域共生社会の実現に向けた重層的な相談支援体制の構築及び担い手の確保・育成等に資する取組（ICT・SNS等のデジタル技術を活用した見守りを含む。）"


def node(path: str) -> str:
    """A thing of ours by kind and slug, as Turtle."""
    return f"<{_BASE}{path}>"


def crowded(seed: int = 5) -> str:
    """The graph as Turtle, the same for the same seed."""
    rand = random.Random(seed)
    ministries = [f"第{i}省{'外局付属総合企画調整推進本部' if i % 4 == 0 else ''}" for i in range(15)]
    targets = [
        f"{'支援を必要とする状態にあると認められる' if i % 3 == 0 else ''}対象者{i}{'（NPO/NGO・ボランティア団体等）' if i % 5 == 0 else ''}"
        for i in range(60)
    ]
    sections = [f"{pillar}-{'①②③④⑤'[part]}" for pillar in range(1, 6) for part in range(5)]
    lines = [_HEAD]
    for kind, cls, names in (
        ("ministry", "Ministry", ministries),
        ("target-group", "TargetGroup", targets),
    ):
        lines += [f'{node(f"{kind}/{name}")} a tsu:{cls} ; skos:prefLabel "{name}"@ja .' for name in names]
    for notation in sections:
        lines.append(
            f'{node(f"section/{notation}")} a tsu:Section ; skos:notation "{notation}" ; skos:prefLabel "{LONG[: rand.randint(6, 60)]}"@ja .'
        )
    for number in range(1, 181):
        label = LONG[: rand.randint(8, len(LONG))] + f"その{number}"
        ties = _ties(rand, ministries, targets, sections)
        lines.append(
            f'{node(f"measure/2040-{number}")} a tsu:Measure ; tsu:number {number} ; tsu:planYear "2040"^^xsd:gYear ; '
            f'skos:prefLabel "{label}"@ja ; {ties} .'
        )
    for number in range(1, 71):
        path = node(f"programme/事業{number}")
        label = f"{LONG[: rand.randint(8, len(LONG))]}事業{number}"
        lines.append(
            f'{path} a tsu:Programme ; skos:prefLabel "{label}"@ja ; {_ties(rand, ministries, targets, sections)} ; '
            f"tsu:relatedMeasure {node(f'measure/2040-{rand.randint(1, 180)}')} ."
        )
        lines += _lists(rand, number, path, label, sections)
    return "\n".join(lines)


def _ties(rand: random.Random, ministries: list[str], targets: list[str], sections: list[str]) -> str:
    return " ; ".join(
        [
            f"tsu:ministry {node(f'ministry/{name}')}"
            for name in rand.sample(ministries, rand.choice((1, 1, 2, 3)))
        ]
        + [f"tsu:targetGroup {node(f'target-group/{name}')}" for name in rand.sample(targets, 3)]
        + [f"tsu:section {node(f'section/{name}')}" for name in rand.sample(sections, 1)]
    )


def _lists(rand: random.Random, number: int, path: str, label: str, sections: list[str]) -> list[str]:
    """The rows of a programme in three lists, relisted now and then."""
    found = []
    for year, stage in ((2039, "initial"), (2039, "supplementary"), (2040, "initial")):
        for again in range(rand.choice((0, 1, 1, 1, 6))):
            row = node(f"budget-line/{year}{stage[0]}-{number * 10 + again}")
            kind = rand.choice(("exact", "exact", "includedIn"))
            found.append(
                f'{row} a tsu:BudgetLine ; tsu:number {number * 10 + again} ; skos:prefLabel "{label}"@ja ; '
                f'tsu:fiscalYear "{year}"^^xsd:gYear ; tsu:budgetStage tsu:{stage} ; tsu:programme {path} ; '
                f"tsu:section {node(f'section/{rand.choice(sections)}')} ; tsu:relisted {'true' if again else 'false'} ; "
                f"tsu:newlyListed false ; tsu:amount {number * 123_456_000} ; tsu:amountKind tsu:{kind} ; "
                f'tsu:amountText "{number * 123_456:,}千円" .'
            )
    return found


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(crowded(), encoding="utf-8")
