"""The endpoint beside its peers over HTTP, on one graph of 10,000 triples, in one run.

Peers: rdflib-endpoint, and a minimal server that calls pyoxigraph in its own process (the limit). Every request
asks another query where the kind allows it (`varied`), so that our result cache answers none of those; the
`repeated` rows ask the same query again and again, as dashboards do.

    python bench/sparql_bench.py [--seconds 3] [--clients 1,8,64] [--peer PYTHON]

`--peer` is a Python with rdflib-endpoint and uvicorn (bench/run.sh makes one in var/); without it that column is empty.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

from load import Load, load, request_bytes

ROOT = Path(__file__).parent.parent
EX = "http://example.org/"
CONSTANT = 'SELECT ("{n}" AS ?x) {{}}'
LOOKUP = f"SELECT ?p ?o WHERE {{{{ <{EX}thing/{{m}}> ?p ?o }}}} # {{n}}"
LIMIT = f"SELECT ?s ?o WHERE {{{{ ?s <{EX}label> ?o }}}} LIMIT 100 # {{n}}"
JOIN = f"SELECT ?a ?l WHERE {{{{ ?a <{EX}part> <{EX}thing/{{m}}> ; <{EX}group> ?g . ?g <{EX}label> ?l }}}} # {{n}}"
AGGREGATE = f"SELECT ?g (COUNT(?s) AS ?n) WHERE {{{{ ?s <{EX}group> ?g }}}} GROUP BY ?g # {{n}}"
KINDS = {"constant": CONSTANT, "lookup": LOOKUP, "limit 100": LIMIT, "join": JOIN, "aggregate": AGGREGATE}
HOSTILE = "SELECT (COUNT(*) AS ?n) WHERE {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} # {n}"
_RUNS = count()
AIMS = {"constant": 3, "lookup": 5, "limit 100": 5, "join": 5, "aggregate": 5}


def write_data(path: Path, things: int = 2_500) -> None:
    """10,000 triples: four for each thing."""
    lines = []
    for number in range(things):
        thing = f"<{EX}thing/{number}>"
        lines.append(f'{thing} <{EX}label> "thing {number}" .')
        lines.append(f"{thing} <{EX}group> <{EX}thing/{number % 50}> .")
        lines.append(f"{thing} <{EX}part> <{EX}thing/{number * 7 % things}> .")
        lines.append(f'{thing} <{EX}size> "{number}"^^<http://www.w3.org/2001/XMLSchema#integer> .')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def asking(path: str, query: str, *, varied: bool) -> Callable[[int, int], bytes]:
    """Requests for a query; `{n}` and `{m}` in it differ from request to request when `varied`, in this run and any other."""
    run = next(_RUNS)

    def make(client: int, number: int) -> bytes:
        n = f"{run}.{client}.{number}" if varied else "0"
        m = (client * 31 + number) % 2500 if varied else 7
        return request_bytes(f"{path}?query={quote(query.format(n=n, m=m))}")

    return make


@contextmanager
def server(command: list[str], port: int, path: str, *, wait: float = 10.0) -> Iterator[None]:
    """A server process, until it answers (for `wait` seconds at most) and for as long as needed."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}{path}?query={quote('ASK {}')}"
        for _ in range(int(wait / 0.05)):
            try:
                urllib.request.urlopen(url, timeout=5).close()
                break
            except OSError:
                time.sleep(0.05)
        else:
            raise SystemExit(f"{command} does not answer")
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def our_command(data: Path, port: int) -> list[str]:
    """Our server over the data, as `tsunagari serve --data` starts it."""
    code = (
        "import sys; from pathlib import Path; from api.web_server.server import serve; from api.settings import Settings;"
        "serve(Settings.from_environment(data=Path(sys.argv[1]), port=int(sys.argv[2])))"
    )
    return [sys.executable, "-c", code, str(data), str(port)]


