"""What every command has in common: the store it works on, and how it ends when something is wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from nlp.errors import QueryError, TsunagariError

P = ParamSpec("P")
DEFAULT_STORE = "var/store"


def store_option(function: Callable[..., None]) -> Callable[..., None]:
    """The `--store` option that every command shares."""
    return click.option(
        "--store",
        default=DEFAULT_STORE,
        show_default=True,
        envvar="TSUNAGARI_STORE",
        help="グラフの置き場（フォルダーか SPARQL 1.1 エンドポイントの URL）。"
        "Folder of the graph, or the http(s):// URL of a SPARQL 1.1 endpoint (query and update). "
        "User, password or token of an endpoint: TSUNAGARI_STORE_USER, …_PASSWORD, …_TOKEN.",
    )(function)


def reports_errors(function: Callable[P, None]) -> Callable[P, None]:
    """Turns our errors into one clear message and exit code 1, without a stack trace."""

    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except QueryError as error:
            from api.sparql_mistakes import placed

            click.echo(f"tsunagari: {placed(str(error), error.line, error.column)}", err=True)
            sys.exit(1)
        except TsunagariError as error:
            click.echo(f"tsunagari: {error}", err=True)
            sys.exit(1)
        except BrokenPipeError:
            sys.exit(0)
        except KeyboardInterrupt:
            click.echo(
                "\ntsunagari: 中断しました。前のグラフはそのままです (interrupted; the graph is as before)",
                err=True,
            )
            sys.exit(130)

    return wrapped
