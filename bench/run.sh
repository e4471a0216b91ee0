#!/usr/bin/env bash
# `make bench`: every benchmark prints ratios against peers measured in the same run. Peers live under var/, not in .venv.
set -uo pipefail
cd "$(dirname "$0")/.."
PY=.venv/bin/python
if [ ! -x var/ginza/bin/python ]; then
  python3.11 -m venv var/ginza && var/ginza/bin/pip install -q "spacy<3.9" "sudachipy<0.7" "sudachidict_core<20260723" "ginza==5.2.0" "ja_ginza==5.2.0" \
    || { echo "ja_ginza could not be installed; its ratio is left out" >&2; rm -rf var/ginza; }
fi
if [ ! -x var/bench-venv/bin/python ]; then
  python3.11 -m venv var/bench-venv && var/bench-venv/bin/pip install -q "rdflib-endpoint>=0.6" "uvicorn>=0.34" \
    || { echo "rdflib-endpoint could not be installed; its ratio is left out" >&2; rm -rf var/bench-venv; }
fi
for part in bench/*_bench.py; do
  echo "== $(basename "$part" _bench.py)"
  PYTHONPATH=. $PY "$part" "$@" || echo "   $part ended with an error"
done