def compare(servers: dict[str, tuple[int, str]], clients: list[int], seconds: float) -> None:
    """Prints throughput and latency of every kind of query and number of clients, with ratios."""
    heads = "".join(f"{name + ' req/s':>22}{'p50':>8}{'p99':>8}" for name in servers)
    print(f"{'query':<20}{'clients':>8}{heads}{'x rdflib-ep':>13}{'x limit':>9}")
    for kind, query in KINDS.items():
        for varied in (True, False):
            for number in clients:
                found: dict[str, Load] = {}
                for name, (port, path) in servers.items():
                    make = asking(path, query, varied=varied)
                    found[name] = load(("127.0.0.1", port), make, clients=number, seconds=seconds)
                cells = "".join(
                    f"{run.rate:>22,.0f}{run.p50 * 1000:>7.2f}ms"[: 22 + 9] + f"{run.p99 * 1000:>7.1f}ms"
                    for run in found.values()
                )
                ours = found["tsunagari"].rate
                peer = f"{ours / found['rdflib-endpoint'].rate:>12.1f}x" if "rdflib-endpoint" in found else ""
                aim = f" (aim {AIMS[kind]})" if number == 8 and peer else ""
                limit = f"{ours / found['minimal'].rate:>8.2f}x"
                failed = sum(run.failed for run in found.values())
                label = f"{kind}, {'varied' if varied else 'repeated'}"
                print(
                    f"{label:<20}{number:>8}{cells}{peer:>13}{limit:>9}{aim}"
                    + (f"  {failed} failed" if failed else "")
                )
                sys.stdout.flush()


def hostile(port: int, seconds: float) -> None:
    """Prints the p99 of eight clients without and with one client that sends endless cross products."""
    make = asking("/sparql", LOOKUP, varied=True)
    calm = load(("127.0.0.1", port), make, clients=8, seconds=seconds)
    stop = threading.Event()

    def attack() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            url = f"http://127.0.0.1:{port}/sparql?query={quote(HOSTILE.format(n=number))}"
            try:
                urllib.request.urlopen(url, timeout=seconds + 5).close()
            except OSError:
                time.sleep(0.01)

    thread = threading.Thread(target=attack, daemon=True)
    thread.start()
    time.sleep(1.0)
    under = load(("127.0.0.1", port), make, clients=8, seconds=seconds)
    stop.set()
    print(
        f"8 clients looking up: p99 {calm.p99 * 1000:.1f} ms, {calm.rate:,.0f} req/s; beside one client of cross "
        f"products: p99 {under.p99 * 1000:.1f} ms, {under.rate:,.0f} req/s: {under.p99 / calm.p99:.2f}x (aim: at most 2), "
        f"{under.failed} failed"
    )


def main() -> None:
    """Runs the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--clients", default="1,8,64")
    parser.add_argument("--peer", default=str(ROOT / "var" / "bench-venv" / "bin" / "python"))
    parser.add_argument("--kinds", default="")
    options = parser.parse_args()
    for kind in [kind for kind in KINDS if options.kinds and kind not in options.kinds.split(",")]:
        del KINDS[kind]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        data = Path(folder) / "data.nt"
        write_data(data)
        servers = {"tsunagari": (9921, "/sparql"), "minimal": (9922, "/")}
        stack.enter_context(server(our_command(data, 9921), 9921, "/sparql"))
        minimal = [sys.executable, str(ROOT / "bench/minimal_server.py"), str(data), "9922"]
        stack.enter_context(server(minimal, 9922, "/"))
        if Path(options.peer).exists():
            command = [options.peer, str(ROOT / "bench/rdflib_endpoint_server.py"), str(data), "9923"]
            stack.enter_context(server(command, 9923, "/"))
            servers["rdflib-endpoint"] = (9923, "/")
        compare(servers, [int(text) for text in options.clients.split(",")], options.seconds)
        hostile(9921, max(options.seconds, 4.0))


if __name__ == "__main__":
    main()
