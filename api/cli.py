"""The `tsunagari` command: parses, calls one function, prints. Exit codes stand in the contract."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from api.commands.options import reports_errors, store_option
from nlp.errors import StoreError

CONTEXT = {"auto_envvar_prefix": "TSUNAGARI", "help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=CONTEXT)
@click.version_option(package_name="tsunagari")
def main() -> None:
    """つながり: 行政文書を読み、グラフにし、SPARQLと日本語の質問に答える。

    Tsunagari reads Japanese policy documents, publishes them as a graph, and answers SPARQL and Japanese.
    Every option has an environment twin: TSUNAGARI_<COMMAND>_<OPTION>.
    """


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@store_option
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="構築の報告（JSON）を書く先。Write the build report here.",
)
@click.option(
    "--profile",
    default="",
    help="文書の種類を決めて読む。Read every document as this kind instead of recognising it.",
)
@click.option(
    "--judgements",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="研究者の判断の CSV（tsunagari review で書き出したもの、いくつでも）。"
    "CSV of a researcher's verdicts; may be given several times.",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="読めない文書があっても、読めたものだけで公開する。Publish the readable documents even when others cannot be read.",
)
@click.option(
    "--jobs",
    default=0,
    type=click.IntRange(0, 256),
    help="読む工程の数。Processes that read (0: one a processor when it pays).",
)
@click.option(
    "--dask", default="", help="Dask で読む。Read on a Dask cluster: tcp://scheduler:8786, or local."
)
@click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    help="読み終えた文書を次の構築まで置く所。Where finished documents are kept between builds.",
)
@reports_errors
def build(
    folder: Path | None,
    store: str,
    report: Path | None,
    profile: str,
    judgements: tuple[Path, ...],
    keep_going: bool,
    jobs: int,
    dask: str,
    work: Path | None,
) -> None:
    """フォルダーの文書をすべて読み、グラフを作って公開する。

    Read every document under FOLDER (default: the seeds) and publish the graph atomically.

    The store may be a folder or a SPARQL 1.1 endpoint; an endpoint needs query and update at the same URL,
    or a query URL whose update URL is given as TSUNAGARI_STORE_UPDATE.
    """
    from api.commands.builder import BuildOptions
    from api.commands.builder import build as run
    from api.commands.engine import Engine
    from api.commands.progress import console_progress
    from graph.vocabulary import seeds_path

    options = BuildOptions(
        folder or seeds_path(), store, profile, judgements, report, keep_going, work, Engine(jobs, dask)
    )
    with console_progress() as progress:
        summary = run(options, progress)
    from api.commands.tables import build_table

    click.echo(build_table(summary, store))


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--raw", is_flag=True, help="直さない本文。The text as the file holds it, nothing repaired.")
@click.option(
    "--json", "as_json", is_flag=True, help="記録・指摘・修復を JSON で。Records, issues and repairs as JSON."
)
@click.option("--profile", default="", help="文書の種類を決めて読む。Read as this kind of document.")
@reports_errors
def read(file: Path, raw: bool, as_json: bool, profile: str) -> None:
    """一つの文書を、読んで直した文章として出す。

    Print one document as read and repaired: for anyone with a damaged PDF.
    """
    from api.commands.reading import as_read

    click.echo(as_read(file, raw=raw, as_json=as_json, profile=profile))


@main.command()
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, help="受け付ける番地。Address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="受け付けるポート（0: 空いているもの）。Port to listen on (0: any free one).",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="グラフの代わりにこの RDF ファイルを出す。Serve this RDF file (ttl, nt, nq, trig, jsonld, rdf) instead of the store.",
)
@reports_errors
def serve(store: str, host: str, port: int, data: Path | None) -> None:
    """グラフをウェブと SPARQL で出す。なければ先に作る。

    Serve the graph; builds it from the seeds first when the store is empty.
    """
    from api.commands.serving import serve as run

    run(store=store, host=host, port=port, data=data)


@main.command()
@click.argument("question")
@store_option
@click.option("--json", "as_json", is_flag=True, help="/api/ask と同じ JSON。Exactly what /api/ask returns.")
@click.option("--csv", "as_csv", is_flag=True, help="答えの表を CSV で。The table of the answer as CSV.")
@click.option(
    "--context",
    default=None,
    help="続けて聞く: 前の答えの番地。Permalink of the answer that this question follows.",
)
@click.option(
    "--lang",
    default="ja",
    show_default=True,
    type=click.Choice(["ja", "en"]),
    help="画面の言葉。Language of the interface.",
)
@reports_errors
def ask(question: str, store: str, as_json: bool, as_csv: bool, context: str | None, lang: str) -> None:
    """日本語の質問に一つ答える。

    Ask one QUESTION in Japanese. Exit 0 answered, 3 ambiguous, 4 unanswerable, 1 no graph.
    """
    from api.commands.asking import ask_once, told

    answer = ask_once(question, store, context=context, lang=lang)
    click.echo(told(answer, as_json=as_json, as_csv=as_csv), nl=not as_csv)
    sys.exit({"answered": 0, "ambiguous": 3}.get(str(answer["status"]), 4))


@main.command()
@click.argument("file_or_text")
@store_option
@click.option(
    "--format",
    "form",
    default="table",
    show_default=True,
    type=click.Choice(["table", "json", "xml", "csv", "tsv", "ttl", "nt"]),
    help="結果の形。How to print the answer.",
)
@reports_errors
def query(file_or_text: str, store: str, form: str) -> None:
    """SPARQL を一つ実行する。

    Run one SPARQL query, given as text or as a file that holds it.
    """
    from api.commands.querying import run_query

    click.echo(run_query(file_or_text, store, form), nl=False)


@main.command()
@click.argument("id_or_number")
@store_option
@click.option("--json", "as_json", is_flag=True, help="JSON で。As JSON.")
@reports_errors
def explain(id_or_number: str, store: str, as_json: bool) -> None:
    """あるものについての言明を、引用と典拠つきで出す。

    Every statement about a thing with quote, document, offsets, method and confidence.

    ID_OR_NUMBER: an IRI, a path such as measure/2024-82, a number such as 64 or No.64, or a name.
    """
    from api.commands.explaining import explain as run

    click.echo(run(id_or_number, store, as_json=as_json))


@main.command()
@click.argument("out", type=click.Path(path_type=Path))
@store_option
@reports_errors
def export(out: Path, store: str) -> None:
    """グラフをファイルに書き出す。

    Write the graph to OUT: .ttl .nt .nq .trig .jsonld .rdf .graphml .gexf, or .csv (a folder of tables).
    """
    from api.commands.exporting import export as run

    for path in run(out, store):
        click.echo(str(path))


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@store_option
@click.option("--json", "as_json", is_flag=True, help="JSON で。As JSON.")
@reports_errors
def check(folder: Path | None, store: str, as_json: bool) -> None:
    """制約の検証と、データ品質の報告。

    SHACL and the data-quality report: damaged, repaired, dropped, doubtful. Exit 1 on a violation.

    With FOLDER, reads the documents there without publishing; otherwise checks the graph in the store.
    """
    from api.commands.checking import check as run

    text, violations = run(folder, store, as_json=as_json)
    click.echo(text)
    sys.exit(1 if violations else 0)


@main.command()
@store_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("review.csv"),
    show_default=True,
    help="書き出す先。Where to write the pairs.",
)
@reports_errors
def review(store: str, out: Path) -> None:
    """判断を待つ組を CSV に書き出す。

    Write the doubtful pairs for a researcher to decide; give the file back by: build --judgements.
    """
    from api.commands.reviewing import write_review

    click.echo(write_review(store, out))


@main.command()
@click.argument("store_a")
@click.argument("store_b", required=False)
@click.option(
    "--years",
    nargs=2,
    type=int,
    metavar="BEFORE AFTER",
    help="STORE_A の二つの年度を比べる。Two years of STORE_A instead, e.g. 2024 2025.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON で。As JSON.")
@reports_errors
def diff(store_a: str, store_b: str | None, years: tuple[int, int] | None, as_json: bool) -> None:
    """二つのグラフ、または一つのグラフの二つの年度を比べる。

    What was added, removed, renamed, moved or re-budgeted between two builds, or two years of one.
    """
    from api.commands.comparing import compare, compare_plan_years

    if years:
        click.echo(compare_plan_years(store_a, *years, as_json=as_json))
    elif store_b is None:
        raise click.UsageError(
            "比べる相手がありません。二つ目のグラフか --years 前 後 を渡す (give a second store, or --years BEFORE AFTER)"
        )
    else:
        click.echo(compare(store_a, store_b, as_json=as_json))


@main.command()
@store_option
@reports_errors
def mcp(store: str) -> None:
    """ask・query・explain・overlap を MCP で提供する。

    Serve ask, query, explain and overlap to assistants over MCP (needs: pip install 'tsunagari[mcp]').
    """
    try:
        from api.mcp_server import serve as run
    except ImportError as error:
        raise StoreError(
            "MCP の部品が入っていません (the MCP extra is not installed)",
            hint="入れてもう一度 (install and run again): pip install 'tsunagari[mcp]'",
        ) from error
    run(store)


if __name__ == "__main__":
    arguments: list[Any] = sys.argv[1:]
    main(arguments)
